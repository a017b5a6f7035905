// The skeleton of a person's name: what is left of it when letters that languages and scripts write for each other are one sound, and
// those that they leave out are none. Spellings of one name mostly have one skeleton; data/common/skeleton.conf says which letters
// sound alike.
#ifndef MIG_RULES_SKELETON_H
#define MIG_RULES_SKELETON_H

#include "base/arena.h"
#include "base/stanza.h"

enum {
    SKELETON_BYTES = 64,
    SKELETON_SOUNDS_MIN = 3, // what has fewer is no skeleton: too many names share it
    SKELETON_ROOTS = 0x800,
};

// Where in a word letters must stand.
enum skeleton_place { PLACE_ANYWHERE, PLACE_FIRST, PLACE_LAST, PLACE_WORD, SKELETON_PLACES };

// The letters as a tree, longer ones below their beginnings.
struct skeleton_node {
    uint32_t rune, next, child;        // next: sibling; 0 for none
    struct str sound[SKELETON_PLACES]; // ptr NULL: no such letters; len 0: silent
};

// A name of a known person.
struct skeleton_name {
    struct str skeleton;
    uint32_t entry, next; // number of the gazetteer's entry; next: of the same slot, plus 1
};

// All zero knows no letters: each stands for itself.
struct skeletons {
    struct arena arena;
    struct skeleton_node *nodes; // 0 is none
    size_t node_count, node_capacity;
    uint32_t roots[SKELETON_ROOTS]; // by first letter
    bool alphabet[SKELETON_ROOTS];
    struct skeleton_name *names;
    size_t name_count, name_capacity;
    uint32_t *slots; // by hash of the skeleton: number of a name plus 1
    size_t slot_count;
};

struct skeleton {
    char bytes[SKELETON_BYTES];
    size_t len;   // 0: too little is left of the name
    size_t words; // with a sound
};

enum mig_status skeletons_read(struct skeletons *t, struct str file, const struct stanza_line *stanzas,
                               struct mig_error *err);
void skeletons_free(struct skeletons *t);

struct skeleton skeleton_of(const struct skeletons *t, struct str name);
static inline struct str skeleton_str(const struct skeleton *s) {
    return (struct str){s->bytes, s->len};
}

// Keeps a name of a gazetteer's entry under its skeleton. False when out of memory.
bool skeletons_add(struct skeletons *t, struct str name, uint32_t entry);
// The first name with that skeleton, and the next one; NULL when there is none.
const struct skeleton_name *skeletons_find(const struct skeletons *t, struct str skeleton);
const struct skeleton_name *skeletons_next(const struct skeletons *t, const struct skeleton_name *name);

#endif
