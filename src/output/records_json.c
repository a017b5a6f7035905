#include "output/records_json.h"

#include "output/record_json.h"

static void article_object(struct record_json *w) {
    const struct document *d = w->document;
    KEY(w, "article");
    json_open(&w->json, '{');
    record_json_identity(w);
    BYTES(w, "title", d->title);
    BYTES(w, "language", d->language);
    record_json_published(w);
    json_close(&w->json, '}');
}

static void record_line(struct record_json *w, const char *engine, enum mig_kind kind, size_t index) {
    json_start(&w->json, w->json.out);
    json_open(&w->json, '{');
    KEY(w, "record");
    json_string(&w->json, record_json_name(kind));
    KEY(w, "schema");
    json_string(&w->json, STR(RECORD_JSON_SCHEMA));
    KEY(w, "engine");
    json_string(&w->json, str_c(engine));
    article_object(w);
    record_json_fields(w, kind, index);
    json_close(&w->json, '}');
    buf_append_byte(w->json.out, '\n');
}

enum mig_status records_json_write(struct buf *out, const char *engine, struct document *document,
                                   const struct records *records, const struct mig_settings *settings,
                                   size_t written[MIG_KINDS]) {
    struct record_json w;
    unsigned only = record_json_kinds(settings, true);
    if (record_json_start(&w, out, document, records) != MIG_OK)
        return MIG_EMEMORY;
    for (enum mig_kind kind = 0; kind < MIG_KINDS; kind++) {
        size_t count = only & MIG_KIND_BIT(kind) ? record_json_count(records, kind) : 0;
        for (size_t i = 0; i < count; i++)
            record_line(&w, engine, kind, i);
        written[kind] += count;
    }
    return out->status;
}
