#include "store/database.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

enum { BUSY_MILLISECONDS = 10000 };

enum mig_status database_fail(const struct database *d, struct mig_error *err) {
    int code = d->handle != NULL ? sqlite3_errcode(d->handle) & 0xff : SQLITE_NOMEM;
    struct str path = str_c(d->path);
    switch (code) {
    case SQLITE_NOMEM:
        return error_memory(err);
    case SQLITE_NOTADB:
        return error_set(err, MIG_EDATA, path, 0, 0, "this is no database");
    case SQLITE_CORRUPT:
        return error_set(err, MIG_EDATA, path, 0, 0, "the database is damaged: %s", sqlite3_errmsg(d->handle));
    default:
        return error_set(err, MIG_EOUTPUT, path, 0, 0, "the database cannot be used: %s", sqlite3_errmsg(d->handle));
    }
}

enum mig_status database_run(struct database *d, const char *sql, struct mig_error *err) {
    return sqlite3_exec(d->handle, sql, NULL, NULL, NULL) == SQLITE_OK ? MIG_OK : database_fail(d, err);
}

enum mig_status database_prepare(struct database *d, const char *sql, sqlite3_stmt **out, struct mig_error *err) {
    if (sqlite3_prepare_v3(d->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL) == SQLITE_OK)
        return MIG_OK;
    return database_fail(d, err);
}

