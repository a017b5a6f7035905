#include "rules/gazetteer.h"

#include <string.h>

#include <stdio.h>

#include "base/memory.h"

enum { FORM_WORDS_MAX = 24, ATTRIBUTES_MAX = 64, UNAMBIGUOUS_WORDS = 3 };

struct str entry_attribute(const struct entry *e, uint16_t field) {
    for (size_t i = 0; i < e->attribute_count; i++)
        if (e->attributes[i].field == field)
            return e->attributes[i].value;
    return (struct str){0};
}

enum mig_status gazetteer_add_entry(struct gazetteer *g, struct entry entry, uint32_t *number, struct mig_error *err) {
    if (!memory_grow(&g->entries, &g->capacity, g->count + 1, sizeof *g->entries))
        return error_memory(err);
    *number = (uint32_t)g->count;
    g->entries[g->count++] = entry;
    return MIG_OK;
}

// The vocabulary numbers of a form's words and what it wants of the text.
static enum mig_status read_form(struct gazetteer *g, struct str form, const struct token_config *config, bool loose,
                                 uint32_t *words, size_t *count, uint8_t *wants) {
    struct token_scanner scanner;
    struct token_raw raw;
    bool cap = false, caps = false;
    token_scanner_init(&scanner, config, form, 0, form.len);
    for (*count = 0; token_next(&scanner, &raw);) {
        if (*count == FORM_WORDS_MAX || !raw.folded.len)
            return MIG_ELIMIT;
        if (*count == 0)
            cap = raw.shape & TOKEN_WORD && raw.shape & TOKEN_CAP;
        caps = *count == 0 && raw.shape & TOKEN_WORD && raw.shape & TOKEN_CAPS;
        struct str word = raw.folded;
        char unaccented[TOKEN_FOLDED_MAX + 8];
        if (loose && raw.accented)
            word = (struct str){unaccented, token_unaccented(form, &raw, unaccented)};
        words[*count] = vocabulary_add(g->vocabulary, word);
        if (!words[(*count)++])
            return MIG_EMEMORY;
    }
    *wants = (uint8_t)((loose ? 0 : PHRASE_STRICT) | (caps                                ? PHRASE_CAPS
                                                      : cap && *count < UNAMBIGUOUS_WORDS ? PHRASE_CAP
                                                                                          : 0));
    return MIG_OK;
}

static enum mig_status add_form(struct gazetteer *g, struct str form, struct reading reading,
                                const struct token_config *config, bool loose, struct str file,
                                const struct stanza_line *line, struct mig_error *err) {
    uint32_t words[FORM_WORDS_MAX];
    size_t count;
    bool twice;
    enum mig_status status = read_form(g, form, config, loose, words, &count, &reading.wants);
    if (status == MIG_ELIMIT)
        return error_set(err, MIG_EDATA, file, line->line, line->column,
                         "'%.*s' has more than %d words or too long a one", STR_ARGS(form), FORM_WORDS_MAX);
    if (status)
        return error_memory(err);
    if (schema_is_kind(g->schema, reading.label) && g->schema->kinds[reading.label].bare)
        reading.wants |= PHRASE_BARE;
    if (!count)
        return error_set(err, MIG_EDATA, file, line->line, line->column, "an empty form between '|'");
    if (count == 1 || reading.label != LABEL_PERSON) // the first name of someone alone may be the end of another's
        vocabulary_begin(g->vocabulary, words[0], count == 1);
    if (!phrases_add(g->phrases, words, count, reading, &twice))
        return error_memory(err);
    if (twice && !loose)
        return error_set(err, MIG_EDATA, file, line->line, line->column, "'%.*s' is given twice", STR_ARGS(form));
    return MIG_OK;
}

bool gazetteer_has_form(struct gazetteer *g, struct str form, size_t language) {
    uint32_t words[FORM_WORDS_MAX];
    size_t count;
    uint8_t wants;
    return read_form(g, form, g->configs[language], false, words, &count, &wants) == MIG_OK && count > 0 &&
           phrases_has(g->phrases, words, count, language);
}

// "01..31": all numbers from the one to the other, in at least as many digits as the first is written with; "h00..h59": the same after
// a common beginning.
struct number_range {
    struct str prefix;
    uint32_t from, to;
    int digits;
};

