#include "input/page_date.h"

#include <string.h>

#include "base/buf.h"
#include "text/calendar.h"
#include "text/fold.h"

enum {
    FIRST_YEAR = 1990,
    LINE_CEILING = 1024,
    LINE_LETTERS = 160, // of a line that names author and date
    DATE_LETTERS = 40,  // of a line that has little but the date
    NAMED_LINE = 5,     // rank of a line near the article whose class says that it has a day or author
    NEAR_BLOCKS = 12,   // before and after the article's text
    LONG_DATE = 40,     // bytes of a date-time
};

struct reading {
    struct document *d;
    const struct published_hints *hints;
    bool in_utc; // the date that was taken is a day of Greenwich
    struct buf line;
};

static bool is_possible(const struct reading *r, int year, int month, int day) {
    return year >= FIRST_YEAR && published_is_possible(r->hints, year, month, day);
}

static bool read_line(struct reading *r, struct str text, bool short_years, int *year, int *month, int *day) {
    struct published_hints hints = *r->hints;
    hints.short_years = short_years;
    buf_clear(&r->line);
    fold_append(&r->line, text, FOLD_STRICT);
    return r->line.status == MIG_OK && published_find(buf_str(&r->line), &hints, year, month, day) &&
           is_possible(r, *year, *month, *day);
}

// Seconds or milliseconds since 1970.
static bool read_epoch(struct str value, int *year, int *month, int *day) {
    uint32_t seconds;
    if ((value.len != 10 && value.len != 13) || !str_uint(str_sub(value, 0, 10), &seconds))
        return false;
    struct civil date = calendar_civil((int32_t)(seconds / 86400));
    *year = date.year, *month = date.month, *day = date.day;
    return true;
}

static bool digits_at(struct str s, size_t at, size_t count, int *out) {
    uint32_t value;
    if (at + count > s.len || !str_uint(str_sub(s, at, at + count), &value))
        return false;
    *out = (int)value;
    return true;
}

// 2024-05-08…, 2024/05/08…, 20240508…
static bool read_iso(struct str s, int *year, int *month, int *day) {
    if (!digits_at(s, 0, 4, year))
        return false;
    size_t sep = s.len > 4 && memchr("-/.", s.ptr[4], 3) != NULL ? 1 : 0;
    return digits_at(s, 4 + sep, 2, month) && digits_at(s, 6 + 2 * sep, 2, day) &&
           (sep == 0 || (s.len > 7 && s.ptr[7] == s.ptr[4])) && calendar_valid(*year, *month, *day);
}

static bool is_of_greenwich(struct str value) {
    static const char *const ends[] = {"Z", "+00:00", "+0000", "GMT", "UTC"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_ends(value, str_c(ends[i])))
            return true;
    return false;
}

// Sets the date that a metadata value is; *done tells whether it is one.
static enum mig_status take_value(struct reading *r, struct str value, bool *done) {
    struct str date;
    int year, month, day;
    *done = true;
    r->in_utc = is_of_greenwich(value);
    if (value.len <= LONG_DATE && published_parse(value, &date)) {
        *done = read_iso(date, &year, &month, &day) && is_possible(r, year, month, day);
        if (!*done)
            return MIG_OK;
        r->d->published = date; // the page's strings live in the document's arena
        r->d->published_basis = BASIS_METADATA;
        return MIG_OK;
    }
    if (read_epoch(value, &year, &month, &day)) {
        r->in_utc = true;
        *done = is_possible(r, year, month, day);
    } else if (read_iso(value, &year, &month, &day)) {
        *done = is_possible(r, year, month, day);
    } else {
        *done = read_line(r, value, true, &year, &month, &day);
    }
    return *done ? published_set(r->d, year, month, day, BASIS_METADATA) : MIG_OK;
}

// --- metadata -----------------------------------------------------------------------------------------------------

static const uint32_t elsewhere = NAME_AWAY | NAME_COMMENT | IN_NAV | IN_ASIDE | IN_FOOTER;

static bool is_near(size_t block, size_t first_text, size_t last_text) {
    return block + 2 * NEAR_BLOCKS >= first_text && block <= last_text + NEAR_BLOCKS;
}

