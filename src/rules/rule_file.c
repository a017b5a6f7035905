#include "rules/rule_file.h"

#include "base/memory.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

static size_t count_children(const struct stanza_line *stanza, const char *key) {
    size_t count = 0;
    for (const struct stanza_line *c = stanza->child; c; c = c->next)
        count += str_eq(c->key, str_c(key));
    return count;
}

// ---- word lists

static bool declare_list(struct language *language, uint16_t label) {
    if (label >= language->list_count) {
        size_t count = (size_t)label + 256;
        bool *grown = memory_resize_array(language->lists, count, sizeof *grown);
        if (!grown)
            return false;
        memset(grown + language->list_count, 0, count - language->list_count);
        language->lists = grown;
        language->list_count = count;
    }
    language->lists[label] = true;
    return true;
}

static enum mig_status read_list(struct rules *r, size_t language, struct str file, const struct stanza_line *stanza,
                                 struct mig_error *err) {
    struct language *l = &r->languages[language];
    if (!stanza->value.len || stanza->value.ptr[0] < 'a' || stanza->value.ptr[0] > 'z')
        return error_set(err, MIG_EDATA, file, stanza->line, stanza->column, "a word list wants a name in lower case");
    uint16_t label = schema_add_label(&r->schema, stanza->value);
    if (label == SCHEMA_NONE)
        return error_memory(err);
    if (label < l->list_count && l->lists[label])
        return error_set(err, MIG_EDATA, file, stanza->line, stanza->value_column,
                         "the list '%.*s' is declared twice in this language", STR_ARGS(stanza->value));
    if (!declare_list(l, label))
        return error_memory(err);
    enum mig_status status = MIG_OK;
    for (const struct stanza_line *c = stanza->child; c && !status; c = c->next)
        status = gazetteer_add_forms(&r->gazetteer, c->text, PHRASE_NO_ENTRY, label, (uint32_t)1 << language,
                                     &l->config, false, file, c, err);
    return status;
}

static enum mig_status read_people(struct rules *r, size_t language, struct str file, const struct stanza_line *line,
                                   struct mig_error *err) {
    struct str names, name;
    if (!stanza_joined(&r->arena, line, &names))
        return error_memory(err);
    enum mig_status status = MIG_OK;
    while (!status && str_next(&names, ',', &name)) {
        uint32_t number;
        name = str_trim(name);
        struct entry entry = {.label = LABEL_PERSON, .id = name, .name = name, .file = file, .line = line->line};
        status = gazetteer_add_entry(&r->gazetteer, entry, &number, err);
        if (!status)
            status = gazetteer_add_forms(&r->gazetteer, name, number, LABEL_PERSON, (uint32_t)1 << language,
                                         &r->languages[language].config, true, file, line, err);
    }
    return status;
}

enum mig_status rule_file_read_lists(struct rules *r, size_t language, struct str file,
                                     const struct stanza_line *stanzas, unsigned flags, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    for (const struct stanza_line *l = stanzas; l && !status; l = l->next) {
        if (str_eq(l->key, STR("words")))
            status = read_list(r, language, file, l, err);
        else if (str_eq(l->key, STR("people")) && flags & RULES_EXAMPLES)
            status = read_people(r, language, file, l, err);
        else if (!str_eq(l->key, STR("rule")) && !str_eq(l->key, STR("today")) && !str_eq(l->key, STR("people")))
            status = error_set(err, MIG_EDATA, file, l->line, l->column,
                               "expected words, rule, today or people, found '%.*s'", STR_ARGS(l->key));
    }
    return status;
}

// ---- rules

struct literals {
    struct rules *rules;
    size_t language;
    struct str file;
    const struct stanza_line *line;
};

static bool list_known(const void *context, uint16_t label) {
    const struct literals *c = context;
    const struct language *l = &c->rules->languages[c->language];
    return label < l->list_count && l->lists[label];
}

