// migcoop help, -h and --help; also the shell completion and the manual page's lists, from the same table.
#include <string.h>

#include "cli/command.h"

enum { COLUMN = 24 }; // where the explanations start

static const char exit_statuses[] = "Exit status:\n"
                                    "  0      done, also when no record was found\n"
                                    "  1      the answer is no: check failed, or --exit-status and no record\n"
                                    "  2      wrong use\n"
                                    "  3      a data file is wrong\n"
                                    "  4      some input could not be read or hit a limit; the rest was done\n"
                                    "  5      could not go on: out of memory, or output could not be written\n"
                                    "  6      another run holds the lock of --db or --state\n"
                                    "  128+n  ended by signal n, after finishing the article in hand\n";

static const char environment[] = "Environment:\n"
                                  "  MIGCOOP_DATA  the folder of rules and names, when there is no --data. Without\n"
                                  "                both it is looked for beside the program, then where it was\n"
                                  "                installed.\n"
                                  "  MIGCOOP_CACHE the folder where loaded rules and names are kept for the next\n"
                                  "                run; without it, migcoop in XDG_CACHE_HOME or in .cache of\n"
                                  "                HOME. Empty: nothing is kept.\n";

static const char examples[] = "Examples:\n"
                               "  migcoop extract articles/ > articles.jsonl\n"
                               "  migcoop extract --published 2024-05-08 - < article.txt | jq .meetings\n"
                               "  migcoop extract --records --only meetings -o meetings.jsonl articles/\n"
                               "  migcoop extract --db news.db articles/\n"
                               "  migcoop export --db news.db --only agreements --format csv > agreements.csv\n"
                               "  migcoop explain article.txt | less\n";

// The words of a text in lines of at most 80 columns (it is all ASCII), indented.
static void append_wrapped(struct buf *b, size_t indent, const char *text) {
    struct str rest = str_c(text), word;
    size_t column = 0;
    while (rest.len > 0 && str_next(&rest, ' ', &word)) {
        bool fits = column > 0 && column + 1 + word.len <= 80;
        if (column > 0)
            buf_append_byte(b, fits ? ' ' : '\n');
        column = fits ? column + 1 + word.len : indent + word.len;
        buf_printf(b, "%*s%.*s", fits ? 0 : (int)indent, "", STR_ARGS(word));
    }
    buf_append_byte(b, '\n');
}

static void append_option(struct buf *b, const struct option_spec *spec, bool details) {
    char letter[5] = "    ";
    if (spec->letter != '\0')
        memcpy(letter, (const char[]){'-', spec->letter, ',', ' '}, 4);
    size_t start = b->len;
    buf_printf(b, "  %s--%s%s%s", letter, spec->name, spec->argument ? " " : "", spec->argument ? spec->argument : "");
    if (!details) {
        size_t len = b->len - start;
        buf_printf(b, "%*s%s\n", (int)(len + 2 <= COLUMN + 4 ? COLUMN + 4 - len : 2), "", spec->brief);
        return;
    }
    buf_append_byte(b, '\n');
    append_wrapped(b, 10, spec->details);
}

static void append_options(struct buf *b, unsigned commands, bool details) {
    buf_append(b, STR("\nOptions:\n"));
    for (unsigned i = 0; i < OPTIONS; i++)
        if (option_specs[i].commands & commands)
            append_option(b, &option_specs[i], details);
}

