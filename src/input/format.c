#include "input/format.h"

#include <string.h>

#include "input/reader_mail.h"

enum { HEAD = 8192, TAR_MAGIC = 257, ZIP_NAME_LENGTH = 26, ZIP_NAME = 30 };

static const char *const names[FORMATS] = {
    [FORMAT_UNKNOWN] = "unknown", [FORMAT_TEXT] = "text", [FORMAT_HTML] = "html", [FORMAT_JSON] = "json",
    [FORMAT_FEED] = "feed",       [FORMAT_WARC] = "warc", [FORMAT_MAIL] = "mail", [FORMAT_ARCHIVE] = "archive",
};

// Signatures at the start of a file, as their makers publish them. None has a NUL byte.
static const struct {
    const char *start;
    enum format format;
    const char *refusal; // when it cannot be read
} signatures[] = {
    {"%PDF-", FORMAT_UNKNOWN, "a PDF file; convert it to text first, for example with pdftotext"},
    {"{\\rtf", FORMAT_UNKNOWN, "an RTF file; convert it to text first, for example with LibreOffice"},
    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FORMAT_UNKNOWN,
     "an Office file; convert it to text first, for example with LibreOffice"},
    {"PK\x05\x06", FORMAT_UNKNOWN, "an empty ZIP archive"},
    {"PK\x03\x04", FORMAT_ARCHIVE, NULL},
    {"\x1f\x8b", FORMAT_ARCHIVE, NULL},
    {"BZh", FORMAT_ARCHIVE, NULL},
    {"\xfd\x37zXZ", FORMAT_ARCHIVE, NULL},
    {"\x28\xb5\x2f\xfd", FORMAT_ARCHIVE, NULL},
    {"7z\xbc\xaf\x27\x1c", FORMAT_UNKNOWN, "a 7-Zip archive; unpack it first"},
    {"Rar!\x1a", FORMAT_UNKNOWN, "a RAR archive; unpack it first"},
    {"\x89PNG\r\n", FORMAT_UNKNOWN, "a picture (PNG), not text"},
    {"\xff\xd8\xff", FORMAT_UNKNOWN, "a picture (JPEG), not text"},
    {"GIF8", FORMAT_UNKNOWN, "a picture (GIF), not text"},
    {"\x7f\x45LF", FORMAT_UNKNOWN, "a program, not text"},
    {"SQLite format 3", FORMAT_UNKNOWN, "an SQLite database, not text"},
    {"WARC/", FORMAT_WARC, NULL},
};

// Tags that only web pages have, in lower case without <; and the roots of XML formats.
static const struct {
    const char *name;
    enum format format;
} tags[] = {
    {"html", FORMAT_HTML},       {"head", FORMAT_HTML},      {"body", FORMAT_HTML},        {"div", FORMAT_HTML},
    {"meta", FORMAT_HTML},       {"title", FORMAT_HTML},     {"article", FORMAT_HTML},     {"p", FORMAT_HTML},
    {"section", FORMAT_HTML},    {"script", FORMAT_HTML},    {"link", FORMAT_HTML},        {"table", FORMAT_HTML},
    {"span", FORMAT_HTML},       {"h1", FORMAT_HTML},        {"style", FORMAT_HTML},       {"header", FORMAT_HTML},
    {"main", FORMAT_HTML},       {"nav", FORMAT_HTML},       {"aside", FORMAT_HTML},       {"figure", FORMAT_HTML},
    {"blockquote", FORMAT_HTML}, {"ul", FORMAT_HTML},        {"ol", FORMAT_HTML},          {"h2", FORMAT_HTML},
    {"h3", FORMAT_HTML},         {"h4", FORMAT_HTML},        {"strong", FORMAT_HTML},      {"em", FORMAT_HTML},
    {"b", FORMAT_HTML},          {"i", FORMAT_HTML},         {"a", FORMAT_HTML},           {"img", FORMAT_HTML},
    {"br", FORMAT_HTML},         {"hr", FORMAT_HTML},        {"center", FORMAT_HTML},      {"font", FORMAT_HTML},
    {"pre", FORMAT_HTML},        {"form", FORMAT_HTML},      {"iframe", FORMAT_HTML},      {"rss", FORMAT_FEED},
    {"rdf:rdf", FORMAT_FEED},    {"feed", FORMAT_FEED},      {"newsitem", FORMAT_FEED},    {"newsmessage", FORMAT_FEED},
    {"nitf", FORMAT_FEED},       {"atom:feed", FORMAT_FEED}, {"packageitem", FORMAT_FEED}, {"newsml", FORMAT_FEED},
};

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool starts_folded(struct str s, struct str start) {
    for (size_t i = 0; i < start.len; i++)
        if (i >= s.len || lower(s.ptr[i]) != start.ptr[i])
            return false;
    return true;
}

enum format format_by_name(struct str name) {
    for (int i = FORMAT_TEXT; i < FORMATS; i++)
        if (str_eq(name, str_c(names[i])))
            return (enum format)i;
    return FORMAT_UNKNOWN;
}

