// Programs: every standing body, process, scheme or fund once, with its names, its parties and its status.
#include "extract/extraction.h"
#include "extract/names.h"

int extraction_program_at(const struct extraction *x, struct span span) {
    return links_at(x, &x->programs, span);
}

int extraction_program_called(const struct extraction *x, struct str acronym) {
    for (size_t i = 0; i < x->out->program_count && acronym.len; i++)
        if (str_eq(x->out->programs[i].acronym, acronym))
            return (int)i;
    return -1;
}

static bool is_same_program(const struct program_record *p, struct str name, struct str known, struct str kind,
                            const struct list_str *countries) {
    if (known.len && p->known.len)
        return str_eq(known, p->known);
    if (parties_conflict(&p->countries, countries))
        return false;
    if (kind.len && p->kind.len && !str_eq(kind, p->kind))
        return false;
    if (p->acronym.len && str_eq(p->acronym, name))
        return true;
    for (size_t i = 0; i < p->names.count; i++)
        if (names_overlap(p->names.at[i], name))
            return true;
    return false;
}

static int find_program(const struct extraction *x, struct str name, struct str known, struct str kind,
                        const struct list_str *countries) {
    size_t count = x->out->program_count, oldest = count > LOOK_BACK_MAX ? count - LOOK_BACK_MAX : 0;
    for (size_t i = count; i-- > oldest;)
        if (is_same_program(&x->out->programs[i], name, known, kind, countries))
            return (int)i;
    return -1;
}

static bool is_acronym(struct str s) {
    size_t capitals = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == ' ')
            return false;
        capitals += s.ptr[i] >= 'A' && s.ptr[i] <= 'Z';
    }
    return capitals >= 2 && capitals * 2 >= s.len;
}

// An acronym that several bodies share needs a second cue: its expansion, or one of its parties, in the article.
static bool has_cue(const struct extraction *x, const struct entry *e, struct str text) {
    if (!str_eq(entry_attribute(e, FIELD_CUE), STR("yes")) || !is_acronym(text))
        return true;
    for (size_t i = 0; i < x->out->program_count; i++)
        if (str_eq(x->out->programs[i].known, e->id) || str_eq(x->out->programs[i].acronym, text))
            return true;
    bool all;
    extraction_count_spoken(x, entry_attribute(e, FIELD_PARTIES), &all);
    return all;
}

// Of the bodies that share a name, the one whose parties the article speaks of.
static const struct entry *choose_body(const struct extraction *x, const struct item *item, struct str text) {
    const struct entry *first = NULL, *best = NULL;
    unsigned best_told = 0;
    for (const struct entry *e = item_entry(x->c, item, LABEL_BODY); e;
         e = item_entry_next(x->c, item, LABEL_BODY, e)) {
        bool all;
        if (!has_cue(x, e, text))
            continue;
        unsigned told = extraction_count_spoken(x, entry_attribute(e, FIELD_PARTIES), &all);
        first = first ? first : e;
        for (size_t i = 0; i < x->out->program_count; i++)
            if (str_eq(x->out->programs[i].known, e->id))
                return e; // the article has named it already
        if (told > best_told) {
            best = e;
            best_told = told;
        }
    }
    return best ? best : first;
}

// The body that a name inside the span stands for.
static const struct entry *body_in(const struct extraction *x, struct span span) {
    struct item_cursor at = cascade_items(x->c, span);
    for (const struct item *item; (item = cascade_next_item(x->c, &at));)
        if (item_has(x->c, item, LABEL_BODY))
            return choose_body(x, item, span_text(x->d, item_span(item)));
    return NULL;
}

struct program_facts {
    struct str name, kind, acronym, status;
    const struct entry *entry;
    struct list_str countries;
    struct list_organization organizations;
};

