// Meetings: candidates that the rules read, put together over the whole article, one record for one meeting.
//
// Each candidate becomes a draft. A draft joins an earlier one when nothing they say contradicts and enough speaks for it: the same
// sentence, a definite reference ("the meeting"), the same ordinal, body, day or people, or title and lead telling the same.
#include "extract/extraction.h"
#include "extract/names.h"

#include <stdio.h>

enum {
    JOIN_SCORE = 2,
    BOTH_SENTENCES = 2, // so many further on, "they" are those of the meeting told before
};

static const double SURE = 0.5;

enum reference { REFERS_ANY, REFERS_NEW, REFERS_DEFINITE };

struct draft {
    struct meeting_record r;
    enum reference refers;
    uint32_t sentence;
    bool title;
    struct span span;         // of the latest candidate
    const struct entry *noun; // the MEETINGNOUN of its name
    struct str parent;        // as written; empty when none
    struct span parent_span, name_span, body_span;
    const struct mention *source; // the candidate it was made of
    size_t candidate;             // its number
    bool parent_told;             // its parent is "the meeting", told before
    bool frame;                   // the meeting that another of its sentence was beside
    size_t within;                // number + 1 of the draft that it was beside
    int number;                   // of its record, or -1
    unsigned told;                // parties that rules read, also those whose country is not told
    unsigned placed;              // of these, those whose country is told
    bool both;                    // of "the two sides"
    bool person;                  // of "she", or of a subject that is left out
    bool beside;                  // its sentence tells of a meeting beside another
    bool recalls;                 // "the talks", with nothing else: those told before, if there are any
    bool group;                   // of "officials of 37 countries"
    bool speaker;                 // of "I" or "we"
};

struct meetings {
    struct extraction *x;
    struct draft *drafts;
    size_t count, capacity;
};

static bool is_one_of(struct str s, const char *a, const char *b) {
    return str_eq(s, str_c(a)) || str_eq(s, str_c(b));
}

static int number_of(struct str s) {
    uint32_t n;
    return str_uint(s, &n) && n > 0 && n < 1000 ? (int)n : -1;
}

// ---- participants

// "The minister": the one official of the article who holds such an office, or whose title is told by the same words; or -1.
static int title_holder(const struct extraction *x, const struct mention *title) {
    const struct capture *office = title ? mention_capture(title, FIELD_OFFICE) : NULL;
    const struct capture *portfolio = office ? mention_capture(title, FIELD_PORTFOLIO) : NULL;
    const struct capture *country = office ? mention_capture(title, FIELD_COUNTRY) : NULL;
    int found = -1, namesake = -1;
    size_t holders = 0, alike = 0;
    if (!office || !office->entry)
        return -1;
    struct str rank = entry_attribute(office->entry, FIELD_RANK);
    for (size_t i = 0; i < x->out->minister_count; i++) {
        const struct minister_record *p = &x->out->ministers[i];
        bool same = str_eq(p->rank, rank) &&
                    (!portfolio || !portfolio->value.len || str_eq(p->portfolio, portfolio->value)) &&
                    (!country || !country->value.len || str_eq(p->country, country->value));
        bool namely = str_find(p->title, span_text(x->d, title->span), 0) < p->title.len;
        bool vague = portfolio && str_eq(portfolio->value, STR("other")); // sports, finance and many more
        if (!same || (vague && !namely))
            continue;
        holders++;
        found = (int)i;
        if (namely) {
            alike++;
            namesake = (int)i;
        }
    }
    return holders == 1 ? found : alike == 1 ? namesake : -1;
}

// Someone who takes part already only gets the role that is told now.
static enum mig_status put_participant(struct extraction *x, struct meeting_record *r, struct participant p) {
    for (size_t i = 0; i < r->participant_count; i++) {
        struct participant *known = &r->participants[i];
        if (p.minister >= 0 ? known->minister != p.minister : !str_eq(known->as_written, p.as_written))
            continue;
        if (str_eq(known->role, STR("participant")))
            known->role = p.role;
        return MIG_OK;
    }
    if (!record_grow(x->arena, &r->participants, &r->participant_capacity, r->participant_count, sizeof p))
        return error_memory(x->err);
    r->participants[r->participant_count++] = p;
    return MIG_OK;
}

static enum mig_status add_participant(struct extraction *x, struct meeting_record *r, const struct capture *k,
                                       const char *role) {
    struct participant p = {.minister = extraction_minister_at(x, k->span), .role = str_c(role)};
    bool named = k->label == LABEL_MINISTER || k->label == LABEL_PERSON || k->label == LABEL_NAME ||
                 (k->mention && k->mention->label == LABEL_MINISTER) ||
                 k->label == UINT16_MAX; // the last: a name told before
    if (!named && k->label != LABEL_TITLE)
        p.minister = -1;
    if (p.minister < 0 && k->label == LABEL_TITLE)
        p.minister = title_holder(x, k->mention);
    if (p.minister >= 0) {
        p.as_written = x->out->ministers[p.minister].name;
        p.country = x->out->ministers[p.minister].country;
    } else if (k->label == LABEL_TITLE || k->label == LABEL_TITLES || k->label == LABEL_OFFICE ||
               (k->mention && k->mention->label == LABEL_TITLE)) {
        struct list_str countries = {0};
        p.as_written = span_text(x->d, k->span);
        enum mig_status status = extraction_countries(x, k, &countries);
        if (status)
            return status;
        p.country = countries.count ? countries.at[0] : (struct str){0};
    } else if (k->label == SCHEMA_NONE && !k->mention && !k->entry && k->span.end) { // "officials of 37 countries"
        p.as_written = span_text(x->d, k->span);
    } else {
        return MIG_OK; // a country or organisation: no participant of its own
    }
    return put_participant(x, r, p);
}

static const char *role_of(uint16_t field) {
    switch (field) {
    case FIELD_CHAIR:
        return "chair";
    case FIELD_HOST:
        return "host";
    case FIELD_SPEAKER:
        return "speaker";
    case FIELD_PARTY:
    case FIELD_PARTICIPANT:
        return "participant";
    default:
        return NULL;
    }
}

