// The one syntax of all data files: lines whose indentation makes a tree. See data/README.md.
#ifndef MIG_BASE_STANZA_H
#define MIG_BASE_STANZA_H

#include "base/arena.h"
#include "base/error.h"

struct stanza_line {
    struct str text;       // the whole line without indentation and trailing spaces, a slice of the file's bytes
    struct str key;        // its first word
    struct str value;      // the rest, trimmed; empty when there is none
    unsigned line;         // from 1
    unsigned column;       // of text, in code points from 1
    unsigned value_column; // of value
    const struct stanza_line *child; // first deeper line, or NULL
    const struct stanza_line *next;  // next line of the same depth under the same parent, or NULL
};

// Parses a whole file. bytes must outlive the lines; lines live in the arena. *out is the first stanza, NULL for an
// empty file. Errors (MIG_EDATA, with place): not UTF-8, NUL or other control characters, a tab in indentation,
// indentation that returns to no earlier level, more than 6 levels, more than 16 MiB.
enum mig_status stanza_parse(struct arena *arena, struct str file, struct str bytes, const struct stanza_line **out,
                             struct mig_error *err);

// The line's value followed by the texts of all its descendants, joined by one space each: for values that continue on
// deeper lines. NULL-ptr str on out of memory.
bool stanza_joined(struct arena *arena, const struct stanza_line *line, struct str *out);

#endif
