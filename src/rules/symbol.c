#include "rules/symbol.h"

#include "base/memory.h"

#include <string.h>

enum { FIRST_SETS = 512 };

bool label_sets_init(struct label_sets *s) {
    *s = (struct label_sets){.capacity = FIRST_SETS, .slot_count = 4 * FIRST_SETS, .count = 1};
    arena_init(&s->arena);
    s->sets = memory_zeroed(s->capacity, sizeof *s->sets);
    s->slots = memory_zeroed(s->slot_count, sizeof *s->slots);
    if (s->sets && s->slots)
        return true;
    label_sets_free(s);
    return false;
}

void label_sets_free(struct label_sets *s) {
    memory_free(s->sets);
    memory_free(s->slots);
    arena_free(&s->arena);
    *s = (struct label_sets){0};
}

static uint32_t hash_labels(const uint16_t *labels, size_t count) {
    uint64_t h = 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < count; i++)
        h = (h ^ labels[i]) * 0xFF51AFD7ED558CCDu;
    return (uint32_t)(h >> 32);
}

static size_t sort_unique(uint16_t *labels, size_t count) {
    for (size_t i = 1; i < count; i++) {
        uint16_t label = labels[i];
        size_t j = i;
        for (; j > 0 && labels[j - 1] > label; j--)
            labels[j] = labels[j - 1];
        labels[j] = label;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!kept || labels[kept - 1] != labels[i])
            labels[kept++] = labels[i];
    return kept;
}

static uint32_t find(const struct label_sets *s, const uint16_t *labels, size_t count, uint32_t hash) {
    for (size_t i = hash & (s->slot_count - 1); s->slots[i]; i = (i + 1) & (s->slot_count - 1)) {
        const struct label_set *set = &s->sets[s->slots[i]];
        if (set->hash == hash && set->count == count && !memcmp(set->labels, labels, count * sizeof *labels))
            return s->slots[i];
    }
    return 0;
}

static void place(struct label_sets *s, uint32_t number) {
    size_t i = s->sets[number].hash & (s->slot_count - 1);
    while (s->slots[i])
        i = (i + 1) & (s->slot_count - 1);
    s->slots[i] = number;
}

static bool grow_slots(struct label_sets *s) {
    uint32_t *slots = memory_zeroed(s->slot_count * 2, sizeof *slots);
    if (!slots)
        return false;
    memory_free(s->slots);
    s->slots = slots;
    s->slot_count *= 2;
    for (size_t i = 1; i < s->count; i++)
        place(s, (uint32_t)i);
    return true;
}

uint32_t label_sets_find(const struct label_sets *s, uint16_t *labels, size_t count) {
    count = sort_unique(labels, count);
    return count ? find(s, labels, count, hash_labels(labels, count)) : 0;
}

uint32_t label_sets_add(struct label_sets *s, uint16_t *labels, size_t count) {
    count = sort_unique(labels, count);
    if (!count)
        return 0;
    uint32_t hash = hash_labels(labels, count);
    uint32_t known = find(s, labels, count, hash);
    if (known)
        return known;
    if (s->count * 2 >= s->slot_count && !grow_slots(s))
        return UINT32_MAX;
    if (!memory_grow(&s->sets, &s->capacity, s->count + 1, sizeof *s->sets))
        return UINT32_MAX;
    struct label_set set = {arena_alloc(&s->arena, count * sizeof *labels), (uint16_t)count, hash, 0};
    if (!set.labels)
        return UINT32_MAX;
    for (size_t i = 0; i < count && labels[i] < 64; i++)
        set.roles |= (uint64_t)1 << labels[i];
    memcpy(set.labels, labels, count * sizeof *labels);
    uint32_t number = (uint32_t)s->count++;
    s->sets[number] = set;
    place(s, number);
    return number;
}

bool label_sets_search(const struct label_sets *s, uint32_t set, uint16_t label) {
    const struct label_set *labels = &s->sets[set];
    for (size_t i = 0; i < labels->count; i++)
        if (labels->labels[i] == label)
            return true;
    return false;
}

void symbol_group_free(struct symbol_group *g) {
    memory_free(g->class_of_set);
    memory_free(g->labels);
    memory_free(g->classes);
    label_sets_free(&g->restricted);
    *g = (struct symbol_group){0};
}

static size_t find_label(const struct symbol_group *g, uint16_t label) {
    size_t low = 0, high = g->label_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (g->labels[middle] < label)
            low = middle + 1;
        else
            high = middle;
    }
    return low < g->label_count && g->labels[low] == label ? low : SIZE_MAX;
}

struct byte_set symbol_group_classes(const struct symbol_group *g, uint16_t label) {
    size_t i = find_label(g, label);
    return i == SIZE_MAX ? (struct byte_set){{0}} : g->classes[i];
}

// Which classes have which label.
static bool index_labels(struct symbol_group *g, const uint16_t *labels, size_t count) {
    g->labels = memory_alloc((count + 1) * sizeof *g->labels);
    g->classes = memory_zeroed(count + 1, sizeof *g->classes);
    if (!g->labels || !g->classes)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!i || labels[i] != labels[i - 1])
            g->labels[g->label_count++] = labels[i];
    for (size_t class = 1; class < g->restricted.count; class ++)
        for (size_t i = 0; i < g->restricted.sets[class].count; i++)
            byte_set_add(&g->classes[find_label(g, g->restricted.sets[class].labels[i])], (uint8_t) class);
    return true;
}

// One bit a label: whether the group uses it.
static bool *mark_used(const uint16_t *labels, size_t count, size_t *size) {
    *size = count ? (size_t)labels[count - 1] + 1 : 0;
    bool *used = memory_zeroed(*size + 1, sizeof *used);
    for (size_t i = 0; used && i < count; i++)
        used[labels[i]] = true;
    return used;
}

bool symbol_group_build(struct symbol_group *g, const struct label_sets *sets, const uint16_t *labels,
                        size_t label_count, bool *fits) {
    enum { LABELS_OF_A_SET_MAX = 256 };
    *g = (struct symbol_group){.set_count = sets->count};
    *fits = true;
    size_t used_count;
    bool *used = mark_used(labels, label_count, &used_count);
    g->class_of_set = memory_zeroed(sets->count, 1);
    bool done = used && g->class_of_set && label_sets_init(&g->restricted);
    for (size_t i = 1; done && *fits && i < sets->count; i++) {
        uint16_t kept[LABELS_OF_A_SET_MAX];
        size_t kept_count = 0;
        for (size_t j = 0; j < sets->sets[i].count && kept_count < LABELS_OF_A_SET_MAX; j++)
            if (sets->sets[i].labels[j] < used_count && used[sets->sets[i].labels[j]])
                kept[kept_count++] = sets->sets[i].labels[j];
        uint32_t number = label_sets_add(&g->restricted, kept, kept_count);
        done = number != UINT32_MAX;
        *fits = number <= SYMBOL_CLASSES_MAX;
        g->class_of_set[i] =
            (uint8_t)number; // restricted sets are numbered in order of appearance: the number is the class
    }
    memory_free(used);
    done = done && (!*fits || index_labels(g, labels, label_count));
    if (!done || !*fits)
        symbol_group_free(g);
    return done;
}
