#include "text/calendar.h"
#include "unit.h"

static void days(void) {
    static const struct {
        int year, month, day;
        int32_t days;
        int weekday, iso_year, week;
    } rows[] = {
        {1970, 1, 1, 0, 4, 1970, 1},          {2000, 2, 29, 11016, 2, 2000, 9},     {2023, 6, 2, 19510, 5, 2023, 22},
        {1, 1, 1, -719162, 1, 1, 1},          {9999, 12, 31, 2932896, 5, 9999, 52}, {1900, 2, 28, -25509, 3, 1900, 9},
        {1900, 3, 1, -25508, 4, 1900, 9},     {2021, 1, 3, 18630, 7, 2020, 53},     {2024, 12, 30, 20087, 1, 2025, 1},
        {1582, 10, 10, -141432, 7, 1582, 40}, {2016, 2, 29, 16860, 1, 2016, 9},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%04d-%02d-%02d", rows[i].year, rows[i].month, rows[i].day);
        CHECK(calendar_valid(rows[i].year, rows[i].month, rows[i].day));
        CHECK_INT(calendar_days(rows[i].year, rows[i].month, rows[i].day), rows[i].days);
        const struct civil c = calendar_civil(rows[i].days);
        CHECK_INT(c.year, rows[i].year);
        CHECK_INT(c.month, rows[i].month);
        CHECK_INT(c.day, rows[i].day);
        CHECK_INT(calendar_weekday(rows[i].days), rows[i].weekday);
        int year, week;
        calendar_iso_week(rows[i].days, &year, &week);
        CHECK_INT(year, rows[i].iso_year);
        CHECK_INT(week, rows[i].week);
        CHECK_INT(calendar_week_monday(year, week), rows[i].days - rows[i].weekday + 1);
    }
}

static void validity(void) {
    static const struct {
        int year, month, day;
        bool valid;
    } rows[] = {
        {2023, 2, 29, false}, {2024, 2, 29, true}, {1900, 2, 29, false}, {2023, 13, 1, false}, {2023, 0, 1, false},
        {2023, 4, 31, false}, {2023, 4, 0, false}, {0, 1, 1, false},     {10000, 1, 1, false},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%d-%d-%d", rows[i].year, rows[i].month, rows[i].day);
        CHECK_INT(calendar_valid(rows[i].year, rows[i].month, rows[i].day), rows[i].valid);
    }
}

static void months(void) {
    static const struct {
        int year, month, day, add, to_year, to_month, to_day;
    } rows[] = {
        {2024, 1, 31, 1, 2024, 2, 29},  {2023, 1, 31, 1, 2023, 2, 28},   {2024, 3, 31, -1, 2024, 2, 29},
        {2024, 12, 15, 1, 2025, 1, 15}, {2024, 1, 15, -1, 2023, 12, 15}, {2024, 5, 5, -29, 2021, 12, 5},
        {2024, 2, 29, 12, 2025, 2, 28}, {2024, 2, 29, 0, 2024, 2, 29},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%d-%d-%d %+d", rows[i].year, rows[i].month, rows[i].day, rows[i].add);
        const int32_t days = calendar_add_months(calendar_days(rows[i].year, rows[i].month, rows[i].day), rows[i].add);
        CHECK_INT(days, calendar_days(rows[i].to_year, rows[i].to_month, rows[i].to_day));
    }
}

static void weekdays(void) {
    const int32_t friday = calendar_days(2023, 6, 2);
    CHECK_INT(calendar_weekday_before(friday, 5, false), friday);
    CHECK_INT(calendar_weekday_before(friday, 5, true), friday - 7);
    CHECK_INT(calendar_weekday_after(friday, 5, false), friday);
    CHECK_INT(calendar_weekday_after(friday, 5, true), friday + 7);
    CHECK_INT(calendar_weekday_before(friday, 6, false), friday - 6);
    CHECK_INT(calendar_weekday_after(friday, 4, true), friday + 6);
    CHECK_INT(calendar_weeks(2020), 53);
    CHECK_INT(calendar_weeks(2021), 52);
    CHECK_INT(calendar_weeks(2026), 53);
}

static void easter(void) {
    static const int rows[][3] = {{1989, 3, 26}, {2000, 4, 23}, {2008, 3, 23}, {2019, 4, 21},
                                  {2024, 3, 31}, {2025, 4, 20}, {2038, 4, 25}};
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%d", rows[i][0]);
        CHECK_INT(calendar_easter(rows[i][0]), calendar_days(rows[i][0], rows[i][1], rows[i][2]));
    }
}

static void hijri(void) {
    static const struct {
        int year, month, day, to_year, to_month, to_day;
    } rows[] = {
        {1356, 1, 1, 1937, 3, 13},  {1445, 9, 1, 2024, 3, 11},   {1446, 9, 1, 2025, 3, 1},
        {1446, 10, 1, 2025, 3, 30}, {1444, 12, 10, 2023, 6, 28}, {1500, 1, 1, 2076, 11, 27},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%d-%d-%d", rows[i].year, rows[i].month, rows[i].day);
        int32_t days = 0;
        CHECK(calendar_hijri_days(rows[i].year, rows[i].month, rows[i].day, &days));
        CHECK_INT(days, calendar_days(rows[i].to_year, rows[i].to_month, rows[i].to_day));
        struct civil back = {0, 0, 0};
        CHECK(calendar_hijri(days, &back));
        CHECK_INT(back.year, rows[i].year);
        CHECK_INT(back.month, rows[i].month);
        CHECK_INT(back.day, rows[i].day);
    }
    int32_t days;
    struct civil c;
    CHECK(!calendar_hijri_days(1355, 12, 29, &days));
    CHECK(!calendar_hijri_days(1501, 1, 1, &days));
    CHECK(!calendar_hijri_days(1445, 13, 1, &days));
    CHECK(!calendar_hijri_days(1445, 1, 31, &days));
    CHECK(!calendar_hijri(calendar_days(1937, 3, 12), &c));
    CHECK(!calendar_hijri(calendar_days(2100, 1, 1), &c));
}

void test_calendar(void) {
    days();
    validity();
    months();
    weekdays();
    easter();
    hijri();
}
