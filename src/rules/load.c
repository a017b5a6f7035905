// Loads a data folder: schema, names, word lists, rules; then orders rules into phases and gives each group of rules its alphabet.
#include "base/memory.h"
#include "rules/rule_file.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_TESTS_MAX = 32 };

struct loading {
    struct rules *r;
    const struct data_files *files;
    const struct stanza_line *stanzas[DATA_FILES_MAX]; // by file
    struct mig_error *err;
};

// All files but the schema, which has a syntax of its own, are stanzas.
static enum mig_status parse_files(struct loading *l) {
    const struct data_files *d = l->files;
    enum mig_status status = schema_load(&l->r->schema, d->files[0].path, d->files[0].bytes, l->err);
    for (size_t i = 1; i < d->count && !status; i++)
        status = stanza_parse(&l->r->arena, d->files[i].path, d->files[i].bytes, &l->stanzas[i], l->err);
    return status;
}

static enum mig_status read_configuration(struct loading *l) {
    enum mig_status status = MIG_OK;
    for (size_t i = 1; i < l->files->count && !status; i++) {
        const struct data_file *f = &l->files->files[i];
        if (f->language == SIZE_MAX) {
            if (str_eq(f->name, STR("markup.conf")))
                status = rule_file_read_markup(l->r, f->path, l->stanzas[i], l->err);
            else if (str_eq(f->name, STR("skeleton.conf")))
                status = skeletons_read(&l->r->gazetteer.skeletons, f->path, l->stanzas[i], l->err);
            continue;
        }
        struct language *language = &l->r->languages[f->language];
        if (str_eq(f->name, STR("language.conf")))
            status = rule_file_read_language(l->r, language, f->path, l->stanzas[i], l->err);
        else if (str_eq(f->name, STR("furniture.conf")))
            status = rule_file_read_furniture(l->r, language, f->path, l->stanzas[i], l->err);
        else if (str_ends(f->name, STR(".conf")))
            status = error_set(l->err, MIG_EDATA, f->path, 0, 0, "is not a file that a language has");
    }
    return status;
}

static enum mig_status read_names_and_lists(struct loading *l, unsigned flags) {
    enum mig_status status = MIG_OK;
    for (size_t i = 1; i < l->files->count && !status; i++) {
        const struct data_file *f = &l->files->files[i];
        if (str_ends(f->name, STR(".names")))
            status = gazetteer_add_file(&l->r->gazetteer, f->path, l->stanzas[i], f->language, l->err);
        else if (f->language != SIZE_MAX && !str_ends(f->name, STR(".conf")))
            status = rule_file_read_lists(l->r, f->language, f->path, l->stanzas[i], flags, l->err);
    }
    return status;
}

static enum mig_status read_rules(struct loading *l) {
    struct rules *r = l->r;
    enum mig_status status = MIG_OK;
    for (size_t i = 1; i < l->files->count; i++)
        for (const struct stanza_line *s = l->stanzas[i]; s && l->files->files[i].language != SIZE_MAX; s = s->next)
            r->languages[l->files->files[i].language].rule_capacity += str_eq(s->key, STR("rule"));
    for (size_t i = 0; i < r->language_count; i++)
        if (!(r->languages[i].rules = memory_zeroed(r->languages[i].rule_capacity + 1, sizeof *r->languages[i].rules)))
            return error_memory(l->err);
    for (size_t i = 1; i < l->files->count && !status; i++) {
        const struct data_file *f = &l->files->files[i];
        if (f->language != SIZE_MAX && (str_ends(f->name, STR(".rules")) || str_ends(f->name, STR(".words"))))
            status = rule_file_read_rules(r, f->language, f->path, l->stanzas[i], l->err);
    }
    return status;
}

// ---- phases

// The phase of each kind: 0 when names alone give it, else one more than the latest kind that its rules use.
struct ordering {
    struct rules *r;
    struct language *language;
    unsigned *phase; // by kind; 0 names, UINT_MAX being computed
    bool *done;
    const struct rule *rule; // whose kinds are being visited
    unsigned latest;
    enum mig_status status;
    struct mig_error *err;
};

static void visit_kind(struct ordering *o, uint16_t kind);

