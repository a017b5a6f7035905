// Ends that come from outside.
#ifndef MIG_CLI_SIGNALS_H
#define MIG_CLI_SIGNALS_H

#include <signal.h>

// From now on SIGINT, SIGTERM and SIGHUP only set signals_received, the first time; the second kills as usual. SIGPIPE
// is left to the writer's EPIPE. A signal that was ignored stays so.
void signals_watch(void);

// The number of the signal that came, 0 before.
extern volatile sig_atomic_t signals_received;

#endif
