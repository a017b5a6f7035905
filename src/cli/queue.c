#include "cli/queue.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "base/memory.h"

enum {
    ENTRIES_A_JOB = 16,   // enough that no thread waits while the oldest article takes long
    BYTES_MOST = 4 << 20, // of articles; above that no more of them than jobs
    KEPT_MOST = 1 << 20,  // bytes of memory that an entry keeps for the next one
};

struct worker {
    struct queue *queue;
    struct mig_session *session; // NULL until it is needed
    pthread_t thread;
};

struct queue {
    const struct mig_engine *engine;
    struct mig_settings settings;
    struct worker *workers; // the first is the thread that owns the queue
    size_t jobs, started;   // started: of workers
    bool threads;           // there may be others than the one that owns the queue
    struct entry *ring;
    size_t capacity, first, count; // entries; first: the oldest
    size_t bytes;                  // of the articles in it
    // shared with the threads
    pthread_mutex_t lock;
    pthread_cond_t put, done;
    size_t waiting; // entries that nobody has begun, the last ones put in
    bool ending;
    enum mig_status failed; // no session could be opened
    struct mig_error error;
};

enum mig_status queue_open(const struct mig_engine *engine, const struct mig_settings *settings, size_t jobs,
                           struct queue **out, struct mig_error *err) {
    struct queue *q = *out = memory_zeroed(1, sizeof *q);
    if (q == NULL)
        return error_memory(err);
    q->engine = engine;
    q->settings = *settings;
    q->jobs = jobs;
    q->threads = jobs > 1;
    q->started = 1;
    q->capacity = jobs == 1 ? 1 : jobs * ENTRIES_A_JOB;
    (void)pthread_mutex_init(&q->lock, NULL);
    (void)pthread_cond_init(&q->put, NULL);
    (void)pthread_cond_init(&q->done, NULL);
    q->workers = memory_zeroed(jobs, sizeof *q->workers);
    q->ring = memory_zeroed(q->capacity, sizeof *q->ring);
    if (q->workers == NULL || q->ring == NULL) {
        queue_close(q);
        *out = NULL;
        return error_memory(err);
    }
    for (size_t i = 0; i < jobs; i++)
        q->workers[i].queue = q;
    for (size_t i = 0; i < q->capacity; i++)
        buf_init(&q->ring[i].json, SIZE_MAX);
    return MIG_OK;
}

void queue_close(struct queue *q) {
    if (q == NULL)
        return;
    (void)pthread_mutex_lock(&q->lock);
    q->ending = true;
    (void)pthread_cond_broadcast(&q->put);
    (void)pthread_mutex_unlock(&q->lock);
    for (size_t i = 1; i < q->started; i++)
        (void)pthread_join(q->workers[i].thread, NULL);
    for (size_t i = 0; q->workers != NULL && i < q->jobs; i++)
        mig_session_close(q->workers[i].session);
    for (size_t i = 0; q->ring != NULL && i < q->capacity; i++) {
        arena_free(&q->ring[i].arena);
        buf_free(&q->ring[i].json);
    }
    (void)pthread_cond_destroy(&q->put);
    (void)pthread_cond_destroy(&q->done);
    (void)pthread_mutex_destroy(&q->lock);
    memory_free(q->workers);
    memory_free(q->ring);
    memory_free(q);
}

// --- doing ----------------------------------------------------------------------------------------------------------

static const char *copy_string(struct arena *arena, const char *s, bool *done) {
    struct str copy;
    if (s == NULL)
        return NULL;
    *done = arena_copy(arena, (struct str){s, strlen(s) + 1}, &copy) && *done;
    return copy.ptr;
}

// What the result borrows from the session becomes the entry's own, so that the session can go on.
static bool keep_result(struct entry *e, const struct mig_result *result) {
    bool done = true;
    struct mig_diagnostic *diagnostics = arena_alloc(&e->arena, result->diagnostic_count * sizeof *diagnostics);
    buf_clear(&e->json);
    buf_append(&e->json, (struct str){result->json, result->length});
    buf_append_byte(&e->json, '\0');
    if (diagnostics == NULL || e->json.status != MIG_OK)
        return false;
    for (size_t i = 0; i < result->diagnostic_count; i++) {
        diagnostics[i] = result->diagnostics[i];
        diagnostics[i].code = copy_string(&e->arena, diagnostics[i].code, &done);
        diagnostics[i].message = copy_string(&e->arena, diagnostics[i].message, &done);
        diagnostics[i].rule = copy_string(&e->arena, diagnostics[i].rule, &done);
    }
    e->result = *result;
    e->result.json = e->json.ptr;
    e->result.diagnostics = diagnostics;
    return done;
}

// Extracts the article. Fails when there is no session to do it with.
static enum mig_status run_article(struct worker *w, struct entry *e, struct mig_error *err) {
    const struct queue *q = w->queue;
    struct mig_result result;
    enum mig_status status = w->session != NULL ? MIG_OK : mig_session_open(q->engine, &q->settings, &w->session, err);
    if (status != MIG_OK)
        return status;
    e->status = mig_session_extract(w->session, &e->article, &result, &e->error);
    if (e->status == MIG_OK && !q->threads)
        e->result = result;
    else if (e->status == MIG_OK && !keep_result(e, &result))
        e->status = error_memory(&e->error);
    if (e->status == MIG_EMEMORY) {
        // One article was too much for the memory there is; the next may not be. All that the session holds is given back first.
        mig_session_close(w->session);
        w->session = NULL;
    }
    return MIG_OK;
}

