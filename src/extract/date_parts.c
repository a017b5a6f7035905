#include "extract/date_parts.h"

#include <limits.h>
#include <string.h>

#define FLAT_MAX    48
#define NESTING_MAX 4

// The captures of a mention and of the mentions inside it, in text order. What stands in a mention that was captured into an end_… field
// is of the other end of a range.
struct flat {
    const struct capture *at[FLAT_MAX];
    bool of_end[FLAT_MAX];
    size_t count;
};

static bool is_end(uint16_t field) {
    return field == FIELD_END_DAY || field == FIELD_END_MONTH || field == FIELD_END_YEAR ||
           field == FIELD_END_WEEKDAY || field == FIELD_END_HOUR || field == FIELD_END_MINUTE;
}

static void flatten(const struct mention *m, int depth, bool of_end, struct flat *out) {
    for (size_t i = 0; i < m->capture_count && out->count < FLAT_MAX; i++) {
        const struct capture *c = &m->captures[i];
        if (c->mention != NULL && c->mention != m) {
            if (depth < NESTING_MAX) {
                flatten(c->mention, depth + 1, of_end || is_end(c->field), out);
            }
        } else {
            out->of_end[out->count] = of_end;
            out->at[out->count++] = c;
        }
    }
}

static struct str value_of(const struct capture *c, struct str text) {
    return c->value.len > 0 ? c->value : str_sub(text, c->span.start, c->span.end);
}

// The first run of digits of a value ("Q3" is 3); -1 when there is none or it is too long.
static int number(struct str s) {
    size_t len = 0;
    while (s.len > 0 && (s.ptr[0] < '0' || s.ptr[0] > '9')) {
        s = str_sub(s, 1, s.len);
    }
    while (len < s.len && s.ptr[len] >= '0' && s.ptr[len] <= '9') {
        len++;
    }
    uint32_t n;
    return str_uint(str_sub(s, 0, len), &n) && n <= INT_MAX / 4 ? (int)n : -1;
}

static int code(struct str s, const char *const *names, size_t count) {
    for (size_t i = 1; i < count; i++) {
        if (str_eq(s, str_c(names[i]))) {
            return (int)i;
        }
    }
    return 0;
}

static int season_of(struct str s) {
    static const char *const names[] = {"", "SP", "SU", "FA", "WI"};
    return code(s, names, 5);
}

static enum date_unit unit_of(struct str s) {
    static const char *const names[] = {"",      "second",  "minute", "hour", "day",    "week",   "weekend",
                                        "month", "quarter", "half",   "year", "decade", "century"};
    return (enum date_unit)code(s, names, sizeof names / sizeof *names);
}

static enum date_relation relation_of(struct str s) {
    static const char *const names[] = {"",       "this",  "last", "next", "ago",   "in",
                                        "before", "after", "same", "past", "future"};
    const int found = code(s, names, sizeof names / sizeof *names);
    return found ? (enum date_relation)found : RELATION_OTHER;
}

// A plain or decimal number, doubled; halves are all that is kept of a fraction.
static int halves_of(const struct capture *c, struct str text) {
    const struct str value = value_of(c, text);
    const size_t point = str_find(value, STR("."), 0);
    const int whole = number(str_sub(value, 0, point));
    if (whole < 0 || point == SIZE_MAX) {
        return whole < 0 ? -1 : whole * 2;
    }
    const struct str fraction = str_sub(value, point + 1, value.len);
    return whole * 2 + (fraction.len > 0 && fraction.ptr[0] >= '3' && fraction.ptr[0] <= '7');
}

enum { HALVES_MAX = 2000000 }; // of units: more is a number, but no length of time that dates anything

