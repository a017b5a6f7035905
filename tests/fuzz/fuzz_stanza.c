// Data files of any bytes: an error has a place within the file; else every line of the tree is a slice of it, in order.
#include <stdlib.h>

#include "base/stanza.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held) {
    if (!held)
        abort();
}

static bool is_inside(struct str piece, struct str whole) {
    return piece.ptr >= whole.ptr && piece.ptr + piece.len <= whole.ptr + whole.len;
}

static void check_tree(struct arena *arena, const struct stanza_line *line, struct str bytes, unsigned *number,
                       unsigned depth) {
    require(depth <= 6);
    for (; line != NULL; line = line->next) {
        struct str joined;
        require(line->line > *number && line->column >= 1);
        *number = line->line;
        require(is_inside(line->text, bytes) && is_inside(line->key, line->text) && is_inside(line->value, line->text));
        require(line->key.len > 0 && line->text.ptr[0] != '#');
        require(line->value.len == 0 || line->value_column > line->column);
        require(stanza_joined(arena, line, &joined) && joined.len >= line->value.len);
        if (line->child != NULL) {
            require(line->child->column > line->column);
            check_tree(arena, line->child, bytes, number, depth + 1);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str bytes = {(const char *)data, size};
    const struct stanza_line *first;
    struct mig_error err;
    struct arena arena;
    unsigned number = 0;
    arena_init(&arena);
    if (stanza_parse(&arena, STR("f"), bytes, &first, &err) == MIG_OK)
        check_tree(&arena, first, bytes, &number, 1);
    else
        require(err.status == MIG_EDATA && err.line >= 1 && err.column >= 1 && err.message[0] != '\0');
    arena_free(&arena);
    return 0;
}
