#include "extract/date_value.h"

#include <stdio.h>
#include <string.h>

// One expression on its way.
struct work {
    const struct date_parts *p;
    struct date_point at;
    const struct date_context *c;
    struct date_result *out;
};

// The day of publication, which the value then depends on. False when it is unknown.
static bool published(struct work *w, int32_t *day) {
    if (!w->c->has_published) {
        return false;
    }
    if (w->out->anchor == DATE_ANCHOR_NONE) {
        w->out->anchor = DATE_ANCHOR_PUBLISHED;
    }
    *day = w->c->published;
    return true;
}

// The date in context, a day when a day is asked for. False when there is none.
static bool in_context(struct work *w, bool day, struct timex *out) {
    const struct date_memory *m = day ? &w->c->last_day : &w->c->last;
    if (m->value.grain == TIMEX_NONE) {
        return false;
    }
    w->out->anchor = DATE_ANCHOR_DATE;
    w->out->anchor_date = m->index;
    *out = m->value;
    return true;
}

// Whether to look back for the nearest of two candidates that far away. What the tense speaks against counts as six times as far:
// verbs of saying are past also where the date is of something to come.
static bool looks_back(const struct work *w, int back, int ahead) {
    if (w->p->relation == RELATION_LAST || w->p->relation == RELATION_NEXT) {
        return w->p->relation == RELATION_LAST;
    }
    if (w->c->tense == TENSE_PAST) {
        return back <= ahead * 6;
    }
    if (w->c->tense == TENSE_FUTURE) {
        return back * 6 < ahead;
    }
    return back <= ahead * 3; // news tells more of what was than of what will be
}

// ---- Units ----

static enum timex_grain grain_of(enum date_unit unit) {
    static const enum timex_grain grains[] = {
        TIMEX_NONE,  TIMEX_DAY,     TIMEX_DAY,  TIMEX_DAY,  TIMEX_DAY,    TIMEX_WEEK,    TIMEX_WEEKEND,
        TIMEX_MONTH, TIMEX_QUARTER, TIMEX_HALF, TIMEX_YEAR, TIMEX_DECADE, TIMEX_CENTURY,
    };
    return grains[unit];
}

// The stretch of that grain in which the day lies.
static struct timex around(int32_t day, enum timex_grain grain) {
    const struct civil c = calendar_civil(day);
    switch (grain) {
    case TIMEX_DAY:
        return timex_day(day);
    case TIMEX_WEEK:
        return timex_week(day);
    case TIMEX_WEEKEND: {
        struct timex t = timex_week(day);
        t.grain = TIMEX_WEEKEND;
        return t;
    }
    case TIMEX_MONTH:
        return timex_month(c.year, c.month);
    case TIMEX_QUARTER:
        return timex_of(grain, c.year, (c.month + 2) / 3);
    case TIMEX_HALF:
        return timex_of(grain, c.year, (c.month + 5) / 6);
    case TIMEX_SEASON:
        return timex_of(grain, c.month < 3 ? c.year - 1 : c.year, c.month < 3 ? 4 : c.month / 3);
    default:
        return timex_of(grain, c.year, 0);
    }
}

// A value of that grain that is not known: XXXX, XXXX-XX, …
static struct timex unknown(enum timex_grain grain) {
    return timex_of(grain == TIMEX_DECADE || grain == TIMEX_CENTURY ? TIMEX_YEAR : grain, 0, 0);
}

// Units counted from a day or from a stretch of the calendar.
static bool counted_from(const struct timex *base, enum date_unit unit, int halves, int sign, struct timex *out) {
    int32_t first, last;
    if (!timex_bounds(base, &first, &last)) {
        return false;
    }
    if (unit >= UNIT_DECADE) { // a decade ago is a year, not a decade
        halves *= unit == UNIT_DECADE ? 10 : 100;
        unit = UNIT_YEAR;
    }
    if (halves % 2 != 0 && unit == UNIT_YEAR) { // a year and a half
        unit = UNIT_MONTH;
        halves *= 12;
    }
    const int n = sign * (halves / 2);
    const enum timex_grain grain = grain_of(unit);
    if (unit < UNIT_DAY) {
        *out = timex_day(first);
        return base->grain == TIMEX_DAY;
    }
    if (unit == UNIT_WEEK && base->grain == TIMEX_DAY) {
        *out = timex_week(first + 7 * n);
        return true;
    }
    if (unit == UNIT_DAY && base->grain != TIMEX_DAY) {
        return false;
    }
    // a quarter or half is compared with the same of another year
    if (unit == UNIT_YEAR && (base->grain == TIMEX_QUARTER || base->grain == TIMEX_HALF)) {
        return timex_step(base, n * (base->grain == TIMEX_HALF ? 2 : 4), out);
    }
    const struct timex start = around(first, grain);
    return timex_step(&start, n, out);
}

