#include "cli/options.h"

#include <string.h>

#include "base/buf.h"
#include "base/memory.h"
#include "input/published.h"

// --- what was perhaps meant -----------------------------------------------------------------------------------------

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

enum { NEAR_LENGTH = 32, FAR = 100 };

// Letters to change, add, drop or swap to get from a to b; FAR for long words.
static size_t distance(const char *a, const char *b) {
    size_t rows[3][NEAR_LENGTH + 1];
    size_t m = strlen(a), n = strlen(b);
    if (m > NEAR_LENGTH || n > NEAR_LENGTH)
        return FAR;
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t k = 0; k <= n; k++)
        row[k] = k;
    for (size_t i = 1; i <= m; i++) {
        size_t *spare = before;
        before = above;
        above = row;
        row = spare;
        row[0] = i;
        for (size_t k = 1; k <= n; k++) {
            row[k] = least(above[k] + 1, row[k - 1] + 1);
            row[k] = least(row[k], above[k - 1] + (a[i - 1] != b[k - 1]));
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                row[k] = least(row[k], before[k - 2] + 1);
        }
    }
    return row[n];
}

const char *options_nearest(const char *given, const char *const *names, size_t count) {
    const char *nearest = NULL;
    size_t best = FAR, len = strlen(given);
    for (size_t i = 0; i < count; i++) {
        // The start of a word is as near as a slip of one letter.
        size_t away = len >= 2 && strncmp(names[i], given, len) == 0 ? 1 : distance(given, names[i]);
        if (away < best && away <= (len < 4 ? 1 : len / 3 + 1)) {
            best = away;
            nearest = names[i];
        }
    }
    return nearest;
}

// --- values ---------------------------------------------------------------------------------------------------------

static enum mig_status parse_date(const char *value, struct options *o, struct mig_error *err) {
    struct str date;
    if (!published_parse(str_c(value), &date))
        return error_set(err, MIG_EUSAGE, STR(""), 0, 0, "--published takes a date such as 2024-05-08, not '%s'",
                         value);
    o->published = value;
    return MIG_OK;
}

// A language tag by its shape: letters and digits in groups of one to eight. Whether the data folder has it shows
// later.
static enum mig_status parse_language(const char *value, struct options *o, struct mig_error *err) {
    struct str rest = str_c(value), group;
    bool ok = rest.len > 0 && !str_ends(rest, STR("-"));
    for (size_t n = 0; ok && str_next(&rest, '-', &group); n++) {
        ok = group.len >= (n == 0 ? 2 : 1) && group.len <= 8;
        for (size_t i = 0; ok && i < group.len; i++) {
            char c = group.ptr[i];
            ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (n > 0 && c >= '0' && c <= '9');
        }
    }
    if (!ok)
        return error_set(err, MIG_EUSAGE, STR(""), 0, 0, "--lang takes a language tag such as ar or fr-MA, not '%s'",
                         value);
    o->language = value;
    return MIG_OK;
}

static enum mig_status parse_kinds(const char *value, struct options *o, struct mig_error *err) {
    static const char *const kinds[MIG_KINDS] = {"meetings", "ministers", "dates", "programs", "agreements"};
    struct str rest = str_c(value), name;
    if (rest.len == 0)
        return error_set(err, MIG_EUSAGE, STR(""), 0, 0, "--only takes kinds of records, such as meetings,agreements");
    while (str_next(&rest, ',', &name)) {
        unsigned found = 0;
        for (unsigned kind = 0; kind < MIG_KINDS; kind++) {
            struct str plural = str_c(kinds[kind]);
            if (str_eq(name, plural) || str_eq(name, str_sub(plural, 0, plural.len - 1)))
                found = MIG_KIND_BIT(kind);
        }
        if (found == 0)
            return error_set(
                err, MIG_EUSAGE, STR(""), 0, 0,
                "--only knows no kind '%.*s'; the kinds are meetings, ministers, dates, programs, agreements",
                STR_ARGS(name));
        o->only |= found;
    }
    return MIG_OK;
}

static enum mig_status parse_size(const char *value, struct options *o, struct mig_error *err) {
    struct str s = str_c(value);
    unsigned shift = 0;
    if (s.len > 1) {
        char unit = s.ptr[s.len - 1];
        shift = unit == 'K' || unit == 'k' ? 10 : unit == 'M' || unit == 'm' ? 20 : unit == 'G' || unit == 'g' ? 30 : 0;
        if (shift > 0)
            s.len--;
    }
    uint32_t number;
    if (!str_uint(s, &number) || number == 0 || number > (SIZE_MAX >> 1 >> shift))
        return error_set(err, MIG_EUSAGE, STR(""), 0, 0, "--max-size takes a size such as 500K, 64M or 2G, not '%s'",
                         value);
    o->max_size = (size_t)number << shift;
    return MIG_OK;
}

