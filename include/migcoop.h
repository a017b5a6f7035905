/* migcoop.h - extract meetings, ministers, dates, programs and agreements from news text.
 *
 * Open an engine once (it loads the rules and names and is immutable afterwards, safe to share between threads), make one session per
 * thread, hand it documents, take each document's JSON, close. All strings are UTF-8 with explicit lengths; offsets in the JSON count
 * Unicode code points. Functions that can fail return an enum mig_status; results come through an out-parameter that is NULL after
 * failure; the last parameter, struct mig_error *, may be NULL. The library prints nothing and keeps no global state.
 */
#ifndef MIGCOOP_H
#define MIGCOOP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MIG_VERSION "1.0.0"

enum mig_status {
    MIG_OK = 0,
    MIG_EUSAGE,  /* wrong use of a function or an option */
    MIG_EDATA,   /* a data file is wrong; the error tells where */
    MIG_EINPUT,  /* an input cannot be read or parsed */
    MIG_ELIMIT,  /* a limit on size, depth or time was hit */
    MIG_EMEMORY, /* out of memory */
    MIG_EOUTPUT  /* output cannot be written */
};

struct mig_error {
    enum mig_status status;
    char file[256];        /* NUL-terminated; empty when no file is concerned */
    unsigned line, column; /* from 1; 0 when unknown */
    char message[512];     /* NUL-terminated, one line, no final stop */
};

#ifdef __cplusplus
}
#endif
#endif