static enum mig_status read_facts(struct extraction *x, const struct mention *m, struct program_facts *f) {
    enum mig_status status = MIG_OK;
    const struct capture *name = mention_capture(m, FIELD_NAME), *kind = mention_capture(m, FIELD_KIND);
    f->name = span_text(x->d, name ? name->span : m->span);
    f->entry = m->entry ? m->entry : body_in(x, m->span);
    const struct entry *noun = extraction_entry_in(x, name ? name->span : m->span, LABEL_PROGRAMNOUN);
    if (kind && kind->value.len)
        f->kind = kind->value;
    else if (noun)
        f->kind = noun->id;
    if (mention_capture(m, FIELD_ACRONYM))
        f->acronym = span_text(x->d, mention_capture(m, FIELD_ACRONYM)->span);
    for (size_t i = 0; i < m->capture_count && !status; i++) {
        const struct capture *k = &m->captures[i];
        if (k->field == FIELD_COUNTRY || k->field == FIELD_PARTY)
            status = extraction_countries(x, k, &f->countries);
        else if (k->field == FIELD_ORG)
            status = extraction_organization(x, k, &f->organizations);
    }
    if (!status && f->entry) {
        if (!f->kind.len)
            f->kind = entry_attribute(f->entry, FIELD_KIND);
        f->status = entry_attribute(f->entry, FIELD_STATUS);
        status = extraction_add_codes(x, entry_attribute(f->entry, FIELD_PARTIES), &f->countries);
    }
    return status;
}

static enum mig_status add_program(struct extraction *x, const struct mention *m, struct span span,
                                   struct program_facts *f, int *out) {
    struct records *r = x->out;
    struct str known = f->entry ? f->entry->id : (struct str){0};
    *out = find_program(x, f->name, known, f->kind, &f->countries);
    if (*out < 0) {
        if (!record_grow(x->arena, &r->programs, &r->program_capacity, r->program_count, sizeof *r->programs))
            return error_memory(x->err);
        *out = (int)r->program_count++;
        r->programs[*out] = (struct program_record){.name = f->name};
    }
    struct program_record *p = &r->programs[*out];
    bool better = is_acronym(p->name) && !is_acronym(f->name);
    if (better || (names_words(f->name) > names_words(p->name) && !is_acronym(f->name)))
        p->name = f->name;
    if (!p->known.len)
        p->known = known;
    if (!p->kind.len)
        p->kind = f->kind;
    if (!p->status.len)
        p->status = f->status;
    if (!p->acronym.len)
        p->acronym = f->acronym.len ? f->acronym : is_acronym(f->name) ? f->name : (struct str){0};
    if (m->confidence > p->head.confidence)
        p->head.confidence = m->confidence;
    if (!list_str_add(x->arena, &p->names, f->name) || !list_str_merge(x->arena, &p->countries, &f->countries))
        return error_memory(x->err);
    enum mig_status status = links_add(x, &x->programs, span, *out);
    if (!status)
        status = extraction_merge_organizations(x, &p->organizations, &f->organizations);
    for (const struct capture *k = mention_capture(m, FIELD_AMOUNT); k && !status; k = mention_capture_next(m, k))
        status = extraction_amount(x, k, &p->amounts);
    return status ? status : extraction_evidence(x, &p->head, m);
}

static enum mig_status read_body(struct extraction *x, const struct mention *m) {
    struct program_facts facts = {0};
    int number;
    enum mig_status status = read_facts(x, m, &facts);
    return status ? status : add_program(x, m, m->span, &facts, &number);
}

static enum mig_status read_known(struct extraction *x, const struct sentence *s) {
    enum mig_status status = MIG_OK;
    for (size_t i = 0; sentence_names(s, LABEL_BODY) && i < s->base_count && !status; i++) {
        if (!item_has(x->c, &s->base[i], LABEL_BODY))
            continue;
        struct span span = item_span(&s->base[i]);
        if (extraction_program_at(x, span) >= 0)
            continue;
        const struct entry *e = choose_body(x, &s->base[i], span_text(x->d, span));
        if (!e)
            continue;
        struct mention m = {.sentence = (uint32_t)(s - x->c->sentences),
                            .span = span,
                            .context = span,
                            .entry = e,
                            .confidence = RULE_CONFIDENCE};
        status = read_body(x, &m);
    }
    return status;
}

static struct str constant(const struct mention *m, uint16_t field) {
    const struct capture *k = mention_capture(m, field);
    return k ? k->value : (struct str){0};
}