void database_bind(sqlite3_stmt *s, int index, struct str text) {
    // Fails only for an index that is not there, or a text beyond SQLite's limit, which the step then shows.
    if (text.ptr == NULL)
        (void)sqlite3_bind_null(s, index);
    else
        (void)sqlite3_bind_text64(s, index, text.ptr, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

struct str database_text(sqlite3_stmt *s, int column) {
    const char *text = (const char *)sqlite3_column_text(s, column);
    return (struct str){text, text != NULL ? (size_t)sqlite3_column_bytes(s, column) : 0};
}

enum mig_status database_step(struct database *d, sqlite3_stmt *s, bool *row, int64_t *number, struct mig_error *err) {
    int code = sqlite3_step(s);
    if (row != NULL)
        *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW && number != NULL)
        *number = sqlite3_column_int64(s, 0);
    while (code == SQLITE_ROW)
        code = sqlite3_step(s);
    enum mig_status status = code == SQLITE_DONE ? MIG_OK : database_fail(d, err);
    (void)sqlite3_reset(s);
    return status;
}

// --- opening --------------------------------------------------------------------------------------------------------

static enum mig_status read_number(struct database *d, const char *sql, int64_t *out, struct mig_error *err) {
    sqlite3_stmt *s;
    bool row;
    *out = 0;
    enum mig_status status = database_prepare(d, sql, &s, err);
    if (status != MIG_OK)
        return status;
    status = database_step(d, s, &row, out, err);
    (void)sqlite3_finalize(s);
    return status;
}

static enum mig_status make(struct database *d, const struct database_kind *kind, struct mig_error *err) {
    struct buf sql;
    buf_init(&sql, 1 << 20);
    buf_append(&sql, STR("BEGIN IMMEDIATE;\n"));
    for (const char *const *line = kind->schema; *line != NULL; line++)
        buf_append(&sql, str_c(*line));
    buf_printf(&sql, "PRAGMA application_id = %ld; PRAGMA user_version = %d; COMMIT;", (long)kind->application,
               kind->version);
    buf_append_byte(&sql, '\0');
    enum mig_status status = sql.status == MIG_OK ? database_run(d, sql.ptr, err) : error_memory(err);
    buf_free(&sql);
    return status;
}

static enum mig_status upgrade(struct database *d, const struct database_kind *kind, int64_t version,
                               struct mig_error *err) {
    for (; version < kind->version; version++) {
        const char *sql = version >= 1 && kind->upgrades != NULL ? kind->upgrades[version - 1] : NULL;
        if (sql == NULL)
            return error_set(err, MIG_EDATA, str_c(d->path), 0, 0,
                             "schema version %ld is older than this migcoop can bring up to date (it has %d): extract "
                             "anew into another file",
                             (long)version, kind->version);
        enum mig_status status = database_run(d, sql, err);
        if (status != MIG_OK)
            return status;
    }
    return MIG_OK;
}

// Sees that the database is of that kind; an empty one is made so when it may be written.
static enum mig_status check_kind(struct database *d, const struct database_kind *kind, bool writing,
                                  struct mig_error *err) {
    int64_t application, version, tables;
    struct str path = str_c(d->path);
    enum mig_status status = read_number(d, "PRAGMA application_id", &application, err);
    if (status == MIG_OK)
        status = read_number(d, "PRAGMA user_version", &version, err);
    if (status == MIG_OK)
        status = read_number(d, "SELECT count(*) FROM sqlite_master", &tables, err);
    if (status != MIG_OK)
        return status;
    if (writing && application == 0 && version == 0 && tables == 0)
        return make(d, kind, err);
    if (application != kind->application)
        return error_set(err, MIG_EDATA, path, 0, 0, "this is not %s", kind->name);
    if (version > kind->version)
        return error_set(err, MIG_EDATA, path, 0, 0,
                         "schema version %ld was made by a newer migcoop; this one knows versions up to %d",
                         (long)version, kind->version);
    if (version < kind->version && !writing)
        return error_set(err, MIG_EDATA, path, 0, 0,
                         "schema version %ld is older than this migcoop's %d; a run of extract brings it up to date",
                         (long)version, kind->version);
    return upgrade(d, kind, version, err);
}

static enum mig_status open_handle(struct database *d, const char *name, int flags, struct mig_error *err) {
    if (sqlite3_open_v2(name, &d->handle, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return database_fail(d, err);
    (void)sqlite3_extended_result_codes(d->handle, 0);
    (void)sqlite3_busy_timeout(d->handle, BUSY_MILLISECONDS);
    return MIG_OK;
}

enum mig_status database_open(struct database *d, const char *path, const struct database_kind *kind,
                              struct mig_error *err) {
    *d = (struct database){.path = path};
    enum mig_status status = open_handle(d, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    if (status == MIG_OK)
        status = check_kind(d, kind, true, err);
    if (status == MIG_OK)
        status = database_run(d,
                              "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                              "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;",
                              err);
    if (status != MIG_OK)
        database_close(d);
    return status;
}

// As a URI that promises that nobody writes: a database in a folder where its log cannot be made has no other way.
static enum mig_status open_unchanging(struct database *d, struct mig_error *err) {
    struct buf uri;
    buf_init(&uri, 64 << 10);
    buf_append(&uri, STR("file:"));
    for (const char *c = d->path; *c != '\0'; c++) {
        if (*c == '%' || *c == '?' || *c == '#')
            buf_printf(&uri, "%%%02x", (unsigned)(unsigned char)*c);
        else
            buf_append_byte(&uri, *c);
    }
    buf_append(&uri, STR("?immutable=1\0"));
    database_close(d);
    enum mig_status status =
        uri.status == MIG_OK ? open_handle(d, uri.ptr, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err) : error_memory(err);
    buf_free(&uri);
    return status;
}

// Whether a log stands beside it, with what a killed run committed last.
static bool has_log(const char *path) {
    struct buf name;
    struct stat info;
    buf_init(&name, 64 << 10);
    buf_append(&name, str_c(path));
    buf_append(&name, STR("-wal\0"));
    bool found = name.status != MIG_OK || (stat(name.ptr, &info) == 0 && info.st_size > 0);
    buf_free(&name);
    return found;
}

enum mig_status database_open_to_read(struct database *d, const char *path, const struct database_kind *kind,
                                      struct mig_error *err) {
    *d = (struct database){.path = path};
    if (access(path, R_OK) != 0)
        return error_set(err, MIG_EINPUT, str_c(path), 0, 0, "there is no database to read");
    // As for writing where that is allowed: the last to close it then tidies its log away.
    enum mig_status status = open_handle(d, path, SQLITE_OPEN_READWRITE, err);
    if (status == MIG_OK) {
        int64_t version;
        status = read_number(d, "PRAGMA user_version", &version, err);
        int code = sqlite3_errcode(d->handle) & 0xff;
        if (status != MIG_OK && (code == SQLITE_CANTOPEN || code == SQLITE_READONLY) && !has_log(path))
            status = open_unchanging(d, err);
    }
    if (status == MIG_OK)
        status = database_run(d, "PRAGMA query_only = ON", err);
    if (status == MIG_OK)
        status = check_kind(d, kind, false, err);
    if (status != MIG_OK)
        database_close(d);
    return status;
}

void database_close(struct database *d) {
    if (d->handle != NULL)
        (void)sqlite3_close(d->handle);
    d->handle = NULL;
}
