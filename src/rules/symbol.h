// Symbols instead of letters: an item's labels and shape as two bytes that patterns match.
//
// The first byte is the item's shape (SHAPE_…), the second the class of its label set. Label sets that no rule of a group tells apart
// are one class; a group of rules has at most 255 of them, so the 8-bit library matches rows without UTF, and a pattern that is
// anchored at an even offset stays aligned to items, because every element takes exactly two bytes.
#ifndef MIG_RULES_SYMBOL_H
#define MIG_RULES_SYMBOL_H

#include "base/arena.h"

// Shape byte. The upper six bits mean different things for words, numbers and punctuation.
enum {
    SHAPE_WORD = 1,
    SHAPE_NUMBER = 2,    // neither: punctuation
    SHAPE_CAP = 4,       // of a word: begins with a capital
    SHAPE_CAPS = 8,      // of a word: two or more letters, all of them capitals
    SHAPE_LOWER = 16,    // of a word: begins with a lower-case letter
    SHAPE_UNKNOWN = 32,  // of a word: no label at all
    SHAPE_DEFINITE = 64, // of a word: has the article of its language as a prefix
    SHAPE_SOFT = 128,    // of a word: a proclitic split from an unknown word
    SHAPE_ORDINAL = 4,   // of a number
    SHAPE_QUOTE = 4,     // of punctuation
    SHAPE_CLAUSE = 8,    // of punctuation: ends a clause
};

struct label_set {
    uint16_t *labels; // sorted
    uint16_t count;
    uint32_t hash;
    uint64_t roles; // bit i: has label i, for the first 64 labels: those that extraction asks for by role
};

// Interned sets of labels. Set 0 is empty.
struct label_sets {
    struct arena arena;
    struct label_set *sets; // by number
    size_t count, capacity;
    uint32_t *slots; // hash table: set number, 0 free
    size_t slot_count;
};

bool label_sets_init(struct label_sets *s);
void label_sets_free(struct label_sets *s);
// The set's number; sorts and de-duplicates labels in place. UINT32_MAX when out of memory.
uint32_t label_sets_add(struct label_sets *s, uint16_t *labels, size_t count);
// The number of a set that exists already; 0 when it does not.
uint32_t label_sets_find(const struct label_sets *s, uint16_t *labels, size_t count);
bool label_sets_search(const struct label_sets *s, uint32_t set, uint16_t label);
static inline bool label_sets_has(const struct label_sets *s, uint32_t set, uint16_t label) {
    return label < 64 ? s->sets[set].roles >> label & 1 : label_sets_search(s, set, label);
}

// 256 bits: a set of byte values.
struct byte_set {
    uint64_t bits[4];
};

static inline bool byte_set_has(const struct byte_set *s, uint8_t byte) {
    return s->bits[byte >> 6] >> (byte & 63) & 1;
}
static inline void byte_set_add(struct byte_set *s, uint8_t byte) {
    s->bits[byte >> 6] |= (uint64_t)1 << (byte & 63);
}
static inline bool byte_set_is_empty(const struct byte_set *s) {
    return !(s->bits[0] | s->bits[1] | s->bits[2] | s->bits[3]);
}
static inline void byte_set_merge(struct byte_set *into, const struct byte_set *from) {
    for (int i = 0; i < 4; i++)
        into->bits[i] |= from->bits[i];
}
static inline bool byte_set_meets(const struct byte_set *a, const struct byte_set *b) {
    return (a->bits[0] & b->bits[0]) | (a->bits[1] & b->bits[1]) | (a->bits[2] & b->bits[2]) |
           (a->bits[3] & b->bits[3]);
}

enum { SYMBOL_CLASSES_MAX = 255 };

// The alphabet of a group of rules. Class 0 is every set that has none of the group's labels.
struct symbol_group {
    uint8_t *class_of_set; // by set number
    size_t set_count;
    struct label_sets restricted; // the sets cut down to the group's labels, numbered by their class
    uint16_t *labels;             // the group's, sorted
    struct byte_set *classes;     // by index of labels: the classes that have it
    size_t label_count;
};

// labels: those that the group's rules use, sorted. *fits tells whether the classes are few enough; false leaves *g empty.
// Returns false when out of memory.
bool symbol_group_build(struct symbol_group *g, const struct label_sets *sets, const uint16_t *labels,
                        size_t label_count, bool *fits);
void symbol_group_free(struct symbol_group *g);
// The classes that have the label; none for a label that the group does not use.
struct byte_set symbol_group_classes(const struct symbol_group *g, uint16_t label);

#endif
