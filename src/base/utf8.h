// UTF-8: reading, writing, checking and counting code points.
#ifndef MIG_BASE_UTF8_H
#define MIG_BASE_UTF8_H

#include "base/str.h"

#define UTF8_REPLACEMENT 0xFFFDu

// The code point at byte at (< s.len) of valid UTF-8, and its number of bytes. On invalid UTF-8: stays within s, and
// the result is some number below 0x200000.
static inline uint32_t utf8_at(struct str s, size_t at, size_t *len) {
    const unsigned char *p = (const unsigned char *)s.ptr + at;
    size_t left = s.len - at;
    if (p[0] < 0x80 || left == 1) {
        *len = 1;
        return p[0];
    }
    if (p[0] < 0xE0 || left == 2) {
        *len = 2;
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3Fu);
    }
    if (p[0] < 0xF0 || left == 3) {
        *len = 3;
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3Fu);
    }
    *len = 4;
    return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 |
           (p[3] & 0x3Fu);
}

// As utf8_at, for bytes of any origin: *valid tells whether a well-formed sequence starts at at (shortest form, no
// surrogate, at most U+10FFFF). Where not, the result is U+FFFD and *len the number of bytes that one replacement
// character stands for: the longest start of a well-formed sequence, at least 1 (as the Unicode standard recommends).
uint32_t utf8_decode(struct str s, size_t at, size_t *len, bool *valid);

// Writes at most 4 bytes, returns how many. A surrogate or a number above U+10FFFF is written as U+FFFD.
size_t utf8_encode(uint32_t rune, char out[4]);

// Offset of the first byte that does not belong to well-formed UTF-8, s.len when all does.
size_t utf8_invalid_at(struct str s, size_t from);

// Code points of valid UTF-8.
size_t utf8_count(struct str s);

// The length of s cut to at most limit bytes between two code points.
size_t utf8_cut(struct str s, size_t limit);

#endif
