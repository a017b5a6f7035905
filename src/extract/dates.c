#include "extract/dates.h"

#include "extract/date_value.h"
#include "rules/rule.h"

#include <limits.h>
#include <string.h>

// ---- The day of publication ----

// The date part of an ISO 8601 date or date-time; years that no newspaper has are not believed.
static bool published_day(struct str published, int32_t *day) {
    struct timex t;
    if (published.len < 10 || !timex_parse(str_sub(published, 0, 10), &t) || t.grain != TIMEX_DAY || t.year < 1000 ||
        t.year > 9000 || t.part == 0 || t.day == 0) {
        return false;
    }
    *day = calendar_days(t.year, t.part, t.day);
    return true;
}

// ---- Records ----

static bool store(struct arena *arena, const struct timex *t, struct str *out) {
    char text[TIMEX_TEXT_MAX];
    const size_t len = timex_format(t, text);
    return len == 0 || arena_copy(arena, (struct str){text, len}, out);
}

static bool store_day(struct arena *arena, int32_t day, struct str *out) {
    const struct timex t = timex_day(day);
    return store(arena, &t, out);
}

static bool store_bounds(struct arena *arena, const struct date_result *r, struct date_record *out) {
    int32_t first, last, end_first, end_last;
    if (!timex_bounds(&r->at, &first, &last)) {
        return true;
    }
    if (r->to.grain != TIMEX_NONE && timex_bounds(&r->to, &end_first, &end_last) && end_last > last) {
        last = end_last;
    }
    return store_day(arena, first, &out->earliest) && store_day(arena, last, &out->latest);
}

// How often a value of that making is right, measured on annotated news (see data/dates.md): what the text says in full nearly always,
// what hangs on another date of the text least.
static double confidence_of(const struct date_result *r) {
    const bool timed = strcmp(r->type, "TIME") == 0;
    if (strcmp(r->type, "SET") == 0) {
        return 0.65;
    }
    if (r->text[0]) {
        return strcmp(r->type, "DURATION") == 0 ? 0.75 : 0.7;
    }
    switch (r->anchor) {
    case DATE_ANCHOR_NONE:
        return r->at.year > 0 ? 0.95 : 0.8;
    case DATE_ANCHOR_PUBLISHED:
        return timed ? 0.75 : r->at.grain == TIMEX_DAY ? 0.93 : 0.85;
    default:
        return 0.6;
    }
}

// A rule that is less sure than usual that it reads a date lowers it.
static double confidence(const struct mention *m, const struct date_result *r) {
    const double usual = 0.8;
    return confidence_of(r) * (m->confidence < usual ? m->confidence / usual : 1.0);
}

static bool fill(struct arena *arena, const struct date_result *r, const struct date_parts *p, bool header,
                 struct date_record *out) {
    out->type = str_c(r->type);
    out->mod = p->mod;
    if (r->text[0] ? !arena_copy(arena, str_c(r->text), &out->value) : !store(arena, &r->at, &out->value)) {
        return false;
    }
    if (r->hijri[0] && !arena_copy(arena, str_c(r->hijri), &out->hijri)) {
        return false;
    }
    out->anchor = r->anchor == DATE_ANCHOR_PUBLISHED ? (header ? ANCHOR_HEADER : ANCHOR_PUBLISHED)
                  : r->anchor == DATE_ANCHOR_DATE    ? ANCHOR_DATE
                                                     : ANCHOR_NONE;
    out->anchor_date = r->anchor_date;
    return store(arena, &r->to, &out->end_value) && store_bounds(arena, r, out);
}

// ---- The article ----

struct resolver {
    struct document *document;
    struct records *out;
    struct date_context context;
};

// "The third quarter ended 30 September": the day says which quarter, the story goes on about the quarter.
static bool ends_last(const struct date_memory *last, int32_t day) {
    int32_t first, end;
    return last->value.grain == TIMEX_QUARTER && timex_bounds(&last->value, &first, &end) && end == day;
}

