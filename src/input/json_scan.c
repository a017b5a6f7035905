#include "input/json_scan.h"

#include <string.h>

#include "base/utf8.h"

void json_scan_start(struct json_scan *s, struct str text) {
    s->text = text;
    s->at = 0;
    s->raw = (struct str){NULL, 0};
    s->bracket = '\0';
    s->after_value = s->after_comma = s->after_key = false;
    s->depth = 0;
}

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// The end of the string whose opening quote is at s->at; false when there is none.
static bool read_string(struct json_scan *s) {
    size_t at = s->at + 1, start = at;
    while (at < s->text.len && s->text.ptr[at] != '"')
        at += s->text.ptr[at] == '\\' ? 2 : 1;
    if (at >= s->text.len)
        return false;
    s->raw = str_sub(s->text, start, at);
    s->at = at + 1;
    return true;
}

static enum json_event read_other(struct json_scan *s) {
    size_t start = s->at;
    while (s->at < s->text.len && !is_space(s->text.ptr[s->at]) && memchr(",]}:[{\"", s->text.ptr[s->at], 7) == NULL)
        s->at++;
    s->raw = str_sub(s->text, start, s->at);
    s->after_value = true;
    s->after_comma = s->after_key = false;
    bool literal = str_eq(s->raw, STR("true")) || str_eq(s->raw, STR("false")) || str_eq(s->raw, STR("null"));
    bool number = s->raw.len > 0 && memchr("-0123456789", s->raw.ptr[0], 11) != NULL;
    return literal || number ? JSON_OTHER : JSON_WRONG;
}

static enum json_event open_bracket(struct json_scan *s, char c) {
    if (s->depth == JSON_SCAN_DEPTH)
        return JSON_WRONG;
    s->open[s->depth++] = s->bracket = c;
    s->after_value = s->after_comma = s->after_key = false;
    s->at++;
    return JSON_OPEN;
}

static enum json_event close_bracket(struct json_scan *s, char c) {
    char open = c == '}' ? '{' : '[';
    if (s->depth == 0 || s->open[s->depth - 1] != open || s->after_key || s->after_comma)
        return JSON_WRONG;
    s->depth--;
    s->bracket = open;
    s->after_value = true;
    s->at++;
    return JSON_CLOSE;
}

static enum json_event take_string(struct json_scan *s) {
    bool key = s->depth > 0 && s->open[s->depth - 1] == '{' && !s->after_key;
    if (!read_string(s))
        return JSON_WRONG;
    s->after_comma = false;
    if (!key) {
        s->after_key = false;
        s->after_value = true;
        return JSON_STRING;
    }
    while (s->at < s->text.len && is_space(s->text.ptr[s->at]))
        s->at++;
    if (s->at == s->text.len || s->text.ptr[s->at] != ':')
        return JSON_WRONG;
    s->at++;
    s->after_key = true;
    return JSON_KEY;
}

enum json_event json_scan_next(struct json_scan *s) {
    for (; s->at < s->text.len; s->at++) {
        char c = s->text.ptr[s->at];
        if (is_space(c))
            continue;
        if (c != ',' || s->depth == 0 || !s->after_value)
            break;
        s->after_value = false;
        s->after_comma = true;
    }
    if (s->at >= s->text.len)
        return s->depth == 0 && !s->after_key ? JSON_END : JSON_WRONG;
    char c = s->text.ptr[s->at];
    if (c == '}' || c == ']')
        return close_bracket(s, c);
    if (s->after_value && s->depth > 0)
        return JSON_WRONG;
    if (c == '"')
        return take_string(s);
    if (s->depth > 0 && s->open[s->depth - 1] == '{' && !s->after_key)
        return JSON_WRONG;
    return c == '{' || c == '[' ? open_bracket(s, c) : read_other(s);
}

bool json_scan_skip(struct json_scan *s) {
    size_t depth = s->depth;
    while (s->depth >= depth) {
        enum json_event event = json_scan_next(s);
        if (event == JSON_WRONG || event == JSON_END)
            return false;
    }
    return true;
}

static bool read_hex(struct str s, size_t at, uint32_t *out) {
    *out = 0;
    if (at > s.len || s.len - at < 4)
        return false;
    for (size_t i = at; i < at + 4; i++) {
        char c = s.ptr[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return false;
        *out = *out << 4 | (uint32_t)digit;
    }
    return true;
}

// The character of the \u escape whose digits are at *at, a pair of surrogates as one.
static uint32_t read_unicode(struct str raw, size_t *at) {
    uint32_t rune, low;
    if (!read_hex(raw, *at, &rune))
        return UTF8_REPLACEMENT;
    *at += 4;
    if (rune >= 0xD800 && rune < 0xDC00 && *at + 6 <= raw.len && raw.ptr[*at] == '\\' && raw.ptr[*at + 1] == 'u' &&
        read_hex(raw, *at + 2, &low) && low >= 0xDC00 && low < 0xE000) {
        *at += 6;
        return 0x10000 + ((rune - 0xD800) << 10) + (low - 0xDC00);
    }
    return rune == 0 ? UTF8_REPLACEMENT : rune;
}

bool json_scan_unescape(struct arena *arena, struct str raw, struct str *out) {
    char *to = arena_alloc(arena, raw.len + raw.len / 2 + 4);
    size_t len = 0;
    *out = (struct str){NULL, 0};
    if (to == NULL)
        return false;
    for (size_t at = 0; at < raw.len;) {
        char c = raw.ptr[at++];
        if (c != '\\' || at == raw.len) {
            to[len++] = c;
            continue;
        }
        c = raw.ptr[at++];
        static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
        const char *known = memchr(letters, c, sizeof letters - 1);
        if (c == 'u')
            len += utf8_encode(read_unicode(raw, &at), to + len);
        else
            to[len++] = known == NULL ? c : meant[known - letters];
    }
    *out = (struct str){to, len};
    return true;
}
