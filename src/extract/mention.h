// What the rule cascade finds in one sentence: mentions (of kinds) and candidate records, with what each of their fields captured.
#ifndef MIG_EXTRACT_MENTION_H
#define MIG_EXTRACT_MENTION_H

#include "extract/record.h"
#include "rules/schema.h"

struct rule;  // rules/rule.h
struct entry; // rules/gazetteer.h

struct capture {
    uint16_t field;   // FIELD_…
    uint16_t label;   // the label that the item was matched by, or UINT16_MAX for a span or constant
    struct span span; // bytes of document.text; both 0 for a constant of `set`
    struct str value; // entry id ("05" of a month), digits of a number (ASCII, no separators), constant; else empty
    const struct entry *entry;     // the gazetteer entry of the item, or NULL
    const struct mention *mention; // the mention that the item is, or NULL
};

struct mention {
    uint16_t label;            // kind (LABEL_…) of a mention; record_kind of a candidate record
    uint32_t sentence;         // index of its sentence in the document
    struct span span;          // its extent
    struct span context;       // all that the rule matched
    const struct rule *rule;   // NULL for a gazetteer entry standing alone
    const struct entry *entry; // set for a gazetteer entry standing alone, else NULL
    struct capture *captures;  // in text order, constants last
    size_t capture_count;
    double confidence;
};

// The first capture of that field, or NULL.
const struct capture *mention_capture(const struct mention *m, uint16_t field);
// The next one after c, or NULL.
const struct capture *mention_capture_next(const struct mention *m, const struct capture *c);
// The value of the first capture of that field: its value, else the text of its span; empty when there is none.
struct str mention_value(const struct mention *m, uint16_t field, struct str text);

#endif
