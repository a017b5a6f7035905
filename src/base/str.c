#include "base/str.h"

#include <string.h>

bool str_eq(struct str a, struct str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int str_cmp(struct str a, struct str b) {
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter == 0 ? 0 : memcmp(a.ptr, b.ptr, shorter);
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix) {
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

bool str_ends(struct str s, struct str suffix) {
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.ptr + (s.len - suffix.len), suffix.ptr, suffix.len) == 0);
}

struct str str_sub(struct str s, size_t from, size_t to) {
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    if (s.ptr == NULL)
        return s;
    return (struct str){s.ptr + from, to - from};
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s) {
    size_t from = 0, to = s.len;
    while (from < to && is_space(s.ptr[from]))
        from++;
    while (to > from && is_space(s.ptr[to - 1]))
        to--;
    return str_sub(s, from, to);
}

size_t str_find(struct str s, struct str needle, size_t from) {
    if (from > s.len || needle.len > s.len - from)
        return SIZE_MAX;
    if (needle.len == 0)
        return from;
    const char *at = s.ptr + from;
    const char *last = s.ptr + (s.len - needle.len); // last possible start
    while (at <= last) {
        at = memchr(at, needle.ptr[0], (size_t)(last - at) + 1);
        if (at == NULL)
            break;
        if (memcmp(at, needle.ptr, needle.len) == 0)
            return (size_t)(at - s.ptr);
        at++;
    }
    return SIZE_MAX;
}

bool str_next(struct str *rest, char sep, struct str *piece) {
    if (rest->ptr == NULL)
        return false;
    const char *cut = rest->len == 0 ? NULL : memchr(rest->ptr, sep, rest->len);
    if (cut == NULL) {
        *piece = *rest;
        *rest = (struct str){NULL, 0};
        return true;
    }
    size_t at = (size_t)(cut - rest->ptr);
    *piece = str_sub(*rest, 0, at);
    *rest = str_sub(*rest, at + 1, rest->len);
    return true;
}

struct str str_c(const char *s) {
    return (struct str){s, s == NULL ? 0 : strlen(s)};
}

// Multiplies and folds eight bytes at a time: FNV's byte loop would be the slowest part of a dictionary look-up.
uint64_t str_hash(struct str s) {
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t h = odd ^ (s.len * UINT64_C(0xFF51AFD7ED558CCD));
    size_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t word;
        memcpy(&word, s.ptr + i, 8);
        h = (h ^ word) * odd;
        h ^= h >> 32;
    }
    uint64_t word = 0;
    if (i < s.len)
        memcpy(&word, s.ptr + i, s.len - i);
    h = (h ^ word) * odd;
    h ^= h >> 29;
    h *= UINT64_C(0xBF58476D1CE4E5B9);
    return h ^ (h >> 32);
}

bool str_uint(struct str s, uint32_t *out) {
    uint64_t value = 0;
    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(s.ptr[i] - '0');
        if (value > UINT32_MAX)
            return false;
    }
    *out = (uint32_t)value;
    return true;
}
