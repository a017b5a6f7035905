#include "unit.h"

#include <stdint.h>

#include "base/memory.h"

void test_memory(void) {
    CHECK(memory_zeroed(SIZE_MAX / 2, 4) == NULL);
    CHECK(memory_resize_array(NULL, SIZE_MAX / 2, 4) == NULL);

    void *empty = memory_alloc(0);
    CHECK(empty != NULL);
    memory_free(empty);
    memory_free(NULL);

    uint16_t *array = NULL;
    size_t capacity = 0;
    CHECK(memory_grow(&array, &capacity, 0, sizeof *array));
    CHECK(array == NULL);
    for (uint16_t i = 0; i < 1000; i++)
        if (CHECK(memory_grow(&array, &capacity, (size_t)i + 1, sizeof *array)))
            array[i] = i;
    CHECK_INT(capacity, 1024);
    CHECK_INT(array[0], 0);
    CHECK_INT(array[999], 999);
    uint16_t *before = array;
    CHECK(!memory_grow(&array, &capacity, SIZE_MAX / 2 + 1, sizeof *array));
    CHECK(array == before);
    CHECK_INT(capacity, 1024);
    memory_free(array);
}
