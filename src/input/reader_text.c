#include "input/reader_text.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "input/published.h"
#include "text/charset.h"
#include "text/fold.h"

static const size_t largest = (size_t)1 << 30; // offsets are 32 bits, and a byte may become three

// --- what the caller knows ----------------------------------------------------------------------------------------

// A string of the caller's as valid UTF-8; NULL is unknown.
static enum mig_status take(struct document *d, const char *given, struct str *out, struct mig_error *err) {
    struct charset_text clean;
    *out = (struct str){NULL, 0};
    if (given == NULL)
        return MIG_OK;
    enum mig_status status = charset_clean(&d->arena, str_c(given), &clean, err);
    *out = clean.text;
    return status;
}

static enum mig_status take_published(struct document *d, const struct mig_article *article, struct mig_error *err) {
    if (article->published == NULL || article->published[0] == '\0')
        return MIG_OK;
    if (!published_parse(str_c(article->published), &d->published)) {
        struct str file = {NULL, 0};
        if (article->published_basis == MIG_PUBLISHED_BY_OPTION)
            return error_set(err, MIG_EUSAGE, file, 0, 0, "'%s' is no date such as 2024-05-08", article->published);
        return MIG_OK; // a page's metadata may be wrong; the article is as good without
    }
    d->published_basis = article->published_basis == MIG_PUBLISHED_BY_METADATA ? BASIS_METADATA : BASIS_OPTION;
    return MIG_OK;
}

static enum mig_status take_known(struct document *d, const struct mig_article *article, struct mig_error *err) {
    enum mig_status status = take(d, article->source, &d->source, err);
    if (status == MIG_OK)
        status = take(d, article->url, &d->url, err);
    if (status == MIG_OK)
        status = take(d, article->outlet, &d->outlet, err);
    if (status == MIG_OK)
        status = take(d, article->title, &d->title, err);
    if (status == MIG_OK)
        status = take(d, article->language, &d->language, err);
    if (status == MIG_OK)
        status = take_published(d, article, err);
    d->part = article->part;
    return status;
}

// --- text ---------------------------------------------------------------------------------------------------------

enum mig_status reader_text_faults(struct document *d, const struct charset_text *decoded, bool placed) {
    bool utf8 = str_eq(str_c(decoded->charset), STR("UTF-8"));
    const struct {
        const char *code, *what;
    } faults[CHARSET_FAULTS] = {
        [CHARSET_INVALID] = {utf8 ? "invalid-utf8" : "invalid-bytes", "invalid bytes"},
        [CHARSET_NUL] = {"nul", "NUL characters"},
        [CHARSET_PRIVATE] = {"private-use", "private-use characters"},
    };
    enum mig_status status = MIG_OK;
    struct str none = {NULL, 0};
    if (decoded->guessed)
        status = document_diagnose(d, DIAGNOSTIC_WARNING, "guessed-charset", none, UINT32_MAX, UINT32_MAX,
                                   "not UTF-8: read as %s", decoded->charset);
    for (size_t i = 0; i < CHARSET_FAULTS && status == MIG_OK; i++) {
        size_t count = decoded->faults[i].count;
        uint32_t first = (uint32_t)decoded->faults[i].first;
        if (count > 0 && placed)
            status = document_diagnose(d, DIAGNOSTIC_WARNING, faults[i].code, none, first, first + 3,
                                       "%s (%zu) read as U+FFFD, first here", faults[i].what, count);
        else if (count > 0)
            status = document_diagnose(d, DIAGNOSTIC_WARNING, faults[i].code, none, UINT32_MAX, UINT32_MAX,
                                       "%s (%zu) read as U+FFFD", faults[i].what, count);
    }
    return status;
}

static bool is_blank(struct str text, size_t at, size_t *len) {
    struct fold scratch;
    uint32_t rune = utf8_at(text, at, len);
    return (fold_of(rune, &scratch)->flags & (FOLD_SPACE | FOLD_IGNORED)) != 0;
}

struct text_line {
    size_t start, end; // without white space around it; both the same: nothing on it
    size_t indent;     // bytes of white space before it
};

struct line_reader {
    struct str text, newline;
    size_t at;
};

static struct line_reader read_lines(struct str text, size_t from) {
    // Old Macintosh files end lines with a carriage return alone.
    bool returns = str_find(text, STR("\n"), from) == SIZE_MAX && str_find(text, STR("\r"), from) != SIZE_MAX;
    return (struct line_reader){text, returns ? STR("\r") : STR("\n"), from};
}

