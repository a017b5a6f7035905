#include "output/record_json.h"

#include <string.h>

enum mig_status record_json_start(struct record_json *w, struct buf *out, struct document *document,
                                  const struct records *records) {
    *w = (struct record_json){.document = document, .records = records};
    json_start(&w->json, out);
    return offsets_init(&w->offsets, &document->arena, document->text, document->characters);
}

struct str record_json_name(enum mig_kind kind) {
    static const char *const names[MIG_KINDS] = {"meeting", "minister", "date", "program", "agreement"};
    return str_c(names[kind]);
}

struct str record_json_plural(enum mig_kind kind) {
    static const char *const names[MIG_KINDS] = {"meetings", "ministers", "dates", "programs", "agreements"};
    return str_c(names[kind]);
}

unsigned record_json_kinds(const struct mig_settings *settings, bool flat) {
    if (settings->only)
        return settings->only;
    return flat && !(settings->flags & MIG_ALL) ? MIG_ALL_KINDS & ~MIG_KIND_BIT(MIG_DATE) : MIG_ALL_KINDS;
}

size_t record_json_count(const struct records *records, enum mig_kind kind) {
    switch (kind) {
    case MIG_MEETING:
        return records->meeting_count;
    case MIG_MINISTER:
        return records->minister_count;
    case MIG_DATE:
        return records->date_count;
    case MIG_PROGRAM:
        return records->program_count;
    case MIG_AGREEMENT:
        return records->agreement_count;
    case MIG_KINDS:
        break;
    }
    return 0;
}

void record_json_identity(struct record_json *w) {
    const struct document *d = w->document;
    BYTES(w, "id", str_c(d->id));
    KEY(w, "source");
    json_bytes(&w->json, d->source);
    KEY(w, "part");
    json_uint(&w->json, d->part);
    BYTES(w, "url", d->url);
}

void record_json_published(struct record_json *w) {
    const char *basis = published_basis_name(w->document->published_basis);
    BYTES(w, "published", w->document->published);
    BYTES(w, "published_basis", basis ? str_c(basis) : (struct str){0});
}

void record_json_span(struct record_json *w, struct span span) {
    KEY(w, "start");
    json_uint(&w->json, offsets_at(&w->offsets, span.start));
    KEY(w, "end");
    json_uint(&w->json, offsets_at(&w->offsets, span.end));
}

static void span_text(struct record_json *w, struct span span) {
    KEY(w, "text");
    json_string(&w->json, str_sub(w->document->text, span.start, span.end));
}

static void span_list(struct record_json *w, const struct span *spans, size_t count) {
    json_open(&w->json, '[');
    for (size_t i = 0; i < count; i++) {
        json_open(&w->json, '{');
        record_json_span(w, spans[i]);
        span_text(w, spans[i]);
        json_close(&w->json, '}');
    }
    json_close(&w->json, ']');
}

static void string_list(struct record_json *w, const struct list_str *list) {
    json_open(&w->json, '[');
    for (size_t i = 0; i < list->count; i++)
        json_string(&w->json, list->at[i]);
    json_close(&w->json, ']');
}

static void sort_strings(struct str *at, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct str s = at[i];
        size_t k = i;
        for (; k > 0 && str_cmp(at[k - 1], s) > 0; k--)
            at[k] = at[k - 1];
        at[k] = s;
    }
}

// The lists that promise an order get it here, each entry once: they have a handful of entries, mostly in order
// already.
static void sorted_list(struct record_json *w, const struct list_str *list) {
    struct str *at = arena_alloc(&w->document->arena, (list->count + 1) * sizeof *at);
    if (!at) {
        w->json.out->status = MIG_EMEMORY;
        return;
    }
    if (list->count > 0)
        memcpy(at, list->at, list->count * sizeof *at);
    sort_strings(at, list->count);
    json_open(&w->json, '[');
    for (size_t i = 0; i < list->count; i++)
        if (i == 0 || !str_eq(at[i], at[i - 1]))
            json_string(&w->json, at[i]);
    json_close(&w->json, ']');
}

static void date_object(struct record_json *w, const struct record_date *date) {
    if (!date->known) {
        json_null(&w->json);
        return;
    }
    json_open(&w->json, '{');
    STRING(w, "value", date->value);
    STRING(w, "end_value", date->end_value);
    STRING(w, "earliest", date->earliest);
    STRING(w, "latest", date->latest);
    KEY(w, "dates");
    json_open(&w->json, '[');
    for (size_t i = 0; i < date->date_count; i++)
        json_id(&w->json, 'd', date->dates[i]);
    json_close(&w->json, ']');
    json_close(&w->json, '}');
}

static void place_object(struct record_json *w, const struct record_place *place) {
    KEY(w, "place");
    if (place->city.len == 0 && place->country.len == 0 && place->geonames.len == 0) {
        json_null(&w->json);
        return;
    }
    json_open(&w->json, '{');
    STRING(w, "city", place->city);
    STRING(w, "country", place->country);
    STRING(w, "geonames", place->geonames);
    json_close(&w->json, '}');
}

