// Writes src/text/fold_table.c from what libunistring knows. tests/unit/test_fold.c tells when the table is out of date; then:
//     cc -std=c11 -Isrc -Iinclude tests/tools/fold_table.c src/text/fold.c src/base/*.c -lunistring -lcrypto -o build/fold_table
//     build/fold_table > build/fold_table.c && mv build/fold_table.c src/text/fold_table.c
#include <stdio.h>

#include "text/fold.h"

// Only to link fold.c: what is written here comes from fold_compute.
const struct fold fold_table[FOLD_LOW + FOLD_PUNCTUATION_END - FOLD_PUNCTUATION];

static int print_text(const char *text, uint8_t len) {
    int width = printf("\"");
    for (uint8_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            width += printf("\\%c", c);
        else if (c < 0x20 || c > 0x7E)
            width += printf("\\%03o", c);
        else
            width += printf("%c", c);
    }
    return width + printf("\"");
}

static void print_entry(uint32_t rune, int *column) {
    struct fold f;
    fold_compute(rune, &f);
    if (*column > 80) {
        printf("\n");
        *column = 0;
    }
    *column += printf(*column == 0 ? "    " : " ");
    *column += printf("{%u, %u, %u, ", f.flags, f.strict_len, f.loose_len);
    *column += print_text(f.strict, f.strict_len);
    *column += printf(", ");
    *column += print_text(f.loose, f.loose_len);
    *column += printf("},");
}

int main(void) {
    int column = 0;
    printf("// Written by tests/tools/fold_table.c: do not edit.\n#include \"text/fold.h\"\n\n// clang-format off\n"
           "const struct fold fold_table[FOLD_LOW + FOLD_PUNCTUATION_END - FOLD_PUNCTUATION] = {\n");
    for (uint32_t rune = 0; rune < FOLD_LOW; rune++)
        print_entry(rune, &column);
    for (uint32_t rune = FOLD_PUNCTUATION; rune < FOLD_PUNCTUATION_END; rune++)
        print_entry(rune, &column);
    printf("\n};\n");
    return 0;
}
