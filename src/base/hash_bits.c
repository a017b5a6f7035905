#include "base/hash_bits.h"

#include "base/memory.h"

struct hash_bits_slot {
    uint64_t hash; // 0: free
    unsigned bits;
};

enum { FIRST_SLOTS = 512 };

void hash_bits_free(struct hash_bits *t) {
    memory_free(t->slots);
    *t = (struct hash_bits){0};
}

static struct hash_bits_slot *find_slot(const struct hash_bits *t, uint64_t hash) {
    size_t at = (size_t)hash & (t->slot_count - 1);
    while (t->slots[at].hash != 0 && t->slots[at].hash != hash)
        at = (at + 1) & (t->slot_count - 1);
    return &t->slots[at];
}

static bool make_room(struct hash_bits *t) {
    if (t->used * 2 < t->slot_count)
        return true;
    struct hash_bits larger = {.slot_count = t->slot_count == 0 ? FIRST_SLOTS : t->slot_count * 2, .used = t->used};
    larger.slots = memory_zeroed(larger.slot_count, sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < t->slot_count; i++)
        if (t->slots[i].hash != 0)
            *find_slot(&larger, t->slots[i].hash) = t->slots[i];
    memory_free(t->slots);
    *t = larger;
    return true;
}

bool hash_bits_add(struct hash_bits *t, uint64_t hash, unsigned bits) {
    if (!make_room(t))
        return false;
    struct hash_bits_slot *slot = find_slot(t, hash);
    t->used += slot->hash == 0;
    slot->hash = hash;
    slot->bits |= bits;
    return true;
}

unsigned hash_bits_find(const struct hash_bits *t, uint64_t hash) {
    return t->slot_count == 0 ? 0 : find_slot(t, hash)->bits;
}
