#include "text/calendar.h"

// Days before each month of a year that begins in March: leap days then come last.
static int days_before_march_month(int m) {
    return (153 * m + 2) / 5;
}

// Division that rounds towards minus infinity.
static int32_t floor_div(int32_t a, int32_t b) {
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}

int32_t calendar_days(int year, int month, int day) {
    const int32_t y = month <= 2 ? year - 1 : year;
    const int32_t era = floor_div(y, 400);
    const int32_t of_era = y - era * 400;
    const int32_t of_year = days_before_march_month(month > 2 ? month - 3 : month + 9) + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct civil calendar_civil(int32_t days) {
    const int32_t z = days + 719468;
    const int32_t era = floor_div(z, 146097);
    const int32_t of_era = z - era * 146097;
    const int32_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int32_t of_year = of_era - (365 * y + y / 4 - y / 100);
    const int32_t m = (5 * of_year + 2) / 153;
    const int month = (int)(m < 10 ? m + 3 : m - 9);
    return (struct civil){(int)(y + era * 400) + (month <= 2), month,
                          (int)(of_year - days_before_march_month((int)m)) + 1};
}

static bool leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int calendar_month_length(int year, int month) {
    static const unsigned char length[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) {
        return 0;
    }
    return length[month - 1] + (month == 2 && leap(year));
}

bool calendar_valid(int year, int month, int day) {
    return year >= 1 && year <= CALENDAR_YEAR_MAX && day >= 1 && day <= calendar_month_length(year, month);
}

int calendar_weekday(int32_t days) {
    const int32_t since_monday = days + 3; // 1970-01-01 was a Thursday
    return (int)(since_monday - floor_div(since_monday, 7) * 7) + 1;
}

void calendar_iso_week(int32_t days, int *year, int *week) {
    const int32_t thursday = days - calendar_weekday(days) + 4; // a week belongs to the year of its Thursday
    *year = calendar_civil(thursday).year;
    *week = (int)((thursday - calendar_days(*year, 1, 1)) / 7) + 1;
}

int32_t calendar_week_monday(int year, int week) {
    const int32_t fourth = calendar_days(year, 1, 4); // always in week 1
    return fourth - calendar_weekday(fourth) + 1 + (week - 1) * 7;
}

int calendar_weeks(int year) {
    int of_year, week;
    calendar_iso_week(calendar_days(year, 12, 28), &of_year, &week); // always in the last week
    return week;
}

int32_t calendar_add_months(int32_t days, int months) {
    const struct civil c = calendar_civil(days);
    const int32_t index = c.year * 12 + c.month - 1 + months;
    const int year = (int)floor_div(index, 12);
    const int month = (int)(index - year * 12) + 1;
    const int length = calendar_month_length(year, month);
    return calendar_days(year, month, c.day < length ? c.day : length);
}

int32_t calendar_weekday_after(int32_t days, int weekday, bool strict) {
    int ahead = (weekday - calendar_weekday(days) + 7) % 7;
    if (ahead == 0 && strict) {
        ahead = 7;
    }
    return days + ahead;
}

int32_t calendar_weekday_before(int32_t days, int weekday, bool strict) {
    int back = (calendar_weekday(days) - weekday + 7) % 7;
    if (back == 0 && strict) {
        back = 7;
    }
    return days - back;
}

// The computus of the Gregorian calendar: golden number, century corrections, age of the moon, Sunday after.
int32_t calendar_easter(int year) {
    const int century = year / 100;
    const int moon = (century - century / 4 - (8 * century + 13) / 25 + 19 * (year % 19) + 15) % 30;
    const int full = moon - (moon / 28) * (1 - (moon / 28) * (29 / (moon + 1)) * ((21 - year % 19) / 11));
    const int weekday = (year + year / 4 + full + 2 - century + century / 4) % 7;
    const int sunday = full - weekday;
    const int month = 3 + (sunday + 40) / 44;
    return calendar_days(year, month, sunday + 28 - 31 * (month / 4));
}

// One year a number, from 1356 AH (1 Muharram 1356 = 13 March 1937): bit m is set when month m + 1 has 30 days, else it has 29.
// The month lengths are those that the calendar's makers published; tests/tools compares them with an independent implementation.
static const uint16_t hijri_long_months[CALENDAR_HIJRI_LAST - CALENDAR_HIJRI_FIRST + 1] = {
    0xec9, 0xd92, 0xd25, 0xa4d, 0x2ad, 0x56d, 0xb6a, 0xb52, 0xaa5, 0xa4b, 0x497, 0x937, 0x2b6, 0x575, 0xd6a,
    0xd52, 0xa96, 0x92d, 0x25d, 0x4dd, 0xada, 0x5d4, 0xda9, 0xd52, 0xaaa, 0x4d6, 0x9b6, 0x374, 0x769, 0x752,
    0x6a5, 0x54b, 0xaab, 0x55a, 0xad5, 0xdd2, 0xda4, 0xd49, 0xa95, 0x52d, 0xa5d, 0x55a, 0xad5, 0x6aa, 0x695,
    0x52b, 0xa57, 0x4ae, 0x976, 0x56c, 0xb55, 0xaaa, 0xa55, 0x4ad, 0x95d, 0x2da, 0x5d9, 0xdb2, 0xba4, 0xb4a,
    0xa55, 0x2b5, 0x575, 0xb6a, 0xbd2, 0xbc4, 0xb89, 0xa95, 0x52d, 0x5ad, 0xb6a, 0x6d4, 0xdc9, 0xd92, 0xaa6,
    0x956, 0x2ae, 0x56d, 0x36a, 0xb55, 0xaaa, 0x94d, 0x49d, 0x95d, 0x2ba, 0x5b5, 0x5aa, 0xd55, 0xa9a, 0x92e,
    0x26e, 0x55d, 0xada, 0x6d4, 0x6a5, 0x54b, 0xa97, 0x54e, 0xaae, 0x5ac, 0xba9, 0xd92, 0xb25, 0x64b, 0xcab,
    0x55a, 0xb55, 0x6d2, 0xea5, 0xe4a, 0xa95, 0x52d, 0xaad, 0x36c, 0x759, 0x6d2, 0x695, 0x52d, 0xa5b, 0x4ba,
    0x9ba, 0x3b4, 0xb69, 0xb52, 0xaa6, 0x4b6, 0x96d, 0x2ec, 0x6d9, 0xeb2, 0xd54, 0xd2a, 0xa56, 0x4ae, 0x96d,
    0xd6a, 0xb54, 0xb29, 0xa93, 0x52b, 0xa57, 0x536, 0xab5, 0x6aa, 0xe93,
};

#define HIJRI_EPOCH (-11982) // 1937-03-13

int calendar_hijri_month_length(int year, int month) {
    if (year < CALENDAR_HIJRI_FIRST || year > CALENDAR_HIJRI_LAST || month < 1 || month > 12) {
        return 0;
    }
    return 29 + ((hijri_long_months[year - CALENDAR_HIJRI_FIRST] >> (month - 1)) & 1);
}

static int hijri_year_length(int year) {
    int days = 0;
    for (int month = 1; month <= 12; month++) {
        days += calendar_hijri_month_length(year, month);
    }
    return days;
}

bool calendar_hijri_days(int year, int month, int day, int32_t *out) {
    if (day < 1 || day > calendar_hijri_month_length(year, month)) {
        return false;
    }
    int32_t days = HIJRI_EPOCH;
    for (int y = CALENDAR_HIJRI_FIRST; y < year; y++) {
        days += hijri_year_length(y);
    }
    for (int m = 1; m < month; m++) {
        days += calendar_hijri_month_length(year, m);
    }
    *out = days + day - 1;
    return true;
}

bool calendar_hijri(int32_t days, struct civil *out) {
    int32_t left = days - HIJRI_EPOCH;
    if (left < 0) {
        return false;
    }
    int year = CALENDAR_HIJRI_FIRST;
    while (year <= CALENDAR_HIJRI_LAST && left >= hijri_year_length(year)) {
        left -= hijri_year_length(year++);
    }
    if (year > CALENDAR_HIJRI_LAST) {
        return false;
    }
    int month = 1;
    while (left >= calendar_hijri_month_length(year, month)) {
        left -= calendar_hijri_month_length(year, month++);
    }
    *out = (struct civil){year, month, (int)left + 1};
    return true;
}