static void visit_test(void *context, const struct pattern_node *test) {
    struct ordering *o = context;
    for (size_t i = 0; i < test->test.atom_count && !o->status; i++) {
        const struct pattern_atom *atom = &test->test.atoms[i];
        if (atom->is_shape || !schema_is_kind(&o->r->schema, atom->label))
            continue;
        unsigned latest = o->latest;
        const struct rule *rule = o->rule;
        if (!rule->gives_record && atom->label == rule->gives && !atom->negated) {
            o->status = error_set(o->err, MIG_EDATA, rule->file, rule->line, 1,
                                  "the rule '%.*s' uses the kind that it gives", STR_ARGS(rule->name));
            return;
        }
        if (!rule->gives_record && atom->label == rule->gives)
            continue;
        visit_kind(o, atom->label);
        o->rule = rule;
        o->latest = latest > o->phase[atom->label] ? latest : o->phase[atom->label];
    }
}

static void visit_rule(struct ordering *o, const struct rule *rule) {
    o->rule = rule;
    for (size_t i = 0; i < rule->match_count; i++)
        pattern_each_test(rule->matches[i].pattern, visit_test, o);
    for (size_t i = 0; i < rule->unless_count; i++)
        pattern_each_test(rule->unless[i].pattern, visit_test, o);
    for (size_t i = 0; i < rule->nearby_count; i++)
        visit_test(o, rule->nearby[i].test);
}

static void visit_kind(struct ordering *o, uint16_t kind) {
    if (o->done[kind] || o->status)
        return;
    if (o->phase[kind] == (unsigned)-1) {
        o->status = error_set(o->err, MIG_EDATA, o->rule->file, o->rule->line, 1,
                              "the rule '%.*s' is part of a cycle of kinds through %.*s", STR_ARGS(o->rule->name),
                              STR_ARGS(o->r->schema.labels[kind]));
        return;
    }
    o->phase[kind] = (unsigned)-1;
    unsigned latest = 0;
    bool given = false;
    for (size_t i = 0; i < o->language->rule_count && !o->status; i++) {
        const struct rule *rule = &o->language->rules[i];
        if (rule->gives_record || rule->gives != kind)
            continue;
        given = true;
        o->latest = 0;
        visit_rule(o, rule);
        latest = o->latest > latest ? o->latest : latest;
    }
    o->phase[kind] = given ? latest + 1 : 0;
    o->done[kind] = true;
}

static void mark_labels(void *context, const struct pattern_node *test) {
    bool *used = context;
    for (size_t i = 0; i < test->test.atom_count; i++)
        if (!test->test.atoms[i].is_shape)
            used[test->test.atoms[i].label] = true;
}

static void mark_rule(const struct rule *rule, bool *used) {
    for (size_t i = 0; i < rule->match_count; i++)
        pattern_each_test(rule->matches[i].pattern, mark_labels, used);
    for (size_t i = 0; i < rule->unless_count; i++)
        pattern_each_test(rule->unless[i].pattern, mark_labels, used);
}

static bool build_alphabet(struct rules *r, struct rule_group *group, bool *fits) {
    size_t count = r->schema.label_count, kept = 0;
    bool *used = memory_zeroed(count, sizeof *used);
    uint16_t *labels = memory_alloc(count * sizeof *labels);
    bool done = used && labels;
    for (size_t i = 0; done && i < group->rule_count; i++)
        mark_rule(group->rules[i], used);
    for (size_t i = 0; done && i < count; i++)
        if (used[i])
            labels[kept++] = (uint16_t)i;
    done = done && symbol_group_build(&group->alphabet, &r->sets, labels, kept, fits);
    memory_free(used);
    memory_free(labels);
    return done;
}