enum { RANGE_MAX = 2000 };

static bool read_range(struct str form, struct number_range *out) {
    size_t dots = str_find(form, STR(".."), 0), prefix = 0;
    if (dots == SIZE_MAX)
        return false;
    while (prefix < dots && (form.ptr[prefix] < '0' || form.ptr[prefix] > '9'))
        prefix++;
    out->prefix = str_sub(form, 0, prefix);
    struct str from = str_sub(form, prefix, dots), to = str_sub(form, dots + 2, form.len);
    if (prefix > 4 || !str_starts(to, out->prefix) || !str_uint(from, &out->from) ||
        !str_uint(str_sub(to, prefix, to.len), &out->to))
        return false;
    out->digits = (int)from.len;
    return from.len <= 6 && out->from <= out->to && out->to - out->from < RANGE_MAX;
}

static enum mig_status add_range(struct gazetteer *g, struct number_range range, struct reading reading,
                                 const struct token_config *config, struct str file, const struct stanza_line *line,
                                 struct mig_error *err) {
    enum mig_status status = MIG_OK;
    for (uint32_t n = range.from; n <= range.to && !status; n++) {
        char digits[24];
        int len = snprintf(digits, sizeof digits, "%.*s%0*u", STR_ARGS(range.prefix), range.digits, n);
        status = add_form(g, (struct str){digits, (size_t)len}, reading, config, false, file, line, err);
    }
    return status;
}

enum mig_status gazetteer_add_forms(struct gazetteer *g, struct str forms, uint32_t entry, uint16_t label,
                                    uint32_t languages, const struct token_config *config, bool loose, struct str file,
                                    const struct stanza_line *line, struct mig_error *err) {
    struct str form;
    enum mig_status status = MIG_OK;
    struct reading reading = {.entry = entry, .languages = languages, .label = label};
    if (str_eq(forms, STR("|"))) // the mark itself, quoted in a pattern
        return add_form(g, forms, reading, config, loose, file, line, err);
    while (!status && str_next(&forms, '|', &form)) {
        struct number_range range;
        form = str_trim(form);
        status = read_range(form, &range) ? add_range(g, range, reading, config, file, line, err)
                                          : add_form(g, form, reading, config, loose, file, line, err);
    }
    return status;
}

static size_t find_language(const struct gazetteer *g, struct str tag) {
    for (size_t i = 0; i < g->language_count; i++)
        if (str_eq(g->configs[i]->tag, tag))
            return i;
    return SIZE_MAX;
}

// A tag such as "en" or "pt-BR" of a language that this data folder may not have: its names are then passed over.
static bool looks_like_tag(struct str key) {
    if (key.len < 2 || key.len > 8)
        return false;
    size_t dash = str_find(key, STR("-"), 0);
    return key.len == 2 || key.len == 3 || dash == 2 || dash == 3;
}

static bool add_skeletons(struct gazetteer *g, struct str forms, uint32_t entry) {
    bool done = true;
    for (struct str form; done && str_next(&forms, '|', &form);)
        done = skeletons_add(&g->skeletons, form, entry);
    return done;
}

static enum mig_status add_name(struct gazetteer *g, struct str file, const struct stanza_line *line, size_t language,
                                uint32_t entry, bool *named, struct mig_error *err) {
    uint16_t label = g->entries[entry].label;
    uint32_t languages = language == SIZE_MAX ? UINT32_MAX : (uint32_t)1 << language;
    const struct token_config *config = g->configs[language == SIZE_MAX ? 0 : language];
    if (!str_eq(line->key, STR("name"))) {
        size_t tagged = find_language(g, line->key);
        if (tagged == SIZE_MAX)
            return MIG_OK;
        languages = (uint32_t)1 << tagged;
        config = g->configs[tagged];
    }
    struct str forms;
    if (!stanza_joined(&g->arena, line, &forms))
        return error_memory(err);
    if (!str_trim(forms).len)
        return error_set(err, MIG_EDATA, file, line->line, line->value_column, "a name is missing here");
    if (!*named) {
        struct str rest = forms;
        str_next(&rest, '|', &g->entries[entry].name);
        g->entries[entry].name = str_trim(g->entries[entry].name);
        *named = true;
    }
    if (label == LABEL_PERSON && !add_skeletons(g, forms, entry))
        return error_memory(err);
    return gazetteer_add_forms(g, forms, entry, label, languages, config, g->schema->kinds[label].loose, file, line,
                               err);
}

