// The flat form: one line of JSON for each record, with what a reader needs to know of its article:
// data/schema/record.schema.json.
#ifndef MIG_OUTPUT_RECORDS_JSON_H
#define MIG_OUTPUT_RECORDS_JSON_H

#include "base/buf.h"
#include "extract/record.h"

// As article_json_write. Dates are written only when settings name them or have MIG_ALL; an article without records
// gives no line. The text of MIG_WITH_TEXT has no place in this form.
enum mig_status records_json_write(struct buf *out, const char *engine, struct document *document,
                                   const struct records *records, const struct mig_settings *settings,
                                   size_t written[MIG_KINDS]);

#endif
