#include "store/store.h"

#include "base/buf.h"
#include "base/memory.h"
#include "output/stored_json.h"
#include "store/export.h"
#include "store/rows.h"
#include "store/schema_sql.h"

enum { APPLICATION = 0x6d696763, VERSION = 1, JSON_BYTES_MAX = 1 << 30 }; // "migc"

static const struct database_kind kind = {APPLICATION, VERSION, "a migcoop database", schema_sql, NULL};

enum statement {
    FIND,
    INSERT_ARTICLE,
    UPDATE_ARTICLE,
    PLACE_AT,
    PLACE_GONE,
    PLACE_BACK,
    PLACE_NEW,
    ANY_GONE,
    LEAVE_AFTER,
    LEAVE_MOVED,
    LEAVE_EDITED,
    LEAVE_REPLACED,
    ORPHANS,
    KEEP,
    PRUNE,
    STATEMENTS
};

// One of an article's columns, from its object in the JSON.
#define A(name) "json_extract(?6, '$." name "')"
#define HERE    "source = ?1 AND gone IS NULL"

// clang-format off
static const char *const sql[STATEMENTS] = {
    [FIND] = "SELECT article, engine, text IS NOT NULL FROM articles WHERE key = ?1",
    [INSERT_ARTICLE] =
        "INSERT INTO articles (key, engine, run, json, text, id, url, outlet, language, title, published,"
        " published_basis, characters) VALUES (?1, ?2, ?3, ?4, ?5, " A("id") ", " A("url") ", " A("outlet")
        ", " A("language") ", " A("title") ", " A("published") ", " A("published_basis") ", " A("characters") ")",
    [UPDATE_ARTICLE] =
        "UPDATE articles SET engine = ?2, run = ?3, json = ?4, text = coalesce(?5, text), id = " A("id")
        ", url = " A("url") ", outlet = " A("outlet") ", language = " A("language") ", title = " A("title")
        ", published = " A("published") ", published_basis = " A("published_basis")
        ", characters = " A("characters") " WHERE key = ?1",
    [PLACE_AT] = "SELECT article FROM sources WHERE " HERE " AND part = ?2",
    [PLACE_GONE] = "UPDATE sources SET gone = ?3 WHERE " HERE " AND part = ?2",
    [PLACE_BACK] = "UPDATE sources SET gone = NULL, part = ?2 WHERE rowid = (SELECT rowid FROM sources"
                   " WHERE source = ?1 AND article = ?3 AND gone IS NOT NULL LIMIT 1) RETURNING article",
    [PLACE_NEW] = "INSERT INTO sources (source, part, article, run) VALUES (?1, ?2, ?3, ?4)",
    [ANY_GONE] = "SELECT 1 FROM sources WHERE source = ?1 AND (gone IS NOT NULL OR part >= ?2) LIMIT 1",
    [LEAVE_AFTER] = "UPDATE sources SET gone = ?3 WHERE " HERE " AND part >= ?2",
    // The three kinds of place that need no longer be known. The articles concerned are looked at afterwards.
    [LEAVE_MOVED] = "DELETE FROM sources WHERE source = ?1 AND gone IS NOT NULL AND article IN"
                    " (SELECT article FROM sources WHERE " HERE ")",
    [LEAVE_EDITED] =
        "DELETE FROM sources WHERE source = ?1 AND gone IS NOT NULL AND"
        " (SELECT url FROM articles AS a WHERE a.article = sources.article) IN"
        " (SELECT url FROM sources AS s JOIN articles AS b ON b.article = s.article WHERE s.source = ?1"
        " AND s.gone IS NULL AND b.url IS NOT NULL)",
    [LEAVE_REPLACED] =
        "DELETE FROM sources WHERE source = ?1 AND gone = ?2 AND part = 0 AND"
        " ((SELECT url FROM articles AS a WHERE a.article = sources.article) IS NULL OR NOT EXISTS"
        " (SELECT 1 FROM sources AS s JOIN articles AS b ON b.article = s.article WHERE s.source = ?1"
        " AND s.gone IS NULL AND b.url IS NOT NULL))",
    [ORPHANS] = "DELETE FROM articles WHERE article IN (SELECT article FROM displaced) AND"
                " NOT EXISTS (SELECT 1 FROM sources AS s WHERE s.article = articles.article)",
    [KEEP] = "INSERT OR IGNORE INTO kept VALUES (?1)",
    [PRUNE] = "DELETE FROM sources WHERE (source = ?1 OR substr(source, 1, length(?1) + 1) = ?1 || '/') AND"
              " (gone IS NOT NULL OR (source NOT IN (SELECT source FROM kept) AND NOT EXISTS (SELECT 1 "
              "FROM kept AS k"
              " WHERE substr(sources.source, 1, length(k.source) + 1) = k.source || '/')))",
};
// clang-format on

