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

static bool is_plausible(int year, int month, int day) {
    return year >= FIRST_YEAR && year <= LAST_YEAR && calendar_valid(year, month, day);
}

// A date that starts at from: 2023/06/02 with any of / - _ . between, or 20230602, and no digit directly before or
// after.
static bool date_at(struct str s, size_t from, int *year, int *month, int *day) {
    size_t at = from;
    if ((from > 0 && is_digit(s.ptr[from - 1])) || !read_digits(s, &at, 4, year))
        return false;
    char sep = at < s.len && memchr("/-_.", s.ptr[at], 4) != NULL ? s.ptr[at] : '\0';
    if (sep != '\0')
        at++;
    if (!read_digits(s, &at, 2, month) || (sep != '\0' && !read_char(s, &at, sep)) || !read_digits(s, &at, 2, day))
        return false;
    return (at == s.len || !is_digit(s.ptr[at])) && is_plausible(*year, *month, *day);
}

bool published_in_address(struct str address, int *year, int *month, int *day) {
    for (size_t at = address.len; at-- > 0;)
        if (date_at(address, at, year, month, day))
            return true;
    return false;
}

enum mig_status published_from_address(struct document *d) {
    const struct {
        struct str address;
        enum published_basis basis;
    } addresses[] = {{d->url, BASIS_URL}, {d->source, BASIS_PATH}};
    for (size_t i = 0; i < 2; i++) {
        if (d->published_basis != BASIS_NONE && d->published_basis <= addresses[i].basis)
            return MIG_OK;
        int year, month, day;
        if (published_in_address(addresses[i].address, &year, &month, &day))
            return published_set(d, year, month, day, addresses[i].basis);
    }
    return MIG_OK;
}

// --- dates in a line of text --------------------------------------------------------------------------------------

// The numbers and month names of a line, in order.
struct piece {
    int value;   // the number, or the month
    bool named;  // a month's name
    char before; // for a number: the one character between it and the number before it, else 0
    int digits;
};

enum { MOST_PIECES = 32 };

static size_t read_pieces(struct str line, published_month_fn *month, void *context, struct piece out[MOST_PIECES]) {
    size_t count = 0, at = 0, number_end = SIZE_MAX;
    while (at < line.len && count < MOST_PIECES) {
        size_t start = at, len;
        struct fold scratch;
        uint32_t rune = utf8_at(line, at, &len);
        uint8_t flags = fold_of(rune, &scratch)->flags;
        if (is_digit(line.ptr[at])) {
            int value = 0;
            while (at < line.len && is_digit(line.ptr[at])) {
                if (at - start < 4)
                    value = value * 10 + (line.ptr[at] - '0');
                at++;
            }
            char before = number_end != SIZE_MAX && number_end + 1 == start ? line.ptr[number_end] : '\0';
            out[count++] = (struct piece){value, false, before, (int)(at - start)};
            number_end = at;
        } else if ((flags & FOLD_LETTER) != 0) {
            while (at < line.len && (fold_of(utf8_at(line, at, &len), &scratch)->flags & FOLD_LETTER) != 0)
                at += len;
            int value = month == NULL ? 0 : month(context, str_sub(line, start, at));
            if (value > 0)
                out[count++] = (struct piece){value, true, '\0', 0};
        } else {
            at += len;
        }
    }
    return count;
}

static bool is_year(const struct piece *p) {
    return !p->named && p->digits == 4 && p->value >= FIRST_YEAR && p->value <= LAST_YEAR;
}

static bool is_day(const struct piece *p) {
    return !p->named && p->digits <= 2 && p->value >= 1 && p->value <= 31;
}

// The date that three pieces in a row make.
static bool read_three(const struct piece *p, bool day_first, int *year, int *month, int *day) {
    // Which of them is what.
    size_t y = is_year(&p[0]) ? 0 : 2, m = 1, d = 2 - y;
    if (p[0].named || p[1].named) {
        if (p[0].named) // April 27, 2024; else 27 April 2024, 2024 April 27
            m = 0, d = 1;
    } else {
        bool same_marks = p[1].before == p[2].before && memchr("/-.", p[1].before, 3) != NULL;
        if (!same_marks || p[1].digits > 2)
            return false;
        bool month_first = y == 2 && (p[1].value > 12 || (p[0].value <= 12 && !day_first));
        if (month_first) // 04/27/2024
            m = 0, d = 1;
    }
    *year = p[y].value, *month = p[m].value, *day = p[d].value;
    return is_year(&p[y]) && is_day(&p[d]) && (p[m].named || p[m].digits <= 2) && is_plausible(*year, *month, *day);
}

bool published_find(struct str folded, published_month_fn *month, void *context, bool day_first, int *year, int *mon,
                    int *day) {
    struct piece pieces[MOST_PIECES];
    size_t count = read_pieces(folded, month, context, pieces);
    for (size_t at = 0; at + 3 <= count; at++)
        if (read_three(pieces + at, day_first, year, mon, day))
            return true;
    return false;
}

enum mig_status published_from_header(struct document *d, published_month_fn *month, void *context, bool day_first) {
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
        int year, mon, day;
        if (published_find(buf_str(&line), month, context, day_first, &year, &mon, &day))
            status = published_set(d, year, mon, day, BASIS_HEADER);
    }
    buf_free(&line);
    return status;
}
