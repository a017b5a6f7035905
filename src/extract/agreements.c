// Agreements: instruments between parties, each once, with what the article tells of their status, parties, signatories and dates.
#include "extract/extraction.h"
#include "extract/names.h"

struct deal {
    struct agreement_record r;
    struct list_organization organizations;
    bool named;
    bool told;                // by a record rule, or named, or between parties: else it makes no record
    bool title;               // told in the title alone so far
    bool in_title;            // the same before the mention in hand
    bool known;               // told as one that there is: "the agreement of 2016 with Chad"
    bool many;                // of three parties or more: what one of them does with it is that one's own
    bool foreign;             // with an organisation that has to do with other things
    uint32_t first, sentence; // of the first and the latest mention
};

struct deals {
    struct extraction *x;
    struct deal *at;
    size_t count, capacity;
    struct links links; // from their mentions to at
    int *
        meetings[2]; // by sentence: the first meeting told in it, or -1; those that took place or will, and denied ones
};

// Every step of a text's life, in the order in which they come.
static int stage(struct str status) {
    static const char *const stages[] = {"proposed",   "negotiating", "draft",    "announced", "adopted",
                                         "initialled", "signed",      "ratified", "in-force",  "renewed",
                                         "suspended",  "terminated",  "rejected"};
    for (int i = 0; i < (int)(sizeof stages / sizeof *stages); i++)
        if (str_eq(status, str_c(stages[i])))
            return i;
    return -1;
}

static bool is_kind(struct str s) {
    static const char *const kinds[] = {"treaty",      "agreement",       "protocol",         "memorandum",
                                        "declaration", "joint-statement", "letter-of-intent", "roadmap",
                                        "action-plan", "compact",         "arrangement",      "other"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(s, str_c(kinds[i])))
            return true;
    return false;
}

enum { SIGNERS_MAX = 8 };

struct facts {
    struct str name, kind, status;
    struct span span;
    const struct entry *entry;
    struct list_str parties, told; // told: those that the text names here, without what the gazetteer adds
    struct list_organization organizations;
    struct record_date date, in_force;
    struct record_place place;
    bool denied, definite;
    bool determined; // "the", "this", "their" or the like before its name
    bool foreign;
    bool fresh;         // told with how it came about: "the agreement signed in May"
    bool beside;        // its date stands beside what was read: it may be that of something else
    size_t nth, passed; // which of the names told together is read: "a treaty and a memorandum" are two agreements
    uint32_t sentence;
    const struct capture *signatories[8];
    size_t signatory_count;
    struct capture signers[SIGNERS_MAX]; // in a row with them
    size_t signer_count;
};

// A bank or fund: most of its agreements are loans.
static bool is_of_money(const struct entry *organization) {
    struct str portfolio = entry_attribute(organization, FIELD_PORTFOLIO);
    return str_eq(portfolio, STR("development")) || str_eq(portfolio, STR("other"));
}

static enum mig_status read_party(struct extraction *x, const struct capture *k, struct facts *f) {
    size_t before = f->parties.count;
    enum mig_status status = extraction_countries(x, k, &f->parties);
    bool group = k->mention && k->mention->label == LABEL_GROUP;
    for (size_t i = 0; group && i < k->mention->capture_count && !status; i++)
        if (k->mention->captures[i].label == LABEL_ORG)
            status = read_party(x, &k->mention->captures[i], f);
    bool described = k->label == SCHEMA_NONE && f->parties.count == before; // "European neighbours"
    bool organization = described || (k->label == LABEL_ORG && capture_is_international(k));
    if (!status && organization)
        status = extraction_organization(x, k, &f->organizations);
    f->foreign |= organization && k->entry && is_of_money(k->entry);
    return status;
}

static enum mig_status read_mention(struct extraction *x, const struct mention *m, struct facts *f);

