#include "unit.h"

#include <string.h>

#include "base/memory.h"
#include "cli/options.h"

enum { MOST_WORDS = 8 };

static void test_parsing(void) {
    static const struct {
        const char *words[MOST_WORDS];
        enum mig_status status;
        const char *message; // of a failure
        enum command command;
        unsigned flags, only;
        const char *published, *output;
        size_t arguments;
    } rows[] = {
        {.words = {NULL}},
        {.words = {"extract"}, .command = COMMAND_EXTRACT},
        {.words = {"extract", "a", "-", "b"}, .command = COMMAND_EXTRACT, .arguments = 3},
        {.words = {"extract", "--", "-a", "--all"}, .command = COMMAND_EXTRACT, .arguments = 2},
        {.words = {"--data", "d", "list", "names"}, .command = COMMAND_LIST, .arguments = 1},
        {.words = {"extract", "--records", "a", "--all"},
         .command = COMMAND_EXTRACT,
         .flags = MIG_RECORDS | MIG_ALL,
         .arguments = 1},
        {.words = {"extract", "--with-text"}, .command = COMMAND_EXTRACT, .flags = MIG_WITH_TEXT},
        {.words = {"extract", "--published=2024-05-08"}, .command = COMMAND_EXTRACT, .published = "2024-05-08"},
        {.words = {"extract", "--published", "2024-05-08"}, .command = COMMAND_EXTRACT, .published = "2024-05-08"},
        {.words = {"extract", "--only", "dates,meeting"},
         .command = COMMAND_EXTRACT,
         .only = MIG_KIND_BIT(MIG_DATE) | MIG_KIND_BIT(MIG_MEETING)},
        {.words = {"extract", "--only=programs", "--only=agreements"},
         .command = COMMAND_EXTRACT,
         .only = MIG_KIND_BIT(MIG_PROGRAM) | MIG_KIND_BIT(MIG_AGREEMENT)},
        {.words = {"extract", "-qvo", "f"}, .command = COMMAND_EXTRACT, .output = "f"},
        {.words = {"extract", "-of", "a"}, .command = COMMAND_EXTRACT, .output = "f", .arguments = 1},
        {.words = {"extract", "-o", "-"}, .command = COMMAND_EXTRACT, .output = "-"},
        {.words = {"extract", "--output="}, .command = COMMAND_EXTRACT, .output = ""},
        {.words = {"extract", "--exit-status", "-h"}, .command = COMMAND_EXTRACT},
        // what is refused
        {{"frob"},
         MIG_EUSAGE,
         "unknown command 'frob'; to read articles, say 'migcoop extract frob'",
         0,
         0,
         0,
         0,
         0,
         0},
        {{"chek"}, MIG_EUSAGE, "unknown command 'chek'; did you mean 'check'?", 0, 0, 0, 0, 0, 0},
        {{"extract", "--recrods"}, MIG_EUSAGE, "unknown option --recrods; did you mean --records?", 0, 0, 0, 0, 0, 0},
        {{"extract", "--text"}, MIG_EUSAGE, "unknown option --text", 0, 0, 0, 0, 0, 0},
        {{"extract", "--out=f"}, MIG_EUSAGE, "unknown option --out; did you mean --output?", 0, 0, 0, 0, 0, 0},
        {{"extract", "-x"}, MIG_EUSAGE, "unknown option -x", 0, 0, 0, 0, 0, 0},
        {{"extract", "-o"}, MIG_EUSAGE, "-o needs a value: -o FILE", 0, 0, 0, 0, 0, 0},
        {{"extract", "--lang"}, MIG_EUSAGE, "--lang needs a value: --lang TAG", 0, 0, 0, 0, 0, 0},
        {{"extract", "--all=yes"}, MIG_EUSAGE, "--all takes no value", 0, 0, 0, 0, 0, 0},
        {{"extract", "--lang", "x"},
         MIG_EUSAGE,
         "--lang takes a language tag such as ar or fr-MA, not 'x'",
         0,
         0,
         0,
         0,
         0,
         0},
        {{"extract", "--lang", "fr_MA"},
         MIG_EUSAGE,
         "--lang takes a language tag such as ar or fr-MA, not 'fr_MA'",
         0,
         0,
         0,
         0,
         0,
         0},
        {{"extract", "--only", "people"},
         MIG_EUSAGE,
         "--only knows no kind 'people'; the kinds are meetings, ministers, dates, programs, agreements",
         0,
         0,
         0,
         0,
         0,
         0},
        {{"extract", "--only="},
         MIG_EUSAGE,
         "--only takes kinds of records, such as meetings,agreements",
         0,
         0,
         0,
         0,
         0,
         0},
        {{"extract", "--published", "8 May"},
         MIG_EUSAGE,
         "--published takes a date such as 2024-05-08, not '8 May'",
         0,
         0,
         0,
         0,
         0,
         0},
        {{"extract", "--strict"}, MIG_EUSAGE, "--strict is no option of 'extract'", 0, 0, 0, 0, 0, 0},
        {{"--strict", "extract"}, MIG_EUSAGE, "--strict is no option of 'extract'", 0, 0, 0, 0, 0, 0},
        {{"list", "names", "b"}, MIG_EUSAGE, "'list' takes at most 1 argument, 'b' is one too many", 0, 0, 0, 0, 0, 0},
        {{"extract", "--max-size", "0"},
         MIG_EUSAGE,
         "--max-size takes a size such as 500K, 64M or 2G, not '0'",
         0,
         0,
         0,
         0,
         0,
         0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *argv[MOST_WORDS + 2] = {"migcoop"};
        int argc = 1;
        for (const char *const *word = rows[i].words; *word != NULL; word++)
            argv[argc++] = *word;
        struct options o;
        struct mig_error err = {0};
        UNIT_ROW("%s %s", argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : "");
        CHECK_INT(options_parse(argc, argv, &o, &err), rows[i].status);
        if (rows[i].status != MIG_OK) {
            CHECK_C(err.message, rows[i].message);
        } else {
            CHECK_INT(o.command, rows[i].command);
            CHECK_INT(o.flags, rows[i].flags);
            CHECK_INT(o.only, rows[i].only);
            CHECK_INT(o.argument_count, rows[i].arguments);
            CHECK_C(o.published, rows[i].published);
            CHECK_C(o.output, rows[i].output);
        }
        options_free(&o);
    }
}

static void test_sizes(void) {
    static const struct {
        const char *text;
        size_t bytes; // 0: refused
    } rows[] = {{"1", 1},
                {"500", 500},
                {"2K", 2048},
                {"64M", (size_t)64 << 20},
                {"2g", (size_t)2 << 30},
                {"M", 0},
                {"", 0},
                {"-1", 0},
                {"1T", 0},
                {"99999999999", 0},
                {"1.5M", 0},
                {"10 M", 0}};
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *argv[] = {"migcoop", "extract", "--max-size", rows[i].text};
        struct options o;
        UNIT_ROW("%s", rows[i].text);
        CHECK_INT(options_parse(4, argv, &o, NULL), rows[i].bytes > 0 ? MIG_OK : MIG_EUSAGE);
        CHECK_INT(o.max_size, rows[i].bytes);
        options_free(&o);
    }
}

