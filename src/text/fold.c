#include "text/fold.h"

#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/utf8.h"

struct range {
    uint32_t from, to; // inclusive
};

static bool in_ranges(uint32_t rune, const struct range *ranges, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (rune >= ranges[i].from && rune <= ranges[i].to)
            return true;
    return false;
}

#define IN_RANGES(rune, ranges) in_ranges(rune, ranges, sizeof(ranges) / sizeof(ranges)[0])

// Vowel and reading signs that the letters are normally written without: of Arabic (and tatweel) and Hebrew.
static bool is_vocalisation(uint32_t rune) {
    static const struct range ranges[] = {
        {0x0610, 0x061A}, {0x0640, 0x0640}, {0x064B, 0x0652}, {0x0656, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC},
        {0x06DF, 0x06E4}, {0x06E7, 0x06E8}, {0x06EA, 0x06ED}, {0x08D3, 0x08E1}, {0x08E3, 0x08FF}, {0x0591, 0x05BD},
        {0x05BF, 0x05BF}, {0x05C1, 0x05C2}, {0x05C4, 0x05C5}, {0x05C7, 0x05C7},
    };
    return IN_RANGES(rune, ranges);
}

// Accents as code points of their own; of Arabic, madda and the hamzas, which make other letters of alef, waw and ye.
static bool is_accent(uint32_t rune) {
    static const struct range ranges[] = {
        {0x0300, 0x034E}, {0x0350, 0x036F}, {0x0653, 0x0655}, {0x1AB0, 0x1AFF},
        {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F},
    };
    return IN_RANGES(rune, ranges);
}

static bool is_ignored(uint32_t rune) {
    static const struct range ranges[] = {
        {0x034F, 0x034F}, {0x115F, 0x1160},   {0x180B, 0x180E},
        {0xFE00, 0xFE0F}, {0xE0000, 0xE0FFF}, {0xFDFA, 0xFDFB}, // pious formulas in one character
    };
    return IN_RANGES(rune, ranges) || uc_is_general_category(rune, UC_FORMAT);
}

// Ligatures, presentation forms, full-width letters and Roman numerals of one character: other shapes of plain letters.
static bool is_other_shape(uint32_t rune) {
    static const struct range ranges[] = {
        {0x2160, 0x217F}, {0xFB00, 0xFB06}, {0xFB50, 0xFDF9}, {0xFE70, 0xFEFC}, {0xFF01, 0xFF5E},
    };
    return IN_RANGES(rune, ranges);
}

static bool is_newline(uint32_t rune) {
    return (rune >= 0x0A && rune <= 0x0D) || rune == 0x85 || rune == 0x2028 || rune == 0x2029;
}

static uint8_t classify(uint32_t rune) {
    if (is_newline(rune))
        return FOLD_SPACE | FOLD_NEWLINE;
    if (uc_is_general_category_withtable(rune, UC_CATEGORY_MASK_Zs | UC_CATEGORY_MASK_Cc))
        return FOLD_SPACE;
    if (rune == 0x02BC) // a letter to Unicode, an apostrophe to us
        return 0;
    if (is_ignored(rune))
        return FOLD_IGNORED;
    if (is_vocalisation(rune))
        return FOLD_LETTER;
    if (is_accent(rune))
        return FOLD_MARK;
    if (uc_is_general_category_withtable(rune, UC_CATEGORY_MASK_Nd))
        return FOLD_DIGIT;
    uint8_t flags = 0;
    if (uc_is_general_category_withtable(rune, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Nl))
        flags |= FOLD_LETTER;
    if (uc_is_general_category_withtable(rune, UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lt) ||
        (rune >= 0x2160 && rune <= 0x216F))
        flags |= FOLD_UPPER;
    if (uc_is_general_category_withtable(rune, UC_CATEGORY_MASK_Ll) || (rune >= 0x2170 && rune <= 0x217F))
        flags |= FOLD_LOWER;
    return flags;
}

struct pair {
    uint32_t from;
    const char *to;
};

static const char *look_up(uint32_t rune, const struct pair *pairs, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (pairs[i].from == rune)
            return pairs[i].to;
    return NULL;
}

#define LOOK_UP(rune, pairs) look_up(rune, pairs, sizeof(pairs) / sizeof(pairs)[0])

// One character that stands for another in the strict fold, beyond case. rune is lower case.
static const char *strict_spelling(uint32_t rune) {
    static const struct pair pairs[] = {
        {0x0622, "ا"}, {0x0623, "ا"}, {0x0625, "ا"}, {0x0671, "ا"}, {0x0672, "ا"}, {0x0673, "ا"},
        {0x06CC, "ي"}, {0x06A9, "ك"}, {0x066A, "%"}, {0x066B, "."}, {0x066C, ","}, {0x2019, "'"},
        {0x02BC, "'"}, {0xFF07, "'"}, {0x2010, "-"}, {0x2011, "-"}, {0x2212, "-"}, {0x03C2, "σ"},
    };
    return LOOK_UP(rune, pairs);
}