static enum mig_status add_stanza(struct gazetteer *g, struct str file, const struct stanza_line *stanza,
                                  size_t language, struct mig_error *err) {
    uint16_t label = schema_find_label(g->schema, stanza->key);
    if (label == SCHEMA_NONE || !schema_is_kind(g->schema, label))
        return error_set(err, MIG_EDATA, file, stanza->line, stanza->column, "unknown kind '%.*s'",
                         STR_ARGS(stanza->key));
    if (!stanza->value.len)
        return error_set(err, MIG_EDATA, file, stanza->line, stanza->column, "a %.*s without its value",
                         STR_ARGS(stanza->key));
    struct attribute attributes[ATTRIBUTES_MAX];
    memset(attributes, 0, sizeof attributes); // the gaps too: an engine is the same every time, byte for byte
    size_t attribute_count = 0;
    bool named = false;
    uint32_t number;
    struct entry entry = {.label = label, .id = stanza->value, .file = file, .line = stanza->line};
    enum mig_status status = gazetteer_add_entry(g, entry, &number, err);
    for (const struct stanza_line *c = stanza->child; c && !status; c = c->next) {
        bool named_so = str_eq(c->key, STR("name"));
        uint16_t field = named_so ? SCHEMA_NONE : schema_attribute(g->schema, label, c->key);
        bool known = field != SCHEMA_NONE;
        if (named_so || (!known && language == SIZE_MAX && looks_like_tag(c->key)))
            status = add_name(g, file, c, language, number, &named, err);
        else if (!known)
            status = error_set(err, MIG_EDATA, file, c->line, c->column, "a %.*s has no '%.*s'", STR_ARGS(stanza->key),
                               STR_ARGS(c->key));
        else if (attribute_count == ATTRIBUTES_MAX)
            status = error_set(err, MIG_EDATA, file, c->line, c->column, "more than %d facts", ATTRIBUTES_MAX);
        else {
            attributes[attribute_count].field = field;
            attributes[attribute_count++].value = c->value;
        }
    }
    if (!status && !named && !stanza->child)
        status = error_set(err, MIG_EDATA, file, stanza->line, stanza->column, "'%.*s' has no name",
                           STR_ARGS(stanza->value));
    if (status || !attribute_count)
        return status;
    struct attribute *kept = arena_alloc(&g->arena, attribute_count * sizeof *kept);
    if (!kept)
        return error_memory(err);
    memcpy(kept, attributes, attribute_count * sizeof *kept);
    g->entries[number].attributes = kept;
    g->entries[number].attribute_count = (uint16_t)attribute_count;
    return MIG_OK;
}

enum mig_status gazetteer_add_file(struct gazetteer *g, struct str file, const struct stanza_line *stanzas,
                                   size_t language, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    for (const struct stanza_line *l = stanzas; l && !status; l = l->next)
        status = add_stanza(g, file, l, language, err);
    return status;
}

enum mig_status gazetteer_index(struct gazetteer *g, struct mig_error *err) {
    size_t kinds = g->schema->kind_count;
    g->of_kind = memory_alloc((g->count + 1) * sizeof *g->of_kind);
    g->first_of_kind = memory_zeroed(kinds + 2, sizeof *g->first_of_kind);
    if (!g->of_kind || !g->first_of_kind)
        return error_memory(err);
    for (size_t i = 0; i < g->count; i++)
        g->first_of_kind[g->entries[i].label + 2]++;
    for (size_t i = 2; i < kinds + 2; i++)
        g->first_of_kind[i] += g->first_of_kind[i - 1];
    for (size_t i = 0; i < g->count; i++)
        g->of_kind[g->first_of_kind[g->entries[i].label + 1]++] = (uint32_t)i;
    return MIG_OK;
}

const struct entry *gazetteer_find(const struct gazetteer *g, uint16_t kind, struct str id) {
    for (size_t i = g->first_of_kind[kind]; i < g->first_of_kind[kind + 1]; i++)
        if (str_eq(g->entries[g->of_kind[i]].id, id))
            return &g->entries[g->of_kind[i]];
    return NULL;
}
