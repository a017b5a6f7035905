// Files, folders and standard input as one stream of named bytes, in a fixed order.
//
// Paths come in the order given. A folder is walked: entries sorted bytewise, hidden ones (a dot first) and what is
// neither file nor folder (pipes, devices) left out. A link to a folder is followed once; one that leads to where the
// walk already is, or has been, is left out, so loops end. "-" is standard input, named "-".
#ifndef MIG_INPUT_SOURCE_H
#define MIG_INPUT_SOURCE_H

#include <signal.h>
#include <time.h>

#include "base/error.h"

#define SOURCE_SIZE_LIMIT ((size_t)64 << 20)

struct source;

struct source_settings {
    size_t size_limit; // bytes of one file; 0: SOURCE_SIZE_LIMIT
    // A file that holds articles, or is compressed, may be larger: the item has its first bytes, source_read the rest.
    bool stream;
    // Told of each thing that cannot be read (MIG_EINPUT, the system's reason) or is too large (MIG_ELIMIT); the rest
    // is done. The name is in full in `name`, error->file may be cut. May be NULL.
    void (*report)(void *context, struct str name, const struct mig_error *error);
    // Called before a pipe or terminal is waited for; false: there is to be no more input. May be NULL.
    bool (*before_waiting)(void *context);
    void *context;
    // When not NULL and not 0 there are no more inputs, also while one is waited for. For signal handlers to set.
    const volatile sig_atomic_t *stop;
};

struct source_item {
    struct str name;  // as given, or folder/entry; NUL-terminated too; any bytes
    struct str bytes; // the whole content, or its start
    bool has_rest;    // source_read gives what comes after bytes
    time_t saved;     // when the file was last written; 0: unknown
};

// paths (borrowed, NULL-terminated strings) must outlive the source; count 0 means standard input. Nothing is opened
// yet.
enum mig_status source_open(const char *const *paths, size_t count, const struct source_settings *settings,
                            struct source **out, struct mig_error *err);
void source_close(struct source *s); // NULL is fine

// The next input, valid until the next call; *more is false when there is none. Fails with MIG_EMEMORY only.
enum mig_status source_next(struct source *s, struct source_item *item, bool *more, struct mig_error *err);

// More bytes of the item at hand, when it has a rest; *got is 0 at its end. A window_read_fn, context: the source.
enum mig_status source_read(void *context, char *into, size_t room, size_t *got, struct mig_error *err);

#endif
