#include "base/region.h"

#include <string.h>

#include "base/memory.h"
#include "unit.h"

static bool is_zero(const unsigned char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

void test_region(void) {
    if (!region_begin())
        return; // no room at that address here
    CHECK(!region_begin());
    unsigned char *a = memory_alloc(100), *b = memory_zeroed(10, 10);
    CHECK(region_holds(a) && region_holds(b) && !region_holds(NULL));
    memset(a, 'a', 100);
    unsigned char *grown = memory_resize(a, 1000);
    CHECK(grown != a && region_holds(grown) && grown[0] == 'a' && grown[99] == 'a' && is_zero(grown + 112, 888));
    memory_free(grown);
    unsigned char *again = memory_alloc(400); // the freed block, its bytes forgotten
    CHECK(again == grown && is_zero(again, 400));
    size_t used = region_end();
    CHECK(used > 1100 && used < 4096);
    unsigned char *heap = memory_alloc(10), *moved = memory_resize(b, 300);
    CHECK(!region_holds(heap) && !region_holds(moved) && is_zero(moved, 100));
    memory_free(again); // no block of the heap: left alone
    memory_free(heap);
    memory_free(moved);
    region_release();
    CHECK(region_begin());
    void *whole = memory_alloc(REGION_SIZE + 1); // does not fit in, and comes from the heap
    CHECK(whole == NULL || !region_holds(whole));
    memory_free(whole);
    CHECK(region_end() == 0);
    region_release();
}
