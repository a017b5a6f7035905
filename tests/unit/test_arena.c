#include "unit.h"

#include <stdalign.h>
#include <string.h>

#include "base/arena.h"

// Every size from empty to beyond a block: aligned, and no two overlap.
static void many_sizes(void) {
    struct arena a;
    unsigned char *pieces[300];
    arena_init(&a);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < ROWS(pieces); i++) {
            pieces[i] = arena_alloc(&a, i * i);
            CHECK(pieces[i] != NULL && (uintptr_t)pieces[i] % alignof(max_align_t) == 0);
            memset(pieces[i], (int)(i & 0xFF), i * i);
        }
        bool intact = true;
        for (size_t i = 0; i < ROWS(pieces); i++)
            for (size_t j = 0; j < i * i; j++)
                intact = intact && pieces[i][j] == (i & 0xFF);
        CHECK(intact);
        arena_reset(&a);
        CHECK_INT(a.used, 0);
        CHECK(a.total > 0);
    }
    arena_free(&a);
    CHECK_INT(a.total, 0);
    CHECK(arena_alloc(&a, 10) != NULL);
    arena_free(&a);
}

static void large_pieces_leave_the_block_in_use(void) {
    struct arena a;
    arena_init(&a);
    char *first = arena_alloc(&a, 16);
    char *large = arena_alloc(&a, 100 * 1000);
    char *second = arena_alloc(&a, 16);
    CHECK(large != NULL);
    CHECK_INT(second - first, 16);
    arena_free(&a);
}

void test_arena(void) {
    struct arena a;
    struct str copy;
    many_sizes();
    large_pieces_leave_the_block_in_use();
    arena_init(&a);
    CHECK(arena_alloc(&a, SIZE_MAX) == NULL);
    CHECK(arena_alloc(&a, SIZE_MAX - 64) == NULL);
    CHECK(arena_zeroed(&a, SIZE_MAX / 2, 4) == NULL);
    char *zeroed = arena_zeroed(&a, 3, 5);
    for (size_t i = 0; i < 15; i++)
        CHECK_INT(zeroed[i], 0);
    CHECK(arena_copy(&a, STR("a\0b"), &copy));
    CHECK(str_eq(copy, STR("a\0b")));
    CHECK(arena_copy(&a, (struct str){NULL, 0}, &copy));
    CHECK_STR(copy, "");
    arena_free(&a);
}