// Puts the rules of a phase into as few groups as their alphabets allow: halves until each fits.
static enum mig_status add_groups(struct rules *r, struct rule_phase *phase, const struct rule **rules, size_t count,
                                  struct mig_error *err) {
    if (!count)
        return MIG_OK;
    struct rule_group group = {.rules = rules, .rule_count = count};
    bool fits;
    if (!build_alphabet(r, &group, &fits))
        return error_memory(err);
    if (!fits && count == 1)
        return error_set(err, MIG_EDATA, rules[0]->file, rules[0]->line, 1,
                         "the rule '%.*s' tells more than 255 sets of labels apart", STR_ARGS(rules[0]->name));
    if (!fits) {
        enum mig_status status = add_groups(r, phase, rules, count / 2, err);
        return status ? status : add_groups(r, phase, rules + count / 2, count - count / 2, err);
    }
    struct rule_group *grown = memory_resize_array(phase->groups, phase->group_count + 1, sizeof *grown);
    if (!grown) {
        symbol_group_free(&group.alphabet);
        return error_memory(err);
    }
    phase->groups = grown;
    phase->groups[phase->group_count++] = group;
    return MIG_OK;
}

static void set_bytes(const struct pattern_test *test, const struct symbol_group *alphabet, struct byte_set *shapes,
                      struct byte_set *classes) {
    for (size_t c = 0; c < test->conjunct_count; c++) {
        struct byte_set s, b;
        pattern_test_bytes(test, c, alphabet, &s, &b);
        byte_set_merge(shapes, &s);
        byte_set_merge(classes, &b);
    }
}

// How many items a part of a pattern takes.
struct extent {
    uint32_t least, most;
};

static struct extent extent_of_chain(const struct pattern_node *chain);

static struct extent extent_of(const struct pattern_node *n) {
    struct extent inner = {0, 0};
    switch (n->kind) {
    case PATTERN_TEST:
        return (struct extent){1, 1};
    case PATTERN_GAP:
        return (struct extent){0, n->max};
    case PATTERN_REPEAT:
        inner = extent_of(n->child);
        return (struct extent){inner.least * n->min, inner.most * n->max};
    case PATTERN_CHOICE:
        inner.least = UINT32_MAX;
        for (const struct pattern_node *c = n->child; c; c = c->next) {
            struct extent branch = extent_of(c);
            inner.least = branch.least < inner.least ? branch.least : inner.least;
            inner.most = branch.most > inner.most ? branch.most : inner.most;
        }
        return inner;
    default:
        return extent_of_chain(n->child);
    }
}

static struct extent extent_of_chain(const struct pattern_node *chain) {
    struct extent sum = {0, 0};
    for (; chain; chain = chain->next) {
        struct extent part = extent_of(chain);
        sum.least += part.least;
        sum.most += part.most;
    }
    return sum;
}

enum { REQUIRED_MAX = 64 };

struct required_list {
    struct rule_required at[REQUIRED_MAX];
    size_t count;
};

static void add_required(struct required_list *list, struct rule_required required) {
    if (list->count < REQUIRED_MAX)
        list->at[list->count++] = required;
}

static void require_chain(const struct pattern_node *n, const struct symbol_group *alphabet, struct extent before,
                          struct required_list *out);

// Of branches that each need something, one of those things is needed: here the first of each that labels tell.
static void require_choice(const struct pattern_node *choice, const struct symbol_group *alphabet, struct extent before,
                           struct required_list *out) {
    struct rule_required either = {.least_before = UINT32_MAX};
    for (const struct pattern_node *branch = choice->child; branch; branch = branch->next) {
        struct required_list list = {.count = 0};
        const struct rule_required *needed = NULL;
        require_chain(branch->child, alphabet, before, &list);
        for (size_t i = 0; i < list.count && !needed; i++)
            if (!byte_set_has(&list.at[i].classes, 0))
                needed = &list.at[i];
        if (!needed)
            return;
        byte_set_merge(&either.classes, &needed->classes);
        either.least_before = needed->least_before < either.least_before ? needed->least_before : either.least_before;
        either.most_before = needed->most_before > either.most_before ? needed->most_before : either.most_before;
    }
    add_required(out, either);
}

// Collects the elements that cannot be left out.
static void require_chain(const struct pattern_node *n, const struct symbol_group *alphabet, struct extent before,
                          struct required_list *out) {
    for (; n; n = n->next) {
        if (n->kind == PATTERN_TEST) {
            struct byte_set shapes = {{0}}, classes = {{0}};
            set_bytes(&n->test, alphabet, &shapes, &classes);
            add_required(out, (struct rule_required){classes, before.least, before.most});
        } else if (n->kind == PATTERN_SEQUENCE || n->kind == PATTERN_SPAN || (n->kind == PATTERN_REPEAT && n->min)) {
            require_chain(n->child, alphabet, before, out);
        } else if (n->kind == PATTERN_CHOICE) {
            require_choice(n, alphabet, before, out);
        }
        struct extent part = extent_of(n);
        before.least += part.least;
        before.most += part.most;
    }
}

