#include "extract/date_unit.h"

#include <stdio.h>

static int count_or_one(const struct date_work *w) {
    return w->p->halves == 0 ? 2 : w->p->halves;
}

bool date_unit_duration(struct date_work *w, const char *type) {
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

static enum timex_grain grain_of(enum date_unit unit) {
    static const enum timex_grain grains[] = {
        TIMEX_NONE,  TIMEX_DAY,     TIMEX_DAY,  TIMEX_DAY,  TIMEX_DAY,    TIMEX_WEEK,    TIMEX_WEEKEND,
        TIMEX_MONTH, TIMEX_QUARTER, TIMEX_HALF, TIMEX_YEAR, TIMEX_DECADE, TIMEX_CENTURY,
    };
    return grains[unit];
}

// The stretch of that grain in which the day lies.
struct timex date_unit_around(int32_t day, enum timex_grain grain) {
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
struct timex date_unit_unknown(enum timex_grain grain) {
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
        const struct timex week = timex_week(first);
        return timex_step(&week, n, out);
    }
    if (unit == UNIT_DAY && base->grain != TIMEX_DAY) {
        return false;
    }
    // a quarter or half is compared with the same of another year
    if (unit == UNIT_YEAR && (base->grain == TIMEX_QUARTER || base->grain == TIMEX_HALF)) {
        return timex_step(base, n * (base->grain == TIMEX_HALF ? 2 : 4), out);
    }
    const struct timex start = date_unit_around(first, grain);
    return timex_step(&start, n, out);
}

// "this year", "last week", "the next quarter".
static bool unit_near(struct date_work *w, int step, struct timex *out) {
    int32_t day;
    const enum timex_grain grain = grain_of(w->p->unit);
    if (!date_work_published(w, &day)) {
        *out = date_unit_unknown(grain);
        return true;
    }
    // the weekend told of in the first half of a week is the one before it, unless something will happen; the next one is the coming
    if (grain == TIMEX_WEEKEND && calendar_weekday(day) < 6) {
        const bool over = w->c->tense == TENSE_PAST || (w->c->tense == TENSE_NONE && calendar_weekday(day) <= 3);
        step = step > 0 ? step - 1 : step == 0 && over ? -1 : step;
    }
    const struct timex here = date_unit_around(day, grain);
    return timex_step(&here, step, out);
}

static bool refer(struct date_work *w, const char *text) {
    snprintf(w->out->text, sizeof w->out->text, "%s", text);
    w->out->at = timex_none();
    return true;
}

// "three weeks ago", "in two years".
static bool unit_from_published(struct date_work *w, int sign, struct timex *out) {
    if (sign > 0 && (w->c->tense != TENSE_FUTURE || w->p->unit < UNIT_DAY)) {
        return date_unit_duration(w, "DURATION"); // "the first visit in two years", "in less than an hour"
    }
    if (w->p->halves == DATE_VAGUE) {
        return refer(w, sign < 0 ? "PAST_REF" : "FUTURE_REF");
    }
    // reports of results compare a quarter with that of the year before
    const struct timex *last = &w->c->last.value;
    struct timex base;
    if (sign < 0 && w->p->unit == UNIT_YEAR && count_or_one(w) == 2 && last->grain == TIMEX_QUARTER) {
        w->out->comparison = true;
        return date_work_context(w, false, &base) && counted_from(&base, UNIT_YEAR, count_or_one(w), sign, out);
    }
    int32_t day;
    if (!date_work_published(w, &day)) {
        *out = date_unit_unknown(grain_of(w->p->unit));
        return true;
    }
    base = timex_day(day);
    return counted_from(&base, w->p->unit, count_or_one(w), sign, out);
}

// "two days earlier", "the following month". Without a date to count from it is a stretch of time.
static bool unit_from_context(struct date_work *w, int sign, struct timex *out) {
    struct timex base;
    if (w->p->halves == DATE_VAGUE || w->p->unit < UNIT_DAY) {
        return date_unit_duration(w, "DURATION");
    }
    const bool by_day = w->p->unit <= UNIT_WEEKEND;
    int32_t now;
    w->out->comparison = sign < 0 && w->p->unit >= UNIT_QUARTER;
    if (w->p->unit == UNIT_QUARTER && w->c->last.value.grain != TIMEX_QUARTER && date_work_published(w, &now)) {
        base = date_unit_around(now, TIMEX_QUARTER); // reports speak of the quarter that ended last
        return timex_step(&base, sign * (count_or_one(w) / 2) - 1, out);
    }
    if (date_work_context(w, by_day, &base) && counted_from(&base, w->p->unit, count_or_one(w), sign, out)) {
        return true;
    }
    w->out->anchor = DATE_ANCHOR_NONE;
    if (w->p->halves > 0) {
        return date_unit_duration(w, "DURATION");
    }
    *out = date_unit_unknown(grain_of(w->p->unit));
    return true;
}

// "that day", "the same year": the date in context, seen as that unit.
static bool unit_same(struct date_work *w, struct timex *out) {
    const enum timex_grain grain = grain_of(w->p->unit);
    struct timex base;
    int32_t first, last;
    *out = date_unit_unknown(grain);
    if (date_work_context(w, w->p->unit <= UNIT_WEEKEND, &base) && timex_bounds(&base, &first, &last)) {
        if (base.grain >= grain) {
            *out = date_unit_around(first, grain);
            return true;
        }
        w->out->anchor = DATE_ANCHOR_NONE;
    }
    // a report of results that names no quarter is of the last one
    int32_t day;
    if (w->p->unit == UNIT_QUARTER && date_work_published(w, &day)) {
        base = date_unit_around(day, grain);
        return timex_step(&base, -1, out);
    }
    return true;
}

bool date_unit_value(struct date_work *w, struct timex *out) {
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
