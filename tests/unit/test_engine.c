// The public interface, on the project's own data.
#include "unit.h"

#include <dirent.h>
#include <pthread.h>
#include <string.h>

#include "base/buf.h"
#include "base/memory.h"
#include "engine/engine.h"
#include "migcoop.h"

static const char sentence[] =
    "Spanish Interior Minister Elvira Castell met the Moroccan ambassador in Rabat on 6 May 2024.\n";
static const char binary[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

static struct mig_article article_of(const char *bytes, size_t length) {
    return (struct mig_article){.bytes = bytes, .length = length, .source = "a.txt"};
}

static bool contains(struct str text, const char *part) {
    return str_find(text, str_c(part), 0) != SIZE_MAX;
}

static int to_buf(void *context, const char *bytes, size_t length) {
    buf_append(context, (struct str){bytes, length});
    return 0;
}

static int refuse(void *context, const char *bytes, size_t length) {
    (void)context;
    (void)bytes;
    (void)length;
    return 1;
}

static int refuse_report(void *context, const struct mig_check_report *report) {
    (void)context;
    (void)report;
    return 1;
}

static void check_open(void) {
    struct mig_engine *engine = (struct mig_engine *)&engine; // anything but NULL
    struct mig_error err;
    CHECK_INT(mig_engine_open("no/such/folder", &engine, &err), MIG_EDATA);
    CHECK(engine == NULL);
    CHECK_INT(err.status, MIG_EDATA);
    CHECK(err.file[0] != '\0' && err.message[0] != '\0');
    CHECK_INT(mig_engine_open("no/such/folder", &engine, NULL), MIG_EDATA);
    mig_engine_close(NULL);
    mig_session_close(NULL);
}

static void check_engine(const struct mig_engine *engine) {
    static const enum mig_list lists[] = {MIG_LIST_LANGUAGES, MIG_LIST_KINDS, MIG_LIST_RULES, MIG_LIST_NAMES,
                                          MIG_LIST_COVERAGE};
    struct mig_check_summary summary;
    const char *nowhere[] = {"nowhere.rules"};
    struct buf text;
    const char *version = mig_engine_version(engine);
    CHECK(strncmp(version, MIG_VERSION "+", strlen(MIG_VERSION) + 1) == 0);
    CHECK_INT(strlen(version), strlen(MIG_VERSION) + 1 + 12);
    CHECK_INT(mig_engine_has_language(engine, "en"), 1);
    CHECK_INT(mig_engine_has_language(engine, "en-GB"), 1);
    CHECK_INT(mig_engine_has_language(engine, "xx"), 0);
    CHECK_INT(mig_engine_has_language(engine, ""), 0);

    buf_init(&text, 64 << 20);
    for (size_t i = 0; i < ROWS(lists); i++) {
        UNIT_ROW("list %zu", i);
        buf_clear(&text);
        CHECK_INT(mig_engine_list(engine, lists[i], to_buf, &text, NULL), MIG_OK);
        CHECK(contains(buf_str(&text), "\t") && str_ends(buf_str(&text), STR("\n")));
        CHECK_INT(mig_engine_list(engine, lists[i], refuse, NULL, NULL), MIG_EOUTPUT);
    }
    UNIT_ROW("check");
    CHECK_INT(mig_engine_check(engine, nowhere, 1, 0, refuse_report, NULL, &summary, NULL), MIG_EUSAGE);
    CHECK_INT(mig_engine_check(engine, NULL, 0, 0, refuse_report, NULL, &summary, NULL), MIG_EOUTPUT);
    buf_free(&text);
}

// What is asked for in a wrong way is refused, and the session goes on as before.
static void check_refusals(struct mig_session *session) {
    static const struct {
        const char *what, *published, *language, *charset, *format;
    } rows[] = {
        {"a month 13", "2024-13-01", NULL, NULL, NULL},        {"a day 30 of February", "2023-02-30", NULL, NULL, NULL},
        {"a date in words", "today", NULL, NULL, NULL},        {"an unknown language", NULL, "xx", NULL, NULL},
        {"an unknown encoding", NULL, NULL, "ebcdic-0", NULL}, {"an unknown format", NULL, NULL, NULL, "picture"},
    };
    struct mig_result result, again;
    struct mig_error err;
    struct mig_article good = article_of(sentence, strlen(sentence));
    struct buf before;
    buf_init(&before, 1 << 20);
    CHECK_INT(mig_session_extract(session, &good, &result, NULL), MIG_OK);
    buf_append(&before, (struct str){result.json, result.length});
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct mig_article bad = good;
        UNIT_ROW("%s", rows[i].what);
        bad.published = rows[i].published;
        bad.language = rows[i].language;
        bad.charset = rows[i].charset;
        bad.format = rows[i].format;
        CHECK_INT(mig_session_extract(session, &bad, &again, &err), MIG_EUSAGE);
        CHECK(again.json == NULL && again.length == 0);
        CHECK(err.message[0] != '\0');
    }
    UNIT_ROW("binary");
    struct mig_article picture = article_of(binary, sizeof binary);
    CHECK_INT(mig_session_extract(session, &picture, &again, NULL), MIG_EINPUT);
    UNIT_ROW("after all that");
    CHECK_INT(mig_session_extract(session, &good, &again, NULL), MIG_OK);
    CHECK(str_eq(buf_str(&before), (struct str){again.json, again.length}));
    CHECK_INT(again.json[again.length], 0);
    buf_free(&before);
}