// One word of several; *out is its index.
static enum mig_status parse_word(const char *value, const char *option, const char *const *words, unsigned count,
                                  unsigned *out, struct mig_error *err) {
    struct buf known;
    for (*out = 0; *out < count; (*out)++)
        if (strcmp(value, words[*out]) == 0)
            return MIG_OK;
    *out = 0;
    buf_init(&known, 1024);
    for (unsigned i = 0; i < count; i++)
        buf_printf(&known, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", words[i]);
    enum mig_status status = error_set(err, MIG_EUSAGE, STR(""), 0, 0, "--%s takes %.*s, not '%s'", option,
                                       STR_ARGS(buf_str(&known)), value);
    buf_free(&known);
    return status;
}

static enum mig_status parse_format(const char *value, struct options *o, struct mig_error *err) {
    static const char *const formats[] = {[EXPORT_JSONL] = "jsonl", [EXPORT_CSV] = "csv", [EXPORT_TSV] = "tsv"};
    unsigned index;
    enum mig_status status = parse_word(value, "format", formats, 3, &index, err);
    o->export_format = (enum export_format)index;
    return status;
}

static enum mig_status parse_log_format(const char *value, struct options *o, struct mig_error *err) {
    static const char *const formats[] = {"text", "json"};
    unsigned index;
    enum mig_status status = parse_word(value, "log-format", formats, 2, &index, err);
    o->log_json = index == 1;
    return status;
}

static enum mig_status parse_since(const char *value, struct options *o, struct mig_error *err) {
    struct str date;
    if (!published_parse(str_c(value), &date))
        return error_set(err, MIG_EUSAGE, STR(""), 0, 0, "--since takes a date such as 2024-05-08, not '%s'", value);
    o->since = value;
    return MIG_OK;
}

static enum mig_status parse_number(const char *value, const char *option, uint32_t least_one, uint32_t *out,
                                    struct mig_error *err) {
    if (str_uint(str_c(value), out) && *out >= least_one)
        return MIG_OK;
    return error_set(err, MIG_EUSAGE, STR(""), 0, 0, "--%s takes a number, not '%s'", option, value);
}

static enum mig_status parse_limit(const char *value, struct options *o, struct mig_error *err) {
    uint32_t number;
    enum mig_status status = parse_number(value, "limit", 1, &number, err);
    o->limit = number;
    return status;
}

static enum mig_status parse_jobs(const char *value, struct options *o, struct mig_error *err) {
    enum { JOBS_MOST = 256 };
    uint32_t number;
    enum mig_status status = parse_number(value, "jobs", 1, &number, err);
    o->jobs = number < JOBS_MOST ? number : JOBS_MOST;
    return status;
}

// --- parsing --------------------------------------------------------------------------------------------------------

struct parser {
    const char *const *argv;
    int argc, next;
    struct options *out;
    struct mig_error *err;
    uint64_t seen; // bits by option
    bool no_more;  // "--" was there
};

static enum mig_status set_value(struct parser *p, enum option option, const char *value) {
    struct options *o = p->out;
    switch (option) {
    case OPTION_PUBLISHED:
        return parse_date(value, o, p->err);
    case OPTION_LANG:
        return parse_language(value, o, p->err);
    case OPTION_ONLY:
        return parse_kinds(value, o, p->err);
    case OPTION_FROM:
        o->from = format_by_name(str_c(value));
        if (o->from == FORMAT_UNKNOWN)
            return error_set(p->err, MIG_EUSAGE, STR(""), 0, 0,
                             "--from wants text, html, json, feed, warc, mail or archive, not '%s'", value);
        break;
    case OPTION_FIELD:
        if (!str_starts(str_c(value), STR("text=")) || value[5] == '\0')
            return error_set(p->err, MIG_EUSAGE, STR(""), 0, 0, "--field wants text=NAME, not '%s'", value);
        o->text_field = value + 5;
        break;
    case OPTION_MAX_SIZE:
        return parse_size(value, o, p->err);
    case OPTION_SINCE:
        return parse_since(value, o, p->err);
    case OPTION_LIMIT:
        return parse_limit(value, o, p->err);
    case OPTION_JOBS:
        return parse_jobs(value, o, p->err);
    case OPTION_WAIT:
        return parse_number(value, "wait", 0, &o->wait, p->err);
    case OPTION_FORMAT:
        return parse_format(value, o, p->err);
    case OPTION_LOG_FORMAT:
        return parse_log_format(value, o, p->err);
    case OPTION_URL:
        o->url = value;
        break;
    case OPTION_OUTPUT:
        o->output = value;
        break;
    case OPTION_DATA:
        o->data = value;
        break;
    case OPTION_DB:
        o->db = value;
        break;
    case OPTION_STATE:
        o->state = value;
        break;
    case OPTION_ERRORS:
        o->errors = value;
        break;
    default: // takes no value
        break;
    }
    return MIG_OK;
}

static enum mig_status set_option(struct parser *p, enum option option, const char *value, bool long_form) {
    struct options *o = p->out;
    p->seen |= (uint64_t)1 << option;
    if (option_specs[option].argument != NULL)
        return set_value(p, option, value);
    switch (option) {
    case OPTION_RECORDS:
        o->flags |= MIG_RECORDS;
        break;
    case OPTION_ALL:
        o->flags |= MIG_ALL;
        break;
    case OPTION_WITH_TEXT:
        o->flags |= MIG_WITH_TEXT;
        break;
    case OPTION_EXIT_STATUS:
        o->exit_status = true;
        break;
    case OPTION_REFRESH:
        o->refresh = true;
        break;
    case OPTION_PRUNE:
        o->prune = true;
        break;
    case OPTION_DRY_RUN:
        o->dry_run = true;
        break;
    case OPTION_NO_PROGRESS:
        o->no_progress = true;
        break;
    case OPTION_STRICT:
        o->strict = true;
        break;
    case OPTION_QUIET:
        o->quiet = true;
        break;
    case OPTION_VERBOSE:
        o->verbose = true;
        break;
    case OPTION_HELP:
        o->help = long_form ? HELP_LONG : HELP_SHORT;
        break;
    case OPTION_VERSION:
        o->version = true;
        break;
    default: // takes a value
        break;
    }
    return MIG_OK;
}

// The value of an option that takes one: what is attached, else the next argument. NULL when there is none.
static const char *option_value(struct parser *p, const char *attached) {
    if (attached != NULL)
        return attached;
    return p->next < p->argc ? p->argv[p->next++] : NULL;
}

static enum mig_status parse_long(struct parser *p, const char *argument) {
    const char *name = argument + 2, *equals = strchr(name, '=');
    struct str given = equals != NULL ? (struct str){name, (size_t)(equals - name)} : str_c(name);
    const char *names[OPTIONS];
    for (unsigned i = 0; i < OPTIONS; i++) {
        const struct option_spec *spec = &option_specs[i];
        names[i] = spec->name;
        if (!str_eq(given, str_c(spec->name)))
            continue;
        const char *value = NULL;
        if (spec->argument == NULL && equals != NULL)
            return error_set(p->err, MIG_EUSAGE, STR(""), 0, 0, "--%s takes no value", spec->name);
        if (spec->argument != NULL && (value = option_value(p, equals != NULL ? equals + 1 : NULL)) == NULL)
            return error_set(p->err, MIG_EUSAGE, STR(""), 0, 0, "--%s needs a value: --%s %s", spec->name, spec->name,
                             spec->argument);
        return set_option(p, (enum option)i, value, true);
    }
    char word[NEAR_LENGTH + 1] = "";
    if (given.len <= NEAR_LENGTH)
        memcpy(word, given.ptr, given.len);
    const char *near = options_nearest(word, names, OPTIONS);
    return error_set(p->err, MIG_EUSAGE, STR(""), 0, 0, "unknown option --%.*s%s%s%s", STR_ARGS(given),
                     near ? "; did you mean --" : "", near ? near : "", near ? "?" : "");
}

static enum mig_status parse_short(struct parser *p, const char *letters) {
    for (; *letters != '\0'; letters++) {
        unsigned i = 0;
        while (i < OPTIONS && option_specs[i].letter != *letters)
            i++;
        if (i == OPTIONS) // as a string: a letter may be several bytes
            return error_set(p->err, MIG_EUSAGE, STR(""), 0, 0, "unknown option -%s", letters);
        const char *value = NULL;
        bool takes_value = option_specs[i].argument != NULL;
        if (takes_value && (value = option_value(p, letters[1] != '\0' ? letters + 1 : NULL)) == NULL)
            return error_set(p->err, MIG_EUSAGE, STR(""), 0, 0, "-%c needs a value: -%c %s", *letters, *letters,
                             option_specs[i].argument);
        enum mig_status status = set_option(p, (enum option)i, value, false);
        if (status != MIG_OK || takes_value)
            return status;
    }
    return MIG_OK;
}

enum command options_command(const char *name) {
    for (unsigned i = COMMAND_NONE + 1; i < COMMANDS; i++)
        if (strcmp(command_specs[i].name, name) == 0)
            return (enum command)i;
    return COMMAND_NONE;
}

static enum mig_status parse_command(struct parser *p, const char *name) {
    p->out->command = options_command(name);
    if (p->out->command != COMMAND_NONE)
        return MIG_OK;
    const char *names[COMMANDS];
    for (unsigned i = 0; i < COMMANDS; i++)
        names[i] = command_specs[i].name;
    const char *near = options_nearest(name, names + 1, COMMANDS - 1);
    if (near != NULL)
        return error_set(p->err, MIG_EUSAGE, STR(""), 0, 0, "unknown command '%s'; did you mean '%s'?", name, near);
    return error_set(p->err, MIG_EUSAGE, STR(""), 0, 0,
                     "unknown command '%s'; to read articles, say 'migcoop extract %s'", name, name);
}

static enum mig_status parse_argument(struct parser *p, const char *argument) {
    if (!p->no_more && strcmp(argument, "--") == 0) {
        p->no_more = true;
        return MIG_OK;
    }
    if (!p->no_more && argument[0] == '-' && argument[1] != '\0')
        return argument[1] == '-' ? parse_long(p, argument) : parse_short(p, argument + 1);
    if (p->out->command == COMMAND_NONE)
        return parse_command(p, argument);
    p->out->arguments[p->out->argument_count++] = argument;
    return MIG_OK;
}

// Options that want or exclude each other.
static enum mig_status check_batch(const struct options *o, struct mig_error *err) {
    const char *problem = NULL;
    if (o->command == COMMAND_EXPORT && o->db == NULL)
        problem = "'export' wants the database to read: --db FILE";
    else if (o->command == COMMAND_EXPORT && o->export_format != EXPORT_JSONL && o->flags & MIG_WITH_TEXT)
        problem = "--with-text goes with JSON Lines only";
    else if (o->command == COMMAND_EXTRACT && o->db != NULL && o->state != NULL)
        problem = "--db and --state exclude each other: a database knows what is in it";
    else if (o->command == COMMAND_EXTRACT && o->db != NULL &&
             (o->output != NULL || o->only || o->flags & (MIG_RECORDS | MIG_ALL)))
        problem = "with --db, all records go into the database; choose among them with 'migcoop export'";
    else if (o->refresh && o->db == NULL && o->state == NULL)
        problem = "--refresh wants --db or --state";
    else if (o->prune && (o->db == NULL || o->argument_count == 0))
        problem = "--prune wants --db and the PATHs to look at";
    return problem == NULL ? MIG_OK : error_set(err, MIG_EUSAGE, STR(""), 0, 0, "%s", problem);
}

// What can only be told once the command is known.
static enum mig_status check_fit(const struct parser *p) {
    const struct options *o = p->out;
    const struct command_spec *command = &command_specs[o->command];
    if (o->command == COMMAND_NONE || o->help != HELP_NONE || o->version)
        return MIG_OK;
    for (unsigned i = 0; i < OPTIONS; i++)
        if (p->seen & (uint64_t)1 << i && !(option_specs[i].commands & COMMAND_BIT(o->command)))
            return error_set(p->err, MIG_EUSAGE, STR(""), 0, 0, "--%s is no option of '%s'", option_specs[i].name,
                             command->name);
    enum mig_status status = check_batch(o, p->err);
    if (status != MIG_OK)
        return status;
    if (o->argument_count > command->most_arguments)
        return error_set(p->err, MIG_EUSAGE, STR(""), 0, 0, "'%s' takes at most %zu argument, '%s' is one too many",
                         command->name, command->most_arguments, o->arguments[command->most_arguments]);
    return MIG_OK;
}

enum mig_status options_parse(int argc, const char *const *argv, struct options *out, struct mig_error *err) {
    struct parser p = {.argv = argv, .argc = argc, .next = 1, .out = out, .err = err};
    *out = (struct options){0};
    out->arguments = memory_zeroed((size_t)argc + 1, sizeof *out->arguments);
    if (out->arguments == NULL)
        return error_memory(err);
    while (p.next < argc) {
        enum mig_status status = parse_argument(&p, argv[p.next++]);
        if (status != MIG_OK)
            return status;
    }
    return check_fit(&p);
}

void options_free(struct options *o) {
    memory_free(o->arguments);
    *o = (struct options){0};
}
