// One run at a time: a lock that ends with the process that holds it, however it ends.
#ifndef MIG_STORE_LOCK_H
#define MIG_STORE_LOCK_H

#include "base/error.h"

struct lock {
    int fd;      // -1: not held
    long holder; // process that holds it, 0 when not known; set when it is taken
};

// The lock of a database is an empty file beside it, path + ".lock", that stays: to remove it would open a gap in which
// two runs hold two of them. *taken is true when another process has it. MIG_EOUTPUT: the file cannot be made.
enum mig_status lock_take(struct lock *l, const char *path, bool *taken, struct mig_error *err);
void lock_release(struct lock *l); // also what was never taken, when fd is -1

#endif