static enum mig_status prepare_pattern(struct rules *r, struct rule_pattern *p, const struct symbol_group *alphabet,
                                       struct mig_error *err) {
    const struct pattern_test *first[FIRST_TESTS_MAX];
    size_t count;
    p->alphabet = alphabet;
    if (pattern_is_nullable(p->pattern))
        return error_set(err, MIG_EDATA, p->rule->file, p->line, 1,
                         "this pattern of '%.*s' can match no item at all: nothing in it must be there",
                         STR_ARGS(p->rule->name));
    pattern_first(p->pattern, first, FIRST_TESTS_MAX, &count);
    p->begins_anywhere = count > FIRST_TESTS_MAX;
    for (size_t i = 0; i < count && !p->begins_anywhere; i++)
        set_bytes(first[i], alphabet, &p->first_shapes, &p->first_classes);
    struct required_list list = {.count = 0};
    require_chain(p->pattern, alphabet, (struct extent){0, 0}, &list);
    p->required_count = list.count;
    p->required = arena_alloc(&r->arena, (list.count + 1) * sizeof *p->required);
    if (!p->required)
        return error_memory(err);
    memcpy(p->required, list.at, list.count * sizeof *p->required);
    for (size_t i = 0; i < p->required_count; i++) {
        if (byte_set_is_empty(&p->required[i].classes))
            return error_set(err, MIG_EDATA, p->rule->file, p->line, 1,
                             "this pattern of '%.*s' can match nothing: element %zu of those it needs",
                             STR_ARGS(p->rule->name), i + 1);
    }
    return MIG_OK;
}

// How often text has each class, roughly: by the label sets in it, frequent words counting for many.
static void weigh_classes(const struct rules *r, const struct language *language, const struct symbol_group *alphabet,
                          unsigned weights[256]) {
    enum { COMMON = 20, FREQUENT = 2000 };
    memset(weights, 0, 256 * sizeof *weights);
    for (size_t i = 1; i < alphabet->set_count; i++)
        weights[alphabet->class_of_set[i]] += label_sets_has(&r->sets, (uint32_t)i, LIST_COMMON) ? COMMON : 1;
    struct str words = language->frequent, word;
    size_t number = (size_t)(language - r->languages);
    while (str_next(&words, ' ', &word)) {
        uint32_t node = phrases_step(&r->phrases, 0, vocabulary_find(&r->vocabulary, word));
        uint32_t set = node ? phrases_set(&r->phrases, node, number, PHRASE_STRICT | PHRASE_BARE) : 0;
        if (set)
            weights[alphabet->class_of_set[set]] += FREQUENT;
    }
}

static unsigned weigh(const struct byte_set *classes, const unsigned weights[256]) {
    unsigned weight = 0;
    for (unsigned byte = 1; byte < 256; byte++)
        weight += byte_set_has(classes, (uint8_t)byte) ? weights[byte] : 0;
    return weight;
}

static const struct rule_required *choose_trigger(const struct rule_pattern *p, const unsigned weights[256]) {
    const struct rule_required *best = NULL;
    unsigned best_weight = 0;
    for (size_t i = 0; i < p->required_count; i++) {
        if (byte_set_has(&p->required[i].classes, 0))
            continue;
        unsigned weight = weigh(&p->required[i].classes, weights);
        if (!best || weight < best_weight) {
            best = &p->required[i];
            best_weight = weight;
        }
    }
    return best;
}

static bool add_pattern(struct rules *r, struct rule_patterns *list, struct rule_pattern *p) {
    if (!(list->count & (list->count - 1))) { // a power of two: full
        struct rule_pattern **grown = arena_alloc(&r->arena, (list->count ? list->count * 2 : 1) * sizeof *grown);
        if (!grown)
            return false;
        for (size_t i = 0; i < list->count; i++)
            grown[i] = list->at[i];
        list->at = grown;
    }
    list->at[list->count++] = p;
    return true;
}