// "the head of mission of the IOM" stands for it.
static enum mig_status add_represented(struct extraction *x, struct meeting_record *r, const struct capture *k) {
    const struct mention *m = k->mention;
    const struct capture *title = m && m->label == LABEL_MINISTER ? mention_capture(m, FIELD_TITLE) : NULL;
    const struct mention *told = title ? title->mention : m;
    const struct capture *org = told && told->label == LABEL_TITLE ? mention_capture(told, FIELD_ORG) : NULL;
    return org && capture_is_international(org) ? extraction_organization(x, org, &r->organizations) : MIG_OK;
}

static enum mig_status read_party(struct extraction *x, struct draft *d, const struct capture *k);

// "The foreign ministers of Chad and Mali", "officials of the IOM": the countries are read as one party, the rest one by one.
static enum mig_status read_group(struct extraction *x, struct draft *d, const struct capture *group) {
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < group->mention->capture_count && !status; i++) {
        struct capture k = group->mention->captures[i];
        if (k.field == FIELD_TITLE)
            status = add_participant(x, &d->r, &k, role_of(group->field));
        else if (k.label == LABEL_ORG || role_of(k.field))
            status = read_party(x, d, &k);
    }
    return status;
}

static enum mig_status read_party(struct extraction *x, struct draft *d, const struct capture *k) {
    struct list_str own = {0};
    if (k->mention && k->mention->label == LABEL_GROUP) {
        enum mig_status status = read_group(x, d, k);
        if (status)
            return status;
    }
    enum mig_status status = extraction_countries(x, k, &own);
    int holder = k->label == LABEL_TITLE && !own.count ? title_holder(x, k->mention) : -1;
    if (!status && holder >= 0 && !list_str_add(x->arena, &own, x->out->ministers[holder].country))
        status = error_memory(x->err);
    if (!status && !list_str_merge(x->arena, &d->r.countries, &own))
        status = error_memory(x->err);
    d->placed += own.count > 0;
    bool group = (k->mention && k->mention->label == LABEL_GROUP && !own.count) ||
                 (k->label == SCHEMA_NONE && !k->mention && !k->entry && extraction_minister_at(x, k->span) < 0);
    d->told += k->label != SCHEMA_NONE || k->mention || extraction_minister_at(x, k->span) >= 0 || group;
    d->group |= group;
    d->speaker |= k->label == LIST_FIRST_PERSON;
    d->both |= k->label == LIST_BOTH_PARTIES;
    d->person |= k->label == LIST_THE_PERSON;
    if (!status)
        status = add_participant(x, &d->r, k, role_of(k->field));
    if (!status && k->label == LABEL_ORG && capture_is_international(k))
        status = extraction_organization(x, k, &d->r.organizations);
    if (!status && !own.count)
        status = add_represented(x, &d->r, k);
    return status;
}

// Names in a row with one that a rule read, "X, Y and Z", take part as it does.
static enum mig_status read_row(struct extraction *x, struct draft *d, const struct capture *k) {
    struct capture row[EXTRACTION_ROW_MAX];
    size_t count = extraction_row(x, d->sentence, k, row);
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < count && !status; i++)
        status = read_party(x, d, &row[i]);
    return status;
}

// ---- from a candidate to a draft

static enum mig_status read_body(struct extraction *x, struct draft *d, const struct capture *k) {
    d->body_span = k->span;
    d->r.body = extraction_program_at(x, k->span);
    if (d->r.body < 0)
        d->r.body = extraction_program_called(x, span_text(x->d, k->span));
    if (d->r.body < 0)
        return MIG_OK;
    const struct program_record *p = &x->out->programs[d->r.body];
    return list_str_merge(x->arena, &d->r.countries, &p->countries) ? MIG_OK : error_memory(x->err);
}

static enum mig_status read_outcome(struct extraction *x, struct meeting_record *r, struct span span) {
    if (!record_grow(x->arena, &r->outcomes, &r->outcome_capacity, r->outcome_count, sizeof span))
        return error_memory(x->err);
    r->outcomes[r->outcome_count++] = span;
    return MIG_OK;
}

static void read_word(struct draft *d, const struct capture *k) {
    switch (k->field) {
    case FIELD_KIND:
        if (k->value.len && !d->r.kind.len)
            d->r.kind = k->value;
        return;
    case FIELD_STATUS:
        if (k->value.len)
            d->r.status = k->value;
        return;
    case FIELD_ORDINAL:
        if (d->r.ordinal < 0)
            d->r.ordinal = number_of(k->value);
        return;
    case FIELD_DENIED:
        d->r.denied = !str_eq(k->value, STR("no"));
        return;
    case FIELD_SUBJECT: // "… and received X": who did it was told before; "maybe": unless the rule has found who
        d->person = str_eq(k->value, STR("told")) || d->told < 2;
        return;
    case FIELD_REFERS:
        d->refers = str_eq(k->value, STR("definite")) ? REFERS_DEFINITE
                    : str_eq(k->value, STR("new"))    ? REFERS_NEW
                                                      : REFERS_ANY;
        return;
    default:
        return;
    }
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xC0;
}

// "An action plan 2023-2027": years that belong to the name before them.
static bool is_date_of_name(const struct extraction *x, const struct draft *d, const struct capture *k) {
    const struct sentence *s = &x->c->sentences[d->sentence];
    const struct item *before = NULL;
    struct str text = span_text(x->d, k->span);
    for (size_t i = 0; i < text.len; i++)
        if (is_letter(text.ptr[i]))
            return false;
    for (size_t i = 0; i < s->item_count && s->items[i].end <= k->span.start; i++)
        before = &s->items[i];
    uint16_t label = before && before->mention ? before->mention->label : SCHEMA_NONE;
    return before && (label == LABEL_DEAL || label == LABEL_BODY || item_has(x->c, before, LABEL_AGREEMENTNOUN) ||
                      item_has(x->c, before, LABEL_PROGRAMNOUN));
}

