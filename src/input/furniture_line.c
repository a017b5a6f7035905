#include "input/furniture_line.h"

#include <string.h>

#include "base/utf8.h"
#include "text/ascii.h"
#include "text/fold.h"

enum { LONGEST_WORD = 64, MOST_NUMBERS = 12, MOST_GROUPS = 4 };

// A number with its inner punctuation, such as 26/03/2025, 17:42, 1,500.
struct number {
    int groups[MOST_GROUPS], digits[MOST_GROUPS];
    char sep; // between the groups; '?' when they differ
    size_t count;
};

struct reader {
    struct str text;
    struct line *line;
    size_t at;
    uint32_t before; // the rune before at; a space at the start
    struct number numbers[MOST_NUMBERS];
    size_t pipes, dots, chevrons, slashes, dashes, wide_gaps, pieces;
    bool degrees, opening_guillemet, bare_clock;
};

// --- tokens ---------------------------------------------------------------------------------------------------------

static void add_token(struct line *line, uint64_t hash, bool lower) {
    if (line->token_count == LINE_TOKENS) {
        line->longer = true;
        return;
    }
    line->tokens[line->token_count] = hash;
    line->lower[line->token_count++] = lower;
}

static uint8_t flags_at(const struct reader *r, size_t at, uint32_t *rune, size_t *len) {
    struct fold scratch;
    *rune = utf8_at(r->text, at, len);
    return fold_of(*rune, &scratch)->flags;
}

// The ASCII letters at the start of a word, most of Latin text: folds them to word and returns how many they are.
static size_t read_ascii_letters(struct reader *r, char *word) {
    size_t start = r->at, count = 0;
    unsigned run = 8;
    while (run == 8 && r->text.len - r->at >= 8 && count + 8 <= LONGEST_WORD) {
        uint64_t bytes = ascii_load(r->text.ptr + r->at);
        run = ascii_run(ascii_letters(bytes));
        ascii_store(word + count, bytes | ASCII_LOWER);
        count += run;
        r->at += run;
    }
    if (r->at > start)
        r->before = (unsigned char)r->text.ptr[r->at - 1];
    return count;
}

static void read_word(struct reader *r) {
    char word[LONGEST_WORD + FOLD_BYTES];
    size_t start = r->at, word_len = read_ascii_letters(r, word);
    bool lower = word_len > 0 && r->text.ptr[start] >= 'a';
    for (size_t len; r->at < r->text.len; r->at += len) {
        struct fold scratch;
        uint32_t rune = utf8_at(r->text, r->at, &len);
        const struct fold *f = fold_of(rune, &scratch);
        if ((f->flags & (FOLD_LETTER | FOLD_MARK | FOLD_IGNORED)) == 0)
            break;
        if (r->at == start)
            lower = (f->flags & FOLD_LOWER) != 0;
        if (word_len <= LONGEST_WORD) {
            memcpy(word + word_len, f->loose, FOLD_BYTES);
            word_len += f->loose_len;
        }
        r->before = rune;
    }
    if (word_len == 0)
        return;
    uint64_t hash = str_hash((struct str){word, word_len});
    add_token(r->line, hash > LINE_COLON ? hash : hash + 16, lower);
    r->line->words++;
    // A time such as 9h30 or 21h: the symbol of the hour between or after numbers.
    r->bare_clock = word_len == 1 && word[0] == 'h' && r->line->numbers > 0;
}

static int digit_at(const struct reader *r, size_t at, size_t *len) {
    struct fold scratch;
    if (at >= r->text.len)
        return -1;
    const struct fold *f = fold_of(utf8_at(r->text, at, len), &scratch);
    return (f->flags & FOLD_DIGIT) != 0 ? f->strict[0] - '0' : -1;
}

