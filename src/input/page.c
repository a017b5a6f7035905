#include "input/page.h"

#include <string.h>

#include "base/memory.h"

enum { TEXT_CEILING = 1 << 30, MOST_DATES = 4096, DATE_BYTES = 128, ADDRESS_BYTES = 1024 };

void page_init(struct page *p, struct arena *arena) {
    memset(p, 0, sizeof *p);
    p->arena = arena;
    p->article_depth = UINT32_MAX;
    buf_init(&p->text, TEXT_CEILING);
}

void page_free(struct page *p) {
    buf_free(&p->text);
    memory_free(p->blocks);
    memory_free(p->parts);
    memory_free(p->dates);
    page_init(p, p->arena);
}

enum mig_status page_add_date(struct page *p, enum page_date_source source, struct str value, uint32_t context) {
    bool digits = false;
    size_t longest = source == DATE_IMAGE ? ADDRESS_BYTES : DATE_BYTES;
    value = str_trim(value);
    for (size_t i = 0; i < value.len && i < longest; i++)
        digits = digits || (value.ptr[i] >= '0' && value.ptr[i] <= '9');
    if (!digits || value.len > longest || p->date_count == MOST_DATES)
        return MIG_OK;
    if (!memory_grow(&p->dates, &p->date_capacity, p->date_count + 1, sizeof *p->dates))
        return MIG_EMEMORY;
    struct page_date *date = &p->dates[p->date_count];
    *date = (struct page_date){.source = source, .block = (uint32_t)p->block_count, .context = context};
    if (!arena_copy(p->arena, value, &date->value))
        return MIG_EMEMORY;
    if (source == DATE_JSON_LD_ARTICLE && context < p->article_depth)
        p->article_depth = context;
    p->date_count++;
    return MIG_OK;
}
