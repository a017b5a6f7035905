// The pattern compiler and matcher: the input's first line is a pattern, its other bytes are the items that it is matched on.
#include <stdlib.h>
#include <string.h>

#include "rules/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LABELS_MAX = 64, ITEMS_MAX = 200, RANGES_MAX = 128 };

static const char kinds[] = "kind MINISTER\nkind CITY\nkind COUNTRY\nkind DATE\nkind HONORIFIC\nkind MEETINGNOUN\n";

struct state {
    struct arena arena;
    struct schema schema;
    struct label_sets sets;
    uint16_t labels[LABELS_MAX];
    size_t label_count;
};

static bool every_list(const void *context, uint16_t label) {
    (void)context;
    (void)label;
    return true;
}

static uint16_t literal(void *context, struct str word) {
    struct schema *schema = context;
    char name[64] = "=";
    size_t len = word.len < sizeof name - 1 ? word.len : sizeof name - 1;
    if (len > 0)
        memcpy(name + 1, word.ptr, len);
    return schema_add_label(schema, (struct str){name, len + 1});
}

static void collect(void *context, const struct pattern_node *node) {
    struct state *s = context;
    for (size_t i = 0; i < node->test.atom_count && s->label_count < LABELS_MAX; i++)
        if (!node->test.atoms[i].is_shape)
            s->labels[s->label_count++] = node->test.atoms[i].label;
}

static int by_number(const void *a, const void *b) {
    return *(const uint16_t *)a - *(const uint16_t *)b;
}

// Every label alone and with its neighbour is a set, so that classes differ.
static bool make_sets(struct state *s) {
    size_t kept = 0;
    qsort(s->labels, s->label_count, sizeof s->labels[0], by_number);
    for (size_t i = 0; i < s->label_count; i++)
        if (kept == 0 || s->labels[kept - 1] != s->labels[i])
            s->labels[kept++] = s->labels[i];
    s->label_count = kept;
    for (size_t i = 0; i < kept; i++) {
        uint16_t alone[1] = {s->labels[i]}, pair[2] = {s->labels[i], s->labels[(i + 1) % kept]};
        if (label_sets_add(&s->sets, alone, 1) == UINT32_MAX || label_sets_add(&s->sets, pair, 2) == UINT32_MAX)
            return false;
    }
    return true;
}

static void match(const struct pattern_code *code, const struct symbol_group *group, const uint8_t *bytes,
                  size_t size) {
    uint8_t row[2 * ITEMS_MAX];
    uint32_t ranges[RANGES_MAX];
    struct pattern_scratch *scratch;
    size_t items = size / 2 < ITEMS_MAX ? size / 2 : ITEMS_MAX;
    for (size_t i = 0; i < items; i++) {
        row[2 * i] = bytes[2 * i];
        row[2 * i + 1] = group->class_of_set[bytes[2 * i + 1] % group->set_count];
    }
    if (pattern_scratch_new(&scratch, NULL) != MIG_OK)
        return;
    for (size_t at = 0; at < items; at++) {
        int found = pattern_match(code, scratch, row, items, at, ranges, RANGES_MAX);
        if (found == 1 && (ranges[0] != at || ranges[1] < ranges[0] || ranges[1] > items))
            abort();
    }
    pattern_scratch_free(scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *line_end = size > 0 ? memchr(data, '\n', size) : NULL;
    size_t len = line_end != NULL ? (size_t)(line_end - data) : size;
    struct str text = {(const char *)data, len};
    struct state s = {.label_count = 0};
    struct pattern_node *node;
    struct pattern_code code = {0};
    struct symbol_group group;
    bool fits = false;
    struct mig_error err;

    arena_init(&s.arena);
    if (schema_load(&s.schema, STR("schema.conf"), STR(kinds), NULL) != MIG_OK)
        goto out;
    if (!label_sets_init(&s.sets))
        goto out_schema;
    struct pattern_names names = {&s.schema, every_list, literal, NULL, &s.schema};
    if (pattern_parse(&s.arena, text, &names, STR("fuzz"), 1, 1, &node, &err) != MIG_OK)
        goto out_sets;
    pattern_each_test(node, collect, &s);
    if (!make_sets(&s) || !symbol_group_build(&group, &s.sets, s.labels, s.label_count, &fits))
        goto out_sets;
    if (fits && pattern_compile(node, &group, false, &code, &err) == MIG_OK && line_end != NULL)
        match(&code, &group, line_end + 1, size - len - 1);
    pattern_code_free(&code);
    symbol_group_free(&group);
out_sets:
    label_sets_free(&s.sets);
out_schema:
    schema_free(&s.schema);
out:
    arena_free(&s.arena);
    return 0;
}