static void check_extract(const struct mig_engine *engine) {
    static const struct {
        const char *what;
        struct mig_settings settings;
        const char *has, *lacks;
    } rows[] = {
        {"the article's object",
         {0, 0},
         "\"value\":\"2024-05-06\"",
         "\"text\":\"Spanish Interior Minister Elvira Castell met the "
         "Moroccan ambassador in Rabat on 6 May 2024.\\n\""},
        {"with its text", {MIG_WITH_TEXT, 0}, "\"text\":\"Spanish Interior Minister Elvira", "\"record\":"},
        {"only dates", {0, MIG_KIND_BIT(MIG_DATE)}, "\"ministers\":[]", "Castell\",\"names\""},
        {"the flat form", {MIG_RECORDS, 0}, "\"record\":\"minister\"", "\"record\":\"date\""},
        {"the flat form with dates", {MIG_RECORDS | MIG_ALL, 0}, "\"record\":\"date\"", "\"meetings\":"},
        {"the flat form of dates",
         {MIG_RECORDS, MIG_KIND_BIT(MIG_DATE)},
         "\"record\":\"date\"",
         "\"record\":\"minister\""},
    };
    struct mig_article article = article_of(sentence, strlen(sentence));
    struct mig_article empty = article_of("", 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct mig_session *session;
        struct mig_result result;
        UNIT_ROW("%s", rows[i].what);
        if (!CHECK_INT(mig_session_open(engine, &rows[i].settings, &session, NULL), MIG_OK))
            return;
        CHECK_INT(mig_session_extract(session, &article, &result, NULL), MIG_OK);
        struct str json = {result.json, result.length};
        CHECK(contains(json, rows[i].has));
        CHECK(!contains(json, rows[i].lacks));
        CHECK(str_ends(json, STR("\n")));
        CHECK_INT(result.written[MIG_PROGRAM], 0);
        CHECK_INT(mig_session_extract(session, &empty, &result, NULL), MIG_OK);
        CHECK_INT(result.written[MIG_DATE], 0);
        CHECK_INT(result.length == 0, (rows[i].settings.flags & MIG_RECORDS) != 0);
        check_refusals(session);
        mig_session_close(session);
    }
}

static void check_explain(const struct mig_engine *engine) {
    struct mig_session *session;
    struct mig_article article = article_of(sentence, strlen(sentence));
    struct buf text;
    buf_init(&text, 1 << 20);
    if (!CHECK_INT(mig_session_open(engine, NULL, &session, NULL), MIG_OK))
        return;
    CHECK_INT(mig_session_explain(session, &article, to_buf, &text, NULL), MIG_OK);
    CHECK(contains(buf_str(&text), "Castell"));
    CHECK_INT(mig_session_explain(session, &article, refuse, NULL, NULL), MIG_EOUTPUT);
    mig_session_close(session);
    buf_free(&text);
}

