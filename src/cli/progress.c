#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "cli/messages.h"

double progress_seconds(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void progress_start(struct progress *p, bool wanted) {
    *p = (struct progress){.wanted = wanted && isatty(STDERR_FILENO) == 1};
    p->started = progress_seconds();
}

void progress_update(struct progress *p, size_t articles, uint64_t bytes, size_t records) {
    if (!p->wanted)
        return;
    double now = progress_seconds(), elapsed = now - p->started;
    if (elapsed < 1 || now - p->shown < 0.2)
        return;
    char line[160];
    int len = snprintf(line, sizeof line, "\r\033[Karticles: %zu, records: %zu, %.1f MB, %.1f MB/s", articles, records,
                       (double)bytes / 1e6, (double)bytes / 1e6 / elapsed);
    if (len > 0)
        message_raw((struct str){line, (size_t)len});
    p->shown = now;
    p->visible = true;
}

void progress_clear(struct progress *p) {
    if (p->visible)
        message_raw(STR("\r\033[K"));
    p->visible = false;
}