// A record rule about a program: it names one that is there, or one of its own.
static enum mig_status read_candidate(struct extraction *x, const struct mention *m) {
    const struct capture *named = mention_capture(m, FIELD_BODY);
    if (!named)
        named = mention_capture(m, FIELD_NAME);
    if (!named)
        return MIG_OK;
    struct program_facts facts = {0};
    int number = extraction_program_at(x, named->span);
    enum mig_status status = read_facts(x, m, &facts);
    facts.name = span_text(x->d, named->span);
    if (!status && number < 0)
        status = add_program(x, m, named->span, &facts, &number);
    if (status)
        return status;
    struct program_record *p = &x->out->programs[number];
    struct str state = constant(m, FIELD_STATUS);
    if (str_eq(state, STR("planned")))
        state = STR("proposed");
    if (state.len && (!p->status.len || str_eq(p->status, STR("active"))))
        p->status = state;
    if (!list_str_merge(x->arena, &p->countries, &facts.countries))
        return error_memory(x->err);
    const struct capture *started = mention_capture(m, FIELD_STARTED);
    if (started && started->mention && !p->started.known)
        status = extraction_date(x, started->mention, &p->started);
    for (const struct capture *k = mention_capture(m, FIELD_AMOUNT); k && !status; k = mention_capture_next(m, k))
        status = extraction_amount(x, k, &p->amounts);
    return status ? status : extraction_evidence(x, &p->head, m);
}

// Who takes part, when neither its name nor the gazetteer tells: the countries that its first sentence names, two at most, else the two
// that the article is about.
static enum mig_status infer_countries(struct extraction *x, struct program_record *p) {
    enum { TOLD_MAX = 2 };
    struct list_str told = {0};
    struct str pair[2];
    struct span span = p->head.evidence.count ? p->head.evidence.at[0].span : (struct span){0};
    for (size_t i = cascade_sentence_at(x->c, span.start);
         i < x->c->sentence_count && x->c->sentences[i].span.start < span.end; i++) {
        const struct sentence *s = &x->c->sentences[i];
        for (size_t j = 0; j < s->base_count; j++) {
            const struct entry *e = item_entry(x->c, &s->base[j], LABEL_COUNTRY);
            e = e ? e : item_entry(x->c, &s->base[j], LABEL_DEMONYM);
            if (e && !list_str_add_sorted(x->arena, &told, e->id))
                return error_memory(x->err);
        }
    }
    if (told.count && told.count <= TOLD_MAX)
        p->countries = told;
    else if (!told.count && extraction_dyad(x, pair))
        return extraction_add_pair(x, pair, &p->countries);
    return MIG_OK;
}

static enum mig_status finish(struct extraction *x, struct program_record *p) {
    if (!p->countries.count && !p->known.len && infer_countries(x, p))
        return MIG_EMEMORY;
    if (!p->status.len)
        p->status = STR("active");
    if (!p->kind.len)
        p->kind = STR("initiative");
    if (p->known.len) {
        struct str parts[] = {STR("body"), p->known};
        return extraction_key(x, parts, 2, &p->head.key);
    }
    struct str parts[6] = {STR("program")};
    size_t count = 2;
    for (size_t i = 0; i < p->countries.count && count < 6; i++)
        parts[count++] = p->countries.at[i];
    enum mig_status status = extraction_folded(x, p->name, &parts[1]);
    return status ? status : extraction_key(x, parts, count, &p->head.key);
}

enum mig_status extraction_programs(struct extraction *x) {
    struct cascade *c = x->c;
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < c->mentions.count && !status; i++)
        if (c->mentions.at[i]->label == LABEL_BODY &&
            c->sentences[c->mentions.at[i]->sentence].role != PARAGRAPH_BYLINE)
            status = read_body(x, c->mentions.at[i]);
    for (size_t i = 0; i < c->sentence_count && !status; i++)
        if (c->sentences[i].role != PARAGRAPH_BYLINE)
            status = read_known(x, &c->sentences[i]);
    for (size_t i = 0; i < c->candidates.count && !status; i++)
        if (c->candidates.at[i]->label == RECORD_PROGRAM)
            status = read_candidate(x, c->candidates.at[i]);
    for (size_t i = 0; i < x->out->program_count && !status; i++)
        status = finish(x, &x->out->programs[i]);
    return status;
}
