// A small test harness. A test file tests/unit/test_NAME.c defines `void test_NAME(void)` and has one line in suites.h;
// inside, checks go through the macros below, mostly in a loop over a table:
//
//     static const struct { const char *text, *folded; } rows[] = {{"É", "e"}, …};
//     for (size_t i = 0; i < ROWS(rows); i++) {
//         UNIT_ROW("%s", rows[i].text);
//         CHECK_STR(fold(rows[i].text), rows[i].folded);
//     }
//
// A failed check prints file:line, the row and both values, and the run goes on.
#ifndef MIG_UNIT_H
#define MIG_UNIT_H

#include "base/str.h"

#define SUITE(name) void test_##name(void);
#include "suites.h"
#undef SUITE

#define ROWS(table) (sizeof(table) / sizeof(table)[0])

// Names the row of the table that the next checks belong to, until the next UNIT_ROW or the end of the suite.
#define UNIT_ROW(...) unit_row(__VA_ARGS__)

#define CHECK(condition) unit_check(__FILE__, __LINE__, #condition, (condition))
// Signed or unsigned whole numbers of up to 64 bits.
#define CHECK_INT(got, want) unit_check_int(__FILE__, __LINE__, #got, (long long)(got), (long long)(want))
// got: a struct str; want: a C string.
#define CHECK_STR(got, want) unit_check_str(__FILE__, __LINE__, #got, (got), str_c(want))
// Both: C strings, NULL allowed.
#define CHECK_C(got, want) unit_check_str(__FILE__, __LINE__, #got, str_c(got), str_c(want))

// All of them return whether the check held, so that a test can leave what depends on it.
bool unit_check(const char *file, int line, const char *what, bool held);
bool unit_check_int(const char *file, int line, const char *what, long long got, long long want);
bool unit_check_str(const char *file, int line, const char *what, struct str got, struct str want);
void unit_row(const char *format, ...) __attribute__((format(printf, 1, 2)));

// The bytes of a file below tests/unit's project root, read whole; memory_free the pointer. A check fails when it
// cannot be read.
struct str unit_read(const char *path);

#endif
