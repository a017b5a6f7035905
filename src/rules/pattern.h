// Rule patterns: from the text of a `match` line to a PCRE2 pattern over symbols (see rules/symbol.h).
//
// A pattern is parsed once, when the rules load; it is compiled for its group's alphabet when it is first needed.
#ifndef MIG_RULES_PATTERN_H
#define MIG_RULES_PATTERN_H

#include "base/buf.h"
#include "rules/schema.h"
#include "rules/symbol.h"

// One condition on an item: a label, or a shape with its value in `label`.
struct pattern_atom {
    uint16_t label;
    uint8_t shape_all, shape_none; // with is_shape: bits that must be set, bits that must not
    bool is_shape, negated;
};

// {a|b&!C}: a disjunction of conjunctions.
struct pattern_test {
    struct pattern_atom *atoms;
    size_t atom_count;
    uint8_t *conjunct_of; // by atom: number of the conjunction it belongs to
    size_t conjunct_count;
};

enum pattern_kind {
    PATTERN_TEST, // one item
    PATTERN_SEQUENCE,
    PATTERN_CHOICE,
    PATTERN_REPEAT, // min..max of its only child
    PATTERN_GAP,    // up to max items
    PATTERN_SPAN,   // captures what its children match
    PATTERN_START,
    PATTERN_END,
};

struct pattern_node {
    enum pattern_kind kind;
    uint16_t min, max;
    uint16_t field; // FIELD_… to capture into, or SCHEMA_NONE
    struct pattern_test test;
    struct pattern_node *child, *next;
    struct str source; // its text in the pattern
};

// What the parser needs to know of the language whose rules it reads.
struct pattern_names {
    struct schema *schema;
    // Is this word list declared in the language? NULL language data: all are.
    bool (*list_known)(const void *context, uint16_t label);
    // Registers a literal word of a pattern and returns its label; SCHEMA_NONE when out of memory.
    uint16_t (*literal)(void *context, struct str word);
    // Are these words one phrase of the dictionary, so that text has them as one item? NULL: none are.
    bool (*phrase)(const void *context, struct str words);
    void *context;
};

// Parses text into *out, in the arena. Errors are placed at line and first_column + offset.
enum mig_status pattern_parse(struct arena *arena, struct str text, const struct pattern_names *names, struct str file,
                              unsigned line, unsigned first_column, struct pattern_node **out, struct mig_error *err);
// Parses what stands between braces (`CITY|COUNTRY:place`), for `nearby` lines.
bool pattern_test_holds(const struct pattern_test *test, const struct label_sets *sets, uint32_t set, uint8_t shape);

bool pattern_is_nullable(const struct pattern_node *node); // it can match no item at all

// Calls visit for every test of the pattern, including those in gaps' neighbours.
void pattern_each_test(const struct pattern_node *node, void (*visit)(void *context, const struct pattern_node *test),
                       void *context);
// The tests that a match can begin with; at most max of them (a pattern that can begin with more begins anywhere: *count = max + 1).
void pattern_first(const struct pattern_node *node, const struct pattern_test **tests, size_t max, size_t *count);

// One capture group of the compiled pattern.
struct pattern_group {
    uint16_t field;
    bool is_span;                    // [field: …], else one item
    const struct pattern_test *test; // of an item
};

struct pattern_code {
    void *code;                   // pcre2_code
    struct pattern_group *groups; // by capture number - 1
    size_t group_count;
    bool fast; // machine code
};

// Compiles for a group's alphabet. Errors: MIG_EMEMORY; MIG_EDATA when it has too many captures or can match nothing.
enum mig_status pattern_compile(const struct pattern_node *node, const struct symbol_group *alphabet, bool jit,
                                struct pattern_code *out, struct mig_error *err);
// A copy of the code as machine code, which others may go on matching by meanwhile.
enum mig_status pattern_compile_fast(const struct pattern_code *code, struct pattern_code *out, struct mig_error *err);
void pattern_code_free(struct pattern_code *code);

// Byte sets of a test's conjunction c for an alphabet.
void pattern_test_bytes(const struct pattern_test *test, size_t conjunct, const struct symbol_group *alphabet,
                        struct byte_set *shapes, struct byte_set *classes);

// Matching: one scratch per thread.
struct pattern_scratch;
enum mig_status pattern_scratch_new(struct pattern_scratch **out, struct mig_error *err);
void pattern_scratch_free(struct pattern_scratch *s);
// Matches at exactly item `at` of row (two bytes an item). Returns 1 and the groups' item ranges (ranges[2*i], ranges[2*i+1], UINT32_MAX
// when unset; index 0 is the whole match, then pattern_code.groups), 0 for no match, -1 when a limit was hit, -2 when out of memory.
int pattern_match(const struct pattern_code *code, struct pattern_scratch *s, const uint8_t *row, size_t items,
                  size_t at, uint32_t *ranges, size_t range_capacity);

#endif
