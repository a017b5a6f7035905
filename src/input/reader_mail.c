#include "input/reader_mail.h"

#include <string.h>

#include "base/buf.h"
#include "text/charset.h"

enum { DEEPEST = 8, NAMED_FIELDS = 3, FIELD_BYTES = 4096 };

struct part {
    struct str type, encoding, disposition; // fields as written, lines and all
    struct str subject, date, from;
    struct str body;
};

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool starts_folded(struct str s, struct str folded) {
    if (s.len < folded.len)
        return false;
    for (size_t i = 0; i < folded.len; i++)
        if (lower(s.ptr[i]) != folded.ptr[i])
            return false;
    return true;
}

static bool equals_folded(struct str s, struct str folded) {
    return s.len == folded.len && starts_folded(s, folded);
}

// --- fields -------------------------------------------------------------------------------------------------------

// Cuts the next field off *rest, with its continuation lines. False at the empty line or where no field is; *rest is then
// what comes after.
static bool next_field(struct str *rest, struct str *name, struct str *value) {
    struct str line, all = *rest;
    if (!str_next(rest, '\n', &line) || str_trim(line).len == 0)
        return false;
    size_t colon = str_find(line, STR(":"), 0), end = (size_t)(line.ptr - all.ptr) + line.len;
    if (colon == SIZE_MAX)
        return false;
    while (rest->len > 0 && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t') && str_next(rest, '\n', &line))
        end = (size_t)(line.ptr - all.ptr) + line.len;
    *name = str_trim(str_sub(all, 0, colon));
    *value = str_trim(str_sub(all, colon + 1, end));
    return true;
}

static struct str after_envelope(struct str message) { // the line that mailboxes put before a message
    struct str rest = message, line;
    return str_starts(message, STR("From ")) && str_next(&rest, '\n', &line) ? rest : message;
}

bool reader_mail_is(struct str head) {
    static const struct {
        struct str name;
        bool of_mail;
    } fields[] = {{STR_INIT("from"), false},         {STR_INIT("date"), false},       {STR_INIT("subject"), false},
                  {STR_INIT("to"), false},           {STR_INIT("message-id"), true},  {STR_INIT("mime-version"), true},
                  {STR_INIT("received"), true},      {STR_INIT("return-path"), true}, {STR_INIT("delivered-to"), true},
                  {STR_INIT("content-type"), false}, {STR_INIT("reply-to"), false}};
    struct str rest = after_envelope(head), name, value;
    unsigned known = 0;
    bool of_mail = false, sender = false;
    while (next_field(&rest, &name, &value)) {
        for (size_t i = 0; i < name.len; i++)
            if ((unsigned char)name.ptr[i] <= ' ' || (unsigned char)name.ptr[i] >= 0x7F)
                return false;
        sender = sender || equals_folded(name, STR("from"));
        for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
            bool same = equals_folded(name, fields[i].name);
            known += same;
            of_mail = of_mail || (same && fields[i].of_mail);
        }
    }
    return known >= NAMED_FIELDS && of_mail && sender;
}

static void read_part(struct str bytes, struct part *part) {
    struct str rest = bytes, name, value;
    *part = (struct part){0};
    while (next_field(&rest, &name, &value)) {
        struct str *to = equals_folded(name, STR("content-type"))                ? &part->type
                         : equals_folded(name, STR("content-transfer-encoding")) ? &part->encoding
                         : equals_folded(name, STR("content-disposition"))       ? &part->disposition
                         : equals_folded(name, STR("subject"))                   ? &part->subject
                         : equals_folded(name, STR("date"))                      ? &part->date
                         : equals_folded(name, STR("from"))                      ? &part->from
                                                                                 : NULL;
        if (to != NULL && to->len == 0)
            *to = value;
    }
    part->body = rest;
}

// A parameter of a field: text/plain; charset="utf-8". name with its =.
static struct str parameter(struct str field, struct str name) {
    size_t at = str_find(field, STR(";"), 0);
    for (; at != SIZE_MAX; at = str_find(field, STR(";"), at + 1)) {
        struct str value = str_trim(str_sub(field, at + 1, field.len));
        if (!starts_folded(value, name))
            continue;
        value = str_sub(value, name.len, value.len);
        bool quoted = str_starts(value, STR("\""));
        value = str_sub(value, quoted, value.len);
        size_t end = str_find(value, quoted ? STR("\"") : STR(";"), 0);
        return str_trim(str_sub(value, 0, end));
    }
    return (struct str){NULL, 0};
}

