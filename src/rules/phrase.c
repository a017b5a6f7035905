#include "rules/phrase.h"

#include "base/memory.h"

#include <string.h>

enum { FIRST_NODES = 1 << 17, FIRST_EDGES = 1 << 17, WANTS = 16, LABELS_OF_A_NODE_MAX = 64 };

// While building, a node's readings are a linked list.
struct building {
    struct reading reading;
    uint32_t next; // index + 1, 0 at the end
};

struct phrase_build {
    struct building *readings;
    size_t count, capacity;
    uint32_t *first; // by node: index + 1 of its first reading
    size_t first_capacity;
};

bool phrases_init(struct phrases *p) {
    *p = (struct phrases){.node_capacity = FIRST_NODES, .edge_slots = FIRST_EDGES, .node_count = 1};
    p->nodes = memory_zeroed(p->node_capacity, sizeof *p->nodes);
    p->edges = memory_zeroed(p->edge_slots, sizeof *p->edges);
    p->build = memory_zeroed(1, sizeof *p->build);
    if (p->nodes && p->edges && p->build &&
        memory_grow(&p->build->first, &p->build->first_capacity, FIRST_NODES, sizeof(uint32_t))) {
        memset(p->build->first, 0, p->build->first_capacity * sizeof(uint32_t));
        return true;
    }
    phrases_free(p);
    return false;
}

static void free_build(struct phrases *p) {
    if (p->build) {
        memory_free(p->build->readings);
        memory_free(p->build->first);
        memory_free(p->build);
        p->build = NULL;
    }
}

void phrases_free(struct phrases *p) {
    free_build(p);
    memory_free(p->nodes);
    memory_free(p->edges);
    memory_free(p->root);
    memory_free(p->readings);
    memory_free(p->tables);
    *p = (struct phrases){0};
}

static size_t slot_of(const struct phrases *p, uint64_t key) {
    uint64_t h = key * 0x9E3779B97F4A7C15u;
    h ^= h >> 32;
    size_t i = h & (p->edge_slots - 1);
    while (p->edges[i].child && p->edges[i].key != key)
        i = (i + 1) & (p->edge_slots - 1);
    return i;
}

uint32_t phrases_step_inner(const struct phrases *p, uint32_t node, uint32_t word) {
    return p->edges[slot_of(p, (uint64_t)node << 32 | word)].child;
}

static bool grow_edges(struct phrases *p) {
    struct phrase_edge *old = p->edges;
    size_t old_slots = p->edge_slots;
    struct phrase_edge *edges = memory_zeroed(old_slots * 2, sizeof *edges);
    if (!edges)
        return false;
    p->edges = edges;
    p->edge_slots = old_slots * 2;
    for (size_t i = 0; i < old_slots; i++)
        if (old[i].child)
            p->edges[slot_of(p, old[i].key)] = old[i];
    memory_free(old);
    return true;
}

// Makes the root's table, which the first words of all phrases go through, long enough for a word.
static bool grow_root(struct phrases *p, uint32_t word) {
    size_t before = p->root_size;
    if (word < before)
        return true;
    if (!memory_grow(&p->root, &p->root_size, (size_t)word + 1, sizeof *p->root))
        return false;
    memset(p->root + before, 0, (p->root_size - before) * sizeof *p->root);
    return true;
}

static bool add_edge(struct phrases *p, uint32_t node, uint32_t word, uint32_t child) {
    if (node == 0) {
        p->root[word] = child;
        return true;
    }
    if (p->edge_count * 2 >= p->edge_slots && !grow_edges(p))
        return false;
    uint64_t key = (uint64_t)node << 32 | word;
    p->edges[slot_of(p, key)] = (struct phrase_edge){key, child};
    p->edge_count++;
    p->nodes[node].inner = true;
    return true;
}

static uint32_t add_child(struct phrases *p, uint32_t node, uint32_t word) {
    if (!grow_root(p, word))
        return 0;
    uint32_t child = phrases_step(p, node, word);
    if (child)
        return child;
    if (!memory_grow(&p->nodes, &p->node_capacity, p->node_count + 1, sizeof *p->nodes))
        return 0;
    size_t before = p->build->first_capacity;
    if (!memory_grow(&p->build->first, &p->build->first_capacity, p->node_count + 1, sizeof(uint32_t)))
        return 0;
    if (p->build->first_capacity > before)
        memset(p->build->first + before, 0, (p->build->first_capacity - before) * sizeof(uint32_t));
    child = (uint32_t)p->node_count++;
    p->nodes[child] = (struct phrase_node){.table = UINT32_MAX};
    return add_edge(p, node, word, child) ? child : 0;
}

