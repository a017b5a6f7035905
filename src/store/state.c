#include "store/state.h"

#include "base/memory.h"

enum { APPLICATION = 0x6d696773, VERSION = 1 }; // "migs"

static const char *const schema[] = {"CREATE TABLE written (key TEXT PRIMARY KEY, engine TEXT NOT NULL) WITHOUT ROWID;",
                                     NULL};
static const struct database_kind kind = {APPLICATION, VERSION, "a migcoop state file", schema, NULL};

struct state {
    struct database database;
    sqlite3_stmt *has, *add;
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

enum mig_status state_commit(struct state *s, struct mig_error *err) {
    return database_run(&s->database, "COMMIT; BEGIN IMMEDIATE", err);
}