// In the loose fold, beyond accents: letters with a stroke or the like, which Unicode does not take apart. rune is
// strict.
static const char *loose_spelling(uint32_t rune) {
    static const struct pair pairs[] = {
        {0xDF, "ss"}, {0xE6, "ae"}, {0x153, "oe"}, {0xF8, "o"},  {0x111, "d"}, {0xF0, "d"},  {0xFE, "th"}, {0x142, "l"},
        {0x127, "h"}, {0x131, "i"}, {0x14B, "n"},  {0x167, "t"}, {0xAA, "a"},  {0xBA, "o"},  {0x629, "ه"}, {0x649, "ي"},
        {0x624, "و"}, {0x626, "ي"}, {0x6C0, "ه"},  {0x6C1, "ه"}, {0x6BE, "ه"}, {0x6D5, "ه"},
    };
    return LOOK_UP(rune, pairs);
}

// Appends to a fold's text; false when it does not fit.
static bool put(char *text, uint8_t *len, const char *bytes, size_t count) {
    if (*len + count > FOLD_BYTES)
        return false;
    memcpy(text + *len, bytes, count);
    *len = (uint8_t)(*len + count);
    return true;
}

static bool put_rune(char *text, uint8_t *len, uint32_t rune) {
    char bytes[4];
    return put(text, len, bytes, utf8_encode(rune, bytes));
}

// The strict fold of one plain character, appended.
static bool put_strict(char *text, uint8_t *len, uint32_t rune) {
    uint8_t flags = classify(rune);
    if ((flags & FOLD_NEWLINE) != 0)
        return put(text, len, "\n", 1);
    if ((flags & FOLD_SPACE) != 0)
        return put(text, len, " ", 1);
    if ((flags & (FOLD_IGNORED | FOLD_MARK)) != 0 || is_vocalisation(rune))
        return true;
    if ((flags & FOLD_DIGIT) != 0)
        return put_rune(text, len, (uint32_t)('0' + uc_decimal_value(rune)));
    rune = uc_tolower(rune);
    const char *spelling = strict_spelling(rune);
    return spelling != NULL ? put(text, len, spelling, strlen(spelling)) : put_rune(text, len, rune);
}

// The loose fold of one character of strict fold, appended.
static bool put_loose(char *text, uint8_t *len, uint32_t rune) {
    const char *spelling = loose_spelling(rune);
    if (spelling != NULL)
        return put(text, len, spelling, strlen(spelling));
    // Take it apart, drop the accents. A letter that loses nothing stays whole (Hangul would fall into its parts).
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int count = uc_canonical_decomposition(rune, parts);
    if (count < 2 || !is_accent(parts[count - 1]))
        return put_rune(text, len, rune);
    return put_loose(text, len, parts[0]); // one accent a step, as Unicode takes them off
}

void fold_compute(uint32_t rune, struct fold *out) {
    memset(out, 0, sizeof *out);
    if (rune > 0x10FFFF || (rune >= 0xD800 && rune <= 0xDFFF))
        rune = UTF8_REPLACEMENT;
    out->flags = classify(rune);
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int tag, count = 0;
    if (is_other_shape(rune))
        count = uc_decomposition(rune, &tag, parts);
    if (count < 1) {
        parts[0] = rune;
        count = 1;
    }
    bool fits = true;
    for (int i = 0; i < count; i++)
        fits = put_strict(out->strict, &out->strict_len, parts[i]) && fits;
    if (!fits) { // longer than anything in use: stays as it is
        out->strict_len = 0;
        (void)put_rune(out->strict, &out->strict_len, rune);
    }
    struct str strict = {out->strict, out->strict_len};
    for (size_t at = 0, len; at < strict.len; at += len)
        fits = put_loose(out->loose, &out->loose_len, utf8_at(strict, at, &len)) && fits;
}

size_t fold_join(char *text, size_t len, uint32_t mark) {
    size_t start = len;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return len;
    start--;
    size_t bytes;
    uint32_t base = utf8_at((struct str){text, len}, start, &bytes);
    uint32_t whole = uc_composition(base, mark);
    if (whole == 0)
        return len;
    struct fold scratch;
    const struct fold *f = fold_of(whole, &scratch);
    memcpy(text + start, f->strict, f->strict_len);
    return start + f->strict_len;
}

void fold_append(struct buf *b, struct str text, enum fold_kind kind) {
    struct fold scratch;
    size_t start = b->len;
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t rune = utf8_at(text, at, &len);
        const struct fold *f = fold_of(rune, &scratch);
        if (!buf_reserve(b, FOLD_BYTES))
            return;
        if (kind == FOLD_LOOSE) {
            memcpy(b->ptr + b->len, f->loose, FOLD_BYTES);
            b->len += f->loose_len;
        } else if ((f->flags & FOLD_MARK) != 0) {
            b->len = start + fold_join(b->ptr + start, b->len - start, rune);
        } else {
            memcpy(b->ptr + b->len, f->strict, FOLD_BYTES);
            b->len += f->strict_len;
        }
    }
}
