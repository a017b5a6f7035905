// Patterns, over rows of symbols: rules/pattern.h with rules/symbol.h and rules/schema.h.
#include "unit.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/memory.h"
#include "rules/pattern.h"

enum { LABELS_MAX = 64, ITEMS_MAX = 64, RANGES_MAX = 128 };

static const char kinds[] = "kind MINISTER\nkind CITY\nkind COUNTRY\nkind DATE\nkind ORG\n";

struct world {
    struct arena arena;
    struct schema schema;
    struct label_sets sets;
    uint16_t labels[LABELS_MAX]; // those that the pattern names
    size_t label_count;
    uint32_t set_of[ITEMS_MAX];
    uint8_t row[2 * ITEMS_MAX];
    size_t items;
};

static bool every_list(const void *context, uint16_t label) {
    (void)context;
    (void)label;
    return true;
}

static uint16_t literal(void *context, struct str word) {
    struct world *w = context;
    char name[64] = "=";
    memcpy(name + 1, word.ptr, word.len);
    return schema_add_label(&w->schema, (struct str){name, word.len + 1});
}

static void collect(void *context, const struct pattern_node *node) {
    struct world *w = context;
    for (size_t i = 0; i < node->test.atom_count; i++)
        if (!node->test.atoms[i].is_shape && w->label_count < LABELS_MAX)
            w->labels[w->label_count++] = node->test.atoms[i].label;
}

static int by_number(const void *a, const void *b) {
    return *(const uint16_t *)a - *(const uint16_t *)b;
}

// An item of a row as the tests write them: CITY a kind, met a word, Met one with a capital, _met an item of the list met, +x a word of
// no list at all, 5 a number, 5th an ordinal, ";" the end of a clause, other marks literal.
static void add_item(struct world *w, struct str word) {
    uint16_t label = SCHEMA_NONE;
    uint8_t shape = SHAPE_WORD;
    char first = word.ptr[0];
    if (first == '_') {
        label = schema_add_label(&w->schema, str_sub(word, 1, word.len));
        shape |= SHAPE_LOWER;
    } else if (first == '+') {
        shape |= SHAPE_UNKNOWN | SHAPE_CAP;
    } else if (isdigit((unsigned char)first)) {
        shape = word.len > 1 && isalpha((unsigned char)word.ptr[word.len - 1]) ? SHAPE_NUMBER | SHAPE_ORDINAL
                                                                               : SHAPE_NUMBER;
    } else if (isupper((unsigned char)first) && word.len > 1 && isupper((unsigned char)word.ptr[1])) {
        label = schema_find_label(&w->schema, word);
        shape |= SHAPE_CAP;
    } else if (isalpha((unsigned char)first)) {
        char lower[32] = {(char)tolower((unsigned char)first)};
        memcpy(lower + 1, word.ptr + 1, word.len - 1);
        label = literal(w, (struct str){lower, word.len});
        shape |= isupper((unsigned char)first) ? SHAPE_CAP : SHAPE_LOWER;
    } else {
        label = literal(w, word);
        shape = first == ';' ? SHAPE_CLAUSE : first == '"' ? SHAPE_QUOTE : 0;
    }
    w->set_of[w->items] = label == SCHEMA_NONE ? 0 : label_sets_add(&w->sets, &label, 1);
    w->row[2 * w->items++] = shape;
}

static void render(struct buf *out, const struct world *w, const struct pattern_code *code, const uint32_t *ranges) {
    buf_printf(out, "%u-%u", ranges[0], ranges[1]);
    for (size_t i = 0; i < code->group_count; i++)
        if (ranges[2 * i + 2] != UINT32_MAX)
            buf_printf(out, " %.*s=%u-%u", STR_ARGS(w->schema.fields[code->groups[i].field]), ranges[2 * i + 2],
                       ranges[2 * i + 3]);
}

// The first match of the pattern in the row: "from-to field=from-to …"; "none"; or "error COLUMN".
static void first_match(const char *pattern, const char *items, bool jit, struct buf *out) {
    struct world w = {.items = 0};
    struct pattern_node *node = NULL;
    struct pattern_code code = {0};
    struct symbol_group group = {0};
    struct pattern_scratch *scratch = NULL;
    struct mig_error err = {0};
    struct str rest = str_c(items), word;
    uint32_t ranges[RANGES_MAX];
    bool fits = false;
    int found = 0;
    struct pattern_names names = {&w.schema, every_list, literal, NULL, &w};

    buf_clear(out);
    arena_init(&w.arena);
    CHECK_INT(schema_load(&w.schema, STR("schema.conf"), STR(kinds), NULL), MIG_OK);
    CHECK(label_sets_init(&w.sets));
    CHECK(schema_add_label(&w.schema, STR("met")) != SCHEMA_NONE &&
          schema_add_label(&w.schema, STR("not")) != SCHEMA_NONE);
    if (pattern_parse(&w.arena, str_c(pattern), &names, STR("test.rules"), 1, 1, &node, &err) != MIG_OK) {
        buf_printf(out, "error %u", err.column);
        goto out;
    }
    while (str_next(&rest, ' ', &word))
        if (word.len > 0)
            add_item(&w, word);
    pattern_each_test(node, collect, &w);
    qsort(w.labels, w.label_count, sizeof w.labels[0], by_number);
    CHECK(symbol_group_build(&group, &w.sets, w.labels, w.label_count, &fits) && fits);
    for (size_t i = 0; i < w.items; i++)
        w.row[2 * i + 1] = group.class_of_set[w.set_of[i]];
    CHECK_INT(pattern_compile(node, &group, jit, &code, &err), MIG_OK);
    CHECK_INT(pattern_scratch_new(&scratch, NULL), MIG_OK);
    for (size_t at = 0; at < w.items && found == 0; at++)
        found = pattern_match(&code, scratch, w.row, w.items, at, ranges, RANGES_MAX);
    if (found == 1)
        render(out, &w, &code, ranges);
    else
        buf_append(out, STR("none"));
    pattern_scratch_free(scratch);
    pattern_code_free(&code);
    symbol_group_free(&group);
out:
    label_sets_free(&w.sets);
    schema_free(&w.schema);
    arena_free(&w.arena);
}

