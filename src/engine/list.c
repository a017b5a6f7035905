// What the data folder holds, as tables: one entry a line, columns separated by one tab, the first line names them.
#include "engine/engine.h"

struct table {
    const struct rules *rules;
    struct buf out;
};

enum { TABLE_BYTES_MAX = 1 << 28 };

static void cell(struct table *t, struct str s) {
    if (t->out.len && t->out.ptr[t->out.len - 1] != '\n')
        buf_append_byte(&t->out, '\t');
    buf_append(&t->out, s.len ? s : STR("-"));
}

static void number(struct table *t, size_t n) {
    buf_printf(&t->out, t->out.len && t->out.ptr[t->out.len - 1] != '\n' ? "\t%zu" : "%zu", n);
}

static void end_row(struct table *t) {
    buf_append_byte(&t->out, '\n');
}

static void header(struct table *t, const char *columns) {
    buf_append(&t->out, str_c(columns));
    end_row(t);
}

// The path within the data folder.
static struct str within(const struct table *t, struct str path) {
    return str_sub(path, t->rules->directory.len + 1, path.len);
}

static void list_languages(struct table *t) {
    header(t, "tag\tname\tscript\trules\texamples");
    for (size_t i = 0; i < t->rules->language_count; i++) {
        const struct language *l = &t->rules->languages[i];
        size_t examples = 0;
        for (size_t j = 0; j < l->rule_count; j++)
            examples += l->rules[j].example_count;
        cell(t, l->config.tag);
        cell(t, l->name);
        cell(t, l->script);
        number(t, l->rule_count);
        number(t, examples);
        end_row(t);
    }
}

static size_t names_of(const struct rules *r, size_t kind) {
    size_t count = 0;
    for (size_t i = 0; i < r->gazetteer.count; i++)
        count += r->gazetteer.entries[i].label == kind;
    return count;
}

static void list_kinds(struct table *t) {
    const struct schema *s = &t->rules->schema;
    header(t, "kind\tnames\tsays");
    for (size_t i = 0; i < s->kind_count; i++) {
        if (!s->kinds[i].declared)
            continue;
        cell(t, s->labels[i]);
        number(t, names_of(t->rules, i));
        cell(t, s->kinds[i].says);
        end_row(t);
    }
}

static struct str gives(const struct table *t, const struct rule *rule) {
    return rule->gives_record ? str_c(schema_record_name((enum record_kind)rule->gives))
                              : t->rules->schema.labels[rule->gives];
}

static void list_rules(struct table *t) {
    header(t, "rule\tgives\tplace\tsays");
    for (size_t i = 0; i < t->rules->language_count; i++)
        for (size_t j = 0; j < t->rules->languages[i].rule_count; j++) {
            const struct rule *rule = &t->rules->languages[i].rules[j];
            cell(t, rule->id);
            cell(t, gives(t, rule));
            cell(t, within(t, rule->file));
            buf_printf(&t->out, ":%u", rule->line);
            cell(t, rule->says);
            end_row(t);
        }
}

static void list_names(struct table *t) {
    header(t, "kind\tid\tname\tfacts\tplace");
    for (size_t i = 0; i < t->rules->gazetteer.count; i++) {
        const struct entry *e = &t->rules->gazetteer.entries[i];
        cell(t, t->rules->schema.labels[e->label]);
        cell(t, e->id);
        cell(t, e->name);
        buf_append_byte(&t->out, '\t');
        for (size_t j = 0; j < e->attribute_count; j++) {
            buf_append(&t->out, j ? STR("; ") : STR(""));
            buf_append(&t->out, t->rules->schema.fields[e->attributes[j].field]);
            buf_append_byte(&t->out, ' ');
            buf_append(&t->out, e->attributes[j].value);
        }
        cell(t, within(t, e->file));
        buf_printf(&t->out, ":%u", e->line);
        end_row(t);
    }
}

// For each language what it has of each kind of rules, and which word lists that another language has are missing.
static void list_coverage(struct table *t) {
    const struct rules *r = t->rules;
    header(t, "language\tmeetings\tministers\tdates\tprograms\tagreements\tlists missing");
    for (size_t i = 0; i < r->language_count; i++) {
        const struct language *l = &r->languages[i];
        size_t counts[6] = {0};
        for (size_t j = 0; j < l->rule_count; j++) {
            const struct rule *rule = &l->rules[j];
            if (rule->gives_record)
                counts[rule->gives]++;
            else if (rule->gives == LABEL_DATE)
                counts[RECORD_DATE]++;
            else if (rule->gives == LABEL_MINISTER || rule->gives == LABEL_TITLE || rule->gives == LABEL_NAME)
                counts[RECORD_MINISTER]++;
        }
        cell(t, l->config.tag);
        for (size_t kind = RECORD_MEETING; kind <= RECORD_AGREEMENT; kind++)
            number(t, counts[kind]);
        buf_append_byte(&t->out, '\t');
        for (size_t label = SCHEMA_FIRST_LIST; label < SCHEMA_FIXED_LABELS; label++)
            if (label >= l->list_count || !l->lists[label]) {
                buf_append(&t->out, r->schema.labels[label]);
                buf_append_byte(&t->out, ' ');
            }
        end_row(t);
    }
}

enum mig_status mig_engine_list(const struct mig_engine *engine, enum mig_list what, mig_write_fn write, void *context,
                                struct mig_error *err) {
    static void (*const lists[])(struct table *) = {list_languages, list_kinds, list_rules, list_names, list_coverage};
    struct table t = {.rules = &engine->rules};
    buf_init(&t.out, TABLE_BYTES_MAX);
    lists[what](&t);
    enum mig_status status = MIG_OK;
    if (t.out.status)
        status = t.out.status == MIG_EMEMORY
                     ? error_memory(err)
                     : error_set(err, MIG_ELIMIT, (struct str){0}, 0, 0, "the list is too long");
    else if (write(context, t.out.ptr, t.out.len) != 0)
        status = error_set(err, MIG_EOUTPUT, (struct str){0}, 0, 0, "output cannot be written");
    buf_free(&t.out);
    return status;
}
