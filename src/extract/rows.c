// Names in a row: a rule reads one of "X, Y and Z", the others take part as it does.
#include "extract/extraction.h"

enum { ROW_MAX = EXTRACTION_ROW_MAX / 2, ROW_WORDS = 3 }; // names on one side; words between two of them

// What stands between two names of a row: a comma, a conjunction, both, with determiners after it.
struct joint {
    bool comma, conjunction;
};

static bool is_comma(const struct item *item) {
    return !(item->shape & (SHAPE_WORD | SHAPE_NUMBER | SHAPE_QUOTE)) && item->end - item->start <= 2;
}

static bool is_like(const struct extraction *x, const struct item *item, const struct capture *k) {
    if (k->mention)
        return item->mention && item->mention->label == LABEL_MINISTER;
    return !item->mention && item_has(x->c, item, LABEL_COUNTRY);
}

// "X of the United States, Y of Mexico": the last item of what says where someone is from.
static size_t after_origin(const struct extraction *x, const struct sentence *s, size_t at) {
    for (size_t i = at + 1; i < s->item_count && i <= at + ROW_WORDS; i++) {
        if (i > at + 1 && item_has(x->c, &s->items[i], LABEL_COUNTRY))
            return i;
        if (!item_has(x->c, &s->items[i], LIST_COMMON) || item_has(x->c, &s->items[i], LIST_AND))
            break;
    }
    return at;
}

// The next name of the same kind after (step 1) or before (step -1) the item, when nothing but a joint is between; SIZE_MAX.
static size_t next_in_row(const struct extraction *x, const struct sentence *s, size_t at, int step,
                          const struct capture *k, struct joint *joint) {
    *joint = (struct joint){0};
    at = step > 0 && k->mention ? after_origin(x, s, at) : at;
    for (size_t words = 0; words <= ROW_WORDS; words++) {
        if (step < 0 ? at == 0 : at + 1 >= s->item_count)
            return SIZE_MAX;
        at = step < 0 ? at - 1 : at + 1;
        const struct item *item = &s->items[at];
        if (is_like(x, item, k))
            return joint->comma || joint->conjunction ? at : SIZE_MAX;
        if (item_has(x->c, item, LIST_AND))
            joint->conjunction = true;
        else if (is_comma(item))
            joint->comma = true;
        else if (!item_has(x->c, item, LIST_DETERMINER))
            return SIZE_MAX;
    }
    return SIZE_MAX;
}

// "He met X, and Y left": what follows a comma and a conjunction may be another clause, unless nothing more comes, or a when or where.
static bool ends_row(const struct extraction *x, const struct sentence *s, size_t at) {
    if (at + 1 >= s->item_count)
        return true;
    const struct item *next = &s->items[at + 1];
    uint16_t label = next->mention ? next->mention->label : SCHEMA_NONE;
    return !(next->shape & (SHAPE_WORD | SHAPE_NUMBER)) || label == LABEL_DATE || label == LABEL_PLACE ||
           item_has(x->c, next, LIST_PLACE_PREP);
}

static size_t count_row(const struct extraction *x, const struct sentence *s, size_t at, int step,
                        const struct capture *k, size_t row[ROW_MAX]) {
    size_t count = 0, closed = 0;
    struct joint joint, last = {0};
    while (count < ROW_MAX && (at = next_in_row(x, s, at, step, k, &joint)) != SIZE_MAX) {
        if (step < 0 && !count && !joint.conjunction)
            return 0; // the last of a row stands after a conjunction
        row[count++] = at;
        if (joint.conjunction || step < 0) {
            closed = count;
            last = joint;
        }
    }
    if (step > 0 && closed == 1 && last.comma && !ends_row(x, s, row[0]))
        return 0;
    return closed;
}

size_t extraction_row(const struct extraction *x, uint32_t sentence, const struct capture *k,
                      struct capture out[EXTRACTION_ROW_MAX]) {
    const struct sentence *s = &x->c->sentences[sentence];
    bool person = k->mention && k->mention->label == LABEL_MINISTER, country = !k->mention && k->label == LABEL_COUNTRY;
    size_t row[ROW_MAX], at = 0, found = 0;
    while (at < s->item_count && s->items[at].start != k->span.start)
        at++;
    if (at == s->item_count || (!person && !country))
        return 0;
    for (int step = 1; step >= -1; step -= 2) {
        size_t count = count_row(x, s, at, step, k, row);
        for (size_t i = 0; i < count; i++) {
            const struct item *item = &s->items[row[i]];
            const struct entry *e = item->mention ? item->mention->entry : item_entry(x->c, item, LABEL_COUNTRY);
            out[found] = (struct capture){.field = k->field, .label = k->label, .span = item_span(item), .entry = e};
            out[found++].mention = item->mention;
        }
    }
    return found;
}
