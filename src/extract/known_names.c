#include "extract/known_names.h"

#include "base/memory.h"
#include "extract/names.h"

#include <stdlib.h>

static int compare(const void *a, const void *b) {
    const struct known_word *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

enum mig_status known_names_make(struct known_names *k, const struct gazetteer *g) {
    size_t capacity = 0;
    if (k->words)
        return MIG_OK;
    for (size_t i = g->first_of_kind[LABEL_PERSON]; i < g->first_of_kind[LABEL_PERSON + 1]; i++) {
        uint64_t hashes[NAMES_WORDS_MAX];
        size_t count = names_hashes(g->entries[g->of_kind[i]].name, hashes);
        if (!memory_grow(&k->words, &capacity, k->count + count, sizeof *k->words)) {
            known_names_free(k);
            return MIG_EMEMORY;
        }
        for (size_t j = 0; j < count; j++)
            k->words[k->count++] = (struct known_word){hashes[j], g->of_kind[i]};
    }
    if (k->words && k->count)
        qsort(k->words, k->count, sizeof *k->words, compare);
    return MIG_OK;
}

void known_names_free(struct known_names *k) {
    memory_free(k->words);
    *k = (struct known_names){0};
}

const struct known_word *known_names_find(const struct known_names *k, uint64_t hash, size_t *count) {
    size_t low = 0, high = k->count, end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (k->words[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < k->count && k->words[end].hash == hash;)
        end++;
    *count = end - low;
    return k->words + low;
}
