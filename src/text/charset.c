#include "text/charset.h"

#include <iconv.h>
#include <string.h>

#include "base/utf8.h"

// What guesses look at: enough for letter statistics, and short enough to cost nothing beside reading the file.
enum { SAMPLE = 64 * 1024 };

static bool is_private(uint32_t rune) {
    return (rune >= 0xE000 && rune <= 0xF8FF) || rune >= 0xF0000;
}

// Offset of the first byte that is not part of clean text, s.len when all is clean.
static size_t unclean_at(struct str s) {
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = UINT64_C(0x8080808080808080);
    size_t at = 0;
    while (at < s.len) {
        uint64_t word;
        while (at + sizeof word <= s.len) { // eight bytes of ASCII without a NUL
            memcpy(&word, s.ptr + at, sizeof word);
            if (((word | (word - ones)) & highs) != 0)
                break;
            at += sizeof word;
        }
        // Then byte by byte up to a multiple of eight: texts in other scripts have no eight ASCII bytes in a row.
        do {
            if (at == s.len)
                break;
            unsigned char c = (unsigned char)s.ptr[at];
            size_t len = 1;
            if (c >= 0xC2 && c < 0xE0 && at + 1 < s.len && ((unsigned char)s.ptr[at + 1] & 0xC0) == 0x80) {
                len = 2; // most of what is not ASCII
            } else if (c >= 0x80) {
                bool valid;
                uint32_t rune = utf8_decode(s, at, &len, &valid);
                if (!valid || is_private(rune))
                    return at;
            } else if (c == 0) {
                return at;
            }
            at += len;
        } while (at % sizeof word != 0);
    }
    return s.len;
}

// --- writing ------------------------------------------------------------------------------------------------------

// Decoders run twice: to == NULL measures, then they write.
struct sink {
    char *to;
    size_t len;
    struct charset_text *out;
};

static void put_fault(struct sink *sink, enum charset_fault kind) {
    if (sink->to != NULL) {
        if (sink->out->faults[kind].count++ == 0)
            sink->out->faults[kind].first = sink->len;
        (void)utf8_encode(UTF8_REPLACEMENT, sink->to + sink->len);
    }
    sink->len += 3;
}

static void put_rune(struct sink *sink, uint32_t rune) {
    char bytes[4];
    if (rune == 0) {
        put_fault(sink, CHARSET_NUL);
    } else if (is_private(rune)) {
        put_fault(sink, CHARSET_PRIVATE);
    } else {
        size_t len = utf8_encode(rune, bytes);
        if (sink->to != NULL)
            memcpy(sink->to + sink->len, bytes, len);
        sink->len += len;
    }
}

static void decode_utf8(struct str bytes, const uint16_t *table, struct sink *sink) {
    (void)table;
    for (size_t at = 0, len; at < bytes.len; at += len) {
        bool valid;
        uint32_t rune = utf8_decode(bytes, at, &len, &valid);
        if (valid)
            put_rune(sink, rune);
        else
            put_fault(sink, CHARSET_INVALID);
    }
}

static uint32_t unit_at(struct str bytes, size_t at, bool big) {
    unsigned char first = (unsigned char)bytes.ptr[at], second = (unsigned char)bytes.ptr[at + 1];
    return big ? (uint32_t)first << 8 | second : (uint32_t)second << 8 | first;
}