// "this year", "last week", "the next quarter".
static bool unit_near(struct work *w, int step, struct timex *out) {
    int32_t day;
    const enum timex_grain grain = grain_of(w->p->unit);
    if (!published(w, &day)) {
        *out = unknown(grain);
        return true;
    }
    // the weekend told of in the first half of a week is the one before it, unless something will happen; the next one is the coming
    if (grain == TIMEX_WEEKEND && calendar_weekday(day) < 6) {
        const bool over = w->c->tense == TENSE_PAST || (w->c->tense == TENSE_NONE && calendar_weekday(day) <= 3);
        step = step > 0 ? step - 1 : step == 0 && over ? -1 : step;
    }
    const struct timex here = around(day, grain);
    return timex_step(&here, step, out);
}

static int count_or_one(const struct work *w) {
    return w->p->halves == 0 ? 2 : w->p->halves;
}

static bool refer(struct work *w, const char *text) {
    snprintf(w->out->text, sizeof w->out->text, "%s", text);
    w->out->at = timex_none();
    return true;
}

static bool duration(struct work *w, const char *type);

// "three weeks ago", "in two years".
static bool unit_from_published(struct work *w, int sign, struct timex *out) {
    if (sign > 0 && (w->c->tense != TENSE_FUTURE || w->p->unit < UNIT_DAY)) {
        return duration(w, "DURATION"); // "the first visit in two years", "in less than an hour"
    }
    if (w->p->halves == DATE_VAGUE) {
        return refer(w, sign < 0 ? "PAST_REF" : "FUTURE_REF");
    }
    // reports of results compare a quarter with that of the year before
    const struct timex *last = &w->c->last.value;
    struct timex base;
    if (sign < 0 && w->p->unit == UNIT_YEAR && count_or_one(w) == 2 && last->grain == TIMEX_QUARTER) {
        w->out->comparison = true;
        return in_context(w, false, &base) && counted_from(&base, UNIT_YEAR, count_or_one(w), sign, out);
    }
    int32_t day;
    if (!published(w, &day)) {
        *out = unknown(grain_of(w->p->unit));
        return true;
    }
    base = timex_day(day);
    return counted_from(&base, w->p->unit, count_or_one(w), sign, out);
}

// "two days earlier", "the following month". Without a date to count from it is a stretch of time.
static bool unit_from_context(struct work *w, int sign, struct timex *out) {
    struct timex base;
    if (w->p->halves == DATE_VAGUE || w->p->unit < UNIT_DAY) {
        return duration(w, "DURATION");
    }
    const bool by_day = w->p->unit <= UNIT_WEEKEND;
    int32_t now;
    w->out->comparison = sign < 0 && w->p->unit >= UNIT_QUARTER;
    if (w->p->unit == UNIT_QUARTER && w->c->last.value.grain != TIMEX_QUARTER && published(w, &now)) {
        base = around(now, TIMEX_QUARTER); // reports speak of the quarter that ended last
        return timex_step(&base, sign * (count_or_one(w) / 2) - 1, out);
    }
    if (in_context(w, by_day, &base) && counted_from(&base, w->p->unit, count_or_one(w), sign, out)) {
        return true;
    }
    w->out->anchor = DATE_ANCHOR_NONE;
    if (w->p->halves > 0) {
        return duration(w, "DURATION");
    }
    *out = unknown(grain_of(w->p->unit));
    return true;
}

// "that day", "the same year": the date in context, seen as that unit.
static bool unit_same(struct work *w, struct timex *out) {
    const enum timex_grain grain = grain_of(w->p->unit);
    struct timex base;
    int32_t first, last;
    *out = unknown(grain);
    if (in_context(w, w->p->unit <= UNIT_WEEKEND, &base) && timex_bounds(&base, &first, &last)) {
        if (base.grain >= grain) {
            *out = around(first, grain);
            return true;
        }
        w->out->anchor = DATE_ANCHOR_NONE;
    }
    // a report of results that names no quarter is of the last one
    int32_t day;
    if (w->p->unit == UNIT_QUARTER && published(w, &day)) {
        base = around(day, grain);
        return timex_step(&base, -1, out);
    }
    return true;
}

