// The cascade: a document's sentences become rows of items, the rules run over them phase by phase, mentions and candidate records come
// out. See "How matching works" in data/README.md.
#ifndef MIG_EXTRACT_CASCADE_H
#define MIG_EXTRACT_CASCADE_H

#include "extract/dates.h"
#include "extract/known_names.h"
#include "rules/rule.h"

// A word, number, mark, labelled run or mention of a sentence.
struct item {
    uint32_t start, end; // bytes of the text
    uint32_t set;        // its labels
    uint32_t node;       // of the phrase dictionary, 0 when it is in none
    uint8_t shape;       // SHAPE_…
    uint8_t met;         // which wants of the phrase the text meets
    const struct mention *mention;
};

struct sentence {
    struct span span; // bytes of the text
    uint32_t paragraph;
    enum paragraph_role role;
    struct item *base; // after the dictionary
    size_t base_count;
    uint64_t roles;     // the first 64 labels that stand in base
    struct item *items; // after all mention rules
    size_t item_count;
};

struct list_mention {
    const struct mention **at;
    size_t count, capacity;
};

// What the cascade saw of one document. Sentences, mentions and candidates live in the document's arena.
struct cascade {
    const struct rules *rules;
    bool dates_only; // run no more phases than dates need
    size_t language;
    struct document *document;
    struct token_row tokens; // of the sentence in hand; memory of the session
    struct sentence *sentences;
    size_t sentence_count, sentence_capacity;
    struct list_mention mentions;   // of all kinds, in text order within a phase
    struct list_mention candidates; // records, in text order within a sentence
    // What rules are told of their work, for explain; NULL otherwise.
    const struct cascade_watcher *watcher;
    struct cascade_scratch *scratch;
    struct known_names known_names;
    unsigned long limit_hits; // matches given up because a limit was hit
};

struct cascade_watcher {
    // A rule matched at items [from, to) of row; vetoed tells that an `unless` stood in the way.
    void (*matched)(void *context, const struct cascade *c, const struct sentence *s, const struct rule_pattern *p,
                    const struct item *row, size_t from, size_t to, bool vetoed);
    // The first element of a pattern is there but no match begins with it.
    void (*failed)(void *context, const struct cascade *c, const struct sentence *s, const struct rule_pattern *p,
                   const struct item *row, size_t from);
    // A sentence is done; its candidates begin at this number of their list.
    void (*sentence)(void *context, const struct cascade *c, const struct sentence *s, size_t candidates);
    void *context;
};

enum mig_status cascade_init(struct cascade *c, const struct rules *rules, struct mig_error *err);
void cascade_free(struct cascade *c);

// Splits all paragraphs that are not furniture into sentences and finds their mentions. language: number of the rules' language.
enum mig_status cascade_mentions(struct cascade *c, struct document *document, size_t language, struct mig_error *err);
// Then the candidates: record rules run over the rows that the mentions left.
enum mig_status cascade_candidates(struct cascade *c, struct mig_error *err);

// Between the two: what an official named before is called by later. The items of the sentence that lie in the span become one mention
// of kind MINISTER; letters before it in its first item (a proclitic) become an item of their own. Sets *done to whether it could be
// placed: it cannot where a mention overlaps it already.
enum mig_status cascade_add_minister(struct cascade *c, struct sentence *s, struct span span, bool *done,
                                     struct mig_error *err);

static inline bool item_has(const struct cascade *c, const struct item *item, uint16_t label) {
    return label_sets_has(&c->rules->sets, item->set, label);
}
// Those of its labels that extraction asks for by role, as bits.
#define LABEL_BIT(label) ((uint64_t)1 << (label))
static inline uint64_t item_labels(const struct cascade *c, const struct item *item) {
    return c->rules->sets.sets[item->set].roles;
}
// Whether any item of the sentence has that label, one of the first 64.
static inline bool sentence_names(const struct sentence *s, uint16_t label) {
    return s->roles >> label & 1;
}
static inline struct span item_span(const struct item *item) {
    return (struct span){item->start, item->end};
}
// The entry by which the item has that label, NULL when it has none (a word list) or not that label.
const struct entry *item_entry(const struct cascade *c, const struct item *item, uint16_t label);
// The next entry of that label for an ambiguous name, after the one given.
const struct entry *item_entry_next(const struct cascade *c, const struct item *item, uint16_t label,
                                    const struct entry *after);
// Whether an item with that label stands in the sentence within the span.
bool sentence_has(const struct cascade *c, const struct sentence *s, uint16_t label, struct span span);
// What the nearest verb of its clause says about when a date lies: by the lists `future` and `past`.
enum date_tense cascade_tense(const struct cascade *c, const struct mention *m);
// The first sentence that ends after this byte of the text; sentence_count when none does.
size_t cascade_sentence_at(const struct cascade *c, uint32_t at);
// A walk over the items, as the dictionary left them, that lie within a span of the text.
struct item_cursor {
    struct span span;
    size_t sentence, item; // the next one to look at
};
struct item_cursor cascade_items(const struct cascade *c, struct span span);
const struct item *cascade_next_item(const struct cascade *c, struct item_cursor *at); // NULL at the end
struct str span_text(const struct document *d, struct span span);

#endif
