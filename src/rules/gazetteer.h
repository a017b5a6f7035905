// The names of data/: every stanza of every *.names file is an entry, every form of it a phrase of the dictionary.
#ifndef MIG_RULES_GAZETTEER_H
#define MIG_RULES_GAZETTEER_H

#include "rules/phrase.h"
#include "rules/schema.h"
#include "rules/skeleton.h"
#include "text/token.h"

struct attribute {
    uint16_t field;
    struct str value;
};

struct entry {
    uint16_t label;
    uint16_t attribute_count;
    const struct attribute *attributes; // in file order; a repeated one stands several times
    struct str id;
    struct str name; // its first form as written
    struct str file;
    unsigned line;
};

// What forms are added to while the engine loads.
struct gazetteer {
    struct arena arena;
    struct schema *schema;
    struct vocabulary *vocabulary;
    struct phrases *phrases;
    const struct token_config *const *configs; // by language number
    size_t language_count;
    struct skeletons skeletons; // of the names of people
    struct entry *entries;
    size_t count, capacity;
    uint32_t *of_kind;     // entry numbers by kind, in file order; filled by gazetteer_index
    size_t *first_of_kind; // by kind: where its numbers begin; one more at the end
};

// Adds the names of one parsed file. language: number of the folder's language, or SIZE_MAX for data/common, where keys are tags.
enum mig_status gazetteer_add_file(struct gazetteer *g, struct str file, const struct stanza_line *stanzas,
                                   size_t language, struct mig_error *err);
// Adds "a | b | c" as forms of an entry or list. languages: bit set; config: whose tokens.
enum mig_status gazetteer_add_forms(struct gazetteer *g, struct str forms, uint32_t entry, uint16_t label,
                                    uint32_t languages, const struct token_config *config, bool loose, struct str file,
                                    const struct stanza_line *line, struct mig_error *err);
// Whether a language has the form already, as a name or in a list. False also when it is none, or out of memory.
bool gazetteer_has_form(struct gazetteer *g, struct str form, size_t language);
// Adds an entry without forms; *number is its number.
enum mig_status gazetteer_add_entry(struct gazetteer *g, struct entry entry, uint32_t *number, struct mig_error *err);

// Makes gazetteer_find possible, when all entries are there.
enum mig_status gazetteer_index(struct gazetteer *g, struct mig_error *err);
// The first entry of that kind with that id; NULL when there is none.
const struct entry *gazetteer_find(const struct gazetteer *g, uint16_t kind, struct str id);

// The first value of the attribute, empty when there is none.
struct str entry_attribute(const struct entry *e, uint16_t field);

#endif