static bool is_usable(const struct page *p, const struct page_date *date, size_t first_text, size_t last_text) {
    if (date->source == DATE_JSON_LD_ARTICLE)
        return date->context == p->article_depth;
    if (date->source < DATE_PROPERTY || date->source == DATE_JSON_LD || date->source == DATE_META_WEAK)
        return true;
    uint32_t context = date->block < p->block_count ? p->blocks[date->block].context : 0;
    bool comment = ((date->context | context) & NAME_COMMENT) != 0;
    bool said = date->source == DATE_PROPERTY || date->source == DATE_CLASS; // that it is the day of publication
    if (said && !comment && is_near(date->block, first_text, last_text))
        return true;
    return !comment && (context & elsewhere) == 0 && is_near(date->block, first_text, last_text);
}

// The one `time` element of the page that stands neither among comments nor around the page; NULL when there are more.
static const struct page_date *only_time(const struct page *p) {
    const struct page_date *only = NULL;
    for (size_t i = 0; i < p->date_count; i++) {
        const struct page_date *date = &p->dates[i];
        uint32_t context = date->block < p->block_count ? p->blocks[date->block].context : 0;
        if (date->source != DATE_TIME || ((date->context | context) & NAME_COMMENT) != 0 || (context & elsewhere) != 0)
            continue;
        if (only != NULL && !str_eq(only->value, date->value))
            return NULL;
        only = date;
    }
    return only;
}

static enum mig_status from_metadata(struct reading *r, const struct page *p, size_t first_text, size_t last_text,
                                     bool *done) {
    *done = false;
    for (unsigned source = 0; source <= DATE_TIME; source++) {
        for (size_t i = 0; i < p->date_count; i++) {
            const struct page_date *date = &p->dates[i];
            if (date->source != source || !is_usable(p, date, first_text, last_text))
                continue;
            enum mig_status status = take_value(r, date->value, done);
            if (status != MIG_OK || *done)
                return status;
        }
    }
    return MIG_OK;
}

// --- lines around the article -------------------------------------------------------------------------------------

// How likely a block is the line that says when the article is from; 0: not at all.
static unsigned rank_line(const struct page *p, size_t i, size_t first_text, size_t last_text) {
    const struct page_block *b = &p->blocks[i];
    bool before = i < first_text, near = before ? i + NEAR_BLOCKS >= first_text : i <= last_text + NEAR_BLOCKS;
    bool named =
        (b->context & (NAME_PUBLISHED | NAME_BYLINE | NAME_DATE | NAME_AUTHOR | IN_TIME | SAYS_PUBLISHED)) != 0;
    if (b->letters + b->linked > LINE_LETTERS || (b->context & NAME_COMMENT) != 0 ||
        ((b->context & (NAME_MODIFIED | SAYS_MODIFIED)) != 0 && (b->context & (NAME_PUBLISHED | SAYS_PUBLISHED)) == 0))
        return 0;
    if ((b->context & elsewhere) != 0)
        return near && (b->context & (IN_NAV | IN_ASIDE | IN_FOOTER)) == 0 && b->letters <= DATE_LETTERS;
    if (named && near)
        return before ? NAMED_LINE + 1 : NAMED_LINE;
    bool at_edge = i <= first_text + 2 || i + 1 >= last_text;
    if (b->role == BLOCK_TEXT && (!at_edge || b->letters > DATE_LETTERS))
        return 0; // of a sentence
    if (i > last_text && (b->context & (IN_TABLE | IN_LIST)) != 0)
        return 0; // of a row of data
    if (near)
        return before ? 4 : 2;
    return named ? 3 : 0;
}

struct line_date {
    unsigned rank; // 0: none
    size_t block;
    int32_t day;
};

// Where the article's text is.
struct extent {
    size_t first, last;
};

static struct line_date read_block(struct reading *r, const struct page *p, size_t i, struct extent text) {
    const struct page_block *b = &p->blocks[i];
    struct line_date line = {.rank = rank_line(p, i, text.first, text.last), .block = i};
    int year, month, day;
    if (line.rank > 0 &&
        read_line(r, str_sub(buf_str(&p->text), b->start, b->end), line.rank >= NAMED_LINE, &year, &month, &day))
        line.day = calendar_days(year, month, day);
    else
        line.rank = 0;
    return line;
}

static struct line_date find_line(struct reading *r, const struct page *p, struct extent text) {
    struct line_date best = {0};
    for (size_t i = 0; i < p->block_count; i++) {
        struct line_date line = read_block(r, p, i, text);
        bool nearer = line.rank == best.rank && i < text.first && best.block < text.first; // the last before the text
        if (line.rank > 0 && (line.rank > best.rank || nearer))
            best = line;
    }
    return best;
}

