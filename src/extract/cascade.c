#include "extract/cascade.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/token_memory.h"

#include <stdlib.h>
#include <string.h>

enum { NEARBY_MAX = 15 }; // items: further off it belongs to something else
enum { FRONTED_MAX = 3 }; // items at the head of a sentence

enum { SENTENCE_TOKENS_MAX = 400, RANGES_MAX = 260, VETO_BEFORE = 4 };

// A match of a mention rule before overlaps are settled.
struct match {
    uint32_t from, to; // items of the mention's own extent
    uint32_t context_from, context_to;
    struct rule_pattern *pattern;
    size_t ranges, range_count; // in scratch->ranges
};

// Working memory of one session, reused for every sentence.
struct cascade_scratch {
    struct pattern_scratch *pattern;
    struct token_memory memory;
    uint8_t *symbols; // two bytes an item
    size_t symbol_capacity;
    struct match *matches;
    size_t match_count, match_capacity;
    uint32_t *ranges;
    size_t range_count, range_capacity;
    struct item *row, *next_row; // of the sentence in hand; what a phase makes of it
    size_t row_capacity, next_capacity;
    uint32_t *tried; // by pattern number: the run that tried it last
    size_t tried_count;
    uint32_t run;
    uint32_t *seen; // by label set: the row that has it
    uint32_t row_number;
    uint32_t *sets; // those of the row in hand, each once
    size_t set_count, set_capacity;
    uint64_t groups;                    // that some of them are of use to
    const struct symbol_group *encoded; // the alphabet that symbols are in now
};

static void label_alone(void *context, struct token *t);

enum mig_status cascade_init(struct cascade *c, const struct rules *rules, struct mig_error *err) {
    *c = (struct cascade){.rules = rules};
    c->scratch = memory_zeroed(1, sizeof *c->scratch);
    if (!c->scratch)
        return error_memory(err);
    c->scratch->seen = memory_zeroed(rules->sets.count, sizeof *c->scratch->seen);
    enum mig_status status =
        c->scratch->seen && token_memory_init(&c->scratch->memory, &rules->vocabulary, label_alone, c)
            ? pattern_scratch_new(&c->scratch->pattern, err)
            : error_memory(err);
    if (status)
        cascade_free(c);
    return status;
}

void cascade_free(struct cascade *c) {
    if (c->scratch) {
        pattern_scratch_free(c->scratch->pattern);
        token_memory_free(&c->scratch->memory);
        memory_free(c->scratch->symbols);
        memory_free(c->scratch->matches);
        memory_free(c->scratch->ranges);
        memory_free(c->scratch->row);
        memory_free(c->scratch->next_row);
        memory_free(c->scratch->tried);
        memory_free(c->scratch->seen);
        memory_free(c->scratch->sets);
        memory_free(c->scratch);
    }
    known_names_free(&c->known_names);
    memory_free(c->tokens.at);
    *c = (struct cascade){0};
}

struct str span_text(const struct document *d, struct span span) {
    return str_sub(d->text, span.start, span.end);
}