// Does the oldest entry that nobody has begun. The lock is held, but not meanwhile.
static void run_one(struct worker *w) {
    struct queue *q = w->queue;
    struct entry *e = &q->ring[(q->first + q->count - q->waiting--) % q->capacity];
    struct mig_error error = {.status = MIG_OK};
    enum mig_status status = MIG_OK;
    e->state = ENTRY_RUNS;
    if (e->kind == ENTRY_ARTICLE) {
        (void)pthread_mutex_unlock(&q->lock);
        status = run_article(w, e, &error);
        (void)pthread_mutex_lock(&q->lock);
    }
    e->state = ENTRY_DONE;
    if (status != MIG_OK && q->failed == MIG_OK) {
        q->failed = status;
        q->error = error;
    }
    (void)pthread_cond_signal(&q->done);
}

static void *work(void *context) {
    struct worker *w = context;
    struct queue *q = w->queue;
    (void)pthread_mutex_lock(&q->lock);
    while (!q->ending) {
        if (q->waiting > 0)
            run_one(w);
        else
            (void)pthread_cond_wait(&q->put, &q->lock);
    }
    (void)pthread_mutex_unlock(&q->lock);
    return NULL;
}

// One thread more; where there is none to be had, those that are there do it all. Signals are for the thread that reads.
static void start_worker(struct queue *q) {
    sigset_t all, before;
    (void)sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
        return;
    if (pthread_create(&q->workers[q->started].thread, NULL, work, &q->workers[q->started]) == 0)
        q->started++;
    else
        q->jobs = q->started;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

// --- putting and taking ---------------------------------------------------------------------------------------------

bool queue_is_full(const struct queue *q) {
    return q->count == q->capacity || (q->bytes > BYTES_MOST && q->count >= q->jobs);
}

size_t queue_count(const struct queue *q) {
    return q->count;
}

const struct entry *queue_at(const struct queue *q, size_t index) {
    return &q->ring[(q->first + index) % q->capacity];
}

static bool copy_article(struct entry *e, const struct mig_article *article) {
    bool done = true;
    struct str bytes;
    e->article = *article;
    done = arena_copy(&e->arena, (struct str){article->bytes, article->length}, &bytes);
    e->article.bytes = bytes.ptr;
    e->article.source = copy_string(&e->arena, article->source, &done);
    e->article.url = copy_string(&e->arena, article->url, &done);
    e->article.outlet = copy_string(&e->arena, article->outlet, &done);
    e->article.title = copy_string(&e->arena, article->title, &done);
    e->article.published = copy_string(&e->arena, article->published, &done);
    e->article.language = copy_string(&e->arena, article->language, &done);
    e->article.saved = copy_string(&e->arena, article->saved, &done);
    e->article.charset = copy_string(&e->arena, article->charset, &done);
    e->article.format = copy_string(&e->arena, article->format, &done);
    return done;
}

struct entry *queue_add(struct queue *q, enum entry_kind kind, struct str name, const struct mig_article *article) {
    struct entry *e = &q->ring[(q->first + q->count) % q->capacity];
    arena_reset(&e->arena);
    *e = (struct entry){.kind = kind, .arena = e->arena, .json = e->json};
    char *own = arena_alloc(&e->arena, name.len + 1);
    if (own == NULL)
        return NULL;
    memcpy(own, name.ptr, name.len);
    own[name.len] = '\0';
    e->name = own;
    if (article != NULL && !q->threads)
        e->article = *article; // done before the next is read
    else if (article != NULL && !copy_article(e, article))
        return NULL;
    return e;
}

void queue_put(struct queue *q) {
    (void)pthread_mutex_lock(&q->lock);
    q->bytes += q->ring[(q->first + q->count) % q->capacity].article.length;
    q->count++;
    q->waiting++;
    bool more = q->waiting > 1 && q->started < q->jobs;
    (void)pthread_cond_signal(&q->put);
    (void)pthread_mutex_unlock(&q->lock);
    if (more) // this thread alone is enough for one article
        start_worker(q);
}

enum mig_status queue_take(struct queue *q, bool wait, struct entry **out, struct mig_error *err) {
    struct entry *e = &q->ring[q->first];
    (void)pthread_mutex_lock(&q->lock);
    while (wait && e->state != ENTRY_DONE && q->failed == MIG_OK) {
        if (q->waiting > 0)
            run_one(&q->workers[0]);
        else
            (void)pthread_cond_wait(&q->done, &q->lock);
    }
    *out = q->failed == MIG_OK && e->state == ENTRY_DONE ? e : NULL;
    enum mig_status failed = q->failed;
    if (failed != MIG_OK && err != NULL)
        *err = q->error;
    (void)pthread_mutex_unlock(&q->lock);
    return failed;
}

void queue_drop(struct queue *q) {
    struct entry *e = &q->ring[q->first];
    if (e->arena.total > KEPT_MOST)
        arena_free(&e->arena);
    if (e->json.capacity > KEPT_MOST)
        buf_free(&e->json);
    (void)pthread_mutex_lock(&q->lock);
    q->bytes -= q->ring[q->first].article.length;
    q->first = (q->first + 1) % q->capacity;
    q->count--;
    (void)pthread_mutex_unlock(&q->lock);
}
