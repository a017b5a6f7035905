#include "cli/signals.h"

#include <stddef.h>

volatile sig_atomic_t signals_received;

static void receive(int number) {
    signals_received = number;
}

void signals_watch(void) {
    static const int watched[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction old, action = {.sa_flags = (int)SA_RESETHAND}; // no SA_RESTART: a read that waits must end
    action.sa_handler = receive;
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof watched / sizeof watched[0]; i++)
        if (sigaction(watched[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            (void)sigaction(watched[i], &action, NULL);
    action = (struct sigaction){0};
    action.sa_handler = SIG_IGN;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGPIPE, &action, NULL);
}
