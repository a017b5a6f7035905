// Exact calendar arithmetic: proleptic Gregorian days, ISO weeks, and the Umm al-Qura calendar of Saudi Arabia.
//
// A day is a number: days since 1970-01-01. Years are 1 to 9999. Nothing here fails or allocates.
#ifndef MIG_TEXT_CALENDAR_H
#define MIG_TEXT_CALENDAR_H

#include "base/str.h"

struct civil {
    int year, month, day; // month and day from 1
};

#define CALENDAR_YEAR_MAX 9999

int32_t calendar_days(int year, int month, int day); // the date must be valid
struct civil calendar_civil(int32_t days);
int calendar_month_length(int year, int month); // 0 when month is not 1 to 12
bool calendar_valid(int year, int month, int day);

int calendar_weekday(int32_t days); // 1 = Monday … 7 = Sunday
void calendar_iso_week(int32_t days, int *year, int *week);
int32_t calendar_week_monday(int year, int week); // week 1 to calendar_weeks(year)
int calendar_weeks(int year);                     // 52 or 53

// The same day of another month, or that month's last day when it is shorter.
int32_t calendar_add_months(int32_t days, int months);
// The nearest day with that weekday: strictly after days, or strictly before, or (not strict) that day itself.
int32_t calendar_weekday_after(int32_t days, int weekday, bool strict);
int32_t calendar_weekday_before(int32_t days, int weekday, bool strict);

// Western Easter Sunday of a Gregorian year.
int32_t calendar_easter(int year);

// Umm al-Qura, 1356 to 1500 AH. Announced dates of months that depend on the sighting of the moon (Ramadan, Shawwal,
// Dhu al-Hijja) differ from it by up to one day in Saudi Arabia, by up to two in other countries (Morocco is often a day later).
#define CALENDAR_HIJRI_FIRST 1356
#define CALENDAR_HIJRI_LAST  1500
int calendar_hijri_month_length(int year, int month); // 0 outside the table
bool calendar_hijri_days(int year, int month, int day, int32_t *out);
bool calendar_hijri(int32_t days, struct civil *out); // false outside the table

#endif