static enum mig_status index_pattern(struct rules *r, struct rule_group *group, struct rule_pattern *p,
                                     const unsigned weights[256], struct mig_error *err) {
    p->trigger = choose_trigger(p, weights);
    p->number = (uint32_t)group->pattern_count++;
    if (!p->trigger)
        return add_pattern(r, &group->always, p) ? MIG_OK : error_memory(err);
    byte_set_merge(&group->triggers, &p->trigger->classes);
    for (unsigned byte = 1; byte < 256; byte++)
        if (byte_set_has(&p->trigger->classes, (uint8_t)byte) && !add_pattern(r, &group->triggered[byte], p))
            return error_memory(err);
    return MIG_OK;
}

static enum mig_status prepare_rule(struct rules *r, const struct rule *rule, const struct symbol_group *alphabet,
                                    struct mig_error *err) {
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < rule->match_count + rule->unless_count && !status; i++) {
        struct rule_pattern *p = i < rule->match_count ? &rule->matches[i] : &rule->unless[i - rule->match_count];
        status = prepare_pattern(r, p, alphabet, err);
        if (r->unfiltered)
            rule_pattern_changed(p);
    }
    return status;
}

static enum mig_status prepare_group(struct rules *r, struct rule_group *group, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    unsigned weights[256];
    for (size_t i = 0; i < group->rule_count && !status; i++)
        status = prepare_rule(r, group->rules[i], &group->alphabet, err);
    weigh_classes(r, &r->languages[group->rules[0]->language], &group->alphabet, weights);
    for (size_t i = 0; i < group->rule_count; i++)
        for (size_t j = 0; j < group->rules[i]->match_count && !status; j++)
            status = index_pattern(r, group, &group->rules[i]->matches[j], weights, err);
    return status;
}

// Numbers the groups, and tells for each label set which of them it is of use to.
static enum mig_status index_groups(const struct rules *r, struct language *language, struct mig_error *err) {
    enum { LAST_BIT = 63 };
    size_t number = 0;
    language->groups_of_set = memory_zeroed(r->sets.count, sizeof *language->groups_of_set);
    if (!language->groups_of_set)
        return error_memory(err);
    for (size_t i = 0; i < language->phase_count; i++)
        for (size_t j = 0; j < language->phases[i].group_count; j++) {
            struct rule_group *group = &language->phases[i].groups[j];
            group->number = number < LAST_BIT ? number : LAST_BIT;
            number++;
            for (size_t set = 1; set < r->sets.count; set++)
                if (group->triggered[group->alphabet.class_of_set[set]].count)
                    language->groups_of_set[set] |= (uint64_t)1 << group->number;
        }
    return MIG_OK;
}

static enum mig_status build_phases(struct rules *r, struct language *language, const unsigned *phase_of_kind,
                                    struct mig_error *err) {
    unsigned last = 0;
    for (size_t i = 0; i < language->rule_count; i++)
        if (!language->rules[i].gives_record && phase_of_kind[language->rules[i].gives] > last)
            last = phase_of_kind[language->rules[i].gives];
    language->phase_count = (size_t)last + 1;
    language->date_phases = phase_of_kind[LABEL_DATE];
    language->phases = memory_zeroed(language->phase_count, sizeof *language->phases);
    const struct rule **order = arena_alloc(&r->arena, (language->rule_count + 1) * sizeof *order);
    if (!language->phases || !order)
        return error_memory(err);
    enum mig_status status = MIG_OK;
    size_t placed = 0;
    for (unsigned phase = 1; phase <= language->phase_count && !status; phase++) { // records come last
        size_t from = placed;
        for (size_t i = 0; i < language->rule_count; i++) {
            const struct rule *rule = &language->rules[i];
            if ((rule->gives_record ? language->phase_count : phase_of_kind[rule->gives]) == phase)
                order[placed++] = rule;
        }
        status = add_groups(r, &language->phases[phase - 1], order + from, placed - from, err);
        for (size_t i = 0; i < language->phases[phase - 1].group_count && !status; i++)
            status = prepare_group(r, &language->phases[phase - 1].groups[i], err);
    }
    return status ? status : index_groups(r, language, err);
}