static uint16_t add_literal(void *context, struct str word) {
    struct literals *c = context;
    struct rules *r = c->rules;
    struct buf name;
    buf_init(&name, 4096);
    buf_append_byte(&name, '=');
    buf_append(&name, word);
    uint16_t label = name.status ? SCHEMA_NONE : schema_find_label(&r->schema, buf_str(&name));
    if (label == SCHEMA_NONE && !name.status)
        label = schema_add_label(&r->schema, buf_str(&name));
    buf_free(&name);
    struct language *l = &r->languages[c->language];
    if (label == SCHEMA_NONE || (label < l->list_count && l->lists[label]))
        return label;
    if (!declare_list(l, label))
        return SCHEMA_NONE;
    enum mig_status status = gazetteer_add_forms(&r->gazetteer, word, PHRASE_NO_ENTRY, label,
                                                 (uint32_t)1 << c->language, &l->config, false, c->file, c->line, NULL);
    return status ? SCHEMA_NONE : label;
}

static bool is_phrase(const void *context, struct str words) {
    const struct literals *c = context;
    return gazetteer_has_form(&c->rules->gazetteer, words, c->language);
}

static enum mig_status read_pattern(struct rules *r, struct rule *rule, const struct stanza_line *line,
                                    struct rule_pattern *out, struct mig_error *err) {
    struct literals context = {r, rule->language, rule->file, line};
    struct pattern_names names = {&r->schema, list_known, add_literal, is_phrase, &context};
    struct str text;
    if (!stanza_joined(&r->arena, line, &text))
        return error_memory(err);
    out->rule = rule;
    out->source = text;
    out->line = line->line;
    return pattern_parse(&r->arena, text, &names, rule->file, line->line, line->value_column ? line->value_column : 1,
                         &out->pattern, err);
}

static enum mig_status read_nearby(struct rules *r, struct rule *rule, const struct stanza_line *line,
                                   struct mig_error *err) {
    struct rule_pattern parsed = {0};
    enum mig_status status = read_pattern(r, rule, line, &parsed, err);
    if (status)
        return status;
    const struct pattern_node *n = parsed.pattern;
    while (n->kind == PATTERN_SEQUENCE && n->child)
        n = n->child;
    size_t count = 0;
    for (const struct pattern_node *c = n; c; c = c->next)
        count++;
    rule->nearby = arena_zeroed(&r->arena, count, sizeof *rule->nearby);
    if (!rule->nearby)
        return error_memory(err);
    for (; n; n = n->next) {
        if (n->kind != PATTERN_TEST || n->field == SCHEMA_NONE)
            return error_set(err, MIG_EDATA, rule->file, line->line, line->value_column,
                             "nearby takes elements with a field: {KIND:field} …");
        rule->nearby[rule->nearby_count++].test = n;
    }
    return MIG_OK;
}

static enum mig_status read_constant(struct rules *r, struct rule *rule, const struct stanza_line *line,
                                     struct mig_error *err) {
    struct str rest = line->value, name;
    if (!rest.len || !str_next(&rest, ' ', &name) || !rest.ptr)
        return error_set(err, MIG_EDATA, rule->file, line->line, line->column, "expected 'set FIELD VALUE'");
    struct rule_constant constant = {schema_find_field(&r->schema, name), str_trim(rest)};
    if (constant.field == SCHEMA_NONE)
        return error_set(err, MIG_EDATA, rule->file, line->line, line->value_column, "unknown field '%.*s'",
                         STR_ARGS(name));
    rule->constants[rule->constant_count++] = constant;
    return MIG_OK;
}

// "field = value" below yes or no; other deeper lines continue the example's text.
static enum mig_status read_expectation(struct rules *r, struct rule *rule, struct str text,
                                        const struct stanza_line *line, struct rule_expectation *out,
                                        struct mig_error *err) {
    size_t equals = str_find(text, STR("="), 0);
    struct str name = str_trim(str_sub(text, 0, equals));
    *out = (struct rule_expectation){schema_find_field(&r->schema, name), str_trim(str_sub(text, equals + 1, text.len)),
                                     line->line};
    if (out->field == SCHEMA_NONE && !str_eq(name, STR("text")))
        return error_set(err, MIG_EDATA, rule->file, line->line, line->column, "unknown field '%.*s'", STR_ARGS(name));
    return MIG_OK;
}

static bool is_expectation(struct str text) {
    size_t equals = str_find(text, STR("="), 0);
    if (equals == SIZE_MAX)
        return false;
    struct str name = str_trim(str_sub(text, 0, equals));
    for (size_t i = 0; i < name.len; i++)
        if (!((name.ptr[i] >= 'a' && name.ptr[i] <= 'z') || name.ptr[i] == '_' || name.ptr[i] == '-'))
            return false;
    return name.len > 0;
}

