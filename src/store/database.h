// SQLite as the store's files use it: opening, statements, and its errors as ours.
#ifndef MIG_STORE_DATABASE_H
#define MIG_STORE_DATABASE_H

#include <sqlite3.h>

#include "base/error.h"

struct database {
    sqlite3 *handle;  // NULL: not open
    const char *path; // borrowed
};

// What a database is for: its PRAGMA application_id, its PRAGMA user_version, and the statements that make it. An empty
// file becomes one; one of an older version is brought up to date where `upgrades` tells how.
struct database_kind {
    int32_t application;
    int version;
    const char *name;            // for messages: "a migcoop database"
    const char *const *schema;   // lines of SQL, NULL at the end
    const char *const *upgrades; // SQL that makes version i + 2 of i + 1; NULL entries: cannot be done
};

// Opens for writing, and makes the file when there is none: WAL, foreign keys, every commit on the disk.
enum mig_status database_open(struct database *d, const char *path, const struct database_kind *kind,
                              struct mig_error *err);
// Opens an existing one for reading only.
enum mig_status database_open_to_read(struct database *d, const char *path, const struct database_kind *kind,
                                      struct mig_error *err);
void database_close(struct database *d); // also what was never opened, when all is zero

enum mig_status database_run(struct database *d, const char *sql, struct mig_error *err);
enum mig_status database_prepare(struct database *d, const char *sql, sqlite3_stmt **out, struct mig_error *err);

// Says what SQLite's last call on it failed with. MIG_EMEMORY, MIG_EDATA for a file that is broken or no database, else
// MIG_EOUTPUT.
enum mig_status database_fail(const struct database *d, struct mig_error *err);

// Binding: text is borrowed until the statement is reset; a NULL pointer is NULL.
void database_bind(sqlite3_stmt *s, int index, struct str text);
struct str database_text(sqlite3_stmt *s, int column); // until the next step; a NULL pointer for NULL
// Runs to the end, then resets. *row (may be NULL) tells whether there was a row; its first column is *number then.
enum mig_status database_step(struct database *d, sqlite3_stmt *s, bool *row, int64_t *number, struct mig_error *err);

#endif
