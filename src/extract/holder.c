#include "extract/holder.h"

#include "extract/allegiance.h"

// "interior-minister 2018-06-07..2023-11 EU": the country only when it is not the person's own, "-" for none. Days may be cut short
// or not be known.
struct tenure {
    struct str office, from, until, country;
    bool dated;
};

static struct tenure read_tenure(const struct entry *person, struct str text) {
    struct tenure t = {.country = entry_attribute(person, FIELD_COUNTRY)};
    struct str period = {0};
    str_next(&text, ' ', &t.office);
    str_next(&text, ' ', &period);
    size_t dots = str_find(period, STR(".."), 0);
    t.dated = dots != SIZE_MAX;
    t.from = t.dated ? str_sub(period, 0, dots) : (struct str){0};
    t.until = t.dated ? str_sub(period, dots + 2, period.len) : (struct str){0};
    text = str_trim(text);
    if (text.len)
        t.country = str_eq(text, STR("-")) ? (struct str){0} : text;
    return t;
}

// A walk over the offices of a person.
static bool next_tenure(const struct entry *person, size_t *at, struct tenure *out) {
    while (*at < person->attribute_count) {
        const struct attribute *a = &person->attributes[(*at)++];
        if (a->field == FIELD_OFFICE) {
            *out = read_tenure(person, a->value);
            return true;
        }
    }
    return false;
}

static bool is_before(struct str day, struct str from) {
    return from.len && str_cmp(str_sub(day, 0, from.len), from) < 0;
}

static bool is_after(struct str day, struct str until) {
    return until.len && str_cmp(str_sub(day, 0, until.len), until) > 0;
}

static bool covers(const struct tenure *t, struct str day) {
    return t->from.len && !is_before(day, t->from) && !is_after(day, t->until);
}

static const struct entry *find_office(const struct extraction *x, struct str id) {
    return gazetteer_find(&x->c->rules->gazetteer, LABEL_OFFICE, id);
}

struct held_office holder_office(const struct extraction *x, const struct entry *person) {
    struct tenure t, last = {.country = entry_attribute(person, FIELD_COUNTRY)};
    for (size_t at = 0; next_tenure(person, &at, &t);) {
        last = t;
        if (x->d->published.len && covers(&t, x->d->published))
            break;
    }
    return (struct held_office){last.office.len ? find_office(x, last.office) : NULL, last.country};
}

bool holder_acts_for(const struct entry *person, struct str country) {
    struct tenure t;
    bool found = str_eq(entry_attribute(person, FIELD_COUNTRY), country);
    for (size_t at = 0; !found && next_tenure(person, &at, &t);)
        found = str_eq(t.country, country);
    return found && country.len;
}

// "Other" is what the lists of portfolios lack, and names nothing.
static bool is_portfolio(struct str portfolio) {
    return portfolio.len && !str_eq(portfolio, STR("other"));
}

static bool is_office(const struct entry *office, struct str rank, struct str portfolio) {
    struct str own = office ? entry_attribute(office, FIELD_PORTFOLIO) : (struct str){0};
    bool ranked = office && (str_eq(entry_attribute(office, FIELD_RANK), rank) ||
                             str_eq(entry_attribute(office, FIELD_ALSO), rank));
    bool sole = str_eq(rank, STR("commissioner")); // who has several portfolios by different names
    return ranked && (sole || !is_portfolio(own) || !is_portfolio(portfolio) || str_eq(own, portfolio));
}

bool holder_held(const struct extraction *x, const struct entry *person, struct str rank, struct str portfolio) {
    struct tenure t;
    bool found = false;
    for (size_t at = 0; rank.len && !found && next_tenure(person, &at, &t);)
        found = is_office(find_office(x, t.office), rank, portfolio);
    return found;
}

bool holder_is_head(const struct extraction *x, const struct entry *person, struct str rank) {
    struct tenure t;
    bool found = false;
    for (size_t at = 0; is_head(rank) && x->d->published.len && !found && next_tenure(person, &at, &t);)
        found =
            t.country.len && covers(&t, x->d->published) && is_office(find_office(x, t.office), rank, (struct str){0});
    return found;
}

// Offices of which nobody holds two at a time, as a rule.
static bool is_exclusive(struct str rank) {
    static const char *const ranks[] = {"head-of-state",      "head-of-government", "minister",  "deputy-minister",
                                        "secretary-of-state", "commissioner",       "ambassador"};
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
        if (str_eq(rank, str_c(ranks[i])))
            return true;
    return false;
}

// The office that contradicts what the article calls the person: another one at that date, else the same one at another time.
static bool find_contradiction(const struct extraction *x, const struct minister_record *p, const struct entry *person,
                               struct tenure *out) {
    struct str day = x->d->published;
    struct tenure t;
    bool other = false, past = false;
    for (size_t at = 0; next_tenure(person, &at, &t);) {
        const struct entry *office = find_office(x, t.office);
        bool same = is_office(office, p->rank, p->portfolio);
        if (same && (!t.dated || covers(&t, day)))
            return false;
        if (!same && covers(&t, day) && office && is_exclusive(entry_attribute(office, FIELD_RANK))) {
            *out = t;
            other = true;
        } else if (same && !other && is_portfolio(p->portfolio) && (is_before(day, t.from) || is_after(day, t.until))) {
            *out = t;
            past = true;
        }
    }
    return other || past;
}

enum mig_status holder_compare(struct extraction *x, const struct minister_record *p, const struct entry *person,
                               struct str country) {
    struct span at = p->mention_count ? p->mentions[0] : (struct span){UINT32_MAX, UINT32_MAX};
    struct str rule = p->head.evidence.count ? p->head.evidence.at[0].rule : (struct str){0};
    struct tenure t = {.dated = false};
    if (country.len && !holder_acts_for(person, country))
        return document_diagnose(x->d, DIAGNOSTIC_WARNING, "office-conflict", rule, at.start, at.end,
                                 "the article has this person act for %.*s, which the gazetteer does not know of %.*s",
                                 STR_ARGS(country), STR_ARGS(person->id));
    bool told = p->title.len && is_exclusive(p->rank) && !str_eq(p->tenure, STR("former")) &&
                !str_eq(p->tenure, STR("designate"));
    if (!told || x->d->published.len < 10 || !find_contradiction(x, p, person, &t))
        return MIG_OK;
    return document_diagnose(x->d, DIAGNOSTIC_WARNING, "office-conflict", rule, at.start, at.end,
                             "'%.*s' in the article: the gazetteer has %.*s as %.*s %.*s..%.*s", STR_ARGS(p->title),
                             STR_ARGS(person->id), STR_ARGS(t.office), STR_ARGS(t.from), STR_ARGS(t.until));
}
