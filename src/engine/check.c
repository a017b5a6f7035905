// Runs the examples of the rule files.
#include "base/memory.h"
#include "engine/engine.h"
#include "extract/dates.h"

#include <string.h>

// One thing that came out of an example: a field and the forms in which an expectation may state it.
struct outcome {
    uint16_t field; // SCHEMA_NONE: text
    struct str text, value, date, name;
    bool constant, expected;
};

struct outcomes {
    struct outcome *at;
    size_t count, capacity;
};

struct check {
    const struct mig_engine *engine;
    struct mig_session *session;
    mig_check_fn report;
    void *context;
    struct mig_check_summary *summary;
    struct outcomes outcomes;
    struct buf expected, got, example, rule_id, file;
    struct mig_error *err;
};

static enum mig_status read_example(struct check *c, const struct rule *rule, const struct rule_example *example) {
    struct document *d = &c->session->document;
    document_reset(d);
    d->text = example->text;
    d->published = rule->today;
    d->published_basis = rule->today.len ? BASIS_OPTION : BASIS_NONE;
    enum mig_status status = document_add_paragraph(d, 0, (uint32_t)example->text.len, PARAGRAPH_BODY);
    if (!status)
        status = cascade_mentions(&c->session->cascade, d, rule->language, c->err);
    return status ? status : cascade_candidates(&c->session->cascade, c->err);
}

static enum mig_status date_of(struct check *c, const struct mention *m, struct str *out) {
    const struct cascade *cascade = &c->session->cascade;
    struct document *d = &c->session->document;
    return dates_value(&d->arena, m, cascade_tense(cascade, m), cascade->rules->languages[cascade->language].day_first,
                       d->text, d->published, out, c->err);
}

// Kinds that have a value on the calendar: dates and what dates are made of.
static bool is_dated(uint16_t label) {
    return label == LABEL_DATE || label == LABEL_CALDATE || label == LABEL_UNITREF || label == LABEL_PERIOD ||
           label == LABEL_CLOCK;
}

static enum mig_status add_outcome(struct check *c, struct outcome outcome) {
    if (!memory_grow(&c->outcomes.at, &c->outcomes.capacity, c->outcomes.count + 1, sizeof *c->outcomes.at))
        return error_memory(c->err);
    c->outcomes.at[c->outcomes.count++] = outcome;
    return MIG_OK;
}

static enum mig_status add_mention(struct check *c, const struct mention *m) {
    const struct document *d = &c->session->document;
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < m->capture_count && !status; i++) {
        const struct capture *k = &m->captures[i];
        struct outcome o = {.field = k->field, .text = span_text(d, k->span), .value = k->value};
        o.constant = k->span.end == 0;
        if (o.constant)
            o.text = k->value;
        if (k->mention && k->mention->label == LABEL_DATE)
            status = date_of(c, k->mention, &o.date);
        if (k->mention && mention_capture(k->mention, FIELD_NAME))
            o.name = span_text(d, mention_capture(k->mention, FIELD_NAME)->span);
        if (!status)
            status = add_outcome(c, o);
    }
    return status;
}

// Everything that this rule (or, with any, any rule) gave of its kind.
static enum mig_status collect(struct check *c, const struct rule *rule, bool any, size_t *found) {
    const struct cascade *cascade = &c->session->cascade;
    const struct list_mention *list = rule->gives_record ? &cascade->candidates : &cascade->mentions;
    enum mig_status status = MIG_OK;
    c->outcomes.count = *found = 0;
    for (size_t i = 0; i < list->count && !status; i++) {
        const struct mention *m = list->at[i];
        if (any ? m->label != rule->gives : m->rule != rule)
            continue;
        struct outcome value = {.field = FIELD_VALUE, .constant = true};
        if (!rule->gives_record && is_dated(m->label)) {
            status = date_of(c, m, &value.date);
            if (!value.date.len)
                continue; // 31 February: nothing comes of it
        }
        ++*found;
        struct outcome text = {
            .field = SCHEMA_NONE, .text = span_text(&c->session->document, m->span), .constant = true};
        status = add_outcome(c, text);
        if (!status && value.date.len)
            status = add_outcome(c, value);
        if (!status)
            status = add_mention(c, m);
    }
    return status;
}

