// Who takes part and where: from what rules captured to countries, organisations and places.
#include "extract/extraction.h"

enum mig_status extraction_add_codes(struct extraction *x, struct str codes, struct list_str *out) {
    struct str code;
    while (str_next(&codes, ' ', &code)) // organisations ("org:au") are no countries
        if (!str_starts(code, STR("org:")) && !list_str_add_sorted(x->arena, out, code))
            return error_memory(x->err);
    return MIG_OK;
}

enum mig_status extraction_add_pair(struct extraction *x, const struct str pair[2], struct list_str *out) {
    bool done = list_str_add_sorted(x->arena, out, pair[0]) && list_str_add_sorted(x->arena, out, pair[1]);
    return done ? MIG_OK : error_memory(x->err);
}

bool extraction_speaks_of(const struct extraction *x, struct str country) {
    for (size_t i = 0; i < x->country_count; i++)
        if (str_eq(x->countries[i].code, country))
            return true;
    return false;
}

unsigned extraction_count_spoken(const struct extraction *x, struct str codes, bool *all) {
    struct str code;
    unsigned count = 0, spoken = 0;
    for (; str_next(&codes, ' ', &code); count++)
        spoken += extraction_speaks_of(x, code);
    *all = count && spoken == count;
    return spoken;
}

static enum mig_status add_entry(struct extraction *x, const struct entry *e, struct list_str *out) {
    if (e->label == LABEL_COUNTRY || e->label == LABEL_DEMONYM)
        return list_str_add_sorted(x->arena, out, e->id) ? MIG_OK : error_memory(x->err);
    if (e->label == LABEL_BODY || e->label == LABEL_DEAL)
        return extraction_add_codes(x, entry_attribute(e, FIELD_PARTIES), out);
    if (e->label == LABEL_ORG || e->label == LABEL_CITY || e->label == LABEL_PERSON)
        return extraction_add_codes(x, entry_attribute(e, FIELD_COUNTRY), out);
    return MIG_OK;
}

static enum mig_status add_mention(struct extraction *x, const struct mention *m, struct list_str *out) {
    enum mig_status status = MIG_OK;
    const struct capture *tenure = m->label == LABEL_TITLE ? mention_capture(m, FIELD_TENURE) : NULL;
    if (tenure && str_eq(tenure->value, STR("former"))) // speaks for no country any more
        return MIG_OK;
    if (m->entry)
        status = add_entry(x, m->entry, out);
    for (size_t i = 0; i < m->capture_count && !status; i++) {
        const struct capture *k = &m->captures[i];
        if (k->field == FIELD_COUNTRY || k->field == FIELD_PARTY || k->field == FIELD_ORG)
            status = extraction_countries(x, k, out);
        else if (k->mention && (k->field == FIELD_TITLE || k->field == FIELD_OFFICE))
            status = add_mention(x, k->mention, out);
    }
    return status;
}

// The first country that stands in the span itself: "the Moroccan delegation".
static enum mig_status add_from_items(struct extraction *x, struct span span, struct list_str *out) {
    struct item_cursor at = cascade_items(x->c, span);
    const struct item *item;
    const struct entry *e;
    while ((item = cascade_next_item(x->c, &at)))
        if ((e = item_entry(x->c, item, LABEL_COUNTRY)) || (e = item_entry(x->c, item, LABEL_DEMONYM)))
            return add_entry(x, e, out);
    return MIG_OK;
}

// Up to three different countries, and how many.
struct few_countries {
    struct str at[3];
    size_t count;
};

static void add_few(struct few_countries *few, struct str country) {
    for (size_t i = 0; i < few->count; i++)
        if (str_eq(few->at[i], country))
            return;
    if (country.len && few->count < sizeof few->at / sizeof *few->at)
        few->at[few->count++] = country;
}