static enum mig_status read_example(struct rules *r, struct rule *rule, const struct stanza_line *line,
                                    struct mig_error *err) {
    struct rule_example *example = &rule->examples[rule->example_count++];
    struct buf text;
    size_t count = 0;
    buf_init(&text, 1 << 16);
    buf_append(&text, line->value);
    for (const struct stanza_line *c = line->child; c; c = c->next) {
        if (is_expectation(c->text)) {
            count++;
            continue;
        }
        buf_append(&text, STR(" "));
        buf_append(&text, c->text);
    }
    *example = (struct rule_example){.yes = str_eq(line->key, STR("yes")), .line = line->line};
    bool copied = !text.status && arena_copy(&r->arena, buf_str(&text), &example->text);
    buf_free(&text);
    example->expected = arena_zeroed(&r->arena, count + 1, sizeof *example->expected);
    if (!copied || !example->expected)
        return error_memory(err);
    enum mig_status status = MIG_OK;
    for (const struct stanza_line *c = line->child; c && !status; c = c->next)
        if (is_expectation(c->text))
            status = read_expectation(r, rule, c->text, c, &example->expected[example->expected_count++], err);
    return status;
}

static enum mig_status read_gives(struct rules *r, struct rule *rule, const struct stanza_line *line,
                                  struct mig_error *err) {
    struct str value = line->value;
    if (value.len && value.ptr[0] >= 'A' && value.ptr[0] <= 'Z') {
        rule->gives = schema_find_label(&r->schema, value);
        if (rule->gives != SCHEMA_NONE && schema_is_kind(&r->schema, rule->gives))
            return MIG_OK;
        return error_set(err, MIG_EDATA, rule->file, line->line, line->value_column, "unknown kind '%.*s'",
                         STR_ARGS(value));
    }
    rule->gives_record = true;
    rule->gives = (uint16_t)schema_record_kind(value);
    if (rule->gives == RECORD_NONE)
        return error_set(err, MIG_EDATA, rule->file, line->line, line->value_column, "unknown record '%.*s'",
                         STR_ARGS(value));
    return MIG_OK;
}

static enum mig_status read_confidence(struct rule *rule, const struct stanza_line *line, struct mig_error *err) {
    char digits[16] = {0}, *end;
    memcpy(digits, line->value.ptr, line->value.len < sizeof digits - 1 ? line->value.len : 0);
    rule->confidence = strtod(digits, &end);
    if (!digits[0] || *end || !(rule->confidence > 0 && rule->confidence <= 1))
        return error_set(err, MIG_EDATA, rule->file, line->line, line->value_column, "a confidence is between 0 and 1");
    return MIG_OK;
}

static enum mig_status read_rule_line(struct rules *r, struct rule *rule, const struct stanza_line *c,
                                      struct mig_error *err) {
    if (str_eq(c->key, STR("gives")))
        return read_gives(r, rule, c, err);
    if (str_eq(c->key, STR("says")))
        return stanza_joined(&r->arena, c, &rule->says) ? MIG_OK : error_memory(err);
    if (str_eq(c->key, STR("match")))
        return read_pattern(r, rule, c, &rule->matches[rule->match_count++], err);
    if (str_eq(c->key, STR("unless")))
        return read_pattern(r, rule, c, &rule->unless[rule->unless_count++], err);
    if (str_eq(c->key, STR("nearby")))
        return read_nearby(r, rule, c, err);
    if (str_eq(c->key, STR("set")))
        return read_constant(r, rule, c, err);
    if (str_eq(c->key, STR("confidence")))
        return read_confidence(rule, c, err);
    if (str_eq(c->key, STR("keep"))) {
        rule->kept[rule->kept_count++] = c->value;
        return MIG_OK;
    }
    if (str_eq(c->key, STR("yes")) || str_eq(c->key, STR("no")))
        return read_example(r, rule, c, err);
    return error_set(err, MIG_EDATA, rule->file, c->line, c->column, "unknown key '%.*s' of a rule", STR_ARGS(c->key));
}

