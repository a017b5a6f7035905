#include "unit.h"

#include <stdio.h>

#include "text/vocabulary.h"

void test_vocabulary(void) {
    struct vocabulary v;
    char word[16];
    if (!CHECK(vocabulary_init(&v)))
        return;
    CHECK_INT(vocabulary_find(&v, STR("met")), 0);
    uint32_t met = vocabulary_add(&v, STR("met"));
    CHECK(met != 0);
    CHECK_INT(vocabulary_add(&v, STR("met")), met);
    CHECK_INT(vocabulary_find(&v, STR("met")), met);
    CHECK_INT(vocabulary_find(&v, STR("me")), 0);
    CHECK_INT(vocabulary_find_hashed(&v, STR("met"), vocabulary_hash(STR("met"))), met);

    CHECK(!vocabulary_begins(&v, met));
    vocabulary_begin(&v, met, false);
    CHECK(vocabulary_begins(&v, met) && !vocabulary_stands_alone(&v, met));
    vocabulary_begin(&v, met, true);
    vocabulary_begin(&v, met, false);

    // The table grows, and all words keep their numbers and bytes, although the caller's bytes change.
    unsigned wrong = 0;
    for (unsigned i = 0; i < 20000; i++) {
        int len = snprintf(word, sizeof word, "w%u", i);
        wrong += vocabulary_add(&v, (struct str){word, (size_t)len}) != met + 1 + i;
    }
    CHECK_INT(wrong, 0);
    CHECK_INT(vocabulary_find(&v, STR("w19999")), met + 20000);
    CHECK_STR(v.words[met + 1], "w0");
    CHECK_INT(vocabulary_find(&v, STR("met")), met);
    CHECK(vocabulary_begins(&v, met) && vocabulary_stands_alone(&v, met));
    CHECK(!vocabulary_begins(&v, met + 20000));
    vocabulary_free(&v);
}
