// Rows of a table as text: CSV as RFC 4180 has it, but for lines that end in LF; TSV with C's escapes.
#ifndef MIG_OUTPUT_TABLE_H
#define MIG_OUTPUT_TABLE_H

#include "base/buf.h"

void table_csv_row(struct buf *out, const struct str *cells, size_t count);
void table_tsv_row(struct buf *out, const struct str *cells, size_t count);

#endif