bool phrases_add(struct phrases *p, const uint32_t *words, size_t count, struct reading reading, bool *twice) {
    struct phrase_build *b = p->build;
    uint32_t node = 0;
    *twice = false;
    for (size_t i = 0; i < count; i++)
        if (!(node = add_child(p, node, words[i])))
            return false;
    uint32_t *link = &b->first[node];
    while (*link) {
        struct building *known = &b->readings[*link - 1];
        if (known->reading.label == reading.label && known->reading.entry == reading.entry &&
            known->reading.wants == reading.wants) {
            *twice = known->reading.languages & reading.languages;
            known->reading.languages |= reading.languages;
            return true;
        }
        link = &known->next;
    }
    uint32_t number = (uint32_t)b->count + 1;
    size_t link_offset = (size_t)((char *)link - (char *)b->readings);
    bool first = link == &b->first[node];
    if (!memory_grow(&b->readings, &b->capacity, b->count + 1, sizeof *b->readings))
        return false;
    b->readings[b->count++] = (struct building){reading, 0};
    if (first)
        b->first[node] = number;
    else
        *(uint32_t *)((char *)b->readings + link_offset) = number;
    return true;
}

bool phrases_has(const struct phrases *p, const uint32_t *words, size_t count, size_t language) {
    const struct phrase_build *b = p->build;
    uint32_t node = 0;
    for (size_t i = 0; i < count; i++)
        if (!(node = phrases_step(p, node, words[i])))
            return false;
    for (uint32_t at = b->first[node]; at; at = b->readings[at - 1].next)
        if (b->readings[at - 1].reading.languages >> language & 1)
            return true;
    return false;
}

static uint32_t set_of(const struct reading *readings, size_t count, size_t language, uint8_t met,
                       struct label_sets *sets) {
    uint16_t labels[LABELS_OF_A_NODE_MAX];
    size_t kept = 0;
    for (size_t i = 0; i < count && kept < LABELS_OF_A_NODE_MAX; i++)
        if (readings[i].languages >> language & 1 && !(readings[i].wants & ~met))
            labels[kept++] = readings[i].label;
    return label_sets_add(sets, labels, kept);
}

static bool fill_table(struct phrases *p, struct phrase_node *node, struct label_sets *sets, size_t *capacity) {
    size_t block = p->language_count * WANTS;
    if (!memory_grow(&p->tables, capacity, (p->table_count + 1) * block, sizeof *p->tables))
        return false;
    uint32_t *table = p->tables + p->table_count * block;
    for (size_t language = 0; language < p->language_count; language++)
        for (unsigned met = 0; met < WANTS; met++) {
            uint32_t set = set_of(p->readings + node->first_reading, node->reading_count, language, (uint8_t)met, sets);
            if (set == UINT32_MAX)
                return false;
            table[language * WANTS + met] = set;
        }
    node->table = (uint32_t)p->table_count++;
    return true;
}

static bool freeze_node(struct phrases *p, uint32_t number, struct label_sets *sets, size_t *capacity) {
    struct phrase_node *node = &p->nodes[number];
    const struct phrase_build *b = p->build;
    node->first_reading = (uint32_t)p->reading_count;
    bool differ = false;
    for (uint32_t i = b->first[number]; i; i = b->readings[i - 1].next) {
        const struct reading *r = &b->readings[i - 1].reading;
        if (p->reading_count > node->first_reading) {
            const struct reading *first = &p->readings[node->first_reading];
            differ |= r->languages != first->languages || r->wants != first->wants;
        }
        p->readings[p->reading_count++] = *r;
    }
    node->reading_count = (uint32_t)p->reading_count - node->first_reading;
    if (!node->reading_count)
        return true;
    if (differ)
        return fill_table(p, node, sets, capacity);
    const struct reading *first = &p->readings[node->first_reading];
    uint16_t labels[LABELS_OF_A_NODE_MAX];
    size_t count = 0;
    for (; count < node->reading_count && count < LABELS_OF_A_NODE_MAX; count++)
        labels[count] = first[count].label;
    node->languages = first->languages;
    node->wants = first->wants;
    node->set = label_sets_add(sets, labels, count);
    return node->set != UINT32_MAX;
}

bool phrases_freeze(struct phrases *p, struct label_sets *sets, size_t language_count) {
    size_t capacity = 0;
    p->language_count = language_count;
    p->readings = memory_zeroed(p->build->count + 1, sizeof *p->readings);
    if (!p->readings)
        return false;
    for (size_t i = 1; i < p->node_count; i++)
        if (!freeze_node(p, (uint32_t)i, sets, &capacity))
            return false;
    free_build(p);
    return true;
}

uint32_t phrases_set(const struct phrases *p, uint32_t node, size_t language, uint8_t met) {
    const struct phrase_node *n = &p->nodes[node];
    if (n->table != UINT32_MAX)
        return p->tables[(n->table * p->language_count + language) * WANTS + met];
    return n->reading_count && n->languages >> language & 1 && !(n->wants & ~met) ? n->set : 0;
}

const struct reading *phrases_reading(const struct phrases *p, uint32_t node, size_t language, uint8_t met,
                                      uint16_t label, const struct reading *after) {
    const struct phrase_node *n = &p->nodes[node];
    const struct reading *end = p->readings + n->first_reading + n->reading_count;
    for (const struct reading *r = after ? after + 1 : p->readings + n->first_reading; r < end; r++)
        if (r->label == label && r->languages >> language & 1 && !(r->wants & ~met))
            return r;
    return NULL;
}