// The tables tell people what parsing does: each option has its words, once.
static void test_tables(void) {
    for (unsigned i = 0; i < OPTIONS; i++) {
        const struct option_spec *spec = &option_specs[i];
        UNIT_ROW("option %u", i);
        if (!CHECK(spec->name != NULL && spec->brief != NULL && spec->details != NULL))
            continue;
        UNIT_ROW("--%s", spec->name);
        CHECK(spec->commands != 0);
        CHECK(strlen(spec->brief) <= 50);
        CHECK(str_ends(str_c(spec->details), STR(".")));
        for (unsigned k = 0; k < i; k++) {
            CHECK(strcmp(spec->name, option_specs[k].name) != 0);
            CHECK(spec->letter == '\0' || spec->letter != option_specs[k].letter);
        }
    }
    for (unsigned i = COMMAND_NONE + 1; i < COMMANDS; i++) {
        UNIT_ROW("%s", command_specs[i].name);
        CHECK_INT(options_command(command_specs[i].name), i);
        CHECK(str_ends(str_c(command_specs[i].details), STR(".")));
    }
    CHECK_INT(options_command(""), COMMAND_NONE);
}

static void test_nearest(void) {
    static const char *const names[] = {"published", "lang", "url", "records", "only", "output"};
    static const struct {
        const char *given, *nearest;
    } rows[] = {{"publish", "published"},
                {"pubilshed", "published"},
                {"langs", "lang"},
                {"ulr", "url"},
                {"recods", "records"},
                {"zzzzzz", NULL},
                {"", NULL},
                {"o", NULL},
                {"on", "only"},
                {"a-word-longer-than-any-option-could-ever-be", NULL}};
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%s", rows[i].given);
        CHECK_C(options_nearest(rows[i].given, names, ROWS(names)), rows[i].nearest);
    }
}

void test_options(void) {
    test_parsing();
    test_sizes();
    test_tables();
    test_nearest();
}
