#include "extract/identity.h"

#include "extract/holder.h"
#include "extract/names.h"

enum { FIRST_SLOTS = 64 };

// What a person is found by. The hashes of the kinds differ, so that no word is a sound.
struct person_key {
    uint64_t hash;
    int minister;
    uint32_t next; // of the same slot, plus 1: the one added before
};

enum key_kind { KEY_WORD, KEY_KNOWN, KEY_SOUND, KEY_SURNAME_SOUND };

static uint64_t hash_of(enum key_kind kind, uint64_t hash) {
    return (hash ^ (uint64_t)kind) * 0x9E3779B97F4A7C15u;
}

static struct skeleton skeleton_for(const struct extraction *x, struct str name) {
    return skeleton_of(&x->c->rules->gazetteer.skeletons, name);
}

// ---- the people of the article

static bool make_room(struct extraction *x) {
    struct people_index *index = &x->by_name;
    if (!record_grow(x->arena, &index->keys, &index->capacity, index->count, sizeof *index->keys))
        return false;
    if (index->count < index->slot_count)
        return true;
    size_t slots = index->slot_count ? index->slot_count * 4 : FIRST_SLOTS;
    index->slots = arena_zeroed(x->arena, slots, sizeof *index->slots);
    if (!index->slots)
        return false;
    index->slot_count = slots;
    for (size_t i = 0; i < index->count; i++) {
        uint32_t *slot = &index->slots[(size_t)(index->keys[i].hash >> 32) & (slots - 1)];
        index->keys[i].next = *slot;
        *slot = (uint32_t)i + 1;
    }
    return true;
}

static bool add_key(struct extraction *x, enum key_kind kind, uint64_t hash, int minister) {
    struct people_index *index = &x->by_name;
    if (!make_room(x))
        return false;
    hash = hash_of(kind, hash);
    uint32_t *slot = &index->slots[(size_t)(hash >> 32) & (index->slot_count - 1)];
    index->keys[index->count++] = (struct person_key){hash, minister, *slot};
    *slot = (uint32_t)index->count;
    return true;
}

enum mig_status identity_add(struct extraction *x, int minister, struct str name, struct str known) {
    uint64_t words[NAMES_WORDS_MAX];
    struct str surnames[2];
    size_t count = names_hashes(name, words), surname_count = names_surnames(name, surnames);
    struct skeleton s = skeleton_for(x, name);
    bool done = true;
    for (size_t i = 0; i < count && done; i++)
        done = add_key(x, KEY_WORD, words[i], minister);
    if (done && s.len && s.words > 1)
        done = add_key(x, KEY_SOUND, str_hash(skeleton_str(&s)), minister);
    for (size_t i = 0; i < surname_count && done; i++) {
        s = skeleton_for(x, surnames[i]);
        if (s.len)
            done = add_key(x, KEY_SURNAME_SOUND, str_hash(skeleton_str(&s)), minister);
    }
    if (done && known.len)
        done = add_key(x, KEY_KNOWN, str_hash(known), minister);
    return done ? MIG_OK : error_memory(x->err);
}

// What someone must agree with to be the one that is looked for.
struct wanted {
    struct str name, known, country;
};

static bool is_wanted(const struct extraction *x, enum key_kind kind, int minister, const struct wanted *w) {
    const struct minister_record *p = &x->out->ministers[minister];
    if (w->known.len && p->known.len)
        return str_eq(w->known, p->known);
    if (kind == KEY_WORD)
        return names_agree(p->name, w->name);
    return !w->country.len || !p->country.len || str_eq(w->country, p->country);
}

// The latest of those with that key who fits; -1 when nobody does.
static int find_by(const struct extraction *x, enum key_kind kind, uint64_t hash, const struct wanted *w) {
    const struct people_index *index = &x->by_name;
    int found = -1;
    hash = hash_of(kind, hash);
    uint32_t at = index->slot_count ? index->slots[(size_t)(hash >> 32) & (index->slot_count - 1)] : 0;
    for (size_t seen = 0; at && seen < LOOK_BACK_MAX; at = index->keys[at - 1].next) {
        const struct person_key *k = &index->keys[at - 1];
        if (k->hash != hash)
            continue;
        seen++;
        if (k->minister > found && is_wanted(x, kind, k->minister, w))
            found = k->minister;
    }
    return found;
}

