#include "input/page_title.h"

enum { SHORTEST = 8 }; // bytes of a headline

// Whether a and b are the same but for white space.
static bool starts_alike(struct str whole, struct str part) {
    size_t i = 0, j = 0;
    while (j < part.len) {
        if ((unsigned char)part.ptr[j] <= ' ') {
            j++;
        } else if (i < whole.len && (unsigned char)whole.ptr[i] <= ' ') {
            i++;
        } else {
            if (i >= whole.len || whole.ptr[i] != part.ptr[j])
                return false;
            i++;
            j++;
        }
    }
    return true;
}

static struct str without_outlet(struct str title) {
    static const struct {
        const char *mark;
    } marks[] = {{" | "}, {" – "}, {" — "}, {" - "}, {" » "}, {" :: "}, {" · "}};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        struct str mark = str_c(marks[i].mark);
        size_t last = SIZE_MAX;
        for (size_t at = str_find(title, mark, 0); at != SIZE_MAX; at = str_find(title, mark, at + 1))
            last = at;
        if (last != SIZE_MAX && last >= SHORTEST && last * 2 >= title.len)
            return str_trim(str_sub(title, 0, last));
    }
    return title;
}

struct str page_title(const struct page *p) {
    const struct str said[] = {p->social_title, p->headline, p->head_title};
    struct str only = {NULL, 0};
    size_t headings = 0;
    for (size_t i = 0; i < p->block_count; i++) {
        const struct page_block *b = &p->blocks[i];
        if ((b->context & IN_TITLE_HEADING) == 0 || (b->context & (IN_NAV | IN_ASIDE | IN_FOOTER)) != 0)
            continue;
        struct str text = str_sub(buf_str(&p->text), b->start, b->end);
        if (text.len < SHORTEST)
            continue;
        for (size_t j = 0; j < sizeof said / sizeof said[0]; j++)
            if (said[j].len > 0 && starts_alike(said[j], text))
                return text;
        only = text;
        headings++;
    }
    if (headings == 1 && p->social_title.len == 0 && p->headline.len == 0)
        return only;
    for (size_t j = 0; j < sizeof said / sizeof said[0]; j++)
        if (said[j].len > 0)
            return without_outlet(said[j]);
    return only;
}