static bool unit_value(struct work *w, struct timex *out) {
    const struct date_parts *p = w->p;
    switch (p->relation) {
    case RELATION_AGO:
        return unit_from_published(w, -1, out);
    case RELATION_IN:
        return unit_from_published(w, 1, out);
    case RELATION_BEFORE:
        return unit_from_context(w, -1, out);
    case RELATION_AFTER:
        return unit_from_context(w, 1, out);
    case RELATION_SAME:
        return p->unit >= UNIT_DAY && unit_same(w, out);
    case RELATION_LAST:
        return p->unit >= UNIT_DAY && unit_near(w, -1, out); // "at the last minute"
    case RELATION_NEXT:
        return p->unit >= UNIT_DAY && unit_near(w, 1, out);
    default:
        return p->unit >= UNIT_DAY && unit_near(w, p->has_offset ? p->offset : 0, out);
    }
}

// ---- Years ----

// Two digits are the year within 80 years before and 19 after publication.
static int full_year(const struct work *w, int year) {
    if (year >= 100 || year == 0) {
        return year;
    }
    const int now = w->c->has_published ? calendar_civil(w->c->published).year : 2020;
    int full = now / 100 * 100 + year;
    full -= full > now + 19 ? 100 : 0;
    return full + (full < now - 80 ? 100 : 0);
}

// The year that the expression gives by its number or in relation ("of last year"); 0 when it gives none. *open is set when it
// refers to a year that is not known.
static int said_year(struct work *w, bool *open) {
    const struct date_parts *p = w->p;
    *open = false;
    if (p->century > 0 && (p->decade > 0 || w->at.year > 0)) { // nineteen ninety-four
        return p->century * 100 + p->decade + w->at.year;
    }
    if (w->at.year > 0) {
        return full_year(w, w->at.year);
    }
    if (p->unit != UNIT_YEAR || (p->relation == RELATION_NONE && !p->has_offset)) {
        return 0;
    }
    struct timex year;
    if (!unit_value(w, &year) || year.grain == TIMEX_NONE || year.year == 0) {
        *open = true;
        return 0;
    }
    return year.year;
}

// ---- Days ----

static struct timex day_without_year(int month, int day) {
    struct timex t = timex_of(TIMEX_DAY, 0, month);
    t.day = day;
    return t;
}

// The year in which that day of a month lies nearest; a weekday said with it must agree where that is possible.
static bool nearest_day(struct work *w, int month, int day, struct timex *out) {
    int32_t now, back = INT32_MIN, ahead = INT32_MIN;
    if (!published(w, &now)) {
        *out = day_without_year(month, day);
        return true;
    }
    const int year = calendar_civil(now).year;
    for (int pass = w->at.weekday ? 0 : 1; pass < 2 && back == INT32_MIN && ahead == INT32_MIN; pass++) {
        for (int y = year - 5; y <= year + 5; y++) {
            if (!calendar_valid(y, month, day)) {
                continue;
            }
            const int32_t d = calendar_days(y, month, day);
            if (pass == 0 && (y < year - 1 || y > year + 1 || calendar_weekday(d) != w->at.weekday)) {
                continue;
            }
            if (d <= now) {
                back = d;
            }
            if (d >= now && ahead == INT32_MIN) {
                ahead = d;
            }
        }
    }
    if (back == INT32_MIN || ahead == INT32_MIN) {
        *out = timex_day(back == INT32_MIN ? ahead : back);
    } else {
        *out = timex_day(looks_back(w, (int)(now - back), (int)(ahead - now)) ? back : ahead);
    }
    return true;
}

enum { NO_MONTH = 99 };

// How many months from the present one the day falls on that weekday, within one month; NO_MONTH when on none.
static int month_by_weekday(int32_t now, int day, int weekday, bool future) {
    static const int steps[2][3] = {{0, -1, 1}, {0, 1, -1}};
    for (int i = 0; i < 3; i++) {
        const int step = steps[future][i];
        const struct civil first = calendar_civil(calendar_add_months(now, step));
        if (calendar_valid(first.year, first.month, day) &&
            calendar_weekday(calendar_days(first.year, first.month, day)) == weekday) {
            return step;
        }
    }
    return NO_MONTH;
}

