#include "unit.h"

#include "base/hash.h"

void test_hash(void) {
    char hex[HASH_HEX], other[HASH_HEX];
    CHECK_INT(hash_hex((struct str){NULL, 0}, hex, NULL), MIG_OK);
    CHECK_C(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK_INT(hash_hex(STR("abc"), hex, NULL), MIG_OK);
    CHECK_C(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    // Moving text from one piece to the next changes the hash; the same pieces do not.
    static const struct {
        const char *a, *b, *c, *d;
        bool same;
    } rows[] = {
        {"x", "12", "y", "3", true},
        {"x", "1", "y", "23", false},
        {"x", "12y", "", "3", false},
        {"y", "3", "x", "12", false},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct hash h;
        hash_init(&h);
        hash_add(&h, str_c(rows[i].a), str_c(rows[i].b));
        hash_add(&h, str_c(rows[i].c), str_c(rows[i].d));
        CHECK_INT(hash_finish(&h, i == 0 ? hex : other, NULL), MIG_OK);
        if (i > 0)
            CHECK_INT(str_eq(str_c(hex), str_c(other)), rows[i].same);
    }
}