static bool is_same(struct str stated, const struct outcome *o) {
    return (o->text.len && str_eq(stated, o->text)) || (o->value.len && str_eq(stated, o->value)) ||
           (o->date.len && str_eq(stated, o->date)) || (o->name.len && str_eq(stated, o->name));
}

static bool take(struct check *c, uint16_t field, struct str stated) {
    for (size_t i = 0; i < c->outcomes.count; i++) {
        struct outcome *o = &c->outcomes.at[i];
        if (!o->expected && o->field == field && is_same(stated, o)) {
            o->expected = true;
            return true;
        }
    }
    return false;
}

// The values stated for one field of a DATE, joined by commas: a list of days is one mention with several values.
static bool take_values(struct check *c, const struct rule_example *e, uint16_t field) {
    struct buf joined;
    buf_init(&joined, 1 << 16);
    for (size_t i = 0; i < e->expected_count; i++)
        if (e->expected[i].field == field) {
            buf_append(&joined, joined.len ? STR(",") : STR(""));
            buf_append(&joined, e->expected[i].value);
        }
    bool taken = !joined.status && take(c, field, buf_str(&joined));
    buf_free(&joined);
    return taken;
}

static bool satisfied(struct check *c, const struct rule *rule, const struct rule_example *e) {
    bool date = !rule->gives_record && is_dated(rule->gives);
    bool all = true, values = false;
    for (size_t i = 0; i < e->expected_count; i++) {
        if (take(c, e->expected[i].field, e->expected[i].value))
            continue;
        if (date && e->expected[i].field == FIELD_VALUE)
            values = true;
        else
            all = false;
    }
    if (values && !take_values(c, e, FIELD_VALUE))
        all = false;
    for (size_t i = 0; i < c->outcomes.count; i++)
        if (!c->outcomes.at[i].expected && !c->outcomes.at[i].constant && !date)
            all = false;
    return all;
}

static struct str field_name(const struct check *c, uint16_t field) {
    return field == SCHEMA_NONE ? STR("text") : c->engine->rules.schema.fields[field];
}

static void print_line(const struct check *c, struct buf *b, uint16_t field, struct str value) {
    buf_append(b, b->len ? STR("\n") : STR(""));
    buf_append(b, field_name(c, field));
    buf_append(b, STR(" = "));
    buf_append(b, value);
}

static const char *terminated(struct buf *b, struct str s) {
    buf_append(b, s);
    buf_append_byte(b, '\0');
    return b->status ? "" : b->ptr;
}

static enum mig_status tell(struct check *c, enum mig_check_verdict verdict, const struct rule *rule, unsigned line,
                            struct str text, const struct rule_example *e, bool outcomes) {
    struct buf *buffers[] = {&c->expected, &c->got, &c->example, &c->rule_id, &c->file};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buf_clear(buffers[i]);
    for (size_t i = 0; e && i < e->expected_count; i++)
        print_line(c, &c->expected, e->expected[i].field, e->expected[i].value);
    for (size_t i = 0; outcomes && i < c->outcomes.count; i++) {
        const struct outcome *o = &c->outcomes.at[i];
        print_line(c, &c->got, o->field, o->date.len ? o->date : o->text.len ? o->text : o->value);
    }
    struct mig_check_report report = {
        .verdict = verdict,
        .rule = terminated(&c->rule_id, rule->id),
        .file = terminated(&c->file, rule->file),
        .line = line,
        .example = terminated(&c->example, text),
        .expected = terminated(&c->expected, STR("")),
        .got = terminated(&c->got, STR("")),
    };
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        if (buffers[i]->status == MIG_EMEMORY)
            return error_memory(c->err);
    c->summary->failed += verdict != MIG_CHECK_PASSED;
    if (c->report && c->report(c->context, &report) != 0)
        return error_set(c->err, MIG_EOUTPUT, (struct str){0}, 0, 0, "the check was ended");
    return MIG_OK;
}

// Runs one example; *holds tells whether what came out is what it states.
static enum mig_status run_example(struct check *c, const struct rule *rule, const struct rule_example *e,
                                   bool *holds) {
    size_t found;
    enum mig_status status = read_example(c, rule, e);
    if (!status)
        status = collect(c, rule, !e->yes, &found);
    if (status)
        return status;
    if (e->yes)
        *holds = found > 0 && satisfied(c, rule, e);
    else if (!e->expected_count)
        *holds = found == 0;
    else
        *holds = !satisfied(c, rule, e);
    return MIG_OK;
}