// --- encodings ----------------------------------------------------------------------------------------------------

static int hex_digit(char c) {
    c = lower(c);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Quoted-printable; in words of fields _ is a space.
static size_t decode_quoted(struct str s, bool word, char *out) {
    size_t len = 0;
    for (size_t at = 0; at < s.len; at++) {
        char c = s.ptr[at];
        int high = at + 2 < s.len && c == '=' ? hex_digit(s.ptr[at + 1]) : -1;
        int low = high >= 0 ? hex_digit(s.ptr[at + 2]) : -1;
        if (low >= 0) {
            out[len++] = (char)(high * 16 + low);
            at += 2;
        } else if (c == '=' && at + 1 < s.len && (s.ptr[at + 1] == '\n' || s.ptr[at + 1] == '\r')) {
            at += s.ptr[at + 1] == '\r' && at + 2 < s.len && s.ptr[at + 2] == '\n' ? 2 : 1; // the line goes on
        } else {
            out[len++] = word && c == '_' ? ' ' : c;
        }
    }
    return len;
}

static size_t decode_base64(struct str s, char *out) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;
    size_t len = 0, count = 0;
    for (size_t at = 0; at < s.len && s.ptr[at] != '='; at++) {
        const char *digit = s.ptr[at] == '\0' ? NULL : strchr(digits, s.ptr[at]);
        if (digit == NULL)
            continue; // line ends
        bits = bits << 6 | (uint32_t)(digit - digits);
        if (++count % 4 == 0)
            for (int shift = 16; shift >= 0; shift -= 8)
                out[len++] = (char)(bits >> shift & 0xFF);
    }
    if (count % 4 == 3)
        out[len++] = (char)(bits >> 10 & 0xFF), out[len++] = (char)(bits >> 2 & 0xFF);
    else if (count % 4 == 2)
        out[len++] = (char)(bits >> 4 & 0xFF);
    return len;
}

// The decoded bytes are never more than those before.
static bool decode(struct arena *arena, struct str s, char encoding, bool word, struct str *out) {
    *out = s;
    if (s.len == 0 || (encoding != 'b' && encoding != 'q'))
        return true;
    char *bytes = arena_alloc(arena, s.len);
    if (bytes == NULL)
        return false;
    *out = (struct str){bytes, encoding == 'b' ? decode_base64(s, bytes) : decode_quoted(s, word, bytes)};
    return true;
}

// =?charset?B or Q?bytes?= at the start of s: appended as UTF-8, *len is its length. False: none. Out of memory shows in to.
static bool take_word(struct reader_parts *p, struct str s, struct buf *to, size_t *len) {
    size_t charset_end = str_find(s, STR("?"), 2),
           end = charset_end == SIZE_MAX ? SIZE_MAX : str_find(s, STR("?="), charset_end + 3);
    if (!str_starts(s, STR("=?")) || end == SIZE_MAX || s.ptr[charset_end + 2] != '?')
        return false;
    struct str bytes;
    struct charset_text text;
    char encoding = lower(s.ptr[charset_end + 1]);
    *len = end + 2;
    if (!decode(&p->arena, str_sub(s, charset_end + 3, end), encoding, true, &bytes)) {
        to->status = MIG_EMEMORY;
        return true;
    }
    enum mig_status status = charset_decode(&p->arena, bytes, str_sub(s, 2, charset_end), &text, NULL);
    if (status == MIG_OK)
        buf_append(to, text.text);
    else if (status == MIG_EMEMORY)
        to->status = status;
    return true;
}

