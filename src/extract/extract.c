#include "extract/extraction.h"

#include <stdlib.h>

static int compare_mentions(const void *a, const void *b) {
    const struct mention *x = *(const struct mention *const *)a, *y = *(const struct mention *const *)b;
    return x->span.start != y->span.start ? (x->span.start < y->span.start ? -1 : 1) : 0;
}

// The one year in figures that a text has; false when it has other figures too, or none.
static bool only_year(struct str text, struct span *out) {
    enum { DIGITS = 4 };
    *out = (struct span){0, 0};
    for (uint32_t at = 0; at < text.len; at++) {
        if (text.ptr[at] < '0' || text.ptr[at] > '9')
            continue;
        const uint32_t from = at;
        while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
            at++;
        if (out->end || at - from != DIGITS || (text.ptr[from] != '1' && text.ptr[from] != '2'))
            return false;
        *out = (struct span){from, at};
    }
    return out->end > 0;
}

// The name of an agreement that the gazetteer knows hides the year in it from the rules: "the 1951 Refugee Convention".
static enum mig_status add_year_of_name(struct extraction *x, size_t sentence, const struct item *item) {
    struct span year;
    if (!item_has(x->c, item, LABEL_DEAL) || !only_year(span_text(x->d, item_span(item)), &year))
        return MIG_OK;
    struct mention *m = arena_zeroed(x->arena, 1, sizeof *m);
    struct capture *c = arena_zeroed(x->arena, 1, sizeof *c);
    if (!m || !c)
        return error_memory(x->err);
    const struct span span = {item->start + year.start, item->start + year.end};
    *c = (struct capture){.field = FIELD_YEAR, .label = UINT16_MAX, .span = span, .value = span_text(x->d, span)};
    *m = (struct mention){.label = LABEL_DATE,
                          .sentence = (uint32_t)sentence,
                          .span = span,
                          .context = span,
                          .captures = c,
                          .capture_count = 1,
                          .confidence = RULE_CONFIDENCE};
    x->dates[x->date_count++] = m;
    return MIG_OK;
}

static enum mig_status add_years_of_names(struct extraction *x) {
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < x->c->sentence_count; i++) {
        const struct sentence *s = &x->c->sentences[i];
        for (size_t j = 0; sentence_names(s, LABEL_DEAL) && j < s->base_count && !status; j++)
            status = add_year_of_name(x, i, &s->base[j]);
    }
    return status;
}

static size_t count_names(const struct cascade *c) {
    size_t count = 0;
    for (size_t i = 0; i < c->sentence_count; i++)
        count += sentence_names(&c->sentences[i], LABEL_DEAL) ? c->sentences[i].base_count : 0;
    return count;
}

enum mig_status extraction_dates(struct extraction *x) {
    struct cascade *c = x->c;
    x->dates = arena_alloc(x->arena, (c->mentions.count + count_names(c) + 1) * sizeof *x->dates);
    if (!x->dates)
        return error_memory(x->err);
    enum mig_status status = add_years_of_names(x);
    if (status)
        return status;
    for (size_t i = 0; i < c->mentions.count; i++)
        if (c->mentions.at[i]->label == LABEL_DATE)
            x->dates[x->date_count++] = c->mentions.at[i];
    if (x->date_count)
        qsort(x->dates, x->date_count, sizeof *x->dates, compare_mentions);
    unsigned char *tenses = arena_alloc(x->arena, x->date_count + 1);
    x->date_links = arena_zeroed(x->arena, x->date_count + 1, sizeof *x->date_links);
    if (!tenses || !x->date_links)
        return error_memory(x->err);
    for (size_t i = 0; i < x->date_count; i++)
        tenses[i] = (unsigned char)cascade_tense(c, x->dates[i]);
    struct dates_input in = {x->dates, tenses, x->date_count, c->rules->languages[c->language].day_first};
    status = dates_of_dateline(x->d, &in, x->err);
    return status ? status : dates_resolve(x->d, &in, x->out, x->date_links, x->err);
}

// A record's date is a day or a longer stretch: the hour stays with the date record.
static struct str day_of(struct str value) {
    size_t hour = str_find(value, STR("T"), 0);
    return hour == SIZE_MAX || hour < 8 ? value : str_sub(value, 0, hour);
}

