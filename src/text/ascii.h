// Eight bytes of text at a time, in a number whose lowest byte is the first: where the ASCII letters of a word end.
#ifndef MIG_TEXT_ASCII_H
#define MIG_TEXT_ASCII_H

#include <stdint.h>
#include <string.h>

#define ASCII_ONES  UINT64_C(0x0101010101010101)
#define ASCII_HIGHS UINT64_C(0x8080808080808080)
#define ASCII_LOWER (ASCII_ONES * 0x20) // OR it to letters to have them in lower case

// To or from the order in which this machine has bytes in a number.
static inline uint64_t ascii_order(uint64_t bytes) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return __builtin_bswap64(bytes);
#else
    return bytes;
#endif
}

static inline uint64_t ascii_load(const char *text) {
    uint64_t bytes;
    memcpy(&bytes, text, sizeof bytes);
    return ascii_order(bytes);
}

static inline void ascii_store(char *text, uint64_t bytes) {
    bytes = ascii_order(bytes);
    memcpy(text, &bytes, sizeof bytes);
}

// Sets of bytes are given by the highest bit of each. In range: bytes below 0x80 from `from` to `to`.
static inline uint64_t ascii_range(uint64_t bytes, unsigned char from, unsigned char to) {
    uint64_t low = bytes & ~ASCII_HIGHS;
    return (low + ASCII_ONES * (0x80u - from)) & ~(low + ASCII_ONES * (0x7Fu - to)) & ~bytes & ASCII_HIGHS;
}

static inline uint64_t ascii_letters(uint64_t bytes) {
    return ascii_range(bytes | ASCII_LOWER, 'a', 'z');
}

// How many bytes at the start are in the set.
static inline unsigned ascii_run(uint64_t set) {
    uint64_t outside = ~set & ASCII_HIGHS;
    return outside ? (unsigned)__builtin_ctzll(outside) / 8 : 8;
}

#endif
