#include "text/timex.h"

#include <stdio.h>
#include <string.h>

static const char season_code[5][3] = {"XX", "SP", "SU", "FA", "WI"};
static const char span_code[][3] = {"MO", "MI", "AF", "EV", "NI", "DT"};

struct timex timex_none(void) {
    return (struct timex){.grain = TIMEX_NONE, .hour = -1, .minute = -1};
}

struct timex timex_of(enum timex_grain grain, int year, int part) {
    return (struct timex){.grain = grain, .year = year, .part = part, .hour = -1, .minute = -1};
}

struct timex timex_day(int32_t days) {
    const struct civil c = calendar_civil(days);
    struct timex t = timex_of(TIMEX_DAY, c.year, c.month);
    t.day = c.day;
    return t;
}

struct timex timex_month(int year, int month) {
    return timex_of(TIMEX_MONTH, year, month);
}

struct timex timex_week(int32_t days) {
    struct timex t = timex_of(TIMEX_WEEK, 0, 0);
    calendar_iso_week(days, &t.year, &t.part);
    return t;
}

// Writes digits of a number, or that many X when it is unknown.
static char *put(char *at, int value, int digits) {
    if (value <= 0) {
        memset(at, 'X', (size_t)digits);
        return at + digits;
    }
    for (int i = digits - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + digits;
}

static char *put_text(char *at, const char *text) {
    const size_t len = strlen(text);
    memcpy(at, text, len);
    return at + len;
}

static char *put_clock(char *at, const struct timex *t) {
    if (t->span[0]) {
        *at++ = 'T';
        return put_text(at, t->span);
    }
    if (t->hour < 0) {
        return at;
    }
    // put() writes unknown as X, and midnight is no unknown
    *at++ = 'T';
    *at++ = (char)('0' + t->hour / 10);
    *at++ = (char)('0' + t->hour % 10);
    if (t->minute >= 0) {
        *at++ = ':';
        *at++ = (char)('0' + t->minute / 10);
        *at++ = (char)('0' + t->minute % 10);
    }
    return at;
}

size_t timex_format(const struct timex *t, char out[TIMEX_TEXT_MAX]) {
    char *at = out;
    switch (t->grain) {
    case TIMEX_NONE:
        break;
    case TIMEX_CENTURY:
        at = put(at, t->year / 100, 2);
        break;
    case TIMEX_DECADE:
        at = put(at, t->year / 10, 3);
        break;
    case TIMEX_YEAR:
        at = put(at, t->year, 4);
        break;
    case TIMEX_HALF:
    case TIMEX_QUARTER:
        at = put_text(put(at, t->year, 4), t->grain == TIMEX_HALF ? "-H" : "-Q");
        at = put(at, t->part, 1);
        break;
    case TIMEX_SEASON:
        at = put_text(put(at, t->year, 4), "-");
        at = put_text(at, season_code[t->part]);
        break;
    case TIMEX_MONTH:
        at = put(put_text(put(at, t->year, 4), "-"), t->part, 2);
        break;
    case TIMEX_WEEK:
    case TIMEX_WEEKEND:
        at = put(put_text(put(at, t->year, 4), "-W"), t->part, 2);
        at = put_text(at, t->grain == TIMEX_WEEKEND ? "-WE" : "");
        break;
    case TIMEX_DAY:
        if (t->weekday) {
            at = put(put_text(at, "XXXX-WXX-"), t->weekday, 1);
        } else {
            at = put(put_text(put(at, t->year, 4), "-"), t->part, 2);
            at = put(put_text(at, "-"), t->day, 2);
        }
        at = put_clock(at, t);
        break;
    case TIMEX_CLOCK:
        at = put_clock(at, t);
        break;
    }
    *at = '\0';
    return (size_t)(at - out);
}

// Reads exactly that many digits, or that many X as 0.
static bool take(struct str *s, size_t digits, int *out) {
    if (s->len < digits) {
        return false;
    }
    int value = 0;
    size_t unknown = 0;
    for (size_t i = 0; i < digits; i++) {
        const char c = s->ptr[i];
        if (c == 'X') {
            unknown++;
        } else if (c >= '0' && c <= '9') {
            value = value * 10 + (c - '0');
        } else {
            return false;
        }
    }
    if (unknown != 0 && unknown != digits) {
        return false;
    }
    *out = unknown ? 0 : value;
    *s = str_sub(*s, digits, s->len);
    return true;
}

static bool take_text(struct str *s, const char *text) {
    if (!str_starts(*s, str_c(text))) {
        return false;
    }
    *s = str_sub(*s, strlen(text), s->len);
    return true;
}

static bool parse_clock(struct str s, struct timex *t) {
    if (s.len == 0) {
        return t->grain != TIMEX_CLOCK;
    }
    if (!take_text(&s, "T")) {
        return false;
    }
    for (size_t i = 0; i < sizeof span_code / sizeof *span_code; i++) {
        if (str_eq(s, str_c(span_code[i]))) {
            memcpy(t->span, span_code[i], sizeof t->span);
            return true;
        }
    }
    if (!take(&s, 2, &t->hour) || t->hour > 24) {
        return false;
    }
    if (s.len == 0) {
        return true;
    }
    return take_text(&s, ":") && take(&s, 2, &t->minute) && t->minute < 60 && s.len == 0;
}

// What follows the year's hyphen and is neither month nor day.
static bool parse_named_part(struct str s, struct timex *t) {
    for (int season = 1; season <= 4; season++) {
        if (str_eq(s, str_c(season_code[season]))) {
            t->grain = TIMEX_SEASON;
            t->part = season;
            return true;
        }
    }
    if (take_text(&s, "H")) {
        t->grain = TIMEX_HALF;
        return take(&s, 1, &t->part) && t->part <= 2 && s.len == 0;
    }
    if (take_text(&s, "Q")) {
        t->grain = TIMEX_QUARTER;
        return take(&s, 1, &t->part) && t->part <= 4 && s.len == 0;
    }
    if (!take_text(&s, "W") || !take(&s, 2, &t->part) || t->part > 53) {
        return false;
    }
    t->grain = TIMEX_WEEK;
    if (s.len == 0) {
        return true;
    }
    if (str_eq(s, STR("-WE"))) {
        t->grain = TIMEX_WEEKEND;
        return true;
    }
    t->grain = TIMEX_DAY;
    if (t->year != 0 || t->part != 0 || !take_text(&s, "-") || !take(&s, 1, &t->weekday) || t->weekday < 1 ||
        t->weekday > 7) {
        return false;
    }
    return parse_clock(s, t);
}

bool timex_parse(struct str s, struct timex *out) {
    struct timex t = timex_none();
    if (str_starts(s, STR("T"))) {
        t.grain = TIMEX_CLOCK;
        *out = t;
        return parse_clock(s, out);
    }
    if (s.len == 2 || s.len == 3) {
        t.grain = s.len == 2 ? TIMEX_CENTURY : TIMEX_DECADE;
        const int years = s.len == 2 ? 100 : 10;
        if (!take(&s, s.len, &t.year)) {
            return false;
        }
        t.year *= years;
        *out = t;
        return true;
    }
    if (!take(&s, 4, &t.year)) {
        return false;
    }
    t.grain = TIMEX_YEAR;
    if (s.len > 0) {
        if (!take_text(&s, "-")) {
            return false;
        }
        struct str rest = s;
        if (take(&rest, 2, &t.part)) {
            t.grain = TIMEX_MONTH;
            if (rest.len > 0) {
                t.grain = TIMEX_DAY;
                if (!take_text(&rest, "-") || !take(&rest, 2, &t.day) || !parse_clock(rest, &t)) {
                    return false;
                }
            }
            if (t.part > 12 || t.day > (t.part && t.year ? calendar_month_length(t.year, t.part) : 31)) {
                return false;
            }
        } else if (!parse_named_part(s, &t)) {
            return false;
        }
    }
    *out = t;
    return true;
}

static int32_t month_end(int year, int month) {
    return calendar_days(year, month, calendar_month_length(year, month));
}

static void months_bounds(int year, int first_month, int count, int32_t *first, int32_t *last) {
    const int index = first_month - 1 + count - 1;
    *first = calendar_days(year, first_month, 1);
    *last = month_end(year + index / 12, index % 12 + 1);
}

static bool years_bounds(int year, int step, int32_t *first, int32_t *last) {
    const int from = year / step * step;
    *first = calendar_days(from > 0 ? from : 1, 1, 1);
    *last = calendar_days(from + step - 1, 12, 31);
    return true;
}

bool timex_bounds(const struct timex *t, int32_t *first, int32_t *last) {
    const bool by_part = t->grain >= TIMEX_HALF && t->grain <= TIMEX_DAY;
    if (t->grain == TIMEX_NONE || t->grain == TIMEX_CLOCK || t->year <= 0 || (by_part && t->part <= 0)) {
        return false;
    }
    switch (t->grain) {
    case TIMEX_CENTURY:
        return years_bounds(t->year, 100, first, last);
    case TIMEX_DECADE:
        return years_bounds(t->year, 10, first, last);
    case TIMEX_YEAR:
        return years_bounds(t->year, 1, first, last);
    case TIMEX_HALF:
        months_bounds(t->year, t->part * 6 - 5, 6, first, last);
        return true;
    case TIMEX_QUARTER:
        months_bounds(t->year, t->part * 3 - 2, 3, first, last);
        return true;
    case TIMEX_SEASON:
        months_bounds(t->year, t->part * 3, 3, first, last);
        return true;
    case TIMEX_MONTH:
        months_bounds(t->year, t->part, 1, first, last);
        return true;
    case TIMEX_WEEK:
    case TIMEX_WEEKEND:
        *first = calendar_week_monday(t->year, t->part) + (t->grain == TIMEX_WEEKEND ? 5 : 0);
        *last = calendar_week_monday(t->year, t->part) + 6;
        return true;
    case TIMEX_DAY:
        if (t->day <= 0) {
            return false;
        }
        *first = *last = calendar_days(t->year, t->part, t->day);
        return true;
    default:
        return false;
    }
}

// Parts of a year by grain: steps carry over into the year.
static int parts_of_year(enum timex_grain grain) {
    return grain == TIMEX_HALF ? 2 : grain == TIMEX_QUARTER || grain == TIMEX_SEASON ? 4 : 12;
}

bool timex_step(const struct timex *t, int steps, struct timex *out) {
    int32_t first, last;
    if (!timex_bounds(t, &first, &last)) {
        return false;
    }
    struct timex to = timex_of(t->grain, t->year, t->part);
    switch (t->grain) {
    case TIMEX_CENTURY:
        to.year += 100 * steps;
        break;
    case TIMEX_DECADE:
        to.year += 10 * steps;
        break;
    case TIMEX_YEAR:
        to.year += steps;
        break;
    case TIMEX_HALF:
    case TIMEX_QUARTER:
    case TIMEX_SEASON:
    case TIMEX_MONTH: {
        const int parts = parts_of_year(t->grain);
        const int index = t->year * parts + t->part - 1 + steps;
        to.year = index / parts;
        to.part = index % parts + 1;
        break;
    }
    case TIMEX_WEEK:
    case TIMEX_WEEKEND:
        to = timex_week(first + 7 * steps);
        to.grain = t->grain;
        break;
    default:
        to = timex_day(first + steps);
        break;
    }
    if (to.year < 1 || to.year > CALENDAR_YEAR_MAX - 100) {
        return false;
    }
    *out = to;
    return true;
}
