// What the program tells people: lines on standard error, `migcoop: FILE:LINE:COL: error: text`.
#ifndef MIG_CLI_MESSAGES_H
#define MIG_CLI_MESSAGES_H

#include "base/error.h"

// name: the file or "-" for standard input; empty when none is concerned. line and column 0: not shown. Control
// characters and what is not UTF-8 in name and text are shown as "?", so that a message is one line and harmless to a
// terminal.
void message_error(struct str name, unsigned line, unsigned column, const char *text);
void message_warning(struct str name, unsigned line, unsigned column, const char *text);
// The error as the library gave it.
void message_failure(const struct mig_error *error);
// "migcoop: text", for summaries.
void message_note(const char *text);

struct message_count {
    const char *name;
    size_t number;
};
// A note; as JSON the counts are fields of it too.
void message_counts(const char *text, const struct message_count *counts, size_t count);

// From now on each message is an object of JSON on a line: time, level (error, warning or info), message, and file, line
// and column where there are any.
void messages_as_json(bool json);

// Standard error itself, for what is no message: one write, errors ignored, since there is nobody left to tell.
void message_raw(struct str text);

#endif
