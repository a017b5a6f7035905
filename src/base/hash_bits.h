// A table from 64-bit hashes to bits. The hash is the key: what it was made from is not kept, two things of one hash are one thing.
// All zero is an empty table.
#ifndef MIG_BASE_HASH_BITS_H
#define MIG_BASE_HASH_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hash_bits {
    struct hash_bits_slot *slots;
    size_t slot_count, used;
};

void hash_bits_free(struct hash_bits *t); // empty afterwards

// Adds the bits to those that the hash, which must not be 0, has. False when out of memory.
bool hash_bits_add(struct hash_bits *t, uint64_t hash, unsigned bits);
unsigned hash_bits_find(const struct hash_bits *t, uint64_t hash); // 0 when it is not there

#endif
