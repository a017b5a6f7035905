#include "extract/date_day.h"

#include "extract/date_unit.h"

// Two digits are the year within 80 years before and 19 after publication.
static int full_year(const struct date_work *w, int year) {
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
int date_day_said_year(struct date_work *w, bool *open) {
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
    if (!date_unit_value(w, &year) || year.grain == TIMEX_NONE || year.year == 0) {
        *open = true;
        return 0;
    }
    return year.year;
}

struct timex date_day_without_year(int month, int day) {
    struct timex t = timex_of(TIMEX_DAY, 0, month);
    t.day = day;
    return t;
}

// The last such day of a month on or before a day, and the next on or after it, within five years; INT32_MIN where there is none.
struct neighbours {
    int32_t back, ahead;
};

static struct neighbours neighbours_of(int32_t now, int month, int day, int years, int weekday) {
    struct neighbours n = {INT32_MIN, INT32_MIN};
    const int year = calendar_civil(now).year;
    for (int y = year - years; y <= year + years; y++) {
        if (!calendar_valid(y, month, day)) {
            continue;
        }
        const int32_t d = calendar_days(y, month, day);
        if (weekday && calendar_weekday(d) != weekday) {
            continue;
        }
        if (d <= now) {
            n.back = d;
        }
        if (d >= now && n.ahead == INT32_MIN) {
            n.ahead = d;
        }
    }
    return n;
}

static int32_t nearer(const struct date_work *w, int32_t now, struct neighbours n) {
    if (n.back == INT32_MIN || n.ahead == INT32_MIN) {
        return n.back == INT32_MIN ? n.ahead : n.back;
    }
    const int back = (int)(now - n.back), ahead = (int)(n.ahead - now);
    // "put off until 11 December": a day some weeks ahead is meant rather than the same of most of a year ago, past verb or not
    if (w->p->relation == RELATION_NONE && back > ahead * 3) {
        return n.ahead;
    }
    return date_work_looks_back(w, back, ahead) ? n.back : n.ahead;
}

enum { NEAR = 60 }; // days from publication within which a date is sure of its year, whatever weekday is said with it

// The year in which that day of a month lies nearest. When that is far off and a weekday is said with it, the weekday tells the year.
static bool nearest_day(struct date_work *w, int month, int day, struct timex *out) {
    int32_t now;
    if (!date_work_published(w, &now)) {
        *out = date_day_without_year(month, day);
        return true;
    }
    int32_t found = nearer(w, now, neighbours_of(now, month, day, 5, 0));
    if (w->at.weekday && (found > now + NEAR || found < now - NEAR)) {
        const struct neighbours agreeing = neighbours_of(now, month, day, 1, w->at.weekday);
        if (agreeing.back != INT32_MIN || agreeing.ahead != INT32_MIN) {
            found = nearer(w, now, agreeing);
        }
    }
    *out = timex_day(found);
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
static bool day_of_month(struct date_work *w, int day, struct timex *out) {
    struct timex month = timex_none();
    int32_t now;
    if (w->p->unit == UNIT_MONTH) {
        if (!date_unit_value(w, &month) || month.year == 0) {
            *out = date_day_without_year(0, day);
            return true;
        }
    } else if (date_work_published(w, &now)) {
        const struct civil c = calendar_civil(now);
        month = timex_month(c.year, c.month);
        const int back = c.day >= day ? c.day - day : c.day + 30 - day,
                  ahead = c.day <= day ? day - c.day : day + 30 - c.day;
        const int by_weekday =
            w->at.weekday ? month_by_weekday(now, day, w->at.weekday, w->c->tense == TENSE_FUTURE) : NO_MONTH;
        const int step = by_weekday != NO_MONTH                 ? by_weekday
                         : date_work_looks_back(w, back, ahead) ? (c.day >= day ? 0 : -1)
                                                                : (c.day <= day ? 0 : 1);
        if (!timex_step(&month, step, &month)) {
            return false;
        }
    } else {
        *out = date_day_without_year(0, day);
        return true;
    }
    if (!calendar_valid(month.year, month.part, day)) {
        return false;
    }
    *out = timex_day(calendar_days(month.year, month.part, day));
    return true;
}

// How far a date in figures is from publication; far when either is unknown.
static int32_t distance(const struct date_work *w, int month, int day) {
    if (!w->c->has_published || w->at.year < 1000 || !calendar_valid(w->at.year, month, day)) {
        return INT32_MAX;
    }
    const int32_t d = calendar_days(w->at.year, month, day) - w->c->published;
    return d < 0 ? -d : d;
}

// 03/04/2024 is read as the language writes it, unless only the other way makes it the day of publication, give or take two.
static bool month_is_first(const struct date_work *w) {
    const int32_t day_first = distance(w, w->at.month, w->at.day), month_first = distance(w, w->at.day, w->at.month);
    if ((day_first <= 2) != (month_first <= 2)) {
        return month_first <= 2;
    }
    return !w->c->day_first;
}

bool date_day_value(struct date_work *w, struct timex *out) {
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
    const int year = date_day_said_year(w, &open);
    if (year > 0) {
        if (!calendar_valid(year, at->month, at->day)) {
            return false;
        }
        *out = timex_day(calendar_days(year, at->month, at->day));
        return true;
    }
    if (open) {
        *out = date_day_without_year(at->month, at->day);
        return true;
    }
    return nearest_day(w, at->month, at->day, out);
}

struct timex date_day_weekday_unknown(int weekday) {
    struct timex t = timex_of(TIMEX_DAY, 0, 0);
    t.weekday = weekday;
    return t;
}

// "Friday", "last Friday", "Friday next week", "the following Friday".
bool date_day_weekday(struct date_work *w, struct timex *out) {
    const int weekday = w->at.weekday;
    const enum date_relation relation = w->p->relation;
    struct timex base;
    int32_t now, first, last;
    *out = date_day_weekday_unknown(weekday);
    if (relation == RELATION_BEFORE || relation == RELATION_AFTER || relation == RELATION_SAME) {
        if (date_work_context(w, true, &base) && timex_bounds(&base, &first, &last)) {
            const int32_t day = relation == RELATION_BEFORE
                                    ? calendar_weekday_before(first, weekday, true)
                                    : calendar_weekday_after(first, weekday, relation == RELATION_AFTER);
            *out = timex_day(day);
        }
        return true;
    }
    if (!date_work_published(w, &now)) {
        return true;
    }
    if (w->p->unit == UNIT_WEEK) {
        if (date_unit_value(w, &base) && timex_bounds(&base, &first, &last)) {
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
bool date_day_offset(struct date_work *w, struct timex *out) {
    int32_t now;
    if (!date_work_published(w, &now)) {
        *out = w->at.weekday ? date_day_weekday_unknown(w->at.weekday) : date_unit_unknown(TIMEX_DAY);
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

bool date_day_part_of_year(struct date_work *w, enum timex_grain grain, int part, int parts, struct timex *out) {
    bool open;
    const int year = date_day_said_year(w, &open);
    *out = timex_of(grain, year, part);
    int32_t now;
    if (year > 0 || open || !date_work_published(w, &now)) {
        return true;
    }
    const struct timex here = date_unit_around(now, grain);
    const int back = (here.part - part + parts) % parts, ahead = (part - here.part + parts) % parts;
    const bool said = w->p->relation == RELATION_LAST || w->p->relation == RELATION_NEXT;
    if (w->p->relation == RELATION_THIS) {
        // winter alone reaches into the next year: "this winter" in March is the one just over
        const struct civil today = calendar_civil(now);
        const bool over = grain == TIMEX_SEASON && part == 4 && today.month <= 6 && w->c->tense != TENSE_FUTURE;
        *out = timex_of(grain, today.year - over, part);
    } else if (date_work_looks_back(w, back, ahead)) {
        return timex_step(&here, back == 0 && said ? -parts : -back, out);
    } else {
        return timex_step(&here, ahead == 0 && said ? parts : ahead, out);
    }
    return true;
}

bool date_day_week(struct date_work *w, struct timex *out) {
    bool open;
    int32_t now;
    int year = date_day_said_year(w, &open);
    if (year == 0 && !open && date_work_published(w, &now)) {
        year = calendar_civil(now).year;
    }
    if (year > 0 && w->p->week > calendar_weeks(year)) {
        return false;
    }
    *out = timex_of(TIMEX_WEEK, year, w->p->week);
    return true;
}
