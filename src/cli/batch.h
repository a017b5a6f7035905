// What a run of extract knows of earlier runs: the database of --db, the state file of --state, or nothing.
#ifndef MIG_CLI_BATCH_H
#define MIG_CLI_BATCH_H

#include "base/buf.h"
#include "base/hash.h"
#include "cli/options.h"
#include "input/document.h"
#include "store/lock.h"
#include "store/state.h"
#include "store/store.h"

enum batch_verdict { BATCH_NEW, BATCH_AGAIN, BATCH_UNCHANGED };

// What is known of an article.
struct batch_article {
    enum batch_verdict verdict;
    char key[HASH_HEX]; // empty when nothing is kept
    bool known;         // it was done before, by whatever engine
};

struct batch {
    const struct options *options;
    const char *engine;
    struct lock lock;
    struct store *store; // at most one of both
    struct state *state;
    struct document scratch;
    struct buf ways;  // the options that the key depends on
    size_t waiting;   // bytes put in and not committed
    double committed; // seconds, when
    struct store_counts counts;
    size_t pruned;
};

// Takes the lock and opens the file. EXIT_DONE, or the status to exit with: the message is out then. batch_close in any
// case. engine must outlive the batch.
int batch_open(struct batch *b, const struct options *o, const char *engine);
void batch_close(struct batch *b);

// Whether the file is one that the run keeps itself, and so no input.
bool batch_is_own(const struct batch *b, struct str name);

// Whether the article is to be done. One that is unchanged is noted as standing at its place.
enum mig_status batch_look(struct batch *b, const struct mig_article *article, struct batch_article *out,
                           struct mig_error *err);
// Keeps the result of an article looked at before.
enum mig_status batch_put(struct batch *b, const struct mig_article *article, const struct batch_article *looked,
                          struct str json, struct mig_error *err);
// That a file was read to its end, with so many articles; and that one could not be read.
enum mig_status batch_leave(struct batch *b, struct str source, unsigned parts, struct mig_error *err);
enum mig_status batch_keep(struct batch *b, struct str source, struct mig_error *err);

// Commits when enough has been put in; what was written elsewhere must be out.
enum mig_status batch_commit_if_due(struct batch *b, struct mig_error *err);
// Commits the last of it. complete: all inputs were read, so that --prune may do its work.
enum mig_status batch_finish(struct batch *b, bool complete, struct mig_error *err);

#endif
