#include "input/published.h"

#include <string.h>

#include "base/utf8.h"
#include "text/calendar.h"
#include "text/fold.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2099 }; // of what can be a publication date

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Reads exactly count digits at *at.
static bool read_digits(struct str s, size_t *at, size_t count, int *out) {
    int value = 0;
    if (*at > s.len || s.len - *at < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!is_digit(s.ptr[*at + i]))
            return false;
        value = value * 10 + (s.ptr[*at + i] - '0');
    }
    *at += count;
    *out = value;
    return true;
}

static bool read_char(struct str s, size_t *at, char c) {
    if (*at >= s.len || s.ptr[*at] != c)
        return false;
    ++*at;
    return true;
}

// Z, +01:00, +0100
static bool read_offset(struct str s, size_t *at) {
    int hours, minutes;
    if (read_char(s, at, 'Z'))
        return true;
    if (!read_char(s, at, '+') && !read_char(s, at, '-'))
        return false;
    if (!read_digits(s, at, 2, &hours))
        return false;
    (void)read_char(s, at, ':');
    return read_digits(s, at, 2, &minutes) && hours <= 14 && minutes <= 59;
}

bool published_parse(struct str s, struct str *out) {
    int year, month, day, hour, minute, second = 0;
    size_t at = 0;
    s = str_trim(s);
    *out = (struct str){NULL, 0};
    if (!read_digits(s, &at, 4, &year) || !read_char(s, &at, '-') || !read_digits(s, &at, 2, &month) ||
        !read_char(s, &at, '-') || !read_digits(s, &at, 2, &day) || !calendar_valid(year, month, day))
        return false;
    struct str date = str_sub(s, 0, at);
    if (at < s.len) {
        if (!read_char(s, &at, 'T') && !read_char(s, &at, ' '))
            return false;
        if (!read_digits(s, &at, 2, &hour) || !read_char(s, &at, ':') || !read_digits(s, &at, 2, &minute))
            return false;
        if (read_char(s, &at, ':')) {
            if (!read_digits(s, &at, 2, &second))
                return false;
            if (read_char(s, &at, '.'))
                while (at < s.len && is_digit(s.ptr[at]))
                    at++;
        }
        if (hour > 24 || minute > 59 || second > 60)
            return false;
        if (at < s.len) {
            if (!read_offset(s, &at) || at < s.len)
                return false;
            date = s;
        }
    }
    *out = date;
    return true;
}

int32_t published_day(struct str date) {
    int year = 1, month = 1, day = 1;
    size_t at = 0;
    (void)(read_digits(date, &at, 4, &year) && read_char(date, &at, '-') && read_digits(date, &at, 2, &month) &&
           read_char(date, &at, '-') && read_digits(date, &at, 2, &day));
    return calendar_days(year, month, day);
}

enum mig_status published_set(struct document *d, int year, int month, int day, enum published_basis basis) {
    char *date = arena_alloc(&d->arena, 10);
    if (date == NULL)
        return MIG_EMEMORY;
    int parts[3] = {year, month, day};
    for (int i = 2, at = 9; i >= 0; i--) {
        for (int digit = 0; digit < (i == 0 ? 4 : 2); digit++, parts[i] /= 10)
            date[at--] = (char)('0' + parts[i] % 10);
        if (i > 0)
            date[at--] = '-';
    }
    d->published = (struct str){date, 10};
    d->published_basis = basis;
    return MIG_OK;
}

bool published_is_possible(const struct published_hints *hints, int year, int month, int day) {
    if (year < FIRST_YEAR || year > LAST_YEAR || !calendar_valid(year, month, day))
        return false;
    return hints->latest == NULL || calendar_days(year, month, day) <= published_day(str_c(hints->latest));
}

// --- dates in an address ------------------------------------------------------------------------------------------

static bool read_mark(struct str s, size_t *at, char *mark) {
    if (*at >= s.len || memchr("/-_.", s.ptr[*at], 4) == NULL)
        return false;
    *mark = s.ptr[(*at)++];
    return true;
}

static bool is_end(struct str s, size_t at) {
    return at >= s.len || !is_digit(s.ptr[at]);
}

