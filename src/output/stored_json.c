#include "output/stored_json.h"

#include "output/json.h"
#include "output/record_json.h"

// --- reading --------------------------------------------------------------------------------------------------------
//
// Only what this program writes: no white space, and nothing that is not JSON. What does not fit ends the walk early.

// The offset after the string that starts at `at`, SIZE_MAX when it has no end.
static size_t string_end(struct str s, size_t at) {
    for (at++; at < s.len; at++) {
        if (s.ptr[at] == '\\')
            at++;
        else if (s.ptr[at] == '"')
            return at + 1;
    }
    return SIZE_MAX;
}

static size_t value_end(struct str s, size_t at) {
    size_t depth = 0;
    while (at < s.len) {
        char c = s.ptr[at];
        if (c == '"') {
            at = string_end(s, at);
            if (depth == 0 || at == SIZE_MAX)
                return at;
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}' || c == ']'))
            return at;
        if (c == '{' || c == '[')
            depth++;
        if ((c == '}' || c == ']') && --depth == 0)
            return at + 1;
        at++;
    }
    return SIZE_MAX;
}

struct member {
    struct str key;   // without quotes; empty in an array
    struct str value; // its bytes
};

// The next member of the object, or element of the array, that s starts with. *at is 0 before the first; false after
// the last.
static bool next_member(struct str s, size_t *at, struct member *out) {
    bool object = s.len > 0 && s.ptr[0] == '{';
    size_t start = *at == 0 ? 1 : *at;
    *out = (struct member){0};
    if (start >= s.len || (*at == 0 && s.ptr[0] != '{' && s.ptr[0] != '['))
        return false;
    if (s.ptr[start] == ',')
        start++;
    if (object && start < s.len && s.ptr[start] == '"') {
        size_t end = string_end(s, start);
        if (end == SIZE_MAX || end >= s.len || s.ptr[end] != ':')
            return false;
        out->key = str_sub(s, start + 1, end - 1);
        start = end + 1;
    }
    size_t end = value_end(s, start);
    if (end == SIZE_MAX || end == start)
        return false;
    out->value = str_sub(s, start, end);
    *at = end;
    return true;
}

static struct str find_member(struct str object, struct str key) {
    struct member m;
    for (size_t at = 0; next_member(object, &at, &m);)
        if (str_eq(m.key, key))
            return m.value;
    return (struct str){0};
}

static size_t count_elements(struct str array) {
    struct member m;
    size_t count = 0;
    for (size_t at = 0; next_member(array, &at, &m);)
        count++;
    return count;
}

struct str stored_json_field(struct str line, struct str name) {
    return find_member(find_member(line, STR("article")), name);
}

struct str stored_json_member(struct str line, struct str name) {
    return find_member(line, name);
}

// --- writing --------------------------------------------------------------------------------------------------------

static void raw_member(struct json *j, const struct member *m) {
    json_key(j, m->key);
    buf_append(j->out, m->value);
    j->comma = true;
}

// The article's object; text with a NULL pointer is left out.
static void article_object(struct json *j, const struct stored_json *stored, struct str object, struct str text) {
    struct member m;
    json_key(j, STR("article"));
    json_open(j, '{');
    for (size_t at = 0; next_member(object, &at, &m);) {
        if (str_eq(m.key, STR("source"))) {
            json_key(j, m.key);
            json_bytes(j, stored->source);
        } else if (str_eq(m.key, STR("part"))) {
            json_key(j, m.key);
            json_uint(j, stored->part);
        } else if (!str_eq(m.key, STR("text"))) {
            raw_member(j, &m);
        }
    }
    if (text.ptr != NULL) {
        json_key(j, STR("text"));
        json_string(j, text);
    }
    json_close(j, '}');
}

static enum mig_kind kind_of(struct str plural) {
    enum mig_kind kind = 0;
    while (kind < MIG_KINDS && !str_eq(plural, record_json_plural(kind)))
        kind++;
    return kind;
}