// Number words add up ("twenty" "five") and multiply ("two" "thousand"); fractions add. False when it gets too many.
static bool add_count(struct date_parts *p, const struct capture *c, struct str text) {
    if (str_eq(value_of(c, text), STR("X"))) {
        p->halves = DATE_VAGUE;
        return true;
    }
    const int halves = halves_of(c, text);
    if (p->halves == DATE_VAGUE) {
        return true;
    }
    if (halves < 0 || halves > HALVES_MAX) {
        return false;
    }
    const int factor = halves / 2;
    const bool multiplies = c->entry != NULL && (factor == 100 || factor == 1000);
    if (multiplies && p->halves > 0) {
        p->halves = p->halves <= HALVES_MAX / factor ? p->halves * factor : HALVES_MAX + 1;
    } else {
        p->halves += halves;
    }
    return p->halves <= HALVES_MAX;
}

// Fields that the dates of a list differ in. False when out of range.
struct element {
    uint16_t field;
    int value;
    struct span span;
    bool numeric;
};

struct elements {
    struct element at[FLAT_MAX];
    size_t count;
};

static bool add_element(struct elements *all, const struct capture *c, uint16_t field, struct str text) {
    const int n = number(value_of(c, text));
    if (n < 0) {
        return false;
    }
    // two names of one month, as in an Arabic double name
    for (size_t i = 0; i < all->count; i++) {
        if (all->at[i].field == field && all->at[i].value == n && field != FIELD_DAY) {
            return true;
        }
    }
    const bool written = c->span.end > c->span.start;
    all->at[all->count++] = (struct element){field, n, c->span, written && c->entry == NULL};
    return true;
}

// "19.15" as one number gives both.
static void set_hour(struct date_point *at, struct str v) {
    const size_t point = str_find(v, STR("."), 0);
    at->hour = number(str_sub(v, 0, point));
    if (point != SIZE_MAX) {
        at->minute = number(str_sub(v, point, v.len));
    }
}

static void read_end(struct date_parts *p, uint16_t field, struct str v) {
    switch (field) {
    case FIELD_DAY:
    case FIELD_END_DAY:
        p->to.day = number(v);
        break;
    case FIELD_MONTH:
    case FIELD_END_MONTH:
        p->to.month = number(v);
        break;
    case FIELD_YEAR:
    case FIELD_END_YEAR:
        p->to.year = number(v);
        break;
    case FIELD_WEEKDAY:
    case FIELD_END_WEEKDAY:
        p->to.weekday = number(v);
        break;
    case FIELD_HOUR:
    case FIELD_END_HOUR:
        set_hour(&p->to, v);
        break;
    case FIELD_MINUTE:
    case FIELD_END_MINUTE:
        p->to.minute = number(v);
        break;
    default:
        break; // what else the far end may say has no place in a range
    }
}

// Noon is 12 and midnight 0 or 24; the morning's 12 is 0.
static void apply_ampm(struct date_point *at, struct str ampm) {
    if (at->hour < 0 || at->hour > 12) {
        return;
    }
    if (str_eq(ampm, STR("pm")) && at->hour < 12) {
        at->hour += 12;
    } else if (str_eq(ampm, STR("am")) && at->hour == 12) {
        at->hour = 0;
    }
}

// A signed number.
static int signed_number(struct str s) {
    const bool minus = str_starts(s, STR("-"));
    const int n = number(minus || str_starts(s, STR("+")) ? str_sub(s, 1, s.len) : s);
    return n < 0 ? 0 : minus ? -n : n;
}

static void read_type(struct date_parts *p, struct str v) {
    p->duration = str_eq(v, STR("DURATION"));
    p->every = p->every || str_eq(v, STR("SET"));
    p->time_only = str_eq(v, STR("TIME"));
}

