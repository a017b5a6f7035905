#include "extract/mention.h"

#include "extract/cascade.h"

const struct capture *mention_capture(const struct mention *m, uint16_t field) {
    for (size_t i = 0; i < m->capture_count; i++)
        if (m->captures[i].field == field)
            return &m->captures[i];
    return NULL;
}

const struct capture *mention_capture_next(const struct mention *m, const struct capture *c) {
    for (const struct capture *n = c + 1; n < m->captures + m->capture_count; n++)
        if (n->field == c->field)
            return n;
    return NULL;
}

struct str mention_value(const struct mention *m, uint16_t field, struct str text) {
    const struct capture *c = mention_capture(m, field);
    if (!c)
        return (struct str){0};
    return c->value.len ? c->value : str_sub(text, c->span.start, c->span.end);
}
