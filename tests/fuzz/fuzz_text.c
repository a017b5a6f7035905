// From bytes to a document: charset, lines, furniture, address, language. The input's first line is the source's name,
// its second the declared charset, the rest the article. What must hold of any document is checked.
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "input/furniture.h"
#include "input/published.h"
#include "input/reader_text.h"
#include "text/charset.h"
#include "text/fold.h"
#include "text/language.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct furniture furniture;
static struct language_guesser guesser;

static void require(bool held) {
    if (!held)
        abort();
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    const struct str latin[] = {STR("the"), STR("of"), STR("l'")}, arabic[] = {STR("في"), STR("من")};
    const struct language_profile profiles[] = {{STR("en"), STR("latin"), latin, 3},
                                                {STR("ar"), STR("arabic"), arabic, 2}};
    require(language_guesser_init(&guesser, profiles, 2, NULL) == MIG_OK);
    furniture_init(&furniture);
    require(furniture_add(&furniture, STR("line"), STR("share|home|menu|facebook"), NULL) == MIG_OK);
    require(furniture_add(&furniture, STR("start"), STR("reading time|topics:"), NULL) == MIG_OK);
    require(furniture_add(&furniture, STR("list"), STR("read also|related posts|الأكثر قراءة"), NULL) == MIG_OK);
    require(furniture_add(&furniture, STR("rest"), STR("comments|leave a comment|0 comments"), NULL) == MIG_OK);
    require(furniture_add(&furniture, STR("byline"), STR("by|published on|نشر في"), NULL) == MIG_OK);
    return 0;
}

static void check_text(const struct document *d) {
    uint32_t runes = 0;
    for (size_t at = 0, len; at < d->text.len; at += len, runes++) {
        bool valid;
        uint32_t rune = utf8_decode(d->text, at, &len, &valid);
        require(valid && rune != 0 && (rune < 0xE000 || rune > 0xF8FF) && rune < 0xF0000);
    }
    require(runes == d->characters);
    for (size_t i = 0; i < d->diagnostic_count; i++) {
        const struct diagnostic *found = &d->diagnostics[i];
        require(found->start == UINT32_MAX || str_eq(str_sub(d->text, found->start, found->end), STR("\xEF\xBF\xBD")));
    }
}

static void check_paragraphs(const struct document *d) {
    size_t titles = 0, end = 0;
    for (size_t i = 0; i < d->paragraph_count; i++) {
        const struct paragraph *p = &d->paragraphs[i];
        require(p->start >= end && p->start < p->end && p->end <= d->text.len);
        require(utf8_invalid_at(str_sub(d->text, p->start, p->end), 0) == p->end - p->start);
        titles += p->role == PARAGRAPH_TITLE;
        end = p->end;
    }
    require(titles <= 1);
}

static void check_folds(struct str text) {
    struct buf once, twice;
    buf_init(&once, 1 << 24);
    buf_init(&twice, 1 << 24);
    for (int kind = FOLD_STRICT; kind <= FOLD_LOOSE; kind++) {
        buf_clear(&once);
        buf_clear(&twice);
        fold_append(&once, text, (enum fold_kind)kind);
        fold_append(&twice, buf_str(&once), (enum fold_kind)kind);
        require(once.status == MIG_OK && str_eq(buf_str(&once), buf_str(&twice)));
        require(utf8_invalid_at(buf_str(&once), 0) == once.len);
    }
    buf_free(&once);
    buf_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str rest = {(const char *)data, size}, source, charset;
    char names[2][64];
    if (!str_next(&rest, '\n', &source) || !str_next(&rest, '\n', &charset) || source.len > 63 || charset.len > 63)
        return 0;
    memcpy(names[0], source.ptr, source.len);
    names[0][source.len] = '\0';
    memcpy(names[1], charset.ptr, charset.len);
    names[1][charset.len] = '\0';
    struct mig_article article = {
        .bytes = rest.ptr, .length = rest.len, .source = names[0], .charset = charset_known(charset) ? names[1] : NULL};
    struct document d;
    document_init(&d);
    if (reader_text(&d, &article, NULL) == MIG_OK) {
        check_text(&d);
        check_paragraphs(&d);
        require(furniture_mark(&furniture, &d, NULL) == MIG_OK);
        check_paragraphs(&d);
        check_folds(d.text);
        const struct published_hints hints = {.day_first = true};
        require(published_from_address(&d, &hints) == MIG_OK);
        d.published_basis = BASIS_NONE;
        require(published_from_header(&d, &hints) == MIG_OK);
        require(d.published.len == 0 || d.published.len == 10);
        struct language_guess guess = language_guess(&guesser, d.text);
        require(guess.confidence >= 0 && guess.confidence <= 1);
    }
    document_free(&d);
    return 0;
}