// The month in question when only a day of it is given: this, last or next month, that of the context, or the nearest.
static bool day_of_month(struct work *w, int day, struct timex *out) {
    struct timex month = timex_none();
    int32_t now;
    if (w->p->unit == UNIT_MONTH) {
        if (!unit_value(w, &month) || month.year == 0) {
            *out = day_without_year(0, day);
            return true;
        }
    } else if (published(w, &now)) {
        const struct civil c = calendar_civil(now);
        month = timex_month(c.year, c.month);
        const int back = c.day >= day ? c.day - day : c.day + 30 - day,
                  ahead = c.day <= day ? day - c.day : day + 30 - c.day;
        const int by_weekday =
            w->at.weekday ? month_by_weekday(now, day, w->at.weekday, w->c->tense == TENSE_FUTURE) : NO_MONTH;
        const int step = by_weekday != NO_MONTH       ? by_weekday
                         : looks_back(w, back, ahead) ? (c.day >= day ? 0 : -1)
                                                      : (c.day <= day ? 0 : 1);
        if (!timex_step(&month, step, &month)) {
            return false;
        }
    } else {
        *out = day_without_year(0, day);
        return true;
    }
    if (!calendar_valid(month.year, month.part, day)) {
        return false;
    }
    *out = timex_day(calendar_days(month.year, month.part, day));
    return true;
}

// How far a date in figures is from publication; far when either is unknown.
static int32_t distance(const struct work *w, int month, int day) {
    if (!w->c->has_published || w->at.year < 1000 || !calendar_valid(w->at.year, month, day)) {
        return INT32_MAX;
    }
    const int32_t d = calendar_days(w->at.year, month, day) - w->c->published;
    return d < 0 ? -d : d;
}

// 03/04/2024 is read as the language writes it, unless only the other way makes it the day of publication, give or take two.
static bool month_is_first(const struct work *w) {
    const int32_t day_first = distance(w, w->at.month, w->at.day), month_first = distance(w, w->at.day, w->at.month);
    if ((day_first <= 2) != (month_first <= 2)) {
        return month_first <= 2;
    }
    return !w->c->day_first;
}

static bool day_value(struct work *w, struct timex *out) {
    struct date_point *at = &w->at;
    if (w->p->numeric && month_is_first(w)) {
        const int day = at->month;
        at->month = at->day;
        at->day = day;
    }
    if (at->month == 0) {
        return day_of_month(w, at->day, out);
    }
    bool open;
    const int year = said_year(w, &open);
    if (year > 0) {
        if (!calendar_valid(year, at->month, at->day)) {
            return false;
        }
        *out = timex_day(calendar_days(year, at->month, at->day));
        return true;
    }
    if (open) {
        *out = day_without_year(at->month, at->day);
        return true;
    }
    return nearest_day(w, at->month, at->day, out);
}

static struct timex weekday_unknown(int weekday) {
    struct timex t = timex_of(TIMEX_DAY, 0, 0);
    t.weekday = weekday;
    return t;
}

// "Friday", "last Friday", "Friday next week", "the following Friday".
static bool weekday_value(struct work *w, struct timex *out) {
    const int weekday = w->at.weekday;
    const enum date_relation relation = w->p->relation;
    struct timex base;
    int32_t now, first, last;
    *out = weekday_unknown(weekday);
    if (relation == RELATION_BEFORE || relation == RELATION_AFTER || relation == RELATION_SAME) {
        if (in_context(w, true, &base) && timex_bounds(&base, &first, &last)) {
            const int32_t day = relation == RELATION_BEFORE
                                    ? calendar_weekday_before(first, weekday, true)
                                    : calendar_weekday_after(first, weekday, relation == RELATION_AFTER);
            *out = timex_day(day);
        }
        return true;
    }
    if (!published(w, &now)) {
        return true;
    }
    if (w->p->unit == UNIT_WEEK) {
        if (unit_value(w, &base) && timex_bounds(&base, &first, &last)) {
            *out = timex_day(first + weekday - 1);
        }
        return true;
    }
    const int32_t back = calendar_weekday_before(now, weekday, relation == RELATION_LAST);
    const int32_t ahead = calendar_weekday_after(now, weekday, relation == RELATION_NEXT);
    bool before = w->c->tense != TENSE_FUTURE;
    if (relation == RELATION_LAST || relation == RELATION_NEXT) {
        before = relation == RELATION_LAST;
    } else if (relation == RELATION_THIS && w->c->tense == TENSE_NONE) {
        before = now - back <= ahead - now;
    }
    *out = timex_day(before ? back : ahead);
    return true;
}