static void remember(struct resolver *r, const struct date_result *result, int index) {
    int32_t first, last;
    if (result->text[0] || result->comparison || strcmp(result->type, "SET") == 0 ||
        !timex_bounds(&result->at, &first, &last))
        return;
    const struct date_memory memory = {result->at, index};
    if (result->at.grain == TIMEX_DAY)
        r->context.last_day = memory;
    if (!ends_last(&r->context.last, last))
        r->context.last = memory;
}

static enum mig_status add_record(struct resolver *r, const struct mention *m, const struct date_list *list, size_t i,
                                  const struct date_result *result, struct mig_error *err) {
    struct document *d = r->document;
    struct records *out = r->out;
    if (!record_grow(&d->arena, &out->dates, &out->date_capacity, out->date_count, sizeof *out->dates)) {
        return error_memory(err);
    }
    struct date_record *record = &out->dates[out->date_count];
    *record = (struct date_record){.span = list->span[i],
                                   .confidence = confidence(m, result),
                                   .rule = m->rule != NULL ? m->rule->id : STR("gazetteer")};
    if (!fill(&d->arena, result, &list->parts, d->published_basis == BASIS_HEADER, record)) {
        return error_memory(err);
    }
    if (result->weekday_said > 0 &&
        document_diagnose(d, DIAGNOSTIC_WARNING, "weekday-mismatch", record->rule, list->span[i].start,
                          list->span[i].end, "the weekday is not that of %.*s", STR_ARGS(record->value)) != MIG_OK) {
        return error_memory(err);
    }
    remember(r, result, (int)out->date_count);
    out->date_count++;
    return MIG_OK;
}

static enum mig_status resolve_mention(struct resolver *r, const struct mention *m, struct mig_error *err) {
    struct date_list list;
    if (!date_parts_read(m, r->document->text, &list)) {
        return MIG_OK;
    }
    const struct date_context before = r->context; // the dates of a list do not refer to one another
    for (size_t i = 0; i < list.count; i++) {
        struct date_result result;
        if (!date_value(&list.parts, &list.at[i], &before, &result)) {
            continue;
        }
        const enum mig_status status = add_record(r, m, &list, i, &result, err);
        if (status != MIG_OK) {
            return status;
        }
    }
    return MIG_OK;
}

enum mig_status dates_resolve(struct document *d, const struct dates_input *in, struct records *out,
                              struct date_link *links, struct mig_error *err) {
    struct resolver r = {.document = d, .out = out, .context = {.day_first = in->day_first}};
    r.context.last.value = r.context.last_day.value = timex_none();
    r.context.has_published = published_day(d->published, &r.context.published);
    for (size_t i = 0; i < in->count; i++) {
        const size_t first = out->date_count;
        r.context.tense = (enum date_tense)in->tenses[i];
        const enum mig_status status = resolve_mention(&r, in->mentions[i], err);
        if (status != MIG_OK) {
            return status;
        }
        if (links != NULL) {
            links[i] = (struct date_link){(int)first, (int)(out->date_count - first)};
        }
    }
    return MIG_OK;
}

// ---- Datelines ----

static const struct paragraph *paragraph_at(const struct document *d, uint32_t offset) {
    for (size_t i = 0; i < d->paragraph_count; i++) {
        if (offset >= d->paragraphs[i].start && offset < d->paragraphs[i].end) {
            return &d->paragraphs[i];
        }
    }
    return NULL;
}

static const struct paragraph *first_body(const struct document *d) {
    for (size_t i = 0; i < d->paragraph_count; i++) {
        if (d->paragraphs[i].role == PARAGRAPH_BODY) {
            return &d->paragraphs[i];
        }
    }
    return NULL;
}

#define DATELINE_BYTES 120 // a dateline and its dash stand within so many bytes of the paragraph's start

