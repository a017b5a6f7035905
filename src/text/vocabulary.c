#include "text/vocabulary.h"

#include "base/memory.h"

#include <string.h>

enum { FIRST_SLOTS = 1 << 17, FIRST_WORDS = 1 << 16 };

bool vocabulary_init(struct vocabulary *v) {
    *v = (struct vocabulary){
        .slot_count = FIRST_SLOTS, .count = 1, .capacity = FIRST_WORDS, .begins_capacity = FIRST_WORDS};
    arena_init(&v->arena);
    v->slots = memory_zeroed(v->slot_count, sizeof *v->slots);
    v->words = memory_zeroed(v->capacity, sizeof *v->words);
    v->begins = memory_zeroed(v->begins_capacity, sizeof *v->begins);
    if (v->slots && v->words && v->begins)
        return true;
    vocabulary_free(v);
    return false;
}

void vocabulary_free(struct vocabulary *v) {
    memory_free(v->slots);
    memory_free(v->words);
    memory_free(v->begins);
    arena_free(&v->arena);
    *v = (struct vocabulary){0};
}

uint32_t vocabulary_hash(struct str word) {
    uint64_t h = 0x9E3779B97F4A7C15u ^ word.len;
    const char *p = word.ptr;
    size_t left = word.len;
    for (; left >= 8; p += 8, left -= 8) {
        uint64_t chunk;
        memcpy(&chunk, p, 8);
        h = (h ^ chunk) * 0xFF51AFD7ED558CCDu;
        h ^= h >> 32;
    }
    uint64_t tail = 0;
    for (size_t i = 0; i < left; i++)
        tail = tail << 8 | (unsigned char)p[i];
    h = (h ^ tail) * 0xC4CEB9FE1A85EC53u;
    h ^= h >> 29;
    h *= 0xFF51AFD7ED558CCDu;
    return (uint32_t)(h >> 32);
}

uint32_t vocabulary_find_hashed(const struct vocabulary *v, struct str word, uint32_t hash) {
    for (size_t i = hash & (v->slot_count - 1);; i = (i + 1) & (v->slot_count - 1)) {
        const struct vocabulary_slot *slot = &v->slots[i];
        if (!slot->id)
            return 0;
        if (slot->hash == hash && str_eq(v->words[slot->id], word))
            return slot->id;
    }
}

uint32_t vocabulary_find(const struct vocabulary *v, struct str word) {
    return vocabulary_find_hashed(v, word, vocabulary_hash(word));
}

static void place(struct vocabulary_slot *slots, size_t slot_count, struct vocabulary_slot slot) {
    size_t i = slot.hash & (slot_count - 1);
    while (slots[i].id)
        i = (i + 1) & (slot_count - 1);
    slots[i] = slot;
}

static bool grow_slots(struct vocabulary *v) {
    size_t slot_count = v->slot_count * 2;
    struct vocabulary_slot *slots = memory_zeroed(slot_count, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < v->slot_count; i++)
        if (v->slots[i].id)
            place(slots, slot_count, v->slots[i]);
    memory_free(v->slots);
    v->slots = slots;
    v->slot_count = slot_count;
    return true;
}

uint32_t vocabulary_add(struct vocabulary *v, struct str word) {
    uint32_t hash = vocabulary_hash(word);
    uint32_t id = vocabulary_find_hashed(v, word, hash);
    if (id)
        return id;
    if (v->count * 2 >= v->slot_count && !grow_slots(v))
        return 0;
    if (!memory_grow(&v->words, &v->capacity, v->count + 1, sizeof *v->words) ||
        !memory_grow(&v->begins, &v->begins_capacity, v->count + 1, sizeof *v->begins))
        return 0;
    if (!arena_copy(&v->arena, word, &v->words[v->count]))
        return 0;
    v->begins[v->count] = 0;
    id = (uint32_t)v->count++;
    place(v->slots, v->slot_count, (struct vocabulary_slot){hash, id});
    return id;
}

void vocabulary_begin(struct vocabulary *v, uint32_t id, bool alone) {
    if (alone || !v->begins[id])
        v->begins[id] = alone ? 2 : 1;
}

bool vocabulary_begins(const struct vocabulary *v, uint32_t id) {
    return v->begins[id] > 0;
}

bool vocabulary_stands_alone(const struct vocabulary *v, uint32_t id) {
    return v->begins[id] > 1;
}