static enum mig_status check_name(const struct rules *r, const struct rule *rule, const struct stanza_line *stanza,
                                  struct mig_error *err) {
    const struct language *l = &r->languages[rule->language];
    if (!stanza->value.len || str_find(stanza->value, STR(" "), 0) != SIZE_MAX)
        return error_set(err, MIG_EDATA, rule->file, stanza->line, stanza->column,
                         "a rule wants a name without spaces");
    for (size_t i = 0; i < l->rule_count; i++)
        if (str_eq(l->rules[i].name, stanza->value))
            return error_set(err, MIG_EDATA, rule->file, stanza->line, stanza->value_column,
                             "the rule '%.*s' is there already, in %.*s:%u", STR_ARGS(stanza->value),
                             STR_ARGS(l->rules[i].file), l->rules[i].line);
    return MIG_OK;
}

static enum mig_status make_id(struct rules *r, struct rule *rule, struct mig_error *err) {
    struct buf id;
    buf_init(&id, 4096);
    buf_append(&id, r->languages[rule->language].config.tag);
    buf_append_byte(&id, '/');
    buf_append(&id, rule->name);
    bool done = !id.status && arena_copy(&r->arena, buf_str(&id), &rule->id);
    buf_free(&id);
    return done ? MIG_OK : error_memory(err);
}

static enum mig_status read_rule(struct rules *r, struct rule *rule, const struct stanza_line *stanza,
                                 struct mig_error *err) {
    enum mig_status status = check_name(r, rule, stanza, err);
    if (status)
        return status;
    rule->name = stanza->value;
    rule->matches = arena_zeroed(&r->arena, count_children(stanza, "match") + 1, sizeof *rule->matches);
    rule->unless = arena_zeroed(&r->arena, count_children(stanza, "unless") + 1, sizeof *rule->unless);
    rule->constants = arena_zeroed(&r->arena, count_children(stanza, "set") + 1, sizeof *rule->constants);
    rule->examples = arena_zeroed(&r->arena, count_children(stanza, "yes") + count_children(stanza, "no") + 1,
                                  sizeof *rule->examples);
    rule->kept = arena_zeroed(&r->arena, count_children(stanza, "keep") + 1, sizeof *rule->kept);
    if (!rule->matches || !rule->unless || !rule->constants || !rule->examples || !rule->kept)
        return error_memory(err);
    status = make_id(r, rule, err);
    for (const struct stanza_line *c = stanza->child; c && !status; c = c->next)
        status = read_rule_line(r, rule, c, err);
    if (!status && (!count_children(stanza, "gives") || !rule->match_count))
        status = error_set(err, MIG_EDATA, rule->file, stanza->line, stanza->column,
                           "the rule '%.*s' wants 'gives' and 'match'", STR_ARGS(rule->name));
    return status;
}

enum mig_status rule_file_read_rules(struct rules *r, size_t language, struct str file,
                                     const struct stanza_line *stanzas, struct mig_error *err) {
    struct language *l = &r->languages[language];
    struct str today = {0};
    enum mig_status status = MIG_OK;
    for (const struct stanza_line *s = stanzas; s && !status; s = s->next) {
        if (str_eq(s->key, STR("today")))
            today = s->value;
        if (!str_eq(s->key, STR("rule")))
            continue;
        if (l->rule_count == l->rule_capacity) // counted before: see rules/load.c
            return error_memory(err);
        struct rule *rule = &l->rules[l->rule_count];
        *rule = (struct rule){.file = file,
                              .line = s->line,
                              .language = language,
                              .order = (uint32_t)l->rule_count,
                              .confidence = RULE_CONFIDENCE,
                              .today = today};
        status = read_rule(r, rule, s, err);
        l->rule_count++;
    }
    return status;
}

// ---- language.conf and furniture.conf

static bool read_set(struct rules *r, struct str words, struct token_set *out) {
    size_t count = 1;
    for (size_t i = 0; i < words.len; i++)
        count += words.ptr[i] == ' ';
    out->at = arena_zeroed(&r->arena, count, sizeof *out->at);
    out->count = 0;
    struct str word;
    struct buf folded;
    buf_init(&folded, 4096);
    bool done = out->at != NULL;
    while (done && str_next(&words, ' ', &word)) {
        if (!word.len)
            continue;
        buf_clear(&folded);
        fold_append(&folded, word, FOLD_STRICT);
        done = !folded.status && arena_copy(&r->arena, buf_str(&folded), &out->at[out->count++]);
    }
    buf_free(&folded);
    return done;
}