// The countries that the sentence names before a place in it, and those of its officials.
static void add_countries_told(const struct extraction *x, size_t sentence, uint32_t before,
                               struct few_countries *few) {
    const struct sentence *s = &x->c->sentences[sentence];
    const struct entry *e;
    for (size_t i = 0; i < s->base_count && s->base[i].start < before; i++)
        if ((e = item_entry(x->c, &s->base[i], LABEL_COUNTRY)) || (e = item_entry(x->c, &s->base[i], LABEL_DEMONYM)))
            add_few(few, e->id);
    for (int i = x->people.first ? x->people.first[sentence] : -1; i >= 0; i = x->people.at[i].next)
        if (x->people.at[i].span.start < before)
            add_few(few, x->out->ministers[x->people.at[i].record].country);
}

// "The two countries", "both sides": the two that the paragraph told of before, else the two that the article is about.
static bool find_dyad(const struct extraction *x, uint32_t at, struct str pair[2]) {
    enum { SENTENCES = 10 };
    struct few_countries few = {.count = 0};
    size_t sentence = cascade_sentence_at(x->c, at), first = sentence;
    if (sentence == x->c->sentence_count)
        return extraction_dyad(x, pair);
    while (few.count < 2 && first - sentence < SENTENCES) {
        add_countries_told(x, sentence, at, &few);
        if (sentence == 0 || x->c->sentences[sentence - 1].paragraph != x->c->sentences[first].paragraph)
            break;
        sentence--;
    }
    if (few.count != 2)
        return extraction_dyad(x, pair);
    pair[0] = few.at[0];
    pair[1] = few.at[1];
    return true;
}

enum mig_status extraction_countries(struct extraction *x, const struct capture *k, struct list_str *out) {
    size_t before = out->count;
    struct str pair[2];
    if (k->label == LIST_BOTH_PARTIES || k->label == LIST_BOTH_COUNTRIES)
        return find_dyad(x, k->span.start, pair) ? extraction_add_pair(x, pair, out) : MIG_OK;
    if (k->entry && (k->entry->label == LABEL_COUNTRY || k->entry->label == LABEL_DEMONYM))
        return add_entry(x, k->entry, out);
    int minister = k->mention && k->mention->label == LABEL_MINISTER ? extraction_minister_at(x, k->span) : -1;
    if (minister < 0 && k->entry && k->entry->label == LABEL_PERSON)
        minister = extraction_minister_at(x, k->span);
    if (minister < 0 && k->label == UINT16_MAX && !k->mention)
        minister = extraction_minister_at(x, k->span); // a name told before
    if (minister >= 0) {
        struct str country = x->out->ministers[minister].country;
        return !country.len || list_str_add_sorted(x->arena, out, country) ? MIG_OK : error_memory(x->err);
    }
    enum mig_status status = MIG_OK;
    if (k->entry)
        status = add_entry(x, k->entry, out);
    else if (k->mention)
        status = add_mention(x, k->mention, out);
    if (!status && out->count == before)
        status = add_from_items(x, k->span, out);
    return status;
}

// The town or country of a captured place: the item itself, or the first one inside a longer span.
static void read_place_item(struct extraction *x, const struct item *item, struct record_place *out) {
    const struct entry *e;
    if (!out->city.len && (e = item_entry(x->c, item, LABEL_CITY))) {
        // Of several towns of that name, the one in a country that the article speaks of.
        const struct entry *best = e;
        for (const struct entry *other = e; other; other = item_entry_next(x->c, item, LABEL_CITY, other))
            if (extraction_speaks_of(x, entry_attribute(other, FIELD_COUNTRY))) {
                best = other;
                break;
            }
        out->city = span_text(x->d, item_span(item));
        uint32_t number;
        out->geonames = str_uint(best->id, &number) ? best->id : (struct str){0};
        out->country = entry_attribute(best, FIELD_COUNTRY);
    }
    if (!out->country.len &&
        ((e = item_entry(x->c, item, LABEL_COUNTRY)) || (e = item_entry(x->c, item, LABEL_DEMONYM))))
        out->country = e->id;
}

