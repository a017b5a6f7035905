#include "input/document.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { MOST_DIAGNOSTICS = 1000 };

void document_init(struct document *d) {
    memset(d, 0, sizeof *d);
    arena_init(&d->arena);
}

void document_free(struct document *d) {
    arena_free(&d->arena);
    memory_free(d->paragraphs);
    memory_free(d->diagnostics);
    document_init(d);
}

void document_reset(struct document *d) {
    struct document empty;
    document_init(&empty);
    arena_reset(&d->arena);
    empty.arena = d->arena;
    empty.paragraphs = d->paragraphs;
    empty.paragraph_capacity = d->paragraph_capacity;
    empty.diagnostics = d->diagnostics;
    empty.diagnostic_capacity = d->diagnostic_capacity;
    *d = empty;
}

// Beyond the limit the last diagnostic kept gives way to one that counts what is left out, itself included.
static enum mig_status count_left_out(struct document *d) {
    enum { ROOM = 64 }; // any number fits: the message is written anew in place
    struct diagnostic *last = &d->diagnostics[MOST_DIAGNOSTICS - 1];
    if (d->diagnostics_left_out == 0) {
        d->left_out_message = arena_alloc(&d->arena, ROOM);
        if (d->left_out_message == NULL)
            return MIG_EMEMORY;
        *last = (struct diagnostic){.level = DIAGNOSTIC_WARNING,
                                    .code = "more-diagnostics",
                                    .message = {d->left_out_message, 0},
                                    .start = UINT32_MAX,
                                    .end = UINT32_MAX};
        d->diagnostics_left_out = 1;
    }
    d->diagnostics_left_out++;
    int len = snprintf(d->left_out_message, ROOM, "%zu further diagnostics are left out", d->diagnostics_left_out);
    last->message.len = (size_t)len;
    return MIG_OK;
}

enum mig_status document_diagnose(struct document *d, enum diagnostic_level level, const char *code, struct str rule,
                                  uint32_t start, uint32_t end, const char *format, ...) {
    if (d->diagnostic_count == MOST_DIAGNOSTICS)
        return count_left_out(d);
    if (!memory_grow(&d->diagnostics, &d->diagnostic_capacity, d->diagnostic_count + 1, sizeof *d->diagnostics))
        return MIG_EMEMORY;
    struct diagnostic *new = &d->diagnostics[d->diagnostic_count];
    *new = (struct diagnostic){.level = level, .code = code, .start = start, .end = end};
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct str text = {message, len < 0 ? 0 : strlen(message)};
    // A long one is cut; a character that the cut falls into goes too.
    text.len = len >= (int)sizeof message ? utf8_invalid_at(text, 0) : text.len;
    if (!arena_copy(&d->arena, text, &new->message) || !arena_copy(&d->arena, rule, &new->rule))
        return MIG_EMEMORY;
    d->diagnostic_count++;
    return MIG_OK;
}

enum mig_status document_add_paragraph(struct document *d, uint32_t start, uint32_t end, enum paragraph_role role) {
    if (!memory_grow(&d->paragraphs, &d->paragraph_capacity, d->paragraph_count + 1, sizeof *d->paragraphs))
        return MIG_EMEMORY;
    d->paragraphs[d->paragraph_count++] = (struct paragraph){start, end, role};
    return MIG_OK;
}

const char *published_basis_name(enum published_basis basis) {
    switch (basis) {
    case BASIS_NONE:
        break;
    case BASIS_OPTION:
        return "option";
    case BASIS_METADATA:
        return "metadata";
    case BASIS_DATELINE:
        return "dateline";
    case BASIS_URL:
        return "url";
    case BASIS_PATH:
        return "path";
    case BASIS_HEADER:
        return "header";
    }
    return NULL;
}
