// The database of articles and their records (data/schema/store.sql): what a run puts in, and what an export takes out.
#ifndef MIG_STORE_STORE_H
#define MIG_STORE_STORE_H

#include "store/database.h"

struct store;

// Opens for writing, makes it when there is none. The caller holds the lock (store/lock.h).
enum mig_status store_open(const char *path, struct store **out, struct mig_error *err);
// For reading: store_find and store_export.
enum mig_status store_open_to_read(const char *path, struct store **out, struct mig_error *err);
// What was not committed is undone. NULL is fine.
void store_close(struct store *s);

// --- a run ---

struct store_counts {
    size_t fresh, redone, unchanged, refused;
};

// Notes that a run begins, and that earlier ones which did not end were killed. engine must outlive the run.
enum mig_status store_begin(struct store *s, const char *engine, struct mig_error *err);
// Notes how it ended ("done", "interrupted", "failed") and commits.
enum mig_status store_end(struct store *s, const char *how, const struct store_counts *counts, struct mig_error *err);
// All that was added since the last commit becomes lasting, at once.
enum mig_status store_commit(struct store *s, struct mig_error *err);

struct store_known {
    int64_t article; // 0: not known
    bool current;    // read by this engine
    bool has_text;
};
enum mig_status store_find(struct store *s, const char *key, const char *engine, struct store_known *out,
                           struct mig_error *err);

// Puts an article in, or in place of what is known of it. json: its line as mig_session_extract wrote it, with its text
// when that is to be kept. *article is its row.
enum mig_status store_put(struct store *s, const char *key, struct str json, int64_t *article, struct mig_error *err);

// Notes that the article stands there. Another one at that place is gone from it.
enum mig_status store_place(struct store *s, struct str source, unsigned part, int64_t article, struct mig_error *err);
// Called when a file was read whole and had `parts` articles. What has moved within it or was edited is forgotten; what
// has rolled off a feed, or was another article at the same path, stays with its records.
enum mig_status store_leave(struct store *s, struct str source, unsigned parts, struct mig_error *err);
// That this file, or whatever is below this folder, is not to be pruned.
enum mig_status store_keep(struct store *s, struct str source, struct mig_error *err);
// Forgets what is at or below the path and was neither left nor kept in this run. *count: places forgotten.
enum mig_status store_prune(struct store *s, struct str path, size_t *count, struct mig_error *err);

// --- an export ---

struct store_query {
    const char *since; // published on that day or later, "2024-05-08"; NULL: all
    unsigned only;     // of tables: MIG_KIND_BITs of the records wanted
};

struct store_item {
    struct str source, json, text; // text: a NULL pointer when there is none
    unsigned part;
};
// Returns anything but MIG_OK to end the export with it.
typedef enum mig_status store_item_fn(void *context, const struct store_item *item, struct mig_error *err);
// Gives each place of each article, in the order of a walk over the sources.
enum mig_status store_export(struct store *s, const struct store_query *query, store_item_fn *give, void *context,
                             struct mig_error *err);

// A row of cells, NULL pointers for NULL; the first row has the columns' names.
typedef enum mig_status store_row_fn(void *context, const struct str *cells, size_t count, struct mig_error *err);
// Gives the rows of the view `records` for each place, in the same order.
enum mig_status store_export_table(struct store *s, const struct store_query *query, store_row_fn *give, void *context,
                                   struct mig_error *err);

#endif
