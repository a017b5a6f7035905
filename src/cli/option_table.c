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
    [COMMAND_EXPORT] =
        {
            "export",
            "",
            "write what a database holds",
            "Writes what --db has: JSON Lines as extract would write them for the same articles, or a table of records. "
            "A line or row is written for each place that an article was found at, in the order of a walk over the "
            "places.",
            0,
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
#define EXPORT  COMMAND_BIT(COMMAND_EXPORT)
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
            EXTRACT | EXPORT,
            "a line for each record, not for each article",
            "Writes the flat form: a line for each record instead of one for each article. Date records are left out "
            "unless --all or --only asks for them.",
        },
    [OPTION_ALL] =
        {
            '\0',
            "all",
            NULL,
            EXTRACT | EXPORT,
            "with --records, dates too",
            "With --records, writes date records too.",
        },
    [OPTION_ONLY] =
        {
            '\0',
            "only",
            "KIND,...",
            EXTRACT | EXPORT,
            "only these kinds of records",
            "Writes only records of these kinds: meetings, ministers, dates, programs, agreements. Ids stay what they"
            " are without the option; in an article's object the lists of other kinds are empty.",
        },
    [OPTION_WITH_TEXT] =
        {
            '\0',
            "with-text",
            NULL,
            EXTRACT | EXPORT,
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
    [OPTION_DB] =
        {
            '\0',
            "db",
            "FILE",
            EXTRACT | EXPORT,
            "database of articles and records",
            "Writes the articles and all their records into the SQLite database FILE, which is made when there is none, "
            "instead of JSON Lines; export reads it. Articles that are in it are not read again unless the program, its "
            "data or the options that matter have changed. One run at a time: see --wait.",
        },
    [OPTION_STATE] =
        {
            '\0',
            "state",
            "FILE",
            EXTRACT,
            "leave out what was written before",
            "Leaves out articles that an earlier run with this FILE wrote, and those that repeat one of this run. FILE "
            "is made when there is none. What a killed run wrote last and did not note is cut off the end of the file "
            "it was appended to (>>), and comes again; in a pipe or terminal it comes twice. Nothing is lost.",
        },
    [OPTION_REFRESH] =
        {
            '\0',
            "refresh",
            NULL,
            EXTRACT,
            "do known articles again",
            "With --db or --state, does articles that are known again.",
        },
    [OPTION_PRUNE] =
        {
            '\0',
            "prune",
            NULL,
            EXTRACT,
            "forget what is no longer there",
            "With --db, at the end of a whole run, forgets the articles below the PATHs that are no longer there. What "
            "could not be read is kept.",
        },
    [OPTION_WAIT] =
        {
            '\0',
            "wait",
            "SECONDS",
            EXTRACT,
            "wait for another run to end",
            "With --db or --state, waits so long for another run on the same file to end, instead of exiting with "
            "status 6 at once.",
        },
    [OPTION_SINCE] =
        {
            '\0',
            "since",
            "DATE",
            EXTRACT | EXPORT,
            "only articles published since then",
            "Only articles published on that day or later. Those whose day is not known are left out.",
        },
    [OPTION_LIMIT] =
        {
            '\0',
            "limit",
            "N",
            EXTRACT,
            "stop after N articles",
            "Stops after N articles; those that need not be read again do not count.",
        },
    [OPTION_JOBS] =
        {
            'j',
            "jobs",
            "N",
            EXTRACT,
            "do N articles at a time",
            "Does so many articles at a time, 256 at most; without it, as many as there are processors. What comes out "
            "is the same, in the same order.",
        },
    [OPTION_DRY_RUN] =
        {
            '\0',
            "dry-run",
            NULL,
            EXTRACT,
            "only show what would be done",
            "Reads no article and writes nothing, but shows which would be read: new or again, the file, and the "
            "article's place in it, separated by tabs.",
        },
    [OPTION_FORMAT] =
        {
            '\0',
            "format",
            "FORMAT",
            EXPORT,
            "jsonl (default), csv or tsv",
            "What export writes: jsonl, or csv or tsv for a table of records, in which lists are separated by "
            "semicolons. In tsv, tabs, line ends and backslashes within a cell are written as in C, with a backslash.",
        },
    [OPTION_FROM] =
        {
            '\0',
            "from",
            "FORMAT",
            EXTRACT,
            "what the inputs are, instead of looking",
            "Reads every input as FORMAT instead of telling by its content: text, html, json (an article, an array of "
            "them, or one a line), feed (RSS, Atom, NewsML-G2, NITF), warc, mail (a message), or archive (gzip, "
            "Zstandard, xz, bzip2, ZIP, tar).",
        },
    [OPTION_FIELD] =
        {
            '\0',
            "field",
            "text=NAME",
            EXTRACT,
            "JSON field that has the text",
            "The field of JSON objects that has the article's text. Without it: text, body, content, articleBody, "
            "article_body, maintext, main_text, full_text, fulltext, content_text, content_html or html, the first "
            "that is there. Title, date, address, language and outlet are found by their usual names.",
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
            "largest file or article to read (64M)",
            "Reads files, and articles in archives, feeds and JSON Lines, of at most this many bytes; K, M and G stand for powers of 1024. The default is 64M.",
        },
    [OPTION_OUTPUT] =
        {
            'o',
            "output",
            "FILE",
            EXTRACT | EXPORT,
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
    [OPTION_ERRORS] =
        {
            '\0',
            "errors",
            "FILE",
            EXTRACT,
            "write each problem to FILE, as JSON",
            "Writes an object of JSON for each problem of an input to FILE, a line each, warnings included. FILE is "
            "emptied first.",
        },
    [OPTION_LOG_FORMAT] =
        {
            '\0',
            "log-format",
            "FORMAT",
            EXTRACT | EXPORT,
            "messages as text (default) or json",
            "How messages look on standard error: text, or json for an object on a line each.",
        },
    [OPTION_NO_PROGRESS] =
        {
            '\0',
            "no-progress",
            NULL,
            EXTRACT,
            "no progress line on a terminal",
            "Shows no progress line, which otherwise is shown when standard error is a terminal.",
        },
    [OPTION_QUIET] =
        {
            'q',
            "quiet",
            NULL,
            EXTRACT | EXPORT | CHECK,
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
