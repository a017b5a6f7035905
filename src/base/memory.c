#define _DEFAULT_SOURCE // madvise
#include "base/memory.h"

#include "base/region.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef MIG_TORTURE
#include <stdatomic.h>

static atomic_ulong allocations, failing_from;

void memory_fail_at(unsigned long n) {
    atomic_store(&allocations, 0);
    atomic_store(&failing_from, n);
}

unsigned long memory_count(void) {
    return atomic_load(&allocations);
}

static bool must_fail(void) {
    unsigned long count = atomic_fetch_add(&allocations, 1) + 1;
    unsigned long from = atomic_load(&failing_from);
    return from != 0 && count >= from;
}
#else
static bool must_fail(void) {
    return false;
}
#endif

// No object can be larger; the sanitizers stop the program when malloc is asked for more.
static bool too_large(size_t size) {
    return size > PTRDIFF_MAX;
}

// Asks the system for few large pages under large tables: the thousands of page faults of an engine that loads cost it a third of its
// time. Where there are none, nothing changes.
static void *in_large_pages(void *p, size_t size) {
    enum { LARGE = 1 << 21, PAGE = 4096 };
#ifdef MADV_HUGEPAGE
    if (p != NULL && size >= LARGE) {
        size_t skip = (PAGE - (uintptr_t)p % PAGE) % PAGE;
        (void)madvise((char *)p + skip, (size - skip) / PAGE * PAGE, MADV_HUGEPAGE);
    }
#endif
    return p;
}

void *memory_alloc(size_t size) {
    if (too_large(size) || must_fail())
        return NULL;
    void *p = region_is_building() ? region_alloc(size) : NULL;
    return p ? p : in_large_pages(malloc(size == 0 ? 1 : size), size);
}

void *memory_zeroed(size_t count, size_t size) {
    if (count == 0 || size == 0)
        count = size = 1;
    if (count > PTRDIFF_MAX / size || must_fail())
        return NULL;
    void *p = region_is_building() ? region_alloc(count * size) : NULL;
    return p ? p : in_large_pages(calloc(count, size), count * size);
}

// A block of a region that this thread does not build in moves to the heap.
static void *resize_in_region(void *old, size_t size) {
    void *p = region_is_building() ? region_resize(old, size) : NULL;
    if (p != NULL)
        return p;
    p = malloc(size == 0 ? 1 : size);
    if (p != NULL) {
        size_t before = region_block_size(old);
        memcpy(p, old, before < size ? before : size);
    }
    return p;
}

void *memory_resize(void *old, size_t size) {
    if (old == NULL)
        return memory_alloc(size);
    if (too_large(size) || must_fail())
        return NULL;
    return region_holds(old) ? resize_in_region(old, size) : realloc(old, size == 0 ? 1 : size);
}

void *memory_resize_array(void *old, size_t count, size_t size) {
    if (size != 0 && count > PTRDIFF_MAX / size)
        return NULL;
    return memory_resize(old, count * size);
}

void memory_free(void *p) {
    if (!region_holds(p))
        free(p);
    else if (region_is_building())
        region_free(p);
}

int memory_grow(void *array_pointer, size_t *capacity, size_t need, size_t elem) {
    if (need <= *capacity)
        return true;
    size_t wanted = *capacity < 8 ? 8 : *capacity;
    while (wanted < need)
        wanted = wanted > SIZE_MAX / 2 ? need : wanted * 2;
    // The caller's pointer has its own type; copying its bytes is the one access that every type allows.
    void *array;
    memcpy(&array, array_pointer, sizeof array);
    array = memory_resize_array(array, wanted, elem);
    if (array == NULL)
        return false;
    memcpy(array_pointer, &array, sizeof array);
    *capacity = wanted;
    return true;
}
