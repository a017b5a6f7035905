#include "input/reader_warc.h"

#include <string.h>

#include "input/reader_archive.h"
#include "text/charset.h"

enum { LINE_BYTES = 64 * 1024, MOST_LINES = 1000 };

static bool equals_folded(struct str s, const char *lower) {
    size_t i = 0;
    for (; i < s.len && lower[i] != '\0'; i++)
        if ((s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] - 'A' + 'a') : s.ptr[i]) != lower[i])
            return false;
    return i == s.len && lower[i] == '\0';
}

static bool split_field(struct str line, struct str *name, struct str *value) {
    size_t colon = str_find(line, STR(":"), 0);
    if (colon == SIZE_MAX)
        return false;
    *name = str_trim(str_sub(line, 0, colon));
    *value = str_trim(str_sub(line, colon + 1, line.len));
    return true;
}

// --- records ------------------------------------------------------------------------------------------------------

struct record {
    struct str address, saved; // in the arena
    bool is_response, is_resource, is_page;
    uint64_t length;
    bool has_length;
};

static bool read_length(struct str s, uint64_t *out) {
    *out = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || *out > (UINT64_C(1) << 50))
            return false;
        *out = *out * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    return s.len > 0;
}

static bool is_page_type(struct str type) {
    size_t end = str_find(type, STR(";"), 0);
    struct str name = str_trim(str_sub(type, 0, end == SIZE_MAX ? type.len : end));
    return equals_folded(name, "text/html") || equals_folded(name, "application/xhtml+xml") ||
           equals_folded(name, "text/plain");
}

static bool take_field(struct reader_parts *p, struct record *record, struct str line) {
    struct str name, value;
    if (!split_field(line, &name, &value))
        return true;
    if (equals_folded(name, "warc-type")) {
        record->is_response = equals_folded(value, "response");
        record->is_resource = equals_folded(value, "resource");
    } else if (equals_folded(name, "warc-target-uri")) {
        if (value.len > 1 && value.ptr[0] == '<')
            value = str_sub(value, 1, value.len - 1);
        return arena_copy(&p->arena, value, &record->address);
    } else if (equals_folded(name, "warc-date")) {
        return arena_copy(&p->arena, value, &record->saved);
    } else if (equals_folded(name, "content-type")) {
        record->is_page = is_page_type(value);
    } else if (equals_folded(name, "content-length")) {
        record->has_length = read_length(value, &record->length);
    }
    return true;
}

// Reads the next record's head; *more is false at the end of the file.
static enum mig_status read_head(struct reader_warc *r, struct window *w, struct reader_parts *p, struct record *record,
                                 bool *more) {
    struct str line;
    bool too_long, told = false;
    *record = (struct record){.is_page = false};
    for (;;) { // to the line WARC/1.0
        size_t number = w->line;
        if (window_line(w, LINE_BYTES, &line, &too_long, more) != MIG_OK)
            return MIG_EMEMORY;
        if (!*more)
            return MIG_OK;
        if (str_starts(line, STR("WARC/")))
            break;
        if (str_trim(line).len > 0 && !told) {
            reader_parts_report(p, MIG_EINPUT, number, "a WARC record of wrong length; going on with the next");
            told = true;
        }
    }
    for (int lines = 0; lines < MOST_LINES; lines++) {
        if (window_line(w, LINE_BYTES, &line, &too_long, more) != MIG_OK || !take_field(p, record, line))
            return MIG_EMEMORY;
        if (!*more || str_trim(line).len == 0)
            break;
    }
    *more = true;
    r->pending = record->has_length ? record->length : 0;
    return MIG_OK;
}

// --- responses ----------------------------------------------------------------------------------------------------

struct response {
    bool is_page, chunked, compressed;
    struct str charset, body;
};

static void take_type(struct response *http, struct str value) {
    size_t at = str_find(value, STR("charset="), 0);
    http->is_page = is_page_type(value);
    if (at == SIZE_MAX)
        return;
    struct str charset = str_trim(str_sub(value, at + 8, value.len));
    size_t end = str_find(charset, STR(";"), 0);
    charset = str_trim(str_sub(charset, 0, end == SIZE_MAX ? charset.len : end));
    if (charset.len > 1 && (charset.ptr[0] == '"' || charset.ptr[0] == '\''))
        charset = str_sub(charset, 1, charset.len - 1);
    if (charset_known(charset))
        http->charset = charset;
}

