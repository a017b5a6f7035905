// Many small allocations with one lifetime, freed whole.
#ifndef MIG_BASE_ARENA_H
#define MIG_BASE_ARENA_H

#include "base/str.h"

struct arena_block;
struct arena {
    struct arena_block *head;
    size_t used, total; // bytes used in head; bytes allocated over all blocks
};

void arena_init(struct arena *a);
void arena_free(struct arena *a);
void arena_reset(struct arena *a);               // empties, keeps the largest block
void *arena_alloc(struct arena *a, size_t size); // aligned for any type, not zeroed; NULL when out of memory
void *arena_zeroed(struct arena *a, size_t count, size_t size);
bool arena_copy(struct arena *a, struct str s, struct str *out); // a copy of the bytes; false when out of memory

#endif
