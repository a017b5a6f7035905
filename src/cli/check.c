// migcoop check: runs the examples in the rule files.
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/signals.h"

struct check {
    const struct options *options;
    struct destination out;
    struct buf text; // of the report at hand
};

// Each line of a text, indented, under a heading.
static void append_block(struct buf *b, const char *heading, const char *lines) {
    struct str rest = str_trim(str_c(lines)), line;
    buf_printf(b, "\n    %s", heading);
    if (rest.len == 0)
        buf_append(b, STR(" nothing"));
    while (rest.len > 0 && str_next(&rest, '\n', &line)) {
        buf_append(b, STR("\n        "));
        buf_append(b, line);
    }
}

static void append_verdict(struct buf *b, const struct mig_check_report *report) {
    buf_printf(b, "%s:%u: ", report->file, report->line);
    switch (report->verdict) {
    case MIG_CHECK_PASSED:
        buf_printf(b, "passed: rule %s: %s", report->rule, report->example);
        break;
    case MIG_CHECK_FAILED:
        buf_printf(b, "error: rule %s: %s", report->rule, report->example);
        append_block(b, "expected:", report->expected);
        append_block(b, "got:", report->got);
        break;
    case MIG_CHECK_UNNOTICED:
        buf_printf(b, "error: rule %s: no example notices when this is left out: %s", report->rule, report->example);
        break;
    case MIG_CHECK_INCOMPLETE:
        buf_printf(b, "error: rule %s: %s", report->rule,
                   report->example[0] != '\0' ? report->example : report->expected);
        break;
    }
    buf_append_byte(b, '\n');
}

static int tell(void *context, const struct mig_check_report *report) {
    struct check *c = context;
    bool passed = report->verdict == MIG_CHECK_PASSED;
    if (signals_received != 0)
        return 1;
    if (passed && (!c->options->verbose || c->options->quiet))
        return 0;
    buf_clear(&c->text);
    append_verdict(&c->text, report);
    return destination_write(&c->out, buf_str(&c->text)) != MIG_OK;
}

static void summarize(struct check *c, const struct mig_check_summary *summary) {
    buf_clear(&c->text);
    buf_printf(&c->text, "%zu %s, %zu %s, %zu failed\n", summary->rules, summary->rules == 1 ? "rule" : "rules",
               summary->examples, summary->examples == 1 ? "example" : "examples", summary->failed);
    (void)destination_write(&c->out, buf_str(&c->text));
}

int command_check(const struct options *o) {
    struct check check = {.options = o};
    struct mig_engine *engine;
    struct mig_error error;
    struct mig_check_summary summary = {0};
    int exit_status = command_open_engine(o, &engine);
    if (exit_status != EXIT_DONE)
        return exit_status;
    buf_init(&check.text, 1 << 20);
    enum mig_status status = destination_open(&check.out, NULL, &error);
    if (status == MIG_OK)
        status = mig_engine_check(engine, o->arguments, o->argument_count, o->strict, tell, &check, &summary, &error);
    if (status == MIG_OK && !o->quiet)
        summarize(&check, &summary);
    exit_status = summary.failed > 0 ? EXIT_NO : EXIT_DONE;
    if (status != MIG_OK && status != MIG_EOUTPUT)
        exit_status = command_fail(&error);
    exit_status = command_finish(&check.out, true, exit_status);
    buf_free(&check.text);
    mig_engine_close(engine);
    return signals_received != 0 ? EXIT_SIGNAL + (int)signals_received : exit_status;
}