static void read_number(struct reader *r) {
    struct number n = {.count = 1};
    size_t len;
    for (int digit; (digit = digit_at(r, r->at, &len)) >= 0;) {
        if (n.digits[n.count - 1] < 8)
            n.groups[n.count - 1] = n.groups[n.count - 1] * 10 + digit;
        n.digits[n.count - 1]++;
        r->at += len;
        size_t mark_len, next_len;
        if (digit_at(r, r->at, &next_len) >= 0 || r->at >= r->text.len)
            continue;
        uint32_t mark = utf8_at(r->text, r->at, &mark_len);
        if (mark >= 0x80 || mark == 0 || memchr("/-.:,", (int)mark, 5) == NULL ||
            digit_at(r, r->at + mark_len, &next_len) < 0)
            break;
        if (n.count < MOST_GROUPS)
            n.count++;
        n.sep = n.sep == '\0' || n.sep == (char)mark ? (char)mark : '?';
        r->at += mark_len;
        n.digits[n.count - 1] = 0;
        n.groups[n.count - 1] = 0;
    }
    if (r->bare_clock)
        r->line->clock = true;
    r->bare_clock = false;
    add_token(r->line, LINE_NUMBER, false);
    if (r->line->numbers < MOST_NUMBERS)
        r->numbers[r->line->numbers] = n;
    r->line->numbers++;
    r->before = '0';
}

static bool is_any(uint32_t rune, const uint32_t *runes) {
    for (; *runes != 0; runes++)
        if (*runes == rune)
            return true;
    return false;
}

static void count_separator(struct reader *r, uint32_t rune, size_t len) {
    static const uint32_t pipes[] = {'|', 0x00A6, 0x2016, 0x2502, 0x2503, 0xFF5C, 0};
    static const uint32_t dots[] = {0x2022, 0x00B7, 0x25CF, 0x2219, 0x22C5, 0};
    static const uint32_t chevrons[] = {'>', 0x00BB, 0x203A, 0x2192, 0x25B8, 0x276F, 0};
    static const uint32_t dashes[] = {'-', 0x2013, 0x2014, 0x2015, 0};
    size_t next_len;
    uint32_t next = ' ';
    bool last = r->at + len >= r->text.len, space_next = last;
    if (!last)
        space_next = (flags_at(r, r->at + len, &next, &next_len) & FOLD_SPACE) != 0;
    bool inside = r->line->token_count > 0, spaced = inside && r->before == ' ' && space_next;
    bool after_number = inside && r->line->tokens[r->line->token_count - 1] == LINE_NUMBER;
    if (is_any(rune, pipes))
        r->pipes += inside;
    else if (is_any(rune, dots))
        r->dots += inside;
    else if (rune == '>' && next == '>')
        r->chevrons += inside && r->before == ' ';
    else if (is_any(rune, chevrons))
        r->chevrons += spaced && !last; // at the end it closes a quotation
    else if (rune == '/')
        r->slashes += spaced;
    else if (is_any(rune, dashes))
        r->dashes += spaced;
    else if (rune == 0x00AB)
        r->opening_guillemet = true;
    else if (rune == 0x00B0)
        r->degrees = r->degrees || (after_number && (next == 'C' || next == 'F' || last));
    else if (rune == 0x00BA)
        r->degrees = r->degrees || (after_number && (next == 'C' || next == 'F'));
    else if (rune == ':')
        add_token(r->line, LINE_COLON, false);
    else if (rune == 0x00A9)
        add_token(r->line, rune, false);
}

// A space with ASCII after it that is none: no need to measure it.
static bool is_single_space(struct str text, size_t at) {
    unsigned char next = at + 1 < text.len ? (unsigned char)text.ptr[at + 1] : 0;
    return text.ptr[at] == ' ' && next > ' ' && next < 0x7F;
}

static void read_spaces(struct reader *r) {
    uint32_t rune;
    size_t len, width = 0;
    while (r->at < r->text.len && (flags_at(r, r->at, &rune, &len) & FOLD_SPACE) != 0) {
        width += rune == '\t' ? 2 : 1;
        r->at += len;
    }
    r->wide_gaps += width > 1;
    r->pieces++;
    r->before = ' ';
}

// --- shapes ---------------------------------------------------------------------------------------------------------

static bool is_year(int value, int digits) {
    return digits == 4 && value >= 1900 && value <= 2099;
}

static bool is_day(int value, int digits) {
    return digits <= 2 && value >= 1 && value <= 31;
}