static void organization_list(struct record_json *w, const struct list_organization *list) {
    KEY(w, "organizations");
    json_open(&w->json, '[');
    for (size_t i = 0; i < list->count; i++) {
        json_open(&w->json, '{');
        STRING(w, "as_written", list->at[i].as_written);
        STRING(w, "id", list->at[i].id);
        json_close(&w->json, '}');
    }
    json_close(&w->json, ']');
}

static void amount_list(struct record_json *w, const struct list_amount *amounts) {
    KEY(w, "amounts");
    json_open(&w->json, '[');
    for (size_t i = 0; i < amounts->count; i++) {
        const struct record_amount *amount = &amounts->at[i];
        json_open(&w->json, '{');
        span_text(w, amount->span);
        KEY(w, "value");
        json_decimal(&w->json, amount->value);
        STRING(w, "unit", amount->unit);
        json_close(&w->json, '}');
    }
    json_close(&w->json, ']');
}

static void topic_list(struct record_json *w, const struct list_str *topics) {
    KEY(w, "topics");
    sorted_list(w, topics);
}

static void id_and_key(struct record_json *w, char prefix, size_t index, const struct record_head *head) {
    KEY(w, "id");
    json_id(&w->json, prefix, (int)index);
    STRING(w, "key", head->key);
}

static void confidence_and_evidence(struct record_json *w, const struct record_head *head) {
    KEY(w, "confidence");
    json_ratio(&w->json, head->confidence);
    KEY(w, "evidence");
    json_open(&w->json, '[');
    for (size_t i = 0; i < head->evidence.count; i++) {
        const struct evidence *e = &head->evidence.at[i];
        json_open(&w->json, '{');
        record_json_span(w, e->span);
        span_text(w, e->span);
        STRING(w, "rule", e->rule);
        KEY(w, "fields");
        string_list(w, &e->fields);
        json_close(&w->json, '}');
    }
    json_close(&w->json, ']');
}

// The minister that a participant or signatory is, or NULL.
static const struct minister_record *minister_at(const struct record_json *w, int index) {
    return index >= 0 && (size_t)index < w->records->minister_count ? &w->records->ministers[index] : NULL;
}

static void participant_list(struct record_json *w, const struct meeting_record *m) {
    KEY(w, "participants");
    json_open(&w->json, '[');
    for (size_t i = 0; i < m->participant_count; i++) {
        const struct participant *p = &m->participants[i];
        const struct minister_record *minister = minister_at(w, p->minister);
        json_open(&w->json, '{');
        KEY(w, "minister");
        json_id(&w->json, 'p', minister ? p->minister : -1);
        STRING(w, "name", minister ? minister->name : (struct str){0});
        STRING(w, "key", minister ? minister->head.key : (struct str){0});
        STRING(w, "as_written", p->as_written);
        STRING(w, "role", p->role);
        STRING(w, "country", p->country);
        json_close(&w->json, '}');
    }
    json_close(&w->json, ']');
}

static void meeting_fields(struct record_json *w, const struct meeting_record *m, size_t index) {
    id_and_key(w, 'm', index, &m->head);
    STRING(w, "name", m->name);
    STRING(w, "kind", m->kind);
    KEY(w, "body");
    json_id(&w->json, 'g', m->body);
    KEY(w, "ordinal");
    if (m->ordinal >= 0)
        json_uint(&w->json, (uint64_t)m->ordinal);
    else
        json_null(&w->json);
    KEY(w, "part_of");
    json_id(&w->json, 'm', m->part_of);
    STRING(w, "status", m->status);
    KEY(w, "denied");
    json_bool(&w->json, m->denied);
    KEY(w, "date");
    date_object(w, &m->date);
    place_object(w, &m->place);
    KEY(w, "countries");
    sorted_list(w, &m->countries);
    organization_list(w, &m->organizations);
    participant_list(w, m);
    KEY(w, "outcomes");
    span_list(w, m->outcomes, m->outcome_count);
    topic_list(w, &m->topics);
    confidence_and_evidence(w, &m->head);
}

static void minister_fields(struct record_json *w, const struct minister_record *m, size_t index) {
    id_and_key(w, 'p', index, &m->head);
    STRING(w, "name", m->name);
    KEY(w, "names");
    string_list(w, &m->names);
    STRING(w, "known", m->known);
    STRING(w, "honorific", m->honorific);
    STRING(w, "title", m->title);
    STRING(w, "tenure", m->tenure);
    STRING(w, "rank", m->rank);
    STRING(w, "portfolio", m->portfolio);
    STRING(w, "organization", m->organization);
    STRING(w, "country", m->country);
    KEY(w, "mentions");
    span_list(w, m->mentions, m->mention_count);
    confidence_and_evidence(w, &m->head);
}

