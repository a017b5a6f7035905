#include "input/reader_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "input/published.h"
#include "text/calendar.h"

void reader_parts_report(const struct reader_parts *p, enum mig_status status, size_t line, const char *format, ...) {
    char message[256];
    struct mig_error error;
    if (p->settings->report == NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    (void)error_set(&error, status, p->name, line > UINT32_MAX ? 0 : (unsigned)line, 0, "%s", message);
    p->settings->report(p->settings->context, p->name, &error);
}

bool reader_parts_copy(struct reader_parts *p, struct str s, const char **out) {
    *out = NULL;
    if (s.len == 0)
        return true;
    char *copy = arena_alloc(&p->arena, s.len + 1);
    if (copy == NULL)
        return false;
    memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    *out = copy;
    return true;
}

// The number of a month by the three letters that RFC 822 has for it.
static int rfc_month(struct str word) {
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (size_t i = 0; i + 3 < sizeof months && word.len >= 3; i += 3)
        if (memcmp(months + i, word.ptr, 3) == 0)
            return (int)(i / 3) + 1;
    return 0;
}

// "Mon, 06 May 2024 10:00:00 +0100", the day's name optional.
static bool read_rfc822(struct str s, int *year, int *month, int *day) {
    struct str word;
    uint32_t number;
    size_t comma = str_find(s, STR(","), 0);
    struct str rest = str_trim(comma == SIZE_MAX ? s : str_sub(s, comma + 1, s.len));
    if (!str_next(&rest, ' ', &word) || !str_uint(word, &number) || number > 31)
        return false;
    *day = (int)number;
    if (!str_next(&rest, ' ', &word) || (*month = rfc_month(word)) == 0)
        return false;
    if (!str_next(&rest, ' ', &word) || !str_uint(word, &number) || number > 9999)
        return false;
    *year = number < 100 ? (int)number + (number < 70 ? 2000 : 1900) : (int)number;
    return calendar_valid(*year, *month, *day);
}

// 20240506… or 2024-05-06… with something after it that ISO 8601 does not know.
static bool read_start(struct str s, int *year, int *month, int *day) {
    uint32_t number;
    struct str date;
    if (str_uint(str_sub(s, 0, 8), &number) && s.len >= 8) {
        *year = (int)(number / 10000), *month = (int)(number / 100 % 100), *day = (int)(number % 100);
        return calendar_valid(*year, *month, *day);
    }
    if (s.len < 10 || !published_parse(str_sub(s, 0, 10), &date))
        return false;
    uint32_t y, m, d;
    if (!str_uint(str_sub(s, 0, 4), &y) || !str_uint(str_sub(s, 5, 7), &m) || !str_uint(str_sub(s, 8, 10), &d))
        return false;
    *year = (int)y, *month = (int)m, *day = (int)d;
    return true;
}

bool reader_parts_date(struct reader_parts *p, struct str s, const char **out) {
    struct str date;
    int year, month, day;
    char text[32];
    *out = NULL;
    s = str_trim(s);
    if (published_parse(s, &date))
        return reader_parts_copy(p, date, out);
    if (!read_rfc822(s, &year, &month, &day) && !read_start(s, &year, &month, &day))
        return true;
    int len = snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    return reader_parts_copy(p, (struct str){text, len < 0 ? 0 : (size_t)len}, out);
}
