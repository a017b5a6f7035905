#include "unit.h"

#include <string.h>

#include "input/published.h"

static void parse(void) {
    static const struct {
        const char *given, *date; // NULL: refused
    } rows[] = {
        {"2024-05-08", "2024-05-08"},
        {" 2024-02-29\n", "2024-02-29"},
        {"2024-05-08T09:30:00+01:00", "2024-05-08T09:30:00+01:00"},
        {"2024-05-08T09:30Z", "2024-05-08T09:30Z"},
        {"2024-05-08 09:30:00.125-0500", "2024-05-08 09:30:00.125-0500"},
        {"2024-05-08T09:30:00", "2024-05-08"}, // of which zone?
        {"", NULL},
        {"2023-02-29", NULL},
        {"2024-13-01", NULL},
        {"2024-5-8", NULL},
        {"20240508", NULL},
        {"8 May 2024", NULL},
        {"2024-05-08x", NULL},
        {"2024-05-08T", NULL},
        {"2024-05-08T25:00Z", NULL},
        {"2024-05-08T09:30+1", NULL},
        {"2024-05-08T09:30Zulu", NULL},
        {"2024-05-08T09:30+01:00 or so", NULL},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str out;
        UNIT_ROW("%s", rows[i].given);
        CHECK_INT(published_parse(str_c(rows[i].given), &out), rows[i].date != NULL);
        CHECK_STR(out, rows[i].date == NULL ? "" : rows[i].date);
    }
}

static int find_word(void *context, struct str words) {
    static const struct {
        const char *words;
        int says;
    } rows[] = {{"april", 4},
                {"apr", 4},
                {"ابريل", 4},
                {"كانون الثاني", 1},
                {"saturday", PUBLISHED_WEEKDAY + 6},
                {"sunday", PUBLISHED_WEEKDAY + 7},
                {"updated", PUBLISHED_AGAIN},
                {"à jour", PUBLISHED_AGAIN},
                {"posted", PUBLISHED_FIRST}};
    (void)context;
    for (size_t i = 0; i < ROWS(rows); i++)
        if (str_eq(words, str_c(rows[i].words)))
            return rows[i].says;
    return 0;
}

static void addresses(void) {
    const struct published_hints hints = {.word = find_word, .day_first = true, .latest = "2026-11-24"};
    static const struct {
        const char *url, *source, *date;
        enum published_basis basis;
    } rows[] = {
        {"https://news.example/2023/06/02/talks.html", "", "2023-06-02", BASIS_URL},
        {"https://news.example/politics/2023-06-02-talks", "2021-01-01.txt", "2023-06-02", BASIS_URL},
        {"https://news.example/a?id=77", "crawl-2020/20230602.txt", "2023-06-02", BASIS_PATH},
        {"", "2019-01-01/talks_2023_06_02.txt", "2023-06-02", BASIS_PATH},
        {"", "a/2023.06.02", "2023-06-02", BASIS_PATH},
        {"https://news.example/2023/6/2/talks", "", "2023-06-02", BASIS_URL},
        {"https://news.example/2023/0602/c12-345.html", "", "2023-06-02", BASIS_URL},
        {"https://news.example/2023-06/02/c_1.html", "", "2023-06-02", BASIS_URL},
        {"https://news.example/world/2023/Apr/02/talks", "", "2023-04-02", BASIS_URL},
        {"https://news.example/talks-02-06-2023", "", "2023-06-02", BASIS_URL},
        {"https://news.example/06/25/2023/talks", "", "2023-06-25", BASIS_URL},
        {"https://news.example/20230602093015.html", "", "2023-06-02", BASIS_URL},
        {"https://news.example/20230602093015123/talks", "", "2023-06-02", BASIS_URL},
        {"https://news.example/2027/06/02/talks", "", "", BASIS_NONE}, // not yet
        {"https://news.example/20230602993015.html", "", "", BASIS_NONE},
        {"https://news.example/2023060209301.html", "", "", BASIS_NONE},
        {"https://news.example/2023/talks/02", "", "", BASIS_NONE},
        {"https://news.example/talks-of-2-april-2023", "", "", BASIS_NONE}, // what the talks are of
        {"", "2023/06", "", BASIS_NONE},
        {"", "2023/02/29/a", "", BASIS_NONE},
        {"", "a120230602.txt", "", BASIS_NONE},
        {"", "202306021.txt", "", BASIS_NONE},
        {"", "2023-06/02.txt", "", BASIS_NONE},
        {"", "17760704", "", BASIS_NONE},
        {"", "", "", BASIS_NONE},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct document d;
        UNIT_ROW("row %zu", i);
        document_init(&d);
        d.url = str_c(rows[i].url);
        d.source = str_c(rows[i].source);
        CHECK_INT(published_from_address(&d, &hints), MIG_OK);
        CHECK_STR(d.published, rows[i].date);
        CHECK_INT(d.published_basis, rows[i].basis);
        d.published = STR("2000-01-01");
        d.published_basis = BASIS_DATELINE;
        CHECK_INT(published_from_address(&d, &hints), MIG_OK);
        CHECK_INT(d.published_basis, BASIS_DATELINE);
        d.published_basis = BASIS_HEADER;
        CHECK_INT(published_from_address(&d, &hints), MIG_OK);
        CHECK_INT(d.published_basis, rows[i].basis == BASIS_NONE ? BASIS_HEADER : rows[i].basis);
        document_free(&d);
    }
}

