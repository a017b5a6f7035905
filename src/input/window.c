#include "input/window.h"

#include <string.h>

#include "base/memory.h"

enum { PIECE = 64 * 1024 };

void window_init(struct window *w, struct str head, window_read_fn read, void *context) {
    *w = (struct window){.read = read, .context = context, .borrowed = head, .line = 1};
}

void window_free(struct window *w) {
    memory_free(w->own);
    window_init(w, (struct str){NULL, 0}, NULL, NULL);
}

static struct str ahead(const struct window *w) {
    return w->own == NULL ? str_sub(w->borrowed, w->at, w->borrowed.len)
                          : (struct str){w->own + w->at, w->own_len - w->at};
}

// Room for at least PIECE more bytes in own, which then has what is ahead.
static bool make_room(struct window *w) {
    struct str rest = ahead(w);
    if (w->own != NULL && w->at > 0) {
        memmove(w->own, rest.ptr, rest.len);
        w->own_len = rest.len;
        w->at = 0;
    }
    if (w->own == NULL || w->capacity - w->own_len < PIECE) {
        size_t capacity = rest.len + (rest.len > PIECE ? rest.len : PIECE);
        char *own = memory_resize(w->own, capacity);
        if (own == NULL)
            return false;
        if (w->own == NULL) {
            if (rest.len > 0)
                memcpy(own, rest.ptr, rest.len);
            w->own_len = rest.len;
            w->at = 0;
        }
        w->own = own;
        w->capacity = capacity;
    }
    return true;
}

enum mig_status window_peek(struct window *w, size_t want, struct str *out) {
    while (ahead(w).len < want && !w->ended) {
        size_t got = 0;
        if (w->read == NULL) {
            w->ended = true;
            break;
        }
        if (!make_room(w))
            return MIG_EMEMORY;
        w->status = w->read(w->context, w->own + w->own_len, w->capacity - w->own_len, &got, &w->error);
        w->ended = w->status != MIG_OK || got == 0;
        w->own_len += got;
        if (w->status == MIG_EMEMORY)
            return MIG_EMEMORY;
    }
    *out = ahead(w);
    return MIG_OK;
}

void window_skip(struct window *w, size_t count) {
    struct str passed = str_sub(ahead(w), 0, count);
    for (const char *p = passed.ptr; passed.len > 0; w->line++) {
        const char *feed = memchr(p, '\n', passed.len - (size_t)(p - passed.ptr));
        if (feed == NULL)
            break;
        p = feed + 1;
        if (p == passed.ptr + passed.len) {
            w->line++;
            break;
        }
    }
    w->at += passed.len;
}

bool window_pass(struct window *w, uint64_t count) {
    while (count > 0) {
        struct str rest;
        if (window_peek(w, 1, &rest) != MIG_OK || rest.len == 0)
            return false;
        size_t piece = rest.len < count ? rest.len : (size_t)count;
        window_skip(w, piece);
        count -= piece;
    }
    return true;
}

// Skips to after the next line feed.
static enum mig_status skip_line(struct window *w) {
    for (;;) {
        struct str rest;
        if (window_peek(w, 1, &rest) != MIG_OK)
            return MIG_EMEMORY;
        size_t at = str_find(rest, STR("\n"), 0);
        window_skip(w, at == SIZE_MAX ? rest.len : at + 1);
        if (rest.len == 0 || at != SIZE_MAX)
            return MIG_OK;
    }
}

enum mig_status window_line(struct window *w, size_t limit, struct str *out, bool *too_long, bool *more) {
    size_t want = 1, from = 0;
    *out = (struct str){NULL, 0};
    *too_long = *more = false;
    for (;;) {
        struct str rest;
        if (window_peek(w, want, &rest) != MIG_OK)
            return MIG_EMEMORY;
        if (rest.len == 0)
            return MIG_OK;
        *more = true;
        size_t at = str_find(rest, STR("\n"), from);
        if (at == SIZE_MAX && rest.len > limit) {
            *too_long = true;
            return skip_line(w);
        }
        if (at != SIZE_MAX || w->ended) {
            *out = str_sub(rest, 0, at);
            window_skip(w, at == SIZE_MAX ? rest.len : at + 1);
            return MIG_OK;
        }
        from = rest.len;
        want = rest.len + 1;
    }
}