static void decode_utf16(struct str bytes, bool big, struct sink *sink) {
    size_t at = 0;
    for (; at + 1 < bytes.len; at += 2) {
        uint32_t unit = unit_at(bytes, at, big);
        if (unit < 0xD800 || unit > 0xDFFF) {
            put_rune(sink, unit);
            continue;
        }
        uint32_t low = at + 3 < bytes.len ? unit_at(bytes, at + 2, big) : 0;
        if (unit < 0xDC00 && low >= 0xDC00 && low <= 0xDFFF) {
            put_rune(sink, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
            at += 2;
        } else {
            put_fault(sink, CHARSET_INVALID);
        }
    }
    if (at < bytes.len)
        put_fault(sink, CHARSET_INVALID);
}

static void decode_utf16le(struct str bytes, const uint16_t *table, struct sink *sink) {
    (void)table;
    decode_utf16(bytes, false, sink);
}

static void decode_utf16be(struct str bytes, const uint16_t *table, struct sink *sink) {
    (void)table;
    decode_utf16(bytes, true, sink);
}

static void decode_single(struct str bytes, const uint16_t *table, struct sink *sink) {
    for (size_t i = 0; i < bytes.len; i++) {
        uint32_t rune = table[(unsigned char)bytes.ptr[i]];
        if (rune == UTF8_REPLACEMENT)
            put_fault(sink, CHARSET_INVALID);
        else
            put_rune(sink, rune);
    }
}

typedef void decoder(struct str bytes, const uint16_t *table, struct sink *sink);

static enum mig_status decode_with(decoder *decode, struct arena *arena, struct str bytes, const uint16_t *table,
                                   struct charset_text *out, struct mig_error *err) {
    struct sink sink = {NULL, 0, out};
    decode(bytes, table, &sink);
    char *to = arena_alloc(arena, sink.len);
    if (to == NULL)
        return error_memory(err);
    sink = (struct sink){to, 0, out};
    decode(bytes, table, &sink);
    out->text = (struct str){to, sink.len};
    return MIG_OK;
}

// --- single-byte charsets -----------------------------------------------------------------------------------------

// Only these reach iconv: a page must not choose which of the system's conversions run. Labels of ISO 8859-1, -9 and
// -11 mean their windows supersets, as in HTML.
static const struct {
    const char *label, *charset;
} charsets[] = {
    {"windows-1250", "windows-1250"},
    {"cp1250", "windows-1250"},
    {"windows-1251", "windows-1251"},
    {"cp1251", "windows-1251"},
    {"windows-1252", "windows-1252"},
    {"cp1252", "windows-1252"},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"ascii", "windows-1252"},
    {"windows-1253", "windows-1253"},
    {"windows-1254", "windows-1254"},
    {"iso-8859-9", "windows-1254"},
    {"windows-1255", "windows-1255"},
    {"windows-1256", "windows-1256"},
    {"cp1256", "windows-1256"},
    {"windows-1257", "windows-1257"},
    {"windows-1258", "windows-1258"},
    {"iso-8859-2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-6", "ISO-8859-6"},
    {"asmo-708", "ISO-8859-6"},
    {"arabic", "ISO-8859-6"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso-8859-8", "ISO-8859-8"},
    {"iso-8859-10", "ISO-8859-10"},
    {"iso-8859-13", "ISO-8859-13"},
    {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso-8859-16", "ISO-8859-16"},
    {"koi8-r", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
};

static bool same_label(struct str declared, const char *label) {
    if (declared.len != strlen(label))
        return false;
    for (size_t i = 0; i < declared.len; i++) {
        char c = declared.ptr[i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != label[i])
            return false;
    }
    return true;
}

static const char *known_charset(struct str declared) {
    declared = str_trim(declared);
    for (size_t i = 0; i < sizeof charsets / sizeof charsets[0]; i++)
        if (same_label(declared, charsets[i].label))
            return charsets[i].charset;
    return NULL;
}

static bool is_utf16_label(struct str declared, bool *big) {
    declared = str_trim(declared);
    *big = same_label(declared, "utf-16be");
    return *big || same_label(declared, "utf-16le") || same_label(declared, "utf-16");
}

bool charset_known(struct str label) {
    bool big;
    struct str trimmed = str_trim(label);
    return same_label(trimmed, "utf-8") || same_label(trimmed, "utf8") || is_utf16_label(label, &big) ||
           known_charset(label) != NULL;
}

// What each of the 256 bytes means, U+FFFD where nothing. False when the system has no such conversion.
static bool byte_table(const char *charset, uint16_t table[256]) {
    iconv_t converter = iconv_open("UTF-16LE", charset);
    if (converter == (iconv_t)-1) // NOLINT(performance-no-int-to-ptr): POSIX's error value
        return false;
    for (size_t i = 0; i < 256; i++) {
        char in = (char)i, out[8];
        char *from = &in, *to = out;
        size_t in_left = 1, out_left = sizeof out;
        (void)iconv(converter, NULL, NULL, NULL, NULL);
        size_t result = iconv(converter, &from, &in_left, &to, &out_left);
        // Some conversions hold a letter back, waiting for an accent.
        if (result != (size_t)-1)
            result = iconv(converter, NULL, NULL, &to, &out_left);
        bool one = result != (size_t)-1 && out_left == sizeof out - 2;
        table[i] = one ? (uint16_t)unit_at((struct str){out, 2}, 0, false) : (uint16_t)UTF8_REPLACEMENT;
    }
    (void)iconv_close(converter);
    return true;
}

// --- guessing -----------------------------------------------------------------------------------------------------

static bool is_ascii_letter(unsigned char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

struct statistics {
    size_t bytes[256];
    size_t total, control, high;    // bytes; control characters other than white space; bytes above 0x7F
    size_t high_runs;               // high bytes beside another one
    size_t sequences, broken;       // UTF-8 sequences of several bytes; invalid ones
    size_t accented;                // high bytes that windows-1252 has a fitting small letter or mark for
    size_t zero_even, zero_odd;     // NULs by position
    size_t letter_even, letter_odd; // ASCII letters by position
};

// In windows-1252: a small accented letter beside a letter, a typographic mark, a capital before a
// letter, or a vowel that is a word.
static bool is_plausible_1252(const unsigned char *p, size_t i, size_t len) {
    unsigned char before = i > 0 ? p[i - 1] : ' ', after = i + 1 < len ? p[i + 1] : ' ', c = p[i];
    bool beside_letter = is_ascii_letter(before) || is_ascii_letter(after);
    if (!beside_letter && before < 0x80 && after < 0x80 && memchr("\xE0\xE8\xE9\xF3\xC0\xC8\xC9", c, 7) != NULL)
        return true; // à, è, é, ó are words
    if (c >= 0xDF && c <= 0xFC && c != 0xF0 && c != 0xF7)
        return beside_letter;
    if (c >= 0xC0 && c <= 0xDC && c != 0xD0 && c != 0xD7)
        return is_ascii_letter(after);
    if (c == 0x92 || c == 0x9C) // ’ and œ
        return beside_letter;
    return c == 0x80 || c == 0x85 || (c >= 0x91 && c <= 0x97) || c == 0xA0 || c == 0xA1 || c == 0xAB || c == 0xB0 ||
           c == 0xBA || c == 0xAA || c == 0xBB || c == 0xBF;
}

static void measure(struct str sample, struct statistics *s) {
    const unsigned char *p = (const unsigned char *)sample.ptr;
    memset(s, 0, sizeof *s);
    s->total = sample.len;
    for (size_t i = 0; i < sample.len; i++) {
        unsigned char c = p[i];
        s->bytes[c]++;
        if ((c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1B) || c == 0x7F)
            s->control++;
        if (c == 0)
            *(i % 2 == 0 ? &s->zero_even : &s->zero_odd) += 1;
        if (is_ascii_letter(c))
            *(i % 2 == 0 ? &s->letter_even : &s->letter_odd) += 1;
        if (c < 0x80)
            continue;
        s->high++;
        if ((i > 0 && p[i - 1] >= 0x80) || (i + 1 < sample.len && p[i + 1] >= 0x80))
            s->high_runs++;
        s->accented += is_plausible_1252(p, i, sample.len);
    }
    for (size_t at = 0, len; at < sample.len; at += len) {
        bool valid;
        (void)utf8_decode(sample, at, &len, &valid);
        *(valid ? &s->sequences : &s->broken) += !valid || len > 1;
    }
}

// How Arabic the bytes look when each means what table says: its most frequent letters, against bytes that no text has.
static long arabic_score(const struct statistics *s, const uint16_t table[256]) {
    long score = 0;
    for (size_t c = 0x80; c < 256; c++) {
        static const uint16_t frequent[] = {0x0627, 0x0644, 0x064A, 0x0645, 0x0648, 0x0646, 0x0631, 0x062A};
        long weight = 0;
        for (size_t i = 0; i < sizeof frequent / sizeof frequent[0]; i++)
            if (table[c] == frequent[i])
                weight = 1;
        if (table[c] == UTF8_REPLACEMENT || table[c] < 0xA0)
            weight = -4;
        score += weight * (long)s->bytes[c];
    }
    return score;
}

// The charset that a sample of bytes which are not UTF-8 speaks for, NULL when none. table is then filled.
static const char *guess_single(const struct statistics *s, uint16_t table[256]) {
    if (s->high < 3 || s->sequences >= s->broken)
        return NULL;
    if (s->high_runs * 2 > s->high) { // words of high bytes: an alphabet of its own
        uint16_t windows[256], iso[256];
        bool have_windows = byte_table("windows-1256", windows), have_iso = byte_table("ISO-8859-6", iso);
        long windows_score = have_windows ? arabic_score(s, windows) : 0,
             iso_score = have_iso ? arabic_score(s, iso) : 0;
        bool is_iso = iso_score > windows_score;
        if ((is_iso ? iso_score : windows_score) * 4 < (long)s->high) // those letters are half of any Arabic text
            return NULL;
        memcpy(table, is_iso ? iso : windows, sizeof iso);
        return is_iso ? "ISO-8859-6" : "windows-1256";
    }
    if (s->accented * 10 >= s->high * 9 && byte_table("windows-1252", table))
        return "windows-1252";
    return NULL;
}

static bool has_signature(struct str bytes) {
#define MAGIC(literal)                                                                                                 \
    { (literal), sizeof(literal) - 1 }
    static const struct str magics[] = {
        MAGIC("%PDF-"),   MAGIC("PK\003\004"), MAGIC("\037\213\010"),    MAGIC("\211PNG\r\n"), MAGIC("\377\330\377"),
        MAGIC("\177ELF"), MAGIC("GIF89a"),     MAGIC("SQLite format 3"), MAGIC("BZh9"),        MAGIC("\3757zXZ"),
    };
#undef MAGIC
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
        if (str_starts(bytes, magics[i]))
            return true;
    return false;
}

static bool is_binary(const struct statistics *s) {
    return s->control >= 16 && s->control * 20 > s->total; // of compressed data, 1 byte in 10
}

// UTF-16 without a mark: one byte of many pairs is zero, always the same one of the two, and hardly ever a letter.
static bool is_utf16(const struct statistics *s, bool big) {
    size_t zeros = big ? s->zero_even : s->zero_odd, others = big ? s->zero_odd : s->zero_even;
    size_t letters = big ? s->letter_even : s->letter_odd;
    return zeros >= 8 && zeros * 16 > s->total && others * 20 < zeros && letters * 20 < zeros;
}

// --- the whole ----------------------------------------------------------------------------------------------------

static void start(struct charset_text *out, const char *charset) {
    memset(out, 0, sizeof *out);
    out->charset = charset;
    for (size_t i = 0; i < CHARSET_FAULTS; i++)
        out->faults[i].first = SIZE_MAX;
}

static enum mig_status finish(enum mig_status status, struct charset_text *out) {
    if (status != MIG_OK)
        memset(out, 0, sizeof *out);
    return status;
}

enum mig_status charset_clean(struct arena *arena, struct str bytes, struct charset_text *out, struct mig_error *err) {
    start(out, "UTF-8");
    out->text = bytes;
    if (unclean_at(bytes) == bytes.len)
        return MIG_OK;
    return finish(decode_with(decode_utf8, arena, bytes, NULL, out, err), out);
}

// For bytes that are not clean UTF-8.
static enum mig_status decode_other(struct arena *arena, struct str bytes, struct str declared,
                                    struct charset_text *out, struct mig_error *err) {
    struct statistics s;
    uint16_t table[256];
    measure(str_sub(bytes, 0, utf8_cut(bytes, SAMPLE)), &s);
    for (int big = 0; big < 2; big++) {
        if (is_utf16(&s, big != 0)) {
            start(out, big != 0 ? "UTF-16BE" : "UTF-16LE");
            out->guessed = true;
            return decode_with(big != 0 ? decode_utf16be : decode_utf16le, arena, bytes, NULL, out, err);
        }
    }
    if (is_binary(&s))
        return error_set(err, MIG_EINPUT, (struct str){NULL, 0}, 0, 0, "binary data, not text");
    start(out, "UTF-8");
    if (s.broken <= s.sequences) // damaged, but nothing else, whatever was declared
        return decode_with(decode_utf8, arena, bytes, NULL, out, err);
    const char *charset = known_charset(declared);
    if (charset == NULL || !byte_table(charset, table)) {
        charset = guess_single(&s, table);
        out->guessed = charset != NULL;
    }
    if (charset == NULL)
        return decode_with(decode_utf8, arena, bytes, NULL, out, err);
    out->charset = charset;
    return decode_with(decode_single, arena, bytes, table, out, err);
}

enum mig_status charset_decode(struct arena *arena, struct str bytes, struct str declared, struct charset_text *out,
                               struct mig_error *err) {
    bool big;
    if (str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF"))) {
        big = (unsigned char)bytes.ptr[0] == 0xFE;
        start(out, big ? "UTF-16BE" : "UTF-16LE");
        bytes = str_sub(bytes, 2, bytes.len);
        return finish(decode_with(big ? decode_utf16be : decode_utf16le, arena, bytes, NULL, out, err), out);
    }
    start(out, "UTF-8");
    if (has_signature(bytes))
        return finish(error_set(err, MIG_EINPUT, (struct str){NULL, 0}, 0, 0, "binary data, not text"), out);
    if (is_utf16_label(declared, &big)) {
        start(out, big ? "UTF-16BE" : "UTF-16LE");
        return finish(decode_with(big ? decode_utf16be : decode_utf16le, arena, bytes, NULL, out, err), out);
    }
    bool marked = str_starts(bytes, STR("\xEF\xBB\xBF"));
    out->text = str_sub(bytes, marked ? 3 : 0, bytes.len);
    if (unclean_at(out->text) == out->text.len)
        return MIG_OK;
    if (marked)
        return charset_clean(arena, out->text, out, err);
    return finish(decode_other(arena, bytes, declared, out, err), out);
}