const char *format_name(enum format format) {
    return names[format];
}

// --- markup ---------------------------------------------------------------------------------------------------------

// The text after the comment, declaration or instruction that s starts with; empty when it does not end.
static struct str after_declaration(struct str s) {
    struct str end = starts_folded(s, STR("<!--")) ? STR("-->") : STR(">");
    size_t at = str_find(s, end, 0), subset = str_find(s, STR("["), 0);
    if (starts_folded(s, STR("<!doctype")) && subset < at) { // declarations inside
        end = STR("]>");
        at = str_find(s, end, subset);
    }
    return at == SIZE_MAX ? (struct str){NULL, 0} : str_trim(str_sub(s, at + end.len, s.len));
}

static enum format format_of_markup(struct str s) {
    bool xml = starts_folded(s, STR("<?xml"));
    while (starts_folded(s, STR("<!")) || starts_folded(s, STR("<?"))) {
        if (starts_folded(s, STR("<!doctype html")))
            return FORMAT_HTML;
        s = after_declaration(s);
    }
    for (size_t i = 0; i < sizeof tags / sizeof tags[0] && s.len > 0; i++) {
        struct str name = str_c(tags[i].name), rest = str_sub(s, 1, s.len);
        if (starts_folded(rest, name) && rest.len > name.len && memchr(" >/\t\r\n", rest.ptr[name.len], 6) != NULL)
            return tags[i].format;
    }
    return xml ? FORMAT_UNKNOWN : FORMAT_TEXT;
}

// --- JSON -----------------------------------------------------------------------------------------------------------

static bool looks_like_json(struct str s) {
    if (s.len < 2 || (s.ptr[0] != '{' && s.ptr[0] != '['))
        return false;
    struct str rest = str_trim(str_sub(s, 1, s.len));
    if (s.ptr[0] == '{')
        return rest.len > 0 && (rest.ptr[0] == '"' || rest.ptr[0] == '}');
    return rest.len > 0 && (rest.ptr[0] == '{' || rest.ptr[0] == ']');
}

// --- all ------------------------------------------------------------------------------------------------------------

static bool is_utf16(struct str s) {
    return str_starts(s, STR("\xff\xfe")) || str_starts(s, STR("\xfe\xff"));
}

// A ZIP archive that is a document of some office program, by the first file in it.
static const char *office_refusal(struct str s) {
    if (!str_starts(s, STR("PK\x03\x04")) || s.len < ZIP_NAME)
        return NULL;
    size_t len = (unsigned char)s.ptr[ZIP_NAME_LENGTH];
    struct str name = str_sub(s, ZIP_NAME, ZIP_NAME + len);
    bool office =
        str_eq(name, STR("[Content_Types].xml")) || str_eq(name, STR("mimetype")) || str_starts(name, STR("_rels/"));
    return office ? "an Office or e-book file; convert it to text first, for example with LibreOffice or pandoc" : NULL;
}

static enum format format_of_text(struct str head) {
    struct str start = str_trim(str_starts(head, STR("\xef\xbb\xbf")) ? str_sub(head, 3, head.len) : head);
    if (str_starts(start, STR("<")))
        return format_of_markup(start);
    if (looks_like_json(start))
        return FORMAT_JSON;
    return reader_mail_is(start) ? FORMAT_MAIL : FORMAT_TEXT;
}

// What UTF-16 holds, by its characters below 256.
static enum format format_of_utf16(struct str head) {
    char narrow[HEAD / 2];
    size_t len = 0, low = head.ptr[0] == '\xff' ? 0 : 1;
    for (size_t at = 2; at + 1 < head.len; at += 2)
        narrow[len++] = head.ptr[at + 1 - low] == '\0' ? head.ptr[at + low] : '?';
    return format_of_text((struct str){narrow, len});
}

enum format format_of(struct str bytes) {
    struct str head = str_sub(bytes, 0, HEAD);
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++)
        if (str_starts(head, str_c(signatures[i].start)))
            return office_refusal(head) ? FORMAT_UNKNOWN : signatures[i].format;
    if (str_starts(str_sub(head, TAR_MAGIC, head.len), STR("ustar")))
        return FORMAT_ARCHIVE;
    if (!is_utf16(head))
        return format_of_text(head);
    enum format format = format_of_utf16(head);
    return format == FORMAT_JSON   ? FORMAT_UNKNOWN // JSON is UTF-8
           : format == FORMAT_MAIL ? FORMAT_TEXT
                                   : format;
}

const char *format_refusal(struct str bytes) {
    struct str head = str_sub(bytes, 0, HEAD);
    if (office_refusal(head))
        return office_refusal(head);
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++)
        if (str_starts(head, str_c(signatures[i].start)))
            return signatures[i].refusal;
    if (is_utf16(head) && format_of_utf16(head) == FORMAT_JSON)
        return "JSON in UTF-16; convert it to UTF-8 first, for example with iconv";
    if (format_of(bytes) == FORMAT_UNKNOWN)
        return "an XML file of no kind known here; RSS, Atom, NewsML-G2 and NITF are";
    return NULL;
}
