// The words that rules and names know, numbered from 1: one table shared by everything that looks words up.
// Filled while the engine loads, immutable afterwards.
#ifndef MIG_TEXT_VOCABULARY_H
#define MIG_TEXT_VOCABULARY_H

#include "base/arena.h"

struct vocabulary_slot {
    uint32_t hash;
    uint32_t id; // 0: free
};

struct vocabulary {
    struct arena arena; // the words' bytes
    struct vocabulary_slot *slots;
    size_t slot_count; // a power of two
    struct str *words; // by id; words[0] is unused
    size_t count, capacity;
    uint8_t *begins; // by id: 1 when a name begins with it, 2 when one is no more than it
    size_t begins_capacity;
};

bool vocabulary_init(struct vocabulary *v); // false when out of memory
void vocabulary_free(struct vocabulary *v);
uint32_t vocabulary_hash(struct str word);
// The word's number, 0 when it is not in the table.
uint32_t vocabulary_find(const struct vocabulary *v, struct str word);
uint32_t vocabulary_find_hashed(const struct vocabulary *v, struct str word, uint32_t hash);
// The word's number, added when it is new; 0 when out of memory.
uint32_t vocabulary_add(struct vocabulary *v, struct str word);
// Notes that a name begins with this word, or is no more than it.
void vocabulary_begin(struct vocabulary *v, uint32_t id, bool alone);
bool vocabulary_begins(const struct vocabulary *v, uint32_t id);
bool vocabulary_stands_alone(const struct vocabulary *v, uint32_t id);

#endif
