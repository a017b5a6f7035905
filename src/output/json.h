// Writes JSON into a buffer, a value at a time. Commas are the writer's business; that opens and closes match is the
// caller's. Nothing here fails: the buffer remembers a failed append, so check it once at the end.
#ifndef MIG_OUTPUT_JSON_H
#define MIG_OUTPUT_JSON_H

#include "base/buf.h"

struct json {
    struct buf *out;
    bool comma; // the next key or value needs a comma before it
};

void json_start(struct json *j, struct buf *out); // a new top-level value
void json_open(struct json *j, char bracket);     // '{' or '['
void json_close(struct json *j, char bracket);    // '}' or ']'

// The string must be valid UTF-8. U+0085, U+2028 and U+2029 are escaped, for readers that end lines at them.
void json_string(struct json *j, struct str s);
// Any bytes: what is not UTF-8 becomes U+FFFD. For names that come from outside.
void json_bytes(struct json *j, struct str s);
// A key and its string, null when that is empty.
void json_string_field(struct json *j, struct str key, struct str value);
void json_bytes_field(struct json *j, struct str key, struct str value);
void json_null(struct json *j);
void json_bool(struct json *j, bool value);
void json_uint(struct json *j, uint64_t value);
void json_ratio(struct json *j, double value); // from 0 to 1 (clamped), always with two decimals
void json_decimal(struct json *j,
                  struct str number); // digits, perhaps a point and digits; null when it is anything else
void json_id(struct json *j, char prefix, int index); // the string "d1" for ('d', 0); null for a negative index

// A key, plain ASCII, written as it is. Half of the output is keys: inline, so that their lengths are known.
static inline void json_key(struct json *j, struct str key) {
    if (!buf_reserve(j->out, key.len + 4))
        return;
    char *to = j->out->ptr + j->out->len;
    if (j->comma)
        *to++ = ',';
    *to++ = '"';
    memcpy(to, key.ptr, key.len);
    to += key.len;
    *to++ = '"';
    *to++ = ':';
    j->out->len = (size_t)(to - j->out->ptr);
    j->comma = false;
}

#endif