// "The first meeting under the memorandum signed in May": the date beside the meeting is that of a text told by the way.
static bool is_date_of_text(const struct extraction *x, const struct draft *d, const struct capture *k) {
    const struct list_mention *all = &x->c->candidates;
    if (d->span.start <= k->span.start && k->span.end <= d->span.end)
        return false; // the rule's own
    if (is_date_of_name(x, d, k))
        return true;
    size_t at = d->candidate;
    while (at > 0 && all->at[at - 1]->sentence == d->sentence)
        at--;
    for (; at < all->count && all->at[at]->sentence == d->sentence; at++) {
        const struct mention *m = all->at[at];
        const struct capture *date = m->label == RECORD_AGREEMENT ? mention_capture(m, FIELD_DATE) : NULL;
        if (date && mention_capture(m, FIELD_REFERS) && date->span.start == k->span.start)
            return true;
    }
    return false;
}

static enum mig_status read_capture(struct extraction *x, struct draft *d, const struct capture *k) {
    struct str text = span_text(x->d, k->span);
    if (role_of(k->field))
        return read_party(x, d, k);
    switch (k->field) {
    case FIELD_COUNTRY:
    case FIELD_ORG:
        return read_party(x, d, k);
    case FIELD_NAME:
        if (text.len > d->r.name.len) {
            d->r.name = text;
            d->name_span = k->span;
        }
        d->noun = d->noun ? d->noun : extraction_entry_in(x, k->span, LABEL_MEETINGNOUN);
        return MIG_OK;
    case FIELD_BODY:
        return read_body(x, d, k);
    case FIELD_DATE:
        return k->mention && !d->r.date.known && !is_date_of_text(x, d, k) ? extraction_date(x, k->mention, &d->r.date)
                                                                           : MIG_OK;
    case FIELD_PLACE:
    case FIELD_CITY:
        if (!d->r.place.city.len)
            extraction_place(x, k, &d->r.place);
        return MIG_OK;
    case FIELD_OUTCOME:
        return read_outcome(x, &d->r, k->span);
    case FIELD_PARENT:
        d->parent = text;
        d->parent_span = k->span;
        return MIG_OK;
    default:
        read_word(d, k);
        return MIG_OK;
    }
}

// Who "she" is: the first official told in the sentence before the words in question, else in the sentence before that one.
static const struct link *find_antecedent(const struct extraction *x, const struct draft *d) {
    for (uint32_t back = 0; back < 2 && back <= d->sentence; back++) {
        const struct link *best = NULL;
        for (int i = x->people.first ? x->people.first[d->sentence - back] : -1; i >= 0; i = x->people.at[i].next) {
            const struct link *l = &x->people.at[i];
            if ((back || l->span.end <= d->span.start) && (!best || l->span.start < best->span.start))
                best = l;
        }
        if (best)
            return best;
    }
    return NULL;
}

enum { SPEECH_SENTENCES = 60 };

enum { LABEL_WORDS = 3 }; // of a speaker, before the colon

static bool is_colon(const struct extraction *x, const struct item *item) {
    return str_eq(span_text(x->d, item_span(item)), STR(":"));
}

// Who "I" is in a transcript: the official with whose name and a colon the speech began; nobody after another's.
static const struct link *find_speaker(const struct extraction *x, const struct draft *d) {
    for (uint32_t back = 0; back < SPEECH_SENTENCES && back <= d->sentence; back++) {
        const struct sentence *s = &x->c->sentences[d->sentence - back];
        size_t colon = 0;
        while (colon < s->item_count && colon <= LABEL_WORDS && !is_colon(x, &s->items[colon]))
            colon++;
        if (colon == 0 || colon > LABEL_WORDS || colon >= s->item_count)
            continue;
        int found = s->items[0].shape & SHAPE_WORD && x->people.first ? x->people.first[d->sentence - back] : -1;
        for (; found >= 0; found = x->people.at[found].next)
            if (x->people.at[found].span.end <= s->items[colon].start)
                return &x->people.at[found];
        return NULL;
    }
    return NULL;
}

// "The president said on his return from Brussels, where he …": the title told last in the sentence before the words in question.
static const struct item *find_title_before(const struct extraction *x, const struct draft *d) {
    const struct sentence *s = &x->c->sentences[d->sentence];
    const struct item *last = NULL;
    for (size_t i = 0; i < s->item_count && s->items[i].end <= d->span.start; i++)
        if (item_has(x->c, &s->items[i], LABEL_TITLE) && s->items[i].mention)
            last = &s->items[i];
    return last;
}

static enum mig_status read_person(struct extraction *x, struct draft *d) {
    const struct link *l = d->person ? find_antecedent(x, d) : d->speaker ? find_speaker(x, d) : NULL;
    const struct item *title = d->person ? find_title_before(x, d) : NULL;
    struct capture k = {.field = FIELD_PARTY, .label = UINT16_MAX};
    if (title && (!l || cascade_sentence_at(x->c, l->span.start) != d->sentence))
        k = (struct capture){
            .field = FIELD_PARTY, .label = LABEL_TITLE, .mention = title->mention, .span = item_span(title)};
    else if (l)
        k.span = l->span;
    else
        return MIG_OK;
    return read_party(x, d, &k);
}

// "The meeting" that takes place in the visited country names it twice: as place and as party.
static bool is_place_too(const struct mention *m, const struct capture *k) {
    for (const struct capture *p = mention_capture(m, FIELD_PLACE); p; p = mention_capture_next(m, p))
        if (p->span.start < k->span.end && k->span.start < p->span.end)
            return true;
    return false;
}