size_t cascade_sentence_at(const struct cascade *c, uint32_t at) {
    size_t low = 0, high = c->sentence_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->sentences[middle].span.end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct item_cursor cascade_items(const struct cascade *c, struct span span) {
    return (struct item_cursor){span, cascade_sentence_at(c, span.start), 0};
}

const struct item *cascade_next_item(const struct cascade *c, struct item_cursor *at) {
    for (; at->sentence < c->sentence_count && c->sentences[at->sentence].span.start < at->span.end; at->sentence++) {
        const struct sentence *s = &c->sentences[at->sentence];
        while (at->item < s->base_count) {
            const struct item *item = &s->base[at->item++];
            if (item->start >= at->span.start && item->end <= at->span.end)
                return item;
        }
        at->item = 0;
    }
    return NULL;
}

const struct entry *item_entry_next(const struct cascade *c, const struct item *item, uint16_t label,
                                    const struct entry *after) {
    const struct reading *r = NULL;
    bool passed = after == NULL;
    while (item->node && (r = phrases_reading(&c->rules->phrases, item->node, c->language, item->met, label, r))) {
        if (r->entry == PHRASE_NO_ENTRY)
            continue;
        const struct entry *entry = &c->rules->gazetteer.entries[r->entry];
        if (passed)
            return entry;
        passed = entry == after;
    }
    return NULL;
}

const struct entry *item_entry(const struct cascade *c, const struct item *item, uint16_t label) {
    return item_entry_next(c, item, label, NULL);
}

bool sentence_has(const struct cascade *c, const struct sentence *s, uint16_t label, struct span span) {
    for (size_t i = 0; i < s->base_count; i++)
        if (s->base[i].start >= span.start && s->base[i].end <= span.end && item_has(c, &s->base[i], label))
            return true;
    return false;
}

// How many items a verb may stand before or after its date, and an auxiliary before its verb.
enum { TENSE_BEFORE = 20, TENSE_AFTER = 10, TENSE_AUXILIARY = 3 };

static bool is_entry_of(const struct cascade *c, const struct item *item, uint16_t label, const struct entry **out) {
    *out = item_has(c, item, label) ? item_entry(c, item, label) : NULL;
    return *out != NULL;
}

// Whether a word in lower case ends in one of them, after a stem of two letters at least.
static bool ends_in(struct str word, const struct token_set *endings) {
    enum { STEM = 2 };
    for (size_t i = 0; i < endings->count; i++)
        if (word.len >= endings->at[i].len + STEM && str_ends(word, endings->at[i]))
            return true;
    return false;
}

// What one item tells of the tense: by the word lists of past and future, by how it ends, or as a verb phrase that names files give a
// status. What is proposed may have been so then or be done later: it tells nothing.
static enum date_tense tense_of(const struct cascade *c, const struct item *item) {
    static const uint16_t labels[] = {LABEL_MEET, LABEL_SIGN, LABEL_LAUNCH};
    const struct language *language = &c->rules->languages[c->language];
    const struct entry *e;
    if (item_has(c, item, LIST_FUTURE))
        return TENSE_FUTURE;
    if (item_has(c, item, LIST_PAST))
        return TENSE_PAST;
    if (item->shape & SHAPE_WORD && item->shape & SHAPE_LOWER) {
        const struct str word = span_text(c->document, item_span(item));
        if (ends_in(word, &language->future_endings))
            return TENSE_FUTURE;
        if (ends_in(word, &language->past_endings))
            return TENSE_PAST;
    }
    if (is_entry_of(c, item, LABEL_MODAL, &e) && str_eq(e->id, STR("planned")))
        return TENSE_FUTURE;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (is_entry_of(c, item, labels[i], &e))
            return str_eq(e->id, STR("planned"))    ? TENSE_FUTURE
                   : str_eq(e->id, STR("proposed")) ? TENSE_NONE
                                                    : TENSE_PAST;
    return TENSE_NONE;
}

static bool ends_clause(const struct item *item) {
    return !(item->shape & (SHAPE_WORD | SHAPE_NUMBER)) && item->shape & SHAPE_CLAUSE;
}

// The tense of the nearest item before `from` that tells one; an auxiliary shortly before it ("will be signed") decides. What stands
// before a clause of its own counts only where it looks ahead: "it is planned that", not "he said that".
static enum date_tense tense_before(const struct cascade *c, const struct sentence *s, size_t from) {
    enum date_tense found = TENSE_NONE;
    size_t left = TENSE_BEFORE;
    for (size_t i = from; i-- > 0 && left > 0 && !ends_clause(&s->base[i]); left--) {
        if (item_has(c, &s->base[i], LIST_THAT))
            return i > 0 && tense_of(c, &s->base[i - 1]) == TENSE_FUTURE ? TENSE_FUTURE : found;
        enum date_tense here = tense_of(c, &s->base[i]);
        if (here == TENSE_FUTURE)
            return here;
        if (here == TENSE_PAST && found == TENSE_NONE) {
            found = here;
            left = left < TENSE_AUXILIARY ? left : TENSE_AUXILIARY;
        }
    }
    return found;
}

static enum date_tense tense_after(const struct cascade *c, const struct sentence *s, size_t from) {
    enum date_tense found = TENSE_NONE;
    for (size_t i = from; i < s->base_count && i < from + TENSE_AFTER && !found && !ends_clause(&s->base[i]); i++)
        found = tense_of(c, &s->base[i]);
    return found;
}

// The verb before the date has it ("will meet on Friday"); a date at the beginning goes with the verb that follows.
enum date_tense cascade_tense(const struct cascade *c, const struct mention *m) {
    const struct sentence *s = &c->sentences[m->sentence];
    size_t from = 0, to;
    while (from < s->base_count && s->base[from].end <= m->span.start)
        from++;
    to = from;
    while (to < s->base_count && s->base[to].start < m->span.end)
        to++;
    enum date_tense before = tense_before(c, s, from);
    return before ? before : tense_after(c, s, to);
}

// ---- dictionary

struct walk {
    const struct rules *rules;
    size_t language;
    const struct token *tokens;
    uint32_t end;  // of the tokens
    bool capitals; // the sentence is all in capitals
    // best so far
    uint32_t best_end, best_node, best_set;
    uint8_t best_met;
};

_Static_assert(SCHEMA_FIXED_LABELS <= 64, "the labels that extraction asks for by role have a bit each");

static const uint64_t NAME_KINDS = LABEL_BIT(LABEL_COUNTRY) | LABEL_BIT(LABEL_CITY) | LABEL_BIT(LABEL_ORG) |
                                   LABEL_BIT(LABEL_BODY) | LABEL_BIT(LABEL_DEAL) | LABEL_BIT(LABEL_PERSON);

static void offer(struct walk *w, uint32_t node, uint32_t first, uint32_t end, uint8_t lost) {
    const struct token *t = w->tokens;
    bool cap = w->capitals || t[first].shape & TOKEN_CAP,
         caps = t[first].shape & TOKEN_WORD && t[first].shape & TOKEN_CAPS;
    uint8_t met =
        (uint8_t)(((PHRASE_STRICT | PHRASE_BARE) & ~lost) | (cap ? PHRASE_CAP : 0) | (caps ? PHRASE_CAPS : 0));
    uint32_t set = phrases_set(&w->rules->phrases, node, w->language, met);
    // Of two phrases of the same words, one in a list and one a name told by its looser spelling, the name counts.
    bool name = end > first + 1 && w->rules->sets.sets[set].roles & NAME_KINDS &&
                !(w->rules->sets.sets[w->best_set].roles & NAME_KINDS);
    if (!set || end < w->best_end || (end == w->best_end && !(name && w->best_end > first)))
        return;
    w->best_end = end;
    w->best_node = node;
    w->best_set = set;
    w->best_met = met;
}

// lost: the wants that the words up to here do not meet.
static void walk_from(struct walk *w, uint32_t node, uint32_t first, uint32_t at, uint8_t lost) {
    if (at >= w->end)
        return;
    const struct phrases *phrases = &w->rules->phrases;
    const struct token *t = &w->tokens[at];
    uint32_t child;
    const uint32_t wholes[] = {t->whole, t->whole_loose};
    for (size_t i = 0; i < 2 && t->parts > 1 && at + t->parts <= w->end; i++) {
        if (!wholes[i] || !(child = phrases_step(phrases, node, wholes[i])))
            continue;
        uint8_t now = (uint8_t)(lost | (i ? PHRASE_STRICT : 0));
        offer(w, child, first, at + t->parts, now);
        walk_from(w, child, first, at + t->parts, now);
    }
    for (size_t i = 0; i < t->key_count; i++) {
        if (!(child = phrases_step(phrases, node, t->keys[i])))
            continue;
        uint8_t now = (uint8_t)(lost | (t->loose >> i & 1 ? PHRASE_STRICT : 0) | (t->bare >> i & 1 ? PHRASE_BARE : 0));
        offer(w, child, first, at + 1, now);
        if (phrases->nodes[child].inner)
            walk_from(w, child, first, at + 1, now);
    }
}

static bool all_capitals(const struct cascade *c) {
    unsigned words = 0, capitals = 0;
    for (size_t i = 0; i < c->tokens.count; i++) {
        uint8_t shape = c->tokens.at[i].shape;
        if (!(shape & TOKEN_WORD) || !(shape & (TOKEN_CAP | TOKEN_LOWER)))
            continue;
        words++;
        capitals += (shape & TOKEN_CAPS) != 0;
    }
    return words >= 3 && capitals * 4 >= words * 3;
}

static bool reserve_row(struct cascade_scratch *s, size_t items) {
    return memory_grow(&s->row, &s->row_capacity, items, sizeof *s->row) &&
           memory_grow(&s->next_row, &s->next_capacity, items, sizeof *s->next_row) &&
           memory_grow(&s->symbols, &s->symbol_capacity, items * 2, 1);
}

static struct token_label label_of(const struct walk *w, const struct token *t) {
    uint8_t shape = t->shape;
    if (!w->best_set && shape & TOKEN_WORD && !(shape & TOKEN_SOFT))
        shape |= TOKEN_UNKNOWN;
    return (struct token_label){w->best_set, w->best_node, w->best_met, shape, true, false};
}

// Notes what the token is when it stands alone; called once for each word that is kept in memory.
static void label_alone(void *context, struct token *t) {
    const struct cascade *c = context;
    const struct phrases *phrases = &c->rules->phrases;
    struct walk w = {.rules = c->rules, .language = c->language, .tokens = t, .end = 1};
    t->alone.known = false;
    if (t->parts > 1 && (t->whole || t->whole_loose))
        return;
    walk_from(&w, 0, 0, 0, 0);
    t->alone = label_of(&w, t);
    for (size_t i = 0; i < t->key_count; i++) {
        uint32_t child = phrases_step(phrases, 0, t->keys[i]);
        t->alone.begins |= child && phrases->nodes[child].inner;
    }
}

// Whether the token stands alone: no phrase that begins with it goes on with the next one.
static bool stands_alone(const struct walk *w, uint32_t at) {
    const struct phrases *phrases = &w->rules->phrases;
    const struct token *t = &w->tokens[at], *next = t + 1;
    if (!t->alone.known || w->capitals)
        return false;
    if (!t->alone.begins || at + 1 == w->end)
        return true;
    if (next->parts > 1 && (next->whole || next->whole_loose))
        return false;
    for (size_t i = 0; i < t->key_count && next->key_count; i++) {
        uint32_t child = phrases_step(phrases, 0, t->keys[i]);
        for (size_t j = 0; child && j < next->key_count; j++)
            if (phrases_step(phrases, child, next->keys[j]))
                return false;
    }
    return true;
}

// The labelled run that begins with the token at `at`, which is moved behind it.
static struct item label_run(struct walk *w, uint32_t *at) {
    const struct token *t = &w->tokens[*at];
    struct item item = {.start = t->start};
    w->best_end = *at;
    w->best_set = w->best_node = w->best_met = 0;
    walk_from(w, 0, *at, *at, 0);
    struct token_label label = label_of(w, t);
    item.set = label.set;
    item.node = label.node;
    item.met = label.met;
    item.shape = label.shape;
    if (w->best_end > *at + 1) {
        item.shape = item.shape & TOKEN_WORD ? (uint8_t)(item.shape & ~TOKEN_SOFT) : TOKEN_WORD;
        *at = w->best_end;
    } else {
        ++*at;
    }
    item.end = w->tokens[*at - 1].end;
    return item;
}

static enum mig_status label_items(struct cascade *c, struct sentence *s, struct mig_error *err) {
    struct walk w = {.rules = c->rules,
                     .language = c->language,
                     .tokens = c->tokens.at,
                     .end = (uint32_t)c->tokens.count,
                     .capitals = all_capitals(c)};
    size_t count = 0;
    if (!reserve_row(c->scratch, c->tokens.count + 1))
        return error_memory(err);
    struct item *row = c->scratch->row;
    for (uint32_t at = 0; at < w.end; count++) {
        const struct token *t = &w.tokens[at];
        if (stands_alone(&w, at)) {
            row[count] =
                (struct item){t->start, t->end, t->alone.set, t->alone.node, t->alone.shape, t->alone.met, NULL};
            at++;
        } else {
            row[count] = label_run(&w, &at);
        }
        if (row[count].set)
            s->roles |= c->rules->sets.sets[row[count].set].roles;
    }
    s->base = arena_alloc(&c->document->arena, count * sizeof *s->base + 1);
    if (!s->base)
        return error_memory(err);
    memcpy(s->base, row, count * sizeof *s->base);
    s->base_count = s->item_count = count;
    c->scratch->set_count = 0;
    s->items = row;
    return MIG_OK;
}

// ---- rules

// The label sets of the row, each once: what tells which rules can match at all.
static bool collect_sets(struct cascade *c, const struct sentence *s) {
    struct cascade_scratch *scratch = c->scratch;
    const uint64_t *groups_of_set = c->rules->languages[c->language].groups_of_set;
    scratch->set_count = 0;
    scratch->groups = 0;
    scratch->encoded = NULL;
    if (++scratch->row_number == 0) {
        memset(scratch->seen, 0, c->rules->sets.count * sizeof *scratch->seen);
        scratch->row_number = 1;
    }
    if (s->item_count >= scratch->set_capacity &&
        !memory_grow(&scratch->sets, &scratch->set_capacity, s->item_count + 1, sizeof *scratch->sets))
        return false;
    for (size_t i = 0; i < s->item_count; i++) {
        uint32_t set = s->items[i].set;
        if (scratch->seen[set] == scratch->row_number)
            continue;
        scratch->seen[set] = scratch->row_number;
        scratch->sets[scratch->set_count++] = set;
        scratch->groups |= groups_of_set[set];
    }
    return true;
}

static struct byte_set present_classes(const struct cascade *c, const struct symbol_group *g) {
    struct byte_set present = {{0}};
    for (size_t i = 0; i < c->scratch->set_count; i++)
        byte_set_add(&present, g->class_of_set[c->scratch->sets[i]]);
    return present;
}

// Writes the row in the group's alphabet, unless it is there already.
static void encode(struct cascade *c, const struct sentence *s, const struct symbol_group *g) {
    uint8_t *symbols = c->scratch->symbols;
    if (c->scratch->encoded == g)
        return;
    c->scratch->encoded = g;
    for (size_t i = 0; i < s->item_count; i++) {
        symbols[2 * i] = s->items[i].shape;
        symbols[2 * i + 1] = g->class_of_set[s->items[i].set];
    }
}

static bool can_match(const struct rule_pattern *p, const struct byte_set *present) {
    for (size_t i = 0; i < p->required_count; i++)
        if (!byte_set_meets(&p->required[i].classes, present))
            return false;
    return true;
}

// Whether each element that a match beginning here cannot do without is there where it would have to be.
static bool has_required(const struct cascade *c, const struct sentence *s, const struct rule_pattern *p, size_t at) {
    const uint8_t *symbols = c->scratch->symbols;
    for (size_t i = 0; i < p->required_count; i++) {
        const struct rule_required *r = &p->required[i];
        size_t next = at + r->least_before, end = at + r->most_before + 1;
        if (end > s->item_count)
            end = s->item_count;
        while (next < end && !byte_set_has(&r->classes, symbols[2 * next + 1]))
            next++;
        if (next >= end)
            return false;
    }
    return true;
}

static bool can_begin(const struct cascade *c, const struct sentence *s, const struct rule_pattern *p, size_t at) {
    const uint8_t *symbol = c->scratch->symbols + 2 * at;
    bool first =
        p->begins_anywhere || (byte_set_has(&p->first_classes, symbol[1]) && byte_set_has(&p->first_shapes, symbol[0]));
    return first && (c->watcher || has_required(c, s, p, at)); // who watches wants to see what nearly matched
}

static enum mig_status report_limit(struct cascade *c, const struct sentence *s, const struct rule_pattern *p) {
    c->limit_hits++;
    return document_diagnose(c->document, DIAGNOSTIC_WARNING, "rule-limit", p->rule->id, s->span.start, s->span.end,
                             "the rule was given up on this sentence: it took too many steps");
}

// 1 and the ranges at the end of scratch->ranges, or 0; -2 with *status set after a failure.
static int match_at(struct cascade *c, const struct sentence *s, struct rule_pattern *p, size_t at,
                    enum mig_status *status, struct mig_error *err) {
    struct cascade_scratch *scratch = c->scratch;
    const struct pattern_code *code;
    *status = rule_pattern_code(c->rules, p, &code, err);
    if (!*status && scratch->range_count + RANGES_MAX > scratch->range_capacity &&
        !memory_grow(&scratch->ranges, &scratch->range_capacity, scratch->range_count + RANGES_MAX,
                     sizeof *scratch->ranges))
        *status = error_memory(err);
    if (*status)
        return -2;
    int found = pattern_match(code, scratch->pattern, scratch->symbols, s->item_count, at,
                              scratch->ranges + scratch->range_count, RANGES_MAX);
    if (found == -1)
        *status = report_limit(c, s, p);
    else if (found == -2)
        *status = error_memory(err);
    return *status ? -2 : found > 0;
}

static enum mig_status is_vetoed(struct cascade *c, const struct sentence *s, const struct rule *rule,
                                 const struct byte_set *present, size_t from, size_t to, bool *vetoed,
                                 struct mig_error *err) {
    *vetoed = false;
    for (size_t i = 0; i < rule->unless_count && !*vetoed; i++) {
        struct rule_pattern *p = &rule->unless[i];
        if (!can_match(p, present))
            continue;
        for (size_t at = from > VETO_BEFORE ? from - VETO_BEFORE : 0; at < to && !*vetoed; at++) {
            enum mig_status status = MIG_OK;
            if (can_begin(c, s, p, at))
                *vetoed = match_at(c, s, p, at, &status, err) == 1;
            if (status)
                return status;
        }
    }
    return MIG_OK;
}

static enum mig_status keep_match(struct cascade *c, struct rule_pattern *p, size_t count, struct mig_error *err) {
    struct cascade_scratch *scratch = c->scratch;
    const uint32_t *ranges = scratch->ranges + scratch->range_count;
    const struct pattern_code *code = atomic_load(&p->code);
    struct match m = {ranges[0], ranges[1], ranges[0], ranges[1], p, scratch->range_count, count};
    for (size_t i = 0; i < code->group_count; i++)
        if (code->groups[i].field == FIELD_SELF && ranges[2 * (i + 1)] != UINT32_MAX) {
            m.from = ranges[2 * (i + 1)];
            m.to = ranges[2 * (i + 1) + 1];
        }
    if (m.to <= m.from)
        return MIG_OK; // an empty match tells nothing
    if (!memory_grow(&scratch->matches, &scratch->match_capacity, scratch->match_count + 1, sizeof *scratch->matches))
        return error_memory(err);
    scratch->matches[scratch->match_count++] = m;
    scratch->range_count += 2 * count;
    return MIG_OK;
}

// The next trigger of the pattern at or after item `from`; SIZE_MAX when there is none.
static size_t next_trigger(const struct cascade *c, const struct sentence *s, const struct rule_pattern *p,
                           size_t from) {
    for (size_t i = from; i < s->item_count; i++)
        if (byte_set_has(&p->trigger->classes, c->scratch->symbols[2 * i + 1]))
            return i;
    return SIZE_MAX;
}

static enum mig_status run_pattern(struct cascade *c, const struct sentence *s, struct rule_pattern *p,
                                   const struct byte_set *present, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    size_t trigger = SIZE_MAX;
    if (!can_match(p, present))
        return MIG_OK;
    encode(c, s, p->alphabet);
    for (size_t at = 0; at < s->item_count && !status; at++) {
        if (p->trigger) { // a match that begins here has its trigger within reach
            if (trigger == SIZE_MAX || trigger < at + p->trigger->least_before)
                trigger = next_trigger(c, s, p, at + p->trigger->least_before);
            if (trigger == SIZE_MAX)
                break;
            if (trigger > at + p->trigger->most_before)
                at = trigger - p->trigger->most_before;
        }
        if (!can_begin(c, s, p, at))
            continue;
        int found = match_at(c, s, p, at, &status, err);
        if (found != 1) {
            if (found == 0 && c->watcher)
                c->watcher->failed(c->watcher->context, c, s, p, s->items, at);
            continue;
        }
        const struct pattern_code *code = atomic_load(&p->code);
        size_t from = c->scratch->ranges[c->scratch->range_count], to = c->scratch->ranges[c->scratch->range_count + 1];
        bool vetoed;
        c->scratch->range_count += 2 * (code->group_count + 1);
        status = is_vetoed(c, s, p->rule, present, from, to, &vetoed, err);
        c->scratch->range_count -= 2 * (code->group_count + 1);
        if (status)
            break;
        if (c->watcher)
            c->watcher->matched(c->watcher->context, c, s, p, s->items, from, to, vetoed);
        if (!vetoed) {
            status = keep_match(c, p, code->group_count + 1, err);
            if (p->rule->gives_record && to > at)
                at = to - 1; // one rule reads one stretch once
        }
    }
    return status;
}

static int compare_matches(const void *a, const void *b) {
    const struct match *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to > y->to ? -1 : 1;
    if (x->pattern->rule->order != y->pattern->rule->order)
        return x->pattern->rule->order < y->pattern->rule->order ? -1 : 1;
    return x->pattern < y->pattern ? -1 : x->pattern > y->pattern;
}

// The label of the test by which the item was captured; its first positive one that holds.
static uint16_t captured_label(const struct cascade *c, const struct pattern_test *test, const struct item *item) {
    for (size_t i = 0; i < test->atom_count; i++)
        if (!test->atoms[i].is_shape && !test->atoms[i].negated && item_has(c, item, test->atoms[i].label))
            return test->atoms[i].label;
    return SCHEMA_NONE;
}

// The digits of a number as ASCII; a separator before exactly three digits is dropped, any other becomes a period.
static enum mig_status number_value(struct cascade *c, struct str text, struct str *out) {
    struct buf b;
    buf_init(&b, 4096);
    for (size_t at = 0, len; at < text.len; at += len) {
        struct fold scratch;
        uint32_t rune = utf8_at(text, at, &len);
        const struct fold *f = fold_of(rune, &scratch);
        bool mark = rune == '.' || rune == ',' || rune == 0x66B || rune == 0x66C;
        size_t digits = 0, next = at + len, step;
        while (mark && next < text.len && fold_of(utf8_at(text, next, &step), &scratch)->flags & FOLD_DIGIT) {
            next += step;
            digits++;
        }
        if (f->flags & FOLD_DIGIT)
            buf_append(&b, (struct str){f->strict, f->strict_len});
        else if (mark && digits && digits != 3)
            buf_append_byte(&b, '.');
    }
    bool done = !b.status && arena_copy(&c->document->arena, buf_str(&b), out);
    buf_free(&b);
    return done ? MIG_OK : MIG_EMEMORY;
}

static enum mig_status fill_capture(struct cascade *c, const struct pattern_group *group, const struct item *row,
                                    uint32_t from, uint32_t to, struct capture *out) {
    const struct item *item = &row[from];
    *out = (struct capture){.field = group->field, .label = SCHEMA_NONE};
    out->span = (struct span){item_span(item).start, item_span(&row[to - 1]).end};
    if (to - from == 1)
        out->mention = item->mention;
    if (group->is_span) {
        // A span over one labelled item still knows what that item is.
        if (to - from == 1 && !item->mention && item->node) {
            const struct label_set *set = &c->rules->sets.sets[item->set];
            for (size_t i = 0; i < set->count && !out->entry; i++)
                out->entry = item_entry(c, item, set->labels[i]);
            if (out->entry)
                out->label = out->entry->label;
        }
        return MIG_OK;
    }
    out->label = captured_label(c, group->test, item);
    if (out->label != SCHEMA_NONE && !item->mention)
        out->entry = item_entry(c, item, out->label);
    if (out->entry)
        out->value = out->entry->id;
    else if (item->shape & SHAPE_NUMBER && !item->mention)
        return number_value(c, span_text(c->document, out->span), &out->value);
    return MIG_OK;
}

static enum mig_status make_mention(struct cascade *c, const struct sentence *s, const struct match *m,
                                    struct mention **out, struct mig_error *err) {
    struct arena *arena = &c->document->arena;
    const struct rule *rule = m->pattern->rule;
    const struct pattern_code *code = atomic_load(&m->pattern->code);
    const struct item *row = s->items;
    struct capture captures[RANGES_MAX / 2];
    size_t count = 0;
    const uint32_t *ranges = c->scratch->ranges + m->ranges;
    for (size_t i = 0; i < code->group_count && count < RANGES_MAX / 2; i++) {
        uint32_t from = ranges[2 * (i + 1)], to = ranges[2 * (i + 1) + 1];
        if (from == UINT32_MAX || to <= from || code->groups[i].field == FIELD_SELF)
            continue;
        if (fill_capture(c, &code->groups[i], row, from, to, &captures[count++]))
            return error_memory(err);
    }
    struct mention *mention = arena_zeroed(arena, 1, sizeof *mention);
    size_t room = count + rule->nearby_count + rule->constant_count;
    struct capture *kept = arena_alloc(arena, (room + !room) * sizeof *kept);
    if (!mention || !kept)
        return error_memory(err);
    if (count)
        memcpy(kept, captures, count * sizeof *kept);
    *mention = (struct mention){.label = rule->gives,
                                .sentence = (uint32_t)(s - c->sentences),
                                .rule = rule,
                                .captures = kept,
                                .capture_count = count,
                                .confidence = rule->confidence};
    mention->span = (struct span){row[m->from].start, row[m->to - 1].end};
    mention->context = (struct span){row[m->context_from].start, row[m->context_to - 1].end};
    *out = mention;
    return MIG_OK;
}

static bool keep_mention(struct cascade *c, struct list_mention *list, const struct mention *m) {
    if (!record_grow(&c->document->arena, &list->at, &list->capacity, list->count, sizeof *list->at))
        return false;
    list->at[list->count++] = m;
    return true;
}

// What `set` says holds where the text does not say otherwise.
static void add_constants(struct mention *m) {
    const struct rule *rule = m->rule;
    for (size_t i = 0; i < rule->constant_count; i++)
        if (!mention_capture(m, rule->constants[i].field))
            m->captures[m->capture_count++] = (struct capture){
                .field = rule->constants[i].field, .label = SCHEMA_NONE, .value = rule->constants[i].value};
}

static struct item mention_item(const struct cascade *c, const struct mention *m) {
    return (struct item){.start = m->span.start,
                         .end = m->span.end,
                         .set = c->rules->kind_sets[m->label],
                         .shape = SHAPE_WORD,
                         .mention = m};
}

// Puts the mentions of one phase into the row: overlaps are settled leftmost, longest, then file order.
static enum mig_status collapse(struct cascade *c, struct sentence *s, struct mig_error *err) {
    struct cascade_scratch *scratch = c->scratch;
    if (!scratch->match_count)
        return MIG_OK;
    qsort(scratch->matches, scratch->match_count, sizeof *scratch->matches, compare_matches);
    struct item *row = scratch->next_row;
    size_t count = 0, next = 0;
    for (size_t at = 0; at < s->item_count;) {
        while (next < scratch->match_count && scratch->matches[next].from < at)
            next++;
        if (next == scratch->match_count || scratch->matches[next].from > at) {
            row[count++] = s->items[at++];
            continue;
        }
        const struct match *m = &scratch->matches[next];
        struct mention *mention;
        enum mig_status status = make_mention(c, s, m, &mention, err);
        if (status)
            return status;
        add_constants(mention);
        if (!keep_mention(c, &c->mentions, mention))
            return error_memory(err);
        row[count++] = mention_item(c, mention);
        at = m->to;
    }
    scratch->next_row = scratch->row;
    size_t capacity = scratch->next_capacity;
    scratch->next_capacity = scratch->row_capacity;
    scratch->row = row;
    scratch->row_capacity = capacity;
    s->items = row;
    s->item_count = count;
    scratch->set_count = 0; // another row
    return MIG_OK;
}

static bool is_captured(const struct mention *m, struct span span) {
    for (size_t i = 0; i < m->capture_count; i++)
        if (m->captures[i].span.start < span.end && span.start < m->captures[i].span.end)
            return true;
    return false;
}

// "now" and "two years" tell no day: nothing that stands beside them happened then.
static bool is_vague_date(const struct mention *m) {
    const struct capture *type = m && m->label == LABEL_DATE ? mention_capture(m, FIELD_TYPE) : NULL;
    return m && m->label == LABEL_DATE &&
           (mention_capture(m, FIELD_REF) || (type && str_eq(type->value, STR("DURATION"))));
}

// "On 15 May, in the old town hall of Lima, …": what a sentence begins with holds for all of it; but not the day of a dateline, which
// stands after its town.
static bool is_fronted(const struct cascade *c, const struct sentence *s, size_t at) {
    for (size_t i = 0; i < at && i < FRONTED_MAX; i++)
        if (s->items[i].mention || item_has(c, &s->items[i], LABEL_CITY) || item_has(c, &s->items[i], LABEL_COUNTRY))
            return false;
    return at < FRONTED_MAX;
}

// "In the evening" tells no day either.
static bool is_hour_alone(const struct mention *m) {
    return m && m->label == LABEL_DATE && !mention_capture(m, FIELD_DATE) &&
           (mention_capture(m, FIELD_PART) || mention_capture(m, FIELD_HOUR));
}

// The nearest item of the sentence that the test wants and no field has: inside the match, else before or after it.
static const struct item *find_nearby(const struct cascade *c, const struct sentence *s, const struct mention *m,
                                      const struct match *match, const struct pattern_test *test) {
    const struct item *best = NULL;
    size_t best_distance = NEARBY_MAX + 1;
    for (size_t i = 0; i < s->item_count; i++) {
        // What follows the verb is nearer to it than what comes before it.
        size_t distance = i < match->context_from  ? (match->context_from - i) * 3
                          : i >= match->context_to ? i - match->context_to + 1
                                                   : 0;
        if (distance > NEARBY_MAX && is_fronted(c, s, i))
            distance = NEARBY_MAX;
        if (distance < best_distance && pattern_test_holds(test, &c->rules->sets, s->items[i].set, s->items[i].shape) &&
            !is_captured(m, item_span(&s->items[i])) && !is_vague_date(s->items[i].mention) &&
            !is_hour_alone(s->items[i].mention)) {
            best = &s->items[i];
            best_distance = distance;
        }
    }
    return best;
}

static enum mig_status make_candidate(struct cascade *c, const struct sentence *s, const struct match *match,
                                      struct mig_error *err) {
    struct mention *m;
    enum mig_status status = make_mention(c, s, match, &m, err);
    if (status)
        return status;
    const struct rule *rule = match->pattern->rule;
    for (size_t i = 0; i < rule->nearby_count; i++) {
        const struct pattern_node *test = rule->nearby[i].test;
        const struct item *item = find_nearby(c, s, m, match, &test->test);
        struct pattern_group group = {test->field, false, &test->test};
        if (item && fill_capture(c, &group, item, 0, 1, &m->captures[m->capture_count]))
            return error_memory(err);
        m->capture_count += item != NULL;
    }
    add_constants(m);
    return keep_mention(c, &c->candidates, m) ? MIG_OK : error_memory(err);
}

// Whether an earlier match of the same rule, by another of its patterns, reads the same stretch or more.
static bool is_inside_earlier(const struct match *matches, size_t at) {
    const struct match *m = &matches[at];
    for (size_t i = 0; i < at; i++)
        if (matches[i].pattern->rule == m->pattern->rule && matches[i].context_from <= m->context_from &&
            matches[i].context_to >= m->context_to)
            return true;
    return false;
}

static enum mig_status run_patterns(struct cascade *c, const struct sentence *s, const struct rule_patterns *patterns,
                                    const struct byte_set *present, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < patterns->count && !status; i++) {
        uint32_t *tried = &c->scratch->tried[patterns->at[i]->number];
        if (*tried != c->scratch->run)
            status = run_pattern(c, s, patterns->at[i], present, err);
        *tried = c->scratch->run;
    }
    return status;
}

