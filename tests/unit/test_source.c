#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "input/format.h"
#include "input/source.h"

static void reported(void *context, struct str name, const struct mig_error *error) {
    struct buf *b = context;
    buf_printf(b, "%.*s: %s\n", STR_ARGS(name), error->message);
}

// Everything that comes out of the paths, a line each: name, ":", content; or name, ": ", what was reported.
static void check_walk(const char *const *paths, size_t count, size_t limit, const char *want) {
    struct buf b;
    struct source *source;
    struct source_item item;
    bool more = false;
    buf_init(&b, 1 << 20);
    struct source_settings settings = {.size_limit = limit, .report = reported, .context = &b};
    if (CHECK_INT(source_open(paths, count, &settings, &source, NULL), MIG_OK))
        while (CHECK_INT(source_next(source, &item, &more, NULL), MIG_OK) && more)
            buf_printf(&b, "%.*s:%.*s\n", STR_ARGS(item.name), STR_ARGS(item.bytes));
    CHECK_STR(buf_str(&b), want);
    source_close(source);
    buf_free(&b);
}

static void put(const char *path, const char *content) {
    FILE *file = fopen(path, "wb");
    if (!CHECK(file != NULL))
        return;
    CHECK(fputs(content, file) >= 0);
    CHECK_INT(fclose(file), 0);
}

static void test_walks(void) {
    static const struct {
        const char *paths[4];
        const char *want;
    } rows[] = {
        {{"B.txt", "a.txt"}, "B.txt:capital\na.txt:small\n"},
        {{"a.txt", "a.txt"}, "a.txt:small\na.txt:small\n"},
        {{"nowhere", "a.txt"}, "nowhere: No such file or directory\na.txt:small\n"},
        {{"a.txt/b"}, "a.txt/b: Not a directory\n"},
        {{"empty"}, ""},
        {{"sub"}, "sub/B:1\nsub/a:2\nsub/deep/c:3\nsub/é:4\n"}, // bytewise, the hidden one and the pipe left out
        {{"sub/", "sub/deep"}, "sub/B:1\nsub/a:2\nsub/deep/c:3\nsub/é:4\nsub/deep/c:3\n"},
        {{"sub/.hidden"}, "sub/.hidden:h\n"}, // asked for by name
        {{"links"}, "links/dangling: No such file or directory\nlinks/file:small\nlinks/one/c:3\n"},
        {{"links/up/a.txt"}, "links/up/a.txt:small\n"},
        {{"/dev/null"}, "/dev/null:\n"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t count = 0;
        while (rows[i].paths[count] != NULL)
            count++;
        UNIT_ROW("%s", rows[i].paths[0]);
        check_walk(rows[i].paths, count, 0, rows[i].want);
    }
    UNIT_ROW("sizes");
    static const char *const sized[] = {"five", "six", "/dev/zero"};
    check_walk(sized, 3, 5,
               "five:12345\nsix: larger than 5 bytes, which is the limit for one file\n"
               "/dev/zero: larger than 5 bytes, which is the limit for one file\n");
}

static void make_tree(void) {
    put("a.txt", "small");
    put("B.txt", "capital");
    put("five", "12345");
    put("six", "123456");
    CHECK_INT(mkdir("empty", 0777) | mkdir("sub", 0777) | mkdir("sub/deep", 0777) | mkdir("links", 0777), 0);
    put("sub/B", "1");
    put("sub/a", "2");
    put("sub/deep/c", "3");
    put("sub/é", "4");
    put("sub/.hidden", "h");
    CHECK_INT(mkfifo("sub/pipe", 0666), 0);
    // one and two lead to the same folder; self and up lead to where the walk is.
    CHECK_INT(symlink("../a.txt", "links/file") | symlink("nowhere", "links/dangling") |
                  symlink("../sub/deep", "links/one") | symlink("../sub/deep", "links/two") |
                  symlink(".", "links/self") | symlink("..", "links/up"),
              0);
}

static void test_stop(void) {
    static const char *const paths[] = {"a.txt", "B.txt"};
    volatile sig_atomic_t stop = 0;
    struct source_settings settings = {.stop = &stop};
    struct source *source;
    struct source_item item;
    bool more;
    if (!CHECK_INT(source_open(paths, 2, &settings, &source, NULL), MIG_OK))
        return;
    CHECK_INT(source_next(source, &item, &more, NULL), MIG_OK);
    CHECK(more);
    stop = 2;
    CHECK_INT(source_next(source, &item, &more, NULL), MIG_OK);
    CHECK(!more);
    source_close(source);
}

static void test_formats(void) {
    static const struct {
        const char *bytes;
        size_t len;
        const char *has; // NULL: can be read
    } rows[] = {
#define ROW(bytes, has) {bytes, sizeof(bytes) - 1, has}
        ROW("", NULL),
        ROW("Rabat, 6 May", NULL),
        ROW("\xef\xbb\xbfRabat", NULL),
        ROW("\xff\xfeR\0a\0", NULL),
        ROW("PK talks", NULL),
        ROW("One \0 stray, another \x01 stray, in a text", NULL),
        ROW("%PDF-1.7\n", "pdftotext"),
        ROW("PK\x03\x04rest", NULL),
        ROW("PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0mimetype", "Office"),
        ROW("\x89PNG\r\n\x1a\n", "picture"),
        ROW("\x7f\x45LF\x02", "program"),
        ROW("\x1f\x8b\x08", NULL),
        ROW("  <!DOCTYPE HTML>", NULL),
        ROW("<?xml version='1.0'?><kml>", "XML"),
#undef ROW
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *refusal = format_refusal((struct str){rows[i].bytes, rows[i].len});
        UNIT_ROW("%s", rows[i].bytes);
        if (rows[i].has == NULL)
            CHECK_C(refusal, NULL);
        else
            CHECK(refusal != NULL && strstr(refusal, rows[i].has) != NULL);
    }
    static const struct {
        const char *bytes, *format;
    } kinds[] = {
        {"", "text"},
        {"Rabat, 6 May", "text"},
        {"< 5 migrants", "text"},
        {"  <!DOCTYPE HTML>", "html"},
        {"\xef\xbb\xbf<html>", "html"},
        {"<!-- saved -->\n<p>One", "html"},
        {"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", "html"},
        {"<?xml version='1.0'?>\n<rss version='2.0'>", "feed"},
        {"<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"},
        {"<!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf>", "feed"},
        {"<newsItem guid='1'>", "feed"},
        {"{\"text\": 1}", "json"},
        {"[{\"text\": 1}]", "json"},
        {"[1] A footnote", "text"},
        {"{curly}", "text"},
        {"WARC/1.0\r\n", "warc"},
        {"BZh9", "archive"},
    };
    for (size_t i = 0; i < ROWS(kinds); i++) {
        UNIT_ROW("%s", kinds[i].bytes);
        CHECK_C(format_name(format_of(str_c(kinds[i].bytes))), kinds[i].format);
    }
}

void test_source(void) {
    char folder[] = "/tmp/migcoop-unit-XXXXXX", before[4096], command[64];
    if (!CHECK(getcwd(before, sizeof before) != NULL) || !CHECK(mkdtemp(folder) != NULL))
        return;
    if (CHECK_INT(chdir(folder), 0)) {
        make_tree();
        test_walks();
        test_stop();
        CHECK_INT(chdir(before), 0);
    }
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    CHECK_INT(system(command), 0);
    test_formats();
}
