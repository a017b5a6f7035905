// From byte offsets, as all of the program counts, to code points, as the JSON counts.
#ifndef MIG_OUTPUT_OFFSETS_H
#define MIG_OUTPUT_OFFSETS_H

#include "base/arena.h"
#include "base/error.h"

struct offsets {
    struct str text;
    uint32_t *before; // code points before each stride of bytes; NULL when every code point is one byte
};

// text is valid UTF-8 of less than 4 GiB with `characters` code points; it and the arena must outlive the index.
// One pass over the text, none when it is all ASCII. MIG_EMEMORY is the only failure.
enum mig_status offsets_init(struct offsets *o, struct arena *arena, struct str text, size_t characters);
// byte is clamped to the text's length; within a character it counts as after it.
uint32_t offsets_at(const struct offsets *o, uint32_t byte);

#endif
