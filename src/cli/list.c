// migcoop list: what the data folder has.
#include <string.h>

#include "cli/command.h"

static const char *const tables[] = {
    [MIG_LIST_LANGUAGES] = "languages", [MIG_LIST_KINDS] = "kinds",       [MIG_LIST_RULES] = "rules",
    [MIG_LIST_NAMES] = "names",         [MIG_LIST_COVERAGE] = "coverage",
};
enum { TABLES = sizeof tables / sizeof tables[0] };

static int misused(const struct options *o) {
    struct mig_error error;
    if (o->argument_count == 0) {
        error_set(&error, MIG_EUSAGE, STR(""), 0, 0, "list what? languages, kinds, rules, names or coverage");
        return command_fail(&error);
    }
    const char *near = options_nearest(o->arguments[0], tables, TABLES);
    error_set(&error, MIG_EUSAGE, STR(""), 0, 0, "nothing to list is called '%s'; %s%s%s", o->arguments[0],
              near ? "did you mean '" : "say languages, kinds, rules, names or coverage", near ? near : "",
              near ? "'?" : "");
    return command_fail(&error);
}

int command_list(const struct options *o) {
    size_t what = 0;
    while (what < TABLES && (o->argument_count == 0 || strcmp(o->arguments[0], tables[what]) != 0))
        what++;
    if (what == TABLES)
        return misused(o);
    struct mig_engine *engine;
    struct mig_error error;
    struct destination out;
    int exit_status = command_open_engine(o, &engine);
    if (exit_status != EXIT_DONE)
        return exit_status;
    enum mig_status status = destination_open(&out, NULL, &error);
    if (status == MIG_OK)
        status = mig_engine_list(engine, (enum mig_list)what, destination_callback, &out, &error);
    if (status != MIG_OK && status != MIG_EOUTPUT)
        exit_status = command_fail(&error);
    exit_status = command_finish(&out, true, exit_status);
    mig_engine_close(engine);
    return exit_status;
}