// Reads status and head of a response. False: none, or not a success.
static bool read_response(struct str bytes, struct response *http) {
    struct str rest = bytes, line, name, value;
    *http = (struct response){.is_page = false};
    if (!str_next(&rest, '\n', &line) || !str_starts(line, STR("HTTP/")))
        return false;
    size_t space = str_find(line, STR(" "), 0);
    if (space == SIZE_MAX || !str_starts(str_sub(line, space + 1, line.len), STR("2")))
        return false;
    while (str_next(&rest, '\n', &line) && str_trim(line).len > 0) {
        if (!split_field(line, &name, &value))
            continue;
        if (equals_folded(name, "content-type"))
            take_type(http, value);
        else if (equals_folded(name, "transfer-encoding"))
            http->chunked = equals_folded(value, "chunked");
        else if (equals_folded(name, "content-encoding"))
            http->compressed = equals_folded(value, "gzip") || equals_folded(value, "x-gzip");
    }
    http->body = rest;
    return true;
}

// Joins the pieces of a chunked body. What is not chunked after all, as crawlers often store it, stays as it is.
static bool join_chunks(struct str body, struct arena *arena, struct str *out) {
    char *to = arena_alloc(arena, body.len + 1);
    struct str rest = body, line;
    size_t len = 0;
    *out = body;
    if (to == NULL)
        return false;
    while (str_next(&rest, '\n', &line)) {
        size_t size = 0, digits = 0;
        line = str_trim(line);
        for (; digits < line.len && digits < 8; digits++) {
            const char *hex = "0123456789abcdef", c = line.ptr[digits] >= 'A' && line.ptr[digits] <= 'F'
                                                          ? (char)(line.ptr[digits] - 'A' + 'a')
                                                          : line.ptr[digits];
            const char *digit = memchr(hex, c, 16);
            if (digit == NULL)
                break;
            size = size * 16 + (size_t)(digit - hex);
        }
        if (digits == 0 || (digits < line.len && line.ptr[digits] != ';') || size > rest.len)
            return true;
        if (size == 0)
            break;
        memcpy(to + len, rest.ptr, size);
        len += size;
        rest = str_sub(rest, size, rest.len);
        (void)str_next(&rest, '\n', &line);
    }
    *out = (struct str){to, len};
    return true;
}

static enum mig_status take_response(struct reader_parts *p, const struct record *record, struct str bytes,
                                     struct mig_article *article, bool *done) {
    struct response http = {.is_page = record->is_page, .body = bytes};
    struct mig_error error;
    *done = false;
    if (record->is_response && (!read_response(bytes, &http) || !http.is_page))
        return MIG_OK;
    if (http.chunked && !join_chunks(http.body, &p->arena, &http.body))
        return MIG_EMEMORY;
    if (http.compressed && str_starts(http.body, STR("\x1f\x8b"))) {
        enum mig_status status = reader_archive_inflate(http.body, p->limit, &p->arena, &http.body, &error);
        if (status == MIG_EMEMORY)
            return status;
        if (status != MIG_OK) {
            reader_parts_report(p, status, 0, "%.*s: %s", STR_ARGS(record->address), error.message);
            return MIG_OK;
        }
    }
    enum format format = format_of(http.body);
    if (format != FORMAT_HTML && format != FORMAT_TEXT)
        return MIG_OK;
    article->bytes = http.body.ptr;
    article->length = http.body.len;
    article->format = format_name(format);
    *done = true;
    if (record->saved.len > 0 && !reader_parts_date(p, record->saved, &article->saved))
        return MIG_EMEMORY;
    return reader_parts_copy(p, record->address, &article->url) && reader_parts_copy(p, http.charset, &article->charset)
               ? MIG_OK
               : MIG_EMEMORY;
}

enum mig_status reader_warc_next(struct reader_warc *r, struct window *w, struct reader_parts *p,
                                 struct mig_article *article, bool *more) {
    for (;;) {
        struct record record;
        struct str bytes;
        bool done;
        if (!window_pass(w, r->pending)) {
            *more = false;
            if (w->status == MIG_OK && r->pending > 0)
                reader_parts_report(p, MIG_EINPUT, 0, "the WARC file breaks off");
            return MIG_OK;
        }
        r->pending = 0;
        if (read_head(r, w, p, &record, more) != MIG_OK)
            return MIG_EMEMORY;
        if (!*more)
            return MIG_OK;
        if (!record.is_response && !(record.is_resource && record.is_page))
            continue;
        if (r->pending > p->limit) {
            reader_parts_report(p, MIG_ELIMIT, 0, "%.*s: larger than %zu bytes, which is the limit",
                                STR_ARGS(record.address), p->limit);
            continue;
        }
        if (window_peek(w, (size_t)r->pending, &bytes) != MIG_OK)
            return MIG_EMEMORY;
        bytes = str_sub(bytes, 0, (size_t)r->pending);
        if (take_response(p, &record, bytes, article, &done) != MIG_OK)
            return MIG_EMEMORY;
        if (done)
            return MIG_OK;
    }
}
