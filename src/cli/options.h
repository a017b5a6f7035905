// The command line: one table of commands and one of options, from which parsing, -h, --help, the manual page's list
// and the shell completion all come.
#ifndef MIG_CLI_OPTIONS_H
#define MIG_CLI_OPTIONS_H

#include "base/error.h"
#include "input/format.h"

enum command {
    COMMAND_NONE,
    COMMAND_EXTRACT,
    COMMAND_EXPORT,
    COMMAND_CHECK,
    COMMAND_EXPLAIN,
    COMMAND_LIST,
    COMMAND_HELP,
    COMMANDS
};

struct command_spec {
    const char *name;
    const char *arguments; // as usage shows them
    const char *brief;     // half a line
    const char *details;   // sentences
    size_t most_arguments;
};

enum option {
    OPTION_PUBLISHED,
    OPTION_LANG,
    OPTION_URL,
    OPTION_RECORDS,
    OPTION_ALL,
    OPTION_ONLY,
    OPTION_WITH_TEXT,
    OPTION_EXIT_STATUS,
    OPTION_DB,
    OPTION_STATE,
    OPTION_REFRESH,
    OPTION_PRUNE,
    OPTION_WAIT,
    OPTION_SINCE,
    OPTION_LIMIT,
    OPTION_JOBS,
    OPTION_DRY_RUN,
    OPTION_FORMAT,
    OPTION_FROM,
    OPTION_FIELD,
    OPTION_STRICT,
    OPTION_MAX_SIZE,
    OPTION_OUTPUT,
    OPTION_DATA,
    OPTION_ERRORS,
    OPTION_LOG_FORMAT,
    OPTION_NO_PROGRESS,
    OPTION_QUIET,
    OPTION_VERBOSE,
    OPTION_HELP,
    OPTION_VERSION,
    OPTIONS
};

struct option_spec {
    char letter;          // '\0': has none
    const char *name;     // without dashes
    const char *argument; // what usage calls its value; NULL: takes none
    unsigned commands;    // COMMAND_BITs of those that know it
    const char *brief;    // half a line
    const char *details;  // sentences for --help and the manual page
};

#define COMMAND_BIT(command) (1u << (command))

extern const struct command_spec command_specs[COMMANDS];
extern const struct option_spec option_specs[OPTIONS];

enum export_format { EXPORT_JSONL, EXPORT_CSV, EXPORT_TSV };

enum help { HELP_NONE, HELP_SHORT, HELP_LONG };

struct options {
    enum command command; // COMMAND_NONE when no word names one
    enum help help;
    bool version, quiet, verbose, strict, exit_status;
    bool refresh, prune, dry_run, no_progress, log_json;
    const char *published, *language, *url, *output, *data; // borrowed from argv; NULL: not given
    const char *db, *state, *errors, *since;
    enum export_format export_format;
    size_t limit;           // articles; 0: not given
    size_t jobs;            // articles at a time; 0: not given
    uint32_t wait;          // seconds
    unsigned flags, only;   // as in struct mig_settings
    enum format from;       // FORMAT_UNKNOWN: by content
    const char *text_field; // of JSON; NULL: the known ones
    size_t max_size;        // bytes; 0: not given
    const char **arguments; // what is no option, without the command; owned
    size_t argument_count;
};

// Parses argv (argv[0] is the program), which must outlive *out. MIG_EUSAGE: the error's message says what is wrong,
// and what was perhaps meant; out->command is what is known of the command then. options_free in any case.
enum mig_status options_parse(int argc, const char *const *argv, struct options *out, struct mig_error *err);
void options_free(struct options *o);

// The command of that name, COMMAND_NONE when there is none.
enum command options_command(const char *name);

// The name among count ones that is nearest to the given one, NULL when none is near.
const char *options_nearest(const char *given, const char *const *names, size_t count);

#endif