// The name is a mere noun after an article or the like, and nobody is named after it: "the meeting", "these talks".
static bool is_mere(const struct extraction *x, const struct sentence *s, const struct draft *d) {
    const struct item *before = NULL;
    for (size_t i = 0; i < d->source->capture_count; i++)
        if (role_of(d->source->captures[i].field) && d->source->captures[i].span.start > d->name_span.end)
            return false;
    for (size_t i = 0; i < s->base_count && s->base[i].start <= d->name_span.start; i++) {
        const struct item *item = &s->base[i];
        if (item->start == d->name_span.start)
            return item->end == d->name_span.end && item_has(x->c, item, LABEL_MEETINGNOUN) &&
                   (item->shape & SHAPE_DEFINITE || (before && item_has(x->c, before, LIST_DETERMINER)));
        before = item;
    }
    return false;
}

// only: of the participants of a candidate that tells one meeting with each of them, the one whose meeting this is; else NULL.
static enum mig_status make_draft(struct extraction *x, size_t candidate, const struct capture *only, struct draft *d) {
    const struct mention *m = x->c->candidates.at[candidate];
    const struct sentence *s = &x->c->sentences[m->sentence];
    *d = (struct draft){.sentence = m->sentence,
                        .title = s->role == PARAGRAPH_TITLE,
                        .span = m->context,
                        .source = m,
                        .candidate = candidate};
    d->r.body = d->r.ordinal = d->r.part_of = d->number = -1;
    d->parent_told = sentence_has(x->c, s, LIST_THE_MEETING, m->context);
    d->r.head.confidence = m->confidence;
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < m->capture_count && !status; i++) {
        const struct capture *k = &m->captures[i];
        if (only && k->field == FIELD_PARTICIPANT && k != only)
            continue;
        status = read_capture(x, d, k);
        if (!status && !only && role_of(k->field) && !is_place_too(m, k))
            status = read_row(x, d, k);
    }
    if (!status)
        status = read_person(x, d);
    if (!d->r.kind.len && d->noun)
        d->r.kind = d->noun->id;
    if (!d->r.kind.len && d->r.body >= 0)
        d->r.kind = STR("session"); // "the XVI Joint Commission"
    d->recalls = d->refers == REFERS_ANY && d->name_span.end && is_mere(x, s, d);
    if (!d->r.status.len)
        d->r.status = sentence_has(x->c, s, LIST_FUTURE, m->context) ? STR("planned") : STR("held");
    struct str today = str_sub(x->d->published, 0, 10);
    if (str_eq(d->r.status, STR("held")) && d->r.date.known && today.len == 10 &&
        str_cmp(d->r.date.earliest, today) > 0)
        d->r.status = STR("planned"); // told in the present
    return status ? status : extraction_evidence(x, &d->r.head, m);
}

// ---- joining

static bool is_ahead(struct str status) {
    return str_eq(status, STR("planned")) || str_eq(status, STR("proposed")) || str_eq(status, STR("postponed"));
}

// What was called off was planned, never held.
static bool can_have_been(struct str status) {
    return !is_ahead(status) && !str_eq(status, STR("cancelled"));
}

static bool kinds_conflict(struct str a, struct str b) {
    static const char *const apart[] = {"call", "visit", "summit", "conference", "workshop"};
    if (!a.len || !b.len || str_eq(a, b))
        return false;
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (str_eq(a, str_c(apart[i])) || str_eq(b, str_c(apart[i])))
            return true;
    return false;
}

static size_t shared_countries(const struct list_str *a, const struct list_str *b) {
    size_t shared = 0;
    for (size_t i = 0; i < a->count; i++)
        shared += list_str_has(b, a->at[i]);
    return shared;
}

static size_t shared_people(const struct meeting_record *a, const struct meeting_record *b) {
    size_t shared = 0;
    for (size_t i = 0; i < a->participant_count; i++)
        for (size_t j = 0; j < b->participant_count; j++)
            shared += a->participants[i].minister >= 0 && a->participants[i].minister == b->participants[j].minister;
    return shared;
}

static size_t count_people(const struct meeting_record *r) {
    size_t count = 0;
    for (size_t i = 0; i < r->participant_count; i++)
        count += r->participants[i].minister >= 0;
    return count;
}

// "He met X; later he met Y": two encounters of one office-holder with two others; "A met B" and "C met D" are two as well.
static bool others_met(const struct draft *a, const struct draft *b) {
    const struct meeting_record *x = &a->r, *y = &b->r;
    bool encounter = y->ordinal < 0 && y->body < 0;
    bool overlap = a->sentence == b->sentence && a->span.start < b->span.end && b->span.start < a->span.end;
    if (!encounter || overlap || b->refers == REFERS_DEFINITE)
        return false;
    size_t of_a = count_people(x), of_b = count_people(y), shared = shared_people(x, y);
    return (of_a == 2 && of_b == 2 && shared == 1) || (of_a >= 2 && of_b >= 2 && !shared && a->sentence != b->sentence);
}

static bool conflict(const struct draft *a, const struct draft *b) {
    const struct meeting_record *x = &a->r, *y = &b->r;
    bool definite = b->refers == REFERS_DEFINITE || b->recalls;
    if (a->source == b->source)
        return true; // "with each of them"
    if (x->denied != y->denied || dates_conflict(&x->date, &y->date))
        return true;
    if (x->ordinal >= 0 && y->ordinal >= 0 && x->ordinal != y->ordinal)
        return true;
    if (x->body >= 0 && y->body >= 0 && x->body != y->body)
        return true;
    if (can_have_been(x->status) != can_have_been(y->status) && !(definite && !y->date.known) &&
        !(a->title && can_have_been(x->status))) // a title may tell in the present what is to come
        return true;
    if (x->place.geonames.len && y->place.geonames.len && !str_eq(x->place.geonames, y->place.geonames))
        return true;
    bool visit_or_not = str_eq(x->kind, STR("visit")) != str_eq(y->kind, STR("visit"));
    // "On a visit to X, she met Y": one went, two met.
    const struct draft *visit = str_eq(x->kind, STR("visit")) ? a : b, *other = visit == a ? b : a;
    if (visit_or_not && a->sentence == b->sentence && visit->told == 1 && other->told >= 2 && !other->r.kind.len)
        return true;
    bool same_body = x->body >= 0 && x->body == y->body; // its conference is its session
    if (kinds_conflict(x->kind, y->kind) && !same_body && (!definite || (b->recalls && visit_or_not)))
        return true;
    if (others_met(a, b))
        return true;
    size_t fewer = x->countries.count < y->countries.count ? x->countries.count : y->countries.count;
    if (fewer == 1 && (a->sentence == b->sentence || definite))
        return false; // "one delegation was led by X, the other by Y": each clause tells a side; and so does "the meeting brought together …"
    if (definite && b->sentence <= a->sentence + 1)
        return false; // those who came as well
    return fewer && !shared_countries(&x->countries, &y->countries);
}

