// A stretch of memory at a fixed address. While a thread builds in it, what memory_alloc gives that thread comes out of it, so that a
// structure full of pointers can be written to a file as it is and mapped again at the same place by a later process.
//
// There is one in a process at a time. memory_free and memory_resize know its blocks by their address, and leave those alone that
// were mapped from a file.
#ifndef MIG_BASE_REGION_H
#define MIG_BASE_REGION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REGION_BASE ((uintptr_t)0x200000000000) // far from where systems put programs, libraries, heaps and stacks
#define REGION_SIZE ((size_t)256 << 20)         // of address space; pages are taken as they are used

static inline bool region_holds(const void *p) {
    return (uintptr_t)p - REGION_BASE < REGION_SIZE;
}

// Reserves it; the calling thread builds in it until region_end. False when it is in use, or the system has no room there.
bool region_begin(void);
// The thread allocates from the heap again. Returns the bytes from REGION_BASE on that are in use; 0 when not everything fitted in.
size_t region_end(void);
const void *region_start(void);
// Gives the region back, whatever state it is in.
void region_release(void);
// Maps size bytes of a file from offset (a multiple of the page size) on, as a private copy. False when that cannot be.
bool region_map(int fd, size_t offset, size_t size);

// For memory.c alone.
bool region_is_building(void);               // in this thread
void *region_alloc(size_t size);             // zeros; NULL when it is full
void *region_resize(void *old, size_t size); // NULL as well; old is a block of the region
size_t region_block_size(const void *block);
void region_free(void *bytes);

#endif
