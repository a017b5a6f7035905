#include "extract/allegiance.h"

enum {
    SIDE_BEFORE = 3, // items before "delegation" among which the country stands: "Chad's three-member delegation"
    SIDE_AFTER = 4,  // and after it: "delegation of the Republic of Chad"
    STATE_AFTER = 4, // after "on behalf of"
    TITLE_AFTER = 3, // between the country and the title: an article, a form of address, a mark
};

bool is_ambassadorial(struct str rank) {
    return str_eq(rank, STR("ambassador")) || str_eq(rank, STR("head-of-mission"));
}

bool is_head(struct str rank) {
    return str_eq(rank, STR("head-of-state")) || str_eq(rank, STR("head-of-government"));
}

static struct str country_of(const struct extraction *x, const struct item *item) {
    const struct entry *e = item_entry(x->c, item, LABEL_DEMONYM);
    if (!e)
        e = item_entry(x->c, item, LABEL_COUNTRY);
    return e ? e->id : (struct str){0};
}

// The country of the "side" at that item: the nearest one before it in its phrase, else the first one after it.
static struct str country_of_side(const struct extraction *x, const struct sentence *s, size_t at, uint32_t end) {
    struct str country = {0};
    for (size_t i = at + 1; !country.len && i < s->base_count && i <= at + SIDE_AFTER; i++) {
        if (s->base[i].end > end || s->base[i].shape & SHAPE_CLAUSE || item_has(x->c, &s->base[i], LIST_SIDE))
            break;
        country = country_of(x, &s->base[i]);
    }
    for (size_t i = at; !country.len && i-- > 0 && i + SIDE_BEFORE >= at && !(s->base[i].shape & SHAPE_CLAUSE);)
        country = country_of(x, &s->base[i]);
    return country;
}

// Of "on behalf of Chad, the minister …": the country, when it stands between those words and the title.
static struct str country_stood_for(const struct extraction *x, const struct sentence *s, size_t at, uint32_t end) {
    for (size_t i = at + 1; i < s->base_count && i <= at + STATE_AFTER && s->base[i].end <= end; i++) {
        struct str country = country_of(x, &s->base[i]);
        if (!country.len)
            continue;
        size_t next = i + 1;
        while (next < s->base_count && next <= i + TITLE_AFTER && s->base[next].start < end)
            next++;
        return next < s->base_count && s->base[next].start >= end ? country : (struct str){0};
    }
    return (struct str){0};
}

// Whether someone of another country is named between the two places: then the side that was told is not of those who follow.
static bool is_interrupted(const struct extraction *x, uint32_t from, uint32_t to, struct str country) {
    for (int i = x->people.first ? x->people.first[cascade_sentence_at(x->c, from)] : -1; i >= 0;
         i = x->people.at[i].next) {
        const struct link *l = &x->people.at[i];
        struct str other = x->facts[l->record].told;
        if (l->span.start >= from && l->span.end <= to && other.len && !str_eq(other, country))
            return true;
    }
    return false;
}

// "The French delegation", "the Moroccan side", "for Chad": whose people are named after it in the same sentence.
static struct str side_of(const struct extraction *x, struct span whole) {
    struct str country = {0};
    size_t sentence = cascade_sentence_at(x->c, whole.start);
    uint32_t from = whole.start;
    if (sentence == x->c->sentence_count)
        return country;
    const struct sentence *s = &x->c->sentences[sentence];
    for (size_t i = 0; i < s->base_count && s->base[i].start < whole.start; i++) {
        struct str own = {0};
        if (item_has(x->c, &s->base[i], LIST_SIDE))
            own = country_of_side(x, s, i, whole.start);
        else if (item_has(x->c, &s->base[i], LIST_ON_BEHALF))
            own = country_stood_for(x, s, i, whole.start);
        if (own.len) {
            country = own;
            from = s->base[i].start;
        }
    }
    return country.len && is_interrupted(x, from, whole.start, country) ? (struct str){0} : country;
}

// Whether nothing but marks, conjunctions and articles stand between the two places.
static bool is_next(const struct extraction *x, const struct sentence *s, uint32_t from, uint32_t to) {
    for (size_t i = 0; i < s->base_count && s->base[i].start < to; i++) {
        const struct item *item = &s->base[i];
        bool joins = item_has(x->c, item, LIST_AND) || item_has(x->c, item, LIST_DETERMINER) ||
                     !(item->shape & (SHAPE_WORD | SHAPE_NUMBER | SHAPE_CLAUSE));
        if (item->start >= from && !joins)
            return false;
    }
    return from <= to;
}