static enum mig_status read_capture(struct extraction *x, const struct capture *k, struct facts *f) {
    switch (k->field) {
    case FIELD_NAME:
        if (f->name.len || f->passed++ < f->nth)
            return MIG_OK;
        if (k->mention && mention_capture(k->mention, FIELD_NAME)) { // a description with a name and parties of its own
            enum mig_status status = read_mention(x, k->mention, f);
            f->span = k->span;
            return status;
        }
        f->name = span_text(x->d, k->span);
        f->span = k->span;
        return MIG_OK;
    case FIELD_DEAL:
        f->span = k->span;
        if (k->mention && k->mention->label == LABEL_DEAL)
            return read_mention(x, k->mention, f);
        if (!f->name.len)
            f->name = span_text(x->d, k->span);
        return MIG_OK;
    case FIELD_KIND:
        if (k->value.len && !f->kind.len &&
            is_kind(k->value)) // a partnership that is signed keeps its own kind as a program
            f->kind = k->value;
        return MIG_OK;
    case FIELD_STATUS:
        if (k->value.len && !f->status.len) // a verb's future makes a meeting planned, an agreement proposed
            f->status = str_eq(k->value, STR("planned")) ? STR("proposed") : k->value;
        return MIG_OK;
    case FIELD_DENIED:
        f->denied = !str_eq(k->value, STR("no"));
        return MIG_OK;
    case FIELD_REFERS:
        f->definite = str_eq(k->value, STR("definite"));
        f->fresh = str_eq(k->value, STR("new"));
        return MIG_OK;
    case FIELD_SIGNATORY:
        if (f->signatory_count < 8)
            f->signatories[f->signatory_count++] = k;
        return read_party(x, k, f);
    case FIELD_PARTY:
    case FIELD_COUNTRY:
    case FIELD_ORG:
        return read_party(x, k, f);
    case FIELD_DATE:
        return k->mention && !f->date.known ? extraction_date(x, k->mention, &f->date) : MIG_OK;
    case FIELD_IN_FORCE:
        return k->mention && !f->in_force.known ? extraction_date(x, k->mention, &f->in_force) : MIG_OK;
    case FIELD_PLACE:
        if (!f->place.city.len)
            extraction_place(x, k, &f->place);
        return MIG_OK;
    default:
        return MIG_OK;
    }
}

// The record rule's own words come before those of the name inside it.
static enum mig_status read_mention(struct extraction *x, const struct mention *m, struct facts *f) {
    enum mig_status status = MIG_OK;
    for (int inner = 0; inner < 2; inner++)
        for (size_t i = 0; i < m->capture_count && !status; i++)
            if ((m->captures[i].field == FIELD_DEAL) == (inner == 1))
                status = read_capture(x, &m->captures[i], f);
    if (!f->name.len && m->label == LABEL_DEAL) {
        f->name = span_text(x->d, m->span);
        f->span = m->span;
    }
    return status;
}

static enum mig_status read_entry(struct extraction *x, struct facts *f) {
    if (!list_str_merge(x->arena, &f->told, &f->parties))
        return error_memory(x->err);
    if (!f->entry)
        return MIG_OK;
    if (!f->kind.len || str_eq(f->kind, STR("other")))
        f->kind = entry_attribute(f->entry, FIELD_KIND);
    return extraction_add_codes(x, entry_attribute(f->entry, FIELD_PARTIES), &f->parties);
}

// ---- which one it is

// "The agreement", "the pact" may be any instrument.
static bool is_general(struct str kind) {
    return str_eq(kind, STR("agreement"));
}

static bool is_statement(struct str kind) {
    return str_eq(kind, STR("declaration")) || str_eq(kind, STR("joint-statement"));
}

// The title's and the lead's, worded in two ways: the same kind of text, at the same stage, between the same parties.
static bool is_told_in_title(const struct deal *d, const struct facts *f) {
    bool same = f->parties.count >= 2 && f->parties.count == d->r.parties.count;
    bool bare =
        names_words(f->name) == 1 && str_eq(f->kind, d->r.kind); // "signed an agreement", which the title tells more of
    return d->title && f->sentence <= d->sentence + LEAD_SENTENCES && f->kind.len && f->status.len &&
           str_eq(f->status, d->r.status) && (same || bare);
}

// Whether the name begins with an article or stands after a word that tells it as known.
static bool is_determined(const struct extraction *x, const struct sentence *s, struct span name) {
    const struct item *before = NULL;
    for (size_t i = 0; i < s->base_count && s->base[i].start <= name.start; i++) {
        if (s->base[i].start == name.start && s->base[i].shape & SHAPE_WORD && s->base[i].shape & SHAPE_DEFINITE)
            return true;
        if (s->base[i].end <= name.start)
            before = &s->base[i];
    }
    return before && item_has(x->c, before, LIST_DETERMINER);
}

