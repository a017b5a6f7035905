// The people of the gazetteer by the words of their names. Made when the first is looked for; memory of the session.
#ifndef MIG_EXTRACT_KNOWN_NAMES_H
#define MIG_EXTRACT_KNOWN_NAMES_H

#include "rules/gazetteer.h"

struct known_word {
    uint64_t hash;
    uint32_t entry; // of the gazetteer
};

struct known_names {
    struct known_word *words; // sorted; NULL until made
    size_t count;
};

// MIG_EMEMORY is the only failure.
enum mig_status known_names_make(struct known_names *k, const struct gazetteer *g);
void known_names_free(struct known_names *k);
// Those whose name has a word of that hash (see names_hashes): *count of them.
const struct known_word *known_names_find(const struct known_names *k, uint64_t hash, size_t *count);

#endif
