// Every step for a text, for people: sentences, items and their labels, what each phase found, which rules fired or nearly did, records.
// Words stand first on their line and nothing right-to-left shares a line with another, so that Arabic reads well in a terminal.
#include "base/memory.h"
#include "base/utf8.h"
#include "engine/engine.h"
#include "output/article_json.h"

enum { TEXT_BYTES_MAX = 1 << 28, FAILURES_MAX = 40 };

// A pattern that began but did not match, counted once a sentence.
struct failure {
    const struct rule_pattern *pattern;
    struct str first; // the item it began at
};

struct explanation {
    struct buf out;
    const struct cascade *cascade;
    const struct sentence *sentence;
    struct failure failures[FAILURES_MAX];
    size_t failure_count;
};

static void print(struct explanation *e, const char *before, struct str text, const char *after) {
    buf_append(&e->out, str_c(before));
    buf_append(&e->out, text);
    buf_append(&e->out, str_c(after));
}

static void print_labels(struct explanation *e, const struct item *item) {
    const struct rules *r = e->cascade->rules;
    const struct label_set *set = &r->sets.sets[item->set];
    for (size_t i = 0; i < set->count; i++) {
        const struct entry *entry = item_entry(e->cascade, item, set->labels[i]);
        print(e, "  {", r->schema.labels[set->labels[i]], "");
        if (entry)
            print(e, " ", entry->id, "");
        buf_append(&e->out, STR("}"));
    }
    if (item->shape & SHAPE_WORD && item->shape & SHAPE_UNKNOWN)
        buf_append(&e->out, STR("  unknown"));
    if (item->shape & SHAPE_WORD && item->shape & SHAPE_SOFT)
        buf_append(&e->out, STR("  soft"));
    if (!(item->shape & (SHAPE_WORD | SHAPE_NUMBER)) && item->shape & SHAPE_CLAUSE)
        buf_append(&e->out, STR("  clause end"));
}

static void print_items(struct explanation *e, const struct item *items, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct str text = span_text(e->cascade->document, item_span(&items[i]));
        print(e, "      ", text, "");
        print_labels(e, &items[i]);
        buf_append_byte(&e->out, '\n');
    }
}

static void print_captures(struct explanation *e, const struct mention *m) {
    for (size_t i = 0; i < m->capture_count; i++) {
        const struct capture *k = &m->captures[i];
        print(e, "        ", e->cascade->rules->schema.fields[k->field], " = ");
        buf_append(&e->out, k->span.end ? span_text(e->cascade->document, k->span) : k->value);
        if (k->span.end && k->value.len)
            print(e, "  (", k->value, ")");
        buf_append_byte(&e->out, '\n');
    }
}

static void print_mentions(struct explanation *e, const struct list_mention *list, uint32_t sentence, bool records,
                           size_t from) {
    for (size_t i = from; i < list->count; i++) {
        const struct mention *m = list->at[i];
        if (m->sentence != sentence)
            continue;
        struct str kind = records ? str_c(schema_record_name((enum record_kind)m->label))
                                  : e->cascade->rules->schema.labels[m->label];
        print(e, "      ", kind, "  ");
        print(e, "by ", m->rule ? m->rule->id : STR("its name alone"), "\n");
        print(e, "        ", span_text(e->cascade->document, records ? m->context : m->span), "\n");
        print_captures(e, m);
    }
}

static void print_failures(struct explanation *e) {
    if (e->failure_count)
        buf_append(&e->out, STR("    nearly\n"));
    for (size_t i = 0; i < e->failure_count; i++) {
        const struct failure *f = &e->failures[i];
        print(e, "      ", f->pattern->rule->id, "");
        buf_printf(&e->out, " (line %u) began at\n", f->pattern->line);
        print(e, "        ", f->first, "\n");
        print(e, "        but the rest is not there: ", f->pattern->source, "\n");
    }
    e->failure_count = 0;
}

static void print_vetoed(struct explanation *e, const struct cascade *c, const struct rule_pattern *p,
                         const struct item *row, size_t from, size_t to) {
    struct span span = {item_span(&row[from]).start, item_span(&row[to - 1]).end};
    print(e, "    vetoed by its 'unless': ", p->rule->id, "\n");
    print(e, "        ", span_text(c->document, span), "\n");
}

static void begin_sentence(struct explanation *e, const struct cascade *c, const struct sentence *s) {
    if (e->sentence == s)
        return;
    print_failures(e);
    e->cascade = c;
    e->sentence = s;
    buf_printf(&e->out, "\n  sentence %zu\n", (size_t)(s - c->sentences) + 1);
    print(e, "    ", span_text(c->document, s->span), "\n    items\n");
    print_items(e, s->base, s->base_count);
}

static void see_match(void *context, const struct cascade *c, const struct sentence *s, const struct rule_pattern *p,
                      const struct item *row, size_t from, size_t to, bool vetoed) {
    begin_sentence(context, c, s);
    if (vetoed)
        print_vetoed(context, c, p, row, from, to);
}

