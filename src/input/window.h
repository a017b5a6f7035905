// A moving window over a stream of bytes: what readers of large files look through.
#ifndef MIG_INPUT_WINDOW_H
#define MIG_INPUT_WINDOW_H

#include "base/error.h"

// Reads up to room bytes; *got 0 is the end. Fails with MIG_EINPUT, MIG_ELIMIT or MIG_EMEMORY.
typedef enum mig_status (*window_read_fn)(void *context, char *into, size_t room, size_t *got, struct mig_error *err);

struct window {
    window_read_fn read; // NULL: there is no more than what the window began with
    void *context;
    struct str borrowed; // what the window begins with, until more is wanted than that
    char *own;
    size_t own_len, capacity, at; // at: of the next byte in borrowed or own
    size_t line;                  // of the next byte, from 1
    bool ended;
    enum mig_status status; // of the stream; what was read before is still there
    struct mig_error error;
};

void window_init(struct window *w, struct str head, window_read_fn read, void *context);
void window_free(struct window *w);

// The bytes from the next one on: at least want, unless the stream ends or fails before. Valid until the next call.
// MIG_EMEMORY is the only failure.
enum mig_status window_peek(struct window *w, size_t want, struct str *out);
void window_skip(struct window *w, size_t count); // of bytes peeked at
// Skips count bytes, peeked at or not; false when the stream ends before.
bool window_pass(struct window *w, uint64_t count);
// The next line without its line feed, which is skipped with it. *more is false at the end. A line longer than limit is
// skipped: *out is empty and *too_long set.
enum mig_status window_line(struct window *w, size_t limit, struct str *out, bool *too_long, bool *more);

#endif
