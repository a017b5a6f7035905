#include "base/arena.h"
#include "extract/dates.h"
#include "unit.h"

#include <string.h>

// The number of a field, by its name in rule files.
static uint16_t field_of(struct str name) {
    static const char *const names[] = {
#define X(field, text) text,
        SCHEMA_FIELDS(X)
#undef X
    };
    for (size_t i = 0; i < ROWS(names); i++)
        if (str_eq(name, str_c(names[i])))
            return (uint16_t)i;
    CHECK(!"a known field");
    return 0;
}

// "day=22 month=06": a mention with these captures, each a byte of the text further on, as constants have no place; "month~6" is a
// month in figures.
static void make(const char *fields, struct capture *captures, struct mention *m) {
    struct str rest = str_c(fields), piece;
    *m = (struct mention){.captures = captures, .span = {0, 40}};
    while (str_next(&rest, ' ', &piece)) {
        const size_t figures = str_find(piece, STR("~"), 0),
                     equals = figures == SIZE_MAX ? str_find(piece, STR("="), 0) : figures;
        const uint32_t at = (uint32_t)m->capture_count + 1;
        captures[m->capture_count++] = (struct capture){
            .field = field_of(str_sub(piece, 0, equals)),
            .value = str_sub(piece, equals + 1, piece.len),
            .span = figures == SIZE_MAX ? (struct span){0, 0} : (struct span){at, at + 1},
        };
    }
}

static void values(void) {
    static const struct {
        const char *fields, *published;
        enum date_tense tense;
        const char *value;
    } rows[] = {
        // explicit
        {"day=22 month=06 year=2023", "", TENSE_NONE, "2023-06-22"},
        {"month=06 day=22 day=23 year=2023", "", TENSE_NONE, "2023-06-22,2023-06-23"},
        {"month=05 month=06 year=2025", "", TENSE_NONE, "2025-05,2025-06"},
        {"year=98", "2024-05-08", TENSE_NONE, "1998"},
        {"year=30", "2024-05-08", TENSE_NONE, "2030"},
        {"decade=1990", "", TENSE_NONE, "199"},
        {"century=20", "", TENSE_NONE, "19"},
        {"century=19 decade=90 year=4", "", TENSE_NONE, "1994"},
        {"half=2 year=2023", "", TENSE_NONE, "2023-H2"},
        {"season=SU year=2023", "", TENSE_NONE, "2023-SU"},
        {"week=22 year=2023", "", TENSE_NONE, "2023-W22"},
        {"day=22 month=06 year=2023 hour=5 minute=30 ampm=pm", "", TENSE_NONE, "2023-06-22T17:30"},
        {"day=22 month=06 year=2023 part=EV", "", TENSE_NONE, "2023-06-22TEV"},
        // nothing comes of these
        {"day=31 month=02 year=2024", "", TENSE_NONE, ""},
        {"day=29 month=02 year=2023", "", TENSE_NONE, ""},
        {"day=1 month=13 year=2024", "", TENSE_NONE, ""},
        {"day=0 hour=25", "2024-05-08", TENSE_NONE, ""},
        {"week=53 year=2023", "", TENSE_NONE, ""},
        {"hijri=09 year=1600", "", TENSE_NONE, ""},
        {"holiday=H10-01 year=2100", "2024-05-08", TENSE_NONE, ""},
        {"count=536870911 unit=century", "", TENSE_NONE, ""},
        {"unit=year count=999999 relation=ago", "2024-05-08", TENSE_NONE, ""},
        // the order of figures
        {"day~3 month~4 year~2024", "", TENSE_NONE, "2024-04-03"},
        {"day~3 month~4 year~2024", "2024-03-04", TENSE_NONE, "2024-03-04"},
        {"day~3 month~26 year~2024", "", TENSE_NONE, "2024-03-26"},
        // completed
        {"day=15 month=10", "2024-05-08", TENSE_PAST, "2023-10-15"},
        {"day=15 month=10", "2024-05-08", TENSE_FUTURE, "2024-10-15"},
        {"day=15 month=06", "2024-05-08", TENSE_PAST, "2024-06-15"},
        {"day=15 month=10", "", TENSE_PAST, "XXXX-10-15"},
        {"month=12", "2024-05-08", TENSE_PAST, "2023-12"},
        {"month=12", "", TENSE_PAST, "XXXX-12"},
        {"weekday=5", "2024-05-08", TENSE_PAST, "2024-05-03"},
        {"weekday=3", "2024-05-08", TENSE_PAST, "2024-05-08"},
        {"weekday=5", "2024-05-08", TENSE_FUTURE, "2024-05-10"},
        {"weekday=5", "", TENSE_FUTURE, "XXXX-WXX-5"},
        {"weekday=3 relation=last", "2024-05-08", TENSE_NONE, "2024-05-01"},
        {"weekday=5 unit=week relation=next", "2024-05-08", TENSE_NONE, "2024-05-17"},
        {"weekday=6 day=27 month=04", "2025-11-20", TENSE_NONE, "2024-04-27"},
        {"day=31 month=05 unit=year relation=last", "2024-05-08", TENSE_NONE, "2023-05-31"},
        {"day=5 unit=month relation=next", "2024-05-08", TENSE_NONE, "2024-06-05"},
        {"offset=-1 weekday=2", "2024-05-08", TENSE_NONE, "2024-05-07"},
        {"offset=1", "", TENSE_NONE, "XXXX-XX-XX"},
        {"quarter=3", "2024-05-08", TENSE_PAST, "2023-Q3"},
        {"unit=week relation=last", "2024-01-03", TENSE_NONE, "2023-W52"},
        {"unit=weekend relation=this", "2024-05-06", TENSE_PAST, "2024-W18-WE"},
        {"unit=decade relation=last", "2024-05-08", TENSE_NONE, "201"},
        {"unit=year count=2 relation=ago", "2024-05-08", TENSE_NONE, "2022"},
        {"unit=month count=3 relation=in", "2024-11-08", TENSE_FUTURE, "2025-02"},
        {"unit=month count=3 relation=in", "2024-11-08", TENSE_PAST, "P3M"},
        {"unit=year count=X relation=ago", "2024-05-08", TENSE_NONE, "PAST_REF"},
        {"unit=day count=2 relation=before", "2024-05-08", TENSE_NONE, "P2D"},
        {"unit=year relation=same", "2024-05-08", TENSE_NONE, "XXXX"},
        // ranges
        {"day=22 end_day=24 month=06 year=2023", "", TENSE_NONE, "2023-06-22/2023-06-24"},
        {"day=30 month=12 end_day=2 end_month=01 end_year=2024", "", TENSE_NONE, "2023-12-30/2024-01-02"},
        {"year=2019 end_year=20", "", TENSE_NONE, "2019/2020"},
        {"month=05 end_month=07 year=2023", "", TENSE_NONE, "2023-05/2023-07"},
        {"weekday=1 end_weekday=3", "2024-05-08", TENSE_PAST, "2024-05-06/2024-05-08"},
        {"year=2020 end_year=2010", "", TENSE_NONE, "2020"},
        // lengths and sets
        {"count=2 unit=year", "", TENSE_NONE, "P2Y"},
        {"count=2 fraction=0.5 unit=year", "", TENSE_NONE, "P2Y6M"},
        {"fraction=0.5 unit=hour", "", TENSE_NONE, "PT30M"},
        {"count=3 unit=decade", "", TENSE_NONE, "P30Y"},
        {"count=X unit=hour", "", TENSE_NONE, "PTXH"},
        {"count=1.5 unit=week", "", TENSE_NONE, "P10D"},
        {"every=1 unit=quarter", "", TENSE_NONE, "P3M"},
        {"every=1 weekday=2 part=NI", "", TENSE_NONE, "XXXX-WXX-2TNI"},
        {"every=1 month=07", "", TENSE_NONE, "XXXX-07"},
        {"ref=PRESENT_REF", "", TENSE_NONE, "PRESENT_REF"},
        // feasts
        {"holiday=12-25", "2024-05-08", TENSE_PAST, "2023-12-25"},
        {"holiday=E-2 year=2024", "", TENSE_NONE, "2024-03-29"},
        {"holiday=11-4W4 year=1999", "", TENSE_NONE, "1999-11-25"},
        {"holiday=H10-01 year=2024", "", TENSE_NONE, "2024-04-10"},
        {"day=12 hijri=09 year=1445", "", TENSE_NONE, "2024-03-22"},
        {"hijri=09", "2024-05-08", TENSE_PAST, "2024-03-11/2024-04-09"},
        {"year=1445 era=AH", "", TENSE_NONE, "2023-07-19/2024-07-06"},
        {"day=17 hijri=10 year=1436 end_day=2 end_month=08 end_year=2015", "", TENSE_NONE, "2015-08-02"},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct capture captures[16];
        struct mention m;
        struct str value;
        UNIT_ROW("%s at %s", rows[i].fields, rows[i].published);
        make(rows[i].fields, captures, &m);
        CHECK_INT(dates_value(&arena, &m, rows[i].tense, true, STR("0123456789012345678901234567890123456789"),
                              str_c(rows[i].published), &value, NULL),
                  MIG_OK);
        CHECK_STR(value, rows[i].value);
    }
    arena_free(&arena);
}

