#include "unit.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "text/charset.h"

#define BYTES(literal)                                                                                                 \
    { (literal), sizeof(literal) - 1 }

static void small_texts(void) {
    static const struct {
        struct str bytes;
        const char *declared, *text, *charset;
        size_t invalid, nul, private;
    } rows[] = {
        {BYTES(""), "", "", "UTF-8", 0, 0, 0},
        {BYTES("Rabat\r\n"), "", "Rabat\r\n", "UTF-8", 0, 0, 0},
        {BYTES("\xEF\xBB\xBFRabat"), "", "Rabat", "UTF-8", 0, 0, 0},
        {BYTES("a\xEF\xBB\xBF"), "", "a\uFEFF", "UTF-8", 0, 0, 0},
        {BYTES("a\0b"), "", "a\uFFFDb", "UTF-8", 0, 1, 0},
        {BYTES("abcdefgh\0ijklmnopqrstu\0"), "", "abcdefgh\uFFFDijklmnopqrstu\uFFFD", "UTF-8", 0, 2, 0},
        {BYTES("\xEE\x80\x80x\xF3\xB0\x80\x80\xF4\x8F\xBF\xBF"), "", "\uFFFDx\uFFFD\uFFFD", "UTF-8", 0, 0, 3},
        {BYTES("\xEF\xA3\xBFx\xEF\xA4\x80"), "", "\uFFFDx\uF900", "UTF-8", 0, 0, 1},
        {BYTES("a\xFFz"), "", "a\uFFFDz", "UTF-8", 1, 0, 0},
        {BYTES("a\xC3(\xE2\x82z\xED\xA0\x80"), "", "a\uFFFD(\uFFFDz\uFFFD\uFFFD\uFFFD", "UTF-8", 5, 0, 0},
        {BYTES("\xEF\xBB\xBF\xFF\0"), "", "\uFFFD\uFFFD", "UTF-8", 1, 1, 0},
        {BYTES("\xFF\xFE\x52\x00\x27\x06"), "", "Rا", "UTF-16LE", 0, 0, 0},
        {BYTES("\xFE\xFF\x00\x52\x06\x27"), "", "Rا", "UTF-16BE", 0, 0, 0},
        {BYTES("\xFF\xFE\x3D\xD8\x00\xDE\x00\xDE\x00\x00\x41"), "", "😀\uFFFD\uFFFD\uFFFD", "UTF-16LE", 2, 1, 0},
        {BYTES("\xFF\xFE\x3D\xD8"), "", "\uFFFD", "UTF-16LE", 1, 0, 0},
        {BYTES("\xFF\xFE\x00\xE0"), "", "\uFFFD", "UTF-16LE", 0, 0, 1},
        {BYTES("\xFF\xFE"), "", "", "UTF-16LE", 0, 0, 0},
        // declared, and believed where the bytes are not UTF-8
        {BYTES("caf\xE9"), "ISO-8859-1", "café", "windows-1252", 0, 0, 0},
        {BYTES("caf\xE9 \x81"), " Windows-1252\n", "café \uFFFD", "windows-1252", 1, 0, 0},
        {BYTES("\xC7\xE1"), "windows-1256", "ال", "windows-1256", 0, 0, 0},
        {BYTES("\xC7\xE4"), "iso-8859-6", "ال", "ISO-8859-6", 0, 0, 0},
        {BYTES("caf\xC3\xA9"), "iso-8859-1", "café", "UTF-8", 0, 0, 0},
        {BYTES("caf\xC3\xA9 \xC3\xA9\xFF"), "iso-8859-1", "café é\uFFFD", "UTF-8", 1, 0, 0},
        {BYTES("caf\xE9"), "ISO-2022-CN-EXT", "caf\uFFFD", "UTF-8", 1, 0, 0},
        {BYTES("caf\xE9"), "utf-8", "caf\uFFFD", "UTF-8", 1, 0, 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena arena;
        struct charset_text out;
        UNIT_ROW("row %zu", i);
        arena_init(&arena);
        CHECK_INT(charset_decode(&arena, rows[i].bytes, str_c(rows[i].declared), &out, NULL), MIG_OK);
        CHECK_STR(out.text, rows[i].text);
        CHECK_C(out.charset, rows[i].charset);
        CHECK_INT(out.faults[CHARSET_INVALID].count, rows[i].invalid);
        CHECK_INT(out.faults[CHARSET_NUL].count, rows[i].nul);
        CHECK_INT(out.faults[CHARSET_PRIVATE].count, rows[i].private);
        for (size_t kind = 0; kind < CHARSET_FAULTS; kind++) {
            size_t first = out.faults[kind].first;
            CHECK_INT(first == SIZE_MAX, out.faults[kind].count == 0);
            CHECK(first == SIZE_MAX || str_starts(str_sub(out.text, first, SIZE_MAX), STR("\uFFFD")));
        }
        arena_free(&arena);
    }
}

// text in another charset, as iconv writes it.
static struct str encode(const char *text, const char *charset, char *room, size_t size) {
    iconv_t converter = iconv_open(charset, "UTF-8");
    char *from = (char *)(uintptr_t)text, *to = room;
    size_t in_left = strlen(text), out_left = size;
    CHECK(converter != (iconv_t)-1);
    CHECK(iconv(converter, &from, &in_left, &to, &out_left) != (size_t)-1);
    (void)iconv_close(converter);
    return (struct str){room, size - out_left};
}

static void guesses(void) {
    static const struct {
        const char *text, *charset, *guessed;
    } rows[] = {
        {"استقبل الوزير نظيره في الرباط يوم الاثنين، وبحثا التعاون بين البلدين.", "WINDOWS-1256", "windows-1256"},
        {"استقبل الوزير نظيره في الرباط يوم الاثنين، وبحثا التعاون بين البلدين.", "ISO-8859-6", "ISO-8859-6"},
        {"قال مسؤول", "WINDOWS-1256", "windows-1256"},
        {"Le ministre délégué a été reçu à Alger où il s’est félicité des progrès.", "WINDOWS-1252", "windows-1252"},
        {"La reunión se celebró en Málaga; asistió el señor Ibáñez.", "ISO-8859-1", "windows-1252"},
        {"La réunion à Lomé et à Cotonou", "WINDOWS-1252", "windows-1252"},
        {"Der Minister für Äußeres", "ISO-8859-1", "windows-1252"},
        {"The minister’s visit – “a success”", "WINDOWS-1252", "windows-1252"},
        {"The minister visited Rabat.", "UTF-16LE", "UTF-16LE"},
        {"استقبل الوزير نظيره في الرباط يوم الاثنين وبحثا التعاون بين البلدين", "UTF-16BE", "UTF-16BE"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        char room[1024];
        struct arena arena;
        struct charset_text out;
        UNIT_ROW("%s as %s", rows[i].text, rows[i].charset);
        arena_init(&arena);
        struct str bytes = encode(rows[i].text, rows[i].charset, room, sizeof room);
        CHECK_INT(charset_decode(&arena, bytes, STR(""), &out, NULL), MIG_OK);
        CHECK_C(out.charset, rows[i].guessed);
        CHECK(out.guessed);
        CHECK_STR(out.text, rows[i].text);
        arena_free(&arena);
    }
}

static void nothing_is_copied_when_nothing_changes(void) {
    static const char *const texts[] = {"plain", "\xEF\xBB\xBFmarked é", "أخبار اليوم 😀"};
    for (size_t i = 0; i < ROWS(texts); i++) {
        struct arena arena;
        struct charset_text out;
        arena_init(&arena);
        CHECK_INT(charset_decode(&arena, str_c(texts[i]), STR(""), &out, NULL), MIG_OK);
        CHECK(out.text.ptr >= texts[i] && out.text.ptr < texts[i] + 4);
        CHECK_INT(arena.total, 0);
        arena_free(&arena);
    }
}

static void binary(void) {
    static const struct str rows[] = {
        BYTES("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"),
        BYTES("\211PNG\r\n\032\n\0\0\0\rIHDR"),
        BYTES("PK\003\004\024\0\0\0"),
        BYTES("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0E\x0F\x10\x11\x12\x13\x14\x15\x16\x17\x18\xFF\xFE abc"),
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena arena;
        struct charset_text out;
        struct mig_error err;
        UNIT_ROW("row %zu", i);
        arena_init(&arena);
        CHECK_INT(charset_decode(&arena, rows[i], STR(""), &out, &err), MIG_EINPUT);
        CHECK_C(err.message, "binary data, not text");
        CHECK(out.text.ptr == NULL);
        arena_free(&arena);
    }
}

// A fault is found wherever it stands relative to the eight bytes that are looked at together.
static void faults_anywhere(void) {
    for (size_t at = 0; at < 40; at++) {
        char bytes[40];
        struct arena arena;
        struct charset_text out;
        UNIT_ROW("at %zu", at);
        memset(bytes, 'x', sizeof bytes);
        bytes[at] = at % 2 == 0 ? '\0' : (char)0x80;
        arena_init(&arena);
        CHECK_INT(charset_clean(&arena, (struct str){bytes, sizeof bytes}, &out, NULL), MIG_OK);
        CHECK_INT(out.faults[at % 2 == 0 ? CHARSET_NUL : CHARSET_INVALID].first, at);
        CHECK_INT(out.text.len, 42);
        arena_free(&arena);
    }
}

void test_charset(void) {
    small_texts();
    guesses();
    nothing_is_copied_when_nothing_changes();
    binary();
    faults_anywhere();
}
