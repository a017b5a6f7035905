#include "rules/skeleton.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <string.h>

enum { WORD_RUNES_MAX = 48, FIRST_SLOTS = 1024, LAST_LEFT_MIN = 2 };

static const char *const place_names[SKELETON_PLACES] = {"letters", "first", "last", "words"};

// ---- the table

static uint32_t *children_of(struct skeletons *t, uint32_t node, uint32_t rune) {
    return node ? &t->nodes[node].child : &t->roots[rune];
}

// The node that this letter leads to, made when it is not there; 0 when out of memory.
static uint32_t add_node(struct skeletons *t, uint32_t node, uint32_t rune) {
    for (uint32_t n = *children_of(t, node, rune); n; n = t->nodes[n].next)
        if (t->nodes[n].rune == rune)
            return n;
    if (!t->node_count)
        t->node_count = 1;
    if (!memory_grow(&t->nodes, &t->node_capacity, t->node_count + 1, sizeof *t->nodes))
        return 0;
    uint32_t *first = children_of(t, node, rune), number = (uint32_t)t->node_count++;
    t->nodes[number] = (struct skeleton_node){.rune = rune, .next = *first};
    *first = number;
    return number;
}

static enum mig_status add_letters(struct skeletons *t, struct str letters, enum skeleton_place place, struct str sound,
                                   struct str file, const struct stanza_line *line, struct mig_error *err) {
    uint32_t node = 0;
    for (size_t at = 0, len; at < letters.len; at += len) {
        uint32_t rune = utf8_at(letters, at, &len);
        if (rune >= SKELETON_ROOTS)
            return error_set(err, MIG_EDATA, file, line->line, line->value_column,
                             "'%.*s' has a letter above U+07FF, which no skeleton tells", STR_ARGS(letters));
        t->alphabet[rune] = true;
        node = add_node(t, node, rune);
        if (!node)
            return error_memory(err);
    }
    if (!node)
        return error_set(err, MIG_EDATA, file, line->line, line->value_column, "letters are missing between '|'");
    if (t->nodes[node].sound[place].ptr)
        return error_set(err, MIG_EDATA, file, line->line, line->value_column, "'%.*s' has a sound already",
                         STR_ARGS(letters));
    t->nodes[node].sound[place] = sound;
    return MIG_OK;
}

static enum mig_status read_line(struct skeletons *t, struct str sound, struct str file, const struct stanza_line *line,
                                 struct mig_error *err) {
    struct str all, letters;
    size_t place = 0;
    while (place < SKELETON_PLACES && !str_eq(line->key, str_c(place_names[place])))
        place++;
    if (place == SKELETON_PLACES)
        return error_set(err, MIG_EDATA, file, line->line, line->column, "a sound has no '%.*s'", STR_ARGS(line->key));
    if (!stanza_joined(&t->arena, line, &all))
        return error_memory(err);
    enum mig_status status = MIG_OK;
    while (!status && str_next(&all, '|', &letters))
        status = add_letters(t, str_trim(letters), (enum skeleton_place)place, sound, file, line, err);
    return status;
}

enum mig_status skeletons_read(struct skeletons *t, struct str file, const struct stanza_line *stanzas,
                               struct mig_error *err) {
    enum mig_status status = MIG_OK;
    for (const struct stanza_line *s = stanzas; s && !status; s = s->next) {
        bool silent = str_eq(s->key, STR("silent"));
        if (!silent && (!str_eq(s->key, STR("sound")) || !s->value.len))
            return error_set(err, MIG_EDATA, file, s->line, s->column,
                             "expected 'sound' and how it is written, or 'silent'");
        for (const struct stanza_line *c = s->child; c && !status; c = c->next)
            status = read_line(t, silent ? str_sub(s->text, 0, 0) : s->value, file, c, err);
    }
    return status;
}

void skeletons_free(struct skeletons *t) {
    memory_free(t->nodes);
    memory_free(t->names);
    memory_free(t->slots);
    arena_free(&t->arena);
}

// ---- of a name

struct word {
    uint32_t runes[WORD_RUNES_MAX];
    size_t count;
};

static bool is_known(const struct skeletons *t, uint32_t rune) {
    return rune < SKELETON_ROOTS && t->alphabet[rune];
}

// A letter as the table has it: itself, else in lower case, else without accents.
static void add_rune(const struct skeletons *t, struct word *w, uint32_t rune, const struct fold *f) {
    struct str strict = {f->strict, f->strict_len}, text = {f->loose, f->loose_len};
    size_t len;
    if (is_known(t, rune)) {
        if (w->count < WORD_RUNES_MAX)
            w->runes[w->count++] = rune;
        return;
    }
    if (strict.len && is_known(t, utf8_at(strict, 0, &len)))
        text = strict;
    for (size_t at = 0; at < text.len && w->count < WORD_RUNES_MAX; at += len)
        w->runes[w->count++] = utf8_at(text, at, &len);
}

static uint32_t step(const struct skeletons *t, uint32_t node, uint32_t rune) {
    if (!node && rune >= SKELETON_ROOTS)
        return 0;
    uint32_t n = node ? t->nodes[node].child : t->roots[rune];
    while (n && t->nodes[n].rune != rune)
        n = t->nodes[n].next;
    return n;
}

