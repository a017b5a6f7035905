// Opens data folders and runs the steps in order: bytes → document → sentences → mentions → records → JSON.
#include "engine/engine.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/region.h"
#include "engine/image.h"
#include "extract/extract.h"
#include "input/format.h"
#include "input/page_date.h"
#include "input/published.h"
#include "input/reader_page.h"
#include "input/reader_text.h"
#include "output/article_json.h"
#include "output/diagnostics.h"
#include "output/records_json.h"
#include "text/calendar.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { JSON_BYTES_MAX = 1 << 30, VERSION_HASH_DIGITS = 12 };

static enum mig_status init_guesser(struct mig_engine *e, struct mig_error *err) {
    struct language_profile profiles[LANGUAGE_MOST];
    struct arena arena;
    arena_init(&arena);
    enum mig_status status = MIG_OK;
    size_t count = e->rules.language_count < LANGUAGE_MOST ? e->rules.language_count : LANGUAGE_MOST;
    for (size_t i = 0; i < count && !status; i++) {
        const struct language *l = &e->rules.languages[i];
        struct str words = l->frequent, word, *list = arena_alloc(&arena, (l->frequent.len / 2 + 1) * sizeof *list);
        if (!list) {
            status = error_memory(err);
            break;
        }
        profiles[i] = (struct language_profile){.tag = l->config.tag, .script = l->script, .frequent = list};
        while (str_next(&words, ' ', &word))
            if (word.len)
                list[profiles[i].frequent_count++] = word;
    }
    if (!status)
        status = language_guesser_init(&e->guesser, profiles, count, err);
    arena_free(&arena);
    return status;
}

static enum mig_status init_furniture(struct mig_engine *e, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    furniture_init(&e->furniture);
    for (size_t i = 0; i < e->rules.language_count; i++) {
        const struct language *l = &e->rules.languages[i];
        for (size_t j = 0; j < l->furniture_count && !status; j++)
            status = furniture_add(&e->furniture, l->furniture[j].type, l->furniture[j].phrases, err);
    }
    markup_names_init(&e->markup);
    for (size_t i = 0; i < e->rules.markup_count && !status; i++)
        status = markup_names_add(&e->markup, e->rules.markup[i].type, e->rules.markup[i].phrases, err);
    return status;
}

static enum mig_status build(struct data_files *files, unsigned flags, struct mig_engine **out, struct mig_error *err) {
    struct mig_engine *e = memory_zeroed(1, sizeof *e);
    if (!e)
        return error_memory(err);
    enum mig_status status = rules_load(&e->rules, files, flags, err);
    if (!status)
        status = init_guesser(e, err);
    if (!status)
        status = init_furniture(e, err);
    if (status) {
        mig_engine_close(e);
        return status;
    }
    snprintf(e->version, sizeof e->version, "%s+%.*s", MIG_VERSION, VERSION_HASH_DIGITS, e->rules.data_hash);
    *out = e;
    return MIG_OK;
}

static enum mig_status open_files(const char *data_dir, struct data_files **out, struct mig_error *err) {
    struct data_files *files = memory_alloc(sizeof *files);
    *out = files;
    return files ? data_files_read(files, data_dir, err) : error_memory(err);
}

static void close_files(struct data_files *files) {
    if (files)
        data_files_free(files);
    memory_free(files);
}

enum mig_status engine_open(const char *data_dir, unsigned flags, struct mig_engine **out, struct mig_error *err) {
    struct data_files *files;
    *out = NULL;
    enum mig_status status = open_files(data_dir, &files, err);
    if (!status)
        status = build(files, flags, out, err);
    close_files(files);
    return status;
}

enum mig_status mig_engine_open(const char *data_dir, struct mig_engine **out, struct mig_error *err) {
    return engine_open(data_dir, 0, out, err);
}

// The engine that the image holds; NULL when it is of other data, or there is no room for it in this process.
static struct mig_engine *open_image(const char *image, const char *data_dir) {
    struct data_files *files;
    struct image_key key;
    struct mig_engine *e = NULL;
    if (open_files(data_dir, &files, NULL) == MIG_OK && image_key(files, &key))
        e = image_map(image, &key);
    close_files(files);
    if (e && rules_init_lock(&e->rules, NULL) != MIG_OK) {
        region_release();
        e = NULL;
    }
    return e;
}

// Opens an engine in the region, and writes its image unless that is there. Files are read anew, so that they are in the region too.
static enum mig_status open_in_region(const char *image, const char *data_dir, struct mig_engine **out,
                                      struct mig_error *err) {
    struct data_files *files;
    struct image_key key = {{0}};
    enum mig_status status = open_files(data_dir, &files, err);
    bool has_key = !status && image_key(files, &key) && !image_fits(image, &key);
    if (!status)
        status = build(files, 0, out, err);
    close_files(files);
    size_t size = region_end();
    if (status)
        region_release();
    else if (has_key && size)
        image_write(image, &key, *out, size);
    return status;
}

