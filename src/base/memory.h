// All allocations of the project go through here, so that a torture build can fail the nth.
#ifndef MIG_BASE_MEMORY_H
#define MIG_BASE_MEMORY_H

#include <stddef.h>

void *memory_alloc(size_t size);                // NULL when out of memory; size 0 gives a unique pointer
void *memory_zeroed(size_t count, size_t size); // as calloc, checks the product
void *memory_resize(void *old, size_t size);    // old stays valid on failure
void *memory_resize_array(void *old, size_t count, size_t size); // checks the product
void memory_free(void *p);

// Grows an array (elements of elem bytes, *capacity elements) so that it holds need elements; false when out of memory,
// nothing has changed then.
int memory_grow(void *array_pointer, size_t *capacity, size_t need, size_t elem);

#ifdef MIG_TORTURE
void memory_fail_at(unsigned long n); // the nth allocation from now on (1 = next) and all later ones fail; 0 = never
unsigned long memory_count(void);     // allocations since memory_fail_at
#endif

#endif