static int score(const struct draft *a, const struct draft *b) {
    const struct meeting_record *x = &a->r, *y = &b->r;
    int s = 0;
    s += a->sentence == b->sentence ? 2 : 0;
    s += x->ordinal >= 0 && x->ordinal == y->ordinal ? 3 : 0;
    s += x->body >= 0 && x->body == y->body ? 1 : 0;
    s += date_is_bounded(&x->date) && date_is_bounded(&y->date) && str_eq(x->date.value, y->date.value) ? 2 : 0;
    s += x->place.geonames.len && str_eq(x->place.geonames, y->place.geonames) ? 1 : 0;
    s += shared_people(x, y) >= 2 ? 2 : shared_people(x, y) ? 1 : 0;
    size_t shared = shared_countries(&x->countries, &y->countries);
    s += x->countries.count > 1 && shared > 1 ? 1 : 0;
    // "The Chilean side met Peruvian officials", told again of the same two.
    bool faceless = !count_people(x) && !count_people(y) && b->sentence <= a->sentence + 2;
    s += faceless && shared == 2 && x->countries.count == 2 && y->countries.count == 2 ? 1 : 0;
    s += b->both && b->sentence <= a->sentence + BOTH_SENTENCES ? 1 : 0;
    s += a->title && b->sentence <= a->sentence + LEAD_SENTENCES ? 2 : 0;
    s += names_words(y->name) >= 2 && names_overlap(x->name, y->name) ? 2 : 0;
    return s;
}

// "This meeting, which X attended, … the committee, which met in April": the meeting is one told before, not the one told after.
static bool goes_back(const struct extraction *x, const struct draft *d) {
    const struct sentence *s = &x->c->sentences[d->sentence];
    return d->refers == REFERS_DEFINITE &&
           sentence_has(x->c, s, LIST_THE_MEETING, (struct span){s->span.start, d->span.start});
}

static struct draft *find_partner(struct meetings *ms, const struct draft *d) {
    struct draft *best = NULL, *fallback = NULL;
    int best_score = JOIN_SCORE - 1;
    size_t oldest = ms->count > LOOK_BACK_MAX ? ms->count - LOOK_BACK_MAX : 0;
    for (size_t i = ms->count; i-- > oldest && ms->drafts[i].sentence == d->sentence;) {
        struct draft *a = &ms->drafts[i]; // two rules that read one name read one meeting
        bool one = a->name_span.start < d->name_span.end && d->name_span.start < a->name_span.end;
        if (one && a->frame == d->frame && !conflict(a, d))
            return a;
    }
    for (size_t i = ms->count; i-- > oldest;) {
        struct draft *a = &ms->drafts[i];
        bool together = a->sentence == d->sentence;
        if ((together && a->frame != d->frame) || conflict(a, d) ||
            (!together && (d->parent.len || (d->beside && d->refers != REFERS_DEFINITE))))
            continue;
        bool only_heard = str_eq(a->r.kind, STR("call")) && !str_eq(d->r.kind, STR("call")); // nobody attends a call
        if (d->refers == REFERS_DEFINITE && only_heard && !together)
            continue;
        if (together && a->span.start > d->span.end && goes_back(ms->x, d))
            continue;
        bool only_proposed = str_eq(a->r.status, STR("proposed")) && !str_eq(d->r.status, STR("proposed"));
        if ((d->refers == REFERS_DEFINITE || d->recalls) && a->frame && !together) {
            fallback = fallback ? fallback : a; // not the summit beside which they met
            continue;
        }
        if ((d->refers == REFERS_DEFINITE || d->recalls) && (together || !only_proposed)) {
            if (together || is_ahead(a->r.status) == is_ahead(d->r.status))
                return a; // the last one told that fits
            fallback = fallback ? fallback : a;
            continue;
        }
        int s = score(a, d);
        bool own = d->refers == REFERS_NEW && s < 3;
        if (!own && s > best_score) {
            best = a;
            best_score = s;
        }
    }
    return best ? best : fallback;
}

static enum mig_status join_people(struct extraction *x, struct meeting_record *into,
                                   const struct meeting_record *from) {
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < from->participant_count && !status; i++)
        status = put_participant(x, into, from->participants[i]);
    return status;
}

static enum mig_status join(struct extraction *x, struct draft *a, const struct draft *d) {
    struct meeting_record *into = &a->r;
    const struct meeting_record *from = &d->r;
    if (from->name.len && (!into->name.len || (from->ordinal >= 0 && into->ordinal < 0)))
        into->name = from->name;
    if (from->kind.len && (!into->kind.len || str_eq(into->kind, STR("other")) || str_eq(into->kind, STR("bilateral"))))
        into->kind = from->kind;
    if (into->ordinal < 0)
        into->ordinal = from->ordinal;
    if (into->body < 0)
        into->body = from->body;
    if (!into->date.known)
        into->date = from->date;
    if (!into->place.city.len && from->place.city.len)
        into->place = from->place;
    if (!into->place.country.len)
        into->place.country = from->place.country;
    bool off = str_eq(from->status, STR("postponed")) || str_eq(from->status, STR("cancelled"));
    if ((a->title && !d->title) || off)
        into->status = from->status;
    if (from->head.confidence > into->head.confidence)
        into->head.confidence = from->head.confidence;
    a->title = a->title && d->title;
    a->sentence = d->sentence;
    a->source = d->source;
    a->parent = a->parent.len ? a->parent : d->parent;
    a->span = d->span;
    a->told += d->told;
    a->placed += d->placed;
    a->group |= d->group;
    if (!list_str_merge(x->arena, &into->countries, &from->countries))
        return error_memory(x->err);
    enum mig_status status = join_people(x, into, from);
    if (!status)
        status = extraction_merge_organizations(x, &into->organizations, &from->organizations);
    for (size_t i = 0; i < from->outcome_count && !status; i++)
        status = read_outcome(x, into, from->outcomes[i]);
    for (size_t i = 0; i < from->head.evidence.count && !status; i++) {
        struct list_evidence *list = &into->head.evidence;
        if (!record_grow(x->arena, &list->at, &list->capacity, list->count, sizeof *list->at))
            return error_memory(x->err);
        list->at[list->count++] = from->head.evidence.at[i];
    }
    return status;
}

