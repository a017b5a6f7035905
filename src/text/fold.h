// What each code point is (letter, digit, space, …) and how it is written when differences of writing shall not matter.
//
// Two folds. STRICT, for words of rules: lower case; Arabic without tashkeel and tatweel, one alef for إ أ آ ٱ, one
// ye and one kaf (Persian ones become Arabic ones); digits of any script as 0-9; ’ and ʼ as '; ‐ and ‑ as -; every
// space as U+0020, every line end as U+000A; ligatures and presentation forms as their letters; bidi controls,
// zero-width characters and soft hyphens are nothing.
// LOOSE, for names: strict, and without accents (é→e, ø→o, ß→ss, æ→ae), ة→ه, ى→ي, ؤ→و, ئ→ي.
//
// A combining mark that follows its letter as a code point of its own (FOLD_MARK) is nothing in the loose fold; in the
// strict fold it joins the letter before it: see fold_join.
//
// For a tokenizer: a table look-up for U+0000-U+07FF (ASCII, Latin, Greek, Cyrillic, Arabic) and for general
// punctuation; libunistring for the rest. A fold is at most FOLD_BYTES bytes of UTF-8, copied without a loop:
//
//     struct fold scratch;
//     const struct fold *f = fold_of(rune, &scratch);
//     memcpy(strict, f->strict, FOLD_BYTES), strict += f->strict_len;      // needs FOLD_BYTES of room
//     memcpy(loose, f->loose, FOLD_BYTES), loose += f->loose_len;
#ifndef MIG_TEXT_FOLD_H
#define MIG_TEXT_FOLD_H

#include "base/buf.h"

enum {
    FOLD_LETTER = 1,   // a letter of any script; tashkeel and tatweel too, whose folds are empty
    FOLD_DIGIT = 2,    // a decimal digit of any script
    FOLD_UPPER = 4,    // a capital letter
    FOLD_LOWER = 8,    // a small letter
    FOLD_SPACE = 16,   // white space or a control character
    FOLD_NEWLINE = 32, // ends a line (SPACE too)
    FOLD_IGNORED = 64, // invisible: neither ends a word nor belongs to it; folds are empty
    FOLD_MARK = 128,   // combining mark: belongs to the letter before it
    // With none of these: punctuation or a symbol.
    FOLD_WORD = FOLD_LETTER | FOLD_DIGIT | FOLD_MARK,
};

enum { FOLD_BYTES = 8 };

struct fold {
    uint8_t flags;
    uint8_t strict_len, loose_len; // 0 to FOLD_BYTES
    char strict[FOLD_BYTES], loose[FOLD_BYTES];
};

enum { FOLD_LOW = 0x800, FOLD_PUNCTUATION = 0x2000, FOLD_PUNCTUATION_END = 0x2070 };

// U+0000-U+07FF, then U+2000-U+206F. Written by tests/tools/fold_table.c.
extern const struct fold fold_table[FOLD_LOW + FOLD_PUNCTUATION_END - FOLD_PUNCTUATION];

// By libunistring, for any code point; about 100 times slower than the table.
void fold_compute(uint32_t rune, struct fold *out);

// The fold of a code point: in the table, or in *scratch. Never NULL.
static inline const struct fold *fold_of(uint32_t rune, struct fold *scratch) {
    if (rune < FOLD_LOW)
        return &fold_table[rune];
    if (rune - FOLD_PUNCTUATION < FOLD_PUNCTUATION_END - FOLD_PUNCTUATION)
        return &fold_table[FOLD_LOW + (rune - FOLD_PUNCTUATION)];
    fold_compute(rune, scratch);
    return scratch;
}

// Joins a combining mark to the last character of the len bytes of strict fold at text: returns the new length, which
// is at most FOLD_BYTES greater (so much room is needed). Where Unicode has no single character for the pair the mark
// is left away, and so is one that stands alone.
size_t fold_join(char *text, size_t len, uint32_t mark);

enum fold_kind { FOLD_STRICT, FOLD_LOOSE };

// Appends the fold of text (valid UTF-8), marks joined. Failures are left in the buffer's status.
void fold_append(struct buf *b, struct str text, enum fold_kind kind);

#endif
