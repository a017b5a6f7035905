// Borrowed strings: pointer and length, never NUL-terminated.
#ifndef MIG_BASE_STR_H
#define MIG_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    const char *ptr; // may be NULL when len is 0
    size_t len;
};

// A string literal as a str.
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
// The same where a constant initializer is wanted.
#define STR_INIT(literal)                                                                                              \
    { (literal), sizeof(literal) - 1 }
// For printf's "%.*s".
#define STR_ARGS(s) (int)(s).len, (s).ptr ? (s).ptr : ""

bool str_eq(struct str a, struct str b);
int str_cmp(struct str a, struct str b); // bytewise, like memcmp, shorter first
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
struct str str_sub(struct str s, size_t from, size_t to); // half-open, both clamped to the length
struct str str_trim(struct str s);                        // without ASCII white space at both ends
// Offset of the first occurrence of needle at or after from, SIZE_MAX when there is none.
size_t str_find(struct str s, struct str needle, size_t from);
// Cuts the next piece before any byte of seps off *rest (the separator is consumed). False when *rest is used up.
bool str_next(struct str *rest, char sep, struct str *piece);
// The NUL-terminated C string as a str.
struct str str_c(const char *s);
uint64_t str_hash(struct str s); // FNV-1a or better, 64 bit
// A decimal number without sign that fits uint32; false when s is empty or has other bytes.
bool str_uint(struct str s, uint32_t *out);

#endif
