// calendar_probe FIRST LAST MONTHS: one line for each day number from FIRST to LAST, for tests/suites/calendar.py:
// day year month day weekday iso_year iso_week day+MONTHS hijri_year hijri_month hijri_day (0 0 0 outside the table)
#include "text/calendar.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    if (argc != 4)
        return 2;
    const long last = strtol(argv[2], NULL, 10);
    const int months = (int)strtol(argv[3], NULL, 10);
    for (long n = strtol(argv[1], NULL, 10); n <= last; n++) {
        const int32_t day = (int32_t)n;
        const struct civil c = calendar_civil(day);
        struct civil hijri = {0, 0, 0};
        int32_t back = day;
        int year, week;
        calendar_iso_week(day, &year, &week);
        if (calendar_hijri(day, &hijri) && !calendar_hijri_days(hijri.year, hijri.month, hijri.day, &back))
            back = INT32_MIN;
        if (calendar_days(c.year, c.month, c.day) != day || calendar_week_monday(year, week) > day || back != day)
            return 1;
        printf("%d %d %d %d %d %d %d %d %d %d %d\n", (int)day, c.year, c.month, c.day, calendar_weekday(day), year,
               week, (int)calendar_add_months(day, months), hijri.year, hijri.month, hijri.day);
    }
    return 0;
}
