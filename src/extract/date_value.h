// Places the parts of a date expression on the calendar.
#ifndef MIG_EXTRACT_DATE_VALUE_H
#define MIG_EXTRACT_DATE_VALUE_H

#include "extract/date_parts.h"
#include "extract/dates.h"

// A date of the article that later expressions can refer to ("that year", "two days earlier").
struct date_memory {
    struct timex value; // TIMEX_NONE: there is none
    int index;          // of its record
};

// What a date is resolved against.
struct date_context {
    bool has_published;
    int32_t published;
    enum date_tense tense;
    bool day_first;
    struct date_memory last, last_day; // the date before this one; the last one that names a day
};

enum date_anchor { DATE_ANCHOR_NONE, DATE_ANCHOR_PUBLISHED, DATE_ANCHOR_DATE };

#define DATE_TEXT_MAX 40

struct date_result {
    const char *type;         // "DATE", "TIME", "DURATION" or "SET"
    struct timex at, to;      // TIMEX_NONE where text says the value, or there is no end
    char text[DATE_TEXT_MAX]; // value of a duration, set or reference
    char hijri[12];           // the Hijri form, or empty
    enum date_anchor anchor;
    int anchor_date;
    bool comparison;  // a look back from the date told before ("a year earlier"): the story stays where it was
    int weekday_said; // the weekday that the text gives and the date is not, 0 when they agree
};

// False when the parts make no date.
bool date_value(const struct date_parts *parts, const struct date_point *at, const struct date_context *context,
                struct date_result *out);

#endif
