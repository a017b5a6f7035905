#include "unit.h"

#include "base/utf8.h"

static void decode(void) {
    // bytes, then what the first one to four of them are: code point, length, valid
    static const struct {
        const char *bytes;
        uint32_t rune;
        size_t len;
        bool valid;
    } rows[] = {
        {"a", 'a', 1, true},
        {"\xC3\xA9", 0xE9, 2, true},
        {"\xD9\x85", 0x645, 2, true},
        {"\xE2\x82\xAC", 0x20AC, 3, true},
        {"\xF0\x9F\x98\x80", 0x1F600, 4, true},
        {"\xF4\x8F\xBF\xBF", 0x10FFFF, 4, true},
        {"\xEF\xBF\xBD", 0xFFFD, 3, true},
        {"\x80", 0xFFFD, 1, false},             // continuation alone
        {"\xC0\xAF", 0xFFFD, 1, false},         // overlong
        {"\xC1\xBF", 0xFFFD, 1, false},         //
        {"\xE0\x9F\xBF", 0xFFFD, 1, false},     //
        {"\xF0\x8F\xBF\xBF", 0xFFFD, 1, false}, //
        {"\xED\xA0\x80", 0xFFFD, 1, false},     // surrogate
        {"\xF4\x90\x80\x80", 0xFFFD, 1, false}, // above U+10FFFF
        {"\xF5\x80\x80\x80", 0xFFFD, 1, false}, //
        {"\xFF", 0xFFFD, 1, false},             //
        {"\xC3", 0xFFFD, 1, false},             // cut
        {"\xE2\x82", 0xFFFD, 2, false},         //
        {"\xF0\x9F\x98", 0xFFFD, 3, false},     //
        {"\xE2\x82x", 0xFFFD, 2, false},        // cut by a letter
        {"\xE2x", 0xFFFD, 1, false},            //
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str s = str_c(rows[i].bytes);
        size_t len;
        bool valid;
        UNIT_ROW("row %zu", i);
        CHECK_INT(utf8_decode(s, 0, &len, &valid), rows[i].rune);
        CHECK_INT(len, rows[i].len);
        CHECK_INT(valid, rows[i].valid);
        if (valid) {
            char out[4];
            CHECK_INT(utf8_at(s, 0, &len), rows[i].rune);
            CHECK_INT(len, rows[i].len);
            CHECK_INT(utf8_encode(rows[i].rune, out), rows[i].len);
            CHECK(str_eq((struct str){out, len}, s));
        } else {
            (void)utf8_at(s, 0, &len);
            CHECK(len <= s.len);
        }
    }
    char out[4];
    CHECK_INT(utf8_encode(0xD800, out), 3);
    CHECK_INT(utf8_encode(0x110000, out), 3);
}

// An invalid byte is found at any position, whatever stands around it and wherever the word loop is.
static void invalid_anywhere(void) {
    static const char *const fillers[] = {"a", "\xD8\xA7", "\xE2\x82\xAC", "ab\xC3\xA9ghijkl"};
    for (size_t f = 0; f < ROWS(fillers); f++) {
        char bytes[80];
        struct str filler = str_c(fillers[f]);
        size_t len = 0;
        while (len + filler.len <= sizeof bytes)
            for (size_t i = 0; i < filler.len; i++)
                bytes[len++] = filler.ptr[i];
        struct str s = {bytes, len};
        UNIT_ROW("filler %zu", f);
        CHECK_INT(utf8_invalid_at(s, 0), len);
        for (size_t at = 0; at < len; at += filler.len) {
            char kept = bytes[at];
            bytes[at] = (char)0xFF;
            CHECK_INT(utf8_invalid_at(s, 0), at);
            bytes[at] = kept;
        }
        if (filler.len > 1 && (filler.ptr[filler.len - 1] & 0x80) != 0) {
            s.len--;
            CHECK_INT(utf8_invalid_at(s, 0), len - filler.len);
        }
    }
}

static void counts(void) {
    CHECK_INT(utf8_count(STR("")), 0);
    CHECK_INT(utf8_count(STR("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80")), 8);
    char mixed[100];
    for (size_t len = 0, count = 0; len + 3 <= sizeof mixed; count++) {
        CHECK_INT(utf8_count((struct str){mixed, len}), count);
        len += utf8_encode(count % 3 == 0 ? 'a' : count % 3 == 1 ? 0xE9 : 0x20AC, mixed + len);
    }
    static const struct { size_t limit, want; } rows[] = {{0, 0}, {1, 1}, {2, 1}, {3, 1}, {4, 4}, {5, 5}, {99, 5}};
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("limit %zu", rows[i].limit);
        CHECK_INT(utf8_cut(STR("a\xE2\x82\xAC"
                               "b"),
                           rows[i].limit),
                  rows[i].want);
    }
}

void test_utf8(void) {
    decode();
    invalid_anywhere();
    counts();
}