static void append_program_help(struct buf *b, bool details) {
    buf_append(b, STR("Usage: migcoop COMMAND [OPTIONS] [ARGUMENT...]\n"
                      "Finds meetings, ministers, dates, programs and agreements in news articles.\n"
                      "\nCommands:\n"));
    for (unsigned i = COMMAND_NONE + 1; i < COMMANDS; i++) {
        const struct command_spec *spec = &command_specs[i];
        int used = (int)(strlen(spec->name) + strlen(spec->arguments)) + 11; // with spaces and the program's name
        buf_printf(b, "  migcoop %s %s%*s%s\n", spec->name, spec->arguments, COLUMN + 5 - used, "", spec->brief);
    }
    if (details) {
        append_options(b, ~0u, details);
        buf_printf(b, "\n%s\n%s\n%s", exit_statuses, environment, examples);
        return;
    }
    buf_append(b, STR("\nOptions:\n"));
    for (unsigned i = 0; i < OPTIONS; i++) {
        bool usual = i < OPTION_REFRESH || i > OPTION_DRY_RUN; // else of runs that repeat: one screen has no room
        if (usual && option_specs[i].commands & COMMAND_BIT(COMMAND_EXTRACT))
            append_option(b, &option_specs[i], false);
    }
    buf_append(b, STR("\nAll options of extract: migcoop extract -h. More: migcoop help COMMAND, --help.\n"));
}

static void append_command_help(struct buf *b, enum command command, bool details) {
    const struct command_spec *spec = &command_specs[command];
    buf_printf(b, "Usage: migcoop %s [OPTIONS] %s\n", spec->name, spec->arguments);
    append_wrapped(b, 0, spec->details);
    append_options(b, COMMAND_BIT(command), details);
    if (details)
        buf_printf(b, "\n%s", exit_statuses);
}

// --- completion -----------------------------------------------------------------------------------------------------

static void append_option_words(struct buf *b, unsigned commands) {
    for (unsigned i = 0; i < OPTIONS; i++) {
        const struct option_spec *spec = &option_specs[i];
        if (!(spec->commands & commands))
            continue;
        if (spec->letter != '\0')
            buf_printf(b, " -%c", spec->letter);
        buf_printf(b, " --%s", spec->name);
    }
}

// The values of options that take one of a few.
static const char *const option_values[OPTIONS] = {
    [OPTION_ONLY] = "meetings ministers dates programs agreements",
    [OPTION_FORMAT] = "jsonl csv tsv",
    [OPTION_FROM] = "text html json feed warc mail archive",
    [OPTION_FIELD] = "text=",
    [OPTION_LOG_FORMAT] = "text json",
};

// How the shell completes the value of each option that has one.
static void append_value_cases(struct buf *b) {
    for (unsigned i = 0; i < OPTIONS; i++) {
        const struct option_spec *spec = &option_specs[i];
        if (!spec->argument)
            continue;
        buf_printf(b, "    --%s", spec->name);
        if (spec->letter != '\0')
            buf_printf(b, " | -%c", spec->letter);
        if (option_values[i])
            buf_printf(b, ") COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;\n", option_values[i]);
        else if (strcmp(spec->argument, "FILE") == 0 || strcmp(spec->argument, "DIR") == 0)
            buf_printf(b, ") COMPREPLY=($(compgen -%c -- \"$word\")); return ;;\n", *spec->argument == 'D' ? 'd' : 'f');
        else
            buf_append(b, STR(") return ;;\n"));
    }
}

static void append_completion(struct buf *b) {
    buf_append(b, STR("# Completion of migcoop's command line for bash, as `migcoop help completion` writes it.\n"
                      "_migcoop() {\n"
                      "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= words= i\n"
                      "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                      "        case ${COMP_WORDS[i]} in\n"
                      "        "));
    for (unsigned i = COMMAND_NONE + 1; i < COMMANDS; i++)
        buf_printf(b, "%s%s", i > COMMAND_NONE + 1 ? " | " : "", command_specs[i].name);
    buf_append(b, STR(") command=${COMP_WORDS[i]}; break ;;\n"
                      "        esac\n"
                      "    done\n"
                      "    case $before in\n"));
    append_value_cases(b);
    buf_append(b, STR("    esac\n"
                      "    case $command in\n"
                      "    '') words='"));
    for (unsigned i = COMMAND_NONE + 1; i < COMMANDS; i++)
        buf_printf(b, "%s%s", i > COMMAND_NONE + 1 ? " " : "", command_specs[i].name);
    append_option_words(b, COMMAND_BIT(COMMAND_NONE));
    buf_append(b, STR("' ;;\n"));
    for (unsigned i = COMMAND_NONE + 1; i < COMMANDS; i++) {
        buf_printf(b, "    %s) words='%s", command_specs[i].name,
                   i == COMMAND_LIST ? "languages kinds rules names coverage" : "");
        if (i == COMMAND_HELP)
            buf_append(b, STR("extract export check explain list completion man"));
        append_option_words(b, COMMAND_BIT(i));
        buf_append(b, STR("' ;;\n"));
    }
    buf_append(b, STR("    esac\n"
                      "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                      "    case $command in\n"
                      "    extract | check | explain) COMPREPLY+=($(compgen -f -- \"$word\")) ;;\n"
                      "    esac\n"
                      "}\n"
                      "complete -o filenames -F _migcoop migcoop\n"));
}