static void headers(void) {
    static const struct {
        const char *line, *date;
        bool day_first;
    } rows[] = {
        {"Saturday, April 27, 2024", "2024-04-27", true},
        {"27 April 2024", "2024-04-27", true},
        {"الأحد 27 أبريل 2024", "2024-04-27", true},
        {"٢٧ أبريل ٢٠٢٤", "2024-04-27", true},
        {"2024 April 27", "2024-04-27", true},
        {"15.4 C | 2024-04-27 10:30", "2024-04-27", true},
        {"03/04/2024", "2024-04-03", true},
        {"03/04/2024", "2024-03-04", false},
        {"27.04.2024", "2024-04-27", false},
        {"04/27/2024", "2024-04-27", true},
        {"3/4-2024", "", true},
        {"Sunday 03/04/2024", "", true},
        {"Sunday 03/03/2024", "2024-03-03", true},
        {"Sunday 07/04/2024", "2024-04-07", false}, // the weekday tells
        {"Sunday, April 27, 2024", "", true},
        {"Sunday at 10:15 | April 27, 2024", "", true},
        {"Updated Sunday 28 April 2024, posted Saturday 27 April 2024", "2024-04-27", true},
        {"Updated 28 April 2024", "", true},
        {"Mis à jour le 28 April 2024 | 27 April 2024", "2024-04-27", true},
        {"5 كانون الثاني 2024", "2024-01-05", true},
        {"Sat Apr 27 10:15:00 UTC 2024", "2024-04-27", true},
        {"10:15 27 April 2024", "2024-04-27", true},
        {"2024年4月27日", "2024-04-27", true},
        {"2024년 4월 27일", "2024-04-27", true},
        {"27.04.24", "", true},
        {"27 أبريل/Apr 2024", "2024-04-27", true},
        {"03/12/2026", "2026-03-12", true}, // there was no December yet
        {"27 April 2031", "", true},
        {"31 April 2024", "", true},
        {"27 Nisan 2024", "", true},
        {"27 April", "", true},
        {"April 2024", "", true},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct document d;
        UNIT_ROW("%s", rows[i].line);
        const struct published_hints hints = {
            .word = find_word, .day_first = rows[i].day_first, .latest = "2026-11-24"};
        document_init(&d);
        d.text = str_c(rows[i].line);
        CHECK_INT(document_add_paragraph(&d, 0, (uint32_t)d.text.len, PARAGRAPH_FURNITURE), MIG_OK);
        CHECK_INT(published_from_header(&d, &hints), MIG_OK);
        CHECK_STR(d.published, rows[i].date);
        CHECK_INT(d.published_basis, rows[i].date[0] == '\0' ? BASIS_NONE : BASIS_HEADER);
        document_reset(&d);
        d.text = str_c(rows[i].line);
        CHECK_INT(document_add_paragraph(&d, 0, (uint32_t)d.text.len, PARAGRAPH_BODY), MIG_OK);
        CHECK_INT(document_add_paragraph(&d, 0, (uint32_t)d.text.len, PARAGRAPH_FURNITURE), MIG_OK);
        CHECK_INT(published_from_header(&d, &hints), MIG_OK);
        CHECK_INT(d.published_basis, BASIS_NONE); // after the article began
        document_free(&d);
    }
}

void test_published(void) {
    parse();
    addresses();
    headers();
}
