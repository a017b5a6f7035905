#include "input/reader_json.h"

#include "input/json_scan.h"

// --- an object's fields -------------------------------------------------------------------------------------------

enum json_field { FIELD_TEXT, FIELD_TITLE, FIELD_DATE, FIELD_URL, FIELD_LANGUAGE, FIELD_OUTLET, FIELDS };

// Stronger names first within a field.
static const struct {
    const char *name;
    enum json_field field;
} names[] = {
    {"text", FIELD_TEXT},
    {"body", FIELD_TEXT},
    {"content", FIELD_TEXT},
    {"articleBody", FIELD_TEXT},
    {"article_body", FIELD_TEXT},
    {"maintext", FIELD_TEXT},
    {"main_text", FIELD_TEXT},
    {"full_text", FIELD_TEXT},
    {"fulltext", FIELD_TEXT},
    {"content_text", FIELD_TEXT},
    {"content_html", FIELD_TEXT},
    {"html", FIELD_TEXT},
    {"title", FIELD_TITLE},
    {"headline", FIELD_TITLE},
    {"date", FIELD_DATE},
    {"published", FIELD_DATE},
    {"datePublished", FIELD_DATE},
    {"date_published", FIELD_DATE},
    {"publishedAt", FIELD_DATE},
    {"published_at", FIELD_DATE},
    {"pubDate", FIELD_DATE},
    {"pub_date", FIELD_DATE},
    {"date_publish", FIELD_DATE},
    {"publish_date", FIELD_DATE},
    {"publication_date", FIELD_DATE},
    {"url", FIELD_URL},
    {"link", FIELD_URL},
    {"canonical_url", FIELD_URL},
    {"source_url", FIELD_URL},
    {"language", FIELD_LANGUAGE},
    {"lang", FIELD_LANGUAGE},
    {"outlet", FIELD_OUTLET},
    {"publisher", FIELD_OUTLET},
    {"source", FIELD_OUTLET},
    {"site", FIELD_OUTLET},
    {"sitename", FIELD_OUTLET},
    {"domain", FIELD_OUTLET},
};

static const char *const lists[] = {"items", "articles", "results", "documents", "docs"};

enum { NAMES = sizeof names / sizeof names[0] };

struct fields {
    struct str raw[FIELDS];
    size_t rank[FIELDS]; // in names, plus 1; 0: none yet
    struct str items;    // from after the bracket of a list of articles
};

static void take_field(struct fields *f, const char *text_field, struct str key, struct str raw) {
    if (text_field != NULL && str_eq(key, str_c(text_field))) {
        f->raw[FIELD_TEXT] = raw;
        f->rank[FIELD_TEXT] = 1;
        return;
    }
    for (size_t i = 0; i < NAMES; i++) {
        enum json_field field = names[i].field;
        if (!str_eq(key, str_c(names[i].name)) || (field == FIELD_TEXT && text_field != NULL))
            continue;
        if (raw.len > 0 && (f->rank[field] == 0 || i + 1 < f->rank[field])) {
            f->raw[field] = raw;
            f->rank[field] = i + 1;
        }
    }
}

// Reads the object at the start of text. False: wrong JSON; *at is where.
static bool read_object(struct str text, const char *text_field, struct fields *f, size_t *at) {
    struct json_scan scan;
    struct str key = {NULL, 0};
    *f = (struct fields){0};
    json_scan_start(&scan, text);
    for (;;) {
        enum json_event event = json_scan_next(&scan);
        *at = scan.at;
        if (event == JSON_END)
            return true;
        if (event == JSON_WRONG)
            return false;
        if (event == JSON_KEY)
            key = scan.raw;
        else if (event == JSON_STRING && scan.depth == 1)
            take_field(f, text_field, key, scan.raw);
        if (event != JSON_OPEN || scan.depth != 2)
            continue;
        for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
            if (scan.bracket == '[' && str_eq(key, str_c(lists[i])))
                f->items = str_sub(text, scan.at, text.len);
        if (!json_scan_skip(&scan)) {
            *at = scan.at;
            return false;
        }
    }
}

static bool unescape(struct reader_parts *p, const struct fields *f, enum json_field field, const char **out) {
    struct str text;
    *out = NULL;
    return f->rank[field] == 0 ||
           (json_scan_unescape(&p->arena, f->raw[field], &text) && reader_parts_copy(p, text, out));
}

static bool make_article(struct reader_parts *p, const struct fields *f, struct mig_article *article) {
    struct str text, date = {NULL, 0};
    if (!json_scan_unescape(&p->arena, f->raw[FIELD_TEXT], &text) || !unescape(p, f, FIELD_TITLE, &article->title) ||
        !unescape(p, f, FIELD_URL, &article->url) || !unescape(p, f, FIELD_LANGUAGE, &article->language) ||
        !unescape(p, f, FIELD_OUTLET, &article->outlet))
        return false;
    if (f->rank[FIELD_DATE] > 0 &&
        (!json_scan_unescape(&p->arena, f->raw[FIELD_DATE], &date) || !reader_parts_date(p, date, &article->published)))
        return false;
    article->published_basis = MIG_PUBLISHED_BY_METADATA;
    article->bytes = text.ptr;
    article->length = text.len;
    article->format = format_name(format_of(text) == FORMAT_HTML ? FORMAT_HTML : FORMAT_TEXT);
    return true;
}

// --- objects in the window ----------------------------------------------------------------------------------------