struct store {
    struct database database;
    sqlite3_stmt *statements[STATEMENTS];
    struct rows rows;
    struct buf json; // an article's line without its text
    const char *engine;
    int64_t run;
    bool orphans; // places were perhaps forgotten since the last commit
};

enum mig_status store_open_to_read(const char *path, struct store **out, struct mig_error *err) {
    struct store *s = memory_zeroed(1, sizeof *s);
    *out = NULL;
    if (s == NULL)
        return error_memory(err);
    buf_init(&s->json, JSON_BYTES_MAX);
    enum mig_status status = database_open_to_read(&s->database, path, &kind, err);
    if (status == MIG_OK)
        status = database_prepare(&s->database, sql[FIND], &s->statements[FIND], err);
    if (status == MIG_OK)
        *out = s;
    else
        store_close(s);
    return status;
}

enum mig_status store_open(const char *path, struct store **out, struct mig_error *err) {
    struct store *s = memory_zeroed(1, sizeof *s);
    *out = NULL;
    if (s == NULL)
        return error_memory(err);
    buf_init(&s->json, JSON_BYTES_MAX);
    enum mig_status status = database_open(&s->database, path, &kind, err);
    if (status == MIG_OK)
        status = database_run(&s->database,
                              "CREATE TEMP TABLE kept (source TEXT PRIMARY KEY) WITHOUT ROWID;"
                              "CREATE TEMP TABLE displaced (article INTEGER PRIMARY KEY);"
                              "CREATE TEMP TRIGGER displace AFTER DELETE ON main.sources BEGIN"
                              " INSERT OR IGNORE INTO displaced VALUES (old.article); END",
                              err);
    for (size_t i = 0; i < STATEMENTS && status == MIG_OK; i++)
        status = database_prepare(&s->database, sql[i], &s->statements[i], err);
    if (status == MIG_OK)
        status = rows_prepare(&s->rows, &s->database, err);
    if (status == MIG_OK)
        *out = s;
    else
        store_close(s);
    return status;
}

void store_close(struct store *s) {
    if (s == NULL)
        return;
    for (size_t i = 0; i < STATEMENTS; i++)
        (void)sqlite3_finalize(s->statements[i]);
    rows_free(&s->rows);
    database_close(&s->database);
    buf_free(&s->json);
    memory_free(s);
}

// --- a run ----------------------------------------------------------------------------------------------------------

#define NOW "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"

enum mig_status store_begin(struct store *s, const char *engine, struct mig_error *err) {
    struct database *d = &s->database;
    sqlite3_stmt *insert;
    s->engine = engine;
    enum mig_status status =
        database_run(d, "BEGIN IMMEDIATE; UPDATE runs SET status = 'killed' WHERE status = 'running'", err);
    if (status == MIG_OK)
        status = database_prepare(d, "INSERT INTO runs (started, status, engine) VALUES (" NOW ", 'running', ?1)",
                                  &insert, err);
    if (status != MIG_OK)
        return status;
    database_bind(insert, 1, str_c(engine));
    status = database_step(d, insert, NULL, NULL, err);
    (void)sqlite3_finalize(insert);
    s->run = sqlite3_last_insert_rowid(d->handle);
    return status == MIG_OK ? store_commit(s, err) : status;
}