static bool is_full_date(const struct number *n) {
    if (n->count != 3 || n->sep == '?' || n->sep == ':' || n->sep == ',')
        return false;
    bool last_year = is_year(n->groups[2], n->digits[2]) || (n->sep == '/' && n->digits[2] == 2);
    if (is_year(n->groups[0], n->digits[0]))
        return is_day(n->groups[1], n->digits[1]) && is_day(n->groups[2], n->digits[2]);
    return last_year && is_day(n->groups[0], n->digits[0]) && is_day(n->groups[1], n->digits[1]);
}

static bool is_clock(const struct number *n) {
    return n->sep == ':' && n->count >= 2 && n->digits[0] <= 2 && n->groups[0] < 24 && n->digits[1] == 2 &&
           n->groups[1] < 60;
}

static void find_dates(struct reader *r) {
    bool day = false, year = false;
    for (size_t i = 0; i < r->line->numbers && i < MOST_NUMBERS; i++) {
        const struct number *n = &r->numbers[i];
        r->line->date = r->line->date || is_full_date(n);
        r->line->clock = r->line->clock || is_clock(n);
        if (n->count == 1) {
            day = day || is_day(n->groups[0], n->digits[0]);
            year = year || is_year(n->groups[0], n->digits[0]);
        }
    }
    r->line->date = r->line->date || (day && year);
    r->line->is_date_line = r->line->date && !r->line->longer && r->line->words <= (r->line->clock ? 8 : 4);
}

// One word without spaces that is an address or handle; a file's name; several words that all are handles.
static bool is_address(struct str text) {
    static const char *const endings[] = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp4", ".svg"};
    if (memchr(text.ptr, ' ', text.len) == NULL &&
        (str_find(text, STR("://"), 0) != SIZE_MAX || str_starts(text, STR("www.")) || memchr(text.ptr, '@', text.len)))
        return true;
    if (text.len > 5 && text.len < 100 && memchr(text.ptr + text.len - 5, '.', 2) != NULL)
        for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
            if (str_ends(text, str_c(endings[i])))
                return true;
    struct str piece;
    bool handles = text.ptr[0] == '#' || text.ptr[0] == '@';
    while (handles && str_next(&text, ' ', &piece))
        handles = piece.len == 0 || piece.ptr[0] == '#' || piece.ptr[0] == '@';
    return handles;
}

// The names that cameras give: IMG 1292, DSC_0012.
static bool is_camera_name(struct str text) {
    static const char *const prefixes[] = {"IMG", "DSC", "DSCN", "DSCF", "PXL", "MVI", "GOPR"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        struct str prefix = str_c(prefixes[i]);
        if (!str_starts(text, prefix) || text.len < prefix.len + 3)
            continue;
        size_t digits = 0;
        for (size_t at = prefix.len; at < text.len; at++)
            digits += text.ptr[at] >= '0' && text.ptr[at] <= '9';
        if (digits >= 3 && text.len - prefix.len <= digits + 4)
            return true;
    }
    return false;
}

// Few words in each of several pieces: navigation, sections, buttons.
static bool is_menu(const struct reader *r) {
    const struct line *line = r->line;
    if (line->ends_sentence || line->longer)
        return false;
    size_t chevrons = r->opening_guillemet ? 0 : r->chevrons; // else they close quotations
    if (r->pipes >= 2 && line->words <= 4 * (r->pipes + 1))
        return true;
    if (r->dots >= 2 && line->words <= 3 * (r->dots + 1))
        return true;
    if (chevrons >= 1 && line->words <= 4 * (chevrons + 1))
        return true;
    if (r->slashes >= 2 && line->words <= 3 * (r->slashes + 1))
        return true;
    return r->wide_gaps >= 2 && line->words <= 3 * (r->wide_gaps + 1);
}