int identity_find(const struct extraction *x, struct str name, struct str known, struct str country) {
    struct wanted w = {name, known, country};
    uint64_t words[NAMES_WORDS_MAX];
    int found = known.len ? find_by(x, KEY_KNOWN, str_hash(known), &w) : -1;
    for (size_t i = 0, count = found < 0 ? names_hashes(name, words) : 0; i < count; i++) {
        int other = find_by(x, KEY_WORD, words[i], &w);
        found = other > found ? other : found;
    }
    if (found >= 0)
        return found;
    struct skeleton s = skeleton_for(x, name);
    return s.len ? find_by(x, s.words > 1 ? KEY_SOUND : KEY_SURNAME_SOUND, str_hash(skeleton_str(&s)), &w) : -1;
}

// ---- the people of the gazetteer

static bool is_spoken_of(const struct extraction *x, const struct minister_record *p, const struct entry *person) {
    if (p->country.len)
        return holder_acts_for(person, p->country);
    for (size_t i = 0; i < x->country_count; i++)
        if (holder_acts_for(person, x->countries[i].code))
            return true;
    return false;
}

// Whether the person is one of whom the article can speak by part of the name, in that office: of a country that the article speaks of,
// or a head of state or government at the time, whom news of anywhere calls so.
static bool is_meant(const struct extraction *x, const struct minister_record *p, const struct entry *e, bool head) {
    if (head)
        return !p->country.len || holder_acts_for(e, p->country);
    if (!is_spoken_of(x, p, e))
        return false;
    struct held_office held = holder_office(x, e);
    bool there = p->country.len ? str_eq(p->country, held.country) : extraction_speaks_of(x, held.country);
    return there && (!p->rank.len || (held.office && str_eq(p->rank, entry_attribute(held.office, FIELD_RANK))));
}

// "Mr. Laftit", "President Laftit": the one known person with that surname who is meant. More of a name than one word is enough for heads
// of state and government alone.
static enum mig_status find_by_surname(const struct extraction *x, const struct minister_record *p,
                                       const struct entry **out) {
    const struct gazetteer *g = &x->c->rules->gazetteer;
    uint64_t hashes[NAMES_WORDS_MAX];
    size_t words = names_hashes(p->name, hashes), count;
    *out = NULL;
    if (known_names_make(&x->c->known_names, g) != MIG_OK)
        return error_memory(x->err);
    for (size_t i = 0; i < words; i++) {
        const struct known_word *known = known_names_find(&x->c->known_names, hashes[i], &count);
        for (size_t j = 0; j < count; j++) {
            const struct entry *e = &g->entries[known[j].entry];
            bool head = holder_is_head(x, e, p->rank);
            if (e == *out || (words > 1 && !head) ||
                !(words > 1 ? names_agree(e->name, p->name) : names_is_surname(e->name, p->name)) ||
                !is_meant(x, p, e, head))
                continue;
            if (*out) { // several: nobody knows which
                *out = NULL;
                return MIG_OK;
            }
            *out = e;
        }
    }
    return MIG_OK;
}

// The one known person whose name has this sound, for the same country, or in the same office and for a country that the article
// speaks of.
static const struct entry *find_by_sound(const struct extraction *x, const struct minister_record *p) {
    const struct gazetteer *g = &x->c->rules->gazetteer;
    const struct entry *found = NULL;
    struct skeleton s = skeleton_for(x, p->name);
    if (s.words < 2)
        return NULL;
    for (const struct skeleton_name *n = skeletons_find(&g->skeletons, skeleton_str(&s)); n;
         n = skeletons_next(&g->skeletons, n)) {
        const struct entry *e = &g->entries[n->entry];
        bool fits = is_spoken_of(x, p, e) && (p->country.len || holder_held(x, e, p->rank, p->portfolio));
        if (fits && found)
            return NULL;
        found = fits ? e : found;
    }
    return found;
}

enum mig_status identity_link(const struct extraction *x, struct minister_record *p) {
    if (p->known.len) {
        p->identified = IDENTIFIED_NAME;
        return MIG_OK;
    }
    const struct entry *by_sound = find_by_sound(x, p), *known = by_sound;
    enum mig_status status = known ? MIG_OK : find_by_surname(x, p, &known);
    if (!known)
        return status;
    p->known = known->id;
    p->identified = by_sound ? IDENTIFIED_SOUND : IDENTIFIED_SURNAME;
    return MIG_OK;
}

enum mig_status identity_key(struct extraction *x, struct minister_record *p) {
    if (p->known.len) {
        struct str parts[] = {STR("person"), p->known};
        return extraction_key(x, parts, 2, &p->head.key);
    }
    // A surname alone, or a name of which nothing is left that sounds, is a name of too many.
    struct skeleton s = skeleton_for(x, p->name);
    if (s.words < 2 || !s.len || !p->country.len)
        return MIG_OK;
    struct str parts[] = {STR("person"), skeleton_str(&s), p->country};
    p->identified = IDENTIFIED_SKELETON;
    return extraction_key(x, parts, 3, &p->head.key);
}
