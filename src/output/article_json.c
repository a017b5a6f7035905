#include "output/article_json.h"

#include "output/record_json.h"

static void article_object(struct record_json *w, bool with_text) {
    const struct document *d = w->document;
    KEY(w, "article");
    json_open(&w->json, '{');
    record_json_identity(w);
    BYTES(w, "outlet", d->outlet);
    BYTES(w, "language", d->language);
    BYTES(w, "title", d->title);
    record_json_published(w);
    KEY(w, "characters");
    json_uint(&w->json, d->characters);
    if (with_text) {
        KEY(w, "text");
        json_string(&w->json, d->text);
    }
    json_close(&w->json, '}');
}

static void diagnostic_list(struct record_json *w) {
    KEY(w, "diagnostics");
    json_open(&w->json, '[');
    for (size_t i = 0; i < w->document->diagnostic_count; i++) {
        const struct diagnostic *d = &w->document->diagnostics[i];
        json_open(&w->json, '{');
        KEY(w, "level");
        json_string(&w->json, d->level == DIAGNOSTIC_ERROR ? STR("error") : STR("warning"));
        KEY(w, "code");
        json_string(&w->json, str_c(d->code));
        KEY(w, "message");
        json_bytes(&w->json, d->message);
        if (d->start == UINT32_MAX) {
            KEY(w, "start");
            json_null(&w->json);
            KEY(w, "end");
            json_null(&w->json);
        } else {
            record_json_span(w, (struct span){d->start, d->end});
        }
        BYTES(w, "rule", d->rule);
        json_close(&w->json, '}');
    }
    json_close(&w->json, ']');
}

enum mig_status article_json_write(struct buf *out, const char *engine, struct document *document,
                                   const struct records *records, const struct mig_settings *settings,
                                   size_t written[MIG_KINDS]) {
    struct record_json w;
    unsigned only = record_json_kinds(settings, false);
    if (record_json_start(&w, out, document, records) != MIG_OK)
        return MIG_EMEMORY;
    json_open(&w.json, '{');
    KEY(&w, "schema");
    json_string(&w.json, STR(RECORD_JSON_SCHEMA));
    KEY(&w, "engine");
    json_string(&w.json, str_c(engine));
    article_object(&w, settings->flags & MIG_WITH_TEXT);
    for (enum mig_kind kind = 0; kind < MIG_KINDS; kind++) {
        size_t count = only & MIG_KIND_BIT(kind) ? record_json_count(records, kind) : 0;
        json_key(&w.json, record_json_plural(kind));
        json_open(&w.json, '[');
        for (size_t i = 0; i < count; i++) {
            json_open(&w.json, '{');
            record_json_fields(&w, kind, i);
            json_close(&w.json, '}');
        }
        json_close(&w.json, ']');
        written[kind] += count;
    }
    diagnostic_list(&w);
    json_close(&w.json, '}');
    buf_append_byte(out, '\n');
    return out->status;
}
