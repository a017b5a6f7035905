// A growing byte buffer with a ceiling from birth. A failed append leaves a sticky error; check it once at the end.
#ifndef MIG_BASE_BUF_H
#define MIG_BASE_BUF_H

#include "base/error.h"

#include <string.h>

struct buf {
    char *ptr;
    size_t len, capacity, ceiling;
    enum mig_status status; // MIG_OK, MIG_EMEMORY or MIG_ELIMIT (ceiling hit); appends are ignored afterwards
};

void buf_init(struct buf *b, size_t ceiling); // allocates nothing
void buf_free(struct buf *b);
void buf_clear(struct buf *b);                      // empty, keeps memory, clears the status
void buf_append_rune(struct buf *b, uint32_t rune); // as UTF-8
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool buf_grow(struct buf *b, size_t more); // buf_reserve where there is no room yet
struct str buf_str(const struct buf *b);   // valid until the next append

// Room for more bytes after len; false sets the status.
static inline bool buf_reserve(struct buf *b, size_t more) {
    return b->status == MIG_OK && (more <= b->capacity - b->len || buf_grow(b, more));
}
static inline void buf_append(struct buf *b, struct str s) {
    if (s.len == 0 || !buf_reserve(b, s.len))
        return;
    memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
}
static inline void buf_append_byte(struct buf *b, char c) {
    if (buf_reserve(b, 1))
        b->ptr[b->len++] = c;
}

#endif