// Number + 1 of the draft that the parent of d is: of the same sentence, or "the meeting" told before; 0 when there is none.
static size_t find_frame(const struct meetings *ms, const struct draft *partner, const struct draft *d) {
    for (size_t i = ms->count; i-- > 0;) {
        const struct draft *a = &ms->drafts[i];
        if (a != partner && ((a->sentence == d->sentence && a->frame) || (d->parent_told && a->sentence < d->sentence)))
            return i + 1;
    }
    return 0;
}

// "They" are those of the meeting told just before, when that was of two countries; who "agreed to meet again" are so from further off, and it
// is not said who comes then.
static enum mig_status read_both(struct meetings *ms, struct draft *d) {
    const struct draft *last = ms->count ? &ms->drafts[ms->count - 1] : NULL;
    bool again = d->refers == REFERS_NEW && !d->r.countries.count;
    if (!d->both || d->refers == REFERS_DEFINITE || !last || last->r.countries.count != 2 ||
        (!again && (d->refers == REFERS_NEW || d->sentence > last->sentence + BOTH_SENTENCES)))
        return MIG_OK;
    d->r.countries = (struct list_str){0};
    if (!list_str_merge(ms->x->arena, &d->r.countries, &last->r.countries))
        return error_memory(ms->x->err);
    return again ? MIG_OK : join_people(ms->x, &d->r, &last->r);
}

static enum mig_status add_draft(struct meetings *ms, struct draft *d) {
    enum mig_status status = read_both(ms, d);
    if (status)
        return status;
    struct draft *partner = find_partner(ms, d);
    if (partner && d->parent.len)
        partner->within = find_frame(ms, partner, d);
    if (partner)
        return join(ms->x, partner, d);
    if (d->parent.len && d->refers == REFERS_DEFINITE)
        return MIG_OK;
    // What is only said of "the meeting" makes none of its own unless the rule is sure of it.
    if (d->refers == REFERS_DEFINITE && d->r.head.confidence < SURE)
        return MIG_OK;
    if (!record_grow(ms->x->arena, &ms->drafts, &ms->capacity, ms->count, sizeof *ms->drafts))
        return error_memory(ms->x->err);
    ms->drafts[ms->count++] = *d;
    return MIG_OK;
}

// ---- finishing

static size_t count_named(const struct extraction *x, const struct meeting_record *r, const char *rank) {
    size_t count = 0;
    for (size_t i = 0; i < r->participant_count; i++)
        count += r->participants[i].minister >= 0 &&
                 str_eq(x->out->ministers[r->participants[i].minister].rank, str_c(rank));
    return count;
}

// Of presidents and prime ministers: ministers only came with them.
static size_t count_leaders(const struct extraction *x, const struct meeting_record *r) {
    return count_named(x, r, "head-of-state") + count_named(x, r, "head-of-government");
}

static void settle_kind(const struct extraction *x, struct meeting_record *r) {
    bool form = is_one_of(r->kind, "call", "visit") || is_one_of(r->kind, "workshop", "negotiation") ||
                is_one_of(r->kind, "summit", "conference");
    if (r->body >= 0 && !form)
        r->kind = STR("session");
    else if (form || is_one_of(r->kind, "session", "ministerial"))
        return;
    else if (count_named(x, r, "minister") >= 2 && count_leaders(x, r) < 2)
        r->kind = STR("ministerial");
    else if (r->countries.count == 2 || (r->countries.count == 1 && r->organizations.count == 1) ||
             (str_eq(r->kind, STR("bilateral")) && r->countries.count < 3))
        r->kind = STR("bilateral");
    else
        r->kind = STR("other");
}

// A visit within one's own country meets nobody abroad.
static bool is_at_home(const struct extraction *x, const struct meeting_record *r) {
    if (r->countries.count != 1 || r->organizations.count)
        return false;
    for (size_t i = 0; i < r->participant_count; i++) {
        int minister = r->participants[i].minister;
        if (minister < 0 || !str_eq(x->out->ministers[minister].country, r->countries.at[0]))
            return false;
    }
    return true;
}

// "The minister left for Manila": back to where all who went are from.
static bool is_home_coming(const struct extraction *x, const struct meeting_record *r) {
    for (size_t i = 0; i < r->participant_count; i++) {
        int minister = r->participants[i].minister;
        struct str country = minister >= 0 ? x->out->ministers[minister].country : r->participants[i].country;
        if (!country.len || !str_eq(country, r->place.country))
            return false;
    }
    return r->participant_count > 0;
}

// Others may come than those who are told.
static bool is_open(const struct meeting_record *r) {
    return is_one_of(r->kind, "summit", "conference") || is_one_of(r->kind, "workshop", "visit");
}

// A minister and a prefect of no other country: nobody came from abroad.
static bool is_domestic(const struct draft *d) {
    const struct meeting_record *r = &d->r;
    bool sides = r->body >= 0 || r->ordinal >= 0 || d->r.organizations.count || d->both || d->group;
    if (is_open(r) || sides || r->countries.count != 1 || r->participant_count < 2)
        return false;
    for (size_t i = 0; i < r->participant_count; i++) {
        const struct participant *p = &r->participants[i];
        if (p->country.len ? !str_eq(p->country, r->countries.at[0]) : p->minister >= 0)
            return false;
    }
    return true;
}

