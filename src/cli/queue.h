// What was read and waits to be done and written, in the order of reading. Threads, each with a session of its own over the shared
// engine, extract the articles; what becomes of all that is taken out in the order in which it was put in, so that nobody can tell
// how many threads there were.
#ifndef MIG_CLI_QUEUE_H
#define MIG_CLI_QUEUE_H

#include "base/arena.h"
#include "base/buf.h"
#include "cli/batch.h"

struct queue;

enum entry_kind {
    ENTRY_ARTICLE,
    ENTRY_REFUSED, // an input that cannot be read; error tells why
    ENTRY_LEFT,    // a file was read to its end
};

struct entry {
    enum entry_kind kind;
    const char *name; // of the input
    unsigned parts;   // articles of the file so far
    bool first;       // of its file
    struct batch_article looked;
    struct mig_article article;
    enum mig_status status; // of extracting it
    struct mig_error error;
    struct mig_result result;
    // the queue's own
    enum { ENTRY_WAITS, ENTRY_RUNS, ENTRY_DONE } state;
    struct arena arena;
    struct buf json;
};

// jobs: how many articles are done at a time, at most. With 1 there are no threads.
enum mig_status queue_open(const struct mig_engine *engine, const struct mig_settings *settings, size_t jobs,
                           struct queue **out, struct mig_error *err);
void queue_close(struct queue *q); // NULL is fine; what waits is not done any more

// Whether it must be taken from before more is put in.
bool queue_is_full(const struct queue *q);
size_t queue_count(const struct queue *q);
// The index-th entry, 0 the oldest. What was put in is as it was; the rest is for queue_take to tell.
const struct entry *queue_at(const struct queue *q, size_t index);

// A new entry of a queue that is not full, with copies of the name and the article. NULL when out of memory. queue_put starts it.
struct entry *queue_add(struct queue *q, enum entry_kind kind, struct str name, const struct mig_article *article);
void queue_put(struct queue *q);

// The oldest entry of a queue that is not empty, done: waits for it and lends a hand; when not to wait, NULL if it is not done yet.
// It is valid until queue_drop. Fails when there is no session to do it with.
enum mig_status queue_take(struct queue *q, bool wait, struct entry **out, struct mig_error *err);
void queue_drop(struct queue *q);

#endif
