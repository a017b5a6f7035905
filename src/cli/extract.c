// migcoop extract: articles in, JSON Lines out, or into a database.
#include <stdio.h>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/problems.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "input/reader.h"
#include "input/source.h"
#include "output/stored_json.h"
#include "output/table.h"

struct run {
    const struct options *options;
    struct mig_engine *engine;
    struct mig_session *session;
    struct source *source;
    struct reader *reader;
    struct batch batch;
    struct destination out;
    struct problems problems;
    struct progress progress;
    size_t articles, refused, warnings, errors;
    size_t left_out; // by --since
    size_t written[MIG_KINDS];
    uint64_t bytes;
    struct buf place;     // where the article at hand stands: the input, or a file in it
    unsigned parts;       // articles of the file at hand
    bool part_refused;    // one of them could not be done
    bool limited;         // --limit ended the run
    enum mig_status lost; // why a refusal could not be noted
};

static size_t count_records(const struct run *r) {
    size_t total = 0;
    for (unsigned kind = 0; kind < MIG_KINDS; kind++)
        total += r->written[kind];
    return total;
}

static const char *code_of(enum mig_status status) {
    return status == MIG_ELIMIT ? "limit" : status == MIG_EMEMORY ? "memory" : "input";
}

// An input that cannot be done: said and counted.
static void refuse(void *context, struct str name, const struct mig_error *error) {
    struct run *r = context;
    r->refused++;
    r->part_refused = true;
    progress_clear(&r->progress);
    message_error(name, error->line, error->column, error->message);
    problems_add(&r->problems, &(struct problem){.level = "error",
                                                 .code = code_of(error->status),
                                                 .source = name,
                                                 .part = r->parts,
                                                 .line = error->line,
                                                 .column = error->column,
                                                 .rule = "",
                                                 .message = error->message});
    struct mig_error failure;
    enum mig_status status = batch_keep(&r->batch, name, &failure);
    if (status != MIG_OK && r->lost == MIG_OK) {
        r->lost = status;
        message_failure(&failure);
    }
}

