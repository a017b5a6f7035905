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
// Bits of the kinds that are to be written; flat: a line for each record, where dates must be asked for.
unsigned record_json_kinds(const struct mig_settings *settings, bool flat);
struct str record_json_name(enum mig_kind kind);   // "meeting"
struct str record_json_plural(enum mig_kind kind); // "meetings"

// Keys and values of the index-th record of that kind, into an object that is open. What does not fit shows in the
// buffer's status.
void record_json_fields(struct record_json *w, enum mig_kind kind, size_t index);

// Keys and values that tell of the article in both forms, into an object that is open.
void record_json_identity(struct record_json *w);  // id, source, part, url
void record_json_published(struct record_json *w); // published, published_basis

// A key; a key and its value, or null when that is empty.
#define KEY(w, name)           json_key(&(w)->json, STR(name))
#define STRING(w, name, value) json_string_field(&(w)->json, STR(name), (value))
#define BYTES(w, name, value)  json_bytes_field(&(w)->json, STR(name), (value)) // as STRING, of what may not be UTF-8

// Keys "start" and "end" in code points.
void record_json_span(struct record_json *w, struct span span);

#endif