static bool begin_run(struct cascade_scratch *scratch, size_t patterns) {
    if (patterns > scratch->tried_count) {
        uint32_t *grown = memory_zeroed(patterns, sizeof *grown);
        if (!grown)
            return false;
        memory_free(scratch->tried);
        scratch->tried = grown;
        scratch->tried_count = patterns;
        scratch->run = 0;
    }
    if (++scratch->run == 0) {
        memset(scratch->tried, 0, scratch->tried_count * sizeof *scratch->tried);
        scratch->run = 1;
    }
    return true;
}

static enum mig_status run_group(struct cascade *c, const struct sentence *s, const struct rule_group *group,
                                 struct mig_error *err) {
    struct byte_set present = present_classes(c, &group->alphabet);
    if (!begin_run(c->scratch, group->pattern_count))
        return error_memory(err);
    enum mig_status status = run_patterns(c, s, &group->always, &present, err);
    for (unsigned word = 0; word < 4; word++)
        for (uint64_t bits = present.bits[word] & group->triggers.bits[word]; bits && !status; bits &= bits - 1)
            status = run_patterns(c, s, &group->triggered[word * 64 + (unsigned)__builtin_ctzll(bits)], &present, err);
    return status;
}

static enum mig_status run_phase(struct cascade *c, struct sentence *s, const struct rule_phase *phase, bool records,
                                 struct mig_error *err) {
    c->scratch->match_count = c->scratch->range_count = 0;
    enum mig_status status = c->scratch->set_count || collect_sets(c, s) ? MIG_OK : error_memory(err);
    for (size_t i = 0; i < phase->group_count && !status; i++)
        if (c->scratch->groups >> phase->groups[i].number & 1 || phase->groups[i].always.count)
            status = run_group(c, s, &phase->groups[i], err);
    if (status || !records)
        return status ? status : collapse(c, s, err);
    if (c->scratch->match_count)
        qsort(c->scratch->matches, c->scratch->match_count, sizeof *c->scratch->matches, compare_matches);
    for (size_t i = 0; i < c->scratch->match_count && !status; i++)
        if (!is_inside_earlier(c->scratch->matches, i))
            status = make_candidate(c, s, &c->scratch->matches[i], err);
    return status;
}

