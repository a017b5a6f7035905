#include "input/markup_skim.h"

#include <string.h>

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_at(struct str s, size_t at, struct str folded) {
    if (at > s.len || s.len - at < folded.len)
        return false;
    for (size_t i = 0; i < folded.len; i++)
        if (lower(s.ptr[at + i]) != folded.ptr[i])
            return false;
    return true;
}

static size_t find_byte(struct str s, size_t at, char c) {
    const char *found = at < s.len ? memchr(s.ptr + at, c, s.len - at) : NULL;
    return found == NULL ? s.len : (size_t)(found - s.ptr);
}

// After the > of the tag that starts at at. Quotes count where a value begins only.
static size_t tag_end(struct str s, size_t at) {
    bool value = false;
    for (; at < s.len; at++) {
        char c = s.ptr[at];
        if (c == '>')
            return at + 1;
        if (value && (c == '"' || c == '\'')) {
            at = find_byte(s, at + 1, c);
            value = false;
        } else if (c == '=') {
            value = true;
        } else if ((unsigned char)c > ' ') {
            value = false;
        }
    }
    return s.len;
}

// Where the end tag of an element starts whose content is no markup.
static size_t content_end(struct str s, size_t at, struct str end_tag) {
    for (; (at = find_byte(s, at, '<')) < s.len; at++)
        if (is_at(s, at, end_tag))
            return at;
    return s.len;
}

static size_t comment_end(struct str s, size_t at) {
    size_t end = str_find(s, STR("-->"), at + 2); // <!--> is a whole one
    return end == SIZE_MAX ? s.len : end + 3;
}

static bool is_name_end(struct str s, size_t at) {
    return at >= s.len || (unsigned char)s.ptr[at] <= ' ' || s.ptr[at] == '>' || s.ptr[at] == '/';
}

// The end tag of the element whose start tag is at at, when its content is to be left out; else empty.
static struct str end_tag_of(struct str s, size_t at) {
    if (is_at(s, at, STR("<script")) && is_name_end(s, at + 7))
        return STR("</script");
    if (is_at(s, at, STR("<style")) && is_name_end(s, at + 6))
        return STR("</style");
    return (struct str){NULL, 0};
}

void markup_skim(struct str markup, struct buf *to) {
    size_t kept = 0; // up to here it is in `to`, or left out
    for (size_t at = find_byte(markup, 0, '<'); at < markup.len; at = find_byte(markup, at, '<')) {
        if (is_at(markup, at, STR("<!--"))) {
            buf_append(to, str_sub(markup, kept, at));
            kept = at = comment_end(markup, at);
            continue;
        }
        char next = at + 1 < markup.len ? lower(markup.ptr[at + 1]) : '\0';
        if (next < 'a' || next > 'z') {
            at++;
            continue;
        }
        size_t end = tag_end(markup, at);
        struct str end_tag = end_tag_of(markup, at);
        if (end_tag.len > 0 && str_find(str_sub(markup, at, end), STR("ld+json"), 0) == SIZE_MAX) {
            buf_append(to, str_sub(markup, kept, end));
            kept = end = content_end(markup, end, end_tag);
        } else if (end_tag.len > 0) {
            end = content_end(markup, end, end_tag);
        }
        at = end;
    }
    buf_append(to, str_sub(markup, kept, markup.len));
}
