// The articles that were written before, for runs that write JSON Lines and no database.
#ifndef MIG_STORE_STATE_H
#define MIG_STORE_STATE_H

#include "store/database.h"

struct state;

// Opens the file, makes it when there is none. The caller holds the lock (store/lock.h).
enum mig_status state_open(const char *path, struct state **out, struct mig_error *err);
// For state_has only.
enum mig_status state_open_to_read(const char *path, struct state **out, struct mig_error *err);
// What was not committed is undone. NULL is fine.
void state_close(struct state *s);

// Whether the article of that key was written by that engine.
enum mig_status state_has(struct state *s, const char *key, const char *engine, bool *known, bool *has,
                          struct mig_error *err);
enum mig_status state_add(struct state *s, const char *key, const char *engine, struct mig_error *err);

// Begins a run that writes to the descriptor; -1: to a file that is put in its place before state_end. When it is a file
// that is appended to, what an earlier run wrote there after its last commit, and before it was killed, is cut off: it
// comes again. MIG_EOUTPUT also when that cannot be done.
enum mig_status state_begin(struct state *s, int output, struct mig_error *err);
// All that was added becomes lasting, at once, with what was written.
enum mig_status state_commit(struct state *s, struct mig_error *err);
// The same, and the run is over.
enum mig_status state_end(struct state *s, struct mig_error *err);

#endif
