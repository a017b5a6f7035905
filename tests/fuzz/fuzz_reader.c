// From bytes to articles: archives, feeds, JSON, WARC; and from a page to its article. The input's first byte says how
// many bytes the reader gets at the start, the rest comes in pieces; what the bytes are tells their content. What must
// hold of any article is checked.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "input/page_date.h"
#include "input/reader.h"
#include "input/reader_page.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct furniture furniture;
static struct markup_names names;

static void require(bool held) {
    if (!held)
        abort();
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    furniture_init(&furniture);
    markup_names_init(&names);
    require(furniture_add(&furniture, STR("line"), STR("share|home|menu|facebook"), NULL) == MIG_OK);
    require(markup_names_add(&names, STR("away"), STR("share|related|nav"), NULL) == MIG_OK);
    require(markup_names_add(&names, STR("comment"), STR("comments"), NULL) == MIG_OK);
    require(markup_names_add(&names, STR("article"), STR("article body|content"), NULL) == MIG_OK);
    require(markup_names_add(&names, STR("published"), STR("published|date"), NULL) == MIG_OK);
    require(markup_names_add(&names, STR("month-05"), STR("may|mai"), NULL) == MIG_OK);
    return 0;
}

struct rest {
    const uint8_t *data;
    size_t size;
};

static enum mig_status read_rest(void *context, char *into, size_t room, size_t *got, struct mig_error *err) {
    struct rest *rest = context;
    (void)err;
    *got = rest->size < room ? rest->size : room;
    *got = *got > 700 ? 700 : *got;
    if (*got > 0)
        memcpy(into, rest->data, *got);
    rest->data += *got;
    rest->size -= *got;
    return MIG_OK;
}

static int find_word(void *context, struct str words) {
    return markup_names_word(context, words);
}

static void check_page(const struct mig_article *article) {
    struct document d;
    struct page page;
    document_init(&d);
    page_init(&page, &d.arena);
    if (reader_page(&d, article, &names, &furniture, &page, NULL) == MIG_OK) {
        uint32_t runes = 0;
        size_t end = 0;
        for (size_t at = 0, len; at < d.text.len; at += len, runes++) {
            bool valid;
            uint32_t rune = utf8_decode(d.text, at, &len, &valid);
            require(valid && rune != 0 && (rune < 0xE000 || rune > 0xF8FF) && rune < 0xF0000);
        }
        require(runes == d.characters);
        for (size_t i = 0; i < d.paragraph_count; i++) {
            require(d.paragraphs[i].start >= end && d.paragraphs[i].end <= d.text.len);
            end = d.paragraphs[i].end;
        }
        const struct published_hints hints = {find_word, &names, true, false, "2026-11-24"};
        require(page_date_find(&page, &d, &hints) == MIG_OK);
        require(d.published_basis == BASIS_NONE || d.published.len >= 10);
    }
    page_free(&page);
    document_free(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    size_t head = data[0] == 255 || data[0] > size - 1 ? size - 1 : data[0];
    // Copies, so that a byte too many is seen.
    char *start = memory_alloc(head + 1), *rest_bytes = memory_alloc(size - head);
    require(start != NULL && rest_bytes != NULL);
    memcpy(start, data + 1, head);
    memcpy(rest_bytes, data + 1 + head, size - 1 - head);
    struct rest rest = {(const uint8_t *)rest_bytes, size - 1 - head};
    struct reader_settings settings = {.article_limit = 1 << 20};
    struct reader_input input = {STR("in"), {start, head}, read_rest, &rest, 0};
    struct reader *reader;
    struct mig_article article;
    bool more = true;
    require(reader_open(&settings, &reader, NULL) == MIG_OK);
    require(reader_start(reader, &input, NULL) == MIG_OK);
    for (unsigned i = 0; more && i < 10000; i++) {
        require(reader_next(reader, &article, &more, NULL) == MIG_OK);
        if (more && article.format != NULL && strcmp(article.format, "html") == 0)
            check_page(&article);
    }
    reader_close(reader);
    memory_free(start);
    memory_free(rest_bytes);
    return 0;
}
