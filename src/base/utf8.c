#include "base/utf8.h"

#include <string.h>

uint32_t utf8_decode(struct str s, size_t at, size_t *len, bool *valid) {
    const unsigned char *p = (const unsigned char *)s.ptr + at;
    size_t left = s.len - at;
    *valid = true;
    *len = 1;
    if (p[0] < 0x80)
        return p[0];
    // What may follow the first byte: number of bytes, and the range of the second (later ones are 80..BF).
    size_t need;
    unsigned char low = 0x80, high = 0xBF;
    uint32_t rune;
    if (p[0] >= 0xC2 && p[0] <= 0xDF) {
        need = 2;
        rune = p[0] & 0x1F;
    } else if ((p[0] & 0xF0) == 0xE0) {
        need = 3;
        rune = p[0] & 0x0F;
        low = p[0] == 0xE0 ? 0xA0 : 0x80;
        high = p[0] == 0xED ? 0x9F : 0xBF;
    } else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
        need = 4;
        rune = p[0] & 0x07;
        low = p[0] == 0xF0 ? 0x90 : 0x80;
        high = p[0] == 0xF4 ? 0x8F : 0xBF;
    } else {
        *valid = false;
        return UTF8_REPLACEMENT;
    }
    for (size_t i = 1; i < need; i++) {
        if (i == left || p[i] < low || p[i] > high) {
            *len = i;
            *valid = false;
            return UTF8_REPLACEMENT;
        }
        rune = rune << 6 | (p[i] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    *len = need;
    return rune;
}

size_t utf8_encode(uint32_t rune, char out[4]) {
    if (rune > 0x10FFFF || (rune >= 0xD800 && rune <= 0xDFFF))
        rune = UTF8_REPLACEMENT;
    if (rune < 0x80) {
        out[0] = (char)rune;
        return 1;
    }
    if (rune < 0x800) {
        out[0] = (char)(0xC0 | rune >> 6);
        out[1] = (char)(0x80 | (rune & 0x3F));
        return 2;
    }
    if (rune < 0x10000) {
        out[0] = (char)(0xE0 | rune >> 12);
        out[1] = (char)(0x80 | (rune >> 6 & 0x3F));
        out[2] = (char)(0x80 | (rune & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | rune >> 18);
    out[1] = (char)(0x80 | (rune >> 12 & 0x3F));
    out[2] = (char)(0x80 | (rune >> 6 & 0x3F));
    out[3] = (char)(0x80 | (rune & 0x3F));
    return 4;
}

size_t utf8_invalid_at(struct str s, size_t from) {
    size_t at = from;
    while (at < s.len) {
        uint64_t word;
        while (at + sizeof word <= s.len) {
            memcpy(&word, s.ptr + at, sizeof word);
            if ((word & UINT64_C(0x8080808080808080)) != 0)
                break;
            at += sizeof word;
        }
        // To the next stretch of ASCII, not byte by byte through the test above: most non-English text never has eight
        // in a row.
        while (at < s.len) {
            size_t len;
            bool valid;
            if ((unsigned char)s.ptr[at] < 0x80) {
                at++;
                if (at % sizeof word == 0)
                    break;
                continue;
            }
            (void)utf8_decode(s, at, &len, &valid);
            if (!valid)
                return at;
            at += len;
        }
    }
    return s.len;
}

size_t utf8_count(struct str s) {
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t inner = 0, at = 0; // bytes 10xxxxxx, which start no character
    uint64_t word;
    while (at + sizeof word <= s.len) {
        uint64_t counts = 0; // one in each byte, which holds no more than 255
        for (unsigned i = 0; i < 255 && at + sizeof word <= s.len; i++, at += sizeof word) {
            memcpy(&word, s.ptr + at, sizeof word);
            counts += word >> 7 & ~(word >> 6) & ones;
        }
        counts = (counts & UINT64_C(0x00FF00FF00FF00FF)) + (counts >> 8 & UINT64_C(0x00FF00FF00FF00FF));
        inner += (size_t)((counts * UINT64_C(0x0001000100010001)) >> 48);
    }
    for (; at < s.len; at++)
        inner += ((unsigned char)s.ptr[at] & 0xC0) == 0x80;
    return s.len - inner;
}

size_t utf8_cut(struct str s, size_t limit) {
    if (s.len <= limit)
        return s.len;
    while (limit > 0 && ((unsigned char)s.ptr[limit] & 0xC0) == 0x80)
        limit--;
    return limit;
}
