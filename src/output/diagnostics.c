#include "output/diagnostics.h"

#include <string.h>

#include "base/utf8.h"

// A place in the text and the line it is in.
struct place {
    uint32_t at;         // byte offset
    uint32_t line_start; // byte offset
    unsigned line;       // from 1
};

// Moves on to the given offset; diagnostics come mostly in text order, so that all of them together are one pass.
static void move(struct place *place, struct str text, uint32_t to) {
    if (to > text.len)
        to = (uint32_t)text.len;
    if (to < place->at)
        *place = (struct place){0, 0, 1};
    while (place->at < to) {
        const char *newline = memchr(text.ptr + place->at, '\n', to - place->at);
        if (newline == NULL) {
            place->at = to;
            break;
        }
        place->at = (uint32_t)(newline - text.ptr) + 1;
        place->line_start = place->at;
        place->line++;
    }
}

static const char *terminated(struct arena *arena, struct str s) {
    if (s.len == 0)
        return "";
    char *copy = arena_alloc(arena, s.len + 1);
    if (copy != NULL) {
        memcpy(copy, s.ptr, s.len);
        copy[s.len] = '\0';
    }
    return copy;
}

enum mig_status diagnostics_list(struct document *document, const struct mig_diagnostic **out) {
    *out = NULL;
    if (document->diagnostic_count == 0)
        return MIG_OK;
    struct mig_diagnostic *list = arena_zeroed(&document->arena, document->diagnostic_count, sizeof *list);
    if (list == NULL)
        return MIG_EMEMORY;
    struct place place = {0, 0, 1};
    for (size_t i = 0; i < document->diagnostic_count; i++) {
        const struct diagnostic *d = &document->diagnostics[i];
        list[i].is_error = d->level == DIAGNOSTIC_ERROR;
        list[i].code = d->code;
        list[i].message = terminated(&document->arena, d->message);
        list[i].rule = terminated(&document->arena, d->rule);
        if (list[i].message == NULL || list[i].rule == NULL)
            return MIG_EMEMORY;
        if (d->start == UINT32_MAX)
            continue;
        move(&place, document->text, d->start);
        list[i].line = place.line;
        list[i].column = (unsigned)utf8_count(str_sub(document->text, place.line_start, place.at)) + 1;
    }
    *out = list;
    return MIG_OK;
}