// ---- officials by their name alone

static enum mig_status make_minister(struct cascade *c, const struct sentence *s, struct span span,
                                     const struct entry *entry, struct mention **out, struct mig_error *err) {
    struct mention *m = arena_zeroed(&c->document->arena, 1, sizeof *m);
    struct capture *name = arena_zeroed(&c->document->arena, 1, sizeof *name);
    if (!m || !name)
        return error_memory(err);
    *name = (struct capture){.field = FIELD_NAME, .label = SCHEMA_NONE, .span = span, .entry = entry};
    *m = (struct mention){.label = LABEL_MINISTER,
                          .sentence = (uint32_t)(s - c->sentences),
                          .span = span,
                          .context = span,
                          .captures = name,
                          .capture_count = 1,
                          .confidence = RULE_CONFIDENCE,
                          .entry = entry};
    *out = m;
    return MIG_OK;
}

// Known office-holders whom no rule read are officials too.
static enum mig_status place_known_people(struct cascade *c, struct sentence *s, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    for (size_t i = 0; sentence_names(s, LABEL_PERSON) && i < s->item_count && !status; i++) {
        struct mention *m = NULL;
        if (s->items[i].mention || !item_has(c, &s->items[i], LABEL_PERSON))
            continue;
        status = make_minister(c, s, item_span(&s->items[i]), item_entry(c, &s->items[i], LABEL_PERSON), &m, err);
        if (!status && !keep_mention(c, &c->mentions, m))
            status = error_memory(err);
        if (!status)
            s->items[i] = mention_item(c, m);
    }
    return status;
}