enum mig_status store_commit(struct store *s, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    if (s->orphans)
        status = database_step(&s->database, s->statements[ORPHANS], NULL, NULL, err);
    if (status == MIG_OK && s->orphans)
        status = database_run(&s->database, "DELETE FROM displaced", err);
    if (status == MIG_OK)
        status = database_run(&s->database, "COMMIT; BEGIN IMMEDIATE", err);
    if (status == MIG_OK)
        s->orphans = false;
    return status;
}

enum mig_status store_end(struct store *s, const char *how, const struct store_counts *counts, struct mig_error *err) {
    struct database *d = &s->database;
    sqlite3_stmt *update;
    enum mig_status status = database_prepare(d,
                                              "UPDATE runs SET ended = " NOW ", status = ?2, new = ?3, redone = ?4,"
                                              " unchanged = ?5, refused = ?6 WHERE run = ?1",
                                              &update, err);
    if (status != MIG_OK)
        return status;
    const size_t numbers[] = {counts->fresh, counts->redone, counts->unchanged, counts->refused};
    (void)sqlite3_bind_int64(update, 1, s->run);
    database_bind(update, 2, str_c(how));
    for (int i = 0; i < 4; i++)
        (void)sqlite3_bind_int64(update, 3 + i, (int64_t)numbers[i]);
    status = database_step(d, update, NULL, NULL, err);
    (void)sqlite3_finalize(update);
    if (status == MIG_OK)
        status = store_commit(s, err);
    return status;
}

enum mig_status store_find(struct store *s, const char *key, const char *engine, struct store_known *out,
                           struct mig_error *err) {
    sqlite3_stmt *find = s->statements[FIND];
    *out = (struct store_known){0};
    database_bind(find, 1, str_c(key));
    int code = sqlite3_step(find);
    if (code == SQLITE_ROW) {
        out->article = sqlite3_column_int64(find, 0);
        out->current = str_eq(database_text(find, 1), str_c(engine));
        out->has_text = sqlite3_column_int(find, 2) != 0;
    }
    enum mig_status status = code == SQLITE_ROW || code == SQLITE_DONE ? MIG_OK : database_fail(&s->database, err);
    (void)sqlite3_reset(find);
    return status;
}

static enum mig_status bind_and_step(struct store *s, enum statement which, const char *key, struct str text,
                                     struct mig_error *err) {
    sqlite3_stmt *statement = s->statements[which];
    database_bind(statement, 1, str_c(key));
    database_bind(statement, 2, str_c(s->engine));
    (void)sqlite3_bind_int64(statement, 3, s->run);
    database_bind(statement, 4, buf_str(&s->json));
    database_bind(statement, 5, text);
    database_bind(statement, 6, stored_json_member(buf_str(&s->json), STR("article")));
    return database_step(&s->database, statement, NULL, NULL, err);
}

// The text itself, of a JSON string.
static enum mig_status decode(struct store *s, struct str string, sqlite3_stmt **holder, struct str *out,
                              struct mig_error *err) {
    *out = (struct str){0};
    *holder = NULL;
    if (string.ptr == NULL)
        return MIG_OK;
    enum mig_status status = database_prepare(&s->database, "SELECT json_extract(?1, '$')", holder, err);
    if (status != MIG_OK)
        return status;
    database_bind(*holder, 1, string);
    if (sqlite3_step(*holder) != SQLITE_ROW)
        return database_fail(&s->database, err);
    *out = database_text(*holder, 0);
    return MIG_OK;
}