// A field's text on one line, its encoded words decoded; white space between two of those is none.
static bool field_text(struct reader_parts *p, struct str field, const char **out) {
    struct buf text;
    bool after_word = false;
    buf_init(&text, FIELD_BYTES);
    for (size_t at = 0, len; at < field.len && text.status == MIG_OK; at += len) {
        struct str rest = str_sub(field, at, field.len), more = str_trim(rest);
        size_t gap = (size_t)(more.ptr - rest.ptr);
        if (after_word && str_starts(more, STR("=?")))
            rest = more;
        else
            gap = 0;
        after_word = take_word(p, rest, &text, &len);
        if (!after_word) {
            bool space = (unsigned char)rest.ptr[0] <= ' ';
            if (!space || (text.len > 0 && text.ptr[text.len - 1] != ' '))
                buf_append_byte(&text, space ? ' ' : rest.ptr[0]);
            len = 1;
        }
        len += gap;
    }
    struct charset_text clean;
    bool done = text.status != MIG_EMEMORY && charset_clean(&p->arena, buf_str(&text), &clean, NULL) == MIG_OK &&
                reader_parts_copy(p, str_trim(clean.text), out);
    buf_free(&text);
    return done;
}

// --- the message --------------------------------------------------------------------------------------------------

static bool is_text(const struct part *part, bool html) {
    if (starts_folded(part->disposition, STR("attachment")))
        return false;
    return html ? starts_folded(part->type, STR("text/html"))
                : part->type.len == 0 || starts_folded(part->type, STR("text/plain"));
}

// The first part in the message that is of the kind.
static bool find_text(const struct part *whole, bool html, int depth, struct part *out) {
    struct str boundary = parameter(whole->type, STR("boundary="));
    if (!starts_folded(whole->type, STR("multipart/"))) {
        *out = *whole;
        return is_text(whole, html);
    }
    if (boundary.len == 0 || depth == DEEPEST)
        return false;
    struct str rest = whole->body, line, mark;
    const char *start = NULL; // of the part at hand
    for (bool last = false; !last;) {
        last = !str_next(&rest, '\n', &line);
        if (last)
            line = str_sub(whole->body, whole->body.len, whole->body.len);
        mark = str_starts(line, STR("--")) ? str_trim(str_sub(line, 2, line.len)) : (struct str){NULL, 0};
        bool closing = mark.len == boundary.len + 2 && str_starts(mark, boundary) && str_ends(mark, STR("--"));
        if (!last && !closing && !str_eq(mark, boundary))
            continue;
        struct part inner;
        if (start != NULL) {
            read_part((struct str){start, (size_t)(line.ptr - start)}, &inner);
            if (find_text(&inner, html, depth + 1, out))
                return true;
        }
        start = closing || last ? NULL : line.ptr + line.len + 1;
    }
    return false;
}

static struct str sender_name(struct str from) {
    size_t end = str_find(from, STR("<"), 0);
    struct str name = str_trim(str_sub(from, 0, end == SIZE_MAX ? 0 : end));
    if (name.len > 1 && name.ptr[0] == '"' && name.ptr[name.len - 1] == '"')
        name = str_sub(name, 1, name.len - 1);
    return name;
}

enum mig_status reader_mail_article(struct str message, struct reader_parts *p, struct mig_article *article,
                                    bool *found) {
    struct part whole, text;
    struct str bytes, charset;
    read_part(after_envelope(message), &whole);
    bool html = !find_text(&whole, false, 0, &text) || str_trim(text.body).len == 0;
    *found = !html || find_text(&whole, true, 0, &text);
    if (!*found) {
        reader_parts_report(p, MIG_EINPUT, 0, "a message without text");
        return MIG_OK;
    }
    char encoding = text.encoding.len > 0 ? lower(text.encoding.ptr[0]) : '\0'; // base64, quoted-printable, or as it is
    charset = parameter(text.type, STR("charset="));
    if (!decode(&p->arena, text.body, encoding, false, &bytes))
        return MIG_EMEMORY;
    article->bytes = bytes.ptr;
    article->length = bytes.len;
    article->format = format_name(html ? FORMAT_HTML : FORMAT_TEXT);
    article->published_basis = MIG_PUBLISHED_BY_METADATA;
    if (!charset_known(charset))
        charset = (struct str){NULL, 0};
    bool done = reader_parts_copy(p, charset, &article->charset) && field_text(p, whole.subject, &article->title) &&
                field_text(p, sender_name(whole.from), &article->outlet) &&
                reader_parts_date(p, whole.date, &article->published);
    return done ? MIG_OK : MIG_EMEMORY;
}