// "yesterday", "tomorrow, Friday". Where the weekday differs by a day or two the article came out later than it was written: the
// weekday is the surer of the two.
static bool offset_value(struct work *w, struct timex *out) {
    int32_t now;
    if (!published(w, &now)) {
        *out = w->at.weekday ? weekday_unknown(w->at.weekday) : unknown(TIMEX_DAY);
        return true;
    }
    int32_t day = now + w->p->offset;
    if (w->at.weekday) {
        const int32_t back = calendar_weekday_before(day, w->at.weekday, false);
        const int32_t ahead = calendar_weekday_after(day, w->at.weekday, false);
        if (back != day) {
            w->out->weekday_said = w->at.weekday;
        }
        day = day - back <= 3 ? back : ahead;
    }
    *out = timex_day(day);
    return true;
}

// ---- Parts of a year: months, quarters, halves, seasons ----

static bool year_part(struct work *w, enum timex_grain grain, int part, int parts, struct timex *out) {
    bool open;
    const int year = said_year(w, &open);
    *out = timex_of(grain, year, part);
    int32_t now;
    if (year > 0 || open || !published(w, &now)) {
        return true;
    }
    const struct timex here = around(now, grain);
    const int back = (here.part - part + parts) % parts, ahead = (part - here.part + parts) % parts;
    const bool said = w->p->relation == RELATION_LAST || w->p->relation == RELATION_NEXT;
    if (w->p->relation == RELATION_THIS) {
        *out = timex_of(grain, here.year, part);
    } else if (looks_back(w, back, ahead)) {
        return timex_step(&here, back == 0 && said ? -parts : -back, out);
    } else {
        return timex_step(&here, ahead == 0 && said ? parts : ahead, out);
    }
    return true;
}

static bool week_value(struct work *w, struct timex *out) {
    bool open;
    int32_t now;
    int year = said_year(w, &open);
    if (year == 0 && !open && published(w, &now)) {
        year = calendar_civil(now).year;
    }
    if (year > 0 && w->p->week > calendar_weeks(year)) {
        return false;
    }
    *out = timex_of(TIMEX_WEEK, year, w->p->week);
    return true;
}

// ---- Feasts and the Hijri calendar ----

// The stretch of a Hijri year, month or day; false outside the table.
static bool hijri_bounds(int year, int month, int day, int32_t *first, int32_t *last) {
    const int from = month ? month : 1, to = month ? month : 12;
    return calendar_hijri_days(year, from, day ? day : 1, first) &&
           calendar_hijri_days(year, to, day ? day : calendar_hijri_month_length(year, to), last);
}

static bool nearest_hijri_year(struct work *w, int month, int day, int *year) {
    int32_t now, first, last, best_back = INT32_MIN, best_ahead = INT32_MIN;
    struct civil here;
    if (!published(w, &now) || !calendar_hijri(now, &here)) {
        return false;
    }
    int back_year = 0, ahead_year = 0;
    for (int y = here.year - 1; y <= here.year + 1; y++) {
        if (!hijri_bounds(y, month, day, &first, &last)) {
            continue;
        }
        if (first <= now) {
            best_back = last < now ? last : now;
            back_year = y;
        }
        if (last >= now && best_ahead == INT32_MIN) {
            best_ahead = first > now ? first : now;
            ahead_year = y;
        }
    }
    if (back_year == 0 || ahead_year == 0) {
        *year = back_year ? back_year : ahead_year;
    } else {
        *year = looks_back(w, (int)(now - best_back), (int)(best_ahead - now)) ? back_year : ahead_year;
    }
    return *year > 0;
}

static bool hijri_value(struct work *w, int year, int month, int day, struct timex *out) {
    char *text = w->out->hijri;
    const size_t size = sizeof w->out->hijri;
    int32_t first, last;
    if (year == 0 && !nearest_hijri_year(w, month, day, &year)) {
        *out = unknown(day ? TIMEX_DAY : TIMEX_MONTH);
        snprintf(text, size, day ? "XXXX-%02d-%02d" : "XXXX-%02d", month, day);
        return month > 0;
    }
    if (!hijri_bounds(year, month, day, &first, &last)) {
        return false;
    }
    snprintf(text, size, day ? "%04d-%02d-%02d" : month ? "%04d-%02d" : "%04d", year, month, day);
    *out = timex_day(first);
    if (last > first) {
        w->out->to = timex_day(last);
    }
    return true;
}