enum mig_status rule_file_read_language(struct rules *r, struct language *language, struct str file,
                                        const struct stanza_line *stanzas, struct mig_error *err) {
    struct token_config *config = &language->config;
    const struct {
        struct str key;
        struct token_set *set;
    } sets[] = {
        {STR("abbreviations"), &config->abbreviations},
        {STR("ordinal-suffix"), &config->ordinal_suffixes},
        {STR("ordinal-prefix"), &config->ordinal_prefixes},
        {STR("elision"), &config->elisions},
        {STR("suffix"), &config->suffixes},
        {STR("proclitic"), &config->proclitics},
        {STR("soft-proclitic"), &config->soft_proclitics},
        {STR("verb-proclitic"), &config->verb_proclitics},
        {STR("verb-beginning"), &config->verb_beginnings},
        {STR("article"), &config->articles},
        {STR("pronoun-suffix"), &config->pronoun_suffixes},
        {STR("clause-end"), &config->clause_ends},
        {STR("ending"), &config->endings},
        {STR("future-ending"), &language->future_endings},
        {STR("past-ending"), &language->past_endings},
    };
    if (!stanzas || !str_eq(stanzas->key, STR("language")) || !stanzas->value.len)
        return error_set(err, MIG_EDATA, file, 1, 1, "expected 'language TAG'");
    config->tag = stanzas->value;
    for (const struct stanza_line *c = stanzas->child; c; c = c->next) {
        struct str value;
        if (!stanza_joined(&r->arena, c, &value))
            return error_memory(err);
        bool done = false;
        for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
            if (str_eq(c->key, sets[i].key)) {
                if (!read_set(r, value, sets[i].set))
                    return error_memory(err);
                done = true;
            }
        if (str_eq(c->key, STR("feminine")) && str_next(&value, ' ', &config->feminine) && value.ptr)
            config->feminine_before_suffix = str_trim(value);
        else if (str_eq(c->key, STR("name")))
            language->name = value;
        else if (str_eq(c->key, STR("script")))
            language->script = value;
        else if (str_eq(c->key, STR("frequent")))
            language->frequent = value;
        else if (str_eq(c->key, STR("day-first")))
            language->day_first = str_eq(value, STR("yes"));
        else if (!done)
            return error_set(err, MIG_EDATA, file, c->line, c->column, "unknown key '%.*s' of a language",
                             STR_ARGS(c->key));
    }
    return MIG_OK;
}

// Stanzas "KEY TYPE" with phrases below them.
static enum mig_status read_phrase_lists(struct rules *r, struct str key, struct furniture_list **lists,
                                         size_t *list_count, struct str file, const struct stanza_line *stanzas,
                                         struct mig_error *err) {
    size_t count = 0;
    for (const struct stanza_line *s = stanzas; s; s = s->next)
        count++;
    *lists = arena_zeroed(&r->arena, count + 1, sizeof **lists);
    if (!*lists)
        return error_memory(err);
    for (const struct stanza_line *s = stanzas; s; s = s->next) {
        if (!str_eq(s->key, key) || !s->value.len)
            return error_set(err, MIG_EDATA, file, s->line, s->column, "expected '%.*s TYPE', found '%.*s'",
                             STR_ARGS(key), STR_ARGS(s->key));
        struct buf phrases;
        buf_init(&phrases, 1 << 20);
        for (const struct stanza_line *c = s->child; c; c = c->next) {
            buf_append(&phrases, c->text);
            buf_append_byte(&phrases, '\n');
        }
        struct furniture_list *list = &(*lists)[(*list_count)++];
        list->type = s->value;
        bool done = !phrases.status && arena_copy(&r->arena, buf_str(&phrases), &list->phrases);
        buf_free(&phrases);
        if (!done)
            return error_memory(err);
    }
    return MIG_OK;
}

enum mig_status rule_file_read_furniture(struct rules *r, struct language *language, struct str file,
                                         const struct stanza_line *stanzas, struct mig_error *err) {
    return read_phrase_lists(r, STR("furniture"), &language->furniture, &language->furniture_count, file, stanzas, err);
}

enum mig_status rule_file_read_markup(struct rules *r, struct str file, const struct stanza_line *stanzas,
                                      struct mig_error *err) {
    return read_phrase_lists(r, STR("names"), &r->markup, &r->markup_count, file, stanzas, err);
}
