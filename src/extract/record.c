// Small things that every record needs.
#include "base/buf.h"
#include "base/utf8.h"
#include "extract/extraction.h"
#include "text/fold.h"

#include <string.h>

enum { EVIDENCE_BYTES_MAX = 900, EVIDENCE_LOOK_BACK = 64 };

bool record_grow(struct arena *arena, void *array_pointer, size_t *capacity, size_t count, size_t elem) {
    if (count < *capacity)
        return true;
    size_t grown = *capacity ? *capacity * 2 : 4;
    void *old, *array = arena_alloc(arena, grown * elem);
    if (!array)
        return false;
    memcpy(&old, array_pointer, sizeof old);
    if (count)
        memcpy(array, old, count * elem);
    memcpy(array_pointer, &array, sizeof array);
    *capacity = grown;
    return true;
}

bool list_str_has(const struct list_str *list, struct str s) {
    for (size_t i = 0; i < list->count; i++)
        if (str_eq(list->at[i], s))
            return true;
    return false;
}

bool list_str_add(struct arena *arena, struct list_str *list, struct str s) {
    if (!s.len || list_str_has(list, s))
        return true;
    if (!record_grow(arena, &list->at, &list->capacity, list->count, sizeof *list->at))
        return false;
    list->at[list->count++] = s;
    return true;
}

bool list_str_add_sorted(struct arena *arena, struct list_str *list, struct str s) {
    size_t before = list->count;
    if (!list_str_add(arena, list, s))
        return false;
    for (size_t i = before; before < list->count && i > 0 && str_cmp(list->at[i - 1], s) > 0; i--) {
        list->at[i] = list->at[i - 1];
        list->at[i - 1] = s;
    }
    return true;
}

bool list_str_merge(struct arena *arena, struct list_str *list, const struct list_str *more) {
    for (size_t i = 0; i < more->count; i++)
        if (!list_str_add_sorted(arena, list, more->at[i]))
            return false;
    return true;
}

bool parties_conflict(const struct list_str *a, const struct list_str *b) {
    if (!a->count || !b->count)
        return false;
    const struct list_str *few = a->count <= b->count ? a : b, *many = few == a ? b : a;
    for (size_t i = 0; i < few->count; i++)
        if (!list_str_has(many, few->at[i]))
            return true;
    return false;
}

bool date_is_bounded(const struct record_date *date) {
    return date->known && date->earliest.len && date->latest.len;
}

bool dates_conflict(const struct record_date *a, const struct record_date *b) {
    return date_is_bounded(a) && date_is_bounded(b) &&
           (str_cmp(a->latest, b->earliest) < 0 || str_cmp(b->latest, a->earliest) < 0);
}

enum mig_status extraction_evidence(struct extraction *x, struct record_head *head, const struct mention *m) {
    const struct sentence *s = &x->c->sentences[m->sentence];
    struct evidence e = {.span = s->span, .rule = m->rule ? m->rule->id : (struct str){0}};
    if (s->span.end - s->span.start > EVIDENCE_BYTES_MAX)
        e.span = m->context.end ? m->context : m->span;
    for (size_t i = 0; i < m->capture_count; i++)
        if (!list_str_add(x->arena, &e.fields, x->c->rules->schema.fields[m->captures[i].field]))
            return error_memory(x->err);
    // The same sentence comes again soon or not at all.
    size_t first = head->evidence.count > EVIDENCE_LOOK_BACK ? head->evidence.count - EVIDENCE_LOOK_BACK : 0;
    for (size_t i = first; i < head->evidence.count; i++) {
        const struct evidence *known = &head->evidence.at[i];
        if (known->span.start == e.span.start && known->span.end == e.span.end && str_eq(known->rule, e.rule))
            return MIG_OK;
    }
    if (!record_grow(x->arena, &head->evidence.at, &head->evidence.capacity, head->evidence.count, sizeof e))
        return error_memory(x->err);
    head->evidence.at[head->evidence.count++] = e;
    return MIG_OK;
}

enum mig_status extraction_key(struct extraction *x, const struct str *parts, size_t count, struct str *out) {
    struct buf b;
    buf_init(&b, 1 << 16);
    *out = (struct str){0};
    bool whole = true;
    for (size_t i = 0; i < count; i++) {
        whole = whole && parts[i].len;
        buf_append(&b, i ? STR(":") : STR(""));
        buf_append(&b, parts[i]);
    }
    bool done = !b.status && (!whole || arena_copy(x->arena, buf_str(&b), out));
    buf_free(&b);
    return done ? MIG_OK : error_memory(x->err);
}

enum mig_status extraction_folded(struct extraction *x, struct str s, struct str *out) {
    struct buf b;
    buf_init(&b, 1 << 16);
    bool gap = false;
    for (size_t at = 0, len; at < s.len; at += len) {
        struct fold scratch;
        const struct fold *f = fold_of(utf8_at(s, at, &len), &scratch);
        if (f->flags & FOLD_WORD) {
            if (gap && b.len)
                buf_append_byte(&b, '-');
            gap = false;
            buf_append(&b, (struct str){f->loose, f->loose_len});
        } else if (!(f->flags & FOLD_IGNORED)) {
            gap = true;
        }
    }
    bool done = !b.status && arena_copy(x->arena, buf_str(&b), out);
    buf_free(&b);
    return done ? MIG_OK : error_memory(x->err);
}

enum mig_status links_add(struct extraction *x, struct links *links, struct span span, int record) {
    size_t sentences = x->c->sentence_count, sentence = cascade_sentence_at(x->c, span.start);
    if (!links->first) {
        links->first = arena_alloc(x->arena, (sentences + 1) * sizeof *links->first);
        for (size_t i = 0; links->first && i <= sentences; i++)
            links->first[i] = -1;
    }
    if (!links->first || !record_grow(x->arena, &links->at, &links->capacity, links->count, sizeof *links->at))
        return error_memory(x->err);
    links->at[links->count] = (struct link){span, record, links->first[sentence]};
    links->first[sentence] = (int)links->count++;
    return MIG_OK;
}

int links_at(const struct extraction *x, const struct links *links, struct span span) {
    int overlapping = -1;
    for (int i = links->first ? links->first[cascade_sentence_at(x->c, span.start)] : -1; i >= 0;
         i = links->at[i].next) {
        const struct link *link = &links->at[i];
        if (link->span.start <= span.start && span.end <= link->span.end)
            return link->record;
        if (link->span.start < span.end && span.start < link->span.end)
            overlapping = link->record;
    }
    return overlapping;
}
