#include "unit.h"

#include <string.h>

#include "base/error.h"

void test_error(void) {
    struct mig_error err;
    CHECK_INT(error_set(NULL, MIG_EDATA, STR("f"), 1, 2, "x"), MIG_EDATA);
    CHECK_INT(error_set(&err, MIG_EDATA, STR("en.rules"), 3, 14, "no list %s\n\tnamed so", "met"), MIG_EDATA);
    CHECK_C(err.file, "en.rules");
    CHECK_C(err.message, "no list met  named so");
    CHECK_INT(err.status, MIG_EDATA);
    CHECK_INT(err.line, 3);
    CHECK_INT(err.column, 14);

    // Cut between characters, wherever the limit falls.
    char euros[901];
    for (size_t i = 0; i < 300; i++)
        memcpy(euros + 3 * i, "\xE2\x82\xAC", 3);
    euros[900] = '\0';
    for (int shift = 0; shift < 3; shift++) {
        error_set(&err, MIG_EDATA, str_c(euros + 3 * shift), 0, 0, "%.*s%s", shift, "ab", euros);
        CHECK_INT(strlen(err.message), (511 - shift) / 3 * 3 + shift);
        CHECK_INT(strlen(err.file), 255);
    }
    CHECK_INT(error_memory(&err), MIG_EMEMORY);
    CHECK_C(err.file, "");
}
