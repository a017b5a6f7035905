// A line on the terminal that tells how far a long run is.
#ifndef MIG_CLI_PROGRESS_H
#define MIG_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    bool wanted;  // standard error is a terminal
    bool visible; // the line is there now
    double started, shown;
    uint64_t total; // bytes there are to read; 0: not known
};

// Seconds of a clock that only goes forward.
double progress_seconds(void);

void progress_start(struct progress *p, bool wanted);
// Adds up the sizes of the files below the paths, when the line is wanted, so that it can tell the time left.
void progress_measure(struct progress *p, const char *const *paths, size_t count);
// Shows the line, five times a second at most, and not in the first second.
void progress_update(struct progress *p, size_t articles, uint64_t bytes, size_t records);
// Takes the line away, before a message or at the end.
void progress_clear(struct progress *p);

#endif
