#include "store/state.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

enum { APPLICATION = 0x6d696773, VERSION = 1 }; // "migs"

// output: the file that the last run appended to, how long it was at the last commit, and whether that run ended.
static const char *const schema[] = {
    "CREATE TABLE written (key TEXT PRIMARY KEY, engine TEXT NOT NULL) WITHOUT ROWID;",
    "CREATE TABLE output (only INTEGER PRIMARY KEY CHECK (only = 1), device INTEGER, inode INTEGER, size INTEGER,"
    " ended INTEGER NOT NULL);",
    NULL,
};
static const struct database_kind kind = {APPLICATION, VERSION, "a migcoop state file", schema, NULL};

struct state {
    struct database database;
    sqlite3_stmt *has, *add, *note;
    int output; // a regular file's descriptor, or -1
};

static enum mig_status open_one(const char *path, bool writing, struct state **out, struct mig_error *err) {
    struct state *s = memory_zeroed(1, sizeof *s);
    *out = NULL;
    if (s == NULL)
        return error_memory(err);
    enum mig_status status =
        writing ? database_open(&s->database, path, &kind, err) : database_open_to_read(&s->database, path, &kind, err);
    if (status == MIG_OK)
        status = database_prepare(&s->database, "SELECT engine FROM written WHERE key = ?1", &s->has, err);
    if (status == MIG_OK && writing)
        status = database_prepare(&s->database, "INSERT OR REPLACE INTO written VALUES (?1, ?2)", &s->add, err);
    if (status == MIG_OK && writing)
        status =
            database_prepare(&s->database, "INSERT OR REPLACE INTO output VALUES (1, ?1, ?2, ?3, ?4)", &s->note, err);
    if (status == MIG_OK && writing)
        status = database_run(&s->database, "BEGIN IMMEDIATE", err);
    if (status == MIG_OK)
        *out = s;
    else
        state_close(s);
    return status;
}

enum mig_status state_open(const char *path, struct state **out, struct mig_error *err) {
    return open_one(path, true, out, err);
}

enum mig_status state_open_to_read(const char *path, struct state **out, struct mig_error *err) {
    return open_one(path, false, out, err);
}

void state_close(struct state *s) {
    if (s == NULL)
        return;
    (void)sqlite3_finalize(s->has);
    (void)sqlite3_finalize(s->add);
    (void)sqlite3_finalize(s->note);
    database_close(&s->database);
    memory_free(s);
}

enum mig_status state_has(struct state *s, const char *key, const char *engine, bool *known, bool *has,
                          struct mig_error *err) {
    database_bind(s->has, 1, str_c(key));
    int code = sqlite3_step(s->has);
    *known = code == SQLITE_ROW;
    *has = code == SQLITE_ROW && str_eq(database_text(s->has, 0), str_c(engine));
    enum mig_status status = code == SQLITE_ROW || code == SQLITE_DONE ? MIG_OK : database_fail(&s->database, err);
    (void)sqlite3_reset(s->has);
    return status;
}

enum mig_status state_add(struct state *s, const char *key, const char *engine, struct mig_error *err) {
    database_bind(s->add, 1, str_c(key));
    database_bind(s->add, 2, str_c(engine));
    return database_step(&s->database, s->add, NULL, NULL, err);
}

static enum mig_status fail(const struct state *s, struct mig_error *err) {
    return error_set(err, MIG_EOUTPUT, str_c(s->database.path), 0, 0, "the output cannot be kept in step with it: %s",
                     strerror(errno));
}

// Notes how long the output is, which is on the disk then.
static enum mig_status note(struct state *s, bool ended, struct mig_error *err) {
    struct stat info = {0};
    if (s->output >= 0 && (fsync(s->output) != 0 || fstat(s->output, &info) != 0))
        return fail(s, err);
    (void)sqlite3_bind_int64(s->note, 1, (int64_t)info.st_dev);
    (void)sqlite3_bind_int64(s->note, 2, (int64_t)info.st_ino);
    (void)sqlite3_bind_int64(s->note, 3, (int64_t)info.st_size);
    (void)sqlite3_bind_int(s->note, 4, ended);
    enum mig_status status = database_step(&s->database, s->note, NULL, NULL, err);
    return status == MIG_OK ? database_run(&s->database, "COMMIT; BEGIN IMMEDIATE", err) : status;
}

enum mig_status state_begin(struct state *s, int output, struct mig_error *err) {
    struct stat info = {0};
    sqlite3_stmt *select;
    if (output >= 0 && fstat(output, &info) == 0 && S_ISREG(info.st_mode) && fcntl(output, F_GETFL) & O_APPEND)
        s->output = output;
    if (s->output < 0)
        return note(s, true, err);
    enum mig_status status = database_prepare(&s->database,
                                              "SELECT size FROM output WHERE NOT ended AND device = ?1 AND inode = ?2"
                                              " AND size < ?3",
                                              &select, err);
    if (status != MIG_OK)
        return status;
    bool killed = false;
    int64_t size = 0;
    (void)sqlite3_bind_int64(select, 1, (int64_t)info.st_dev);
    (void)sqlite3_bind_int64(select, 2, (int64_t)info.st_ino);
    (void)sqlite3_bind_int64(select, 3, (int64_t)info.st_size);
    status = database_step(&s->database, select, &killed, &size, err);
    (void)sqlite3_finalize(select);
    if (status == MIG_OK && killed && ftruncate(s->output, (off_t)size) != 0)
        return fail(s, err);
    return status == MIG_OK ? note(s, false, err) : status;
}

enum mig_status state_commit(struct state *s, struct mig_error *err) {
    return note(s, s->output < 0, err);
}

enum mig_status state_end(struct state *s, struct mig_error *err) {
    return note(s, true, err);
}