static void date_fields(struct record_json *w, const struct date_record *d, size_t index) {
    KEY(w, "id");
    json_id(&w->json, 'd', (int)index);
    span_text(w, d->span);
    record_json_span(w, d->span);
    STRING(w, "type", d->type);
    STRING(w, "value", d->value);
    STRING(w, "end_value", d->end_value);
    STRING(w, "earliest", d->earliest);
    STRING(w, "latest", d->latest);
    STRING(w, "mod", d->mod);
    STRING(w, "hijri", d->hijri);
    KEY(w, "anchor");
    switch (d->anchor) {
    case ANCHOR_NONE:
        json_null(&w->json);
        break;
    case ANCHOR_PUBLISHED:
        json_string(&w->json, STR("published"));
        break;
    case ANCHOR_HEADER:
        json_string(&w->json, STR("header"));
        break;
    case ANCHOR_DATE:
        json_id(&w->json, 'd', d->anchor_date);
        break;
    }
    STRING(w, "rule", d->rule);
    KEY(w, "confidence");
    json_ratio(&w->json, d->confidence);
}

static void program_fields(struct record_json *w, const struct program_record *p, size_t index) {
    id_and_key(w, 'g', index, &p->head);
    STRING(w, "name", p->name);
    KEY(w, "names");
    string_list(w, &p->names);
    STRING(w, "acronym", p->acronym);
    STRING(w, "known", p->known);
    STRING(w, "kind", p->kind);
    STRING(w, "status", p->status);
    KEY(w, "countries");
    sorted_list(w, &p->countries);
    organization_list(w, &p->organizations);
    KEY(w, "started");
    date_object(w, &p->started);
    amount_list(w, &p->amounts);
    topic_list(w, &p->topics);
    confidence_and_evidence(w, &p->head);
}

static void history_list(struct record_json *w, const struct agreement_record *a) {
    KEY(w, "history");
    json_open(&w->json, '[');
    for (size_t i = 0; i < a->history_count; i++) {
        json_open(&w->json, '{');
        STRING(w, "status", a->history[i].status);
        KEY(w, "date");
        date_object(w, &a->history[i].date);
        json_close(&w->json, '}');
    }
    json_close(&w->json, ']');
}

static void by_party_list(struct record_json *w, const struct agreement_record *a) {
    KEY(w, "by_party");
    json_open(&w->json, '[');
    for (size_t i = 0; i < a->by_party_count; i++) {
        json_open(&w->json, '{');
        STRING(w, "party", a->by_party[i].party);
        STRING(w, "status", a->by_party[i].status);
        json_close(&w->json, '}');
    }
    json_close(&w->json, ']');
}

static void signatory_list(struct record_json *w, const struct agreement_record *a) {
    KEY(w, "signatories");
    json_open(&w->json, '[');
    for (size_t i = 0; i < a->signatory_count; i++) {
        const struct signatory *s = &a->signatories[i];
        const struct minister_record *minister = minister_at(w, s->minister);
        json_open(&w->json, '{');
        KEY(w, "minister");
        json_id(&w->json, 'p', minister ? s->minister : -1);
        STRING(w, "name", minister ? minister->name : s->name);
        STRING(w, "key", minister ? minister->head.key : (struct str){0});
        STRING(w, "country", s->country);
        json_close(&w->json, '}');
    }
    json_close(&w->json, ']');
}

static void agreement_fields(struct record_json *w, const struct agreement_record *a, size_t index) {
    id_and_key(w, 'a', index, &a->head);
    STRING(w, "name", a->name);
    KEY(w, "names");
    string_list(w, &a->names);
    STRING(w, "known", a->known);
    STRING(w, "kind", a->kind);
    STRING(w, "status", a->status);
    history_list(w, a);
    KEY(w, "denied");
    json_bool(&w->json, a->denied);
    KEY(w, "parties");
    sorted_list(w, &a->parties);
    by_party_list(w, a);
    signatory_list(w, a);
    KEY(w, "meeting");
    json_id(&w->json, 'm', a->meeting);
    KEY(w, "date");
    date_object(w, &a->date);
    KEY(w, "in_force");
    date_object(w, &a->in_force);
    place_object(w, &a->place);
    amount_list(w, &a->amounts);
    topic_list(w, &a->topics);
    confidence_and_evidence(w, &a->head);
}

void record_json_fields(struct record_json *w, enum mig_kind kind, size_t index) {
    switch (kind) {
    case MIG_MEETING:
        meeting_fields(w, &w->records->meetings[index], index);
        break;
    case MIG_MINISTER:
        minister_fields(w, &w->records->ministers[index], index);
        break;
    case MIG_DATE:
        date_fields(w, &w->records->dates[index], index);
        break;
    case MIG_PROGRAM:
        program_fields(w, &w->records->programs[index], index);
        break;
    case MIG_AGREEMENT:
        agreement_fields(w, &w->records->agreements[index], index);
        break;
    case MIG_KINDS:
        break;
    }
}
