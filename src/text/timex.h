// TIMEX3 values of points on the calendar: their parts, their text, and the days they cover.
#ifndef MIG_TEXT_TIMEX_H
#define MIG_TEXT_TIMEX_H

#include "text/calendar.h"

enum timex_grain {
    TIMEX_NONE,
    TIMEX_CENTURY, // 20      year is a year of it
    TIMEX_DECADE,  // 199     year is a year of it
    TIMEX_YEAR,    // 1998
    TIMEX_HALF,    // 1998-H2      part 1 or 2
    TIMEX_QUARTER, // 1998-Q3      part 1 to 4
    TIMEX_SEASON,  // 1998-SU      part 1 spring, 2 summer, 3 autumn, 4 winter
    TIMEX_MONTH,   // 1998-07      part 1 to 12
    TIMEX_WEEK,    // 1998-W30     part 1 to 53, year is the week's
    TIMEX_WEEKEND, // 1998-W30-WE  as for the week
    TIMEX_DAY,     // 1998-07-14   part is the month; with year and part 0, weekday says it: XXXX-WXX-5
    TIMEX_CLOCK,   // T10:30, TMO: a time of day without its day
};

struct timex {
    enum timex_grain grain;
    int year;         // 0 unknown: XXXX
    int part;         // 0 unknown: X for a half or quarter, else XX
    int day;          // 0 unknown: XX
    int weekday;      // see TIMEX_DAY; 0 otherwise
    int hour, minute; // -1 none
    char span[3];     // part of the day: MO, MI, AF, EV, NI, DT; empty otherwise
};

#define TIMEX_TEXT_MAX 40

struct timex timex_none(void);
struct timex timex_day(int32_t days);
struct timex timex_month(int year, int month);
struct timex timex_week(int32_t days); // the ISO week of that day
struct timex timex_of(enum timex_grain grain, int year, int part);

// Writes the value into out (NUL-terminated) and gives its length; 0 for TIMEX_NONE.
size_t timex_format(const struct timex *t, char out[TIMEX_TEXT_MAX]);
// Reads what timex_format writes; false for all other text (durations and …_REF too).
bool timex_parse(struct str s, struct timex *out);

// The first and last day that the value can mean; false when it leaves the year or another needed part open.
// Seasons are the meteorological ones of the northern half of the earth: SP is March to May, WI December to the February after.
// A half, quarter or season names its months in the calendar year, also where a fiscal year is meant. The century 20 is 2000 to 2099,
// the decade 199 is 1990 to 1999; a weekend is Saturday and Sunday.
bool timex_bounds(const struct timex *t, int32_t *first, int32_t *last);

// The same grain, so many steps later (before: negative): steps of a quarter for a quarter, of ten years for a decade.
// A clock time or part of the day is dropped. False when the value has no known place on the calendar.
bool timex_step(const struct timex *t, int steps, struct timex *out);

#endif
