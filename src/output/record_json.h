// The fields of one record as JSON, the same in the article's object and in the flat form: keys and order of the
// schemas in data/schema/.
#ifndef MIG_OUTPUT_RECORD_JSON_H
#define MIG_OUTPUT_RECORD_JSON_H

#include "extract/record.h"
#include "output/json.h"
#include "output/offsets.h"

#define RECORD_JSON_SCHEMA "migcoop/1"

struct record_json {
    struct json json;
    struct document *document; // its arena takes what writing needs
    const struct records *records;
    struct offsets offsets;
};

// All is borrowed. The first value goes to out. MIG_EMEMORY is the only failure.
enum mig_status record_json_start(struct record_json *w, struct buf *out, struct document *document,
                                  const struct records *records);

size_t record_json_count(const struct records *records, enum mig_kind kind);
struct str record_json_name(enum mig_kind kind);   // "meeting"
struct str record_json_plural(enum mig_kind kind); // "meetings"

// Keys and values of the index-th record of that kind, into an object that is open. What does not fit shows in the
// buffer's status.
void record_json_fields(struct record_json *w, enum mig_kind kind, size_t index);

// Keys "start" and "end" in code points.
void record_json_span(struct record_json *w, struct span span);

#endif
