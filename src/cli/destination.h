// Where records go: standard output, or a file that appears when it is complete.
#ifndef MIG_CLI_DESTINATION_H
#define MIG_CLI_DESTINATION_H

#include "base/buf.h"

struct destination {
    int fd;
    const char *name; // for messages
    char *final;      // where temporary goes at the end; NULL: written in place
    char *temporary;
    struct buf pending;
    enum mig_status status; // of the first failure; writes are ignored afterwards
    int error_number;       // errno of it, EPIPE when the reader is gone
};

// path NULL: standard output. A regular file or a new one is written beside and renamed by destination_close; a device
// or pipe is written straight. MIG_EOUTPUT with the reason, and nothing to close.
enum mig_status destination_open(struct destination *d, const char *path, struct mig_error *err);

// Both return the status. Nothing is lost in between: what is written is out after destination_flush.
enum mig_status destination_write(struct destination *d, struct str bytes);
enum mig_status destination_flush(struct destination *d);

// Flushes, and puts the file in its place when complete is true and nothing failed; else it is removed and what was
// there before stays. MIG_EOUTPUT with the reason when the output is not where it should be.
enum mig_status destination_close(struct destination *d, bool complete, struct mig_error *err);

// For functions of migcoop.h that write: context is the destination.
int destination_callback(void *context, const char *bytes, size_t length);

#endif