// The first date of the text that does not begin before this place.
static size_t first_date_from(const struct extraction *x, uint32_t start) {
    size_t low = 0, high = x->date_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (x->dates[middle]->span.start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum mig_status extraction_date(struct extraction *x, const struct mention *m, struct record_date *out) {
    *out = (struct record_date){0};
    for (size_t i = first_date_from(x, m->span.start); i < x->date_count && x->dates[i]->span.start == m->span.start;
         i++) {
        if (x->dates[i] != m || !x->date_links[i].count)
            continue;
        const struct date_link *link = &x->date_links[i];
        const struct date_record *first = &x->out->dates[link->first], *last = first + link->count - 1;
        if (str_eq(first->type, STR("DURATION")) || str_eq(first->type, STR("SET")))
            continue; // how long or how often, not when
        *out = (struct record_date){
            true, day_of(first->value), day_of(first->end_value), first->earliest, first->latest, NULL, 0};
        if (link->count > 1) {
            out->end_value = day_of(last->value);
            out->latest = last->latest;
        }
        out->dates = arena_alloc(x->arena, (size_t)link->count * sizeof *out->dates);
        if (!out->dates)
            return error_memory(x->err);
        for (int j = 0; j < link->count; j++)
            out->dates[out->date_count++] = link->first + j;
    }
    return MIG_OK;
}

static void count_country(struct extraction *x, struct str code, unsigned sentence) {
    for (size_t i = 0; i < x->country_count; i++)
        if (str_eq(x->countries[i].code, code)) {
            x->countries[i].count++;
            return;
        }
    if (x->country_count < COUNTRIES_MAX)
        x->countries[x->country_count++] = (struct country_count){code, 1, sentence};
}

static int compare_counts(const void *a, const void *b) {
    const struct country_count *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->first != y->first ? (x->first < y->first ? -1 : 1) : str_cmp(x->code, y->code);
}

// What the article speaks of, before any record is made.
static void survey(struct extraction *x) {
    static const uint16_t kinds[] = {LABEL_COUNTRY, LABEL_DEMONYM};
    for (size_t i = 0; i < x->c->sentence_count; i++) {
        const struct sentence *s = &x->c->sentences[i];
        x->on_topic |= sentence_names(s, LABEL_TOPIC);
        bool named = sentence_names(s, LABEL_COUNTRY) || sentence_names(s, LABEL_DEMONYM);
        for (size_t j = 0; named && j < s->base_count; j++)
            for (size_t k = 0; k < 2; k++) {
                const struct entry *e =
                    item_has(x->c, &s->base[j], kinds[k]) ? item_entry(x->c, &s->base[j], kinds[k]) : NULL;
                if (e) {
                    count_country(x, e->id, (unsigned)i);
                    break;
                }
            }
    }
    if (x->country_count)
        qsort(x->countries, x->country_count, sizeof *x->countries, compare_counts);
}

bool extraction_dyad(const struct extraction *x, struct str pair[2]) {
    // Where the dateline stands is one of the two when the article speaks mostly of one other country.
    struct str home = x->country_count ? extraction_home(x) : (struct str){0};
    bool one = x->country_count && x->countries[0].count > 1 && (x->country_count == 1 || x->countries[1].count == 1);
    if (one && home.len && !str_eq(home, x->countries[0].code)) {
        pair[0] = x->countries[0].code;
        pair[1] = home;
        return true;
    }
    if (x->country_count < 2 || (x->country_count > 2 && x->countries[2].count * 2 > x->countries[1].count))
        return false;
    pair[0] = x->countries[0].code;
    pair[1] = x->countries[1].code;
    return true;
}

static enum mig_status run_record_rules(struct extraction *x) {
    return cascade_candidates(x->c, x->err);
}

enum mig_status extract_records(struct cascade *c, struct records *out, struct mig_error *err) {
    struct extraction x = {.c = c, .d = c->document, .arena = &c->document->arena, .out = out, .err = err};
    static enum mig_status (*const steps[])(struct extraction *) = {
        extraction_dates,    extraction_ministers,  run_record_rules,  extraction_programs,
        extraction_meetings, extraction_agreements, extraction_topics,
    };
    enum mig_status status = MIG_OK;
    if (c->dates_only)
        return extraction_dates(&x);
    survey(&x);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !status; i++)
        status = steps[i](&x);
    return status;
}