static enum mig_status order_rules(struct rules *r, struct language *language, struct mig_error *err) {
    struct ordering o = {.r = r, .language = language, .err = err};
    o.phase = memory_zeroed(r->schema.label_count, sizeof *o.phase);
    o.done = memory_zeroed(r->schema.label_count, sizeof *o.done);
    enum mig_status status = o.phase && o.done ? MIG_OK : error_memory(err);
    for (size_t i = 0; i < language->rule_count && !status; i++) {
        o.latest = 0;
        if (language->rules[i].gives_record)
            visit_rule(&o, &language->rules[i]);
        else {
            o.rule = &language->rules[i];
            visit_kind(&o, language->rules[i].gives);
        }
        status = o.status;
    }
    if (!status)
        status = build_phases(r, language, o.phase, err);
    memory_free(o.phase);
    memory_free(o.done);
    return status;
}

static enum mig_status intern_kinds(struct rules *r, struct mig_error *err) {
    r->kind_sets = memory_zeroed(r->schema.kind_count, sizeof *r->kind_sets);
    if (!r->kind_sets)
        return error_memory(err);
    for (size_t i = 0; i < r->schema.kind_count; i++) {
        uint16_t label = (uint16_t)i;
        r->kind_sets[i] = label_sets_add(&r->sets, &label, 1);
        if (r->kind_sets[i] == UINT32_MAX)
            return error_memory(err);
    }
    return MIG_OK;
}

static enum mig_status load(struct loading *l, unsigned flags) {
    struct rules *r = l->r;
    r->languages = memory_zeroed(l->files->language_count, sizeof *r->languages);
    if (!r->languages)
        return error_memory(l->err);
    r->language_count = l->files->language_count;
    enum mig_status status = parse_files(l);
    if (!status)
        status = read_configuration(l);
    const struct token_config **configs = arena_alloc(&r->arena, (r->language_count + 1) * sizeof *configs);
    if (!status && !configs)
        status = error_memory(l->err);
    if (status)
        return status;
    for (size_t i = 0; i < r->language_count; i++)
        configs[i] = &r->languages[i].config;
    r->gazetteer.schema = &r->schema;
    r->gazetteer.vocabulary = &r->vocabulary;
    r->gazetteer.phrases = &r->phrases;
    r->gazetteer.configs = configs;
    r->gazetteer.language_count = r->language_count;
    status = read_names_and_lists(l, flags);
    if (!status)
        status = read_rules(l);
    if (!status && !phrases_freeze(&r->phrases, &r->sets, r->language_count))
        status = error_memory(l->err);
    if (!status)
        status = gazetteer_index(&r->gazetteer, l->err);
    if (!status)
        status = intern_kinds(r, l->err);
    for (size_t i = 0; i < r->language_count && !status; i++)
        status = order_rules(r, &r->languages[i], l->err);
    return status;
}

enum mig_status rules_init_lock(struct rules *r, struct mig_error *err) {
    pthread_mutex_t *lock = r->compile_lock ? r->compile_lock : arena_alloc(&r->arena, sizeof *lock);
    if (!lock || pthread_mutex_init(lock, NULL) != 0)
        return error_memory(err);
    r->compile_lock = lock;
    return MIG_OK;
}

enum mig_status rules_load(struct rules *r, struct data_files *files, unsigned flags, struct mig_error *err) {
    *r = (struct rules){.jit = true, .unfiltered = flags & RULES_UNFILTERED, .directory = files->directory};
    r->arena = files->arena;
    arena_init(&files->arena);
    arena_init(&r->gazetteer.arena);
    arena_init(&r->gazetteer.skeletons.arena);
    memcpy(r->data_hash, files->hash, sizeof r->data_hash);
    struct loading *l = memory_zeroed(1, sizeof *l);
    enum mig_status status = rules_init_lock(r, err);
    if (!status && (!l || !vocabulary_init(&r->vocabulary) || !label_sets_init(&r->sets) || !phrases_init(&r->phrases)))
        status = error_memory(err);
    if (!status) {
        l->r = r;
        l->files = files;
        l->err = err;
        status = load(l, flags);
    }
    memory_free(l);
    if (status)
        rules_free(r);
    return status;
}