// A day in the header of the site may be that of the crawl.
static enum published_basis line_basis(const struct page *p, const struct line_date *line) {
    uint32_t context = p->blocks[line->block].context;
    bool of_site = (context & (IN_HEADER | elsewhere)) != 0 && (context & (IN_ARTICLE | IN_MAIN)) == 0;
    return line->rank < NAMED_LINE && of_site ? BASIS_HEADER : BASIS_DATELINE;
}

static enum mig_status set_day(struct reading *r, int32_t day, enum published_basis basis) {
    struct civil date = calendar_civil(day);
    return published_set(r->d, date.year, date.month, date.day, basis);
}

// Whether metadata names its day in another time zone than the article's, as like as not, or is of a doubtful kind.
static bool is_day_uncertain(const struct reading *r, const struct page *p) {
    if (r->in_utc)
        return true;
    for (size_t i = 0; i < p->date_count; i++)
        if (p->dates[i].source <= DATE_JSON_LD)
            return false;
    return true;
}

// Whether the address or some line near the article has that day.
static bool is_day_shown(struct reading *r, const struct page *p, int32_t day, struct extent text) {
    int year, month, of_month;
    if (published_in_address(r->d->url, r->hints, &year, &month, &of_month) &&
        calendar_days(year, month, of_month) == day)
        return true;
    for (size_t i = 0; i < p->block_count; i++) {
        struct line_date line = read_block(r, p, i, text);
        if (line.rank > 0 && line.day == day)
            return true;
    }
    return false;
}

// A by-line that names the day before or after what metadata says is right, unless the page shows that too: it is what
// the reader sees.
static enum mig_status correct_day(struct reading *r, const struct page *p, const struct line_date *line,
                                   struct extent text) {
    if (line->rank < NAMED_LINE || !is_day_uncertain(r, p))
        return MIG_OK;
    int32_t said = published_day(r->d->published), apart = said - line->day;
    if ((apart != 1 && apart != -1) || is_day_shown(r, p, said, text))
        return MIG_OK;
    return set_day(r, line->day, BASIS_METADATA);
}

// What is left when nothing else tells.
static enum mig_status from_the_rest(struct reading *r, const struct page *p) {
    enum mig_status status = MIG_OK;
    const struct page_date *only = only_time(p);
    bool done = false;
    if (only != NULL)
        status = take_value(r, only->value, &done);
    for (size_t i = 0; i < p->date_count && !done && status == MIG_OK; i++)
        if (p->dates[i].source == DATE_SCRIPT)
            status = take_value(r, p->dates[i].value, &done);
    for (size_t i = 0; i < p->date_count && !done && status == MIG_OK; i++) {
        int year, month, day;
        done = p->dates[i].source == DATE_IMAGE &&
               published_in_address(p->dates[i].value, r->hints, &year, &month, &day) &&
               is_possible(r, year, month, day);
        if (done)
            status = published_set(r->d, year, month, day, BASIS_HEADER);
    }
    return status;
}

enum mig_status page_date_find(const struct page *p, struct document *d, const struct published_hints *hints) {
    struct reading r = {.d = d, .hints = hints};
    struct extent text = {p->block_count, 0};
    bool done;
    if (d->published_basis != BASIS_NONE)
        return MIG_OK;
    for (size_t i = 0; i < p->block_count; i++) {
        if (p->blocks[i].role != BLOCK_TEXT)
            continue;
        text.first = text.first < i ? text.first : i;
        text.last = i;
    }
    buf_init(&r.line, LINE_CEILING);
    enum mig_status status = from_metadata(&r, p, text.first, text.last, &done);
    struct line_date line = find_line(&r, p, text);
    if (status == MIG_OK && done)
        status = correct_day(&r, p, &line, text);
    if (status == MIG_OK && !done)
        status = published_from_address(d, hints);
    if (status == MIG_OK && d->published_basis != BASIS_URL && !done && line.rank > 0)
        status = set_day(&r, line.day, line_basis(p, &line));
    if (status == MIG_OK && d->published_basis == BASIS_NONE)
        status = from_the_rest(&r, p);
    buf_free(&r.line);
    return status;
}