enum mig_status store_put(struct store *s, const char *key, struct str json, int64_t *article, struct mig_error *err) {
    struct store_known known;
    struct str text;
    sqlite3_stmt *holder = NULL;
    *article = 0;
    buf_clear(&s->json);
    enum mig_status status = stored_json_split(&s->json, json);
    if (status != MIG_OK)
        return status == MIG_EMEMORY ? error_memory(err)
                                     : error_set(err, MIG_EOUTPUT, str_c(s->database.path), 0, 0,
                                                 "an article's JSON is too large to be kept");
    status = decode(s, stored_json_field(json, STR("text")), &holder, &text, err);
    if (status == MIG_OK)
        status = store_find(s, key, s->engine, &known, err);
    if (status == MIG_OK)
        status = bind_and_step(s, known.article != 0 ? UPDATE_ARTICLE : INSERT_ARTICLE, key, text, err);
    (void)sqlite3_finalize(holder);
    if (status != MIG_OK)
        return status;
    *article = known.article != 0 ? known.article : sqlite3_last_insert_rowid(s->database.handle);
    if (known.article != 0)
        status = rows_clear(&s->rows, &s->database, *article, err);
    return status == MIG_OK ? rows_fill(&s->rows, &s->database, *article, buf_str(&s->json), err) : status;
}

// --- places ---------------------------------------------------------------------------------------------------------

// Binds a source and up to three numbers, and runs the statement.
static enum mig_status step_source(struct store *s, enum statement which, struct str source, const int64_t *numbers,
                                   int count, bool *row, int64_t *number, struct mig_error *err) {
    sqlite3_stmt *statement = s->statements[which];
    database_bind(statement, 1, source);
    for (int i = 0; i < count; i++)
        (void)sqlite3_bind_int64(statement, 2 + i, numbers[i]);
    return database_step(&s->database, statement, row, number, err);
}

enum mig_status store_place(struct store *s, struct str source, unsigned part, int64_t article, struct mig_error *err) {
    bool row;
    int64_t there;
    const int64_t numbers[] = {part, article, s->run}, displaced[] = {part, s->run};
    enum mig_status status = step_source(s, PLACE_AT, source, numbers, 1, &row, &there, err);
    if (status != MIG_OK || (row && there == article))
        return status;
    if (row)
        status = step_source(s, PLACE_GONE, source, displaced, 2, NULL, NULL, err);
    if (status == MIG_OK)
        status = step_source(s, PLACE_BACK, source, numbers, 2, &row, NULL, err);
    if (status == MIG_OK && !row)
        status = step_source(s, PLACE_NEW, source, numbers, 3, NULL, NULL, err);
    return status;
}

enum mig_status store_leave(struct store *s, struct str source, unsigned parts, struct mig_error *err) {
    bool row;
    const int64_t after[] = {parts, s->run};
    enum mig_status status = step_source(s, ANY_GONE, source, after, 1, &row, NULL, err);
    // What standard input gave is at no place, so nothing takes its place.
    if (status != MIG_OK || !row || str_eq(source, STR("-")))
        return status;
    s->orphans = true;
    status = step_source(s, LEAVE_AFTER, source, after, 2, NULL, NULL, err);
    if (status == MIG_OK)
        status = step_source(s, LEAVE_MOVED, source, NULL, 0, NULL, NULL, err);
    if (status == MIG_OK)
        status = step_source(s, LEAVE_EDITED, source, NULL, 0, NULL, NULL, err);
    if (status == MIG_OK && parts == 1)
        status = step_source(s, LEAVE_REPLACED, source, &s->run, 1, NULL, NULL, err);
    return status;
}

enum mig_status store_keep(struct store *s, struct str source, struct mig_error *err) {
    return step_source(s, KEEP, source, NULL, 0, NULL, NULL, err);
}

enum mig_status store_prune(struct store *s, struct str path, size_t *count, struct mig_error *err) {
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    enum mig_status status = step_source(s, PRUNE, path, NULL, 0, NULL, NULL, err);
    *count = status == MIG_OK ? (size_t)sqlite3_changes(s->database.handle) : 0;
    s->orphans = s->orphans || *count > 0;
    return status;
}

// --- an export ------------------------------------------------------------------------------------------------------

enum mig_status store_export(struct store *s, const struct store_query *query, store_item_fn *give, void *context,
                             struct mig_error *err) {
    return export_items(&s->database, query, give, context, err);
}

enum mig_status store_export_table(struct store *s, const struct store_query *query, store_row_fn *give, void *context,
                                   struct mig_error *err) {
    return export_rows(&s->database, query, give, context, err);
}