static void read_scalar(struct date_parts *p, const struct capture *c, struct str text) {
    const struct str v = value_of(c, text);
    switch (c->field) {
    case FIELD_WEEKDAY:
        p->at.weekday = number(v);
        break;
    case FIELD_HOUR:
        set_hour(&p->at, v);
        break;
    case FIELD_MINUTE:
        p->at.minute = number(v);
        break;
    case FIELD_PART:
        if (v.len == 2) {
            memcpy(p->span, v.ptr, 2);
        }
        break;
    case FIELD_SEASON:
        p->season = season_of(v);
        break;
    case FIELD_HALF:
        p->half = number(v);
        break;
    case FIELD_QUARTER:
        p->quarter = number(v);
        break;
    case FIELD_WEEK:
        p->week = number(v);
        break;
    case FIELD_UNIT:
        p->unit = unit_of(v);
        break;
    case FIELD_FRACTION: // "and a half"
        p->halves = p->halves == DATE_VAGUE ? DATE_VAGUE : p->halves + 1;
        break;
    case FIELD_OFFSET:
        p->has_offset = true;
        p->offset = signed_number(v);
        break;
    case FIELD_RELATION:
        p->relation = relation_of(v);
        break;
    case FIELD_MOD:
        p->mod = v;
        break;
    case FIELD_REF:
        p->ref = v;
        break;
    case FIELD_TYPE:
        read_type(p, v);
        break;
    case FIELD_HOLIDAY:
        p->holiday = v;
        break;
    case FIELD_EVERY:
        p->every = true;
        break;
    case FIELD_DECADE:
        p->decade = number(v);
        break;
    case FIELD_CENTURY:
        p->century = number(v);
        break;
    case FIELD_ERA:
        p->hijri = str_eq(v, STR("AH"));
        break;
    default:
        read_end(p, c->field, v);
        break;
    }
}

static size_t count_of(const struct elements *all, uint16_t field) {
    size_t n = 0;
    for (size_t i = 0; i < all->count; i++) {
        n += all->at[i].field == field;
    }
    return n;
}

// The element of that field which belongs to the one at span: the only one, else the nearest on the side where they stand.
static const struct element *belonging(const struct elements *all, uint16_t field, struct span to, bool before) {
    const struct element *found = NULL;
    for (size_t i = 0; i < all->count; i++) {
        const struct element *e = &all->at[i];
        if (e->field != field) {
            continue;
        }
        if (found == NULL || (before && e->span.start < to.start) || (!before && found->span.start < to.start)) {
            found = e;
        }
    }
    return found;
}

static bool stands_before(const struct elements *all, uint16_t field, uint16_t primary) {
    for (size_t i = 0; i < all->count; i++) {
        if (all->at[i].field == field || all->at[i].field == primary) {
            return all->at[i].field == field;
        }
    }
    return false;
}

// The field that the dates of the list are counted by.
static uint16_t primary_field(const struct elements *all) {
    return count_of(all, FIELD_DAY) > 0 ? FIELD_DAY : count_of(all, FIELD_MONTH) > 0 ? FIELD_MONTH : FIELD_YEAR;
}

static void cover(struct span *s, const struct element *e, const struct elements *all) {
    if (e != NULL && count_of(all, e->field) > 1) {
        s->start = e->span.start < s->start ? e->span.start : s->start;
        s->end = e->span.end > s->end ? e->span.end : s->end;
    }
}

static void read_list(const struct elements *all, const struct mention *m, struct date_list *out) {
    const uint16_t primary = primary_field(all);
    const bool month_first = stands_before(all, FIELD_MONTH, primary),
               year_first = stands_before(all, FIELD_YEAR, primary);
    out->parts.year_first = year_first;
    out->count = 0;
    for (size_t i = 0; i < all->count && out->count < DATE_LIST_MAX; i++) {
        const struct element *e = &all->at[i];
        if (e->field != primary) {
            continue;
        }
        const struct element *month = belonging(all, FIELD_MONTH, e->span, month_first);
        const struct element *year = belonging(all, FIELD_YEAR, e->span, year_first);
        struct date_point at = out->parts.at;
        at.day = primary == FIELD_DAY ? e->value : 0;
        at.month = primary == FIELD_MONTH ? e->value : month ? month->value : 0;
        at.year = primary == FIELD_YEAR ? e->value : year ? year->value : 0;
        out->parts.numeric = month != NULL && month->numeric;
        struct span span = e->span;
        cover(&span, primary == FIELD_DAY ? month : NULL, all);
        cover(&span, primary != FIELD_YEAR ? year : NULL, all);
        out->at[out->count] = at;
        out->span[out->count++] = span;
    }
    if (out->count == 0) {
        out->at[0] = out->parts.at;
        out->count = 1;
    }
    out->span[0].start = m->span.start;
    out->span[out->count - 1].end = m->span.end;
    out->parts.at = out->at[0];
}