static enum mig_status find_mentions(struct cascade *c, struct sentence *s, struct mig_error *err) {
    const struct language *language = &c->rules->languages[c->language];
    size_t mentions = c->mentions.count;
    enum mig_status status = label_items(c, s, err);
    size_t phases = c->dates_only ? language->date_phases : language->phase_count - 1;
    for (size_t i = 0; i < phases && !status; i++)
        status = run_phase(c, s, &language->phases[i], false, err);
    if (!status && !c->dates_only)
        status = place_known_people(c, s, err);
    if (status || c->mentions.count == mentions) {
        s->items = s->base;
        return status;
    }
    struct item *items = arena_alloc(&c->document->arena, s->item_count * sizeof *items);
    if (!items)
        return error_memory(err);
    memcpy(items, s->items, s->item_count * sizeof *items);
    s->items = items;
    return MIG_OK;
}

enum mig_status cascade_candidates(struct cascade *c, struct mig_error *err) {
    const struct language *language = &c->rules->languages[c->language];
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < c->sentence_count && !status; i++) {
        struct sentence *s = &c->sentences[i];
        size_t candidates = c->candidates.count;
        c->scratch->set_count = 0;
        status = run_phase(c, s, &language->phases[language->phase_count - 1], true, err);
        if (!status && c->watcher)
            c->watcher->sentence(c->watcher->context, c, s, candidates);
    }
    return status;
}

