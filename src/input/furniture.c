#include "input/furniture.h"

#include <string.h>

#include "base/utf8.h"
#include "input/furniture_line.h"

enum { LINE = 1, START = 2, LIST = 4, REST = 8, BYLINE = 16 };

enum {
    LONG_LINE = 500,        // bytes; a longer one is text, or else a long menu or list of links
    LONG_LINE_START = 160,  // bytes of it that tell
    START_WORDS = 12,       // of a line that a phrase of type start makes furniture
    BYLINE_WORDS = 16,      //
    LONG_BYLINE_WORDS = 24, // with a date and the phrase further on
    SHORT_BYLINE_WORDS = 8, // after a phrase of one word, such as "by"
    LINK_WORDS = 15,        // a link has fewer
    BODY_BEFORE_REST = 120, // words after which comments may start before the second half
    TEXT_WORDS = 30,        // a line of so many words is text, with or without a full stop;
    TEXT_SENTENCE = 12,     // so is one of so many words that ends in one
    LABEL_WORDS = 3,        // a line that short before the headline is a section's name
    NEAR_TITLE = 6,         // paragraphs after the headline in which author and date stand
    HEADING_WORDS = 12,
};

static const struct {
    const char *name;
    unsigned type;
} types[] = {{"line", LINE}, {"start", START}, {"list", LIST}, {"rest", REST}, {"byline", BYLINE}};

// --- phrases --------------------------------------------------------------------------------------------------------

void furniture_init(struct furniture *f) {
    memset(f, 0, sizeof *f);
}

void furniture_free(struct furniture *f) {
    hash_bits_free(&f->types);
    furniture_init(f);
}

static unsigned type_of(struct str name) {
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_eq(name, str_c(types[i].name)))
            return types[i].type;
    return 0;
}

bool furniture_is_type(struct str type) {
    return type_of(type) != 0;
}

enum mig_status furniture_add(struct furniture *f, struct str type, struct str phrases, struct mig_error *err) {
    unsigned bit = type_of(type);
    struct str line, phrase;
    if (bit == 0)
        return error_set(err, MIG_EDATA, STR(""), 0, 0, "no type of furniture '%.*s'", STR_ARGS(type));
    while (str_next(&phrases, '\n', &line)) {
        while (str_next(&line, '|', &phrase)) {
            struct line read;
            line_read(str_trim(phrase), &read);
            if (bit == LINE && read.token_count > 1 && read.tokens[read.token_count - 1] == LINE_COLON)
                read.token_count--; // colons around whole lines count for nothing
            if (read.token_count == 0)
                continue;
            if (!hash_bits_add(&f->types, line_hash(&read, 0, read.token_count), bit))
                return error_memory(err);
            if (read.token_count > f->longest)
                f->longest = read.token_count;
        }
    }
    return MIG_OK;
}

// Tokens of the longest phrase of this type that the line has from token from on; 0 when none.
static size_t phrase_at(const struct furniture *f, const struct line *line, size_t from, unsigned type) {
    size_t most = line->token_count - from, found = 0;
    uint64_t hash = LINE_HASH_START;
    if (most > f->longest)
        most = f->longest;
    for (size_t count = 1; count <= most; count++) {
        hash = line_hash_step(hash, line->tokens[from + count - 1]);
        if ((hash_bits_find(&f->types, hash) & type) != 0)
            found = count;
    }
    return found;
}

// Whether phrases of type line, and colons, make up the whole line.
static bool is_made_of_phrases(const struct furniture *f, const struct line *line) {
    if (line->longer || line->words > 2 * START_WORDS)
        return false;
    bool reached[LINE_TOKENS + 1] = {true};
    for (size_t from = 0; from < line->token_count; from++) {
        if (!reached[from])
            continue;
        if (line->tokens[from] == LINE_COLON)
            reached[from + 1] = true;
        uint64_t hash = LINE_HASH_START;
        for (size_t count = 1; count <= f->longest && from + count <= line->token_count; count++) {
            hash = line_hash_step(hash, line->tokens[from + count - 1]);
            if ((hash_bits_find(&f->types, hash) & LINE) != 0)
                reached[from + count] = true;
        }
    }
    return line->token_count > 0 && reached[line->token_count];
}

// --- lines ----------------------------------------------------------------------------------------------------------

enum verdict {
    IN_DOUBT,
    FURNITURE,
    DATE,         // a line with a date and hardly anything else
    AUTHOR,       // a byline by its phrase
    LINKS,        // a list of links starts after it
    LINKS_INLINE, // a heading of links with more in its line: only list marks continue it
    COMMENTS,     // the rest of the page starts here, when it is late enough
};

// What later steps need of a line, kept for each paragraph.
struct mark {
    enum verdict verdict;
    size_t words;
    bool ends_sentence, ends_open, bullet, clock, author_line;
    uint64_t hash; // of the whole line; 0 when it is short or long: then repetition says nothing
};

