#include "base/arena.h"

#include <stdalign.h>
#include <string.h>

#include "base/memory.h"

enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 4 * 1024 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t size; // of bytes
    alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *a) {
    *a = (struct arena){0};
}

static void free_blocks(struct arena_block *block) {
    while (block != NULL) {
        struct arena_block *next = block->next;
        memory_free(block);
        block = next;
    }
}

void arena_free(struct arena *a) {
    free_blocks(a->head);
    arena_init(a);
}

void arena_reset(struct arena *a) {
    struct arena_block *largest = a->head;
    for (struct arena_block *block = a->head; block != NULL; block = block->next)
        if (block->size > largest->size)
            largest = block;
    while (a->head != NULL) {
        struct arena_block *next = a->head->next;
        if (a->head != largest)
            memory_free(a->head);
        a->head = next;
    }
    if (largest != NULL)
        largest->next = NULL;
    a->head = largest;
    a->used = 0;
    a->total = largest == NULL ? 0 : largest->size;
}

// A new block of at least size bytes. One that a single large allocation fills goes behind the head, whose rest stays
// in use.
static struct arena_block *add_block(struct arena *a, size_t size) {
    size_t usual = a->total < FIRST_BLOCK ? FIRST_BLOCK : a->total > LARGEST_BLOCK ? LARGEST_BLOCK : a->total;
    bool single = a->head != NULL && size > usual / 4;
    size_t bytes = single || size > usual ? size : usual;
    if (bytes > SIZE_MAX - sizeof(struct arena_block))
        return NULL;
    struct arena_block *block = memory_alloc(sizeof *block + bytes);
    if (block == NULL)
        return NULL;
    block->size = bytes;
    a->total += bytes;
    if (single) {
        block->next = a->head->next;
        a->head->next = block;
    } else {
        block->next = a->head;
        a->head = block;
        a->used = size;
    }
    return block;
}

void *arena_alloc(struct arena *a, size_t size) {
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX - align)
        return NULL;
    size = size == 0 ? align : (size + align - 1) / align * align;
    if (a->head != NULL && size <= a->head->size - a->used) {
        void *p = a->head->bytes + a->used;
        a->used += size;
        return p;
    }
    struct arena_block *block = add_block(a, size);
    return block == NULL ? NULL : block->bytes;
}

void *arena_zeroed(struct arena *a, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    void *p = arena_alloc(a, count * size);
    if (p != NULL)
        memset(p, 0, count * size);
    return p;
}

bool arena_copy(struct arena *a, struct str s, struct str *out) {
    *out = (struct str){NULL, 0};
    char *p = arena_alloc(a, s.len);
    if (p == NULL)
        return false;
    if (s.len > 0)
        memcpy(p, s.ptr, s.len);
    *out = (struct str){p, s.len};
    return true;
}