// The proclitic before a name, labelled as the dictionary has it.
static struct item clitic_item(const struct cascade *c, const struct item *whole, uint32_t end) {
    struct item item = {.start = whole->start, .end = end, .shape = SHAPE_WORD};
    const struct phrases *phrases = &c->rules->phrases;
    uint32_t node =
        phrases_step(phrases, 0, vocabulary_find(&c->rules->vocabulary, span_text(c->document, item_span(&item))));
    if (node) {
        item.met = PHRASE_STRICT | PHRASE_BARE;
        item.node = node;
        item.set = phrases_set(phrases, node, c->language, item.met);
    }
    return item;
}

enum mig_status cascade_add_minister(struct cascade *c, struct sentence *s, struct span span, bool *done,
                                     struct mig_error *err) {
    struct mention *m = NULL;
    size_t from = 0, to, count = 0;
    *done = false;
    while (from < s->item_count && s->items[from].end <= span.start)
        from++;
    for (to = from; to < s->item_count && s->items[to].start < span.end; to++)
        if (s->items[to].mention || s->items[to].end > span.end)
            return MIG_OK;
    if (to == from)
        return MIG_OK;
    struct item *items = arena_alloc(&c->document->arena, (s->item_count + 2) * sizeof *items);
    enum mig_status status = make_minister(c, s, span, NULL, &m, err);
    if (!status && !items)
        status = error_memory(err);
    if (status)
        return status;
    for (size_t i = 0; i < from; i++)
        items[count++] = s->items[i];
    if (s->items[from].start < span.start)
        items[count++] = clitic_item(c, &s->items[from], span.start);
    items[count++] = mention_item(c, m);
    for (size_t i = to; i < s->item_count; i++)
        items[count++] = s->items[i];
    s->items = items;
    s->item_count = count;
    *done = true;
    return MIG_OK;
}

