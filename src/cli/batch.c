#include "cli/batch.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/messages.h"
#include "cli/progress.h"
#include "cli/signals.h"
#include "store/key.h"

// A batch of articles is committed at this size of their JSON, or after this time. What a killed run wrote and did not
// commit to a state file is written again, so that is done more often.
enum { STORE_BYTES = 1 << 20, STATE_BYTES = 128 << 10, BATCH_SECONDS = 2 };

static const char *path_of(const struct options *o) {
    return o->db != NULL ? o->db : o->state;
}

static int tell_locked(const char *path, long holder) {
    struct buf text;
    buf_init(&text, 256);
    buf_append(&text, STR("another run is using it"));
    if (holder > 0)
        buf_printf(&text, " (process %ld)", holder);
    buf_append_byte(&text, '\0');
    message_error(str_c(path), 0, 0, text.status == MIG_OK ? text.ptr : "another run is using it");
    buf_free(&text);
    return EXIT_LOCKED;
}

static int lock(struct batch *b, const struct options *o) {
    double deadline = progress_seconds() + o->wait;
    for (;;) {
        struct mig_error error;
        bool taken;
        if (lock_take(&b->lock, path_of(o), &taken, &error) != MIG_OK)
            return command_fail(&error);
        if (!taken)
            return EXIT_DONE;
        if (signals_received != 0)
            return EXIT_SIGNAL + (int)signals_received;
        if (progress_seconds() >= deadline)
            return tell_locked(path_of(o), b->lock.holder);
        (void)nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    }
}

// A dry run writes nothing: what is not there is empty.
static enum mig_status open_to_look(struct batch *b, const struct options *o, struct mig_error *err) {
    if (access(path_of(o), F_OK) != 0 && errno == ENOENT)
        return MIG_OK;
    return o->db != NULL ? store_open_to_read(o->db, &b->store, err) : state_open_to_read(o->state, &b->state, err);
}

static enum mig_status open_to_write(struct batch *b, const struct options *o, struct mig_error *err) {
    enum mig_status status;
    if (o->db != NULL) {
        status = store_open(o->db, &b->store, err);
        return status == MIG_OK ? store_begin(b->store, b->engine, err) : status;
    }
    status = state_open(o->state, &b->state, err);
    return status == MIG_OK ? state_begin(b->state, o->output != NULL ? -1 : STDOUT_FILENO, err) : status;
}

// The options that make another result of the same article. The database has all kinds of records in any case.
static void append_ways(struct buf *ways, const struct options *o) {
    if (o->db == NULL)
        buf_printf(ways, "flags=%u only=%u", o->flags, o->only);
}

int batch_open(struct batch *b, const struct options *o, const char *engine) {
    struct mig_error error;
    *b = (struct batch){.options = o, .engine = engine, .lock = {.fd = -1}, .committed = progress_seconds()};
    document_init(&b->scratch);
    buf_init(&b->ways, 4096);
    append_ways(&b->ways, o);
    if (path_of(o) == NULL)
        return EXIT_DONE;
    int exit_status = o->dry_run ? EXIT_DONE : lock(b, o);
    if (exit_status != EXIT_DONE)
        return exit_status;
    enum mig_status status = o->dry_run ? open_to_look(b, o, &error) : open_to_write(b, o, &error);
    return status == MIG_OK ? EXIT_DONE : command_fail(&error);
}

void batch_close(struct batch *b) {
    store_close(b->store);
    state_close(b->state);
    lock_release(&b->lock);
    document_free(&b->scratch);
    buf_free(&b->ways);
    *b = (struct batch){.lock = {.fd = -1}};
}

static struct str last_part(struct str path) {
    size_t start = path.len;
    while (start > 0 && path.ptr[start - 1] != '/')
        start--;
    return str_sub(path, start, path.len);
}