// What one date leaves for the next: "that year", "two days later", "a year earlier".
static void context(void) {
    static const struct {
        const char *first, *second, *value;
    } rows[] = {
        {"day=30 month=04 year=1998", "unit=day count=2 relation=after", "1998-05-02"},
        {"day=30 month=04 year=1998", "unit=year relation=same", "1998"},
        {"day=30 month=04 year=1998", "day=1 month=02 unit=year relation=same", "1998-02-01"},
        {"month=01 year=2024", "unit=month count=3 relation=before", "2023-10"},
        {"month=01 year=2024", "unit=day count=3 relation=before", "P3D"},
        {"quarter=3 year=1989", "unit=year count=1 relation=before", "1988-Q3"},
        {"quarter=3 year=1989", "unit=year count=1 relation=ago", "1988-Q3"},
        {"day=30 month=04 year=1998", "weekday=1 relation=after", "1998-05-04"},
        {"day=30 month=04 year=1998", "hour=10", "1998-04-30T10:00"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct capture captures[2][16];
        struct mention m[2];
        const struct mention *mentions[2] = {&m[0], &m[1]};
        const unsigned char tenses[2] = {TENSE_NONE, TENSE_NONE};
        struct dates_input in = {mentions, tenses, 2, true};
        struct document d;
        struct records records = {0};
        struct date_link links[2];
        document_init(&d);
        d.text = STR("0123456789012345678901234567890123456789");
        d.published = STR("1999-03-01");
        UNIT_ROW("%s, %s", rows[i].first, rows[i].second);
        make(rows[i].first, captures[0], &m[0]);
        make(rows[i].second, captures[1], &m[1]);
        CHECK_INT(dates_resolve(&d, &in, &records, links, NULL), MIG_OK);
        CHECK_INT(records.date_count, 2);
        CHECK_INT(links[1].first, 1);
        if (records.date_count == 2)
            CHECK_STR(records.dates[1].value, rows[i].value);
        document_free(&d);
    }
}

void test_dates(void) {
    values();
    context();
}
