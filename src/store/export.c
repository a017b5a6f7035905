#include "store/export.h"

// The order of a walk: a folder's entries come where its name comes, so the slash is less than any other character.
#define ORDER "replace(s.source, '/', char(1)), s.part, s.gone IS NOT NULL, s.rowid"
#define SINCE "(?1 IS NULL OR substr(a.published, 1, 10) >= ?1)"

static struct str since_of(const struct store_query *query) {
    return query->since != NULL ? str_sub(str_c(query->since), 0, 10) : (struct str){0};
}

enum mig_status export_items(struct database *d, const struct store_query *query, store_item_fn *give, void *context,
                             struct mig_error *err) {
    sqlite3_stmt *select;
    int code;
    enum mig_status status =
        database_prepare(d,
                         "SELECT s.source, s.part, a.json, a.text FROM sources AS s JOIN articles AS a"
                         " ON a.article = s.article WHERE " SINCE " ORDER BY " ORDER,
                         &select, err);
    if (status != MIG_OK)
        return status;
    database_bind(select, 1, since_of(query));
    while (status == MIG_OK && (code = sqlite3_step(select)) != SQLITE_DONE) {
        if (code != SQLITE_ROW) {
            status = database_fail(d, err);
            break;
        }
        struct store_item item = {.source = database_text(select, 0),
                                  .part = (unsigned)sqlite3_column_int64(select, 1),
                                  .json = database_text(select, 2),
                                  .text = database_text(select, 3)};
        status = give(context, &item, err);
    }
    (void)sqlite3_finalize(select);
    return status;
}

// --- tables ---------------------------------------------------------------------------------------------------------

enum { CELLS_MOST = 64 };

static enum mig_status give_row(sqlite3_stmt *select, bool names, store_row_fn *give, void *context,
                                struct mig_error *err) {
    struct str cells[CELLS_MOST];
    int count = sqlite3_column_count(select);
    for (int i = 0; i < count && i < CELLS_MOST; i++)
        cells[i] = names ? str_c(sqlite3_column_name(select, i)) : database_text(select, i);
    return give(context, cells, (size_t)(count < CELLS_MOST ? count : CELLS_MOST), err);
}

// Columns of the view that are not of use outside: the row number of the article.
#define COLUMNS                                                                                                        \
    "r.record, s.source, s.part, a.id AS article, a.url, a.title AS article_title, a.language, a.published, r.id, "    \
    "r.key, r.name, r.kind, r.status, r.denied, r.date, r.earliest, r.latest, r.city, r.country, r.parties, "          \
    "r.people, r.title, r.topics, printf('%.2f', r.confidence) AS confidence, r.evidence"
// The kinds in the order of the article's JSON; ?2 is the sum of the bits wanted.
#define KIND                                                                                                           \
    "CASE r.record WHEN 'meeting' THEN 0 WHEN 'minister' THEN 1 WHEN 'date' THEN 2 WHEN 'program' THEN 3 ELSE 4 END"

enum mig_status export_rows(struct database *d, const struct store_query *query, store_row_fn *give, void *context,
                            struct mig_error *err) {
    sqlite3_stmt *select;
    int code;
    enum mig_status status =
        database_prepare(d,
                         "SELECT " COLUMNS " FROM sources AS s JOIN articles AS a ON a.article = s.article JOIN records"
                         " AS r ON r.article = s.article WHERE " SINCE " AND (1 << " KIND ") & ?2 ORDER BY " ORDER
                         ", " KIND ", length(r.id), r.id",
                         &select, err);
    if (status != MIG_OK)
        return status;
    database_bind(select, 1, since_of(query));
    (void)sqlite3_bind_int64(select, 2, query->only);
    status = give_row(select, true, give, context, err);
    while (status == MIG_OK && (code = sqlite3_step(select)) != SQLITE_DONE)
        status = code == SQLITE_ROW ? give_row(select, false, give, context, err) : database_fail(d, err);
    (void)sqlite3_finalize(select);
    return status;
}