static bool next_line(struct line_reader *r, struct text_line *out) {
    size_t len, start = r->at, end = str_find(r->text, r->newline, r->at);
    if (r->at >= r->text.len)
        return false;
    if (end == SIZE_MAX)
        end = r->text.len;
    out->start = start;
    r->at = end + 1;
    while (out->start < end && is_blank(r->text, out->start, &len))
        out->start += len;
    out->indent = out->start - start;
    while (end > out->start) {
        size_t last = utf8_cut(r->text, end - 1);
        if (!is_blank(r->text, last, &len))
            break;
        end = last;
    }
    out->end = end;
    return true;
}

// --- lines that were broken to a width ----------------------------------------------------------------------------------

enum {
    NARROWEST = 50, // code points a line; narrower text is verse or a list
    WIDEST = 100,
    WRAP_SAMPLE = 64 * 1024,
    FEWEST_PAIRS = 8, // lines that follow each other without an empty one between
};

// Whether the next line's first word had no room in this line.
static bool is_full(struct str text, const struct text_line *line, const struct text_line *next, size_t width) {
    size_t word = next->start;
    while (word < next->end && text.ptr[word] != ' ')
        word++;
    return utf8_count(str_sub(text, line->start - line->indent, line->end)) + 1 +
               utf8_count(str_sub(text, next->start, word)) >
           width;
}

// The width that the text's lines were broken to, or 0: then each line is a paragraph.
static size_t wrap_width(struct str text, size_t from) {
    struct str sample = str_sub(text, 0, from + WRAP_SAMPLE);
    size_t lengths[WIDEST + 1] = {0}, lines = 0, width = 0, pairs = 0, full = 0;
    struct line_reader reader = read_lines(sample, from);
    struct text_line line, last = {0, 0, 0};
    while (next_line(&reader, &line)) {
        size_t length = utf8_count(str_sub(text, line.start - line.indent, line.end));
        if (line.end > line.start) {
            lines++;
            lengths[length > WIDEST ? WIDEST : length]++;
        }
    }
    for (size_t shorter = 0; width < WIDEST && (shorter += lengths[width]) * 20 < lines * 19;) // all but 1 in 20
        width++;
    if (width < NARROWEST || width == WIDEST)
        return 0;
    reader = read_lines(sample, from);
    while (next_line(&reader, &line)) {
        if (line.end > line.start && last.end > last.start) {
            pairs++;
            full += is_full(text, &last, &line, width);
        }
        last = line;
    }
    return pairs >= FEWEST_PAIRS && full * 10 >= pairs * 7 ? width : 0;
}

static bool continues(struct str text, const struct text_line *last, const struct text_line *line, size_t width) {
    if (width == 0 || last->end == last->start || line->end == line->start || line->indent > last->indent + 1)
        return false;
    char first = text.ptr[line->start];
    return first != '-' && first != '*' && is_full(text, last, line, width);
}

enum mig_status reader_text_lines(struct document *d, size_t from, size_t to) {
    struct str text = str_sub(d->text, 0, to);
    struct line_reader reader = read_lines(text, from);
    struct text_line line, last = {0, 0, 0};
    size_t width = wrap_width(text, from);
    while (next_line(&reader, &line)) {
        if (continues(text, &last, &line, width))
            d->paragraphs[d->paragraph_count - 1].end = (uint32_t)line.end;
        else if (line.end > line.start &&
                 document_add_paragraph(d, (uint32_t)line.start, (uint32_t)line.end, PARAGRAPH_BODY) != MIG_OK)
            return MIG_EMEMORY;
        last = line;
    }
    return MIG_OK;
}

enum mig_status reader_text_decode(struct document *d, const struct mig_article *article, struct str declared,
                                   struct charset_text *out, struct mig_error *err) {
    struct str bytes = {article->bytes, article->length}, given = str_c(article->charset), none = {NULL, 0};
    *out = (struct charset_text){0};
    if (bytes.len > largest)
        return error_set(err, MIG_ELIMIT, none, 0, 0, "larger than 1 GiB");
    if (given.len > 0 && !charset_known(given))
        return error_set(err, MIG_EUSAGE, none, 0, 0, "unknown charset '%s'", article->charset);
    enum mig_status status = take_known(d, article, err);
    if (status != MIG_OK)
        return status;
    status = hash_hex(bytes, d->id, err);
    if (status != MIG_OK)
        return status;
    return charset_decode(&d->arena, bytes, given.len > 0 ? given : declared, out, err);
}

enum mig_status reader_text(struct document *d, const struct mig_article *article, struct mig_error *err) {
    struct charset_text decoded;
    enum mig_status status = reader_text_decode(d, article, (struct str){NULL, 0}, &decoded, err);
    if (status != MIG_OK)
        return status;
    d->text = decoded.text;
    d->characters = (uint32_t)utf8_count(d->text);
    status = reader_text_faults(d, &decoded, true);
    if (status == MIG_OK)
        status = reader_text_lines(d, 0, d->text.len);
    return status == MIG_OK ? MIG_OK : error_memory(err);
}