// What the name says besides its head noun: the longer of what stands before and after it.
static struct str modifiers_of(const struct extraction *x, struct span name) {
    struct item_cursor at = cascade_items(x->c, name);
    for (const struct item *item; (item = cascade_next_item(x->c, &at));) {
        if (!item_has(x->c, item, LABEL_AGREEMENTNOUN))
            continue;
        struct span before = {name.start, item->start}, after = {item->end, name.end};
        return span_text(x->d, before.end - before.start >= after.end - after.start ? before : after);
    }
    return (struct str){0};
}

// A head noun with at most such words as "draft" and "bilateral": nothing that says which one it is.
static bool is_plain(const struct extraction *x, const struct facts *f) {
    static const uint16_t telling[] = {LABEL_TOPIC, LABEL_PORTFOLIO, LABEL_COUNTRY, LABEL_DEMONYM,
                                       LABEL_CITY,  LABEL_REGION,    LABEL_ORG,     LABEL_NUM};
    struct item_cursor at = cascade_items(x->c, f->span);
    bool head = false;
    size_t words = 0;
    for (const struct item *item; (item = cascade_next_item(x->c, &at)); words++) {
        bool noun = item_has(x->c, item, LABEL_AGREEMENTNOUN);
        if (noun && names_words(span_text(x->d, item_span(item))) > 1)
            return false; // "readmission agreement", in one
        head |= noun;
        for (size_t i = 0; i < sizeof telling / sizeof *telling && !noun; i++)
            if (item_has(x->c, item, telling[i]) || item->shape & SHAPE_NUMBER)
                return false;
    }
    return head && words <= 2;
}

// "The visa pact" after "an agreement on visas and visa waivers": nothing that it says is new.
static bool is_named_by(const struct extraction *x, const struct deal *d, const struct facts *f) {
    struct str modifiers = names_words(f->name) > 1 && f->span.end ? modifiers_of(x, f->span) : (struct str){0};
    for (size_t i = 0; i < d->r.names.count && names_words(modifiers); i++)
        if (names_within(modifiers, d->r.names.at[i]))
            return true;
    return false;
}

// "A new migration deal" of the title, and in the lead "the new migration treaty is announced".
static bool is_named_in_title(const struct extraction *x, const struct deal *d, const struct facts *f) {
    bool general = is_general(f->kind) || is_general(d->r.kind);
    return d->title && f->sentence <= d->sentence + LEAD_SENTENCES && general && f->parties.count &&
           d->r.parties.count >= 2 && is_named_by(x, d, f);
}

static bool has_words_of(const struct deal *d, const struct facts *f) {
    for (size_t i = 0; i < d->r.names.count; i++)
        if (names_within(f->name, d->r.names.at[i]))
            return true;
    return false;
}

// "The existing agreement" after "a new agreement".
static bool is_contrasted(const struct deal *d, const struct facts *f) {
    for (size_t i = 0; i < d->r.names.count; i++)
        if (names_words(d->r.names.at[i]) == 2 && !names_within(f->name, d->r.names.at[i]))
            return true;
    return false;
}

static bool is_ahead(struct str status) {
    return status.len && stage(status) <= stage(STR("draft"));
}

// Whether it can be the deal. wide: also by another noun, "the pact" for a memorandum.
static bool is_same_deal(const struct extraction *x, const struct deal *d, const struct facts *f, bool wide) {
    if (f->entry && d->r.known.len)
        return str_eq(f->entry->id, d->r.known);
    bool told_before = d->first < f->sentence, title = is_told_in_title(d, f) || is_named_in_title(x, d, f);
    bool same_kind = !f->kind.len || !d->r.kind.len || str_eq(f->kind, d->r.kind);
    bool general = (f->definite && is_general(f->kind)) ||
                   (f->determined && is_general(f->kind) && !is_statement(d->r.kind)) ||
                   (f->determined && is_general(d->r.kind) && names_words(f->name) == 1) ||
                   (title && (is_general(f->kind) || is_general(d->r.kind)));
    if (!same_kind && !(general && (wide || title || (f->name.len && has_words_of(d, f)))))
        return false;
    bool dates = dates_conflict(&d->r.date, &f->date) && !(f->determined && f->beside);
    if (f->denied != d->r.denied || parties_conflict(&d->r.parties, &f->parties) || dates)
        return false;
    if (f->fresh && is_ahead(d->r.status) && !is_ahead(f->status))
        return false; // "the agreement signed in 2004" beside one to be signed
    // "A readmission agreement with Austria" is another than that between nobody in particular.
    if (!f->determined && !f->definite && f->told.count >= 2 && !d->r.parties.count && told_before && !d->title)
        return false;
    // "an agreement between the two countries", told again without its name
    bool bare = (names_words(f->name) == 1 || (f->determined && is_plain(x, f) && !is_contrasted(d, f))) &&
                ((f->parties.count >= 2 && d->r.parties.count >= 2) || (f->determined && told_before));
    if (f->definite || bare || title || (f->determined && told_before && is_named_by(x, d, f)))
        return true;
    for (size_t i = 0; i < d->r.names.count; i++)
        if (names_overlap(d->r.names.at[i], f->name))
            return true;
    return false;
}