// Digits after a date that can be its time, to the minute, second or millisecond; or none.
static bool is_clock_or_end(struct str s, size_t at) {
    int hour, minute, second = 0, rest;
    size_t start = at;
    if (is_end(s, at))
        return true;
    if (!read_digits(s, &at, 2, &hour) || !read_digits(s, &at, 2, &minute) || hour > 23 || minute > 59)
        return false;
    if (!is_end(s, at) && (!read_digits(s, &at, 2, &second) || second > 59))
        return false;
    if (!is_end(s, at) && (at != start + 6 || !read_digits(s, &at, 3, &rest)))
        return false;
    return is_end(s, at);
}

// 2023/06/02 with / - _ . between, 2023/6/2, 2023-06/02/, 2023/0602, 20230602101500.
static bool read_year_first(struct str s, size_t at, int *year, int *month, int *day) {
    char first = 0, second = 0;
    if (!read_digits(s, &at, 4, year))
        return false;
    bool marked = read_mark(s, &at, &first);
    if (!read_digits(s, &at, 2, month) && !(first == '/' && read_digits(s, &at, 1, month)))
        return false;
    if (!marked)
        return read_digits(s, &at, 2, day) && is_clock_or_end(s, at);
    if (!read_mark(s, &at, &second))
        return first == '/' && read_digits(s, &at, 2, day) && is_end(s, at);
    if (!read_digits(s, &at, 2, day) && !(second == '/' && read_digits(s, &at, 1, day)))
        return false;
    return is_end(s, at) && (first == second || (at < s.len && s.ptr[at] == '/'));
}

// 02-06-2023
static bool read_day_first(struct str s, size_t at, const struct published_hints *hints, int *year, int *month,
                           int *day) {
    char first, second;
    if (!read_digits(s, &at, 2, day) || !read_mark(s, &at, &first) || !read_digits(s, &at, 2, month) ||
        !read_mark(s, &at, &second) || first != second || !read_digits(s, &at, 4, year) || !is_end(s, at))
        return false;
    if (*month > 12 || (*day <= 12 && !hints->day_first)) {
        int swap = *month;
        *month = *day, *day = swap;
    }
    return true;
}

// 2023/jun/02
static bool read_named_month(struct str s, size_t at, const struct published_hints *hints, int *year, int *month,
                             int *day) {
    if (!read_digits(s, &at, 4, year) || !read_char(s, &at, '/') || hints->word == NULL)
        return false;
    size_t end = str_find(s, STR("/"), at);
    if (end == SIZE_MAX || end - at > 12)
        return false;
    char word[12];
    for (size_t i = at; i < end; i++)
        word[i - at] = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] - 'A' + 'a') : s.ptr[i];
    *month = hints->word(hints->context, (struct str){word, end - at});
    at = end + 1;
    return *month >= 1 && *month <= 12 && (read_digits(s, &at, 2, day) || read_digits(s, &at, 1, day)) && is_end(s, at);
}

bool published_in_address(struct str address, const struct published_hints *hints, int *year, int *month, int *day) {
    for (size_t at = address.len; at-- > 0;) {
        if (!is_digit(address.ptr[at]) || (at > 0 && is_digit(address.ptr[at - 1])))
            continue;
        if ((read_year_first(address, at, year, month, day) || read_day_first(address, at, hints, year, month, day) ||
             read_named_month(address, at, hints, year, month, day)) &&
            published_is_possible(hints, *year, *month, *day))
            return true;
    }
    return false;
}

enum mig_status published_from_address(struct document *d, const struct published_hints *hints) {
    const struct {
        struct str address;
        enum published_basis basis;
    } addresses[] = {{d->url, BASIS_URL}, {d->source, BASIS_PATH}};
    // In a path only what holds in any language, and whenever it is looked at.
    const struct published_hints of_paths = {.day_first = true};
    for (size_t i = 0; i < 2; i++) {
        if (d->published_basis != BASIS_NONE && d->published_basis <= addresses[i].basis)
            return MIG_OK;
        int year, month, day;
        if (published_in_address(addresses[i].address, i == 0 ? hints : &of_paths, &year, &month, &day))
            return published_set(d, year, month, day, addresses[i].basis);
    }
    return MIG_OK;
}

