// The commands, and what they share.
#ifndef MIG_CLI_COMMAND_H
#define MIG_CLI_COMMAND_H

#include "cli/destination.h"
#include "cli/options.h"

enum exit_code {
    EXIT_DONE = 0,
    EXIT_NO = 1,      // the answer is no
    EXIT_USE = 2,     // wrong use
    EXIT_DATA = 3,    // a data file is wrong
    EXIT_INPUT = 4,   // some input could not be done; the rest was
    EXIT_STOPPED = 5, // could not go on
    EXIT_LOCKED = 6,  // another run holds the lock
    EXIT_SIGNAL = 128 // and the signal's number
};

// Each does its command and returns the program's exit status.
int command_extract(const struct options *o);
int command_export(const struct options *o);
int command_check(const struct options *o);
int command_explain(const struct options *o);
int command_list(const struct options *o);
int command_help(const struct options *o);
int command_version(const struct options *o);

// Help on standard output: on one command, or on all of the program for COMMAND_NONE.
int command_show_help(enum command command, bool details);

// Finds the data folder and opens the engine. EXIT_DONE, or the status to exit with: the message is out then.
int command_open_engine(const struct options *o, struct mig_engine **out);

// Says what is wrong and gives the exit status that stands for it.
int command_fail(const struct mig_error *error);

// Ends an output: closes it, and gives the status to exit with, which is the given one unless writing failed. A reader
// that went away is no news to tell.
int command_finish(struct destination *d, bool complete, int exit_status);

#endif
