#include "unit.h"

#include "output/stored_json.h"
#include "output/table.h"

#define HEAD          "{\"schema\":\"migcoop/1\",\"engine\":\"e\",\"article\":"
#define TAIL          ",\"ministers\":[],\"dates\":[{\"id\":\"d1\"}],\"programs\":[],\"agreements\":[],\"diagnostics\":[]}\n"
#define LINE(article) HEAD article ",\"meetings\":[{\"id\":\"m1\",\"x\":[\"]}\\\"\"]},{\"id\":\"m2\"}]" TAIL
#define ARTICLE(source, part, text)                                                                                    \
    "{\"id\":\"i\",\"source\":\"" source "\",\"part\":" part ",\"url\":null,\"language\":\"q\",\"title\":\"a,\\\"b\"," \
    "\"published\":null,\"published_basis\":null,\"characters\":3" text "}"
#define SHORT(source)                                                                                                  \
    "{\"id\":\"i\",\"source\":\"" source "\",\"part\":7,\"url\":null,\"title\":\"a,\\\"b\",\"language\":\"q\","        \
    "\"published\":null,\"published_basis\":null}"

static const char *const stored_line = LINE(ARTICLE("old \\\"name\\\\", "0", ""));

static void test_writing(void) {
    static const struct {
        unsigned flags, only;
        const char *want;
        size_t meetings;
    } rows[] = {
        {0, 0, LINE(ARTICLE("n\\\"w", "7", "")), 2},
        {MIG_WITH_TEXT, 0, LINE(ARTICLE("n\\\"w", "7", ",\"text\":\"a\\nb\"")), 2},
        {0, MIG_KIND_BIT(MIG_DATE), HEAD ARTICLE("n\\\"w", "7", "") ",\"meetings\":[]" TAIL, 0},
        {MIG_RECORDS, 0,
         "{\"record\":\"meeting\",\"schema\":\"migcoop/1\",\"engine\":\"e\",\"article\":" SHORT(
             "n\\\"w") ",\"id\":\"m1\","
                       "\"x\":[\"]}\\\"\"]}\n{\"record\":\"meeting\",\"schema\":\"migcoop/1\",\"engine\":\"e\",\"article\":" SHORT(
                           "n\\\"w") ",\"id\":\"m2\"}\n",
         2},
        {MIG_RECORDS, MIG_KIND_BIT(MIG_AGREEMENT), "", 0},
    };
    struct buf out;
    buf_init(&out, 1 << 16);
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("flags %u, only %u", rows[i].flags, rows[i].only);
        size_t written[MIG_KINDS] = {0};
        struct stored_json stored = {str_c(stored_line), STR("a\nb"), STR("n\"w"), 7};
        struct mig_settings settings = {.flags = rows[i].flags, .only = rows[i].only};
        buf_clear(&out);
        CHECK_INT(stored_json_write(&out, &stored, &settings, written), MIG_OK);
        CHECK_STR(buf_str(&out), rows[i].want);
        CHECK_INT(written[MIG_MEETING], rows[i].meetings);
    }
    buf_free(&out);
}

static void test_splitting(void) {
    struct buf out;
    buf_init(&out, 1 << 16);
    CHECK_INT(stored_json_split(&out, str_c(LINE(ARTICLE("s", "0", ",\"text\":\"t \\\" t\"")))), MIG_OK);
    CHECK_STR(buf_str(&out), LINE(ARTICLE("s", "0", "")));
    buf_clear(&out);
    CHECK_INT(stored_json_split(&out, str_c(stored_line)), MIG_OK);
    CHECK_STR(buf_str(&out), stored_line);
    CHECK_STR(stored_json_field(str_c(stored_line), STR("title")), "\"a,\\\"b\"");
    CHECK(stored_json_field(str_c(stored_line), STR("none")).ptr == NULL);
    // Whatever the line is, the walk ends.
    size_t written[MIG_KINDS] = {0};
    struct mig_settings settings = {0};
    for (size_t len = 0; len + 2 < str_c(stored_line).len; len++) {
        struct stored_json cut = {.line = str_sub(str_c(stored_line), 0, len)};
        UNIT_ROW("cut at %zu", len);
        buf_clear(&out);
        CHECK_INT(stored_json_write(&out, &cut, &settings, written), MIG_EDATA);
    }
    buf_free(&out);
}

static void test_tables(void) {
    static const struct {
        const char *cells[3], *csv, *tsv;
    } rows[] = {
        {{"a", "", "c d"}, "a,,c d\n", "a\t\tc d\n"},
        {{"a,b", "\"q\"", "l\nm"}, "\"a,b\",\"\"\"q\"\"\",\"l\nm\"\n", "a,b\t\"q\"\tl\\nm\n"},
        {{"t\tt", "r\rr", "b\\"}, "t\tt,\"r\rr\",b\\\n", "t\\tt\tr\\rr\tb\\\\\n"},
        {{" a", "a ", "."}, "\" a\",\"a \",.\n", " a\ta \t.\n"},
    };
    struct buf out;
    buf_init(&out, 1 << 16);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str cells[3] = {str_c(rows[i].cells[0]), str_c(rows[i].cells[1]), str_c(rows[i].cells[2])};
        UNIT_ROW("%s", rows[i].cells[0]);
        buf_clear(&out);
        table_csv_row(&out, cells, 3);
        CHECK_STR(buf_str(&out), rows[i].csv);
        buf_clear(&out);
        table_tsv_row(&out, cells, 3);
        CHECK_STR(buf_str(&out), rows[i].tsv);
    }
    buf_free(&out);
}

void test_stored_json(void) {
    test_writing();
    test_splitting();
    test_tables();
}
