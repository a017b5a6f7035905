#include "input/format.h"

// Signatures at the start of a file, as their makers publish them. None has a NUL byte.
static const struct {
    const char *start;
    const char *refusal;
} signatures[] = {
    {"%PDF-", "a PDF file; convert it to text first, for example with pdftotext"},
    {"{\\rtf", "an RTF file; convert it to text first, for example with LibreOffice"},
    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office file; convert it to text first, for example with LibreOffice"},
    {"PK\x03\x04", "a ZIP archive or an Office file; unpack it or convert it to text first"},
    {"PK\x05\x06", "an empty ZIP archive"},
    {"\x1f\x8b", "a gzip file; unpack it first, for example with gunzip"},
    {"BZh", "a bzip2 file; unpack it first, for example with bunzip2"},
    {"\xfd\x37zXZ", "an xz file; unpack it first, for example with unxz"},
    {"\x28\xb5\x2f\xfd", "a Zstandard file; unpack it first, for example with unzstd"},
    {"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"},
    {"Rar!\x1a", "a RAR archive; unpack it first"},
    {"\x89PNG\r\n", "a picture (PNG), not text"},
    {"\xff\xd8\xff", "a picture (JPEG), not text"},
    {"GIF8", "a picture (GIF), not text"},
    {"\x7f\x45LF", "a program, not text"},
    {"SQLite format 3", "an SQLite database, not text"},
    {"WARC/", "a web archive (WARC); this version reads plain text"},
};

// Starts of text formats that are not plain text, in lower case, after white space and a byte order mark.
static const struct {
    const char *start;
    const char *refusal;
} markups[] = {
    {"<!doctype html", "a web page; this version reads plain text, so convert it first, for example with html2text"},
    {"<html", "a web page; this version reads plain text, so convert it first, for example with html2text"},
    {"<?xml", "an XML file; this version reads plain text"},
    {"<rss", "a feed; this version reads plain text"},
    {"{\"", "a JSON file; this version reads plain text, so take the text out first, for example with jq -r"},
};

static bool starts_folded(struct str s, struct str lower) {
    if (s.len < lower.len)
        return false;
    for (size_t i = 0; i < lower.len; i++) {
        char c = s.ptr[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c != lower.ptr[i])
            return false;
    }
    return true;
}

static bool is_utf16(struct str s) {
    return str_starts(s, STR("\xff\xfe")) || str_starts(s, STR("\xfe\xff"));
}

const char *format_refusal(struct str bytes) {
    struct str head = str_sub(bytes, 0, 8192);
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++)
        if (str_starts(head, str_c(signatures[i].start)))
            return signatures[i].refusal;
    if (is_utf16(head))
        return NULL;
    struct str start = str_trim(str_starts(head, STR("\xef\xbb\xbf")) ? str_sub(head, 3, head.len) : head);
    for (size_t i = 0; i < sizeof markups / sizeof markups[0]; i++)
        if (starts_folded(start, str_c(markups[i].start)))
            return markups[i].refusal;
    return NULL;
}
