// The phrase dictionary: every form of every name and word list, as a tree over vocabulary words. Built while the engine loads, then
// frozen. Walking it from an item on finds all forms that begin there.
#ifndef MIG_RULES_PHRASE_H
#define MIG_RULES_PHRASE_H

#include "rules/symbol.h"

// What a form asks of the text besides its words.
enum {
    PHRASE_STRICT = 1, // accents count
    PHRASE_CAP = 2,    // its first word has a capital in the text
    PHRASE_CAPS = 4,   // all its letters are capitals
    PHRASE_BARE = 8,   // it has no article but those of the form itself
};

enum { PHRASE_LANGUAGES_MAX = 32 };
#define PHRASE_NO_ENTRY UINT32_MAX

// One meaning of a form.
struct reading {
    uint32_t entry;     // number of the gazetteer entry, or PHRASE_NO_ENTRY for a word of a list
    uint32_t languages; // bit set of language numbers it holds in
    uint16_t label;
    uint8_t wants; // PHRASE_… bits
};

struct phrase_node {
    uint32_t first_reading, reading_count;
    uint32_t table;     // index into tables when its readings differ in languages or wants, else UINT32_MAX
    uint32_t set;       // the label set of all its readings, when they do not differ
    uint32_t languages; // with set
    uint8_t wants;      // with set
    bool inner;         // longer phrases go on from here
};

struct phrase_edge {
    uint64_t key;   // node << 32 | word
    uint32_t child; // 0: free slot
};

struct phrase_build;

struct phrases {
    struct phrase_node *nodes; // node 0 is the root
    size_t node_count, node_capacity;
    struct phrase_edge *edges;
    size_t edge_slots, edge_count;
    uint32_t *root; // by word: child of the root, 0 when none
    size_t root_size;
    struct reading *readings; // grouped by node after phrases_freeze
    size_t reading_count;
    uint32_t *tables; // [language][wants met 0..15] → label set, one block per table
    size_t table_count, language_count;
    struct phrase_build *build; // until frozen
};

bool phrases_init(struct phrases *p);
void phrases_free(struct phrases *p);
// Adds a form: its words (vocabulary numbers). A reading that differs from one of the node only in languages widens that one.
// *twice is set when exactly this reading was there already for one of these languages. False when out of memory.
bool phrases_add(struct phrases *p, const uint32_t *words, size_t count, struct reading reading, bool *twice);
// Whether these words are a form that a language has, as far as forms were added; until they are frozen.
bool phrases_has(const struct phrases *p, const uint32_t *words, size_t count, size_t language);
// Groups the readings and interns the label sets that can occur. False when out of memory.
bool phrases_freeze(struct phrases *p, struct label_sets *sets, size_t language_count);

uint32_t phrases_step_inner(const struct phrases *p, uint32_t node, uint32_t word);
// The child of node by word, 0 when there is none.
static inline uint32_t phrases_step(const struct phrases *p, uint32_t node, uint32_t word) {
    if (node == 0)
        return word < p->root_size ? p->root[word] : 0;
    return p->nodes[node].inner ? phrases_step_inner(p, node, word) : 0;
}
// The label set of a node for a language, given which wants the text meets (PHRASE_… bits); 0 when none of its readings holds.
uint32_t phrases_set(const struct phrases *p, uint32_t node, size_t language, uint8_t met);
// The first reading of a node with that label that holds; NULL when none does. After: continues after that reading (NULL: from the start).
const struct reading *phrases_reading(const struct phrases *p, uint32_t node, size_t language, uint8_t met,
                                      uint16_t label, const struct reading *after);

#endif
