/* migcoop.h - extract meetings, ministers, dates, programs and agreements from news text.
 *
 * Open an engine once (it loads the rules and names and is immutable afterwards, safe to share between threads), make
 * one session per thread, hand it articles, take each article's JSON, close:
 *
 *     struct mig_engine *engine;
 *     struct mig_session *session;
 *     struct mig_error error;
 *     if (mig_engine_open("data", &engine, &error) != MIG_OK) ...
 *     if (mig_session_open(engine, NULL, &session, &error) != MIG_OK) ...
 *     struct mig_article article = {.bytes = bytes, .length = length, .source = "a.txt"};
 *     struct mig_result result;
 *     if (mig_session_extract(session, &article, &result, &error) == MIG_OK)
 *         fwrite(result.json, 1, result.length, stdout);
 *     mig_session_close(session);
 *     mig_engine_close(engine);
 *
 * All strings are UTF-8; offsets in the JSON count Unicode code points. A `const char *` without a length beside it is
 * NUL-terminated. Functions that can fail return an enum mig_status; results come through an out-parameter that is NULL
 * (or zeroed) after failure; the last parameter, struct mig_error *, may be NULL. What is returned const is borrowed.
 * The library prints nothing and keeps no global state.
 */
#ifndef MIGCOOP_H
#define MIGCOOP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MIG_VERSION "1.0.0"

#if defined(__GNUC__)
#define MIG_API __attribute__((visibility("default")))
#else
#define MIG_API
#endif

enum mig_status {
    MIG_OK = 0,
    MIG_EUSAGE,  /* wrong use of a function or an option */
    MIG_EDATA,   /* a data file is wrong; the error tells where */
    MIG_EINPUT,  /* an input cannot be read or parsed */
    MIG_ELIMIT,  /* a limit on size, depth or time was hit */
    MIG_EMEMORY, /* out of memory */
    MIG_EOUTPUT  /* output cannot be written */
};

struct mig_error {
    enum mig_status status;
    char file[256];        /* NUL-terminated; empty when no file is concerned */
    unsigned line, column; /* from 1; 0 when unknown */
    char message[512];     /* NUL-terminated, one line, no final stop */
};

/* Takes the next piece of a text that a function writes. Returns 0 to go on; anything else stops the function with
 * MIG_EOUTPUT. */
typedef int (*mig_write_fn)(void *context, const char *bytes, size_t length);

/* The kinds of records, in the order of the article's JSON. */
enum mig_kind { MIG_MEETING, MIG_MINISTER, MIG_DATE, MIG_PROGRAM, MIG_AGREEMENT, MIG_KINDS };
#define MIG_KIND_BIT(kind) (1u << (kind))
#define MIG_ALL_KINDS      ((1u << MIG_KINDS) - 1)

/* ---- Engine: everything loaded from a data folder; immutable, shared by all threads. ---- */

struct mig_engine;

/* Loads all rules and names of data_dir. Fails with MIG_EDATA and the place when the folder is missing or a file in
 * it is wrong. */
MIG_API enum mig_status mig_engine_open(const char *data_dir, struct mig_engine **out, struct mig_error *err);
/* The same, and keeps the loaded engine in the file `image`, from which it opens several times as fast while program and
 * data stay what they are; the data's hash decides. The file is written when there is none that fits; where it cannot be,
 * or the platform has no such thing, this is mig_engine_open. The file must be trusted as the program is: one that is not
 * the user's own, or that others may write, is not used. */
MIG_API enum mig_status mig_engine_open_cached(const char *data_dir, const char *image, struct mig_engine **out,
                                               struct mig_error *err);
MIG_API void mig_engine_close(struct mig_engine *engine); /* NULL is fine; close its sessions before */

/* MIG_VERSION, "+", and the first 12 hex digits of the hash of all data files. Lives as long as the engine. */
MIG_API const char *mig_engine_version(const struct mig_engine *engine);

/* 1 when the data folder has this language (a BCP 47 tag; its primary subtag decides), else 0. */
MIG_API int mig_engine_has_language(const struct mig_engine *engine, const char *tag);

enum mig_list { MIG_LIST_LANGUAGES, MIG_LIST_KINDS, MIG_LIST_RULES, MIG_LIST_NAMES, MIG_LIST_COVERAGE };

/* Writes a table for people and for cut(1): one entry a line, columns separated by one tab. */
MIG_API enum mig_status mig_engine_list(const struct mig_engine *engine, enum mig_list what, mig_write_fn write,
                                        void *context, struct mig_error *err);

/* ---- Check: the examples in the rule files. ---- */

enum mig_check_verdict {
    MIG_CHECK_PASSED,
    MIG_CHECK_FAILED,    /* a yes gave other fields or nothing, a no gave a record */
    MIG_CHECK_UNNOTICED, /* strict: an element whose loss no example notices */
    MIG_CHECK_INCOMPLETE /* a rule without yes or no, a match line without a yes */
};