// --- dates in a line of text --------------------------------------------------------------------------------------

// The numbers of a line and its words that matter, in order.
struct piece {
    int value;   // the number, or what published_word_fn says of the word
    bool named;  // a word
    char before; // for a number: the one mark between it and the number before it, else 0
    int digits;
};

enum { MOST_PIECES = 32 };

// Written between the numbers of a date: the signs for year and month of Chinese, Japanese and Korean.
static bool is_date_sign(uint32_t rune) {
    return rune == 0x5E74 || rune == 0x6708 || rune == 0xB144 || rune == 0xC6D4;
}

static size_t word_end(struct str line, size_t at) {
    struct fold scratch;
    for (size_t len; at < line.len; at += len) {
        uint32_t rune = utf8_at(line, at, &len);
        if ((fold_of(rune, &scratch)->flags & FOLD_LETTER) == 0 || is_date_sign(rune))
            break;
    }
    return at;
}

// What the word at start says, alone or with the next; *end is moved after what was looked at.
static int read_word(struct str line, size_t start, const struct published_hints *hints, size_t *end) {
    *end = word_end(line, start);
    if (hints->word == NULL)
        return 0;
    if (*end < line.len && line.ptr[*end] == ' ') {
        size_t second = word_end(line, *end + 1);
        int value = second > *end + 1 ? hints->word(hints->context, str_sub(line, start, second)) : 0;
        if (value > 0) {
            *end = second;
            return value;
        }
    }
    return hints->word(hints->context, str_sub(line, start, *end));
}

static struct piece read_number(struct str line, size_t *at) {
    size_t start = *at;
    struct piece piece = {0};
    for (; *at < line.len && is_digit(line.ptr[*at]); ++*at)
        if (*at - start < 4)
            piece.value = piece.value * 10 + (line.ptr[*at] - '0');
    piece.digits = (int)(*at - start);
    return piece;
}

static bool is_clock(struct str line, size_t start, size_t end) {
    return (start > 1 && line.ptr[start - 1] == ':' && is_digit(line.ptr[start - 2])) ||
           (end + 1 < line.len && line.ptr[end] == ':' && is_digit(line.ptr[end + 1]));
}

static size_t read_pieces(struct str line, const struct published_hints *hints, struct piece out[MOST_PIECES]) {
    size_t count = 0, at = 0, number_end = SIZE_MAX;
    bool sign = false; // the last number has a date sign after it
    while (at < line.len && count < MOST_PIECES) {
        size_t start = at, len;
        struct fold scratch;
        uint32_t rune = utf8_at(line, at, &len);
        if (is_digit(line.ptr[at])) {
            struct piece piece = read_number(line, &at);
            if (sign)
                piece.before = '/';
            else if (number_end != SIZE_MAX && number_end + 1 == start)
                piece.before = line.ptr[number_end];
            sign = false;
            number_end = at;
            if (!is_clock(line, start, at))
                out[count++] = piece;
        } else if (is_date_sign(rune)) {
            sign = number_end == start;
            at += len;
        } else if ((fold_of(rune, &scratch)->flags & FOLD_LETTER) != 0) {
            int value = read_word(line, start, hints, &at);
            bool twice = count > 0 && out[count - 1].named && out[count - 1].value == value; // أيار/مايو
            if (value > 0 && !twice)
                out[count++] = (struct piece){value, true, '\0', 0};
            sign = false;
        } else {
            at += len;
        }
    }
    return count;
}

static bool is_month(const struct piece *p) {
    return p->named && p->value > PUBLISHED_MONTH && p->value <= PUBLISHED_MONTH + 12;
}

static bool is_weekday(const struct piece *p) {
    return p->named && p->value > PUBLISHED_WEEKDAY && p->value <= PUBLISHED_WEEKDAY + 7;
}

static bool is_year(const struct piece *p) {
    return !p->named && p->digits == 4 && p->value >= FIRST_YEAR && p->value <= LAST_YEAR;
}