static void find_shape(struct reader *r) {
    struct line *line = r->line;
    if (line->is_date_line && !r->degrees)
        return;
    bool weather = r->degrees && !line->ends_sentence && (line->words <= 4 || r->wide_gaps + r->pipes + r->dots > 0);
    bool bare_degrees = line->words == 1 && line->numbers == 1 && r->text.len <= 8 && line->token_count == 2 &&
                        line->tokens[0] == LINE_NUMBER && (str_ends(r->text, STR("C")) || str_ends(r->text, STR("F")));
    line->is_furniture =
        line->words == 0 || weather || bare_degrees || is_address(r->text) || is_camera_name(r->text) || is_menu(r);
    line->is_date_line = line->is_date_line && !line->is_furniture;
    line->is_author_line = !line->ends_sentence && line->numbers == 0 && !line->longer &&
                           ((r->pipes > 0 && line->words <= 8) ||
                            (line->words <= 5 && (r->dashes > 0 || memchr(r->text.ptr, ':', r->text.len) != NULL)));
}

static void find_ends(struct reader *r) {
    static const uint32_t closing[] = {'"', '\'', ')', ']', 0x00BB, 0x2019, 0x201D, 0x203A, ' ', 0x00A0, 0x202F, 0};
    static const uint32_t stops[] = {'.', 0x06D4, 0x3002, 0};
    static const uint32_t open[] = {':', ',', ';', '-', 0x060C, 0x061B, 0x2013, 0x2014, 0};
    size_t end = r->text.len, len;
    uint32_t rune = 0;
    while (end > 0) {
        size_t at = utf8_cut(r->text, end - 1);
        rune = utf8_at(r->text, at, &len);
        if (!is_any(rune, closing))
            break;
        end = at;
    }
    bool dots = end >= 2 && r->text.ptr[end - 1] == '.' && r->text.ptr[end - 2] == '.'; // headlines trail off
    r->line->ends_sentence = is_any(rune, stops) && !dots;
    r->line->ends_open = is_any(rune, open);
}

// A mark at the start, or a number with one (1- 2. 3) 4/), or a date in digits.
static void find_bullet(struct reader *r) {
    static const uint32_t marks[] = {'-',    '*',    '>',    '+',    0x2013, 0x2014, 0x2022, 0x00B7, 0x00BB, 0x203A,
                                     0x25AA, 0x25E6, 0x25CF, 0x25A0, 0x2192, 0x2713, 0x25B8, 0x25BA, 0};
    size_t len, at = 0, digits = 0;
    if (is_any(utf8_at(r->text, 0, &len), marks)) {
        r->line->bullet = true;
        return;
    }
    while (digit_at(r, at, &len) >= 0) {
        at += len;
        digits++;
    }
    while (at < r->text.len && r->text.ptr[at] == ' ')
        at++;
    bool numbered = digits >= 1 && digits <= 2 && at + 1 < r->text.len && memchr("-.)/", r->text.ptr[at], 4) != NULL &&
                    digit_at(r, at + 1, &len) < 0;
    r->line->bullet = numbered || (digits > 0 && is_full_date(&r->numbers[0]));
}

void line_read(struct str text, struct line *out) {
    struct reader r = {.text = text, .line = out, .before = ' ', .pieces = 1};
    memset(out, 0, sizeof *out);
    if (text.len == 0)
        return;
    while (r.at < text.len && !out->longer) {
        uint32_t rune;
        size_t len;
        if (is_single_space(text, r.at)) {
            r.pieces++;
            r.before = ' ';
            r.at++;
            continue;
        }
        uint8_t flags = flags_at(&r, r.at, &rune, &len);
        if ((flags & (FOLD_LETTER | FOLD_MARK)) != 0) {
            read_word(&r);
        } else if ((flags & FOLD_DIGIT) != 0) {
            read_number(&r);
        } else if ((flags & FOLD_SPACE) != 0) {
            read_spaces(&r);
        } else {
            if ((flags & FOLD_IGNORED) == 0) {
                count_separator(&r, rune, len);
                r.before = rune;
            }
            r.at += len;
        }
    }
    find_ends(&r);
    find_bullet(&r);
    find_dates(&r);
    find_shape(&r);
}

uint64_t line_hash(const struct line *line, size_t from, size_t count) {
    uint64_t hash = LINE_HASH_START;
    for (size_t i = from; i < from + count; i++)
        hash = line_hash_step(hash, line->tokens[i]);
    return hash;
}