static void tell_diagnostics(struct run *r, struct str name, unsigned part, const struct mig_result *result) {
    for (size_t i = 0; i < result->diagnostic_count; i++) {
        const struct mig_diagnostic *d = &result->diagnostics[i];
        if (d->is_error)
            r->errors++;
        else
            r->warnings++;
        problems_add(&r->problems, &(struct problem){d->is_error ? "error" : "warning", d->code, name, part, d->line,
                                                     d->column, d->rule, d->message});
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

// Whether --since leaves the article out. In the flat form one without records has no line, and nothing to leave out.
static bool is_too_old(const struct run *r, struct str json) {
    if (r->options->since == NULL || json.len == 0)
        return false;
    struct str published = stored_json_field(json, STR("published"));
    published = str_sub(published, 1, published.len); // without its quotes, as far as the day goes
    return published.len < 10 || str_cmp(str_sub(published, 0, 10), str_sub(str_c(r->options->since), 0, 10)) < 0;
}

// What one article gave: kept and written.
static enum mig_status put_result(struct run *r, const struct mig_article *article, const struct mig_result *result,
                                  struct mig_error *error) {
    struct str json = {result->json, result->length};
    if (is_too_old(r, json)) {
        r->left_out++;
        return MIG_OK;
    }
    r->articles++;
    for (unsigned kind = 0; kind < MIG_KINDS; kind++)
        r->written[kind] += result->written[kind];
    tell_diagnostics(r, str_c(article->source), article->part, result);
    enum mig_status status = batch_put(&r->batch, article, json, error);
    if (status == MIG_OK && r->options->db == NULL) {
        (void)destination_write(&r->out, json);
        (void)destination_flush(&r->out);
    }
    return status;
}

static enum mig_status extract_one(struct run *r, const struct mig_article *article, struct mig_error *error) {
    struct mig_result result;
    enum mig_status status = mig_session_extract(r->session, article, &result, error);
    if (status == MIG_OK)
        return put_result(r, article, &result, error);
    if (status == MIG_EINPUT || status == MIG_ELIMIT || status == MIG_EMEMORY)
        refuse(r, str_c(article->source), error);
    if (status == MIG_EMEMORY)
        return start_afresh(r, error);
    return status == MIG_EINPUT || status == MIG_ELIMIT ? MIG_OK : status;
}

static enum mig_status show_plan(struct run *r, const struct mig_article *article, enum batch_verdict verdict) {
    char part[16];
    struct buf line;
    buf_init(&line, 1 << 20);
    (void)snprintf(part, sizeof part, "%u", article->part);
    const struct str cells[] = {verdict == BATCH_AGAIN ? STR("again") : STR("new"), str_c(article->source),
                                str_c(part)};
    table_tsv_row(&line, cells, 3);
    (void)destination_write(&r->out, buf_str(&line));
    r->articles++;
    buf_free(&line);
    return MIG_OK;
}

// Does one article unless it is known. Fails when the run cannot go on; an article that cannot be done is no failure.
static enum mig_status take_one(struct run *r, const struct mig_article *article, struct mig_error *error) {
    enum batch_verdict verdict;
    enum mig_status status = batch_look(&r->batch, article, &verdict, error);
    r->bytes += article->length;
    r->parts++;
    if (status == MIG_OK && verdict != BATCH_UNCHANGED) {
        if (r->options->limit > 0 && r->articles >= r->options->limit) {
            r->limited = true;
            return MIG_OK;
        }
        status = r->options->dry_run ? show_plan(r, article, verdict) : extract_one(r, article, error);
    }
    if (status == MIG_OK)
        status = batch_commit_if_due(&r->batch, error);
    progress_update(&r->progress, r->articles + r->batch.counts.unchanged, r->bytes, count_records(r));
    return status;
}

// What the user says wins over what the input says of its article.
static void apply_options(const struct run *r, struct mig_article *article) {
    const struct options *o = r->options;
    if (o->url != NULL)
        article->url = o->url;
    if (o->published != NULL) {
        article->published = o->published;
        article->published_basis = MIG_PUBLISHED_BY_OPTION;
    }
    if (o->language != NULL)
        article->language = o->language;
    else if (article->language != NULL && !mig_engine_has_language(r->engine, article->language))
        article->language = NULL; // of another language, or wrongly named: guessed
}

// The place was read to its end.
static enum mig_status leave_place(struct run *r, struct mig_error *error) {
    struct str place = buf_str(&r->place);
    return place.len == 0 || r->part_refused ? MIG_OK : batch_leave(&r->batch, place, r->parts, error);
}

static enum mig_status enter_place(struct run *r, struct str place, struct mig_error *error) {
    enum mig_status status = leave_place(r, error);
    buf_clear(&r->place);
    buf_append(&r->place, place);
    r->parts = 0;
    r->part_refused = false;
    return status == MIG_OK && r->place.status != MIG_OK ? error_memory(error) : status;
}

static enum mig_status take_file(struct run *r, const struct source_item *item, struct mig_error *error) {
    const struct reader_input input = {item->name, item->bytes, item->has_rest ? source_read : NULL, r->source,
                                       item->saved};
    buf_clear(&r->place);
    r->parts = 0;
    r->part_refused = false;
    enum mig_status status = reader_start(r->reader, &input, error);
    while (status == MIG_OK && signals_received == 0 && r->out.status == MIG_OK && !r->limited) {
        struct mig_article article;
        bool more;
        status = reader_next(r->reader, &article, &more, error);
        if (status == MIG_OK && !more && r->place.len == 0 && !r->part_refused)
            status = batch_leave(&r->batch, item->name, 0, error);
        if (status != MIG_OK || !more)
            break;
        if (!str_eq(buf_str(&r->place), str_c(article.source)))
            status = enter_place(r, str_c(article.source), error);
        apply_options(r, &article);
        if (status == MIG_OK)
            status = take_one(r, &article, error);
    }
    if (status == MIG_OK && !r->limited && signals_received == 0)
        status = leave_place(r, error);
    return status;
}

static enum mig_status take_all(struct run *r, struct mig_error *error) {
    while (signals_received == 0 && r->out.status == MIG_OK && !r->limited) {
        struct source_item item;
        bool more;
        r->parts = 0;
        enum mig_status status = source_next(r->source, &item, &more, error);
        if (r->lost != MIG_OK)
            return error_set(error, r->lost, STR(""), 0, 0, "cannot go on");
        if (status != MIG_OK || !more)
            return status;
        if (!batch_is_own(&r->batch, item.name))
            status = take_file(r, &item, error);
        if (status != MIG_OK)
            return status;
    }
    return MIG_OK;
}

static enum mig_status open_all(struct run *r, struct mig_error *error) {
    const struct options *o = r->options;
    struct source_settings reading = {
        .size_limit = o->max_size, .stream = true, .report = refuse, .context = r, .stop = &signals_received};
    struct reader_settings parts = {
        .format = o->from, .text_field = o->text_field, .article_limit = o->max_size, .report = refuse, .context = r};
    enum mig_status status = problems_open(&r->problems, o->errors, error);
    if (status == MIG_OK)
        status = open_session(r, error);
    if (status == MIG_OK)
        status = source_open(o->arguments, o->argument_count, &reading, &r->source, error);
    if (status == MIG_OK)
        status = reader_open(&parts, &r->reader, error);
    if (status == MIG_OK)
        progress_measure(&r->progress, o->arguments, o->argument_count);
    return status;
}

// --- the end --------------------------------------------------------------------------------------------------------

struct tally {
    struct buf text;
    struct message_count counts[24];
    size_t count;
    const char *separator;
};

static void tally_add(struct tally *t, size_t number, const char *singular, const char *plural) {
    buf_printf(&t->text, "%s%zu %s", t->separator, number, number == 1 ? singular : plural);
    t->separator = ", ";
    t->counts[t->count++] = (struct message_count){plural, number};
}

static void summarize(const struct run *r) {
    static const char *const names[MIG_KINDS][2] = {{"meeting", "meetings"},
                                                    {"minister", "ministers"},
                                                    {"date", "dates"},
                                                    {"program", "programs"},
                                                    {"agreement", "agreements"}};
    const struct store_counts *known = &r->batch.counts;
    bool batch = r->batch.store != NULL || r->batch.state != NULL;
    struct tally t = {.separator = ""};
    buf_init(&t.text, 4096);
    tally_add(&t, r->articles, "article", "articles");
    buf_printf(&t.text, " (%.1f MB) in %.2f s", (double)r->bytes / 1e6, progress_seconds() - r->progress.started);
    if (batch) {
        tally_add(&t, known->fresh, "new", "new");
        tally_add(&t, known->redone, "again", "again");
        tally_add(&t, known->unchanged, "unchanged", "unchanged");
    }
    if (r->options->since != NULL)
        tally_add(&t, r->left_out, "left out", "left out");
    if (r->options->prune)
        tally_add(&t, r->batch.pruned, "forgotten", "forgotten");
    t.separator = ": ";
    for (unsigned kind = 0; kind < MIG_KINDS; kind++)
        tally_add(&t, r->written[kind], names[kind][0], names[kind][1]);
    tally_add(&t, r->warnings, "warning", "warnings");
    tally_add(&t, r->errors + r->refused, "error", "errors");
    buf_append_byte(&t.text, '\0');
    if (t.text.status == MIG_OK)
        message_counts(t.text.ptr, t.counts, t.count);
    buf_free(&t.text);
}

static int exit_status_of(const struct run *r) {
    if (r->refused > 0 || r->errors > 0)
        return EXIT_INPUT;
    if (r->options->exit_status && count_records(r) == 0)
        return EXIT_NO;
    return EXIT_DONE;
}

// Puts everything where it should be: first what was written, then the note that it was.
static int finish(struct run *r, enum mig_status status, struct mig_error *error) {
    const struct options *o = r->options;
    bool ended = signals_received != 0;
    int exit_status = status == MIG_OK ? exit_status_of(r) : command_fail(error);
    // A run that did not come to its end by itself leaves the file of -o as it was.
    bool complete = status == MIG_OK && (!ended || o->db != NULL);
    int written = command_finish(&r->out, complete, exit_status);
    if (status == MIG_OK && written == exit_status && (complete || o->output == NULL) &&
        (status = batch_finish(&r->batch, !ended && !r->limited, error)) != MIG_OK)
        written = command_fail(error);
    exit_status = written;
    if (problems_close(&r->problems, error) != MIG_OK)
        exit_status = command_fail(error);
    if (!ended || exit_status >= EXIT_STOPPED)
        return exit_status;
    message_note(o->output != NULL ? "ended by a signal; the output file is left as it was"
                 : o->db != NULL   ? "ended by a signal; what was done is in the database"
                                   : "ended by a signal");
    return EXIT_SIGNAL + (int)signals_received;
}

int command_extract(const struct options *o) {
    struct run run = {.options = o, .problems = {.fd = -1}, .batch = {.lock = {.fd = -1}}};
    struct mig_error error;
    buf_init(&run.place, 1 << 20);
    progress_start(&run.progress, !o->quiet && !o->no_progress && !o->log_json);
    int exit_status = command_open_engine(o, &run.engine);
    if (exit_status != EXIT_DONE)
        return exit_status;
    exit_status = batch_open(&run.batch, o, mig_engine_version(run.engine));
    if (exit_status != EXIT_DONE)
        goto out;
    enum mig_status status = destination_open(&run.out, o->output, &error);
    if (status != MIG_OK) {
        exit_status = command_fail(&error);
        goto out;
    }
    status = open_all(&run, &error);
    if (status == MIG_OK)
        status = take_all(&run, &error);
    progress_clear(&run.progress);
    exit_status = finish(&run, status, &error);
    if ((o->verbose || o->db != NULL || o->state != NULL) && !o->quiet)
        summarize(&run);
out:
    batch_close(&run.batch);
    buf_free(&run.place);
    reader_close(run.reader);
    source_close(run.source);
    mig_session_close(run.session);
    mig_engine_close(run.engine);
    return exit_status;
}