static bool is_day(const struct piece *p) {
    return !p->named && p->digits <= 2 && p->value >= 1 && p->value <= 31;
}

// The date that three pieces in a row make. *either: day and month could be the other way round.
static bool read_three(const struct piece *p, const struct published_hints *hints, int *year, int *month, int *day,
                       bool *either) {
    // Which of them is what.
    size_t y = is_year(&p[0]) ? 0 : 2, m = 1, d = 2 - y;
    bool two_digits = false;
    *either = false;
    if (p[0].named || p[1].named) {
        if (p[0].named) // April 27, 2024; else 27 April 2024, 2024 April 27
            m = 0, d = 1;
        if (!is_month(&p[m]) || p[d].named || p[y].named)
            return false;
    } else {
        bool same_marks = p[1].before == p[2].before && memchr("/-.", p[1].before, 3) != NULL;
        if (!same_marks || p[1].digits > 2 || p[2].named)
            return false;
        two_digits = y == 2 && p[2].digits == 2 && p[1].digits == 2 && hints->short_years;
        bool month_first = y == 2 && (p[1].value > 12 || (p[0].value <= 12 && !hints->day_first));
        *either = y == 2 && p[0].value <= 12 && p[1].value <= 12;
        if (month_first) // 04/27/2024
            m = 0, d = 1;
    }
    *year = two_digits ? 2000 + p[y].value : p[y].value;
    *month = p[m].value, *day = p[d].value;
    return (two_digits || is_year(&p[y])) && is_day(&p[d]) && (p[m].named || p[m].digits <= 2);
}

// Whether the date is possible and falls on that day of the week, if one is given.
static bool is_right(const struct published_hints *hints, const struct piece *weekday, int year, int month, int day) {
    return published_is_possible(hints, year, month, day) &&
           (weekday == NULL || calendar_weekday(calendar_days(year, month, day)) == weekday->value - PUBLISHED_WEEKDAY);
}

bool published_find(struct str folded, const struct published_hints *hints, int *year, int *month, int *day) {
    struct piece pieces[MOST_PIECES];
    size_t count = read_pieces(folded, hints, pieces);
    const struct piece *weekday = NULL;
    bool again = false, either;
    for (size_t at = 0; at < count; at++) {
        const struct piece *p = &pieces[at];
        if (p->named && !is_month(p)) {
            weekday = is_weekday(p) ? p : NULL;
            again = p->value == PUBLISHED_AGAIN || (again && p->value != PUBLISHED_FIRST);
            continue;
        }
        if (at + 3 > count || !read_three(p, hints, year, month, day, &either))
            continue;
        if (either && !is_right(hints, weekday, *year, *month, *day) && is_right(hints, weekday, *year, *day, *month)) {
            int swap = *month;
            *month = *day, *day = swap;
        }
        if (!again && is_right(hints, weekday, *year, *month, *day))
            return true;
        at += 2;
        again = false;
        weekday = NULL;
    }
    return false;
}

enum mig_status published_from_header(struct document *d, const struct published_hints *hints) {
    struct buf line;
    enum mig_status status = MIG_OK;
    if (d->published_basis != BASIS_NONE)
        return MIG_OK;
    buf_init(&line, 4096); // a longer line is no header
    for (size_t i = 0; i < d->paragraph_count && status == MIG_OK && d->published_basis == BASIS_NONE; i++) {
        const struct paragraph *p = &d->paragraphs[i];
        if (p->role == PARAGRAPH_BODY)
            break;
        if (p->role != PARAGRAPH_FURNITURE)
            continue;
        buf_clear(&line);
        fold_append(&line, str_sub(d->text, p->start, p->end), FOLD_STRICT);
        if (line.status == MIG_EMEMORY)
            status = MIG_EMEMORY;
        if (line.status != MIG_OK)
            continue;
        int year, month, day;
        if (published_find(buf_str(&line), hints, &year, &month, &day))
            status = published_set(d, year, month, day, BASIS_HEADER);
    }
    buf_free(&line);
    return status;
}
