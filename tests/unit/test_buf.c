#include "unit.h"

#include "base/buf.h"

void test_buf(void) {
    struct buf b;
    buf_init(&b, 300);
    CHECK_INT(buf_str(&b).len, 0);
    buf_append(&b, STR("ab"));
    buf_append_byte(&b, 'c');
    buf_append_rune(&b, 0x20AC);
    buf_append_rune(&b, 0xDC00);
    buf_printf(&b, "%d%s", 12, "x");
    CHECK_STR(buf_str(&b), "abc\xE2\x82\xAC\xEF\xBF\xBD"
                           "12x");
    buf_clear(&b);

    buf_printf(&b, "%0299d", 7); // longer than what is formatted on the stack
    CHECK_INT(b.len, 299);
    CHECK_INT(b.status, MIG_OK);
    buf_append_byte(&b, '.');
    CHECK_INT(b.status, MIG_OK);
    CHECK_INT(b.capacity, 300);
    buf_append_byte(&b, '!');
    CHECK_INT(b.status, MIG_ELIMIT);
    CHECK_INT(b.len, 300);
    buf_append(&b, STR(""));
    buf_printf(&b, "more");
    CHECK_INT(b.len, 300);
    CHECK(!buf_reserve(&b, 0));

    buf_clear(&b);
    buf_printf(&b, "%0301d", 7);
    CHECK_INT(b.status, MIG_ELIMIT);
    buf_clear(&b);
    CHECK(!buf_reserve(&b, SIZE_MAX));
    CHECK_INT(b.status, MIG_ELIMIT);
    buf_free(&b);
    CHECK_INT(b.ceiling, 300);
    CHECK(buf_reserve(&b, 10));
    buf_free(&b);
}