// --- the manual page ------------------------------------------------------------------------------------------------

// Sentences as mdoc, each on a line of its own: no line may look like a macro, and a hyphen is meant as it is.
static void append_mdoc(struct buf *b, const char *text) {
    bool starts = true;
    for (const char *at = text; *at != '\0'; at++) {
        if (starts && (*at == '.' || *at == '\''))
            buf_append(b, STR("\\&"));
        starts = *at == ' ' && at > text && at[-1] == '.';
        if (*at == '\\')
            buf_append(b, STR("\\e"));
        else if (*at == '-')
            buf_append(b, STR("\\-"));
        else
            buf_append_byte(b, starts ? '\n' : *at);
    }
    buf_append_byte(b, '\n');
}

static void append_man(struct buf *b) {
    buf_append(b, STR(".Bl -tag -width Ds\n"));
    for (unsigned i = 0; i < OPTIONS; i++) {
        const struct option_spec *spec = &option_specs[i];
        buf_append(b, STR(".It "));
        if (spec->letter != '\0')
            buf_printf(b, "Fl %c , ", spec->letter);
        buf_printf(b, "Fl \\-%s", spec->name);
        if (spec->argument != NULL)
            buf_printf(b, " Ar %s", spec->argument);
        buf_append_byte(b, '\n');
        append_mdoc(b, spec->details);
    }
    buf_append(b, STR(".El\n"));
}

// --- the command ----------------------------------------------------------------------------------------------------

static int put(struct buf *b) {
    struct destination out;
    int exit_status = EXIT_DONE;
    struct mig_error error;
    if (b->status != MIG_OK)
        exit_status = command_fail((error_memory(&error), &error));
    else if (destination_open(&out, NULL, &error) == MIG_OK) {
        (void)destination_write(&out, buf_str(b));
        exit_status = command_finish(&out, true, EXIT_DONE);
    }
    buf_free(b);
    return exit_status;
}

int command_show_help(enum command command, bool details) {
    struct buf b;
    buf_init(&b, 1 << 20);
    if (command == COMMAND_NONE || command == COMMAND_HELP)
        append_program_help(&b, details);
    else
        append_command_help(&b, command, details);
    return put(&b);
}

int command_help(const struct options *o) {
    struct buf b;
    if (o->argument_count == 0)
        return command_show_help(COMMAND_NONE, true);
    enum command command = options_command(o->arguments[0]);
    if (command != COMMAND_NONE)
        return command_show_help(command, true);
    buf_init(&b, 1 << 20);
    if (strcmp(o->arguments[0], "completion") == 0) {
        append_completion(&b);
        return put(&b);
    }
    if (strcmp(o->arguments[0], "man") == 0) {
        append_man(&b);
        return put(&b);
    }
    struct mig_error error;
    error_set(&error, MIG_EUSAGE, STR(""), 0, 0,
              "no help on '%s'; the commands are extract, export, check, explain, list and help", o->arguments[0]);
    return command_fail(&error);
}
