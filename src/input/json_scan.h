// Reads JSON as a row of events, without a tree: metadata of web pages, lines of scrapers. Strict in brackets and
// strings, lenient in what scrapers write wrong: raw control characters in strings are taken as they are.
#ifndef MIG_INPUT_JSON_SCAN_H
#define MIG_INPUT_JSON_SCAN_H

#include "base/arena.h"
#include "base/error.h"

enum json_event { JSON_END, JSON_WRONG, JSON_OPEN, JSON_CLOSE, JSON_KEY, JSON_STRING, JSON_OTHER };

enum { JSON_SCAN_DEPTH = 512 };

struct json_scan {
    struct str text;
    size_t at;
    struct str raw;   // of the last event: a string without its quotes, escapes as they are; another value as written
    char bracket;     // of JSON_OPEN and JSON_CLOSE: { or [
    bool after_value; // the next must be a comma or a closing bracket
    bool after_comma, after_key;
    size_t depth;
    char open[JSON_SCAN_DEPTH]; // brackets
};

void json_scan_start(struct json_scan *s, struct str text);
enum json_event json_scan_next(struct json_scan *s);
// Skips the value whose JSON_OPEN was just read, up to and with its JSON_CLOSE. False: wrong JSON.
bool json_scan_skip(struct json_scan *s);
// A string's raw text with its escapes resolved, as valid UTF-8 or not as the text was; \u0000 becomes U+FFFD. False:
// out of memory.
bool json_scan_unescape(struct arena *arena, struct str raw, struct str *out);

#endif
