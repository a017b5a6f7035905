#include "input/reader_page.h"

#include "base/utf8.h"
#include "input/article_body.h"
#include "input/page_metadata.h"
#include "input/page_title.h"
#include "input/reader_markup.h"
#include "input/reader_text.h"

enum { TEXT_CEILING = 1 << 30 };

// Pages write icons as private-use characters; they are nothing.
static bool is_nothing(uint32_t rune) {
    return rune == 0 || (rune >= 0xE000 && rune <= 0xF8FF) || rune >= 0xF0000;
}

static void append_line(struct buf *to, struct str text) {
    size_t start = 0;
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t rune = utf8_at(text, at, &len);
        if (!is_nothing(rune) && rune != '\n')
            continue;
        buf_append(to, str_sub(text, start, at));
        if (rune == '\n')
            buf_append_byte(to, ' ');
        start = at + len;
    }
    buf_append(to, str_sub(text, start, text.len));
    buf_append_byte(to, '\n');
}

static enum mig_status set_text(struct document *d, struct buf *text) {
    if (text->status != MIG_OK || !arena_copy(&d->arena, buf_str(text), &d->text))
        return MIG_EMEMORY;
    d->paragraph_count = 0;
    d->characters = (uint32_t)utf8_count(d->text);
    return reader_text_lines(d, 0, d->text.len);
}

// The text again, without its furniture.
static void append_article(struct buf *to, const struct document *d) {
    size_t end = 0;
    for (size_t i = 0; i < d->paragraph_count; i++) {
        const struct paragraph *p = &d->paragraphs[i];
        if (p->role == PARAGRAPH_FURNITURE)
            continue;
        bool apart = str_find(str_sub(d->text, end, p->start), STR("\n\n"), 0) != SIZE_MAX;
        if (apart && end > 0)
            buf_append_byte(to, '\n');
        buf_append(to, str_sub(d->text, p->start, p->end));
        buf_append_byte(to, '\n');
        end = p->end;
    }
}

static enum mig_status take_text(struct document *d, const struct page *page, const struct furniture *furniture,
                                 struct mig_error *err) {
    struct buf text;
    buf_init(&text, TEXT_CEILING);
    if (d->title.len > 0) {
        append_line(&text, d->title);
        buf_append_byte(&text, '\n');
    }
    for (size_t i = 0; i < page->block_count; i++) {
        const struct page_block *b = &page->blocks[i];
        struct str line = str_sub(buf_str(&page->text), b->start, b->end);
        if ((b->role == BLOCK_TEXT || b->role == BLOCK_HEADING) && !str_eq(line, d->title))
            append_line(&text, line);
    }
    enum mig_status status = set_text(d, &text);
    if (status == MIG_OK)
        status = furniture_mark(furniture, d, err);
    if (status == MIG_OK) {
        buf_clear(&text);
        append_article(&text, d);
        status = set_text(d, &text);
    }
    if (status == MIG_OK)
        status = furniture_mark(furniture, d, err);
    buf_free(&text);
    return status == MIG_OK ? MIG_OK : error_memory(err);
}

// Copies what a page says, on one line: the page's own text does not outlive it.
static enum mig_status take_string(struct document *d, struct str given, struct str *out, struct mig_error *err) {
    struct charset_text clean;
    if (out->len > 0 || given.len == 0)
        return MIG_OK;
    char *copy = arena_alloc(&d->arena, given.len);
    size_t length = 0;
    if (copy == NULL)
        return error_memory(err);
    for (size_t at = 0, len; at < given.len; at += len) {
        uint32_t rune = utf8_at(given, at, &len);
        if (rune <= ' ' && length > 0 && copy[length - 1] != ' ')
            copy[length++] = ' ';
        for (size_t i = 0; i < len && rune > ' ' && !is_nothing(rune); i++)
            copy[length++] = given.ptr[at + i];
    }
    enum mig_status status = charset_clean(&d->arena, str_trim((struct str){copy, length}), &clean, err);
    *out = clean.text;
    return status;
}

enum mig_status reader_page(struct document *d, const struct mig_article *article, const struct markup_names *names,
                            const struct furniture *furniture, struct page *page, struct mig_error *err) {
    struct charset_text decoded;
    struct str bytes = {article->bytes, article->length};
    enum mig_status status = reader_text_decode(d, article, markup_charset(bytes), &decoded, err);
    if (status == MIG_OK)
        status = markup_parse(page, names, decoded.text, err);
    if (status == MIG_OK && page_metadata_scripts(page, decoded.text) != MIG_OK)
        status = error_memory(err);
    if (status == MIG_OK)
        status = article_body_find(page, err);
    if (status == MIG_OK)
        status = take_string(d, page_title(page), &d->title, err);
    if (status == MIG_OK)
        status = take_string(d, page->outlet, &d->outlet, err);
    if (status == MIG_OK)
        status = take_string(d, page->url, &d->url, err);
    if (status == MIG_OK)
        status = take_text(d, page, furniture, err);
    if (status == MIG_OK && reader_text_faults(d, &decoded, false) != MIG_OK)
        status = error_memory(err);
    return status;
}
