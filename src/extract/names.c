#include "extract/names.h"

#include "base/utf8.h"
#include "text/fold.h"

#include <string.h>

enum { WORD_BYTES = 64, SURNAME_LETTERS_MIN = 3 };

struct words {
    char at[NAMES_WORDS_MAX][WORD_BYTES + FOLD_BYTES]; // room to copy a whole fold
    size_t len[NAMES_WORDS_MAX];
    struct str written[NAMES_WORDS_MAX];
    size_t count;
};

static void split(struct str name, struct words *w) {
    bool inside = false;
    w->count = 0;
    for (size_t at = 0, len; at < name.len; at += len) {
        struct fold scratch;
        const struct fold *f = fold_of(utf8_at(name, at, &len), &scratch);
        if (f->flags & FOLD_IGNORED)
            continue;
        if (!(f->flags & FOLD_WORD)) {
            inside = false;
            continue;
        }
        if (!inside) {
            if (w->count == NAMES_WORDS_MAX)
                return;
            w->written[w->count] = str_sub(name, at, at);
            w->len[w->count++] = 0;
            inside = true;
        }
        struct str *written = &w->written[w->count - 1];
        written->len = (size_t)(name.ptr + at + len - written->ptr);
        size_t *used = &w->len[w->count - 1];
        if (*used + f->loose_len <= WORD_BYTES) {
            memcpy(w->at[w->count - 1] + *used, f->loose, FOLD_BYTES);
            *used += f->loose_len;
        }
    }
}

static bool same(const struct words *a, size_t i, const struct words *b, size_t j) {
    return a->len[i] == b->len[j] && memcmp(a->at[i], b->at[j], a->len[i]) == 0;
}

size_t names_words(struct str name) {
    struct words w;
    split(name, &w);
    return w.count;
}

// All words of the shorter name stand in the longer one, in order.
static bool is_part(const struct words *part, const struct words *whole) {
    size_t at = 0;
    for (size_t i = 0; i < whole->count && at < part->count; i++)
        if (same(part, at, whole, i))
            at++;
    return at == part->count;
}

static bool is_surname(const struct words *name, const struct words *word) {
    if (word->count != 1 || name->count == 0 ||
        utf8_count((struct str){word->at[0], word->len[0]}) < SURNAME_LETTERS_MIN)
        return false; // two letters are a particle
    if (same(name, name->count - 1, word, 0))
        return true;
    return name->count >= 3 && same(name, name->count - 2, word, 0);
}

bool names_agree(struct str a, struct str b) {
    struct words x, y;
    split(a, &x);
    split(b, &y);
    const struct words *part = x.count <= y.count ? &x : &y, *whole = x.count <= y.count ? &y : &x;
    if (!part->count)
        return false;
    if (part->count == whole->count || part->count > 1)
        return is_part(part, whole);
    return is_surname(whole, part);
}

bool names_is_surname(struct str name, struct str word) {
    struct words x, y;
    split(name, &x);
    split(word, &y);
    return x.count > 1 ? is_surname(&x, &y) : x.count == 1 && y.count == 1 && same(&x, 0, &y, 0);
}

bool names_overlap(struct str a, struct str b) {
    struct words x, y;
    split(a, &x);
    split(b, &y);
    const struct words *part = x.count <= y.count ? &x : &y, *whole = x.count <= y.count ? &y : &x;
    return part->count == whole->count ? part->count && is_part(part, whole) : part->count >= 2 && is_part(part, whole);
}

enum { STEM_BYTES = 5 };

// "labour" and "labourers".
static bool alike(const struct words *a, size_t i, const struct words *b, size_t j) {
    size_t fewer = a->len[i] < b->len[j] ? a->len[i] : b->len[j];
    return same(a, i, b, j) || (fewer >= STEM_BYTES && memcmp(a->at[i], b->at[j], fewer) == 0);
}

bool names_within(struct str part, struct str whole) {
    struct words x, y;
    split(part, &x);
    split(whole, &y);
    size_t at = 0;
    for (size_t i = 0; i < y.count && at < x.count; i++)
        at += alike(&x, at, &y, i);
    return x.count && at == x.count;
}

static uint64_t hash_word(const struct words *w, size_t i) {
    return str_hash((struct str){w->at[i], w->len[i]});
}

uint64_t names_hash(struct str word) {
    struct words w;
    split(word, &w);
    return w.count == 1 ? hash_word(&w, 0) : 0;
}

size_t names_hashes(struct str name, uint64_t hashes[NAMES_WORDS_MAX]) {
    struct words w;
    split(name, &w);
    for (size_t i = 0; i < w.count; i++)
        hashes[i] = hash_word(&w, i);
    return w.count;
}

size_t names_surnames(struct str name, struct str surnames[2]) {
    struct words w;
    size_t count = 0;
    split(name, &w);
    if (w.count)
        surnames[count++] = w.written[w.count - 1];
    if (w.count >= 3)
        surnames[count++] = w.written[w.count - 2];
    return count;
}

bool names_has_word(struct str name, struct str word) {
    struct words x, y;
    split(name, &x);
    split(word, &y);
    for (size_t i = 0; i < x.count; i++)
        if (y.count == 1 && same(&x, i, &y, 0))
            return true;
    return false;
}