static const struct {
    const char *pattern, *items, *match;
} rows[] = {
    // Elements.
    {"met", "They met", "1-2"},
    {"met", "They Met", "1-2"},
    {"met", "They left", "none"},
    {"{met}", "_met", "0-1"},
    {"{CITY:place}", "in CITY", "1-2 place=1-2"},
    {"{CITY|COUNTRY:place}", "in COUNTRY", "1-2 place=1-2"},
    {"{cap}", "in CITY", "1-2"},
    {"{cap&!CITY}", "CITY Met", "1-2"},
    {"{lower}", "CITY met", "1-2"},
    {"{unknown}", "CITY +x", "1-2"},
    {"{number:day}", "on 5", "1-2 day=1-2"},
    {"{ordinal}", "5 5th", "1-2"},
    {"{any} {any}", "a ;", "0-2"},
    {"{word}", "5 , a", "2-3"},
    {"{!CITY} {!CITY}", "CITY a b", "1-3"},
    {"{clause}", "a , ;", "2-3"},
    {"\"(\" {CITY}", "( CITY", "0-2"},
    {"\"|\"", "|", "0-1"},
    {", and", "a , and", "1-3"},
    // Groups, alternatives, repetition.
    {"( a | b c ) d", "b c d", "0-3"},
    {"( a )? b", "b", "0-1"},
    {"( a )? b", "a b", "0-2"},
    {"a ( {CITY:place} )? b", "a b", "0-2"},
    {"( a )* b", "a a a b", "0-4"},
    {"( a )+ b", "b", "none"},
    {"( a )+ b", "a a b", "0-3"},
    {"( a )*2 b", "a a a b", "1-4"},
    {"{CITY:place} ( , {CITY:place} )*3 and {CITY:place}", "CITY , CITY , CITY and CITY",
     "0-7 place=0-1 place=2-3 place=4-5 place=6-7"},
    {"{cap}+", "Aa Bb c", "0-2"},
    {"the? {CITY}", "CITY", "0-1"},
    // Spans.
    {"in [place: {CITY} , {COUNTRY}]", "in CITY , COUNTRY", "0-4 place=1-4"},
    {"x [self: {cap}+] y", "x Aa Bb y", "0-4 self=1-3"},
    // Gaps: greedy, bounded, within the clause, not across what stands at their ends.
    {"{MINISTER:party} ... {met} ... {MINISTER:party}", "MINISTER also _met the MINISTER .", "0-5 party=0-1 party=4-5"},
    {"{MINISTER} ... {met}", "MINISTER a ; b _met", "none"},
    {"{MINISTER} ... {met}", "MINISTER a MINISTER b _met", "2-5"},
    {"{MINISTER} ... {met}", "MINISTER , a , _met", "0-5"},
    {"a ...2 b", "a x x b", "0-4"},
    {"a ...2 b", "a x x x b", "none"},
    {"a ... b", "a x x x x x x x x x x x x b", "0-14"},
    {"a ... b", "a x x x x x x x x x x x x x b", "none"},
    {"a ... ( b )? c", "a x b c", "0-4"},
    // Ends of the sentence.
    {"^ {CITY}", "CITY x CITY", "0-1"},
    {"^ {CITY}", "x CITY", "none"},
    {"{CITY} $", "CITY x CITY", "2-3"},
    // What is no pattern.
    {"{CITY", "", "error 6"},
    {"{NOSUCH}", "", "error 2"},
    {"{CITY:nosuch}", "", "error 7"},
    {"( a", "", "error 1"},
    {"a )", "", "error 3"},
    {"[place: a", "", "error 1"},
    {"?", "", "error 1"},
    {"", "", "error 1"},
};

void test_pattern(void) {
    struct buf plain, jit;
    buf_init(&plain, 1 << 12);
    buf_init(&jit, 1 << 12);
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%s on %s", rows[i].pattern, rows[i].items);
        first_match(rows[i].pattern, rows[i].items, false, &plain);
        CHECK_STR(buf_str(&plain), rows[i].match);
        first_match(rows[i].pattern, rows[i].items, true, &jit);
        CHECK_INT(str_eq(buf_str(&plain), buf_str(&jit)), true);
    }
    buf_free(&plain);
    buf_free(&jit);
}
