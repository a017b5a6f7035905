// migcoop extract: articles in, JSON Lines out, or into a database.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/problems.h"
#include "cli/progress.h"
#include "cli/queue.h"
#include "cli/signals.h"
#include "input/reader.h"
#include "input/source.h"
#include "output/stored_json.h"
#include "output/table.h"

struct run {
    const struct options *options;
    struct mig_engine *engine;
    struct queue *queue;
    size_t jobs;
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
    struct buf place;     // where the article read last stands: the input, or a file in it
    unsigned parts;       // articles of that file so far
    bool entered;         // nothing of it is queued yet
    bool part_refused;    // one of the file that is written now could not be done
    bool stopped;         // by what became of an entry
    bool limited;         // --limit ended the run
    enum mig_status lost; // why what was refused while reading could not be queued
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
static enum mig_status refuse(struct run *r, const struct entry *e, struct mig_error *error) {
    struct str name = str_c(e->name);
    r->refused++;
    r->part_refused = true;
    progress_clear(&r->progress);
    message_error(name, e->error.line, e->error.column, e->error.message);
    problems_add(&r->problems, &(struct problem){.level = "error",
                                                 .code = code_of(e->error.status),
                                                 .source = name,
                                                 .part = e->parts,
                                                 .line = e->error.line,
                                                 .column = e->error.column,
                                                 .rule = "",
                                                 .message = e->error.message});
    return batch_keep(&r->batch, name, error);
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

// Whether --since leaves the article out. In the flat form one without records has no line, and nothing to leave out.
static bool is_too_old(const struct run *r, struct str json) {
    if (r->options->since == NULL || json.len == 0)
        return false;
    struct str published = stored_json_field(json, STR("published"));
    published = str_sub(published, 1, published.len); // without its quotes, as far as the day goes
    return published.len < 10 || str_cmp(str_sub(published, 0, 10), str_sub(str_c(r->options->since), 0, 10)) < 0;
}

// What one article gave: kept and written.
static enum mig_status put_result(struct run *r, const struct entry *e, struct mig_error *error) {
    const struct mig_article *article = &e->article;
    struct str json = {e->result.json, e->result.length};
    if (is_too_old(r, json)) {
        r->left_out++;
        return MIG_OK;
    }
    r->articles++;
    for (unsigned kind = 0; kind < MIG_KINDS; kind++)
        r->written[kind] += e->result.written[kind];
    tell_diagnostics(r, str_c(article->source), article->part, &e->result);
    enum mig_status status = batch_put(&r->batch, article, &e->looked, json, error);
    if (status == MIG_OK && r->options->db == NULL) {
        (void)destination_write(&r->out, json);
        (void)destination_flush(&r->out);
    }
    return status == MIG_OK ? batch_commit_if_due(&r->batch, error) : status;
}

// Writes what became of the oldest entry. Fails when the run cannot go on; an article that cannot be done is no failure.
static enum mig_status settle(struct run *r, struct entry *e, struct mig_error *error) {
    r->part_refused = r->part_refused && !e->first;
    switch (e->kind) {
    case ENTRY_REFUSED:
        return refuse(r, e, error);
    case ENTRY_LEFT:
        return r->part_refused ? MIG_OK : batch_leave(&r->batch, str_c(e->name), e->parts, error);
    case ENTRY_ARTICLE:
        break;
    }
    if (e->status == MIG_OK)
        return put_result(r, e, error);
    if (e->status == MIG_EINPUT || e->status == MIG_ELIMIT || e->status == MIG_EMEMORY)
        return refuse(r, e, error);
    *error = e->error;
    return e->status;
}

// Settles the entries that are done, the oldest first; waits for them until no more than `most` are left.
static enum mig_status settle_down_to(struct run *r, size_t most, struct mig_error *error) {
    while (queue_count(r->queue) > 0 && r->out.status == MIG_OK) {
        bool wait = queue_count(r->queue) > most;
        struct entry *e;
        enum mig_status status = queue_take(r->queue, wait, &e, error);
        if (status == MIG_OK && e == NULL)
            return MIG_OK;
        if (status == MIG_OK) {
            status = settle(r, e, error);
            queue_drop(r->queue);
        }
        r->stopped = status != MIG_OK;
        if (r->stopped)
            return status;
    }
    return MIG_OK;
}

// A new entry, after making room for it.
static enum mig_status add_entry(struct run *r, enum entry_kind kind, struct str name,
                                 const struct mig_article *article, struct entry **out, struct mig_error *error) {
    while (queue_is_full(r->queue) && r->out.status == MIG_OK) {
        enum mig_status status = settle_down_to(r, queue_count(r->queue) - 1, error);
        if (status != MIG_OK)
            return status;
    }
    *out = r->out.status == MIG_OK ? queue_add(r->queue, kind, name, article) : NULL;
    if (*out == NULL && r->out.status == MIG_OK)
        return error_memory(error);
    if (*out != NULL) {
        (*out)->parts = r->parts;
        (*out)->first = r->entered;
        r->entered = false;
    }
    return MIG_OK;
}

static enum mig_status put_entry(struct run *r, struct mig_error *error) {
    queue_put(r->queue);
    return settle_down_to(r, r->jobs > 1 ? SIZE_MAX : 0, error);
}

static void note_lost(struct run *r, enum mig_status status, const struct mig_error *failure) {
    if (r->lost == MIG_OK)
        message_failure(failure);
    r->lost = status;
}

// What cannot be read is told when its turn comes.
static void queue_refusal(void *context, struct str name, const struct mig_error *error) {
    struct run *r = context;
    struct entry *e;
    struct mig_error failure;
    enum mig_status status = add_entry(r, ENTRY_REFUSED, name, NULL, &e, &failure);
    if (status == MIG_OK && e != NULL) {
        e->error = *error;
        status = put_entry(r, &failure);
    }
    if (status != MIG_OK)
        note_lost(r, status, &failure);
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

static bool is_queued(const struct run *r, const char *key) {
    for (size_t i = 0; i < queue_count(r->queue) && key[0] != '\0'; i++)
        if (strcmp(queue_at(r->queue, i)->looked.key, key) == 0)
            return true;
    return false;
}

// Whether the article is to be done. One that is the same as one that waits is looked at when that is done.
static enum mig_status look(struct run *r, const struct mig_article *article, struct batch_article *out,
                            struct mig_error *error) {
    enum mig_status status = batch_look(&r->batch, article, out, error);
    if (status != MIG_OK || out->verdict == BATCH_UNCHANGED || !is_queued(r, out->key))
        return status;
    status = settle_down_to(r, 0, error);
    return status == MIG_OK ? batch_look(&r->batch, article, out, error) : status;
}

static enum mig_status queue_article(struct run *r, const struct mig_article *article,
                                     const struct batch_article *looked, struct mig_error *error) {
    struct entry *e;
    enum mig_status status = add_entry(r, ENTRY_ARTICLE, str_c(article->source), article, &e, error);
    if (status != MIG_OK || e == NULL)
        return status;
    e->looked = *looked;
    return put_entry(r, error);
}

// As many articles are done as --limit wants, or will be when those that wait give lines.
static enum mig_status check_limit(struct run *r, struct mig_error *error) {
    size_t limit = r->options->limit;
    enum mig_status status = MIG_OK;
    if (limit > 0 && r->articles + queue_count(r->queue) >= limit)
        status = settle_down_to(r, 0, error);
    r->limited = limit > 0 && r->articles >= limit;
    return status;
}

// Does one article unless it is known. Fails when the run cannot go on; an article that cannot be done is no failure.
static enum mig_status take_one(struct run *r, const struct mig_article *article, struct mig_error *error) {
    struct batch_article looked;
    enum mig_status status = look(r, article, &looked, error);
    r->bytes += article->length;
    r->parts++;
    if (status == MIG_OK && looked.verdict != BATCH_UNCHANGED) {
        status = check_limit(r, error);
        if (status != MIG_OK || r->limited)
            return status;
        status =
            r->options->dry_run ? show_plan(r, article, looked.verdict) : queue_article(r, article, &looked, error);
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

// A file was read to its end.
static enum mig_status leave(struct run *r, struct str name, struct mig_error *error) {
    struct entry *e;
    if (r->batch.store == NULL)
        return MIG_OK;
    enum mig_status status = add_entry(r, ENTRY_LEFT, name, NULL, &e, error);
    return status != MIG_OK || e == NULL ? status : put_entry(r, error);
}

static enum mig_status leave_place(struct run *r, struct mig_error *error) {
    struct str place = buf_str(&r->place);
    return place.len == 0 ? MIG_OK : leave(r, place, error);
}

static void enter(struct run *r) {
    buf_clear(&r->place);
    r->parts = 0;
    r->entered = true;
}

static enum mig_status enter_place(struct run *r, struct str place, struct mig_error *error) {
    enum mig_status status = leave_place(r, error);
    enter(r);
    buf_append(&r->place, place);
    return status == MIG_OK && r->place.status != MIG_OK ? error_memory(error) : status;
}

static enum mig_status take_file(struct run *r, const struct source_item *item, struct mig_error *error) {
    const struct reader_input input = {item->name, item->bytes, item->has_rest ? source_read : NULL, r->source,
                                       item->saved};
    enter(r);
    enum mig_status status = reader_start(r->reader, &input, error);
    while (status == MIG_OK && signals_received == 0 && r->out.status == MIG_OK && !r->limited) {
        struct mig_article article;
        bool more;
        status = reader_next(r->reader, &article, &more, error);
        if (status == MIG_OK && !more && r->place.len == 0)
            status = leave(r, item->name, error);
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

// Nothing that was read is lost, whatever ended the reading.
static enum mig_status take_everything(struct run *r, struct mig_error *error) {
    struct mig_error ignored;
    enum mig_status status = take_all(r, error);
    if (r->stopped)
        return status;
    enum mig_status settled = settle_down_to(r, 0, status == MIG_OK ? error : &ignored);
    return status == MIG_OK ? settled : status;
}

// What was read is not kept waiting for what is to come.
static bool settle_before_waiting(void *context) {
    struct run *r = context;
    struct mig_error failure;
    enum mig_status status = settle_down_to(r, 0, &failure);
    if (status != MIG_OK)
        note_lost(r, status, &failure);
    return status == MIG_OK && r->out.status == MIG_OK;
}

static enum mig_status open_all(struct run *r, struct mig_error *error) {
    const struct options *o = r->options;
    struct mig_settings settings = {.flags = o->flags, .only = o->only};
    struct source_settings reading = {.size_limit = o->max_size,
                                      .stream = true,
                                      .report = queue_refusal,
                                      .before_waiting = settle_before_waiting,
                                      .context = r,
                                      .stop = &signals_received};
    struct reader_settings parts = {.format = o->from,
                                    .text_field = o->text_field,
                                    .article_limit = o->max_size,
                                    .report = queue_refusal,
                                    .context = r};
    enum mig_status status = problems_open(&r->problems, o->errors, error);
    if (status == MIG_OK)
        status = queue_open(r->engine, &settings, r->jobs, &r->queue, error);
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

// As many as there are processors, unless told.
static size_t count_jobs(const struct options *o) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return o->jobs > 0 ? o->jobs : processors > 0 ? (size_t)processors : 1;
}

int command_extract(const struct options *o) {
    struct run run = {.options = o, .jobs = count_jobs(o), .problems = {.fd = -1}, .batch = {.lock = {.fd = -1}}};
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
        status = take_everything(&run, &error);
    progress_clear(&run.progress);
    exit_status = finish(&run, status, &error);
    if ((o->verbose || o->db != NULL || o->state != NULL) && !o->quiet)
        summarize(&run);
out:
    batch_close(&run.batch);
    buf_free(&run.place);
    reader_close(run.reader);
    source_close(run.source);
    queue_close(run.queue);
    mig_engine_close(run.engine);
    return exit_status;
}