static struct deal *find_deal(struct deals *ds, const struct facts *f) {
    size_t oldest = ds->count > LOOK_BACK_MAX ? ds->count - LOOK_BACK_MAX : 0;
    int linked = f->span.end ? links_at(ds->x, &ds->links, f->span) : -1;
    if (linked >= 0)
        return &ds->at[linked];
    for (int wide = 0; wide < 2; wide++)
        for (size_t i = ds->count; i-- > oldest;)
            if (is_same_deal(ds->x, &ds->at[i], f, wide))
                return &ds->at[i];
    return NULL;
}

// ---- telling it

static enum mig_status add_step(struct extraction *x, struct agreement_record *r, struct str status,
                                const struct record_date *date) {
    for (size_t i = 0; i < r->history_count; i++)
        if (str_eq(r->history[i].status, status)) {
            if (!r->history[i].date.known)
                r->history[i].date = *date;
            return MIG_OK;
        }
    if (!record_grow(x->arena, &r->history, &r->history_capacity, r->history_count, sizeof *r->history))
        return error_memory(x->err);
    size_t at = r->history_count++;
    for (; at > 0 && stage(r->history[at - 1].status) > stage(status); at--)
        r->history[at] = r->history[at - 1];
    r->history[at] = (struct agreement_step){status, *date};
    return MIG_OK;
}

static enum mig_status add_signatory(struct extraction *x, struct agreement_record *r, const struct capture *k) {
    struct signatory s = {.minister = extraction_minister_at(x, k->span)};
    if (s.minister < 0)
        return MIG_OK;
    s.name = x->out->ministers[s.minister].name;
    s.country = x->out->ministers[s.minister].country;
    for (size_t i = 0; i < r->signatory_count; i++)
        if (r->signatories[i].minister == s.minister)
            return MIG_OK;
    if (!record_grow(x->arena, &r->signatories, &r->signatory_capacity, r->signatory_count, sizeof s))
        return error_memory(x->err);
    r->signatories[r->signatory_count++] = s;
    return MIG_OK;
}

static bool is_turned_down(struct str status) {
    return stage(status) >= stage(STR("suspended"));
}

static enum mig_status add_party_status(struct extraction *x, struct agreement_record *r, struct str party,
                                        struct str status) {
    for (size_t i = 0; i < r->by_party_count; i++)
        if (str_eq(r->by_party[i].party, party)) {
            if (stage(status) > stage(r->by_party[i].status))
                r->by_party[i].status = status;
            return MIG_OK;
        }
    if (!record_grow(x->arena, &r->by_party, &r->by_party_capacity, r->by_party_count, sizeof *r->by_party))
        return error_memory(x->err);
    r->by_party[r->by_party_count++] = (struct agreement_party_status){party, status};
    return MIG_OK;
}

// What one of many parties does with the text, "Chad refused to sign the convention", leaves the text itself as it is.
static bool is_party_alone(const struct deal *d, const struct facts *f) {
    bool down = f->status.len && (f->denied || is_turned_down(f->status));
    // Others have signed or adopted it.
    bool stands = stage(d->r.status) >= stage(STR("adopted")) && !is_turned_down(d->r.status);
    for (size_t i = 0; i < f->told.count; i++)
        stands &= !list_str_has(&d->r.parties, f->told.at[i]);
    return down && f->told.count && f->told.count < 3 && (d->many || stands);
}