// ---- sentences

// Labels the tokens in hand as one more sentence and finds its mentions.
static enum mig_status end_sentence(struct cascade *c, uint32_t paragraph, struct mig_error *err) {
    if (!c->tokens.count)
        return MIG_OK;
    struct document *d = c->document;
    if (!record_grow(&d->arena, &c->sentences, &c->sentence_capacity, c->sentence_count, sizeof *c->sentences))
        return error_memory(err);
    struct sentence *s = &c->sentences[c->sentence_count++];
    *s = (struct sentence){.span = {c->tokens.at[0].start, c->tokens.at[c->tokens.count - 1].end},
                           .paragraph = paragraph,
                           .role = d->paragraphs[paragraph].role};
    enum mig_status status = find_mentions(c, s, err);
    c->tokens.count = 0;
    return status;
}

// Adds what comes next to the tokens in hand; *more tells whether there was anything, *ends whether the sentence ends with it.
static bool add_tokens(struct cascade *c, struct token_scanner *scanner, bool *more, bool *ends) {
    struct token_raw raw;
    *more = true;
    if (token_memory_next(&c->scratch->memory, scanner, &c->tokens, SENTENCE_TOKENS_MAX - c->tokens.count)) {
        const struct token *last = &c->tokens.at[c->tokens.count - 1];
        raw = (struct token_raw){.start = last->start, .end = last->end, .shape = last->shape};
        *ends = token_ends_sentence(scanner, &raw);
        return true;
    }
    *more = token_next(scanner, &raw);
    *ends = *more && token_ends_sentence(scanner, &raw);
    return !*more || token_add(&c->tokens, scanner->config, &c->rules->vocabulary, c->document->text, &raw);
}

static enum mig_status split_paragraph(struct cascade *c, uint32_t number, struct mig_error *err) {
    const struct paragraph *p = &c->document->paragraphs[number];
    struct token_scanner scanner;
    enum mig_status status = MIG_OK;
    bool more = true, ends = false;
    token_scanner_init(&scanner, &c->rules->languages[c->language].config, c->document->text, p->start, p->end);
    while (more && !status) {
        if (!add_tokens(c, &scanner, &more, &ends))
            return error_memory(err);
        if (ends || c->tokens.count >= SENTENCE_TOKENS_MAX)
            status = end_sentence(c, number, err);
    }
    return status ? status : end_sentence(c, number, err);
}

enum mig_status cascade_mentions(struct cascade *c, struct document *document, size_t language, struct mig_error *err) {
    c->document = document;
    c->language = language;
    c->tokens.count = 0;
    c->sentences = NULL;
    c->sentence_count = c->sentence_capacity = 0;
    c->mentions = c->candidates = (struct list_mention){0};
    c->limit_hits = 0;
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < document->paragraph_count && !status; i++)
        if (document->paragraphs[i].role != PARAGRAPH_FURNITURE)
            status = split_paragraph(c, (uint32_t)i, err);
    return status;
}
