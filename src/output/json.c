#include "output/json.h"

#include "base/utf8.h"
#include "text/ascii.h"

// What a byte of a valid UTF-8 string asks for: 0 nothing, else the letter after the backslash, 'u' a \u escape,
// 'l' a look at the following bytes (the lead bytes of U+0085 and of U+2028, U+2029).
static const char escapes[256] = {
    ['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't', [0x00] = 'u',
    [0x01] = 'u', [0x02] = 'u',  [0x03] = 'u', [0x04] = 'u', [0x05] = 'u', [0x06] = 'u', [0x07] = 'u', [0x0b] = 'u',
    [0x0e] = 'u', [0x0f] = 'u',  [0x10] = 'u', [0x11] = 'u', [0x12] = 'u', [0x13] = 'u', [0x14] = 'u', [0x15] = 'u',
    [0x16] = 'u', [0x17] = 'u',  [0x18] = 'u', [0x19] = 'u', [0x1a] = 'u', [0x1b] = 'u', [0x1c] = 'u', [0x1d] = 'u',
    [0x1e] = 'u', [0x1f] = 'u',  [0x7f] = 'u', [0xc2] = 'l', [0xe2] = 'l',
};

void json_start(struct json *j, struct buf *out) {
    *j = (struct json){.out = out};
}

static void separate(struct json *j) {
    if (j->comma)
        buf_append_byte(j->out, ',');
    j->comma = true;
}

void json_open(struct json *j, char bracket) {
    separate(j);
    buf_append_byte(j->out, bracket);
    j->comma = false;
}

void json_close(struct json *j, char bracket) {
    buf_append_byte(j->out, bracket);
    j->comma = true;
}

static void escape_unicode(struct json *j, unsigned code) {
    static const char digits[] = "0123456789abcdef";
    char text[6] = {
        '\\', 'u', digits[code >> 12 & 15], digits[code >> 8 & 15], digits[code >> 4 & 15], digits[code & 15]};
    buf_append(j->out, (struct str){text, sizeof text});
}

// Code point of a line separator that starts at i and is more than one byte long, and its length; 0 when there is none.
static unsigned separator_at(struct str s, size_t i, size_t *len) {
    const unsigned char *p = (const unsigned char *)s.ptr + i;
    if (p[0] == 0xc2 && s.len - i >= 2 && p[1] == 0x85) {
        *len = 2;
        return 0x85;
    }
    if (p[0] == 0xe2 && s.len - i >= 3 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9)) {
        *len = 3;
        return p[2] == 0xa8 ? 0x2028 : 0x2029;
    }
    return 0;
}

// The highest bit of each byte that is this one; perhaps of bytes after it too.
static uint64_t same_bytes(uint64_t bytes, unsigned char byte) {
    uint64_t zero = bytes ^ ASCII_ONES * byte;
    return (zero - ASCII_ONES) & ~zero & ASCII_HIGHS;
}

// The first byte from i on that may ask for something, eight at a time as long as there are so many.
static size_t skip_plain(struct str s, size_t i) {
    for (; s.len - i >= 8; i += 8) {
        uint64_t bytes = ascii_load(s.ptr + i), control = (bytes - ASCII_ONES * 0x20) & ~bytes & ASCII_HIGHS;
        uint64_t special = control | same_bytes(bytes, '"') | same_bytes(bytes, '\\') | same_bytes(bytes, 0x7f);
        if (bytes & ASCII_HIGHS)
            special |= same_bytes(bytes, 0xc2) | same_bytes(bytes, 0xe2);
        if (special)
            return i + (size_t)__builtin_ctzll(special) / 8;
    }
    return i;
}

static void append_escaped(struct json *j, struct str s) {
    size_t done = 0; // bytes before are written
    size_t i = 0;
    while ((i = skip_plain(s, i)) < s.len) {
        unsigned char byte = (unsigned char)s.ptr[i];
        char escape = escapes[byte];
        size_t len = 1;
        unsigned code = byte;
        if (escape == 0 || (escape == 'l' && (code = separator_at(s, i, &len)) == 0)) {
            i++;
            continue;
        }
        buf_append(j->out, str_sub(s, done, i));
        if (escape == 'u' || escape == 'l') {
            escape_unicode(j, code);
        } else {
            char text[2] = {'\\', escape};
            buf_append(j->out, (struct str){text, 2});
        }
        i += len;
        done = i;
    }
    buf_append(j->out, str_sub(s, done, s.len));
}

void json_string(struct json *j, struct str s) {
    separate(j);
    buf_append_byte(j->out, '"');
    append_escaped(j, s);
    buf_append_byte(j->out, '"');
}

void json_bytes(struct json *j, struct str s) {
    separate(j);
    buf_append_byte(j->out, '"');
    for (size_t done = 0; done < s.len;) {
        size_t end = utf8_invalid_at(s, done);
        append_escaped(j, str_sub(s, done, end));
        done = end;
        if (end < s.len) {
            size_t len;
            bool valid;
            buf_append_rune(j->out, utf8_decode(s, end, &len, &valid));
            done = end + len;
        }
    }
    buf_append_byte(j->out, '"');
}

void json_string_field(struct json *j, struct str key, struct str value) {
    json_key(j, key);
    if (value.len > 0)
        json_string(j, value);
    else
        json_null(j);
}

void json_bytes_field(struct json *j, struct str key, struct str value) {
    json_key(j, key);
    if (value.len > 0)
        json_bytes(j, value);
    else
        json_null(j);
}

void json_null(struct json *j) {
    separate(j);
    buf_append(j->out, STR("null"));
}

void json_bool(struct json *j, bool value) {
    separate(j);
    buf_append(j->out, value ? STR("true") : STR("false"));
}

static void append_uint(struct json *j, uint64_t value) {
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    buf_append(j->out, (struct str){digits + at, sizeof digits - at});
}

void json_uint(struct json *j, uint64_t value) {
    separate(j);
    append_uint(j, value);
}

void json_ratio(struct json *j, double value) {
    // Through a whole number, so that neither locale nor libc has a say; a NaN fails both comparisons and is 0.
    unsigned hundredths = value >= 1 ? 100 : value > 0 ? (unsigned)(value * 100 + 0.5) : 0;
    char text[4] = {(char)('0' + hundredths / 100), '.', (char)('0' + hundredths / 10 % 10),
                    (char)('0' + hundredths % 10)};
    separate(j);
    buf_append(j->out, (struct str){text, sizeof text});
}

static size_t count_digits(struct str s) {
    size_t n = 0;
    while (n < s.len && s.ptr[n] >= '0' && s.ptr[n] <= '9')
        n++;
    return n;
}

void json_decimal(struct json *j, struct str number) {
    while (number.len > 1 && number.ptr[0] == '0' && number.ptr[1] != '.')
        number = str_sub(number, 1, number.len); // JSON knows no leading zeros
    size_t whole = count_digits(number);
    struct str rest = str_sub(number, whole, number.len);
    bool ok = whole > 0 && (rest.len == 0 || (rest.ptr[0] == '.' && rest.len > 1 &&
                                              count_digits(str_sub(rest, 1, rest.len)) == rest.len - 1));
    if (!ok) {
        json_null(j);
        return;
    }
    separate(j);
    buf_append(j->out, number);
}

void json_id(struct json *j, char prefix, int index) {
    if (index < 0) {
        json_null(j);
        return;
    }
    separate(j);
    buf_append_byte(j->out, '"');
    buf_append_byte(j->out, prefix);
    append_uint(j, (uint64_t)index + 1);
    buf_append_byte(j->out, '"');
}