// A feast by its day MM-DD, by its distance from Easter Sunday (E-2), by weekday (11-4W4: the fourth Thursday of November), or by its
// Hijri month or day (H10-01).
static bool holiday_value(struct work *w, struct timex *out) {
    struct str s = w->p->holiday;
    char text[16];
    snprintf(text, sizeof text, "%.*s", (int)(s.len < 15 ? s.len : 15), s.ptr);
    int month = 0, day = 0, nth = 0, weekday = 0, days = 0, now_year = 0;
    bool open;
    const int year = said_year(w, &open);
    int32_t now = 0;
    if (sscanf(text, "H%2d-%2d", &month, &day) >= 1) {
        struct civil hijri;
        int hijri_year = 0;
        // the feast of a Gregorian year: the Hijri year that has it there
        for (int y = year > 0 ? year - 580 : 0; y > 0 && y <= year - 576 && hijri_year == 0; y++) {
            int32_t first, last;
            if (hijri_bounds(y, month, day, &first, &last) && calendar_civil(first).year == year &&
                calendar_hijri(first, &hijri)) {
                hijri_year = y;
            }
        }
        return !open && hijri_value(w, hijri_year, month, day, out);
    }
    if (sscanf(text, "%2d-%1dW%1d", &month, &nth, &weekday) != 3 && sscanf(text, "%2d-%2d", &month, &day) == 2) {
        w->at.month = month;
        w->at.day = day;
        return day_value(w, out);
    }
    if (year == 0 && !published(w, &now)) {
        *out = unknown(TIMEX_DAY);
        return true;
    }
    now_year = year ? year : calendar_civil(now).year;
    int32_t best[3];
    for (int i = -1; i <= 1; i++) {
        if (sscanf(text, "E%d", &days) == 1) {
            best[i + 1] = calendar_easter(now_year + i) + days;
        } else if (nth > 0) {
            best[i + 1] = calendar_weekday_after(calendar_days(now_year + i, month, 1), weekday, false) + 7 * (nth - 1);
        } else {
            return false;
        }
    }
    const int here = year || now >= best[1] ? 1 : 0; // the last one not after publication, when the year is open
    const bool exact =
        year > 0 || (best[here] == now && w->p->relation != RELATION_LAST && w->p->relation != RELATION_NEXT);
    if (exact || w->p->relation == RELATION_THIS) {
        *out = timex_day(best[exact ? here : 1]);
    } else {
        *out = timex_day(looks_back(w, (int)(now - best[here]), (int)(best[here + 1] - now)) ? best[here]
                                                                                             : best[here + 1]);
    }
    return true;
}

// ---- Durations and sets ----

static bool duration(struct work *w, const char *type) {
    static const struct {
        char before[3], unit;
        int times;
        const char *half; // what half a unit adds
    } forms[] = {
        [UNIT_SECOND] = {"PT", 'S', 1, ""},  [UNIT_MINUTE] = {"PT", 'M', 1, "30S"},
        [UNIT_HOUR] = {"PT", 'H', 1, "30M"}, [UNIT_DAY] = {"P", 'D', 1, "T12H"},
        [UNIT_WEEK] = {"P", 'W', 1, ""},     [UNIT_WEEKEND] = {"P", 'D', 2, ""},
        [UNIT_MONTH] = {"P", 'M', 1, "15D"}, [UNIT_QUARTER] = {"P", 'M', 3, ""},
        [UNIT_HALF] = {"P", 'M', 6, ""},     [UNIT_YEAR] = {"P", 'Y', 1, "6M"},
        [UNIT_DECADE] = {"P", 'Y', 10, ""},  [UNIT_CENTURY] = {"P", 'Y', 100, ""},
    };
    const enum date_unit unit = w->p->unit;
    const int halves = count_or_one(w);
    char *text = w->out->text;
    const size_t size = sizeof w->out->text;
    if (unit == UNIT_NONE) {
        return false;
    }
    w->out->type = type;
    w->out->at = timex_none();
    if (halves == DATE_VAGUE && unit == UNIT_CENTURY) {
        snprintf(text, size, "PXC");
    } else if (halves == DATE_VAGUE) {
        snprintf(text, size, "%sX%c", forms[unit].before, forms[unit].unit);
    } else if (halves % 2 == 0) {
        snprintf(text, size, "%s%d%c", forms[unit].before, halves / 2 * forms[unit].times, forms[unit].unit);
    } else if (unit == UNIT_WEEK) {
        snprintf(text, size, "P%dD", halves * 7 / 2);
    } else if (forms[unit].times > 1) {
        snprintf(text, size, "P%d%c", halves * forms[unit].times / 2, forms[unit].unit);
    } else if (halves == 1) {
        snprintf(text, size, "%s%s", forms[unit].before, forms[unit].half);
    } else {
        snprintf(text, size, "%s%d%c%s", forms[unit].before, halves / 2, forms[unit].unit, forms[unit].half);
    }
    return true;
}

