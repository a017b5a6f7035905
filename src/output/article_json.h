// One article and all its records as one JSON object on one line: data/schema/article.schema.json.
#ifndef MIG_OUTPUT_ARTICLE_JSON_H
#define MIG_OUTPUT_ARTICLE_JSON_H

#include "base/buf.h"
#include "extract/record.h"

// Appends the line, newline included, to out and counts what it wrote by kind. engine is the version string. Working
// memory comes from the document's arena. Returns out's status: MIG_EMEMORY, or MIG_ELIMIT when the line is longer than
// out's ceiling.
enum mig_status article_json_write(struct buf *out, const char *engine, struct document *document,
                                   const struct records *records, const struct mig_settings *settings,
                                   size_t written[MIG_KINDS]);

#endif