struct worker {
    const struct mig_engine *engine;
    struct buf json;
    bool fine;
};

static void *work(void *context) {
    struct worker *w = context;
    struct mig_session *session;
    w->fine = mig_session_open(w->engine, NULL, &session, NULL) == MIG_OK;
    for (int i = 0; w->fine && i < 20; i++) {
        struct mig_result result;
        struct mig_article article = article_of(sentence, strlen(sentence) - (size_t)i);
        w->fine = mig_session_extract(session, &article, &result, NULL) == MIG_OK;
        if (w->fine)
            buf_append(&w->json, (struct str){result.json, result.length});
    }
    mig_session_close(session);
    return NULL;
}

// An engine just opened, its patterns not yet compiled, is shared by threads that begin at once.
static void check_threads(void) {
    enum { THREADS = 4 };
    struct worker workers[THREADS];
    pthread_t threads[THREADS];
    struct mig_engine *engine;
    if (!CHECK_INT(mig_engine_open("data", &engine, NULL), MIG_OK))
        return;
    for (size_t i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.engine = engine};
        buf_init(&workers[i].json, 4 << 20);
        CHECK_INT(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        CHECK_INT(pthread_join(threads[i], NULL), 0);
        CHECK(workers[i].fine && workers[i].json.len > 0);
        CHECK(str_eq(buf_str(&workers[i].json), buf_str(&workers[0].json)));
    }
    for (size_t i = 0; i < THREADS; i++)
        buf_free(&workers[i].json);
    mig_engine_close(engine);
}

static void append_json(struct mig_session *session, struct str text, struct buf *out) {
    struct mig_result result;
    struct mig_article article = article_of(text.ptr, text.len);
    article.published = "2024-05-08";
    buf_clear(out);
    if (CHECK_INT(mig_session_extract(session, &article, &result, NULL), MIG_OK))
        buf_append(out, (struct str){result.json, result.length});
}

// What decides quickly where a pattern can match takes no match away.
static void check_filters(const struct mig_engine *engine) {
    struct mig_engine *unfiltered;
    struct mig_session *quick, *slow;
    struct buf a, b, path;
    DIR *folder = opendir("tests/golden/articles");
    buf_init(&a, 1 << 24);
    buf_init(&b, 1 << 24);
    buf_init(&path, 4096);
    CHECK(folder != NULL);
    CHECK_INT(engine_open("data", RULES_UNFILTERED, &unfiltered, NULL), MIG_OK);
    CHECK_INT(mig_session_open(engine, NULL, &quick, NULL), MIG_OK);
    CHECK_INT(mig_session_open(unfiltered, NULL, &slow, NULL), MIG_OK);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        if (!str_ends(str_c(entry->d_name), STR(".txt")))
            continue;
        UNIT_ROW("%s", entry->d_name);
        buf_clear(&path);
        buf_printf(&path, "tests/golden/articles/%s%c", entry->d_name, '\0');
        struct str text = unit_read(path.ptr);
        append_json(quick, text, &a);
        append_json(slow, text, &b);
        CHECK(a.len > 0 && str_eq(buf_str(&a), buf_str(&b)));
        memory_free((char *)text.ptr);
    }
    (void)closedir(folder);
    mig_session_close(quick);
    mig_session_close(slow);
    mig_engine_close(unfiltered);
    buf_free(&a);
    buf_free(&b);
    buf_free(&path);
}

void test_engine(void) {
    struct mig_engine *engine;
    struct mig_error err;
    check_open();
    if (!CHECK_INT(mig_engine_open("data", &engine, &err), MIG_OK)) {
        CHECK_C(err.message, "");
        return;
    }
    check_engine(engine);
    check_extract(engine);
    check_explain(engine);
    check_filters(engine);
    mig_engine_close(engine);
    check_threads();
}
