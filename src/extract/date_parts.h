// What the rules read of one date expression, as numbers: the captures of a DATE mention and of the mentions inside it, taken apart.
#ifndef MIG_EXTRACT_DATE_PARTS_H
#define MIG_EXTRACT_DATE_PARTS_H

#include "extract/mention.h"
#include "text/timex.h"

enum date_unit {
    UNIT_NONE,
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEK,
    UNIT_WEEKEND,
    UNIT_MONTH,
    UNIT_QUARTER,
    UNIT_HALF,
    UNIT_YEAR,
    UNIT_DECADE,
    UNIT_CENTURY,
};

enum date_relation {
    RELATION_NONE,
    RELATION_THIS,
    RELATION_LAST,
    RELATION_NEXT,
    RELATION_AGO,    // count units before publication
    RELATION_IN,     // count units after publication
    RELATION_BEFORE, // count units before the date in context
    RELATION_AFTER,  // count units after the date in context
    RELATION_SAME,   // the unit of the date in context
    RELATION_PAST,   // the nearest one that is over or on, whatever the verb
    RELATION_FUTURE, // the nearest one that is on or to come, whatever the verb
    RELATION_OTHER,  // since, until, per: said, but moves nothing
};

#define DATE_VAGUE (-2) // a count that is "several", or a plural without a number

// One end of an expression. 0 is unknown, for hour and minute -1.
struct date_point {
    int day, month, year;
    int weekday;
    int hour, minute;
};

struct date_parts {
    struct date_point at, to; // to: the other end of a range, all unknown when there is none
    bool numeric;             // the month is written as a number
    bool year_first;          // … after the year
    bool hijri;               // month and year are of the Hijri calendar
    char span[3];             // part of the day, as in struct timex
    int season, half, quarter, week;
    enum date_unit unit;
    int halves; // count of units, doubled ("a year and a half" is 3); 0 none, DATE_VAGUE
    bool has_offset;
    int offset; // in units (days when unit is none) from publication
    enum date_relation relation;
    int decade, century; // 1990 for the 1990s; 20 for the 20th century
    bool every, duration, time_only;
    struct str holiday, mod, ref; // values of the fields, or empty
};

#define DATE_LIST_MAX 8

// The dates of one expression: "June 22 and 23, 2023" is two. They differ in day, month and year and in their extents.
struct date_list {
    struct date_parts parts; // of the first
    size_t count;            // 1 to DATE_LIST_MAX
    struct date_point at[DATE_LIST_MAX];
    struct span span[DATE_LIST_MAX];
};

// False when the fields contradict each other or are out of range (month 13, 31 February, hour 25): no date then.
bool date_parts_read(const struct mention *m, struct str text, struct date_list *out);

#endif
