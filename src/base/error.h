// Status codes and the one error object.
#ifndef MIG_BASE_ERROR_H
#define MIG_BASE_ERROR_H

#include "base/str.h"
#include "migcoop.h"

// Fills *err (may be NULL) with a formatted message; line and column 0 when unknown. Returns status, so that `return
// error_set(err, MIG_EDATA, file, line, column, "…")` reads well. The message is cut at the buffer's size on a
// character boundary.
enum mig_status error_set(struct mig_error *err, enum mig_status status, struct str file, unsigned line,
                          unsigned column, const char *format, ...) __attribute__((format(printf, 6, 7)));
enum mig_status error_memory(struct mig_error *err); // MIG_EMEMORY, "out of memory"

// So that the compiler and the analyser see at each call that the status is the one given, and what MIG_OK leaves set.
static inline enum mig_status error_status(enum mig_status status) {
    return status;
}
#define error_set(err, status, ...) ((void)(error_set)((err), (status), __VA_ARGS__), error_status(status))
#define error_memory(err)           ((void)(error_memory)(err), error_status(MIG_EMEMORY))

#endif