enum mig_status mig_engine_open_cached(const char *data_dir, const char *image, struct mig_engine **out,
                                       struct mig_error *err) {
    *out = open_image(image, data_dir);
    if (*out)
        return MIG_OK;
    return region_begin() ? open_in_region(image, data_dir, out, err) : engine_open(data_dir, 0, out, err);
}

void mig_engine_close(struct mig_engine *engine) {
    if (!engine)
        return;
    bool in_region = region_holds(engine);
    language_guesser_free(&engine->guesser);
    furniture_free(&engine->furniture);
    markup_names_free(&engine->markup);
    rules_free(&engine->rules);
    memory_free(engine);
    if (in_region && !region_is_building())
        region_release();
}

const char *mig_engine_version(const struct mig_engine *engine) {
    return engine->version;
}

int mig_engine_has_language(const struct mig_engine *engine, const char *tag) {
    return rules_language(&engine->rules, str_c(tag)) != SIZE_MAX;
}

enum mig_status mig_session_open(const struct mig_engine *engine, const struct mig_settings *settings,
                                 struct mig_session **out, struct mig_error *err) {
    *out = NULL;
    struct mig_session *s = memory_zeroed(1, sizeof *s);
    if (!s)
        return error_memory(err);
    s->engine = engine;
    if (settings)
        s->settings = *settings;
    document_init(&s->document);
    buf_init(&s->json, JSON_BYTES_MAX);
    enum mig_status status = cascade_init(&s->cascade, &engine->rules, err);
    s->cascade.dates_only = s->settings.only == MIG_KIND_BIT(MIG_DATE);
    if (status)
        mig_session_close(s);
    else
        *out = s;
    return status;
}

void mig_session_close(struct mig_session *session) {
    if (!session)
        return;
    cascade_free(&session->cascade);
    document_free(&session->document);
    buf_free(&session->json);
    memory_free(session);
}

static enum mig_status choose_language(struct mig_session *s, const struct mig_article *article, size_t *language,
                                       struct mig_error *err) {
    struct document *d = &s->document;
    const struct rules *rules = &s->engine->rules;
    if (article->language) {
        *language = rules_language(rules, str_c(article->language));
        if (*language == SIZE_MAX)
            return error_set(err, MIG_EUSAGE, (struct str){0}, 0, 0, "the data folder has no language '%s'",
                             article->language);
        d->language = str_c(article->language);
        return MIG_OK;
    }
    struct language_guess guess = language_guess(&s->engine->guesser, d->text);
    *language = guess.tag.len ? rules_language(rules, guess.tag) : 0;
    d->language = guess.tag.len ? guess.tag : rules->languages[0].config.tag;
    return MIG_OK;
}

static enum mig_status choose_format(const struct mig_article *article, enum format *format, struct mig_error *err) {
    struct str bytes = {article->bytes, article->length};
    *format = article->format ? format_by_name(str_c(article->format)) : format_of(bytes);
    if (*format == FORMAT_TEXT || *format == FORMAT_HTML)
        return MIG_OK;
    if (article->format && *format == FORMAT_UNKNOWN)
        return error_set(err, MIG_EUSAGE, (struct str){0}, 0, 0, "unknown format '%s'", article->format);
    const char *refusal = format_refusal(bytes);
    return error_set(err, MIG_EINPUT, str_c(article->source), 0, 0, "%s",
                     refusal ? refusal : "holds articles, is none itself");
}

struct word_finder {
    const struct mig_engine *engine;
    size_t language;
};

// What the language's dictionary has words in strict fold for: a month or a day of the week.
static int word_in(const struct rules *rules, size_t language, struct str words) {
    static const struct {
        uint16_t label;
        int from;
    } labels[] = {{LABEL_MONTH, PUBLISHED_MONTH}, {LABEL_WEEKDAY, PUBLISHED_WEEKDAY}};
    const struct phrases *p = &rules->phrases;
    uint32_t node = 0, number = 0;
    struct str word;
    while (str_next(&words, ' ', &word))
        if ((node = phrases_step(p, node, vocabulary_find(&rules->vocabulary, word))) == 0)
            return 0;
    for (size_t i = 0; i < sizeof labels / sizeof labels[0] && node != 0; i++) {
        const struct reading *r = phrases_reading(p, node, language, UINT8_MAX, labels[i].label, NULL);
        if (r && r->entry != PHRASE_NO_ENTRY && str_uint(rules->gazetteer.entries[r->entry].id, &number))
            return labels[i].from + (int)number;
    }
    return 0;
}

// The same, or what words around a date say; of a page, around whose article any language may stand.
static int find_word(void *context, struct str words) {
    const struct word_finder *f = context;
    int found = word_in(&f->engine->rules, f->language, words);
    for (size_t i = 0; i < f->engine->rules.language_count && found == 0; i++)
        found = word_in(&f->engine->rules, i, words);
    return found == 0 ? markup_names_word(&f->engine->markup, words) : found;
}