static bool point_in_range(const struct date_point *p, bool hijri) {
    if (p->day < 0 || p->day > 31 || p->month < 0 || p->month > 12 || p->weekday < 0 || p->weekday > 7 ||
        p->hour > 24 || p->minute > 59 || (p->hour == 24 && p->minute > 0) || p->year < 0 ||
        p->year > CALENDAR_YEAR_MAX - 200) {
        return false;
    }
    if (hijri) {
        return p->year == 0 || (p->year >= CALENDAR_HIJRI_FIRST && p->year <= CALENDAR_HIJRI_LAST && p->day <= 30);
    }
    if (p->day > 0 && p->month > 0) {
        const int year = p->year >= 100 ? p->year : 2000; // without its year, 29 February can be one
        return p->day <= calendar_month_length(year, p->month);
    }
    return true;
}

// A numeric date whose first number can only be the month is turned round; one whose first can only be the day is settled.
static void settle_order(struct date_list *l) {
    if (!l->parts.numeric || l->parts.year_first || l->parts.at.day == 0) {
        l->parts.numeric = false;
        return;
    }
    struct date_point *at = &l->at[0];
    if (at->month > 12 && at->day <= 12) {
        const int month = at->day;
        at->day = at->month;
        at->month = month;
    }
    l->parts.numeric = l->parts.at.day <= 12 && l->parts.at.month <= 12;
    l->parts.at = *at;
}

// "From 15 January to 3 March of last year": the year that the far end refers to is that of both.
static bool year_of_end(const struct flat *flat, struct str text) {
    for (size_t i = 0; i < flat->count; i++)
        if (flat->of_end[i] && flat->at[i]->field == FIELD_UNIT && unit_of(value_of(flat->at[i], text)) == UNIT_YEAR)
            return true;
    return false;
}

static bool refers(uint16_t field) {
    return field == FIELD_UNIT || field == FIELD_RELATION || field == FIELD_OFFSET;
}

bool date_parts_read(const struct mention *m, struct str text, struct date_list *out) {
    struct flat flat = {.count = 0};
    struct elements elements = {.count = 0};
    struct str ampm = {NULL, 0};
    memset(out, 0, sizeof *out);
    struct date_parts *p = &out->parts;
    p->at.hour = p->at.minute = p->to.hour = p->to.minute = -1;
    flatten(m, 0, false, &flat);
    const bool year_of_both = year_of_end(&flat, text);
    for (size_t i = 0; i < flat.count; i++) {
        const struct capture *c = flat.at[i];
        if (flat.of_end[i] && !(year_of_both && refers(c->field))) {
            read_end(p, c->field, value_of(c, text));
            continue;
        }
        switch (c->field) {
        case FIELD_HIJRI:
            p->hijri = true;
            if (!add_element(&elements, c, FIELD_MONTH, text)) {
                return false;
            }
            break;
        case FIELD_DAY:
        case FIELD_MONTH:
        case FIELD_YEAR:
            if (!add_element(&elements, c, c->field, text)) {
                return false;
            }
            break;
        case FIELD_COUNT:
            if (!add_count(p, c, text)) {
                return false;
            }
            break;
        case FIELD_AMPM:
            ampm = value_of(c, text);
            break;
        default:
            read_scalar(p, c, text);
            break;
        }
    }
    apply_ampm(&p->at, ampm);
    apply_ampm(&p->to, ampm);
    read_list(&elements, m, out);
    settle_order(out);
    for (size_t i = 0; i < out->count; i++) {
        if (!point_in_range(&out->at[i], p->hijri)) {
            return false;
        }
    }
    return point_in_range(&p->to, p->hijri && p->to.year <= CALENDAR_HIJRI_LAST) && p->half >= 0 && p->half <= 2 &&
           p->quarter >= 0 && p->quarter <= 4 && p->week >= 0 && p->week <= 53;
}
