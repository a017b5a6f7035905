// Rules: what data/<language>/*.rules state, parsed, with their examples.
#ifndef MIG_RULES_RULE_H
#define MIG_RULES_RULE_H

#include "rules/data_files.h"
#include "rules/gazetteer.h"
#include "rules/pattern.h"

#include <pthread.h>
#include <stdatomic.h>

struct rule;

#define RULE_CONFIDENCE 0.9 // of a rule that states none, and of a gazetteer's name alone; see data/README.md

// An element that a match cannot do without: the classes of it, and how many items of the match stand before it.
struct rule_required {
    struct byte_set classes;
    uint32_t least_before, most_before;
};

// A pattern with what decides quickly whether and where it can match, and its code, compiled on first use.
struct rule_pattern {
    const struct rule *rule;
    struct pattern_node *pattern;
    struct str source;
    unsigned line;
    bool begins_anywhere;
    struct byte_set first_shapes, first_classes; // of items that a match can begin with
    struct rule_required *required;
    size_t required_count;
    const struct rule_required *trigger; // the one that text has least often; NULL when labels tell none of them
    const struct symbol_group *alphabet;
    uint32_t number; // among the patterns of its group
    _Atomic(struct pattern_code *) code,
        fast; // fast: compiled to machine code, once it is clear that it is needed often
    atomic_uint uses;
};

struct rule_nearby {
    const struct pattern_node *test; // with its field
};

struct rule_constant {
    uint16_t field;
    struct str value;
};

struct rule_expectation {
    uint16_t field; // SCHEMA_NONE: text
    struct str value;
    unsigned line;
};

struct rule_example {
    bool yes;
    struct str text;
    unsigned line;
    struct rule_expectation *expected;
    size_t expected_count;
};

struct rule {
    struct str id; // "en/met-with"
    struct str name, says, file;
    unsigned line;
    size_t language;
    uint32_t order; // in the language: file order
    bool gives_record;
    uint16_t gives; // label of a kind, or enum record_kind
    struct rule_pattern *matches, *unless;
    size_t match_count, unless_count;
    struct rule_nearby *nearby;
    size_t nearby_count;
    struct rule_constant *constants;
    size_t constant_count;
    double confidence;
    struct rule_example *examples;
    size_t example_count;
    struct str today; // of its file
    struct str *kept; // "ELEMENT reason": elements whose loss no example needs to notice
    size_t kept_count;
};

struct rule_patterns {
    struct rule_pattern **at;
    size_t count;
};

// Rules of one phase with a common alphabet. A pattern is tried only on rows that have a class of its trigger: of the elements that it
// cannot do without, the one that text has least often.
struct rule_group {
    struct symbol_group alphabet;
    const struct rule **rules;
    size_t rule_count, pattern_count;
    struct byte_set triggers;            // classes that trigger a pattern
    struct rule_patterns triggered[256]; // by class
    struct rule_patterns always;         // patterns without a trigger
    size_t number;                       // among the groups of all phases of its language
};

struct rule_phase {
    struct rule_group *groups;
    size_t group_count;
};

struct furniture_list {
    struct str type;    // "line", "start", "list", "rest", "byline"; for markup see input/markup_names.h
    struct str phrases; // one a line
};

// Everything of one language.
struct language {
    struct token_config config;
    struct str name, script, frequent; // frequent: words separated by spaces
    bool day_first;
    struct token_set future_endings,
        past_endings; // of verbs, where a language has such: a word in lower case that ends so is one
    struct rule *rules;
    size_t rule_count, rule_capacity;
    struct rule_phase *phases;
    size_t phase_count;
    size_t date_phases;      // the first so many find all dates
    uint64_t *groups_of_set; // by label set: bit i: it triggers a pattern of group i, or of a group from 63 on
    bool *lists;             // by label: declared in this language
    size_t list_count;
    struct furniture_list *furniture;
    size_t furniture_count;
};

enum {
    RULES_EXAMPLES = 1,   // load the people that rule files declare for their examples
    RULES_UNFILTERED = 2, // try every pattern everywhere: slow, and finds the same, which a test shows
};

// All of data/, immutable after rules_load but for patterns, which are compiled when first needed.
struct rules {
    struct arena arena;
    struct schema schema;
    struct vocabulary vocabulary;
    struct label_sets sets;
    struct phrases phrases;
    struct gazetteer gazetteer;
    struct language *languages; // sorted by tag
    size_t language_count;
    struct furniture_list *markup; // names of parts of web pages
    size_t markup_count;
    uint32_t *kind_sets; // by kind: the label set of a mention of that kind
    char data_hash[HASH_HEX];
    struct str directory;
    pthread_mutex_t *compile_lock; // NULL until it can be taken
    bool jit, unfiltered;
};

// Takes over the files' arena.
enum mig_status rules_load(struct rules *r, struct data_files *files, unsigned flags, struct mig_error *err);
// The lock that compiling takes, anew, for rules that were mapped from a file.
enum mig_status rules_init_lock(struct rules *r, struct mig_error *err);
void rules_free(struct rules *r);

// The number of the language with this tag, or whose primary subtag it is; SIZE_MAX when there is none.
size_t rules_language(const struct rules *r, struct str tag);

// The pattern's code; compiles it when this is the first time. Safe from several threads.
enum mig_status rule_pattern_code(const struct rules *r, struct rule_pattern *p, const struct pattern_code **out,
                                  struct mig_error *err);

// Forgets the code of a pattern that was changed, and what was known of where it can match. For check --strict alone, which changes the
// patterns of an engine of its own.
void rule_pattern_changed(struct rule_pattern *p);

#endif