// "Chad and Mali meet in Doha on Sunday", of a match: two countries, no word for a meeting, nobody who acts for states, and nothing of ours.
static bool is_contest(const struct extraction *x, const struct meeting_record *r) {
    return !r->name.len && !x->out->minister_count && !r->organizations.count && r->body < 0 && r->ordinal < 0 &&
           !x->on_topic;
}

// Two parties at least, or a body, or an ordinal: an encounter of nobody in particular is none.
static bool is_meeting(const struct extraction *x, const struct draft *d) {
    const struct meeting_record *r = &d->r;
    size_t parties = r->countries.count + d->r.organizations.count;
    if (str_eq(r->kind, STR("visit")) && (is_at_home(x, r) || is_home_coming(x, r)))
        return false;
    if (is_contest(x, r))
        return false;
    // All who met are of one government.
    if (r->body < 0 && r->ordinal < 0 && !is_open(r) && r->countries.count == 1 && !d->r.organizations.count &&
        d->placed >= 2 && d->placed == d->told)
        return false;
    if (is_domestic(d))
        return false;
    if (r->body >= 0 || parties >= 2 || (parties && d->told >= 2))
        return true;
    if (d->group && (r->date.known || r->place.city.len))
        return true;
    bool convened = is_open(r) || is_one_of(r->kind, "call", "ministerial");
    bool abroad = r->place.country.len && r->countries.count == 1 && !str_eq(r->place.country, r->countries.at[0]);
    bool vague = is_one_of(r->kind, "", "other") || (!r->date.known && !r->place.city.len);
    if (!convened && r->ordinal < 0 && !abroad && !d->group && vague && r->participant_count && is_at_home(x, r))
        return false; // one side alone
    bool summit = is_one_of(r->kind, "summit", "conference") && r->name.len &&
                  (r->place.city.len || r->date.known || r->ordinal >= 0);
    return summit || ((parties >= 1 || (r->participant_count >= 2 && count_people(r))) &&
                      (convened || r->participant_count >= 1 || r->ordinal >= 0 || r->date.known || r->place.city.len));
}

static enum mig_status settle_key(struct extraction *x, struct meeting_record *r) {
    char digits[16];
    struct str parts[8] = {STR("meeting")};
    size_t count = 1;
    if (r->body >= 0 && r->ordinal >= 0 && x->out->programs[r->body].head.key.len) {
        snprintf(digits, sizeof digits, "%d", r->ordinal);
        parts[count++] = x->out->programs[r->body].head.key;
        parts[count++] = str_c(digits);
    } else if (r->countries.count && date_is_bounded(&r->date)) {
        for (size_t i = 0; i < r->countries.count && count < 7; i++)
            parts[count++] = r->countries.at[i];
        parts[count++] = r->date.earliest;
    } else {
        return MIG_OK;
    }
    return extraction_key(x, parts, count, &r->head.key);
}

// "the German minister" beside a German who is named: the same.
static void drop_unnamed(struct meeting_record *r) {
    size_t kept = 0;
    for (size_t i = 0; i < r->participant_count; i++) {
        const struct participant p = r->participants[i];
        bool named = false;
        for (size_t j = 0; p.minister < 0 && p.country.len && j < r->participant_count; j++)
            named |= r->participants[j].minister >= 0 && str_eq(r->participants[j].country, p.country);
        if (!named)
            r->participants[kept++] = p;
    }
    r->participant_count = kept;
}

static bool has_role(const struct meeting_record *r, const char *role) {
    for (size_t i = 0; i < r->participant_count; i++)
        if (str_eq(r->participants[i].role, str_c(role)))
            return true;
    return false;
}

// The country that is visited takes part. Where nobody said who met, or with whom, it is the two that the article is about.
static enum mig_status settle_countries(struct extraction *x, struct draft *d) {
    struct meeting_record *r = &d->r;
    struct str pair[2];
    bool visit = str_eq(r->kind, STR("visit")), placed = date_is_bounded(&r->date) && r->place.city.len;
    bool convened = is_one_of(r->kind, "summit", "conference") || is_one_of(r->kind, "workshop", "ministerial");
    bool somebody = r->participant_count || r->ordinal >= 0 || placed;
    if (visit && r->place.country.len && !list_str_add_sorted(x->arena, &r->countries, r->place.country))
        return error_memory(x->err);
    // "The minister received the IOM's head of mission": the minister is one of the country that the article speaks from.
    struct str home = d->r.organizations.count == 1 && !r->countries.count && r->participant_count > 1
                          ? extraction_home(x)
                          : (struct str){0};
    if (home.len)
        return list_str_add_sorted(x->arena, &r->countries, home) ? MIG_OK : error_memory(x->err);
    // Received in a country by someone of whom no more is told: by one of that country.
    bool host = r->countries.count == 1 && !d->r.organizations.count && r->participant_count > 1 && !convened;
    for (size_t i = 0; i < r->participant_count; i++)
        host &= !str_eq(r->participants[i].role, STR("host")) || !r->participants[i].country.len;
    if (host && has_role(r, "host") && r->place.country.len && !list_str_has(&r->countries, r->place.country))
        return list_str_add_sorted(x->arena, &r->countries, r->place.country) ? MIG_OK : error_memory(x->err);
    bool many = d->group && !r->countries.count; // whoever the eleven are
    if (many || d->r.organizations.count || r->countries.count > 1 || !somebody || !extraction_dyad(x, pair))
        return MIG_OK;
    if (r->countries.count &&
        (convened || !(list_str_has(&r->countries, pair[0]) || list_str_has(&r->countries, pair[1]))))
        return MIG_OK;
    return extraction_add_pair(x, pair, &r->countries);
}

