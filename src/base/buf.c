#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

void buf_init(struct buf *b, size_t ceiling) {
    *b = (struct buf){.ceiling = ceiling};
}

void buf_free(struct buf *b) {
    memory_free(b->ptr);
    buf_init(b, b->ceiling);
}

void buf_clear(struct buf *b) {
    b->len = 0;
    b->status = MIG_OK;
}

bool buf_grow(struct buf *b, size_t more) {
    if (more > b->ceiling || b->len > b->ceiling - more) {
        b->status = MIG_ELIMIT;
        return false;
    }
    size_t need = b->len + more;
    size_t wanted = b->capacity < 64 ? 64 : b->capacity;
    while (wanted < need)
        wanted = wanted > b->ceiling / 2 ? b->ceiling : wanted * 2;
    if (wanted > b->ceiling)
        wanted = b->ceiling;
    char *ptr = memory_resize(b->ptr, wanted);
    if (ptr == NULL) {
        b->status = MIG_EMEMORY;
        return false;
    }
    b->ptr = ptr;
    b->capacity = wanted;
    return true;
}

void buf_append_rune(struct buf *b, uint32_t rune) {
    char bytes[4];
    size_t len = utf8_encode(rune, bytes);
    buf_append(b, (struct str){bytes, len});
}

void buf_printf(struct buf *b, const char *format, ...) {
    char small[256];
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    if (written < 0) {
        if (b->status == MIG_OK)
            b->status = MIG_ELIMIT; // longer than an int counts, or a conversion that cannot be done
        return;
    }
    size_t len = (size_t)written;
    if (len < sizeof small) {
        buf_append(b, (struct str){small, len});
        return;
    }
    // vsnprintf writes a NUL after the text; the ceiling counts the text alone, hence a block of its own.
    char *large = b->status == MIG_OK && len <= b->ceiling ? memory_alloc(len + 1) : NULL;
    if (large == NULL) {
        if (b->status == MIG_OK)
            b->status = len > b->ceiling ? MIG_ELIMIT : MIG_EMEMORY;
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(large, len + 1, format, arguments);
    va_end(arguments);
    buf_append(b, (struct str){large, len});
    memory_free(large);
}

struct str buf_str(const struct buf *b) {
    return (struct str){b->ptr, b->len};
}
