#include "output/offsets.h"

#include "base/utf8.h"

// Bytes between two marks of the index: short enough that a look-up is a few dozen byte tests, long enough that the
// index is small.
#define STRIDE 128

enum mig_status offsets_init(struct offsets *o, struct arena *arena, struct str text, size_t characters) {
    *o = (struct offsets){.text = text};
    if (characters == text.len)
        return MIG_OK;
    size_t strides = text.len / STRIDE + 1;
    uint32_t *before = arena_alloc(arena, strides * sizeof *before);
    if (!before)
        return MIG_EMEMORY;
    before[0] = 0;
    for (size_t i = 1; i < strides; i++)
        before[i] = before[i - 1] + (uint32_t)utf8_count(str_sub(text, (i - 1) * STRIDE, i * STRIDE));
    o->before = before;
    return MIG_OK;
}

uint32_t offsets_at(const struct offsets *o, uint32_t byte) {
    if (byte > o->text.len)
        byte = (uint32_t)o->text.len;
    if (!o->before)
        return byte;
    size_t stride = byte / STRIDE;
    return o->before[stride] + (uint32_t)utf8_count(str_sub(o->text, stride * STRIDE, byte));
}
