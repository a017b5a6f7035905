// Runs the unit tests: all suites, or those named on the command line. Prints "N passed, N failed" last; status 1 when
// any failed.
#include "unit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static long passed, failed;
static char row[200];

static const struct {
    const char *name;
    void (*run)(void);
} suites[] = {
#define SUITE(name) {#name, test_##name},
#include "suites.h"
#undef SUITE
};

static void report(const char *file, int line, const char *what) {
    fprintf(stderr, "%s:%d: %s%s%s%s", file, line, what, row[0] != '\0' ? " [" : "", row, row[0] != '\0' ? "]" : "");
}

bool unit_check(const char *file, int line, const char *what, bool held) {
    if (held) {
        passed++;
        return true;
    }
    failed++;
    report(file, line, what);
    fputs(" does not hold\n", stderr);
    return false;
}

bool unit_check_int(const char *file, int line, const char *what, long long got, long long want) {
    if (got == want) {
        passed++;
        return true;
    }
    failed++;
    report(file, line, what);
    fprintf(stderr, " is %lld, not %lld\n", got, want);
    return false;
}

static void print_quoted(struct str s) {
    if (s.ptr == NULL) {
        fputs("NULL", stderr);
        return;
    }
    fputc('"', stderr);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < 0x20 || c == 0x7F)
            fprintf(stderr, "\\x%02x", c);
        else
            fputc(c, stderr);
    }
    fputc('"', stderr);
}

bool unit_check_str(const char *file, int line, const char *what, struct str got, struct str want) {
    if (str_eq(got, want)) {
        passed++;
        return true;
    }
    failed++;
    report(file, line, what);
    fputs("\n    is  ", stderr);
    print_quoted(got);
    fputs("\n    not ", stderr);
    print_quoted(want);
    fputc('\n', stderr);
    return false;
}

void unit_row(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(row, sizeof row, format, arguments);
    va_end(arguments);
}

struct str unit_read(const char *path) {
    FILE *stream = fopen(path, "rb");
    char *bytes = NULL;
    size_t len = 0, capacity = 0, got = 0;
    bool whole = stream != NULL;
    while (whole && memory_grow(&bytes, &capacity, len + 4096, 1) && (got = fread(bytes + len, 1, 4096, stream)) > 0)
        len += got;
    whole = whole && !ferror(stream);
    if (stream != NULL)
        (void)fclose(stream);
    unit_check(path, 1, "readable", whole);
    return (struct str){bytes, len};
}

static bool wanted(const char *name, int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return true;
    return argc < 2;
}

int main(int argc, char **argv) {
    int found = argc < 2;
    for (size_t i = 0; i < ROWS(suites); i++) {
        if (!wanted(suites[i].name, argc, argv))
            continue;
        found = 1;
        row[0] = '\0';
        suites[i].run();
    }
    if (!found) {
        fputs("unit: no such suite; they are:", stderr);
        for (size_t i = 0; i < ROWS(suites); i++)
            fprintf(stderr, " %s", suites[i].name);
        fputc('\n', stderr);
        return 2;
    }
    printf("%ld passed, %ld failed\n", passed, failed);
    return failed != 0;
}