static void see_failure(void *context, const struct cascade *c, const struct sentence *s, const struct rule_pattern *p,
                        const struct item *row, size_t from) {
    struct explanation *e = context;
    begin_sentence(e, c, s);
    if (p->required_count < 2 || !p->rule->gives_record)
        return; // a single element, or the many mention rules: that they did not begin tells nothing
    for (size_t i = 0; i < e->failure_count; i++)
        if (e->failures[i].pattern == p)
            return;
    if (e->failure_count < FAILURES_MAX)
        e->failures[e->failure_count++] = (struct failure){p, span_text(c->document, item_span(&row[from]))};
}

static void see_sentence(void *context, const struct cascade *c, const struct sentence *s, size_t candidates) {
    struct explanation *e = context;
    uint32_t number = (uint32_t)(s - c->sentences);
    begin_sentence(e, c, s);
    buf_append(&e->out, STR("    mentions\n"));
    print_mentions(e, &c->mentions, number, false, 0);
    if (c->candidates.count > candidates)
        buf_append(&e->out, STR("    records read\n"));
    print_mentions(e, &c->candidates, number, true, candidates);
    print_failures(e);
}

static const char *role_name(enum paragraph_role role) {
    static const char *const names[] = {"text", "title", "heading", "by-line", "furniture"};
    return names[role];
}

static void print_document(struct explanation *e, const struct document *d) {
    print(e, "language ", d->language, "\n");
    print(e, "published ", d->published.len ? d->published : STR("unknown"), "");
    const char *basis = published_basis_name(d->published_basis);
    if (basis)
        print(e, " (by ", str_c(basis), ")");
    buf_append(&e->out, STR("\n\nparagraphs\n"));
    for (size_t i = 0; i < d->paragraph_count; i++) {
        const struct paragraph *p = &d->paragraphs[i];
        struct str text = str_sub(d->text, p->start, p->end);
        bool cut = text.len > 100;
        text = str_sub(text, 0, utf8_cut(text, 100));
        buf_printf(&e->out, "  %s\n", role_name(p->role));
        print(e, "    ", text, cut ? " …\n" : "\n");
    }
}

// How it is known who each of the people is.
static void print_people(struct explanation *e, const struct records *records) {
    static const char *const how[] = {
        [IDENTIFIED_NOT] = "not identified: no name that is one person's, or no country",
        [IDENTIFIED_NAME] = "the gazetteer has this name",
        [IDENTIFIED_SURNAME] =
            "the gazetteer has one of this surname, who acts for a country that the article speaks of",
        [IDENTIFIED_SOUND] = "the gazetteer has a name that sounds so, and country or office confirm it",
        [IDENTIFIED_SKELETON] = "not in the gazetteer: known by the sound of the name and the country",
    };
    if (records->minister_count)
        buf_append(&e->out, STR("\npeople\n"));
    for (size_t i = 0; i < records->minister_count; i++) {
        const struct minister_record *p = &records->ministers[i];
        for (size_t j = 0; j < p->names.count; j++)
            print(e, j ? "      also " : "  ", p->names.at[j], "\n");
        print(e, "      ", p->head.key.len ? p->head.key : STR("no key"), "\n");
        print(e, "      ", str_c(how[p->identified]), "\n");
    }
}

enum mig_status mig_session_explain(struct mig_session *session, const struct mig_article *article, mig_write_fn write,
                                    void *context, struct mig_error *err) {
    struct explanation *e = memory_zeroed(1, sizeof *e);
    struct records records;
    size_t written[MIG_KINDS];
    if (!e)
        return error_memory(err);
    buf_init(&e->out, TEXT_BYTES_MAX);
    struct cascade_watcher watcher = {see_match, see_failure, see_sentence, e};
    session->cascade.watcher = &watcher;
    enum mig_status status = session_records(session, article, &records, err);
    session->cascade.watcher = NULL;
    struct buf sentences = e->out;
    buf_init(&e->out, TEXT_BYTES_MAX);
    if (!status) {
        print_document(e, &session->document);
        buf_append(&e->out, buf_str(&sentences));
        print_people(e, &records);
        buf_append(&e->out, STR("\nrecords\n"));
        status = article_json_write(&e->out, session->engine->version, &session->document, &records, &session->settings,
                                    written);
    }
    if (!status && (sentences.status || e->out.status))
        status = error_set(err, sentences.status ? sentences.status : e->out.status, session->document.source, 0, 0,
                           "too much to explain: give a shorter text");
    if (!status && write(context, e->out.ptr, e->out.len) != 0)
        status = error_set(err, MIG_EOUTPUT, (struct str){0}, 0, 0, "output cannot be written");
    buf_free(&sentences);
    buf_free(&e->out);
    memory_free(e);
    return status;
}