static enum mig_status check_example(struct check *c, const struct rule *rule, const struct rule_example *e) {
    bool holds;
    enum mig_status status = run_example(c, rule, e, &holds);
    c->summary->examples++;
    return status ? status : tell(c, holds ? MIG_CHECK_PASSED : MIG_CHECK_FAILED, rule, e->line, e->text, e, !holds);
}

static enum mig_status check_complete(struct check *c, const struct rule *rule) {
    size_t yes = 0, no = 0;
    for (size_t i = 0; i < rule->example_count; i++)
        *(rule->examples[i].yes ? &yes : &no) += 1;
    if (yes && no)
        return MIG_OK;
    return tell(c, MIG_CHECK_INCOMPLETE, rule, rule->line, yes ? STR("no 'no' example") : STR("no 'yes' example"), NULL,
                false);
}

// ---- strict: an element of a sequence, or an alternative of a choice, that no example needs

static bool is_kept(const struct rule *rule, struct str element) {
    for (size_t i = 0; i < rule->kept_count; i++)
        if (str_starts(rule->kept[i], element))
            return true;
    return false;
}

// Whether all examples of the rule hold; sets *holds.
static enum mig_status run_examples(struct check *c, const struct rule *rule, bool *holds) {
    enum mig_status status = MIG_OK;
    *holds = true;
    for (size_t i = 0; i < rule->example_count && *holds && !status; i++)
        status = run_example(c, rule, &rule->examples[i], holds);
    return status;
}

// Tells when the examples do not notice that the pattern was changed. One that can match nothing at all would not load, which is noticed.
static enum mig_status tell_unnoticed(struct check *c, const struct rule *rule, struct rule_pattern *p,
                                      struct str element) {
    bool holds = false;
    if (pattern_is_nullable(p->pattern) || is_kept(rule, element))
        return MIG_OK;
    rule_pattern_changed(p);
    enum mig_status status = run_examples(c, rule, &holds);
    if (status == MIG_EDATA) // too large for the matcher, so it would not load either
        return MIG_OK;
    return status || !holds ? status : tell(c, MIG_CHECK_UNNOTICED, rule, p->line, element, NULL, false);
}

// Leaves the element out of its sequence, and puts it back.
static enum mig_status drop(struct check *c, const struct rule *rule, struct rule_pattern *p, struct pattern_node *n) {
    const struct pattern_node whole = *n;
    n->kind = PATTERN_SEQUENCE;
    n->child = NULL;
    n->field = SCHEMA_NONE;
    enum mig_status status = tell_unnoticed(c, rule, p, whole.source);
    *n = whole;
    return status;
}

// Leaves the alternative that *link is out of its choice, and puts it back.
static enum mig_status drop_alternative(struct check *c, const struct rule *rule, struct rule_pattern *p,
                                        struct pattern_node **link) {
    struct pattern_node *alternative = *link;
    *link = alternative->next;
    enum mig_status status = tell_unnoticed(c, rule, p, alternative->source);
    *link = alternative;
    return status;
}

// A test, as it is or as the only member of a sequence; NULL for anything else.
static const struct pattern_node *only_test(const struct pattern_node *n) {
    while (n->kind == PATTERN_SEQUENCE && n->child && !n->child->next)
        n = n->child;
    return n->kind == PATTERN_TEST ? n : NULL;
}

// Words to choose from are one element, as a word list would be; so are words that are read apart or as one phrase.
static bool is_element(const struct pattern_node *n) {
    if (n->kind == PATTERN_CHOICE && n->child->source.ptr == n->source.ptr && n->child->source.len == n->source.len)
        return true;
    for (const struct pattern_node *a = n->child; n->kind == PATTERN_CHOICE && a; a = a->next)
        if (!only_test(a) || only_test(a)->field != SCHEMA_NONE)
            return false;
    return n->kind == PATTERN_TEST || n->kind == PATTERN_GAP || n->kind == PATTERN_CHOICE;
}

// What an optional part that captures nothing is made of is left alone: it only says what may stand in between.
static bool captures(const struct pattern_node *n) {
    if (n->field != SCHEMA_NONE)
        return true;
    for (const struct pattern_node *child = n->child; child; child = child->next)
        if (captures(child))
            return true;
    return false;
}

