#include "text/timex.h"
#include "unit.h"

static struct str day_text(int32_t days, char out[TIMEX_TEXT_MAX]) {
    const struct timex t = timex_day(days);
    return (struct str){out, timex_format(&t, out)};
}

// Values that come out as they went in, and the days they cover (NULL: open).
static void values(void) {
    static const struct {
        const char *text, *first, *last;
    } rows[] = {
        {"20", "2000-01-01", "2099-12-31"},
        {"199", "1990-01-01", "1999-12-31"},
        {"1998", "1998-01-01", "1998-12-31"},
        {"1998-H2", "1998-07-01", "1998-12-31"},
        {"1998-Q3", "1998-07-01", "1998-09-30"},
        {"2024-SP", "2024-03-01", "2024-05-31"},
        {"2023-WI", "2023-12-01", "2024-02-29"},
        {"2023-06", "2023-06-01", "2023-06-30"},
        {"2023-W22", "2023-05-29", "2023-06-04"},
        {"2023-W22-WE", "2023-06-03", "2023-06-04"},
        {"2020-W53", "2020-12-28", "2021-01-03"},
        {"2023-06-22", "2023-06-22", "2023-06-22"},
        {"2023-06-22TEV", "2023-06-22", "2023-06-22"},
        {"2023-06-22T09:05", "2023-06-22", "2023-06-22"},
        {"2023-06-22T24:00", "2023-06-22", "2023-06-22"},
        {"XXXX-WXX-5", NULL, NULL},
        {"XXXX-WXX-2TNI", NULL, NULL},
        {"XXXX-06-22", NULL, NULL},
        {"XXXX-XX-22", NULL, NULL},
        {"XXXX-XX-XX", NULL, NULL},
        {"XXXX-06", NULL, NULL},
        {"XXXX", NULL, NULL},
        {"XXXX-SU", NULL, NULL},
        {"XXXX-Q2", NULL, NULL},
        {"1989-QX", NULL, NULL},
        {"XXXX-WXX", NULL, NULL},
        {"XXXX-WXX-WE", NULL, NULL},
        {"T10:30", NULL, NULL},
        {"TMO", NULL, NULL},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct timex t;
        char text[TIMEX_TEXT_MAX];
        int32_t first = 0, last = 0;
        UNIT_ROW("%s", rows[i].text);
        if (!CHECK(timex_parse(str_c(rows[i].text), &t)))
            continue;
        CHECK_INT(timex_format(&t, text), str_c(rows[i].text).len);
        CHECK_C(text, rows[i].text);
        const bool bounded = timex_bounds(&t, &first, &last);
        CHECK_INT(bounded, rows[i].first != NULL);
        if (bounded) {
            CHECK_STR(day_text(first, text), rows[i].first);
            CHECK_STR(day_text(last, text), rows[i].last);
        }
    }
}

static void refused(void) {
    static const char *const rows[] = {"",
                                       "1",
                                       "P2Y",
                                       "PRESENT_REF",
                                       "2023-13",
                                       "2023-06-31",
                                       "2023-02-29",
                                       "2023-Q5",
                                       "2023-H3",
                                       "2023-W54",
                                       "2023-AU",
                                       "2023-06-22T25:00",
                                       "2023-06-",
                                       "2023-6",
                                       "2023-06-22TX",
                                       "20X3",
                                       "XXXX-WXX-8",
                                       "2023-06-22T10:60",
                                       "XXXX-XX-32",
                                       "2023-W10-5",
                                       "12345",
                                       "T"};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct timex t;
        UNIT_ROW("%s", rows[i]);
        CHECK(!timex_parse(str_c(rows[i]), &t));
    }
}

static void steps(void) {
    static const struct {
        const char *from;
        int by;
        const char *to; // NULL: no known place
    } rows[] = {
        {"1998", -1, "1997"},
        {"1989-Q1", -1, "1988-Q4"},
        {"1989-Q3", -4, "1988-Q3"},
        {"2023-H2", 1, "2024-H1"},
        {"2023-WI", 1, "2024-SP"},
        {"2023-12", 1, "2024-01"},
        {"2024-01", -13, "2022-12"},
        {"2020-W53", 1, "2021-W01"},
        {"2021-W01", -1, "2020-W53"},
        {"2023-W22-WE", -1, "2023-W21-WE"},
        {"2024-02-28", 1, "2024-02-29"},
        {"2023-06-02TEV", 1, "2023-06-03"},
        {"199", 1, "200"},
        {"19", 1, "20"},
        {"XXXX-06", 1, NULL},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct timex t, to;
        char text[TIMEX_TEXT_MAX];
        UNIT_ROW("%s %+d", rows[i].from, rows[i].by);
        CHECK(timex_parse(str_c(rows[i].from), &t));
        if (CHECK(timex_step(&t, rows[i].by, &to) == (rows[i].to != NULL)) && rows[i].to) {
            timex_format(&to, text);
            CHECK_C(text, rows[i].to);
        }
    }
}

void test_timex(void) {
    values();
    refused();
    steps();
}
