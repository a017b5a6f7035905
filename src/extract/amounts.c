// Sums and quotas: "500 million euros" is 500000000 EUR.
#include "extract/extraction.h"

#include <string.h>

enum { DIGITS_MAX = 40, FRACTION_MAX = 9 };

// A decimal number as digits and where its point is.
struct decimal {
    char digits[DIGITS_MAX];
    size_t count, fraction; // digits in all, those behind the point
};

static bool add_digits(struct decimal *d, struct str s) {
    bool behind = false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '.') {
            if (behind)
                return false;
            behind = true;
            continue;
        }
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || d->count == DIGITS_MAX)
            return false;
        d->digits[d->count++] = s.ptr[i];
        d->fraction += behind;
    }
    return d->fraction <= FRACTION_MAX;
}

// Multiplies by 1000, 1000000, 2000000 …: a digit and zeros.
static bool multiply(struct decimal *d, struct str by) {
    if (!by.len)
        return false;
    for (size_t i = 1; i < by.len; i++) {
        if (by.ptr[i] != '0')
            return false;
        if (d->fraction)
            d->fraction--;
        else if (d->count < DIGITS_MAX)
            d->digits[d->count++] = '0';
        else
            return false;
    }
    int factor = by.ptr[0] - '0', carry = 0;
    if (factor < 1 || factor > 9)
        return false;
    for (size_t i = d->count; i-- > 0;) {
        carry += (d->digits[i] - '0') * factor;
        d->digits[i] = (char)('0' + carry % 10);
        carry /= 10;
    }
    if (!carry)
        return true;
    if (d->count == DIGITS_MAX)
        return false;
    memmove(d->digits + 1, d->digits, d->count++);
    d->digits[0] = (char)('0' + carry);
    return true;
}

static bool read_amount(const struct mention *m, struct decimal *d) {
    bool told = false;
    for (size_t i = 0; i < m->capture_count; i++)
        if (m->captures[i].field == FIELD_VALUE) {
            told = true;
            if (!add_digits(d, m->captures[i].value))
                return false;
        }
    if (!told)
        d->digits[d->count++] = '1';
    for (size_t i = 0; i < m->capture_count; i++)
        if (m->captures[i].field == FIELD_COUNT) {
            told = true;
            if (!multiply(d, m->captures[i].value))
                return false;
        }
    return told && d->count > 0;
}

static enum mig_status write_value(struct extraction *x, const struct decimal *d, struct str *out) {
    char text[DIGITS_MAX + 2];
    size_t len = 0, whole = d->count - d->fraction, skip = 0, fraction = d->fraction;
    while (skip + 1 < whole && d->digits[skip] == '0')
        skip++;
    while (fraction && d->digits[whole + fraction - 1] == '0')
        fraction--;
    for (size_t i = skip; i < whole + fraction; i++) {
        if (i == whole)
            text[len++] = '.';
        text[len++] = d->digits[i];
    }
    return arena_copy(x->arena, (struct str){text, len}, out) ? MIG_OK : error_memory(x->err);
}

enum mig_status extraction_amount(struct extraction *x, const struct capture *k, struct list_amount *out) {
    struct decimal d = {.count = 0};
    const struct capture *unit = k->mention ? mention_capture(k->mention, FIELD_CURRENCY) : NULL;
    if (!unit || !unit->value.len || !read_amount(k->mention, &d) || d.fraction >= d.count)
        return MIG_OK;
    struct record_amount amount = {.span = k->span, .unit = unit->value};
    for (size_t i = 0; i < out->count; i++)
        if (out->at[i].span.start == k->span.start)
            return MIG_OK;
    enum mig_status status = write_value(x, &d, &amount.value);
    if (!status && !record_grow(x->arena, &out->at, &out->capacity, out->count, sizeof amount))
        status = error_memory(x->err);
    if (!status)
        out->at[out->count++] = amount;
    return status;
}