static enum mig_status tell(struct extraction *x, struct deal *d, const struct facts *told, const struct mention *m) {
    struct agreement_record *r = &d->r;
    struct facts own = *told, *f = &own;
    enum mig_status status = MIG_OK;
    d->many |= f->entry || f->parties.count >= 3 || r->parties.count >= 3;
    bool alone = is_party_alone(d, f);
    for (size_t i = 0; (d->many || alone) && i < f->told.count && f->status.len && !status; i++)
        status = add_party_status(x, r, f->told.at[i], f->status);
    if (status)
        return status;
    if (alone) {
        f->denied = false;
        f->status = (struct str){0};
        f->date = (struct record_date){0};
        f->parties = (struct list_str){0}; // they stay out
    }
    if (names_words(f->name) > names_words(r->name))
        r->name = f->name;
    if (!r->kind.len || str_eq(r->kind, STR("other")) || (d->in_title && is_general(r->kind)))
        r->kind = f->kind.len ? f->kind : r->kind;
    if (f->entry && !r->known.len)
        r->known = f->entry->id;
    r->denied |= f->denied;
    if (!r->in_force.known)
        r->in_force = f->in_force;
    if (!r->place.city.len && !r->place.country.len)
        r->place = f->place;
    if (f->status.len) {
        // The last step reached counts; a later sentence that only proposes does not undo a signature.
        bool later = !r->status.len || stage(f->status) >= stage(r->status);
        status = add_step(x, r, f->status, &f->date);
        if (later) {
            bool again = str_eq(r->status, f->status);
            r->status = f->status;
            if (f->date.known && !(again && f->beside && r->date.known))
                r->date = f->date;
        }
    }
    if (!r->date.known)
        r->date = f->date;
    if (m->confidence > r->head.confidence)
        r->head.confidence = m->confidence;
    if (!list_str_add(x->arena, &r->names, f->name) || !list_str_merge(x->arena, &r->parties, &f->parties))
        return error_memory(x->err);
    if (!status)
        status = extraction_merge_organizations(x, &d->organizations, &f->organizations);
    for (size_t i = 0; i < f->signatory_count && !status; i++)
        status = add_signatory(x, r, f->signatories[i]);
    for (size_t i = 0; i < f->signer_count && !status; i++)
        status = add_signatory(x, r, &f->signers[i]);
    for (const struct capture *k = mention_capture(m, FIELD_AMOUNT); k && !status; k = mention_capture_next(m, k))
        status = extraction_amount(x, k, &r->amounts);
    d->sentence = m->sentence;
    return status ? status : extraction_evidence(x, &r->head, m);
}

static enum mig_status add(struct deals *ds, const struct mention *m, struct facts *f, bool record) {
    struct extraction *x = ds->x;
    enum mig_status status = read_entry(x, f);
    if (status)
        return status;
    const struct entry *noun =
        f->kind.len || !f->span.end ? NULL : extraction_entry_in(x, f->span, LABEL_AGREEMENTNOUN);
    if (noun)
        f->kind = noun->id;
    bool title = x->c->sentences[m->sentence].role == PARAGRAPH_TITLE;
    f->sentence = m->sentence;
    f->determined = f->span.end && is_determined(x, &x->c->sentences[m->sentence], f->span);
    struct deal *d = find_deal(ds, f);
    if (!d) {
        if (!record_grow(x->arena, &ds->at, &ds->capacity, ds->count, sizeof *ds->at))
            return error_memory(x->err);
        d = &ds->at[ds->count++];
        *d = (struct deal){.r = {.meeting = -1, .name = f->name}, .title = title, .first = m->sentence};
    }
    d->in_title = d->title; // where the general word stood: "sign labour pact"
    d->title &= title;
    d->known |= f->determined;
    d->foreign |= f->foreign;
    // A name in capitals that a rule takes for an agreement's stands for itself.
    bool named = f->entry || (!record && m->rule && f->name.len && f->name.ptr[0] >= 'A' && f->name.ptr[0] <= 'Z' &&
                              names_words(f->name) >= 2);
    d->told |= record || named || f->parties.count + f->organizations.count >= 1 || mention_capture(m, FIELD_PARTY);
    d->named |= named;
    if (f->span.end)
        status = links_add(x, &ds->links, f->span, (int)(d - ds->at));
    return status ? status : tell(x, d, f, m);
}

