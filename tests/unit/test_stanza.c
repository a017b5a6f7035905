#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "base/stanza.h"

// The tree in one line: key=value{children}, with line:column.
static void write_tree(struct buf *b, const struct stanza_line *line) {
    for (; line != NULL; line = line->next) {
        buf_printf(b, "%u:%u:%.*s", line->line, line->column, STR_ARGS(line->key));
        if (line->value.len > 0)
            buf_printf(b, "=%u:%.*s", line->value_column, STR_ARGS(line->value));
        if (line->child != NULL) {
            buf_append_byte(b, '{');
            write_tree(b, line->child);
            buf_append_byte(b, '}');
        }
        if (line->next != NULL)
            buf_append_byte(b, ' ');
    }
}

static void trees(void) {
    static const struct {
        const char *bytes, *tree;
    } rows[] = {
        {"", ""},
        {"\n  \n# note\n\t# note\n", ""},
        {"a", "1:1:a"},
        {"a  b c  \n", "1:1:a=4:b c"},
        {"a\tb\r\nc\r\n", "1:1:a=3:b 2:1:c"},
        {"\xEF\xBB\xBF"
         "a b\n",
         "1:1:a=3:b"},
        {"a b\n  c d\n  # note\n\n  e\n    f g\nh\n", "1:1:a=3:b{2:3:c=5:d 5:3:e{6:5:f=7:g}} 7:1:h"},
        {"a\n    b\n        c\n    d\n", "1:1:a{2:5:b{3:9:c} 4:5:d}"},
        {"a\n   b\n      c\nd\n      e\n  # out\n      f\n", "1:1:a{2:4:b{3:7:c}} 4:1:d{5:7:e 7:7:f}"},
        {"caf\xC3\xA9 \xD9\x85\xD8\xB1 x\n", "1:1:caf\xC3\xA9=6:\xD9\x85\xD8\xB1 x"},
        {"a #b\n", "1:1:a=3:#b"},
        {"a\n b\n  c\n   d\n    e\n     f\n", "1:1:a{2:2:b{3:3:c{4:4:d{5:5:e{6:6:f}}}}}"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena arena;
        struct buf b;
        const struct stanza_line *first;
        struct mig_error err = {0};
        UNIT_ROW("row %zu", i);
        arena_init(&arena);
        buf_init(&b, 4096);
        CHECK_INT(stanza_parse(&arena, STR("t"), str_c(rows[i].bytes), &first, &err), MIG_OK);
        CHECK_C(err.message, "");
        write_tree(&b, first);
        CHECK_STR(buf_str(&b), rows[i].tree);
        buf_free(&b);
        arena_free(&arena);
    }
}

static void errors(void) {
    static const struct {
        struct str bytes;
        unsigned line, column;
        const char *message;
    } rows[] = {
#define BYTES(literal) {(literal), sizeof(literal) - 1}
        {BYTES("  a\n"), 1, 3, "the first line must not be indented"},
        {BYTES("a\n\tb\n"), 2, 1, "tab in indentation"},
        {BYTES("a\n  \tb\n"), 2, 3, "tab in indentation"},
        {BYTES("a\n    b\n  c\n"), 3, 3, "indentation matches no earlier line"},
        {BYTES("a\n b\n  c\n   d\n    e\n     f\n      g\n"), 7, 7, "more than 6 levels of indentation"},
        {BYTES("a\n  \xC3\xA9\xC3\xA9\xFF\n"), 2, 5, "not UTF-8"},
        {BYTES("a\n# \xC3\n"), 2, 3, "not UTF-8"},
        {BYTES("a b\0c\n"), 1, 4, "control character"},
        {BYTES("a\x1B[0m\n"), 1, 2, "control character"},
        {BYTES("a\x7F\n"), 1, 2, "control character"},
        {BYTES("ab\xC2\x85\n"), 1, 3, "control character"},
        {BYTES("a\rb\n"), 1, 2, "control character"},
#undef BYTES
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena arena;
        const struct stanza_line *first;
        struct mig_error err;
        UNIT_ROW("row %zu", i);
        arena_init(&arena);
        CHECK_INT(stanza_parse(&arena, STR("en/x.rules"), rows[i].bytes, &first, &err), MIG_EDATA);
        CHECK(first == NULL);
        CHECK_C(err.file, "en/x.rules");
        CHECK_INT(err.line, rows[i].line);
        CHECK_INT(err.column, rows[i].column);
        CHECK_C(err.message, rows[i].message);
        arena_free(&arena);
    }
}

static void joined(void) {
    static const struct {
        const char *bytes, *text;
    } rows[] = {
        {"a\n", ""},
        {"a b c\n", "b c"},
        {"a b\n  c d\n  e\n    f\n  g\n", "b c d e f g"},
        {"a\n  c d\n", "c d"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena arena;
        const struct stanza_line *first;
        struct str text;
        UNIT_ROW("row %zu", i);
        arena_init(&arena);
        CHECK_INT(stanza_parse(&arena, STR("t"), str_c(rows[i].bytes), &first, NULL), MIG_OK);
        CHECK(stanza_joined(&arena, first, &text));
        CHECK_STR(text, rows[i].text);
        arena_free(&arena);
    }
}

static void too_large(void) {
    static char bytes[16 * 1024 * 1024 + 1];
    struct arena arena;
    struct mig_error err;
    const struct stanza_line *first;
    arena_init(&arena);
    memset(bytes, '\n', sizeof bytes);
    CHECK_INT(stanza_parse(&arena, STR("t"), (struct str){bytes, sizeof bytes}, &first, &err), MIG_EDATA);
    CHECK_C(err.message, "larger than 16 MiB");
    CHECK_INT(stanza_parse(&arena, STR("t"), (struct str){bytes, sizeof bytes - 1}, &first, &err), MIG_OK);
    arena_free(&arena);
}

void test_stanza(void) {
    trees();
    errors();
    joined();
    too_large();
}
