// migcoop extract: articles in, JSON Lines out.
#include <stdio.h>

#include "cli/command.h"
#include "cli/messages.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "input/source.h"

struct run {
    const struct options *options;
    struct mig_engine *engine;
    struct mig_session *session;
    struct source *source;
    struct destination out;
    struct progress progress;
    size_t articles, refused, warnings, errors;
    size_t written[MIG_KINDS];
    uint64_t bytes;
};

static size_t count_records(const struct run *r) {
    size_t total = 0;
    for (unsigned kind = 0; kind < MIG_KINDS; kind++)
        total += r->written[kind];
    return total;
}

// An input that cannot be done: said and counted.
static void refuse(void *context, struct str name, const struct mig_error *error) {
    struct run *r = context;
    r->refused++;
    progress_clear(&r->progress);
    message_error(name, error->line, error->column, error->message);
}

static void tell_diagnostics(struct run *r, struct str name, const struct mig_result *result) {
    for (size_t i = 0; i < result->diagnostic_count; i++) {
        const struct mig_diagnostic *d = &result->diagnostics[i];
        if (d->is_error)
            r->errors++;
        else
            r->warnings++;
        if (!d->is_error && (!r->options->verbose || r->options->quiet))
            continue;
        progress_clear(&r->progress);
        if (d->is_error)
            message_error(name, d->line, d->column, d->message);
        else
            message_warning(name, d->line, d->column, d->message);
    }
}

static enum mig_status open_session(struct run *r, struct mig_error *error) {
    struct mig_settings settings = {.flags = r->options->flags, .only = r->options->only};
    return mig_session_open(r->engine, &settings, &r->session, error);
}

// One article was too much for the memory there is; the next may not be. All that the session holds is given back first.
static enum mig_status start_afresh(struct run *r, struct mig_error *error) {
    mig_session_close(r->session);
    return open_session(r, error);
}

// Writes one article's records. Fails when the run cannot go on; an article that cannot be done is no failure.
static enum mig_status extract_one(struct run *r, const struct source_item *item, struct mig_error *error) {
    const struct options *o = r->options;
    struct mig_result result;
    struct mig_article article = {
        .bytes = item->bytes.ptr,
        .length = item->bytes.len,
        .source = item->name.ptr,
        .url = o->url,
        .published = o->published,
        .language = o->language,
    };
    enum mig_status status = mig_session_extract(r->session, &article, &result, error);
    if (status == MIG_EINPUT || status == MIG_ELIMIT || status == MIG_EMEMORY)
        refuse(r, item->name, error);
    if (status == MIG_EMEMORY)
        return start_afresh(r, error);
    if (status != MIG_OK)
        return status == MIG_EINPUT || status == MIG_ELIMIT ? MIG_OK : status;
    r->articles++;
    r->bytes += item->bytes.len;
    for (unsigned kind = 0; kind < MIG_KINDS; kind++)
        r->written[kind] += result.written[kind];
    tell_diagnostics(r, item->name, &result);
    (void)destination_write(&r->out, (struct str){result.json, result.length});
    (void)destination_flush(&r->out);
    progress_update(&r->progress, r->articles, r->bytes, count_records(r));
    return MIG_OK;
}

static enum mig_status extract_all(struct run *r, struct mig_error *error) {
    while (signals_received == 0 && r->out.status == MIG_OK) {
        struct source_item item;
        bool more;
        enum mig_status status = source_next(r->source, &item, &more, error);
        if (status != MIG_OK || !more)
            return status;
        status = extract_one(r, &item, error);
        if (status != MIG_OK)
            return status;
    }
    return MIG_OK;
}

static enum mig_status open_all(struct run *r, struct mig_error *error) {
    const struct options *o = r->options;
    struct source_settings reading = {
        .size_limit = o->max_size, .report = refuse, .context = r, .stop = &signals_received};
    enum mig_status status = open_session(r, error);
    if (status == MIG_OK)
        status = source_open(o->arguments, o->argument_count, &reading, &r->source, error);
    return status;
}

static void append_count(struct buf *b, size_t count, const char *singular, const char *plural) {
    buf_printf(b, "%zu %s", count, count == 1 ? singular : plural);
}

static void summarize(const struct run *r) {
    static const char *const names[MIG_KINDS][2] = {{"meeting", "meetings"},
                                                    {"minister", "ministers"},
                                                    {"date", "dates"},
                                                    {"program", "programs"},
                                                    {"agreement", "agreements"}};
    struct buf b;
    buf_init(&b, 4096);
    append_count(&b, r->articles, "article", "articles");
    buf_printf(&b, " (%.1f MB) in %.2f s: ", (double)r->bytes / 1e6, progress_seconds() - r->progress.started);
    for (unsigned kind = 0; kind < MIG_KINDS; kind++) {
        append_count(&b, r->written[kind], names[kind][0], names[kind][1]);
        buf_append(&b, STR(", "));
    }
    append_count(&b, r->warnings, "warning", "warnings");
    buf_append(&b, STR(", "));
    append_count(&b, r->errors + r->refused, "error", "errors");
    buf_append_byte(&b, '\0');
    if (b.status == MIG_OK)
        message_note(b.ptr);
    buf_free(&b);
}

static int exit_status_of(const struct run *r) {
    if (r->refused > 0 || r->errors > 0)
        return EXIT_INPUT;
    if (r->options->exit_status && count_records(r) == 0)
        return EXIT_NO;
    return EXIT_DONE;
}

int command_extract(const struct options *o) {
    struct run run = {.options = o};
    struct mig_error error;
    progress_start(&run.progress, !o->quiet);
    int exit_status = command_open_engine(o, &run.engine);
    if (exit_status != EXIT_DONE)
        return exit_status;
    enum mig_status status = destination_open(&run.out, o->output, &error);
    if (status != MIG_OK) {
        exit_status = command_fail(&error);
        goto out;
    }
    status = open_all(&run, &error);
    if (status == MIG_OK)
        status = extract_all(&run, &error);
    progress_clear(&run.progress);
    exit_status = status == MIG_OK ? exit_status_of(&run) : command_fail(&error);
    // A run that did not come to its end by itself leaves the file of -o as it was.
    exit_status = command_finish(&run.out, status == MIG_OK && signals_received == 0, exit_status);
    if (signals_received != 0) {
        message_note(o->output != NULL ? "ended by a signal; the output file is left as it was" : "ended by a signal");
        exit_status = EXIT_SIGNAL + (int)signals_received;
    }
    if (o->verbose && !o->quiet)
        summarize(&run);
out:
    source_close(run.source);
    mig_session_close(run.session);
    mig_engine_close(run.engine);
    return exit_status;
}