// "The Turkish minister X, the deputy minister Y and the director Z": who is told next in a list, and for nobody else, acts for the
// country of the one before. Not so in the same office, which no country has twice.
static struct str country_of_list(const struct extraction *x, const struct minister_record *p,
                                  const struct person_facts *facts) {
    size_t number = cascade_sentence_at(x->c, facts->whole.start);
    const struct link *before = NULL;
    if (number == x->c->sentence_count || !x->people.first)
        return (struct str){0};
    for (int i = x->people.first[number]; i >= 0; i = x->people.at[i].next) {
        const struct link *l = &x->people.at[i];
        if (l->span.end <= facts->whole.start && (!before || l->span.end > before->span.end))
            before = l;
    }
    if (!before || !is_next(x, &x->c->sentences[number], before->span.end, facts->whole.start))
        return (struct str){0};
    const struct person_facts *other = &x->facts[before->record];
    const struct minister_record *q = &x->out->ministers[before->record];
    bool same = str_eq(p->rank, q->rank) && str_eq(p->portfolio, q->portfolio);
    return other->international || is_ambassadorial(q->rank) || same ? (struct str){0} : q->country;
}

// ---- the article's own country

// Officials whom the gazetteer knows and whose title does not tell the country; of heads of state and government, whom news everywhere
// calls by their names, all whose country is not told.
static bool is_untold(const struct extraction *x, size_t number, bool heads) {
    const struct minister_record *p = &x->out->ministers[number];
    const struct person_facts *f = &x->facts[number];
    return p->known.len && p->country.len && !str_eq(p->country, STR("EU")) && !f->told.len && !f->international &&
           is_head(p->rank) == heads && !is_ambassadorial(p->rank) && (heads || p->title.len);
}

// The one country of those officials; of several, the one that the article speaks from anyhow, which heads of several do not tell.
static struct str country_of_untold(const struct extraction *x, bool heads) {
    struct str country = {0}, home = heads ? extraction_dateline(x) : extraction_home(x);
    bool several = false, ours = false;
    for (size_t i = 0; i < x->out->minister_count; i++) {
        if (!is_untold(x, i, heads))
            continue;
        several |= country.len && !str_eq(country, x->out->ministers[i].country);
        country = x->out->ministers[i].country;
        ours |= str_eq(country, home);
    }
    return !several ? country : ours ? home : (struct str){0};
}

// The one state that the article speaks of beside the European Union, when one of its officials is called so. Without the Union it
// may be the one abroad: news of a country seldom names that country.
static struct str sole_state(const struct extraction *x) {
    struct str state = {0};
    for (size_t i = 0; i < x->country_count; i++) {
        if (str_eq(x->countries[i].code, STR("EU")))
            continue;
        if (state.len)
            return (struct str){0};
        state = x->countries[i].code;
    }
    bool with_union = extraction_speaks_of(x, STR("EU"));
    for (size_t i = 0; state.len && with_union && i < x->out->minister_count; i++)
        if (str_eq(x->facts[i].told, state) && !is_ambassadorial(x->out->ministers[i].rank))
            return state;
    return (struct str){0};
}

struct str allegiance_home(const struct extraction *x) {
    struct str country = country_of_untold(x, false);
    if (!country.len)
        country = country_of_untold(x, true);
    if (country.len)
        return country;
    country = extraction_dateline(x);
    return country.len && extraction_speaks_of(x, country) ? country : sole_state(x);
}

static struct str other_of_two(const struct extraction *x, struct str one) {
    struct str pair[2];
    if (!extraction_dyad(x, pair) || (!str_eq(one, pair[0]) && !str_eq(one, pair[1])))
        return (struct str){0};
    return str_eq(one, pair[0]) ? pair[1] : pair[0];
}

static bool is_office_of_state(struct str rank) {
    return rank.len && !str_eq(rank, STR("other")) && !str_eq(rank, STR("spokesperson"));
}

struct str allegiance_of(const struct extraction *x, const struct minister_record *p, struct str home) {
    const struct person_facts *facts = &x->facts[p - x->out->ministers];
    if (facts->international)
        return (struct str){0};
    struct str side = p->mention_count ? side_of(x, facts->whole) : (struct str){0};
    bool listed = p->title.len && !facts->host.len && !facts->counterpart && !str_eq(p->rank, STR("other"));
    if (!side.len && listed)
        side = country_of_list(x, p, facts);
    if (side.len || !is_office_of_state(p->rank))
        return side;
    if (facts->other.len && (!home.len || str_eq(home, facts->other)))
        return other_of_two(x, facts->other);
    if (!is_ambassadorial(p->rank) || !facts->host.len)
        return home;
    struct str other = other_of_two(x, facts->host);
    return other.len ? other : str_eq(home, facts->host) ? (struct str){0} : home;
}
