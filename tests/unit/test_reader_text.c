#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "input/reader_text.h"

#define BYTES(literal)                                                                                                 \
    { (literal), sizeof(literal) - 1 }

static void lines(void) {
    static const struct {
        struct str bytes;
        const char *paragraphs; // joined by |
    } rows[] = {
        {BYTES(""), ""},
        {BYTES("\n \n\t\r\n"), ""},
        {BYTES("one"), "one|"},
        {BYTES("  one \r\n\r\ntwo\xC2\xA0\n"), "one|two|"},
        {BYTES("one\rtwo\r\rthree"), "one|two|three|"},
        {BYTES("\xEF\xBB\xBFone\n\xE2\x80\x8Ftwo\xE2\x80\x8F"), "one|two|"},
        {BYTES("\xE2\x80\x8F\n\xC3\xA9"), "\xC3\xA9|"},
        {BYTES("\0\n"), "\uFFFD|"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct document d;
        struct buf b;
        struct mig_article article = {.bytes = rows[i].bytes.ptr, .length = rows[i].bytes.len};
        UNIT_ROW("row %zu", i);
        document_init(&d);
        buf_init(&b, 1000);
        CHECK_INT(reader_text(&d, &article, NULL), MIG_OK);
        for (size_t p = 0; p < d.paragraph_count; p++) {
            buf_append(&b, str_sub(d.text, d.paragraphs[p].start, d.paragraphs[p].end));
            buf_append_byte(&b, '|');
        }
        CHECK_STR(buf_str(&b), rows[i].paragraphs);
        buf_free(&b);
        document_free(&d);
    }
}

#define WRAPPED                                                                                                        \
    "The two ministers spoke at length about the border and the return of\n"                                           \
    "migrants, and agreed to meet again in the autumn. They had last seen\n"                                           \
    "each other in the spring, when their governments signed a memorandum\n"                                           \
    "on visas for students.\n"

// Lines that were broken to a width make one paragraph, so that sentences are whole.
static void wrapped_lines(void) {
    static const struct {
        const char *text;
        size_t paragraphs;
    } rows[] = {
        {WRAPPED WRAPPED WRAPPED, 3},
        {"Talks in Rabat\n" WRAPPED "\n" WRAPPED "\n" WRAPPED WRAPPED, 5},
        {"  " WRAPPED "  " WRAPPED "  " WRAPPED "  " WRAPPED, 4},
        {WRAPPED WRAPPED WRAPPED "- Return: they agreed to more flights and to faster answers about who\n"
                                 "- the migrants are\n- Visas: more\n",
         6},
        {WRAPPED, 4},                                                                        // too little to tell
        {"One\nTwo\nThree\nFour\nFive\nSix\nSeven\nEight\nNine\nTen\nEleven\nTwelve\n", 12}, // a list
        {"The minister arrived in the capital on Monday evening by plane.\nHe met his host.\nThey spoke of visas.\n"
         "Then they spoke of the border that both countries want to open.\nHe left.\nNothing was signed.\n"
         "The next meeting will be held in the summer, said both of them.\nIt will be short.\nMany will come.\n"
         "No more is known about what they are going to talk about there.\n",
         10},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct document d;
        struct mig_article article = {.bytes = rows[i].text, .length = strlen(rows[i].text)};
        UNIT_ROW("row %zu", i);
        document_init(&d);
        CHECK_INT(reader_text(&d, &article, NULL), MIG_OK);
        CHECK_INT(d.paragraph_count, rows[i].paragraphs);
        document_free(&d);
    }
}

static void what_the_caller_knows(void) {
    struct document d;
    struct mig_article article = {.bytes = "caf\xC3\xA9",
                                  .length = 5,
                                  .source = "a\xFF.txt",
                                  .part = 3,
                                  .url = "https://news.example/",
                                  .outlet = "News",
                                  .title = "Caf\xC3\xA9",
                                  .published = "2024-05-08",
                                  .published_basis = MIG_PUBLISHED_BY_METADATA,
                                  .language = "fr"};
    document_init(&d);
    CHECK_INT(reader_text(&d, &article, NULL), MIG_OK);
    CHECK_C(d.id, "850f7dc43910ff890f8879c0ed26fe697c93a067ad93a7d50f466a7028a9bf4e");
    CHECK_INT(d.characters, 4);
    CHECK_STR(d.source, "a\uFFFD.txt");
    CHECK_INT(d.part, 3);
    CHECK_STR(d.url, "https://news.example/");
    CHECK_STR(d.outlet, "News");
    CHECK_STR(d.title, "Caf\xC3\xA9");
    CHECK_STR(d.published, "2024-05-08");
    CHECK_INT(d.published_basis, BASIS_METADATA);
    CHECK_STR(d.language, "fr");
    document_free(&d);
}

static void refusals(void) {
    static const struct {
        struct mig_article article;
        enum mig_status status;
        const char *message;
    } rows[] = {
        {{.bytes = "a", .length = 1, .charset = "klingon"}, MIG_EUSAGE, "unknown charset 'klingon'"},
        {{.bytes = "a", .length = 1, .published = "today"}, MIG_EUSAGE, "'today' is no date such as 2024-05-08"},
        {{.bytes = "%PDF-1.4", .length = 8}, MIG_EINPUT, "binary data, not text"},
        {{.bytes = "a", .length = ((size_t)1 << 30) + 1}, MIG_ELIMIT, "larger than 1 GiB"},
        {{.bytes = "a", .length = 1, .published = "today", .published_basis = MIG_PUBLISHED_BY_METADATA}, MIG_OK, ""},
        {{.bytes = NULL, .length = 0, .charset = "UTF-8"}, MIG_OK, ""},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct document d;
        struct mig_error err = {0};
        UNIT_ROW("row %zu", i);
        document_init(&d);
        CHECK_INT(reader_text(&d, &rows[i].article, &err), rows[i].status);
        CHECK_C(err.message, rows[i].message);
        document_free(&d);
    }
}

static void faults_become_diagnostics(void) {
    static const struct {
        struct str bytes;
        const char *codes, *message;
    } rows[] = {
        {BYTES("ok"), "", NULL},
        {BYTES("a\xFF\xFFz\xFF"), "invalid-utf8 1-4 ", "invalid bytes (3) read as U+FFFD, first here"},
        {BYTES("a\0z"), "nul 1-4 ", "NUL characters (1) read as U+FFFD, first here"},
        {BYTES("\xEE\x80\x80"), "private-use 0-3 ", NULL},
        {BYTES("\xFF\0\xEE\x80\x80"), "invalid-utf8 0-3 nul 3-6 private-use 6-9 ", NULL},
        {BYTES("\xFE\xFF\0A\xD8\0"), "invalid-bytes 1-4 ", NULL},
        {BYTES("d\xE9j\xE0 l\xE0"), "guessed-charset ", "not UTF-8: read as windows-1252"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct document d;
        struct buf b;
        struct mig_article article = {.bytes = rows[i].bytes.ptr, .length = rows[i].bytes.len};
        UNIT_ROW("row %zu", i);
        document_init(&d);
        buf_init(&b, 1000);
        CHECK_INT(reader_text(&d, &article, NULL), MIG_OK);
        for (size_t k = 0; k < d.diagnostic_count; k++) {
            buf_printf(&b, "%s ", d.diagnostics[k].code);
            if (d.diagnostics[k].start != UINT32_MAX) {
                b.len--;
                buf_printf(&b, " %u-%u ", d.diagnostics[k].start, d.diagnostics[k].end);
            }
        }
        CHECK_STR(buf_str(&b), rows[i].codes);
        if (rows[i].message != NULL)
            CHECK_STR(d.diagnostics[0].message, rows[i].message);
        buf_free(&b);
        document_free(&d);
    }
}

void test_reader_text(void) {
    lines();
    wrapped_lines();
    what_the_caller_knows();
    refusals();
    faults_become_diagnostics();
}