static enum mig_status read_deal(struct deals *ds, const struct mention *m) {
    struct facts f = {.span = m->span, .entry = m->entry ? m->entry : extraction_entry_in(ds->x, m->span, LABEL_DEAL)};
    enum mig_status status = read_mention(ds->x, m, &f);
    f.span = m->span;
    if (!f.name.len)
        f.name = span_text(ds->x->d, m->span);
    return status ? status : add(ds, m, &f, false);
}

// A short name that several texts share counts only where the article speaks of all its parties.
static bool has_cue(const struct extraction *x, const struct entry *e, struct span span) {
    struct str parties = entry_attribute(e, FIELD_PARTIES);
    bool all;
    if (!str_eq(entry_attribute(e, FIELD_CUE), STR("yes")) || names_words(span_text(x->d, span)) > 1)
        return true;
    extraction_count_spoken(x, parties, &all);
    return all || !parties.len;
}

static enum mig_status read_known(struct deals *ds, const struct sentence *s) {
    struct extraction *x = ds->x;
    enum mig_status status = MIG_OK;
    for (size_t i = 0; sentence_names(s, LABEL_DEAL) && i < s->base_count && !status; i++) {
        const struct entry *e =
            item_has(x->c, &s->base[i], LABEL_DEAL) ? item_entry(x->c, &s->base[i], LABEL_DEAL) : NULL;
        struct span span = item_span(&s->base[i]);
        if (!e || links_at(x, &ds->links, span) >= 0 || !has_cue(x, e, span))
            continue;
        struct mention m = {.sentence = (uint32_t)(s - x->c->sentences),
                            .span = span,
                            .context = span,
                            .entry = e,
                            .confidence = RULE_CONFIDENCE,
                            .label = LABEL_DEAL};
        status = read_deal(ds, &m);
    }
    return status;
}

// Parties and signatories in a row with those that the rule read.
static enum mig_status read_rows(struct extraction *x, const struct mention *m, struct facts *f) {
    struct capture row[EXTRACTION_ROW_MAX];
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < m->capture_count && !status; i++) {
        const struct capture *k = &m->captures[i];
        if (k->field != FIELD_PARTY && k->field != FIELD_SIGNATORY)
            continue;
        size_t count = extraction_row(x, m->sentence, k, row);
        for (size_t j = 0; j < count && !status; j++)
            status = read_party(x, &row[j], f);
        for (size_t j = 0; j < count && k->field == FIELD_SIGNATORY && f->signer_count < SIGNERS_MAX; j++)
            f->signers[f->signer_count++] = row[j];
    }
    return status;
}

static enum mig_status read_candidate(struct deals *ds, const struct mention *m, size_t nth) {
    struct facts f = {.nth = nth};
    const struct capture *date = mention_capture(m, FIELD_DATE);
    f.beside = date && date->span.end && (date->span.end <= m->context.start || date->span.start >= m->context.end);
    enum mig_status status = read_mention(ds->x, m, &f);
    if (!status)
        status = read_rows(ds->x, m, &f);
    if (f.span.end)
        f.entry = extraction_entry_in(ds->x, f.span, LABEL_DEAL);
    if (!f.name.len && !f.definite)
        return status; // nothing says what was signed
    return status ? status : add(ds, m, &f, true);
}

static enum mig_status read_each_name(struct deals *ds, const struct mention *m) {
    size_t names = 0;
    for (size_t i = 0; i < m->capture_count; i++)
        names += m->captures[i].field == FIELD_NAME;
    enum mig_status status = read_candidate(ds, m, 0);
    for (size_t nth = 1; nth < names && !status; nth++)
        status = read_candidate(ds, m, nth);
    return status;
}

// ---- finishing

// Which meeting each sentence tells of.
static enum mig_status index_meetings(struct deals *ds) {
    struct extraction *x = ds->x;
    size_t sentences = x->c->sentence_count;
    for (size_t denied = 0; denied < 2; denied++) {
        int *of = arena_alloc(x->arena, (sentences + 1) * sizeof *of);
        if (!of)
            return error_memory(x->err);
        for (size_t i = 0; i < sentences; i++)
            of[i] = -1;
        ds->meetings[denied] = of;
    }
    for (size_t i = 0; i < x->out->meeting_count; i++) {
        const struct meeting_record *r = &x->out->meetings[i];
        for (size_t j = 0; j < r->head.evidence.count; j++) {
            struct span span = r->head.evidence.at[j].span;
            size_t at = cascade_sentence_at(x->c, span.start);
            for (; at < sentences && x->c->sentences[at].span.start < span.end; at++)
                if (ds->meetings[r->denied][at] < 0)
                    ds->meetings[r->denied][at] = (int)i;
        }
    }
    return MIG_OK;
}