enum { DAY_SECONDS = 24 * 60 * 60, DATE_BYTES = 11 };

// Dates after tomorrow are wrong - somewhere it is tomorrow already - and so are those after the day that the article
// was saved on.
static void last_possible_day(const struct mig_article *article, char out[DATE_BYTES]) {
    time_t tomorrow = time(NULL) + DAY_SECONDS;
    struct str saved;
    struct tm day;
    if (!gmtime_r(&tomorrow, &day) || !strftime(out, DATE_BYTES, "%Y-%m-%d", &day))
        memcpy(out, "9999-12-31", DATE_BYTES);
    if (!article->saved || !published_parse(str_c(article->saved), &saved))
        return;
    struct civil after = calendar_civil(published_day(saved) + 1);
    if (published_day(saved) < published_day(str_c(out)))
        (void)snprintf(out, DATE_BYTES, "%04d-%02d-%02d", after.year, after.month, after.day);
}

// Reads the article as its format wants it, up to its language.
static enum mig_status read_document(struct mig_session *s, const struct mig_article *article, enum format format,
                                     struct page *page, size_t *language, struct mig_error *err) {
    const struct mig_engine *e = s->engine;
    enum mig_status status;
    if (format == FORMAT_HTML) {
        status = reader_page(&s->document, article, &e->markup, &e->furniture, page, err);
    } else {
        status = reader_text(&s->document, article, err);
        if (!status)
            status = furniture_mark(&e->furniture, &s->document, err);
    }
    return status ? status : choose_language(s, article, language, err);
}

static enum mig_status find_published(struct mig_session *s, const struct mig_article *article, const struct page *page,
                                      enum format format, size_t language, struct mig_error *err) {
    struct document *d = &s->document;
    struct word_finder words = {s->engine, language};
    char latest[DATE_BYTES];
    struct published_hints hints = {.word = find_word,
                                    .context = &words,
                                    .day_first = s->engine->rules.languages[language].day_first,
                                    .latest = latest};
    enum mig_status status = MIG_OK;
    last_possible_day(article, latest);
    if (d->published_basis == BASIS_METADATA && published_day(d->published) > published_day(str_c(latest))) {
        d->published = (struct str){0};
        d->published_basis = BASIS_NONE;
    }
    if (format == FORMAT_HTML)
        status = page_date_find(page, d, &hints);
    if (!status)
        status = published_from_address(d, &hints);
    if (!status)
        status = published_from_header(d, &hints);
    return status ? error_memory(err) : MIG_OK;
}

enum mig_status session_read(struct mig_session *s, const struct mig_article *article, size_t *language,
                             struct mig_error *err) {
    document_reset(&s->document);
    enum format format;
    struct page page;
    enum mig_status status = choose_format(article, &format, err);
    if (status)
        return status;
    page_init(&page, &s->document.arena);
    status = read_document(s, article, format, &page, language, err);
    if (!status)
        status = find_published(s, article, &page, format, *language, err);
    page_free(&page);
    return status;
}

enum mig_status session_records(struct mig_session *s, const struct mig_article *article, struct records *records,
                                struct mig_error *err) {
    size_t language;
    *records = (struct records){0};
    enum mig_status status = session_read(s, article, &language, err);
    if (!status)
        status = cascade_mentions(&s->cascade, &s->document, language, err);
    return status ? status : extract_records(&s->cascade, records, err);
}

static enum mig_status write_json(struct mig_session *s, const struct records *records, struct mig_result *out,
                                  struct mig_error *err) {
    enum mig_status status;
    buf_clear(&s->json);
    if (s->settings.flags & MIG_RECORDS)
        status = records_json_write(&s->json, s->engine->version, &s->document, records, &s->settings, out->written);
    else
        status = article_json_write(&s->json, s->engine->version, &s->document, records, &s->settings, out->written);
    out->length = s->json.len;
    buf_append_byte(&s->json, '\0');
    if (!status)
        status = s->json.status;
    if (!status)
        status = diagnostics_list(&s->document, &out->diagnostics);
    if (status == MIG_EMEMORY)
        return error_memory(err);
    if (status)
        return error_set(err, status, s->document.source, 0, 0, "its records take more than 1 GiB of JSON");
    out->json = s->json.ptr;
    out->diagnostic_count = out->diagnostics ? s->document.diagnostic_count : 0;
    return MIG_OK;
}

enum mig_status mig_session_extract(struct mig_session *session, const struct mig_article *article,
                                    struct mig_result *out, struct mig_error *err) {
    struct records records;
    *out = (struct mig_result){0};
    enum mig_status status = session_records(session, article, &records, err);
    if (!status)
        status = write_json(session, &records, out, err);
    if (status)
        *out = (struct mig_result){0};
    return status;
}
