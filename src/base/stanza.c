#include "base/stanza.h"

#include <string.h>

#include "base/utf8.h"

enum { MOST_LEVELS = 6, MOST_BYTES = 16 * 1024 * 1024 };

// The line being read at one level of indentation.
struct level {
    size_t indent;            // spaces
    struct stanza_line *last; // latest line here
};

struct parser {
    struct arena *arena;
    struct str file;
    struct mig_error *err;
    struct stanza_line *first;
    struct level levels[MOST_LEVELS];
    size_t depth; // levels in use
    bool suspicious;
};

// Column in code points, from 1, of byte at of a line of valid UTF-8.
static unsigned column_of(struct str line, size_t at) {
    return (unsigned)utf8_count(str_sub(line, 0, at)) + 1;
}

static enum mig_status fail(const struct parser *p, struct str line, unsigned number, size_t at, const char *message) {
    return error_set(p->err, MIG_EDATA, p->file, number, column_of(line, at), "%s", message);
}

// Refuses what has no place in a data file and would be invisible in an editor.
static enum mig_status check_bytes(const struct parser *p, struct str line, unsigned number) {
    size_t bad = utf8_invalid_at(line, 0);
    if (bad < line.len)
        return fail(p, line, number, bad, "not UTF-8");
    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.ptr[i];
        bool c1 = c == 0xC2 && (unsigned char)line.ptr[i + 1] < 0xA0;
        if ((c < 0x20 && c != '\t') || c == 0x7F || c1)
            return fail(p, line, number, i, "control character");
    }
    return MIG_OK;
}

static bool is_control(unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F;
}

// Whether some line has what check_bytes refuses: told for a whole file at once, eight bytes a step, since hardly any has.
static bool is_suspicious(struct str bytes) {
    const uint64_t ones = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
    size_t at = 0;
    for (uint64_t word; at + sizeof word <= bytes.len; at += sizeof word) {
        memcpy(&word, bytes.ptr + at, sizeof word);
        uint64_t delete = word ^ ones * 0x7F;
        if ((((word - ones * 0x20) & ~word) | ((delete - ones) & ~delete)) & high)
            for (size_t i = 0; i < sizeof word; i++)
                if (is_control((unsigned char)bytes.ptr[at + i]))
                    return true;
    }
    for (; at < bytes.len; at++)
        if (is_control((unsigned char)bytes.ptr[at]))
            return true;
    for (size_t c1 = 0; (c1 = str_find(bytes, STR("\xC2"), c1)) != SIZE_MAX && c1 + 1 < bytes.len; c1++)
        if ((unsigned char)bytes.ptr[c1 + 1] < 0xA0)
            return true;
    return utf8_invalid_at(bytes, 0) < bytes.len;
}

static size_t word_length(struct str s) {
    size_t len = 0;
    while (len < s.len && s.ptr[len] != ' ' && s.ptr[len] != '\t')
        len++;
    return len;
}

// Puts a line into the tree: makes its indentation the deepest level in use.
static enum mig_status attach(struct parser *p, struct stanza_line *node, struct str line, size_t indent) {
    if (p->depth == 0 && indent > 0)
        return fail(p, line, node->line, indent, "the first line must not be indented");
    if (p->depth > 0 && indent > p->levels[p->depth - 1].indent) {
        if (p->depth == MOST_LEVELS)
            return fail(p, line, node->line, indent, "more than 6 levels of indentation");
        p->levels[p->depth - 1].last->child = node;
        p->levels[p->depth++] = (struct level){indent, node};
        return MIG_OK;
    }
    while (p->depth > 0 && p->levels[p->depth - 1].indent > indent)
        p->depth--;
    if (p->depth == 0) {
        p->first = node;
        p->levels[p->depth++] = (struct level){indent, node};
        return MIG_OK;
    }
    if (p->levels[p->depth - 1].indent != indent)
        return fail(p, line, node->line, indent, "indentation matches no earlier line");
    p->levels[p->depth - 1].last->next = node;
    p->levels[p->depth - 1].last = node;
    return MIG_OK;
}

static enum mig_status parse_line(struct parser *p, struct str line, unsigned number) {
    if (str_ends(line, STR("\r")))
        line.len--;
    enum mig_status status = p->suspicious ? check_bytes(p, line, number) : MIG_OK;
    if (status != MIG_OK)
        return status;
    struct str text = str_trim(line);
    if (text.len == 0 || text.ptr[0] == '#')
        return MIG_OK;
    size_t indent = (size_t)(text.ptr - line.ptr);
    const char *tab = indent == 0 ? NULL : memchr(line.ptr, '\t', indent);
    if (tab != NULL)
        return fail(p, line, number, (size_t)(tab - line.ptr), "tab in indentation");

    struct stanza_line *node = arena_zeroed(p->arena, 1, sizeof *node);
    if (node == NULL)
        return error_memory(p->err);
    node->text = text;
    node->key = str_sub(text, 0, word_length(text));
    node->value = str_trim(str_sub(text, node->key.len, text.len));
    node->line = number;
    node->column = (unsigned)indent + 1; // spaces all
    node->value_column = node->column + (unsigned)utf8_count(str_sub(text, 0, (size_t)(node->value.ptr - text.ptr)));
    return attach(p, node, line, indent);
}

enum mig_status stanza_parse(struct arena *arena, struct str file, struct str bytes, const struct stanza_line **out,
                             struct mig_error *err) {
    struct parser p = {.arena = arena, .file = file, .err = err};
    *out = NULL;
    if (bytes.len > MOST_BYTES)
        return error_set(err, MIG_EDATA, file, 0, 0, "larger than 16 MiB");
    if (str_starts(bytes, STR("\xEF\xBB\xBF"))) // a byte order mark, as some editors write it
        bytes = str_sub(bytes, 3, bytes.len);
    p.suspicious = is_suspicious(bytes);
    struct str line;
    for (unsigned number = 1; str_next(&bytes, '\n', &line); number++) {
        enum mig_status status = parse_line(&p, line, number);
        if (status != MIG_OK)
            return status;
    }
    *out = p.first;
    return MIG_OK;
}

// Bytes of the descendants' texts with a space before each; writes them when to is not NULL.
static size_t join_children(const struct stanza_line *line, char *to) {
    size_t len = 0;
    for (const struct stanza_line *child = line->child; child != NULL; child = child->next) {
        if (to != NULL) {
            to[len] = ' ';
            memcpy(to + len + 1, child->text.ptr, child->text.len);
        }
        len += 1 + child->text.len;
        len += join_children(child, to == NULL ? NULL : to + len); // as deep as MOST_LEVELS
    }
    return len;
}

bool stanza_joined(struct arena *arena, const struct stanza_line *line, struct str *out) {
    if (line->child == NULL) {
        *out = line->value;
        return true;
    }
    *out = (struct str){NULL, 0};
    char *joined = arena_alloc(arena, line->value.len + join_children(line, NULL));
    if (joined == NULL)
        return false;
    memcpy(joined, line->value.ptr, line->value.len);
    size_t len = line->value.len + join_children(line, joined + line->value.len);
    *out = str_trim((struct str){joined, len});
    return true;
}