// Whether a dash, long, between spaces or after a full stop, follows soon after the date: "RABAT, 12 April 2025 (Agency) - ".
static bool before_dash(struct str text, const struct paragraph *p, uint32_t end) {
    const uint32_t limit = p->start + DATELINE_BYTES < p->end ? p->start + DATELINE_BYTES : p->end;
    if (end > limit) {
        return false;
    }
    const struct str rest = str_sub(text, end, limit);
    static const struct str dashes[] = {STR_INIT("\xE2\x80\x93"), STR_INIT("\xE2\x80\x94"), STR_INIT(" - "),
                                        STR_INIT(" -- "), STR_INIT(".-")};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        if (str_find(rest, dashes[i], 0) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

// Whether the paragraph begins with the date and a mark that cuts it off: "12 April 2025: ".
static bool begins_cut_off(struct str text, const struct paragraph *p, struct span date) {
    return date.start == p->start && date.end < p->end && (text.ptr[date.end] == ':' || text.ptr[date.end] == ';');
}

static bool in_dateline(const struct document *d, const struct mention *m) {
    const struct paragraph *p = paragraph_at(d, m->span.start);
    if (p == NULL) {
        return false;
    }
    return p->role == PARAGRAPH_BYLINE ||
           (p == first_body(d) && (before_dash(d->text, p, m->span.end) || begins_cut_off(d->text, p, m->span)));
}

// A day with its month and year and nothing that depends on publication.
static bool full_date(const struct mention *m, struct str text, bool day_first, struct timex *out) {
    struct date_list list;
    struct date_result result;
    struct date_context none = {.day_first = day_first};
    none.last.value = none.last_day.value = timex_none();
    int32_t first, last;
    if (!date_parts_read(m, text, &list) || list.count != 1 || !date_value(&list.parts, &list.at[0], &none, &result) ||
        result.text[0] || result.at.grain != TIMEX_DAY || !timex_bounds(&result.at, &first, &last)) {
        return false;
    }
    *out = timex_day(first);
    return true;
}

enum mig_status dates_of_dateline(struct document *d, const struct dates_input *in, struct mig_error *err) {
    const enum published_basis basis = d->published_basis;
    if (basis != BASIS_NONE && basis <= BASIS_DATELINE) {
        return MIG_OK;
    }
    for (size_t i = 0; i < in->count; i++) {
        struct timex day;
        if (in_dateline(d, in->mentions[i]) && full_date(in->mentions[i], d->text, in->day_first, &day)) {
            if (!store(&d->arena, &day, &d->published)) {
                return error_memory(err);
            }
            d->published_basis = BASIS_DATELINE;
            return MIG_OK;
        }
    }
    return MIG_OK;
}

// ---- Examples of rules ----

enum mig_status dates_value(struct arena *arena, const struct mention *m, enum date_tense tense, bool day_first,
                            struct str text, struct str published, struct str *out, struct mig_error *err) {
    struct date_list list;
    struct date_context context = {.tense = tense, .day_first = day_first};
    context.last.value = context.last_day.value = timex_none();
    context.has_published = published_day(published, &context.published);
    *out = (struct str){NULL, 0};
    char joined[DATE_LIST_MAX * 2 * TIMEX_TEXT_MAX];
    size_t len = 0;
    if (!date_parts_read(m, text, &list)) {
        return MIG_OK;
    }
    for (size_t i = 0; i < list.count; i++) {
        struct date_result r;
        if (!date_value(&list.parts, &list.at[i], &context, &r)) {
            continue;
        }
        if (len > 0) {
            joined[len++] = ',';
        }
        if (r.text[0]) {
            memcpy(joined + len, r.text, strlen(r.text));
            len += strlen(r.text);
        } else {
            len += timex_format(&r.at, joined + len);
        }
        if (r.to.grain != TIMEX_NONE) {
            joined[len++] = '/';
            len += timex_format(&r.to, joined + len);
        }
    }
    return arena_copy(arena, (struct str){joined, len}, out) ? MIG_OK : error_memory(err);
}