// Followed by nothing, a number or a colon.
static bool stands_alone(const struct line *line, size_t count) {
    return count == line->token_count || line->tokens[count] == LINE_NUMBER || line->tokens[count] == LINE_COLON;
}

static bool is_byline(const struct furniture *f, const struct line *line) {
    size_t count = phrase_at(f, line, 0, BYLINE);
    if (line->longer || line->words > LONG_BYLINE_WORDS)
        return false;
    if (line->date && !line->ends_sentence) // who, then when, in one line
        for (size_t at = 1; at < line->token_count; at++)
            if (phrase_at(f, line, at, BYLINE) > 1)
                return true;
    if (count > 1)
        return line->words <= BYLINE_WORDS && (!line->ends_sentence || line->date || line->words <= SHORT_BYLINE_WORDS);
    bool name_follows = count == 1 && line->token_count > 1 && !line->lower[1];
    return line->words <= SHORT_BYLINE_WORDS && !line->ends_sentence && name_follows;
}

static enum verdict judge(const struct furniture *f, const struct line *line) {
    size_t links = phrase_at(f, line, 0, LIST);
    if (links > 0) {
        bool colon =
            line->tokens[links - 1] == LINE_COLON || (links < line->token_count && line->tokens[links] == LINE_COLON);
        size_t after = line->token_count - links;
        if (after == 0 || (colon && after == 1 && line->tokens[links] == LINE_COLON))
            return LINKS;
        if (colon)
            return LINKS_INLINE;
        if (line->words <= START_WORDS && !line->ends_sentence)
            return LINKS_INLINE;
    }
    if (line->longer)
        return IN_DOUBT;
    if (is_made_of_phrases(f, line))
        return phrase_at(f, line, 0, REST) == line->token_count ? COMMENTS : FURNITURE;
    size_t rest = phrase_at(f, line, 0, REST);
    if (rest > 0 && (rest > 2 || stands_alone(line, rest)) && line->words <= 2 * START_WORDS)
        return COMMENTS;
    if (phrase_at(f, line, 0, START) > 0 && line->words <= START_WORDS)
        return FURNITURE;
    if (is_byline(f, line))
        return AUTHOR;
    if (line->is_date_line)
        return DATE;
    return line->is_furniture ? FURNITURE : IN_DOUBT;
}

// Many pieces of a few words each, in a line too long to be read whole.
static bool is_long_menu(struct str text) {
    size_t pipes = 0;
    for (size_t i = 0; i < text.len; i++)
        pipes += text.ptr[i] == '|';
    return pipes >= 8 && text.len / pipes < 40;
}

static struct mark read_mark(const struct furniture *f, struct str text) {
    struct line line;
    bool is_long = text.len > LONG_LINE;
    line_read(is_long ? str_sub(text, 0, utf8_cut(text, LONG_LINE_START)) : text, &line);
    if (is_long) {
        line.longer = true;
        struct mark m = {.verdict = is_long_menu(text) ? FURNITURE : judge(f, &line), .words = TEXT_WORDS};
        return m;
    }
    struct mark m = {.verdict = judge(f, &line),
                     .words = line.words,
                     .ends_sentence = line.ends_sentence,
                     .ends_open = line.ends_open,
                     .bullet = line.bullet,
                     .clock = line.clock,
                     .author_line = line.is_author_line};
    if (!line.longer && line.words > LABEL_WORDS)
        m.hash = line_hash(&line, 0, line.token_count);
    return m;
}

// --- the page -------------------------------------------------------------------------------------------------------

struct page {
    struct document *d;
    struct mark *marks;
    size_t count;
};

static bool is_text(const struct mark *m) {
    return m->verdict == IN_DOUBT && (m->words >= TEXT_WORDS || (m->ends_sentence && m->words >= TEXT_SENTENCE));
}

static bool after_empty_line(const struct page *page, size_t i) {
    const struct paragraph *p = page->d->paragraphs;
    size_t newlines = 0;
    for (size_t at = p[i - 1].end; at < p[i].start; at++)
        newlines += page->d->text.ptr[at] == '\n';
    return newlines > 1;
}

static bool is_link(const struct mark *m) {
    return m->verdict != IN_DOUBT || m->bullet || (m->words < LINK_WORDS && !m->ends_sentence);
}

static bool all_are_links(const struct page *page, size_t from) {
    for (size_t i = from; i < page->count; i++)
        if (!is_link(&page->marks[i]))
            return false;
    return true;
}

// Takes the links after a heading of links.
static void take_links(struct page *page, size_t head) {
    struct mark *marks = page->marks;
    bool inline_link = marks[head].verdict == LINKS_INLINE;
    bool late = page->d->paragraphs[head].start > page->d->text.len / 2;
    bool to_the_end = late && !inline_link && all_are_links(page, head + 1);
    marks[head].verdict = FURNITURE;
    for (size_t i = head + 1; i < page->count; i++) {
        struct mark *m = &marks[i];
        if (m->verdict == LINKS || m->verdict == LINKS_INLINE || m->verdict == COMMENTS)
            break; // these are seen to by themselves
        bool empty = after_empty_line(page, i);
        if (!to_the_end && !m->bullet && (inline_link || empty || !is_link(m)))
            break;
        if (m->words > 2 * TEXT_WORDS)
            break;
        m->verdict = FURNITURE;
    }
}

