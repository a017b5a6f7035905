#include "unit.h"

#include <string.h>

#include "input/document.h"

static void diagnostics_have_a_limit(void) {
    struct document d;
    document_init(&d);
    for (unsigned i = 0; i < 1200; i++)
        CHECK_INT(document_diagnose(&d, DIAGNOSTIC_ERROR, "odd", STR("en/met"), i, i + 1, "number %u", i), MIG_OK);
    CHECK_INT(d.diagnostic_count, 1000);
    CHECK_STR(d.diagnostics[0].message, "number 0");
    CHECK_STR(d.diagnostics[998].message, "number 998");
    CHECK_STR(d.diagnostics[998].rule, "en/met");
    CHECK_C(d.diagnostics[999].code, "more-diagnostics");
    CHECK_STR(d.diagnostics[999].message, "201 further diagnostics are left out");
    CHECK_INT(d.diagnostics[999].start, UINT32_MAX);
    document_reset(&d);
    CHECK_INT(d.diagnostic_count, 0);
    CHECK_INT(document_diagnose(&d, DIAGNOSTIC_WARNING, "odd", STR(""), 0, 1, "again"), MIG_OK);
    CHECK_INT(d.diagnostic_count, 1);
    document_free(&d);
}

static void long_messages_are_cut_between_characters(void) {
    char euros[901];
    struct document d;
    document_init(&d);
    for (size_t i = 0; i < 300; i++)
        memcpy(euros + 3 * i, "\xE2\x82\xAC", 3);
    euros[900] = '\0';
    for (int shift = 0; shift < 3; shift++)
        CHECK_INT(document_diagnose(&d, DIAGNOSTIC_WARNING, "odd", STR(""), 0, 0, "%.*s%s", shift, "ab", euros),
                  MIG_OK);
    for (size_t shift = 0; shift < 3; shift++)
        CHECK_INT(d.diagnostics[shift].message.len, (511 - shift) / 3 * 3 + shift);
    document_free(&d);
}

void test_document(void) {
    diagnostics_have_a_limit();
    long_messages_are_cut_between_characters();

    struct document d;
    document_init(&d);
    for (uint32_t i = 0; i < 100; i++)
        CHECK_INT(document_add_paragraph(&d, i, i + 1, PARAGRAPH_HEADING), MIG_OK);
    CHECK_INT(d.paragraph_count, 100);
    CHECK_INT(d.paragraphs[99].start, 99);
    document_free(&d);

    CHECK_C(published_basis_name(BASIS_NONE), NULL);
    CHECK_C(published_basis_name(BASIS_OPTION), "option");
    CHECK_C(published_basis_name(BASIS_HEADER), "header");
}
