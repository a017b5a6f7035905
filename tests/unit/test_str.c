#include "unit.h"

static void compare(void) {
    static const struct {
        const char *a, *b;
        int order;
    } rows[] = {
        {"", "", 0},   {"", "a", -1},  {"a", "a", 0},          {"a", "b", -1},
        {"b", "a", 1}, {"ab", "a", 1}, {"a\xC3\xA9", "az", 1},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%s ? %s", rows[i].a, rows[i].b);
        int order = str_cmp(str_c(rows[i].a), str_c(rows[i].b));
        CHECK_INT((order > 0) - (order < 0), rows[i].order);
        CHECK_INT(str_eq(str_c(rows[i].a), str_c(rows[i].b)), rows[i].order == 0);
        if (rows[i].order == 0)
            CHECK(str_hash(str_c(rows[i].a)) == str_hash(str_c(rows[i].b)));
    }
    CHECK(str_eq((struct str){NULL, 0}, STR("")));
    CHECK(str_hash((struct str){NULL, 0}) == str_hash(STR("")));
    CHECK(str_eq((struct str){"a\0b", 3}, (struct str){"a\0b", 3}));
    CHECK(!str_eq((struct str){"a\0b", 3}, (struct str){"a\0c", 3}));
    CHECK(str_hash((struct str){"\0", 1}) != str_hash((struct str){"\0\0", 2}));
}

static void affixes(void) {
    static const struct {
        const char *s, *affix;
        bool starts, ends;
    } rows[] = {
        {"", "", true, true},       {"abc", "", true, true},    {"abc", "ab", true, false},
        {"abc", "bc", false, true}, {"abc", "abc", true, true}, {"abc", "abcd", false, false},
        {"aba", "a", true, true},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%s, %s", rows[i].s, rows[i].affix);
        CHECK_INT(str_starts(str_c(rows[i].s), str_c(rows[i].affix)), rows[i].starts);
        CHECK_INT(str_ends(str_c(rows[i].s), str_c(rows[i].affix)), rows[i].ends);
    }
}

static void slices(void) {
    CHECK_STR(str_sub(STR("meeting"), 1, 4), "eet");
    CHECK_STR(str_sub(STR("meeting"), 5, 99), "ng");
    CHECK_STR(str_sub(STR("meeting"), 9, 99), "");
    CHECK_STR(str_sub(STR("meeting"), 4, 2), "");
    CHECK_INT(str_sub((struct str){NULL, 0}, 1, 2).len, 0);
    CHECK_STR(str_trim(STR(" \t\r\n a b \v\f")), "a b");
    CHECK_STR(str_trim(STR("   ")), "");
    CHECK_STR(str_trim(STR("\xC2\xA0x")), "\xC2\xA0x");
}

static void find(void) {
    static const struct {
        const char *s, *needle;
        size_t from, at;
    } rows[] = {
        {"banana", "an", 0, 1}, {"banana", "an", 2, 3},        {"banana", "an", 4, SIZE_MAX},      {"banana", "", 2, 2},
        {"banana", "a", 5, 5},  {"banana", "a", 6, SIZE_MAX},  {"banana", "bananas", 0, SIZE_MAX}, {"", "", 0, 0},
        {"aab", "ab", 0, 1},    {"banana", "x", 99, SIZE_MAX}, {"banana", "nana", 0, 2},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%s in %s", rows[i].needle, rows[i].s);
        CHECK(str_find(str_c(rows[i].s), str_c(rows[i].needle), rows[i].from) == rows[i].at);
    }
}

static void pieces(void) {
    struct str rest = STR("a||b|"), piece;
    CHECK(str_next(&rest, '|', &piece));
    CHECK_STR(piece, "a");
    CHECK(str_next(&rest, '|', &piece));
    CHECK_STR(piece, "");
    CHECK(str_next(&rest, '|', &piece));
    CHECK_STR(piece, "b");
    CHECK(str_next(&rest, '|', &piece));
    CHECK_STR(piece, "");
    CHECK(!str_next(&rest, '|', &piece));
}

static void numbers(void) {
    static const struct {
        const char *s;
        bool valid;
        uint32_t value;
    } rows[] = {
        {"0", true, 0},
        {"007", true, 7},
        {"4294967295", true, 4294967295u},
        {"4294967296", false, 0},
        {"", false, 0},
        {"-1", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1x", false, 0},
        {"99999999999999999999", false, 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        uint32_t value = 0;
        UNIT_ROW("%s", rows[i].s);
        CHECK_INT(str_uint(str_c(rows[i].s), &value), rows[i].valid);
        CHECK_INT(value, rows[i].value);
    }
}

void test_str(void) {
    compare();
    affixes();
    slices();
    find();
    pieces();
    numbers();
}