// The meeting told in the same sentence, else in the one before.
static int meeting_of(const struct deals *ds, const struct deal *d) {
    const int *of = ds->meetings[d->r.denied];
    return of[d->sentence] >= 0 || !d->sentence ? of[d->sentence] : of[d->sentence - 1];
}

static bool is_negotiable(struct str status) {
    int s = stage(status);
    return s >= stage(STR("proposed")) && s <= stage(STR("signed"));
}

static enum mig_status settle_parties(struct extraction *x, struct deal *d) {
    struct agreement_record *r = &d->r;
    for (size_t i = 0; i < d->organizations.count; i++)
        if (!list_str_add_sorted(x->arena, &r->parties, d->organizations.at[i].as_written))
            return error_memory(x->err);
    if (r->parties.count >= 2 || r->known.len)
        return MIG_OK;
    if (r->meeting >= 0 && x->out->meetings[r->meeting].countries.count >= 2) {
        bool done = list_str_merge(x->arena, &r->parties, &x->out->meetings[r->meeting].countries);
        return done ? MIG_OK : error_memory(x->err);
    }
    struct str pair[2];
    const struct list_str *met = r->meeting >= 0 ? &x->out->meetings[r->meeting].countries : NULL;
    bool fits = extraction_dyad(x, pair) &&
                (!met || met->count != 1 || list_str_has(met, pair[0]) || list_str_has(met, pair[1])) &&
                (!r->parties.count || list_str_has(&r->parties, pair[0]) || list_str_has(&r->parties, pair[1]));
    return fits ? extraction_add_pair(x, pair, &r->parties) : MIG_OK;
}

static enum mig_status settle_key(struct extraction *x, struct agreement_record *r) {
    if (r->known.len) {
        struct str parts[] = {STR("deal"), r->known};
        return extraction_key(x, parts, 2, &r->head.key);
    }
    if (!r->parties.count || !r->date.earliest.len)
        return MIG_OK;
    struct str parts[8] = {STR("agreement"), r->kind};
    size_t count = 2;
    for (size_t i = 0; i < r->parties.count && count < 7; i++)
        parts[count++] = r->parties.at[i];
    parts[count++] = r->date.earliest;
    return extraction_key(x, parts, count, &r->head.key);
}

// What the gazetteer says of a text's status, when the article is not older than its signature.
static struct str status_of_known(const struct extraction *x, struct str id) {
    const struct entry *e = gazetteer_find(&x->c->rules->gazetteer, LABEL_DEAL, id);
    if (!e)
        return (struct str){0};
    struct str signed_on = entry_attribute(e, FIELD_SIGNED), day = x->d->published;
    bool older = signed_on.len && day.len && str_cmp(str_sub(day, 0, signed_on.len), signed_on) < 0;
    return older ? STR("negotiating") : entry_attribute(e, FIELD_STATUS);
}

// Only where parties differ: one of them turned down what stands, or what others took.
static void settle_by_party(struct agreement_record *r) {
    bool differ = false;
    for (size_t i = 0; i < r->by_party_count; i++)
        differ |= is_turned_down(r->by_party[i].status) != is_turned_down(r->status);
    if (!differ)
        r->by_party_count = 0;
}

// Whether any sentence that it was read from speaks of one of our topics, of migration or of a body that we know.
static bool has_topic(const struct extraction *x, const struct agreement_record *r) {
    for (size_t i = 0; i < r->head.evidence.count; i++) {
        struct span span = r->head.evidence.at[i].span;
        const struct sentence *s = &x->c->sentences[cascade_sentence_at(x->c, span.start)];
        if (sentence_has(x->c, s, LABEL_TOPIC, span) || sentence_has(x->c, s, LABEL_BODY, span))
            return true;
        const struct entry *portfolio = extraction_entry_in(x, span, LABEL_PORTFOLIO);
        if (portfolio && str_eq(portfolio->id, STR("migration")))
            return true;
    }
    return false;
}

