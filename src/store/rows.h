// The tables of records, filled from an article's JSON by SQL.
#ifndef MIG_STORE_ROWS_H
#define MIG_STORE_ROWS_H

#include "store/database.h"

enum { ROWS_STATEMENTS = 32 };

struct rows {
    sqlite3_stmt *clear[ROWS_STATEMENTS], *fill[ROWS_STATEMENTS]; // NULL after the last
};

enum mig_status rows_prepare(struct rows *r, struct database *d, struct mig_error *err);
void rows_free(struct rows *r); // also what was never prepared, when all is NULL

// Removes the article's rows from every table of records.
enum mig_status rows_clear(struct rows *r, struct database *d, int64_t article, struct mig_error *err);
// Adds them, from its line of JSON.
enum mig_status rows_fill(struct rows *r, struct database *d, int64_t article, struct str json, struct mig_error *err);

#endif
