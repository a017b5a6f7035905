#include "base/hash_bits.h"
#include "unit.h"

enum { HASHES = 2000 };

// Multiples of a large power of two: they all want the same slot.
static uint64_t hash_of(uint64_t i) {
    return (i + 1) << 40;
}

void test_hash_bits(void) {
    struct hash_bits t = {0};
    size_t added = 0, found = 0;
    CHECK_INT(hash_bits_find(&t, 1), 0);
    for (uint64_t i = 0; i < HASHES; i++)
        added += hash_bits_add(&t, hash_of(i), 1 + (unsigned)i % 2);
    for (uint64_t i = 0; i < HASHES; i++)
        found += hash_bits_find(&t, hash_of(i)) == 1 + (unsigned)i % 2;
    CHECK_INT(added, HASHES);
    CHECK_INT(found, HASHES);
    CHECK_INT(hash_bits_find(&t, hash_of(HASHES)), 0);
    CHECK(hash_bits_add(&t, hash_of(0), 4));
    CHECK_INT(hash_bits_find(&t, hash_of(0)), 5);
    CHECK_INT(t.used, HASHES);
    hash_bits_free(&t);
    CHECK_INT(hash_bits_find(&t, hash_of(0)), 0);
}
