#include "extract/date_value.h"

#include "extract/date_day.h"
#include "extract/date_feast.h"
#include "extract/date_unit.h"

#include <stdio.h>
#include <string.h>

static bool set_value(struct date_work *w) {
    struct timex t;
    const struct date_point *at = &w->at;
    if (at->weekday) {
        t = date_day_weekday_unknown(at->weekday);
    } else if (at->day) {
        t = date_day_without_year(at->month, at->day);
    } else if (at->month) {
        t = timex_month(0, at->month);
    } else if (w->p->season) {
        t = timex_of(TIMEX_SEASON, 0, w->p->season);
    } else if (w->p->unit != UNIT_NONE) {
        return date_unit_duration(w, "SET");
    } else if (w->p->span[0] || at->hour >= 0) {
        t = date_unit_unknown(TIMEX_DAY);
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

// "the week of 6 March": the week around a day that is named.
static void widen(const struct date_work *w, struct timex *t) {
    int32_t first, last;
    if (w->p->unit == UNIT_WEEK && (w->at.day || w->p->holiday.len) && timex_bounds(t, &first, &last)) {
        *t = timex_week(first);
    }
}

// "The last quarter of 2021": of the parts of a year only these have a number.
static enum timex_grain last_part(enum date_unit unit) {
    return unit == UNIT_QUARTER ? TIMEX_QUARTER
           : unit == UNIT_HALF  ? TIMEX_HALF
           : unit == UNIT_MONTH ? TIMEX_MONTH
                                : TIMEX_NONE;
}

static bool point_value(struct date_work *w, struct timex *out) {
    const struct date_parts *p = w->p;
    const struct date_point *at = &w->at;
    bool open;
    if (p->hijri) {
        return date_feast_hijri(w, at->year, at->month, at->day, out);
    }
    if (p->holiday.len > 0) {
        return date_feast_holiday(w, out);
    }
    if (at->day) {
        return date_day_value(w, out);
    }
    if (at->month) {
        return date_day_part_of_year(w, TIMEX_MONTH, at->month, 12, out);
    }
    if (p->has_offset && (p->unit == UNIT_NONE || p->unit == UNIT_DAY)) {
        return date_day_offset(w, out);
    }
    if (at->weekday) {
        return date_day_weekday(w, out);
    }
    if (p->season) {
        return date_day_part_of_year(w, TIMEX_SEASON, p->season, 4, out);
    }
    if (p->quarter) {
        return date_day_part_of_year(w, TIMEX_QUARTER, p->quarter, 4, out);
    }
    if (p->half) {
        return date_day_part_of_year(w, TIMEX_HALF, p->half, 2, out);
    }
    if (p->week) {
        return date_day_week(w, out);
    }
    if (at->year && p->relation == RELATION_LAST && last_part(p->unit) != TIMEX_NONE) {
        *out = timex_of(last_part(p->unit), date_day_said_year(w, &open),
                        p->unit == UNIT_QUARTER ? 4
                        : p->unit == UNIT_HALF  ? 2
                                                : 12);
        return true;
    }
    if (at->year || (p->century && p->decade)) {
        *out = timex_of(TIMEX_YEAR, date_day_said_year(w, &open), 0);
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
    return p->unit != UNIT_NONE && date_unit_value(w, out);
}

// A clock time or part of the day goes with the day of the expression; alone, with the day of publication.
static bool add_clock(struct date_work *w, struct timex *t) {
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
static bool clock_alone(struct date_work *w, struct timex *out) {
    int32_t now, first, last;
    if (date_work_context(w, true, out) && timex_bounds(out, &first, &last)) {
        *out = timex_day(first);
    } else {
        *out = date_work_published(w, &now) ? timex_day(now) : timex_of(TIMEX_CLOCK, 0, 0);
    }
    return true;
}

static bool names_calendar(const struct date_work *w) {
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

static bool end_value(struct date_work *w, struct date_point to, const struct timex *from, struct timex *out) {
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

// How far a point is from publication in days, when it stands alone; *year is the one that it is in then.
static int32_t distance_alone(struct date_work *w, struct date_point at, int *year) {
    struct timex t;
    int32_t now, first, last;
    w->at = at;
    if (!point_value(w, &t) || !date_work_published(w, &now) || !timex_bounds(&t, &first, &last)) {
        return INT32_MAX;
    }
    *year = t.year;
    return now < first ? first - now : now > last ? now - last : 0;
}

// "Between 1 January and 31 October": where neither end has a year, the end nearer to publication tells that of both.
static void share_nearest_year(struct date_work *w, struct date_point *from, struct date_point *to) {
    int year = 0, end_year = 0;
    if (!w->c->has_published || from->year || to->year || !from->month || !to->month || w->p->hijri ||
        w->p->unit == UNIT_YEAR || w->p->numeric) {
        return;
    }
    const int32_t far = distance_alone(w, *from, &year), end_far = distance_alone(w, *to, &end_year);
    const bool turns = from->month > to->month || (from->month == to->month && from->day > to->day);
    if (end_far < far) {
        to->year = end_year;
        from->year = end_year - turns;
    } else if (far < INT32_MAX) {
        from->year = year;
        to->year = year + turns;
    }
}

static bool range_value(struct date_work *w, struct date_point to) {
    struct date_result *out = w->out;
    struct date_point from = w->at;
    share_nearest_year(w, &from, &to);
    w->at = from;
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

// "17 Shawwal 1436 - 2 August 2015" is one day in two calendars: the civil one is surer.
static bool both_calendars(struct date_work *w, struct date_point civil) {
    char hijri[sizeof w->out->hijri];
    struct timex ignored;
    struct date_parts parts = *w->p;
    date_feast_hijri(w, w->at.year, w->at.month, w->at.day, &ignored);
    memcpy(hijri, w->out->hijri, sizeof hijri);
    parts.hijri = false;
    parts.at = civil;
    parts.to = (struct date_point){.hour = -1, .minute = -1};
    const bool found = date_value(&parts, &civil, w->c, w->out);
    memcpy(w->out->hijri, hijri, sizeof hijri);
    return found;
}

// What the expression itself says of its direction ("by Friday") goes before the verb.
static enum date_tense said_tense(const struct date_parts *p, enum date_tense tense) {
    return p->relation == RELATION_PAST ? TENSE_PAST : p->relation == RELATION_FUTURE ? TENSE_FUTURE : tense;
}

bool date_value(const struct date_parts *parts, const struct date_point *at, const struct date_context *context,
                struct date_result *out) {
    struct date_context here = *context;
    here.tense = said_tense(parts, context->tense);
    struct date_work work = {parts, *at, &here, out}, *w = &work;
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
        return date_unit_duration(w, "DURATION");
    }
    struct date_point to = parts->to;
    if (parts->hijri && to.year > CALENDAR_HIJRI_LAST) {
        return both_calendars(w, to);
    }
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
