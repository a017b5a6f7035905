#include "unit.h"

#include <string.h>

#include "base/utf8.h"
#include "text/fold.h"

static void texts(void) {
    static const struct {
        const char *text, *strict, *loose;
    } rows[] = {
        {"", "", ""},
        {"Madrid", "madrid", "madrid"},
        {"Firmó", "firmó", "firmo"},
        {"ÉLYSÉE", "élysée", "elysee"},
        {"Fernández-Marlaska", "fernández-marlaska", "fernandez-marlaska"},
        {"Cœur Straße Łódź Ærø", "cœur straße łódź ærø", "coeur strasse lodz aero"},
        {"İstanbul Ilıca", "istanbul ilıca", "istanbul ilica"},
        {"l’accord", "l'accord", "l'accord"},
        {"Qurʼan", "qur'an", "qur'an"},
        {"a\u00A0b\u202Fc\td", "a b c d", "a b c d"},
        {"a\r\nb\u2028c", "a\n\nb\nc", "a\n\nb\nc"},
        {"co\u00ADoperation", "cooperation", "cooperation"},
        {"\u200Fa\u200Bb\uFEFF", "ab", "ab"},
        {"non\u2011stop", "non-stop", "non-stop"},
        {"ﬁnal Ｕｎ Ⅻ", "final un xii", "final un xii"},
        {"Việt Nam", "việt nam", "viet nam"},
        {"ΣΊΣΥΦΟΣ", "σίσυφοσ", "σισυφοσ"},
        {"Сергей", "сергей", "сергеи"},
        // decomposed: letter and mark
        {"Firmo\u0301", "firmó", "firmo"},
        {"E\u0302\u0301", "ế", "e"},
        {"x\u0301\u0301y", "xy", "xy"},
        {"\u0301a", "a", "a"},
        // Arabic
        {"الإجتماع", "الاجتماع", "الاجتماع"},
        {"أآإٱا", "ااااا", "ااااا"},
        {"مُحَمَّد", "محمد", "محمد"},
        {"مـــحـمد", "محمد", "محمد"},
        {"ا\u0654و\u0654ي\u0654", "اؤئ", "اوي"},
        {"الهجرة", "الهجرة", "الهجره"},
        {"مصطفى", "مصطفى", "مصطفي"},
        {"رؤساء وزراء دائم", "رؤساء وزراء دائم", "روساء وزراء دايم"},
        {"٢٠٢٤ ۱۴۰۲", "2024 1402", "2024 1402"},
        {"١٬٥٠٠٫٥٪", "1,500.5%", "1,500.5%"},
        {"ایران کشور", "ايران كشور", "ايران كشور"},
        {"ﻻ ﺍﻟﻤﻐﺮﺏ ﷲ", "لا المغرب الله", "لا المغرب الله"},
        {"النبي ﷺ", "النبي ", "النبي "},
        {"\u0622\u0653", "ا", "ا"},
        // left as they are
        {"한국 日本 がか 👍 €", "한국 日本 がか 👍 €", "한국 日本 がか 👍 €"},
        {"\uFFFD", "\uFFFD", "\uFFFD"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf b;
        UNIT_ROW("%s", rows[i].text);
        buf_init(&b, 1024);
        buf_append(&b, STR("e")); // what stands before must not be joined with
        fold_append(&b, str_c(rows[i].text), FOLD_STRICT);
        CHECK_STR(str_sub(buf_str(&b), 1, b.len), rows[i].strict);
        buf_clear(&b);
        fold_append(&b, str_c(rows[i].text), FOLD_LOOSE);
        CHECK_STR(buf_str(&b), rows[i].loose);
        CHECK_INT(b.status, MIG_OK);
        buf_free(&b);
    }
}

static void flags(void) {
    static const struct {
        const char *text;
        unsigned flags;
    } rows[] = {
        {"a", FOLD_LETTER | FOLD_LOWER},
        {"Z", FOLD_LETTER | FOLD_UPPER},
        {"é", FOLD_LETTER | FOLD_LOWER},
        {"É", FOLD_LETTER | FOLD_UPPER},
        {"ǅ", FOLD_LETTER | FOLD_UPPER},
        {"ª", FOLD_LETTER},
        {"ـ", FOLD_LETTER},
        {"\u064E", FOLD_LETTER},
        {"م", FOLD_LETTER},
        {"ﻻ", FOLD_LETTER},
        {"日", FOLD_LETTER},
        {"Ⅻ", FOLD_LETTER | FOLD_UPPER},
        {"7", FOLD_DIGIT},
        {"٧", FOLD_DIGIT},
        {"７", FOLD_DIGIT},
        {"²", 0},
        {"'", 0},
        {"’", 0},
        {"،", 0},
        {"؟", 0},
        {"…", 0},
        {"_", 0},
        {"€", 0},
        {"\uFFFD", 0},
        {" ", FOLD_SPACE},
        {"\u00A0", FOLD_SPACE},
        {"\u3000", FOLD_SPACE},
        {"\x01", FOLD_SPACE},
        {"\n", FOLD_SPACE | FOLD_NEWLINE},
        {"\u2029", FOLD_SPACE | FOLD_NEWLINE},
        {"\u200B", FOLD_IGNORED},
        {"\u200F", FOLD_IGNORED},
        {"\u00AD", FOLD_IGNORED},
        {"\uFEFF", FOLD_IGNORED},
        {"\u2066", FOLD_IGNORED},
        {"\u0301", FOLD_MARK},
        {"\u0654", FOLD_MARK},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct fold scratch;
        size_t len;
        UNIT_ROW("%s", rows[i].text);
        CHECK_INT(fold_of(utf8_at(str_c(rows[i].text), 0, &len), &scratch)->flags, rows[i].flags);
    }
}

// The table in the source is what libunistring says; elsewhere it must be written anew.
static void table_is_current(void) {
    for (uint32_t rune = 0; rune < FOLD_PUNCTUATION_END; rune++) {
        struct fold computed, scratch;
        if (rune == FOLD_LOW)
            rune = FOLD_PUNCTUATION;
        UNIT_ROW("U+%04X", rune);
        fold_compute(rune, &computed);
        const struct fold *f = fold_of(rune, &scratch);
        CHECK(f != &scratch && memcmp(f, &computed, sizeof computed) == 0);
    }
}

// For every code point: both folds are valid UTF-8, fit, and folding again changes nothing.
static void every_code_point(void) {
    unsigned long bad = 0;
    for (uint32_t rune = 0; rune <= 0x110000; rune++) {
        struct fold f;
        fold_compute(rune, &f);
        struct str texts_of[2] = {{f.strict, f.strict_len}, {f.loose, f.loose_len}};
        for (int kind = 0; kind < 2; kind++) {
            char again[FOLD_BYTES * FOLD_BYTES];
            size_t len = 0;
            if (texts_of[kind].len > FOLD_BYTES || utf8_invalid_at(texts_of[kind], 0) != texts_of[kind].len)
                bad++;
            for (size_t at = 0, step; at < texts_of[kind].len; at += step) {
                struct fold g;
                fold_compute(utf8_at(texts_of[kind], at, &step), &g);
                uint8_t more = kind == 0 ? g.strict_len : g.loose_len;
                memcpy(again + len, kind == 0 ? g.strict : g.loose, more);
                len += more;
            }
            if (!str_eq((struct str){again, len}, texts_of[kind]) && bad++ < 10)
                CHECK_INT(rune, -1);
        }
    }
    CHECK_INT(bad, 0);
}

void test_fold(void) {
    texts();
    flags();
    table_is_current();
    every_code_point();
}
