#define _DEFAULT_SOURCE // MAP_ANONYMOUS, madvise
#include "base/region.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0 // then the address is a wish, and what comes elsewhere is given back
#endif

enum { CLASSES = 64, ALIGN = 16 };

// Before each block stands its size. Freed blocks wait in lists by the power of two that they reach; they hold zeros, as fresh pages do,
// so that what is written of the region is the same every time.
struct block {
    size_t size; // of bytes, a multiple of ALIGN
    struct block *next_free;
    unsigned char bytes[];
};

static struct {
    atomic_bool taken;
    size_t used, mapped;
    bool full;
    struct block *free_blocks[CLASSES];
} region;

static _Thread_local bool building;

static void *at(size_t offset) {
    return (void *)(REGION_BASE + offset); // NOLINT(performance-no-int-to-ptr): the address is fixed
}

const void *region_start(void) {
    return at(0);
}

static bool map_at_base(size_t size, int flags, int fd, size_t offset) {
    void *p = mmap(at(0), size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED_NOREPLACE | flags, fd, (off_t)offset);
    if (p == MAP_FAILED)
        return false;
    if ((uintptr_t)p == REGION_BASE)
        return true;
    (void)munmap(p, size);
    return false;
}

// Makes the calling thread the region's owner, if nobody is.
static bool take(void) {
    bool free = false;
    return atomic_compare_exchange_strong(&region.taken, &free, true);
}

bool region_begin(void) {
    if (!take())
        return false;
    if (!map_at_base(REGION_SIZE, MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
        atomic_store(&region.taken, false);
        return false;
    }
#ifdef MADV_HUGEPAGE
    (void)madvise(at(0), REGION_SIZE, MADV_HUGEPAGE);
#endif
    region.used = 0;
    region.mapped = REGION_SIZE;
    region.full = false;
    memset(region.free_blocks, 0, sizeof region.free_blocks);
    building = true;
    return true;
}

size_t region_end(void) {
    building = false;
    return region.full ? 0 : region.used;
}

void region_release(void) {
    building = false;
    (void)munmap(at(0), region.mapped);
    atomic_store(&region.taken, false);
}

bool region_map(int fd, size_t offset, size_t size) {
    if (size == 0 || size > REGION_SIZE || !take())
        return false;
    if (!map_at_base(size, 0, fd, offset)) {
        atomic_store(&region.taken, false);
        return false;
    }
    region.used = region.mapped = size;
    return true;
}

bool region_is_building(void) {
    return building;
}

static struct block *block_of(const void *bytes) {
    return at((size_t)((uintptr_t)bytes - REGION_BASE - sizeof(struct block)));
}

// The number of the highest bit set.
static unsigned class_of(size_t size) {
    unsigned class = 0;
    while (size >>= 1)
        class ++;
    return class;
}

// A freed block that surely has size bytes.
static struct block *reuse(size_t size) {
    for (unsigned class = class_of(size) + 1; class < CLASSES; class ++) {
        struct block *block = region.free_blocks[class];
        if (block == NULL)
            continue;
        region.free_blocks[class] = block->next_free;
        return block;
    }
    return NULL;
}

void *region_alloc(size_t size) {
    if (size > REGION_SIZE) {
        region.full = true;
        return NULL;
    }
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    struct block *block = reuse(size);
    if (block == NULL) {
        if (size + sizeof *block > REGION_SIZE - region.used) {
            region.full = true;
            return NULL;
        }
        block = at(region.used);
        region.used += size + sizeof *block;
        block->size = size; // its pages are fresh, all zeros
    }
    block->next_free = NULL;
    return block->bytes;
}

void *region_resize(void *old, size_t size) {
    struct block *block = block_of(old);
    if (size <= block->size)
        return old;
    void *grown = region_alloc(size);
    if (grown == NULL)
        return NULL;
    memcpy(grown, old, block->size);
    region_free(old);
    return grown;
}

size_t region_block_size(const void *block) {
    return block_of(block)->size;
}

void region_free(void *bytes) {
    struct block *block = block_of(bytes);
    unsigned class = class_of(block->size);
    memset(bytes, 0, block->size);
    block->next_free = region.free_blocks[class];
    region.free_blocks[class] = block;
}