static void take_lists_and_comments(struct page *page) {
    size_t words = 0;
    for (size_t i = 0; i < page->count; i++) {
        struct mark *m = &page->marks[i];
        if (m->verdict == LINKS || m->verdict == LINKS_INLINE) {
            take_links(page, i);
        } else if (m->verdict == COMMENTS) {
            m->verdict = FURNITURE;
            if (words >= BODY_BEFORE_REST || page->d->paragraphs[i].start > page->d->text.len / 2)
                for (size_t rest = i; rest < page->count; rest++)
                    page->marks[rest].verdict = FURNITURE;
        } else if (m->verdict == IN_DOUBT) {
            words += m->words;
        }
    }
}

// A headline has no full stop, unless it stands apart at the very start.
static bool is_headline(const struct page *page, size_t i, size_t least_words) {
    const struct mark *m = &page->marks[i];
    if (m->ends_sentence && (i > 0 || page->count < 2 || !after_empty_line(page, 1)))
        return false;
    return m->verdict == IN_DOUBT && m->words >= least_words && !m->bullet && !m->ends_open;
}

// The paragraph that is the headline, page->count when there is none.
static size_t find_title(const struct page *page, size_t text) {
    struct line known;
    line_read(page->d->title, &known);
    if (known.words > LABEL_WORDS && !known.longer) {
        uint64_t hash = line_hash(&known, 0, known.token_count);
        for (size_t i = 0; i < page->count; i++)
            if (page->marks[i].hash == hash)
                return i;
    }
    for (size_t words = LABEL_WORDS + 1; words > 1; words--) {
        for (size_t i = 0; i < text; i++) {
            if (!is_headline(page, i, words))
                continue;
            for (size_t after = i + 1; after < page->count; after++)
                if (page->marks[after].verdict == IN_DOUBT)
                    return i;
            return page->count; // a single line is the article
        }
    }
    return page->count;
}

// Section names, header dates before the headline; author and date after it; the headline once more anywhere.
static void mark_head(struct page *page, size_t title, size_t text) {
    struct mark *marks = page->marks;
    for (size_t i = 0; i < title; i++) {
        bool label = marks[i].verdict == IN_DOUBT && marks[i].words <= LABEL_WORDS && !marks[i].ends_sentence;
        // A bare date up there is of the day the page was looked at, as like as not; with a time, the article's.
        if (label || (marks[i].verdict == DATE && !marks[i].clock))
            marks[i].verdict = FURNITURE;
    }
    for (size_t i = title + 1; i < page->count; i++) {
        struct mark *m = &marks[i];
        if (m->verdict != IN_DOUBT)
            continue;
        if (m->hash != 0 && m->hash == marks[title].hash)
            m->verdict = FURNITURE;
        else if (!m->ends_sentence && !m->ends_open && i < text && i <= title + NEAR_TITLE && !m->bullet &&
                 (m->words <= LABEL_WORDS || m->author_line))
            m->verdict = AUTHOR;
    }
}

static enum paragraph_role role_of(const struct page *page, size_t i, size_t title) {
    const struct mark *m = &page->marks[i];
    if (m->verdict == FURNITURE)
        return PARAGRAPH_FURNITURE;
    if (m->verdict == DATE || m->verdict == AUTHOR)
        return PARAGRAPH_BYLINE;
    if (i == title)
        return PARAGRAPH_TITLE;
    bool heading = m->words > 0 && m->words <= HEADING_WORDS && !m->ends_sentence && !m->ends_open && !m->bullet;
    return heading && i > 0 && i + 1 < page->count && page->marks[i + 1].verdict == IN_DOUBT ? PARAGRAPH_HEADING
                                                                                             : PARAGRAPH_BODY;
}

enum mig_status furniture_mark(const struct furniture *f, struct document *d, struct mig_error *err) {
    struct page page = {d, arena_alloc(&d->arena, d->paragraph_count * sizeof(struct mark)), d->paragraph_count};
    if (page.marks == NULL)
        return error_memory(err);
    for (size_t i = 0; i < page.count; i++)
        page.marks[i] = read_mark(f, str_sub(d->text, d->paragraphs[i].start, d->paragraphs[i].end));
    take_lists_and_comments(&page);
    size_t text = 0;
    while (text < page.count && !is_text(&page.marks[text]))
        text++;
    size_t title = find_title(&page, text);
    if (title < page.count)
        mark_head(&page, title, text);
    for (size_t i = 0; i < page.count; i++)
        d->paragraphs[i].role = role_of(&page, i, title);
    if (title < page.count && d->title.len == 0)
        d->title = str_sub(d->text, d->paragraphs[title].start, d->paragraphs[title].end);
    return MIG_OK;
}