static bool set_value(struct work *w) {
    struct timex t = timex_none();
    const struct date_point *at = &w->at;
    if (at->weekday) {
        t = weekday_unknown(at->weekday);
    } else if (at->day) {
        t = day_without_year(at->month, at->day);
    } else if (at->month) {
        t = timex_month(0, at->month);
    } else if (w->p->season) {
        t = timex_of(TIMEX_SEASON, 0, w->p->season);
    } else if (w->p->unit != UNIT_NONE) {
        return duration(w, "SET");
    } else if (w->p->span[0] || at->hour >= 0) {
        t = unknown(TIMEX_DAY);
    } else {
        return false;
    }
    memcpy(t.span, w->p->span, sizeof t.span);
    t.hour = at->hour;
    t.minute = at->hour >= 0 && at->minute < 0 ? 0 : at->minute;
    w->out->type = "SET";
    w->out->at = t;
    return true;
}

// ---- The whole ----

// "the week of 6 March": the week around a day that is named.
static void widen(const struct work *w, struct timex *t) {
    int32_t first, last;
    if (w->p->unit == UNIT_WEEK && (w->at.day || w->p->holiday.len) && timex_bounds(t, &first, &last)) {
        *t = timex_week(first);
    }
}

static bool point_value(struct work *w, struct timex *out) {
    const struct date_parts *p = w->p;
    const struct date_point *at = &w->at;
    bool open;
    if (p->hijri) {
        return hijri_value(w, at->year, at->month, at->day, out);
    }
    if (p->holiday.len > 0) {
        return holiday_value(w, out);
    }
    if (at->day) {
        return day_value(w, out);
    }
    if (at->month) {
        return year_part(w, TIMEX_MONTH, at->month, 12, out);
    }
    if (p->has_offset && (p->unit == UNIT_NONE || p->unit == UNIT_DAY)) {
        return offset_value(w, out);
    }
    if (at->weekday) {
        return weekday_value(w, out);
    }
    if (p->season) {
        return year_part(w, TIMEX_SEASON, p->season, 4, out);
    }
    if (p->quarter) {
        return year_part(w, TIMEX_QUARTER, p->quarter, 4, out);
    }
    if (p->half) {
        return year_part(w, TIMEX_HALF, p->half, 2, out);
    }
    if (p->week) {
        return week_value(w, out);
    }
    if (at->year || (p->century && p->decade)) {
        *out = timex_of(TIMEX_YEAR, said_year(w, &open), 0);
        return out->year > 0;
    }
    if (p->decade) {
        *out = timex_of(TIMEX_DECADE, p->decade < 100 ? 1900 + p->decade : p->decade, 0);
        return true;
    }
    if (p->century) {
        *out = timex_of(TIMEX_CENTURY, (p->century - 1) * 100, 0);
        return p->century <= 30;
    }
    return p->unit != UNIT_NONE && unit_value(w, out);
}

// A clock time or part of the day goes with the day of the expression; alone, with the day of publication.
static bool add_clock(struct work *w, struct timex *t) {
    if (w->at.hour < 0 && w->p->span[0] == '\0') {
        return true;
    }
    if (t->grain != TIMEX_DAY && t->grain != TIMEX_CLOCK) {
        return true;
    }
    memcpy(t->span, w->p->span, sizeof t->span);
    if (w->at.hour >= 0) {
        t->span[0] = '\0';
        t->hour = w->at.hour;
        t->minute = w->at.minute < 0 ? 0 : w->at.minute;
    }
    w->out->type = "TIME";
    return true;
}

// A time without its day is of the day told before, else of the day of publication.
static bool clock_alone(struct work *w, struct timex *out) {
    int32_t now, first, last;
    if (in_context(w, true, out) && timex_bounds(out, &first, &last)) {
        *out = timex_day(first);
    } else {
        *out = published(w, &now) ? timex_day(now) : timex_of(TIMEX_CLOCK, 0, 0);
    }
    return true;
}