static const struct str *sound_at(const struct skeleton_node *n, const struct word *w, size_t from, size_t to) {
    bool last = to == w->count, first = from == 0;
    if (first && last && n->sound[PLACE_WORD].ptr)
        return &n->sound[PLACE_WORD];
    if (first && w->count - to >= LAST_LEFT_MIN && n->sound[PLACE_FIRST].ptr)
        return &n->sound[PLACE_FIRST];
    if (last && !first && n->sound[PLACE_LAST].ptr)
        return &n->sound[PLACE_LAST];
    return n->sound[PLACE_ANYWHERE].ptr ? &n->sound[PLACE_ANYWHERE] : NULL;
}

// The sound of the longest letters from there on, and how many they are; one that the table lacks stands for itself.
static struct str longest_at(const struct skeletons *t, const struct word *w, size_t from, size_t *to, char own[4]) {
    struct str sound = {own, utf8_encode(w->runes[from], own)};
    uint32_t node = 0;
    *to = from + 1;
    for (size_t i = from; i < w->count && (node = step(t, node, w->runes[i])); i++) {
        const struct str *s = sound_at(&t->nodes[node], w, from, i + 1);
        if (s) {
            sound = *s;
            *to = i + 1;
        }
    }
    return sound;
}

// What is written twice, within a word or where two meet, is heard once.
static void add_sound(struct skeleton *s, struct str sound) {
    for (size_t i = 0; i < sound.len && s->len < SKELETON_BYTES; i++)
        if (!s->len || s->bytes[s->len - 1] != sound.ptr[i])
            s->bytes[s->len++] = sound.ptr[i];
}

static void add_word(const struct skeletons *t, struct skeleton *s, struct word *w) {
    bool heard = false;
    char own[4];
    for (size_t at = 0; at < w->count && w->count > 1;) { // one letter is an initial
        struct str sound = longest_at(t, w, at, &at, own);
        heard |= sound.len > 0;
        add_sound(s, sound);
    }
    s->words += heard;
    w->count = 0;
}

struct skeleton skeleton_of(const struct skeletons *t, struct str name) {
    struct skeleton s = {.len = 0};
    struct word w = {.count = 0};
    for (size_t at = 0, len; at < name.len; at += len) {
        struct fold scratch;
        uint32_t rune = utf8_at(name, at, &len);
        const struct fold *f = fold_of(rune, &scratch);
        size_t strict;
        if (f->flags & FOLD_IGNORED)
            continue;
        if (f->flags & FOLD_WORD || is_known(t, rune) ||
            (f->strict_len && is_known(t, utf8_at((struct str){f->strict, f->strict_len}, 0, &strict))))
            add_rune(t, &w, rune, f);
        else
            add_word(t, &s, &w);
    }
    add_word(t, &s, &w);
    if (utf8_count(skeleton_str(&s)) < SKELETON_SOUNDS_MIN)
        s.len = 0;
    return s;
}

// ---- names by their skeleton

static size_t slot_of(const struct skeletons *t, struct str skeleton) {
    return (size_t)str_hash(skeleton) & (t->slot_count - 1);
}

static bool make_room(struct skeletons *t) {
    if (!memory_grow(&t->names, &t->name_capacity, t->name_count + 1, sizeof *t->names))
        return false;
    if (t->name_count < t->slot_count)
        return true;
    size_t slots = t->slot_count ? t->slot_count * 4 : FIRST_SLOTS;
    uint32_t *larger = memory_zeroed(slots, sizeof *larger);
    if (!larger)
        return false;
    memory_free(t->slots);
    t->slots = larger;
    t->slot_count = slots;
    for (size_t i = t->name_count; i-- > 0;) {
        uint32_t *slot = &t->slots[slot_of(t, t->names[i].skeleton)];
        t->names[i].next = *slot;
        *slot = (uint32_t)i + 1;
    }
    return true;
}

static const struct skeleton_name *find_from(const struct skeletons *t, uint32_t number, struct str skeleton) {
    for (; number; number = t->names[number - 1].next)
        if (str_eq(t->names[number - 1].skeleton, skeleton))
            return &t->names[number - 1];
    return NULL;
}

const struct skeleton_name *skeletons_find(const struct skeletons *t, struct str skeleton) {
    return t->slot_count && skeleton.len ? find_from(t, t->slots[slot_of(t, skeleton)], skeleton) : NULL;
}

const struct skeleton_name *skeletons_next(const struct skeletons *t, const struct skeleton_name *name) {
    return find_from(t, name->next, name->skeleton);
}

bool skeletons_add(struct skeletons *t, struct str name, uint32_t entry) {
    struct skeleton s = skeleton_of(t, name);
    if (!s.len)
        return true;
    for (const struct skeleton_name *n = skeletons_find(t, skeleton_str(&s)); n; n = skeletons_next(t, n))
        if (n->entry == entry)
            return true;
    struct skeleton_name added = {.entry = entry};
    if (!make_room(t) || !arena_copy(&t->arena, skeleton_str(&s), &added.skeleton))
        return false;
    uint32_t *slot = &t->slots[slot_of(t, added.skeleton)];
    added.next = *slot;
    t->names[t->name_count++] = added;
    *slot = (uint32_t)t->name_count;
    return true;
}