static void free_code(struct pattern_code *code) {
    if (code)
        pattern_code_free(code);
    memory_free(code);
}

static void free_patterns(struct rule_pattern *patterns, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free_code(atomic_load(&patterns[i].code));
        free_code(atomic_load(&patterns[i].fast));
    }
}

static void free_language(struct language *l) {
    for (size_t i = 0; i < l->rule_count; i++) {
        free_patterns(l->rules[i].matches, l->rules[i].match_count);
        free_patterns(l->rules[i].unless, l->rules[i].unless_count);
    }
    for (size_t i = 0; l->phases && i < l->phase_count; i++) {
        for (size_t j = 0; j < l->phases[i].group_count; j++)
            symbol_group_free(&l->phases[i].groups[j].alphabet);
        memory_free(l->phases[i].groups);
    }
    memory_free(l->phases);
    memory_free(l->groups_of_set);
    memory_free(l->rules);
    memory_free(l->lists);
}

void rules_free(struct rules *r) {
    for (size_t i = 0; r->languages && i < r->language_count; i++)
        free_language(&r->languages[i]);
    memory_free(r->languages);
    memory_free(r->kind_sets);
    memory_free(r->gazetteer.entries);
    memory_free(r->gazetteer.of_kind);
    memory_free(r->gazetteer.first_of_kind);
    arena_free(&r->gazetteer.arena);
    skeletons_free(&r->gazetteer.skeletons);
    phrases_free(&r->phrases);
    label_sets_free(&r->sets);
    vocabulary_free(&r->vocabulary);
    schema_free(&r->schema);
    if (r->compile_lock)
        pthread_mutex_destroy(r->compile_lock);
    arena_free(&r->arena);
    *r = (struct rules){0};
}

size_t rules_language(const struct rules *r, struct str tag) {
    size_t primary = str_find(tag, STR("-"), 0);
    for (size_t i = 0; i < r->language_count; i++)
        if (str_eq(r->languages[i].config.tag, tag) || str_eq(r->languages[i].config.tag, str_sub(tag, 0, primary)))
            return i;
    return SIZE_MAX;
}

// Compiles into *place unless it is there already: from `slow` code to machine code, or the pattern. The lock is held, so that nobody
// compiles the same.
static enum mig_status compile_once(const struct rules *r, const struct rule_pattern *p,
                                    const struct pattern_code *slow, _Atomic(struct pattern_code *) *place,
                                    struct pattern_code **out, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    pthread_mutex_lock(r->compile_lock);
    struct pattern_code *code = atomic_load_explicit(place, memory_order_relaxed);
    if (!code) {
        code = memory_alloc(sizeof *code);
        if (!code)
            status = error_memory(err);
        else
            status = slow ? pattern_compile_fast(slow, code, err)
                          : pattern_compile(p->pattern, p->alphabet, false, code, err);
        if (status) {
            memory_free(code);
            code = NULL;
        }
        atomic_store_explicit(place, code, memory_order_release);
    }
    pthread_mutex_unlock(r->compile_lock);
    *out = code;
    return status;
}

enum mig_status rule_pattern_code(const struct rules *r, struct rule_pattern *p, const struct pattern_code **out,
                                  struct mig_error *err) {
    enum { FAST_AFTER = 100 }; // matches: what compiling to machine code costs
    struct pattern_code *code = atomic_load_explicit(&p->fast, memory_order_acquire);
    enum mig_status status = MIG_OK;
    if (!code)
        code = atomic_load_explicit(&p->code, memory_order_acquire);
    if (!code)
        status = compile_once(r, p, NULL, &p->code, &code, err);
    else if (r->jit && atomic_fetch_add_explicit(&p->uses, 1, memory_order_relaxed) == FAST_AFTER)
        status = compile_once(r, p, code, &p->fast, &code, err);
    *out = code;
    return status;
}

void rule_pattern_changed(struct rule_pattern *p) {
    free_patterns(p, 1);
    atomic_store(&p->code, NULL);
    atomic_store(&p->fast, NULL);
    p->required_count = 0;
    p->trigger = NULL;
    p->begins_anywhere = true;
}