static enum mig_status drop_within(struct check *c, const struct rule *rule, struct rule_pattern *p,
                                   struct pattern_node *n) {
    enum mig_status status = MIG_OK;
    if (n->kind == PATTERN_REPEAT && n->min == 0 && !captures(n))
        return MIG_OK;
    if (is_element(n))
        return drop(c, rule, p, n);
    for (struct pattern_node **link = &n->child; n->kind == PATTERN_CHOICE && *link && !status; link = &(*link)->next)
        status = drop_alternative(c, rule, p, link);
    for (struct pattern_node *child = n->child; child && !status; child = child->next)
        if (n->kind != PATTERN_CHOICE || !only_test(child))
            status = drop_within(c, rule, p, child);
    return status;
}

static enum mig_status drop_each(struct check *c, const struct rule *rule, struct rule_pattern *p) {
    enum mig_status status = MIG_OK;
    for (struct pattern_node *n = p->pattern; n && !status; n = n->next)
        status = drop_within(c, rule, p, n);
    rule_pattern_changed(p);
    return status;
}

static enum mig_status check_strictly(struct check *c, const struct rule *rule) {
    bool holds;
    enum mig_status status = run_examples(c, rule, &holds);
    for (size_t i = 0; holds && i < rule->match_count && !status; i++)
        status = drop_each(c, rule, &rule->matches[i]);
    for (size_t i = 0; holds && i < rule->unless_count && !status; i++)
        status = drop_each(c, rule, &rule->unless[i]);
    return status;
}

static bool is_wanted(const struct check *c, const struct rule *rule, const char *const *files, size_t count) {
    struct str folder = c->engine->rules.directory;
    struct str relative = str_sub(rule->file, folder.len + 1, rule->file.len);
    for (size_t i = 0; i < count; i++) {
        struct str file = str_c(files[i]);
        if (str_eq(file, rule->file) || str_eq(file, relative) || (str_ends(file, relative) && file.len > relative.len))
            return true;
    }
    return count == 0;
}

static enum mig_status check_files(const struct check *c, const char *const *files, size_t count) {
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t j = 0; j < c->engine->rules.language_count && !known; j++)
            for (size_t k = 0; k < c->engine->rules.languages[j].rule_count && !known; k++)
                known = is_wanted(c, &c->engine->rules.languages[j].rules[k], &files[i], 1);
        if (!known)
            return error_set(c->err, MIG_EUSAGE, str_c(files[i]), 0, 0, "is no file with rules of this data folder");
    }
    return MIG_OK;
}

static enum mig_status check_rules(struct check *c, const char *const *files, size_t count, int strict) {
    enum mig_status status = check_files(c, files, count);
    for (size_t i = 0; i < c->engine->rules.language_count; i++) {
        const struct language *language = &c->engine->rules.languages[i];
        for (size_t j = 0; j < language->rule_count && !status; j++) {
            const struct rule *rule = &language->rules[j];
            if (!is_wanted(c, rule, files, count))
                continue;
            c->summary->rules++;
            status = check_complete(c, rule);
            for (size_t k = 0; k < rule->example_count && !status; k++)
                status = check_example(c, rule, &rule->examples[k]);
            if (strict && !status)
                status = check_strictly(c, rule);
        }
    }
    return status;
}

enum mig_status mig_engine_check(const struct mig_engine *engine, const char *const *files, size_t count, int strict,
                                 mig_check_fn report, void *context, struct mig_check_summary *out,
                                 struct mig_error *err) {
    struct mig_engine *examples = NULL;
    struct check c = {.report = report, .context = context, .summary = out, .err = err};
    struct buf *buffers[] = {&c.expected, &c.got, &c.example, &c.rule_id, &c.file};
    *out = (struct mig_check_summary){0};
    // The engine again, this time with the people that rule files declare for their examples.
    enum mig_status status = engine_open(engine->rules.directory.ptr, RULES_EXAMPLES, &examples, err);
    if (!status)
        status = mig_session_open(examples, NULL, &c.session, err);
    c.engine = examples;
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buf_init(buffers[i], 1 << 20);
    if (!status)
        status = check_rules(&c, files, count, strict);
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buf_free(buffers[i]);
    memory_free(c.outcomes.at);
    mig_session_close(c.session);
    mig_engine_close(examples);
    return status;
}