static void article_line(struct buf *out, const struct stored_json *stored, const struct mig_settings *settings,
                         size_t written[MIG_KINDS]) {
    struct json j;
    struct member m;
    unsigned only = record_json_kinds(settings, false);
    json_start(&j, out);
    json_open(&j, '{');
    for (size_t at = 0; next_member(stored->line, &at, &m);) {
        enum mig_kind kind = kind_of(m.key);
        if (str_eq(m.key, STR("article"))) {
            struct str none = {0};
            article_object(&j, stored, m.value, settings->flags & MIG_WITH_TEXT ? stored->text : none);
            continue;
        }
        if (kind < MIG_KINDS && !(only & MIG_KIND_BIT(kind)))
            m.value = STR("[]");
        else if (kind < MIG_KINDS)
            written[kind] += count_elements(m.value);
        raw_member(&j, &m);
    }
    json_close(&j, '}');
    buf_append_byte(out, '\n');
}

// What a record's line says of its article, as records_json.c has it.
static void short_article_object(struct json *j, const struct stored_json *stored, struct str object) {
    static const char *const keys[] = {"id",    "source",   "part",      "url",
                                       "title", "language", "published", "published_basis"};
    json_key(j, STR("article"));
    json_open(j, '{');
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct member m = {.key = str_c(keys[i])};
        json_key(j, m.key);
        if (str_eq(m.key, STR("source"))) {
            json_bytes(j, stored->source);
        } else if (str_eq(m.key, STR("part"))) {
            json_uint(j, stored->part);
        } else {
            buf_append(j->out, find_member(object, m.key));
            j->comma = true;
        }
    }
    json_close(j, '}');
}

static void record_line(struct buf *out, const struct stored_json *stored, enum mig_kind kind, struct str record) {
    struct json j;
    struct member m;
    json_start(&j, out);
    json_open(&j, '{');
    json_key(&j, STR("record"));
    json_string(&j, record_json_name(kind));
    raw_member(&j, &(struct member){STR("schema"), find_member(stored->line, STR("schema"))});
    raw_member(&j, &(struct member){STR("engine"), find_member(stored->line, STR("engine"))});
    short_article_object(&j, stored, find_member(stored->line, STR("article")));
    for (size_t at = 0; next_member(record, &at, &m);)
        raw_member(&j, &m);
    json_close(&j, '}');
    buf_append_byte(out, '\n');
}

static void record_lines(struct buf *out, const struct stored_json *stored, const struct mig_settings *settings,
                         size_t written[MIG_KINDS]) {
    unsigned only = record_json_kinds(settings, true);
    for (enum mig_kind kind = 0; kind < MIG_KINDS; kind++) {
        if (!(only & MIG_KIND_BIT(kind)))
            continue;
        struct str list = find_member(stored->line, record_json_plural(kind));
        struct member m;
        for (size_t at = 0; next_member(list, &at, &m); written[kind]++)
            record_line(out, stored, kind, m.value);
    }
}

static bool is_ours(struct str line) {
    return str_starts(line, STR("{\"schema\":")) && stored_json_field(line, STR("source")).ptr != NULL &&
           find_member(line, STR("diagnostics")).ptr != NULL;
}

enum mig_status stored_json_write(struct buf *out, const struct stored_json *stored,
                                  const struct mig_settings *settings, size_t written[MIG_KINDS]) {
    if (!is_ours(stored->line))
        return MIG_EDATA;
    if (settings->flags & MIG_RECORDS)
        record_lines(out, stored, settings, written);
    else
        article_line(out, stored, settings, written);
    return out->status;
}

enum mig_status stored_json_split(struct buf *out, struct str line) {
    if (!is_ours(line))
        return MIG_EDATA;
    struct str text = stored_json_field(line, STR("text"));
    if (text.ptr == NULL) {
        buf_append(out, line);
        return out->status;
    }
    // Also before it there is a comma and its key.
    size_t start = (size_t)(text.ptr - line.ptr) - sizeof ",\"text\":" + 1;
    buf_append(out, str_sub(line, 0, start));
    buf_append(out, str_sub(line, (size_t)(text.ptr - line.ptr) + text.len, line.len));
    return out->status;
}