// The end of the value that starts at s[0], an object or array by its brackets; SIZE_MAX when it does not end.
static size_t value_end(struct str s) {
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (quoted) {
            if (c == '\\')
                i++;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                return i;
            if (--depth == 0)
                return i + 1;
        } else if (c == ',' && depth == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

static bool is_gap(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == '\x1e';
}

static enum mig_status skip_gap(struct window *w, struct str *rest) {
    for (;;) {
        if (window_peek(w, 1, rest) != MIG_OK)
            return MIG_EMEMORY;
        size_t at = 0;
        while (at < rest->len && is_gap(rest->ptr[at]))
            at++;
        bool all = at == rest->len;
        window_skip(w, at);
        *rest = str_sub(*rest, at, rest->len);
        if (!all || rest->len > 0 || at == 0)
            return MIG_OK;
    }
}

// The next value of an array, or of objects one after the other. Empty at the end.
static enum mig_status next_value(struct reader_json *r, struct window *w, struct reader_parts *p, struct str *out) {
    struct str rest;
    *out = (struct str){NULL, 0};
    if (skip_gap(w, &rest) != MIG_OK)
        return MIG_EMEMORY;
    r->line = w->line;
    if (rest.len == 0 || rest.ptr[0] == ']' || rest.ptr[0] == '}') {
        r->ended = true;
        return MIG_OK;
    }
    for (size_t end; (end = value_end(rest)) == SIZE_MAX;) {
        if (w->ended || rest.len > p->limit) {
            reader_parts_report(p, w->ended ? MIG_EINPUT : MIG_ELIMIT, r->line,
                                w->ended ? "the JSON breaks off" : "an article that is too large");
            r->ended = true;
            return MIG_OK;
        }
        if (window_peek(w, rest.len * 2, &rest) != MIG_OK)
            return MIG_EMEMORY;
    }
    size_t end = value_end(rest);
    *out = str_sub(rest, 0, end == 0 ? 1 : end);
    r->pending = out->len;
    return MIG_OK;
}

static enum mig_status next_line(struct reader_json *r, struct window *w, struct reader_parts *p, struct str *out) {
    bool too_long, more;
    for (;;) {
        r->line = w->line;
        if (window_line(w, p->limit, out, &too_long, &more) != MIG_OK)
            return MIG_EMEMORY;
        if (!more)
            r->ended = true;
        if (too_long)
            reader_parts_report(p, MIG_ELIMIT, r->line, "a line longer than %zu bytes, which is the limit", p->limit);
        *out = str_trim(*out);
        if (out->len > 0 || !more)
            return MIG_OK;
    }
}

// What of the three forms it is, by the first line.
static enum mig_status find_form(struct reader_json *r, struct window *w, struct reader_parts *p) {
    struct str rest;
    struct fields f;
    size_t at;
    if (window_peek(w, 3, &rest) == MIG_OK && str_starts(rest, STR("\xef\xbb\xbf")))
        window_skip(w, 3);
    if (skip_gap(w, &rest) != MIG_OK)
        return MIG_EMEMORY;
    r->form = JSON_OBJECTS;
    if (rest.len > 0 && rest.ptr[0] == '[') {
        r->form = JSON_ARRAY;
        window_skip(w, 1);
        return MIG_OK;
    }
    while (str_find(rest, STR("\n"), 0) == SIZE_MAX && !w->ended && rest.len <= p->limit)
        if (window_peek(w, rest.len * 2, &rest) != MIG_OK)
            return MIG_EMEMORY;
    size_t end = str_find(rest, STR("\n"), 0);
    struct str first = str_trim(str_sub(rest, 0, end));
    // One whole object, or the start of one that is only wrong further on: lines.
    if (read_object(first, NULL, &f, &at) || (end != SIZE_MAX && at + 1 < first.len))
        r->form = JSON_LINES;
    return MIG_OK;
}

// The next object's text, in a list of articles first. Empty at the end.
static enum mig_status next_object(struct reader_json *r, struct window *w, struct reader_parts *p, struct str *out) {
    if (r->has_items) {
        while (r->items.len > 0 && is_gap(r->items.ptr[0]))
            r->items = str_sub(r->items, 1, r->items.len);
        size_t end = value_end(r->items);
        if (r->items.len > 0 && r->items.ptr[0] != ']' && end != SIZE_MAX && end > 0) {
            *out = str_sub(r->items, 0, end);
            r->items = str_sub(r->items, end, r->items.len);
            return MIG_OK;
        }
        r->has_items = false;
    }
    window_skip(w, r->pending);
    r->pending = 0;
    *out = (struct str){NULL, 0};
    if (r->form == JSON_UNKNOWN && find_form(r, w, p) != MIG_OK)
        return MIG_EMEMORY;
    if (r->ended)
        return MIG_OK;
    return r->form == JSON_LINES ? next_line(r, w, p, out) : next_value(r, w, p, out);
}

enum mig_status reader_json_next(struct reader_json *r, struct window *w, struct reader_parts *p,
                                 struct mig_article *article, bool *more) {
    const char *text_field = p->settings->text_field;
    *more = false;
    for (;;) {
        struct str object;
        struct fields f;
        size_t at;
        if (next_object(r, w, p, &object) != MIG_OK)
            return MIG_EMEMORY;
        if (object.len == 0 && r->ended)
            return MIG_OK;
        if (object.len == 0)
            continue;
        if (!read_object(object, text_field, &f, &at)) {
            reader_parts_report(p, MIG_EINPUT, r->line, "wrong JSON at its byte %zu", at + 1);
        } else if (f.rank[FIELD_TEXT] > 0) {
            *more = true;
            return make_article(p, &f, article) ? MIG_OK : MIG_EMEMORY;
        } else if (f.items.len > 0 && !r->has_items) {
            r->items = f.items;
            r->has_items = true;
        } else {
            reader_parts_report(p, MIG_EINPUT, r->line, "no text: no field '%s'", text_field ? text_field : "text");
        }
    }
}