static enum mig_status finish(const struct deals *ds, struct deal *d) {
    struct extraction *x = ds->x;
    struct agreement_record *r = &d->r;
    struct records *out = x->out;
    if (!d->told || (!r->name.len && !r->known.len)) // "the document", of which nothing more is told
        return MIG_OK;
    if (!r->kind.len)
        r->kind = STR("other");
    if (!r->status.len && r->known.len)
        r->status = status_of_known(x, r->known);
    if (!r->status.len && (r->known.len || d->known)) // there is one; of any other nothing is told
        r->status = r->known.len ? STR("in-force") : STR("signed");
    if (r->denied)
        r->status = STR("rejected");
    settle_by_party(r);
    // "signed the program for the years 2025 to 2027": nothing is signed after it is told.
    bool done = stage(r->status) >= stage(STR("adopted")) && stage(r->status) <= stage(STR("ratified"));
    if (done && r->date.known && x->d->published.len && str_cmp(r->date.earliest, x->d->published) > 0)
        r->date = (struct record_date){0};
    if (is_negotiable(r->status) && !r->denied)
        r->meeting = meeting_of(ds, d);
    enum mig_status status = settle_parties(x, d);
    bool lone = r->parties.count == 1 && (str_eq(r->kind, STR("action-plan")) || str_eq(r->kind, STR("roadmap")));
    bool ours = d->named || r->known.len || r->meeting >= 0 || (r->parties.count && !lone) || r->in_force.known ||
                (r->signatory_count && !lone);
    bool carrier = is_statement(r->kind) && d->title && !r->known.len;           // the statement that the article is
    bool idle = !r->status.len && (!d->named || carrier) && !r->signatory_count; // named in passing
    if ((!ours || idle || (d->foreign && !r->known.len)) && !has_topic(x, r))
        return status; // of nobody in particular, or with a bank, and on nothing of ours: a contract, a loan, air traffic
    if (!status)
        status = settle_key(x, r);
    if (!status && !record_grow(x->arena, &out->agreements, &out->agreement_capacity, out->agreement_count, sizeof *r))
        status = error_memory(x->err);
    if (!status)
        out->agreements[out->agreement_count++] = *r;
    return status;
}

// "hope to [sign the agreement]": another candidate reads more of what is said of the same agreement.
static bool is_told_within(const struct cascade *c, size_t at) {
    const struct mention *m = c->candidates.at[at];
    const struct capture *name = mention_capture(m, FIELD_NAME);
    size_t first = at;
    while (first > 0 && c->candidates.at[first - 1]->sentence == m->sentence)
        first--;
    for (size_t i = first; i < c->candidates.count && c->candidates.at[i]->sentence == m->sentence && name; i++) {
        const struct mention *other = c->candidates.at[i];
        const struct capture *own = other->label == RECORD_AGREEMENT ? mention_capture(other, FIELD_NAME) : NULL;
        bool more = own && other->context.start <= m->context.start && m->context.end <= other->context.end &&
                    other->context.end - other->context.start > m->context.end - m->context.start;
        if (more && own->span.start == name->span.start && own->span.end == name->span.end)
            return true;
    }
    return false;
}

enum mig_status extraction_agreements(struct extraction *x) {
    struct cascade *c = x->c;
    struct deals ds = {.x = x};
    enum mig_status status = MIG_OK;
    size_t mention = 0, candidate = 0;
    // In the order of the text, so that "the agreement" finds those told before it and no others.
    for (uint32_t i = 0; i < c->sentence_count && !status; i++) {
        bool byline = c->sentences[i].role == PARAGRAPH_BYLINE;
        for (; mention < c->mentions.count && c->mentions.at[mention]->sentence <= i && !status; mention++)
            if (c->mentions.at[mention]->label == LABEL_DEAL && !byline)
                status = read_deal(&ds, c->mentions.at[mention]);
        if (!byline && !status)
            status = read_known(&ds, &c->sentences[i]);
        for (; candidate < c->candidates.count && c->candidates.at[candidate]->sentence <= i && !status; candidate++)
            if (c->candidates.at[candidate]->label == RECORD_AGREEMENT && !is_told_within(c, candidate))
                status = read_each_name(&ds, c->candidates.at[candidate]);
    }
    if (!status)
        status = index_meetings(&ds);
    for (size_t i = 0; i < ds.count && !status; i++)
        status = finish(&ds, &ds.at[i]);
    return status;
}
