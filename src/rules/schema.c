#include "rules/schema.h"

#include "base/memory.h"

#include <string.h>

struct label_slot {
    uint32_t hash;
    uint16_t label; // SCHEMA_NONE: free
};

enum { LABELS_MAX = 65000, FIRST_LABELS = 1024, FIRST_FIELDS = 128 };

static const struct str kind_names[] = {
#define X(name) STR_INIT(#name),
    SCHEMA_KINDS(X)
#undef X
};
static const struct str list_names[] = {
#define X(name, text) STR_INIT(text),
    SCHEMA_LISTS(X)
#undef X
};
static const struct str field_names[] = {
#define X(name, text) STR_INIT(text),
    SCHEMA_FIELDS(X)
#undef X
};
static const char *const record_names[] = {"none", "meeting", "minister", "date", "program", "agreement"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void place(struct label_slot *slots, size_t slot_count, struct label_slot slot) {
    size_t i = slot.hash & (slot_count - 1);
    while (slots[i].label != SCHEMA_NONE)
        i = (i + 1) & (slot_count - 1);
    slots[i] = slot;
}

static struct label_slot *new_slots(size_t count) {
    struct label_slot *slots = memory_alloc(count * sizeof *slots);
    for (size_t i = 0; slots && i < count; i++)
        slots[i] = (struct label_slot){0, SCHEMA_NONE};
    return slots;
}

static bool grow_slots(struct schema *s) {
    size_t count = s->slot_count * 2;
    struct label_slot *slots = new_slots(count);
    if (!slots)
        return false;
    for (size_t i = 0; i < s->slot_count; i++)
        if (s->slots[i].label != SCHEMA_NONE)
            place(slots, count, s->slots[i]);
    memory_free(s->slots);
    s->slots = slots;
    s->slot_count = count;
    return true;
}

uint16_t schema_find_label(const struct schema *s, struct str name) {
    uint32_t hash = (uint32_t)str_hash(name);
    for (size_t i = hash & (s->slot_count - 1); s->slots[i].label != SCHEMA_NONE; i = (i + 1) & (s->slot_count - 1))
        if (s->slots[i].hash == hash && str_eq(s->labels[s->slots[i].label], name))
            return s->slots[i].label;
    return SCHEMA_NONE;
}

uint16_t schema_add_label(struct schema *s, struct str name) {
    uint16_t known = schema_find_label(s, name);
    if (known != SCHEMA_NONE)
        return known;
    if (s->label_count >= LABELS_MAX || (s->label_count * 2 >= s->slot_count && !grow_slots(s)))
        return SCHEMA_NONE;
    if (!memory_grow(&s->labels, &s->label_capacity, s->label_count + 1, sizeof *s->labels))
        return SCHEMA_NONE;
    if (!arena_copy(&s->arena, name, &s->labels[s->label_count]))
        return SCHEMA_NONE;
    uint16_t number = (uint16_t)s->label_count++;
    place(s->slots, s->slot_count, (struct label_slot){(uint32_t)str_hash(name), number});
    return number;
}

uint16_t schema_find_field(const struct schema *s, struct str name) {
    for (size_t i = 0; i < s->field_count; i++)
        if (str_eq(s->fields[i], name))
            return (uint16_t)i;
    return SCHEMA_NONE;
}

static uint16_t add_field(struct schema *s, struct str name) {
    uint16_t known = schema_find_field(s, name);
    if (known != SCHEMA_NONE || !memory_grow(&s->fields, &s->field_capacity, s->field_count + 1, sizeof *s->fields))
        return known;
    if (!arena_copy(&s->arena, name, &s->fields[s->field_count]))
        return SCHEMA_NONE;
    return (uint16_t)s->field_count++;
}

bool schema_is_kind(const struct schema *s, uint16_t label) {
    return label < s->kind_count && s->kinds[label].declared;
}

uint16_t schema_attribute(const struct schema *s, uint16_t kind, struct str name) {
    for (size_t i = 0; schema_is_kind(s, kind) && i < s->kinds[kind].attribute_count; i++)
        if (str_eq(s->fields[s->kinds[kind].attributes[i]], name))
            return s->kinds[kind].attributes[i];
    return SCHEMA_NONE;
}

enum record_kind schema_record_kind(struct str name) {
    for (size_t i = 1; i < COUNT(record_names); i++)
        if (str_eq(name, str_c(record_names[i])))
            return (enum record_kind)i;
    return RECORD_NONE;
}

const char *schema_record_name(enum record_kind kind) {
    return record_names[kind];
}

// The labels that C reads by role come first and in the order of their enum.
static bool add_fixed(struct schema *s) {
    for (size_t i = 0; i < COUNT(kind_names); i++)
        if (schema_add_label(s, kind_names[i]) != i)
            return false;
    for (size_t i = 0; i < COUNT(list_names); i++)
        if (schema_add_label(s, list_names[i]) == SCHEMA_NONE)
            return false;
    for (size_t i = 0; i < COUNT(field_names); i++)
        if (add_field(s, field_names[i]) == SCHEMA_NONE)
            return false;
    return true;
}

static enum mig_status add_attributes(struct schema *s, struct schema_kind *kind, struct str words,
                                      struct mig_error *err) {
    struct str word;
    while (str_next(&words, ' ', &word)) {
        if (!word.len)
            continue;
        uint16_t field = add_field(s, word);
        uint16_t *grown = memory_resize_array(kind->attributes, kind->attribute_count + 1, sizeof *grown);
        if (field == SCHEMA_NONE || !grown) {
            kind->attributes = grown ? grown : kind->attributes;
            return error_memory(err);
        }
        kind->attributes = grown;
        kind->attributes[kind->attribute_count++] = field;
    }
    return MIG_OK;
}

static enum mig_status declare(struct schema *s, uint16_t label, const struct stanza_line *stanza, struct str file,
                               struct mig_error *err) {
    struct schema_kind *kind = &s->kinds[label];
    if (kind->declared)
        return error_set(err, MIG_EDATA, file, stanza->line, stanza->value_column, "kind %.*s is declared twice",
                         STR_ARGS(stanza->value));
    kind->declared = true;
    for (const struct stanza_line *c = stanza->child; c; c = c->next) {
        if (str_eq(c->key, STR("says"))) {
            if (!stanza_joined(&s->arena, c, &kind->says))
                return error_memory(err);
        } else if (str_eq(c->key, STR("loose"))) {
            kind->loose = str_eq(c->value, STR("yes"));
        } else if (str_eq(c->key, STR("article"))) {
            kind->bare = str_eq(c->value, STR("no"));
        } else if (str_eq(c->key, STR("attributes")) || str_eq(c->key, STR("fields"))) {
            struct str words;
            if (!stanza_joined(&s->arena, c, &words))
                return error_memory(err);
            enum mig_status status = add_attributes(s, kind, words, err);
            if (status)
                return status;
        } else {
            return error_set(err, MIG_EDATA, file, c->line, c->column, "unknown key '%.*s' of a kind",
                             STR_ARGS(c->key));
        }
    }
    return MIG_OK;
}

enum mig_status schema_load(struct schema *s, struct str file, struct str bytes, struct mig_error *err) {
    *s =
        (struct schema){.slot_count = 4 * FIRST_LABELS, .label_capacity = FIRST_LABELS, .field_capacity = FIRST_FIELDS};
    arena_init(&s->arena);
    const struct stanza_line *stanzas = NULL;
    s->slots = new_slots(s->slot_count);
    s->labels = memory_zeroed(s->label_capacity, sizeof *s->labels);
    s->fields = memory_zeroed(s->field_capacity, sizeof *s->fields);
    if (!s->slots || !s->labels || !s->fields || !add_fixed(s))
        return error_memory(err);
    enum mig_status status = stanza_parse(&s->arena, file, bytes, &stanzas, err);
    for (const struct stanza_line *l = stanzas; l && !status; l = l->next) {
        if (!str_eq(l->key, STR("kind")))
            status = error_set(err, MIG_EDATA, file, l->line, l->column, "expected 'kind NAME', found '%.*s'",
                               STR_ARGS(l->key));
        else if (schema_add_label(s, l->value) == SCHEMA_NONE)
            status = error_memory(err);
    }
    if (status)
        return status;
    s->kind_count = s->label_count;
    s->kinds = memory_zeroed(s->kind_count, sizeof *s->kinds);
    if (!s->kinds)
        return error_memory(err);
    for (const struct stanza_line *l = stanzas; l && !status; l = l->next)
        status = declare(s, schema_find_label(s, l->value), l, file, err);
    return status;
}

void schema_free(struct schema *s) {
    for (size_t i = 0; s->kinds && i < s->kind_count; i++)
        memory_free(s->kinds[i].attributes);
    memory_free(s->kinds);
    memory_free(s->labels);
    memory_free(s->fields);
    memory_free(s->slots);
    arena_free(&s->arena);
    *s = (struct schema){0};
}