static enum mig_status finish(struct extraction *x, struct draft *d) {
    struct records *out = x->out;
    struct meeting_record *r = &d->r;
    enum mig_status status = settle_countries(x, d);
    if (status || !is_meeting(x, d))
        return status;
    drop_unnamed(r);
    settle_kind(x, r);
    if (r->denied && !is_ahead(r->status))
        r->status = STR("cancelled");
    if (!record_grow(x->arena, &out->meetings, &out->meeting_capacity, out->meeting_count, sizeof *r))
        return error_memory(x->err);
    status = settle_key(x, r);
    d->number = (int)out->meeting_count;
    out->meetings[out->meeting_count++] = *r;
    return status;
}

enum { TURNS = 4 };

// In which order the candidates of a sentence are taken: what names a sitting, what tells a meeting, then what is said of it, then what
// it was beside.
static int turn_of(const struct draft *d) {
    if (d->parent.len)
        return 3;
    return d->refers == REFERS_DEFINITE ? 2 : d->r.body < 0 && d->r.ordinal < 0;
}

static bool overlaps(struct span a, struct span b) {
    return a.start < b.end && b.start < a.end;
}

// What a rule reads as denied is not also held, planned or called for, whatever other rules read from the same words.
static size_t keep_undenied(struct draft *drafts, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const struct draft d = drafts[i];
        bool undone = false;
        for (size_t j = 0; d.name_span.end && !d.r.denied && j < count; j++)
            undone |= drafts[j].r.denied && drafts[j].name_span.start == d.name_span.start && drafts[j].name_span.end;
        if (!undone)
            drafts[kept++] = d;
    }
    return kept;
}

static enum mig_status add_sentence(struct meetings *ms, struct draft *drafts, size_t count) {
    enum mig_status status = MIG_OK;
    bool beside = false;
    count = keep_undenied(drafts, count);
    for (size_t i = 0; i < count; i++)
        beside |= drafts[i].parent.len > 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            drafts[i].frame |= i != j && drafts[j].parent.len && !drafts[i].parent.len &&
                               (overlaps(drafts[i].name_span, drafts[j].parent_span) ||
                                overlaps(drafts[i].body_span, drafts[j].parent_span));
    for (int turn = 0; turn < TURNS; turn++)
        for (size_t i = 0; i < count && !status; i++) {
            drafts[i].beside = beside;
            if (turn_of(&drafts[i]) == turn)
                status = add_draft(ms, &drafts[i]);
        }
    return status;
}

static bool is_candidate(const struct extraction *x, const struct mention *m) {
    return m->label == RECORD_MEETING && x->c->sentences[m->sentence].role != PARAGRAPH_BYLINE;
}

// "He met separately with X, Y and Z": as many meetings.
static bool told_each(const struct mention *m) {
    const struct capture *refers = mention_capture(m, FIELD_REFERS);
    return refers && str_eq(refers->value, STR("each"));
}

enum { VISIT_SENTENCES = 12 };

// "She visited Chad, where she met X": the visit is told before or just after, and somebody takes part in both, there and then.
static bool is_within_visit(const struct extraction *x, const struct draft *visit, const struct draft *d) {
    const struct meeting_record *v = &x->out->meetings[visit->number], *r = &x->out->meetings[d->number];
    bool apart = visit->sentence > d->sentence + 2 || d->sentence > visit->sentence + VISIT_SENTENCES;
    bool elsewhere =
        (r->place.country.len && v->place.country.len && !str_eq(r->place.country, v->place.country)) ||
        (r->place.country.len == 0 && v->place.country.len && !list_str_has(&r->countries, v->place.country));
    return str_eq(v->kind, STR("visit")) && !str_eq(r->kind, STR("visit")) && !str_eq(r->kind, STR("call")) && !apart &&
           !elsewhere && !dates_conflict(&v->date, &r->date) && is_ahead(v->status) == is_ahead(r->status) &&
           v->denied == r->denied && shared_people(v, r) > 0;
}

static void place_in_visits(struct meetings *ms) {
    for (size_t i = 0; i < ms->count; i++)
        for (size_t j = i > LOOK_BACK_MAX ? i - LOOK_BACK_MAX : 0; j < ms->count && j < i + LOOK_BACK_MAX; j++) {
            const struct draft *d = &ms->drafts[i], *visit = &ms->drafts[j];
            if (i != j && d->number >= 0 && visit->number >= 0 && ms->x->out->meetings[d->number].part_of < 0 &&
                is_within_visit(ms->x, visit, d))
                ms->x->out->meetings[d->number].part_of = visit->number;
        }
}

enum mig_status extraction_meetings(struct extraction *x) {
    struct meetings ms = {.x = x};
    enum mig_status status = MIG_OK;
    struct draft *row = NULL; // of one sentence
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < x->c->candidates.count && !status; i++) {
        const struct mention *m = x->c->candidates.at[i];
        if (!is_candidate(x, m))
            continue;
        if (count && row[count - 1].sentence != m->sentence) {
            status = add_sentence(&ms, row, count);
            count = 0;
        }
        const struct capture *each = told_each(m) ? mention_capture(m, FIELD_PARTICIPANT) : NULL;
        do {
            if (!status && !record_grow(x->arena, &row, &capacity, count, sizeof *row))
                status = error_memory(x->err);
            if (!status)
                status = make_draft(x, i, each, &row[count++]);
        } while (!status && each && (each = mention_capture_next(m, each)));
    }
    if (!status)
        status = add_sentence(&ms, row, count);
    for (size_t i = 0; i < ms.count && !status; i++)
        status = finish(x, &ms.drafts[i]);
    for (size_t i = 0; i < ms.count && !status; i++) {
        const struct draft *d = &ms.drafts[i], *frame = d->within ? &ms.drafts[d->within - 1] : NULL;
        if (d->number >= 0 && frame && frame->number >= 0)
            x->out->meetings[d->number].part_of = frame->number;
    }
    if (!status)
        place_in_visits(&ms);
    return status;
}