void extraction_place(struct extraction *x, const struct capture *k, struct record_place *out) {
    struct item_cursor at = cascade_items(x->c, k->span);
    for (const struct item *item; (item = cascade_next_item(x->c, &at));)
        read_place_item(x, item, out);
}

static enum mig_status add_organization(struct extraction *x, struct organization_ref org,
                                        struct list_organization *out) {
    for (size_t i = 0; i < out->count; i++)
        if (org.id.len ? str_eq(out->at[i].id, org.id) : str_eq(out->at[i].as_written, org.as_written))
            return MIG_OK;
    if (!record_grow(x->arena, &out->at, &out->capacity, out->count, sizeof *out->at))
        return error_memory(x->err);
    out->at[out->count++] = org;
    return MIG_OK;
}

bool capture_is_international(const struct capture *k) {
    return k->entry && k->entry->label == LABEL_ORG && !entry_attribute(k->entry, FIELD_COUNTRY).len;
}

enum mig_status extraction_organization(struct extraction *x, const struct capture *k, struct list_organization *out) {
    struct organization_ref org = {.as_written = span_text(x->d, k->span)};
    if (k->entry && k->entry->label == LABEL_ORG) {
        struct str parts[] = {STR("org"), k->entry->id};
        enum mig_status status = extraction_key(x, parts, 2, &org.id);
        if (status)
            return status;
    }
    return add_organization(x, org, out);
}

enum mig_status extraction_merge_organizations(struct extraction *x, struct list_organization *into,
                                               const struct list_organization *from) {
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < from->count && !status; i++)
        status = add_organization(x, from->at[i], into);
    return status;
}

const struct entry *extraction_entry_in(const struct extraction *x, struct span span, uint16_t label) {
    struct item_cursor at = cascade_items(x->c, span);
    for (const struct item *item; (item = cascade_next_item(x->c, &at));)
        if (item_has(x->c, item, label))
            return item_entry(x->c, item, label);
    return NULL;
}

enum { DATELINE_ITEMS = 14 };

// "TUNIS, 12 April (Agency) -" and "Rabat -": a town, or a country that its capital is named after, at the very start, and after it a
// mark, or a dash within a few words.
static struct str dateline_country(const struct extraction *x, const struct sentence *lead) {
    const struct entry *town = lead->base_count ? item_entry(x->c, &lead->base[0], LABEL_CITY) : NULL;
    const struct entry *country = lead->base_count && !town ? item_entry(x->c, &lead->base[0], LABEL_COUNTRY) : NULL;
    if (!town && !country)
        return (struct str){0};
    for (size_t i = 1; i < lead->base_count && i <= DATELINE_ITEMS; i++) {
        const struct item *item = &lead->base[i];
        struct str text = span_text(x->d, item_span(item));
        bool mark = !(item->shape & (SHAPE_WORD | SHAPE_NUMBER));
        bool dash =
            mark && (str_eq(text, STR("-")) || str_eq(text, STR("\xE2\x80\x93")) || str_eq(text, STR("\xE2\x80\x94")));
        if (dash || (town && mark && i == 1))
            return town ? entry_attribute(town, FIELD_COUNTRY) : country->id;
    }
    return (struct str){0};
}

struct str extraction_dateline(const struct extraction *x) {
    for (size_t i = 0; i < x->c->sentence_count; i++) {
        bool body = x->c->sentences[i].role == PARAGRAPH_BODY;
        if (x->c->sentences[i].role == PARAGRAPH_TITLE || x->c->sentences[i].role == PARAGRAPH_FURNITURE)
            continue;
        struct str home = dateline_country(x, &x->c->sentences[i]);
        if (home.len)
            return home;
        if (body)
            break;
    }
    return (struct str){0};
}

struct str extraction_home(const struct extraction *x) {
    struct str home = extraction_dateline(x);
    if (home.len)
        return home;
    if (!x->country_count || (x->country_count > 1 && x->countries[0].count < 2 * x->countries[1].count))
        return (struct str){0};
    return x->countries[0].code;
}