static bool is_same_file(struct str a, const char *b) {
    struct stat first, second;
    return str_eq(a, str_c(b)) || (stat(a.ptr, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
                                   first.st_ino == second.st_ino);
}

bool batch_is_own(const struct batch *b, struct str name) {
    static const char *const suffixes[] = {"", "-wal", "-shm", "-journal", ".lock"};
    const struct options *o = b->options;
    const char *const paths[] = {path_of(o), o->errors};
    for (size_t i = 0; i < 2; i++) {
        if (paths[i] == NULL || !str_starts(last_part(name), last_part(str_c(paths[i]))))
            continue;
        for (size_t k = 0; k < (i == 0 ? sizeof suffixes / sizeof suffixes[0] : 1); k++) {
            char path[PATH_MAX];
            int len = snprintf(path, sizeof path, "%s%s", paths[i], suffixes[k]);
            if (len > 0 && (size_t)len < sizeof path && is_same_file(name, path))
                return true;
        }
    }
    return false;
}

static enum mig_status look_in_store(struct batch *b, const struct mig_article *article, struct batch_article *out,
                                     bool *current, struct mig_error *err) {
    struct store_known known;
    const struct options *o = b->options;
    enum mig_status status = store_find(b->store, out->key, b->engine, &known, err);
    out->known = known.article != 0;
    *current = known.current && !o->refresh && (known.has_text || !(o->flags & MIG_WITH_TEXT));
    if (status == MIG_OK && *current && !o->dry_run)
        status = store_place(b->store, str_c(article->source), article->part, known.article, err);
    return status;
}

enum mig_status batch_look(struct batch *b, const struct mig_article *article, struct batch_article *out,
                           struct mig_error *err) {
    bool current = false;
    *out = (struct batch_article){.verdict = BATCH_NEW};
    if (b->store == NULL && b->state == NULL)
        return MIG_OK;
    enum mig_status status = key_of_article(article, buf_str(&b->ways), &b->scratch, out->key, err);
    if (status == MIG_OK && b->store != NULL)
        status = look_in_store(b, article, out, &current, err);
    if (status == MIG_OK && b->state != NULL) {
        status = state_has(b->state, out->key, b->engine, &out->known, &current, err);
        current = current && !b->options->refresh;
    }
    out->verdict = current ? BATCH_UNCHANGED : out->known ? BATCH_AGAIN : BATCH_NEW;
    b->counts.unchanged += current;
    return status;
}

enum mig_status batch_put(struct batch *b, const struct mig_article *article, const struct batch_article *looked,
                          struct str json, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    int64_t row;
    if (b->store != NULL)
        status = store_put(b->store, looked->key, json, &row, err);
    if (status == MIG_OK && b->store != NULL)
        status = store_place(b->store, str_c(article->source), article->part, row, err);
    if (b->state != NULL)
        status = state_add(b->state, looked->key, b->engine, err);
    b->counts.redone += looked->known;
    b->counts.fresh += !looked->known;
    b->waiting += json.len;
    return status;
}

enum mig_status batch_leave(struct batch *b, struct str source, unsigned parts, struct mig_error *err) {
    if (b->store == NULL || b->options->dry_run)
        return MIG_OK;
    enum mig_status status = store_leave(b->store, source, parts, err);
    if (status == MIG_OK && b->options->prune)
        status = store_keep(b->store, source, err);
    return status;
}

enum mig_status batch_keep(struct batch *b, struct str source, struct mig_error *err) {
    b->counts.refused++;
    if (b->store == NULL || b->options->dry_run || !b->options->prune)
        return MIG_OK;
    return store_keep(b->store, source, err);
}

enum mig_status batch_commit_if_due(struct batch *b, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    double now = progress_seconds();
    size_t enough = b->store != NULL ? STORE_BYTES : STATE_BYTES;
    // With -o nothing is out before the end.
    bool possible = b->store != NULL || (b->state != NULL && b->options->output == NULL);
    if (!possible || b->options->dry_run || (b->waiting < enough && now - b->committed < BATCH_SECONDS))
        return MIG_OK;
    if (b->waiting > 0)
        status = b->store != NULL ? store_commit(b->store, err) : state_commit(b->state, err);
    b->waiting = 0;
    b->committed = now;
    return status;
}

enum mig_status batch_finish(struct batch *b, bool complete, struct mig_error *err) {
    const struct options *o = b->options;
    enum mig_status status = MIG_OK;
    if (o->dry_run)
        return MIG_OK;
    if (b->state != NULL)
        return state_end(b->state, err);
    if (b->store == NULL)
        return MIG_OK;
    for (size_t i = 0; i < o->argument_count && o->prune && complete && status == MIG_OK; i++) {
        size_t count;
        status = store_prune(b->store, str_c(o->arguments[i]), &count, err);
        b->pruned += count;
    }
    const char *how = complete ? "done" : signals_received != 0 ? "interrupted" : "limited";
    return status == MIG_OK ? store_end(b->store, how, &b->counts, err) : status;
}
