// What the command line knows: the one place to add a command or an option.
#include "cli/options.h"

const struct command_spec command_specs[COMMANDS] = {
    [COMMAND_NONE] = {"", "", "", "", 0},
    [COMMAND_EXTRACT] =
        {
            "extract",
            "[PATH...]",
            "read articles, write their records as JSON Lines",
            "Reads articles and writes a line of JSON for each. A PATH is a file, a folder, which is walked in sorted"
            " order without hidden entries, or - for standard input, which is also read when there is no PATH. What "
            "cannot be read is reported, and the rest is done.",
            SIZE_MAX,
        },
    [COMMAND_CHECK] =
        {
            "check",
            "[FILE...]",
            "run the examples in the rule files",
            "Runs the examples of the rule FILEs, or of all of them, and reports those that fail.",
            SIZE_MAX,
        },
    [COMMAND_EXPLAIN] =
        {
            "explain",
            "[FILE]",
            "show every step for one text",
            "Shows what was seen in a text: its sentences and their items, the mentions and records found, and the "
            "rules that fired or nearly did. Without FILE, standard input is read.",
            1,
        },
    [COMMAND_LIST] =
        {
            "list",
            "TABLE",
            "show what the data folder has",
            "Lists what the data folder has, an entry a line, columns separated by tabs. TABLE is languages, kinds "
            "(of mentions and records), rules, names, or coverage (what each language lacks).",
            1,
        },
    [COMMAND_HELP] =
        {
            "help",
            "[TOPIC]",
            "explain a command",
            "Explains the command named TOPIC, or all of them. Two more topics: completion writes the completion "
            "script for bash, man the option list of the manual page.",
            1,
        },
};

#define EXTRACT COMMAND_BIT(COMMAND_EXTRACT)
#define CHECK   COMMAND_BIT(COMMAND_CHECK)
#define EXPLAIN COMMAND_BIT(COMMAND_EXPLAIN)
#define LIST    COMMAND_BIT(COMMAND_LIST)
#define ALL     ((1u << COMMANDS) - 1)

const struct option_spec option_specs[OPTIONS] = {
    [OPTION_PUBLISHED] =
        {
            '\0',
            "published",
            "DATE",
            EXTRACT | EXPLAIN,
            "day on which the articles were published",
            "The day on which the articles were published, as 2024-05-08 or 2024-05-08T17:30+01:00. It wins over what"
            " the articles themselves say, and \"on Monday\" is counted from it.",
        },
    [OPTION_LANG] =
        {
            '\0',
            "lang",
            "TAG",
            EXTRACT | EXPLAIN,
            "language of the articles",
            "The main language of the articles as a BCP 47 tag such as ar or fr-MA, instead of guessing it.",
        },
    [OPTION_URL] =
        {
            '\0',
            "url",
            "URL",
            EXTRACT | EXPLAIN,
            "address of the article",
            "The address of the article. A date in it can tell when it was published.",
        },
    [OPTION_RECORDS] =
        {
            '\0',
            "records",
            NULL,
            EXTRACT,
            "a line for each record, not for each article",
            "Writes the flat form: a line for each record instead of one for each article. Date records are left out "
            "unless --all or --only asks for them.",
        },
    [OPTION_ALL] =
        {
            '\0',
            "all",
            NULL,
            EXTRACT,
            "with --records, dates too",
            "With --records, writes date records too.",
        },
    [OPTION_ONLY] =
        {
            '\0',
            "only",
            "KIND,...",
            EXTRACT,
            "only these kinds of records",
            "Writes only records of these kinds: meetings, ministers, dates, programs, agreements. Ids stay what they"
            " are without the option; in an article's object the lists of other kinds are empty.",
        },
    [OPTION_WITH_TEXT] =
        {
            '\0',
            "with-text",
            NULL,
            EXTRACT,
            "add the text that offsets count in",
            "Adds the text of the article, in which all offsets count, to its object.",
        },
    [OPTION_EXIT_STATUS] =
        {
            '\0',
            "exit-status",
            NULL,
            EXTRACT,
            "exit 1 when there is no record",
            "Exits with status 1 when no record was written.",
        },
    [OPTION_STRICT] =
        {
            '\0',
            "strict",
            NULL,
            CHECK,
            "also report what no example notices",
            "Also leaves out each element of each rule in turn, and reports those whose loss no example notices.",
        },
    [OPTION_MAX_SIZE] =
        {
            '\0',
            "max-size",
            "SIZE",
            EXTRACT | EXPLAIN,
            "largest file to read (64M)",
            "Reads files of at most this many bytes; K, M and G stand for powers of 1024. The default is 64M.",
        },
    [OPTION_OUTPUT] =
        {
            'o',
            "output",
            "FILE",
            EXTRACT,
            "write to FILE when all is done",
            "Writes to FILE instead of standard output: beside it first, then renamed when complete, so that FILE is "
            "never half written.",
        },
    [OPTION_DATA] =
        {
            '\0',
            "data",
            "DIR",
            EXTRACT | CHECK | EXPLAIN | LIST,
            "folder of rules and names",
            "The folder of rules and names to use.",
        },
    [OPTION_QUIET] =
        {
            'q',
            "quiet",
            NULL,
            EXTRACT | CHECK,
            "errors only",
            "Says nothing but errors: no summary and no progress.",
        },
    [OPTION_VERBOSE] =
        {
            'v',
            "verbose",
            NULL,
            EXTRACT | CHECK,
            "warnings and a summary too",
            "Also shows warnings about articles, examples that pass, and a summary of the run.",
        },
    [OPTION_HELP] =
        {
            'h',
            "help",
            NULL,
            ALL,
            "this help; --help says more",
            "Shows help: -h a screen, --help all of it.",
        },
    [OPTION_VERSION] =
        {
            'V',
            "version",
            NULL,
            ALL,
            "version of program and data",
            "Shows the version of the program, with the hash of the data folder.",
        },
};
