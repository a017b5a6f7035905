// A growing byte buffer with a ceiling from birth. A failed append leaves a sticky error; check it once at the end.
#ifndef MIG_BASE_BUF_H
#define MIG_BASE_BUF_H

#include "base/error.h"

struct buf {
    char *ptr;
    size_t len, capacity, ceiling;
    enum mig_status status; // MIG_OK, MIG_EMEMORY or MIG_ELIMIT (ceiling hit); appends are ignored afterwards
};

void buf_init(struct buf *b, size_t ceiling); // allocates nothing
void buf_free(struct buf *b);
void buf_clear(struct buf *b); // empty, keeps memory, clears the status
void buf_append(struct buf *b, struct str s);
void buf_append_byte(struct buf *b, char c);
void buf_append_rune(struct buf *b, uint32_t rune); // as UTF-8
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool buf_reserve(struct buf *b, size_t more); // room for more bytes after len; false sets the status
struct str buf_str(const struct buf *b);      // valid until the next append

#endif
