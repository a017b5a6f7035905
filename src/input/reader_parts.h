// What the readers of containers share: the article at hand, and whom to tell what is wrong.
#ifndef MIG_INPUT_READER_PARTS_H
#define MIG_INPUT_READER_PARTS_H

#include "base/arena.h"
#include "input/reader.h"

struct reader_parts {
    struct arena arena; // of the article at hand
    const struct reader_settings *settings;
    size_t limit;    // bytes of one article
    struct str name; // of the input at hand, NUL-terminated
};

void reader_parts_report(const struct reader_parts *p, enum mig_status status, size_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// A NUL-terminated copy of s in the arena, NULL when s is empty. False: out of memory.
bool reader_parts_copy(struct reader_parts *p, struct str s, const char **out);
// The same for a date, as ISO 8601 (also from RFC 822); NULL when it is none.
bool reader_parts_date(struct reader_parts *p, struct str s, const char **out);

#endif
