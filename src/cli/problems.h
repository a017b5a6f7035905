// The file of --errors: an object of JSON for each problem of an input, a line each.
#ifndef MIG_CLI_PROBLEMS_H
#define MIG_CLI_PROBLEMS_H

#include "base/buf.h"

struct problems {
    int fd; // -1: nobody wants it
    const char *path;
    struct buf line;
    int error_number; // errno of the first write that failed
};

struct problem {
    const char *level; // "error" or "warning"
    const char *code;
    struct str source;
    unsigned part, line, column; // line and column: 0 when not known
    const char *rule;            // "" when none is concerned
    const char *message;
};

// path NULL: nobody wants it. MIG_EOUTPUT when it cannot be made.
enum mig_status problems_open(struct problems *p, const char *path, struct mig_error *err);
// Each is written at once, so that a run that is killed leaves them.
void problems_add(struct problems *p, const struct problem *problem);
// MIG_EOUTPUT when not all could be written.
enum mig_status problems_close(struct problems *p, struct mig_error *err);

#endif