struct mig_check_report {
    enum mig_check_verdict verdict;
    const char *rule;     /* its id */
    const char *file;     /* path, as the engine opened it */
    unsigned line;        /* of the example, element or rule; from 1 */
    const char *example;  /* its sentence, or the element; empty when the rule as a whole is meant */
    const char *expected; /* lines "field = value"; empty when nothing is expected */
    const char *got;      /* the same for what came out */
};

/* Called for each example; all strings are valid during the call only. Returns 0 to go on; anything else ends the
 * check. */
typedef int (*mig_check_fn)(void *context, const struct mig_check_report *report);

struct mig_check_summary {
    size_t rules, examples; /* looked at */
    size_t failed;          /* reports other than MIG_CHECK_PASSED */
};

/* Runs the examples of the rule files named (paths of files in the engine's data folder, or their path relative to
 * it; count 0: all). strict also drops each element of each rule in turn. A failed example is no failure of this
 * function: see the summary. MIG_EUSAGE: a file is no rule file of the engine; MIG_EOUTPUT: the callback ended the
 * check. */
MIG_API enum mig_status mig_engine_check(const struct mig_engine *engine, const char *const *files, size_t count,
                                         int strict, mig_check_fn report, void *context, struct mig_check_summary *out,
                                         struct mig_error *err);

/* ---- Session: one thread's working memory. ---- */

struct mig_session;

enum mig_flag {
    MIG_WITH_TEXT = 1, /* the article's JSON has its text */
    MIG_RECORDS = 2,   /* the flat form: a line for each record instead of one for the article */
    MIG_ALL = 4        /* the flat form has date records too */
};

/* Zeroed is the default. */
struct mig_settings {
    unsigned flags; /* of enum mig_flag */
    /* MIG_KIND_BITs of the kinds to write; 0 means all, in the flat form all but dates. Only what is written is
     * chosen, not what is found: ids and links are the same whatever is left out, and the arrays of other kinds
     * in the article's JSON are empty. Dates alone hang on no other record: asked for them, nothing else is looked
     * for, which is faster, and only diagnostics of dates are given. */
    unsigned only;
};

MIG_API enum mig_status mig_session_open(const struct mig_engine *engine, const struct mig_settings *settings,
                                         struct mig_session **out, struct mig_error *err);
MIG_API void mig_session_close(struct mig_session *session); /* NULL is fine */

/* How a publication date given with an article is known. */
enum mig_published_basis { MIG_PUBLISHED_BY_OPTION, MIG_PUBLISHED_BY_METADATA };

/* One article as the caller has it. All is borrowed for the call. NULL strings are unknown, and found out where the
 * article tells. */
struct mig_article {
    const char *bytes; /* as read, in any encoding; may hold NUL bytes */
    size_t length;
    const char *source; /* path or name it was read from; any bytes */
    unsigned part;      /* index of the article within that file */
    const char *url, *outlet, *title;
    const char *published; /* ISO 8601 date, or date-time with offset */
    enum mig_published_basis published_basis;
    const char *language; /* BCP 47 tag */
    const char *charset;  /* name of the encoding; NULL: BOM, then UTF-8 when valid, else guessed */
    const char *format;   /* "text" or "html"; NULL: recognised by content */
    const char *saved;    /* ISO 8601 date: when the bytes were fetched or saved. They cannot be published after it */
};

struct mig_diagnostic {
    int is_error;          /* else a warning */
    const char *code;      /* such as "invalid-utf8" */
    const char *message;   /* one line */
    const char *rule;      /* id of the rule concerned, or "" */
    unsigned line, column; /* in the article text, from 1, columns in code points; 0 when no place is concerned */
};

/* What one article gave. All of it is borrowed from the session until its next call or its close. */
struct mig_result {
    const char *json;          /* one line, or a line for each record; each ends in a newline. Also NUL-terminated */
    size_t length;             /* of json in bytes; 0 in the flat form when there is no record */
    size_t written[MIG_KINDS]; /* records in json, by kind */
    const struct mig_diagnostic *diagnostics;
    size_t diagnostic_count;
};

/* Reads the article and writes its records. What is odd about an article is a diagnostic of the result. Failures,
 * after which the session is as good as new: MIG_EINPUT (no text: a binary format), MIG_ELIMIT, MIG_EUSAGE (an
 * unknown language, encoding or format, a bad date), MIG_EMEMORY. */
MIG_API enum mig_status mig_session_extract(struct mig_session *session, const struct mig_article *article,
                                            struct mig_result *out, struct mig_error *err);

/* Writes every step for people: paragraphs, sentences, items and their labels, mentions, the rules that fired, those
 * that nearly did and why not, records. Fails as mig_session_extract does, and with MIG_EOUTPUT. */
MIG_API enum mig_status mig_session_explain(struct mig_session *session, const struct mig_article *article,
                                            mig_write_fn write, void *context, struct mig_error *err);

#ifdef __cplusplus
}
#endif
#endif
