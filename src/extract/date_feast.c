#include "extract/date_feast.h"

#include "extract/date_day.h"
#include "extract/date_unit.h"

#include <stdio.h>

// The stretch of a Hijri year, month or day; false outside the table.
static bool hijri_bounds(int year, int month, int day, int32_t *first, int32_t *last) {
    const int from = month ? month : 1, to = month ? month : 12;
    return calendar_hijri_days(year, from, day ? day : 1, first) &&
           calendar_hijri_days(year, to, day ? day : calendar_hijri_month_length(year, to), last);
}

static bool nearest_hijri_year(struct date_work *w, int month, int day, int *year) {
    int32_t now, first, last, best_back = INT32_MIN, best_ahead = INT32_MIN;
    struct civil here;
    if (!date_work_published(w, &now) || !calendar_hijri(now, &here)) {
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
        *year = date_work_looks_back(w, (int)(now - best_back), (int)(best_ahead - now)) ? back_year : ahead_year;
    }
    return *year > 0;
}

bool date_feast_hijri(struct date_work *w, int year, int month, int day, struct timex *out) {
    char *text = w->out->hijri;
    const size_t size = sizeof w->out->hijri;
    int32_t first, last;
    if (year == 0 && !nearest_hijri_year(w, month, day, &year)) {
        *out = date_unit_unknown(day ? TIMEX_DAY : TIMEX_MONTH);
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
bool date_feast_holiday(struct date_work *w, struct timex *out) {
    struct str s = w->p->holiday;
    char text[16];
    snprintf(text, sizeof text, "%.*s", (int)(s.len < 15 ? s.len : 15), s.ptr);
    int month = 0, day = 0, nth = 0, weekday = 0, days = 0, now_year = 0;
    bool open;
    const int year = date_day_said_year(w, &open);
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
        return !open && (year == 0 || hijri_year > 0) && date_feast_hijri(w, hijri_year, month, day, out);
    }
    if (sscanf(text, "%2d-%1dW%1d", &month, &nth, &weekday) != 3 && sscanf(text, "%2d-%2d", &month, &day) == 2) {
        w->at.month = month;
        w->at.day = day;
        return date_day_value(w, out);
    }
    if (year == 0 && !date_work_published(w, &now)) {
        *out = date_unit_unknown(TIMEX_DAY);
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
        *out =
            timex_day(date_work_looks_back(w, (int)(now - best[here]), (int)(best[here + 1] - now)) ? best[here]
                                                                                                    : best[here + 1]);
    }
    return true;
}