static bool names_calendar(const struct work *w) {
    const struct date_parts *p = w->p;
    const struct date_point *at = &w->at;
    return at->day || at->month || at->year || at->weekday || p->season || p->quarter || p->half || p->week ||
           p->decade || p->century || p->holiday.len > 0 || p->has_offset || p->unit != UNIT_NONE;
}

// What one end of a range does not say, the other says for it.
static void share(struct date_point *from, struct date_point *to) {
    if (from->day && !from->month && to->month) {
        from->month = to->month;
    }
    if (to->day && !to->month) {
        to->month = from->month;
    }
    const bool turns =
        from->month && to->month && (from->month > to->month || (from->month == to->month && from->day > to->day));
    if (to->year > 0 && to->year < 100 && from->year >= 100) {
        to->year += from->year / 100 * 100;
    }
    if (!from->year && to->year) {
        from->year = to->year - (turns && from->month > to->month);
    } else if (!to->year && from->year && (to->month || to->day)) {
        to->year = from->year + turns;
    }
}

static bool end_value(struct work *w, struct date_point to, const struct timex *from, struct timex *out) {
    int32_t first, last, to_first, to_last;
    if (!timex_bounds(from, &first, &last)) {
        w->at = to;
        return point_value(w, out);
    }
    if (to.weekday && !to.day && !to.month) {
        *out = timex_day(calendar_weekday_after(first, to.weekday, true));
        return true;
    }
    if (to.hour >= 0 && !to.day && !to.month && !to.year) {
        *out = *from;
        out->hour = to.hour;
        out->minute = to.minute < 0 ? 0 : to.minute;
        return true;
    }
    if (!to.year && (to.month || to.day)) { // after its beginning, however far that was
        const struct civil c = calendar_civil(first);
        to.month = to.month ? to.month : c.month;
        to.year = c.year + (to.month < c.month || (to.month == c.month && to.day && to.day < c.day));
    }
    w->at = to;
    return point_value(w, out) && timex_bounds(out, &to_first, &to_last) && to_last >= first;
}

static bool range_value(struct work *w, struct date_point to) {
    struct date_result *out = w->out;
    const struct date_point from = w->at;
    if (!point_value(w, &out->at)) {
        return false;
    }
    w->at = from;
    add_clock(w, &out->at);
    struct timex end = timex_none();
    if (end_value(w, to, &out->at, &end)) {
        out->to = end;
    }
    return true;
}

// What the expression itself says of its direction ("by Friday") goes before the verb.
static enum date_tense said_tense(const struct date_parts *p, enum date_tense tense) {
    return p->relation == RELATION_PAST ? TENSE_PAST : p->relation == RELATION_FUTURE ? TENSE_FUTURE : tense;
}

bool date_value(const struct date_parts *parts, const struct date_point *at, const struct date_context *context,
                struct date_result *out) {
    struct date_context here = *context;
    here.tense = said_tense(parts, context->tense);
    struct work work = {parts, *at, &here, out}, *w = &work;
    memset(out, 0, sizeof *out);
    out->type = "DATE";
    out->at = out->to = timex_none();
    if (parts->ref.len > 0 && parts->ref.len < DATE_TEXT_MAX) {
        snprintf(out->text, sizeof out->text, "%.*s", (int)parts->ref.len, parts->ref.ptr);
        return true;
    }
    if (parts->every) {
        return set_value(w);
    }
    const bool counted = parts->halves != 0 && parts->unit != UNIT_NONE;
    if (parts->duration || (counted && (parts->relation == RELATION_NONE || parts->relation == RELATION_LAST ||
                                        parts->relation == RELATION_NEXT || parts->relation == RELATION_THIS))) {
        return duration(w, "DURATION");
    }
    struct date_point to = parts->to;
    if (to.day || to.month || to.year || to.weekday || to.hour >= 0) {
        share(&w->at, &to);
        return range_value(w, to);
    }
    if (!(names_calendar(w) ? point_value(w, &out->at) : clock_alone(w, &out->at))) {
        return false;
    }
    if (out->text[0]) { // a reference or a duration after all
        return true;
    }
    widen(w, &out->at);
    int32_t first, last;
    if (at->weekday && (at->day || parts->hijri) && timex_bounds(&out->at, &first, &last) &&
        out->at.grain == TIMEX_DAY && calendar_weekday(first) != at->weekday) {
        out->weekday_said = at->weekday;
    }
    return add_clock(w, &out->at) && (names_calendar(w) || out->at.hour >= 0 || out->at.span[0]);
}
