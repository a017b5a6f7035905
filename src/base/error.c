#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// The greatest length up to limit at which no UTF-8 sequence of s is cut in two.
static size_t whole_length(const char *s, size_t len, size_t limit) {
    if (len <= limit)
        return len;
    while (limit > 0 && ((unsigned char)s[limit] & 0xC0) == 0x80)
        limit--;
    return limit;
}

enum mig_status(error_set)(struct mig_error *err, enum mig_status status, struct str file, unsigned line,
                           unsigned column, const char *format, ...) {
    if (err == NULL)
        return status;
    // Room for a few bytes beyond the buffer shows whether the cut would fall inside a character.
    char message[sizeof err->message + 4];
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (written < 0) { // a conversion that the C library refuses; the status still says what happened
        message[0] = '\0';
        written = 0;
    }
    size_t len = (size_t)written < sizeof message ? (size_t)written : sizeof message - 1;
    len = whole_length(message, len, sizeof err->message - 1);
    // One line, whatever was quoted in it.
    for (size_t i = 0; i < len; i++)
        err->message[i] = (unsigned char)message[i] < 0x20 || message[i] == 0x7F ? ' ' : message[i];
    err->message[len] = '\0';

    len = whole_length(file.ptr, file.len, sizeof err->file - 1);
    if (len > 0)
        memcpy(err->file, file.ptr, len);
    err->file[len] = '\0';
    err->status = status;
    err->line = line;
    err->column = column;
    return status;
}

enum mig_status(error_memory)(struct mig_error *err) {
    return (error_set)(err, MIG_EMEMORY, (struct str){NULL, 0}, 0, 0, "out of memory");
}
