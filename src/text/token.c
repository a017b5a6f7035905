#include "text/token.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <string.h>

enum { PARTS_MAX = 4, REST_LETTERS_MIN = 2, STEM_BYTES_MIN = 6 };

static bool set_has(const struct token_set *set, struct str s) {
    for (size_t i = 0; i < set->count; i++)
        if (str_eq(set->at[i], s))
            return true;
    return false;
}

static bool starts_with_one(const struct token_set *set, struct str s) {
    for (size_t i = 0; i < set->count; i++)
        if (str_starts(s, set->at[i]))
            return true;
    return false;
}

static bool begins_one(const struct token_set *set, struct str s) {
    for (size_t i = 0; i < set->count; i++)
        if (set->at[i].len > s.len && str_starts(set->at[i], s))
            return true;
    return false;
}

void token_scanner_init(struct token_scanner *s, const struct token_config *config, struct str text, size_t start,
                        size_t end) {
    s->config = config;
    s->text = text;
    s->at = start;
    s->end = end;
    s->gap = true;
}

static const struct fold *fold_at(const struct token_scanner *s, size_t at, size_t *len, struct fold *scratch) {
    unsigned char byte = (unsigned char)s->text.ptr[at];
    if (byte < 0x80) {
        *len = 1;
        return &fold_table[byte];
    }
    return fold_of(utf8_at(str_sub(s->text, 0, s->end), at, len), scratch);
}

static uint8_t flags_at(const struct token_scanner *s, size_t at) {
    struct fold scratch;
    size_t len;
    return at < s->end ? fold_at(s, at, &len, &scratch)->flags : FOLD_SPACE;
}

static bool is_byte(const struct token_scanner *s, size_t at, char c) {
    return at < s->end && s->text.ptr[at] == c;
}

// The length of an apostrophe (typewriter or typographic) at this place, 0 when there is none.
static size_t apostrophe_at(const struct token_scanner *s, size_t at) {
    struct fold scratch;
    size_t len;
    if (at >= s->end)
        return 0;
    const struct fold *f = fold_at(s, at, &len, &scratch);
    return f->strict_len == 1 && f->strict[0] == '\'' ? len : 0;
}

// A token being read.
struct reading_token {
    size_t at;     // end so far
    size_t folded; // bytes of s->folded
    unsigned letters, upper;
    bool first_upper, first_lower, accented, caseless, overflow, initials;
};

static void add_fold(struct token_scanner *s, struct reading_token *t, const struct fold *f, size_t len) {
    if (t->folded + f->strict_len > TOKEN_FOLDED_MAX) {
        t->overflow = true;
    } else if (f->flags & FOLD_MARK) {
        t->folded = fold_join(s->folded, t->folded, utf8_at(s->text, t->at, &len));
        t->accented = true;
    } else {
        memcpy(s->folded + t->folded, f->strict, FOLD_BYTES);
        t->folded += f->strict_len;
        t->accented |= f->strict_len != f->loose_len || memcmp(f->strict, f->loose, f->strict_len) != 0;
    }
    t->at += len;
}

static void add_letter(struct token_scanner *s, struct reading_token *t, const struct fold *f, size_t len) {
    if (f->flags & FOLD_LETTER && f->strict_len) {
        if (t->letters == 0) {
            t->first_upper = f->flags & FOLD_UPPER;
            t->first_lower = f->flags & FOLD_LOWER;
            t->caseless = !(f->flags & (FOLD_UPPER | FOLD_LOWER));
        }
        t->letters++;
        t->upper += (f->flags & FOLD_UPPER) != 0;
    }
    add_fold(s, t, f, len);
}

static struct str folded_str(const struct token_scanner *s, const struct reading_token *t) {
    return t->overflow ? (struct str){0} : (struct str){s->folded, t->folded};
}

// Whether an affix of the set, which begins with an apostrophe, stands at this place and ends its word; returns its length in bytes.
static size_t suffix_at(const struct token_scanner *s, size_t at) {
    size_t mark = apostrophe_at(s, at);
    for (size_t i = 0; mark && i < s->config->suffixes.count; i++) {
        struct str suffix = s->config->suffixes.at[i];
        struct str here = str_sub(s->text, at + mark, s->end);
        struct str rest = str_sub(suffix, 1, suffix.len);
        if (str_starts(here, rest) && !(flags_at(s, at + mark + rest.len) & FOLD_WORD))
            return mark + rest.len;
    }
    return 0;
}

// ASCII letters and digits in lower case; 0 for all other bytes.
static const unsigned char ascii_word[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8',
    ['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h',
    ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q',
    ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
    ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i',
    ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r',
    ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z',
};

// The ASCII letters and digits at the start of what is left: most of Latin text.
static void read_ascii(struct token_scanner *s, struct reading_token *t) {
    const unsigned char *text = (const unsigned char *)s->text.ptr + t->at;
    size_t room = TOKEN_FOLDED_MAX - t->folded, most = s->end - t->at < room ? s->end - t->at : room, count = 0;
    unsigned upper = 0, digits = 0;
    char *folded = s->folded + t->folded;
    for (unsigned char lower; count < most && (lower = ascii_word[text[count]]); count++) {
        folded[count] = (char)lower;
        upper += lower != text[count];
        digits += lower <= '9';
    }
    if (count > digits && t->letters == 0) { // a word begins with a letter
        t->first_upper = text[0] <= 'Z';
        t->first_lower = text[0] >= 'a';
    }
    t->letters += (unsigned)count - digits;
    t->upper += upper;
    t->at += count;
    t->folded += count;
}

// Reads the letters of a word; stops before what ends it.
static void read_letters(struct token_scanner *s, struct reading_token *t) {
    struct fold scratch;
    size_t len;
    if (!t->caseless && !t->overflow)
        read_ascii(s, t);
    while (t->at < s->end) {
        const struct fold *f = fold_at(s, t->at, &len, &scratch);
        if (f->flags & FOLD_DIGIT && t->caseless)
            return; // "ال15": the article before a number; decided by the caller
        if (!(f->flags & (FOLD_WORD | FOLD_IGNORED)))
            return;
        add_letter(s, t, f, len);
    }
}

// The apostrophe after the letters read: part of an elision (then the token ends with it), inside a word, or the start of a suffix.
static bool read_apostrophe(struct token_scanner *s, struct reading_token *t, bool *ended) {
    size_t mark = apostrophe_at(s, t->at);
    if (!mark || t->overflow || t->folded + 1 > TOKEN_FOLDED_MAX)
        return false;
    s->folded[t->folded] = '\'';
    if (set_has(&s->config->elisions, (struct str){s->folded, t->folded + 1})) {
        t->folded++;
        t->at += mark;
        *ended = true;
        return true;
    }
    if (suffix_at(s, t->at) || !(flags_at(s, t->at + mark) & FOLD_LETTER))
        return false;
    t->folded++;
    t->at += mark;
    return true;
}

// The period of an abbreviation ("Mr."), an initial ("J.") or letters with periods ("U.S.").
static bool read_period(struct token_scanner *s, struct reading_token *t, bool *ended) {
    if (!is_byte(s, t->at, '.') || t->overflow || t->folded + 1 > TOKEN_FOLDED_MAX)
        return false;
    s->folded[t->folded] = '.';
    bool single = t->letters == 1 && t->first_upper;
    bool inner =
        (single || t->initials) && flags_at(s, t->at + 1) & FOLD_LETTER && !(flags_at(s, t->at + 1) & FOLD_LOWER);
    if (!t->initials && flags_at(s, t->at + 1) & FOLD_LETTER &&
        begins_one(&s->config->abbreviations, (struct str){s->folded, t->folded + 1})) {
        t->folded++; // the first period of "p.m."
        t->at++;
        return true;
    }
    bool last = single || t->initials || set_has(&s->config->abbreviations, (struct str){s->folded, t->folded + 1});
    if (inner && is_byte(s, t->at + 2, '.')) {
        t->initials = true;
    } else if (!last) {
        return false;
    } else {
        *ended = true;
    }
    t->folded++;
    t->at++;
    return true;
}

static bool read_number(struct token_scanner *s, struct token_raw *out, struct reading_token *t);

static bool read_word(struct token_scanner *s, struct token_raw *out) {
    struct reading_token t = {.at = s->at};
    bool ended = false;
    do
        read_letters(s, &t);
    while (t.letters && (read_apostrophe(s, &t, &ended) || read_period(s, &t, &ended)) && !ended);
    if (t.at < s->end && flags_at(s, t.at) & FOLD_DIGIT && set_has(&s->config->ordinal_prefixes, folded_str(s, &t)))
        return read_number(s, out, &t);
    out->shape = TOKEN_WORD;
    if (t.first_upper)
        out->shape |= TOKEN_CAP;
    if (t.first_lower)
        out->shape |= TOKEN_LOWER;
    if (t.letters > 1 && t.upper == t.letters)
        out->shape |= TOKEN_CAPS;
    out->accented = t.accented;
    out->caseless = t.caseless;
    out->folded = folded_str(s, &t);
    out->end = (uint32_t)t.at;
    return t.at > s->at;
}

static void read_digits(struct token_scanner *s, struct reading_token *t) {
    struct fold scratch;
    size_t len;
    while (t->at < s->end) {
        const struct fold *f = fold_at(s, t->at, &len, &scratch);
        if (!(f->flags & FOLD_DIGIT))
            return;
        add_fold(s, t, f, len);
    }
}

// The length of a mark that may stand inside a number, when a digit follows it.
static size_t separator_at(const struct token_scanner *s, size_t at) {
    size_t len = 0;
    if (at >= s->end)
        return 0;
    uint32_t rune = utf8_at(str_sub(s->text, 0, s->end), at, &len);
    bool mark = rune == '.' || rune == ',' || rune == 0x66B || rune == 0x66C;
    return mark && flags_at(s, at + len) & FOLD_DIGIT ? len : 0;
}

// 1,500 and 2.5 are one number; 22.06.2023 are three with marks between.
static bool is_split_number(const struct token_scanner *s, size_t at) {
    unsigned groups = 0, odd = 0;
    for (size_t len; (len = separator_at(s, at)); groups++) {
        unsigned digits = 0;
        at += len;
        while (flags_at(s, at) & FOLD_DIGIT && at < s->end) {
            struct fold scratch;
            fold_at(s, at, &len, &scratch);
            at += len;
            digits++;
        }
        odd += digits != 3;
    }
    return groups > 1 && odd;
}

// The later parts of such a number: 06 and 2023 of 22.06.2023.
static bool follows_split(const struct token_scanner *s) {
    return s->at >= 2 && !s->gap && (s->text.ptr[s->at - 1] == '.' || s->text.ptr[s->at - 1] == ',') &&
           flags_at(s, s->at - 2) & FOLD_DIGIT;
}

static bool read_number(struct token_scanner *s, struct token_raw *out, struct reading_token *t) {
    bool prefixed = t->letters > 0;
    t->folded = 0;
    read_digits(s, t);
    if (!is_split_number(s, t->at) && !follows_split(s))
        for (size_t len; (len = separator_at(s, t->at));) {
            if (t->folded < TOKEN_FOLDED_MAX)
                s->folded[t->folded++] = s->text.ptr[t->at] == ',' ? ',' : '.';
            t->at += len;
            read_digits(s, t);
        }
    size_t digits = t->folded, end = t->at;
    bool ordinal = prefixed;
    if (flags_at(s, t->at) & FOLD_LETTER) {
        struct reading_token suffix = {.at = t->at};
        struct token_scanner after = *s;
        read_letters(&after, &suffix);
        struct str raw = str_sub(s->text, t->at, suffix.at);
        if (set_has(&s->config->ordinal_suffixes, folded_str(&after, &suffix)) ||
            set_has(&s->config->ordinal_suffixes, raw)) {
            ordinal = true;
            end = suffix.at;
        }
    }
    out->shape = (uint8_t)(TOKEN_NUMBER | (ordinal ? TOKEN_ORDINAL : 0));
    out->accented = out->caseless = false;
    out->folded = t->overflow ? (struct str){0} : (struct str){s->folded, digits};
    out->end = (uint32_t)end;
    return true;
}

static bool is_quote(uint32_t rune) {
    return rune == '"' || rune == '\'' || rune == 0xAB || rune == 0xBB || (rune >= 0x2018 && rune <= 0x201F) ||
           rune == 0x2039 || rune == 0x203A || (rune >= 0x300C && rune <= 0x300F);
}

static bool is_period(uint32_t rune) {
    return rune == '.' || rune == '!' || rune == '?' || rune == 0x2026 || rune == 0x61F || rune == 0x6D4 ||
           rune == 0x3002;
}

static void read_mark(struct token_scanner *s, struct token_raw *out) {
    struct reading_token t = {.at = s->at};
    struct fold scratch;
    size_t len, suffix = suffix_at(s, s->at);
    struct str text = str_sub(s->text, 0, s->end);
    // A suffix stands after a word; alone it is one where a pattern or a list names it.
    if (suffix && (s->at > 0 ? !s->gap : suffix == s->end)) {
        out->shape = TOKEN_WORD;
        out->end = (uint32_t)(s->at + suffix);
        s->folded[0] = '\'';
        size_t mark = apostrophe_at(s, s->at);
        memcpy(s->folded + 1, s->text.ptr + s->at + mark, suffix - mark);
        out->folded = (struct str){s->folded, suffix - mark + 1};
        return;
    }
    uint32_t rune = utf8_at(text, s->at, &len);
    add_fold(s, &t, fold_at(s, s->at, &len, &scratch), len);
    for (size_t more; t.at < s->end && utf8_at(text, t.at, &more) == rune;) // "...", "!!", "----" are one mark
        t.at += more;
    bool clause = set_has(&s->config->clause_ends, folded_str(s, &t)) || is_period(rune);
    if ((rune == '.' || rune == ':') && flags_at(s, t.at) & FOLD_WORD)
        clause = false; // 10:30, example.org
    out->shape = (uint8_t)((is_quote(rune) ? TOKEN_QUOTE : 0) | (clause ? TOKEN_CLAUSE : 0));
    out->folded = folded_str(s, &t);
    out->end = (uint32_t)t.at;
}

// A word of ASCII letters and digits after which nothing can belong to it: most words of Latin text, read without ado.
static bool read_plain_word(struct token_scanner *s, struct token_raw *out) {
    const unsigned char *text = (const unsigned char *)s->text.ptr + s->at;
    size_t most = s->end - s->at < TOKEN_FOLDED_MAX ? s->end - s->at : TOKEN_FOLDED_MAX, count = 0;
    unsigned upper = 0, digits = 0;
    for (unsigned char lower; count < most && (lower = ascii_word[text[count]]); count++) {
        s->folded[count] = (char)lower;
        upper += lower != text[count];
        digits += lower <= '9';
    }
    if (!count || text[0] <= '9' || count == TOKEN_FOLDED_MAX)
        return false;
    if (s->at + count < s->end && (text[count] >= 0x80 || text[count] == '\'' || text[count] == '.'))
        return false;
    size_t letters = count - digits;
    *out = (struct token_raw){.start = (uint32_t)s->at, .end = (uint32_t)(s->at + count), .glued = !s->gap};
    out->shape = (uint8_t)(TOKEN_WORD | (text[0] <= 'Z' ? TOKEN_CAP : TOKEN_LOWER) |
                           (letters > 1 && upper == letters ? TOKEN_CAPS : 0));
    out->folded = (struct str){s->folded, count};
    return true;
}

bool token_next(struct token_scanner *s, struct token_raw *out) {
    struct fold scratch;
    size_t len;
    const struct fold *f = NULL;
    while (s->at < s->end && s->text.ptr[s->at] == ' ') {
        s->gap = true;
        s->at++;
    }
    if (read_plain_word(s, out)) {
        s->at = out->end;
        s->gap = false;
        return true;
    }
    while (s->at < s->end && (f = fold_at(s, s->at, &len, &scratch))->flags & (FOLD_SPACE | FOLD_IGNORED)) {
        s->gap |= (f->flags & FOLD_SPACE) != 0;
        s->at += len;
    }
    if (s->at >= s->end)
        return false;
    *out = (struct token_raw){.start = (uint32_t)s->at, .glued = !s->gap};
    if (f->flags & FOLD_DIGIT) {
        struct reading_token t = {.at = s->at};
        read_number(s, out, &t);
    } else if (!(f->flags & (FOLD_LETTER | FOLD_MARK)) || !read_word(s, out)) {
        read_mark(s, out);
    }
    s->at = out->end;
    s->gap = false;
    return true;
}

size_t token_unaccented(struct str text, const struct token_raw *raw, char out[TOKEN_FOLDED_MAX + 8]) {
    size_t len, folded = 0;
    for (size_t at = raw->start; at < raw->end; at += len) {
        struct fold scratch;
        const struct fold *f = fold_of(utf8_at(str_sub(text, 0, raw->end), at, &len), &scratch);
        if (folded + f->loose_len > TOKEN_FOLDED_MAX)
            return 0;
        memcpy(out + folded, f->loose, FOLD_BYTES);
        folded += f->loose_len;
    }
    return folded;
}

bool token_ends_sentence(const struct token_scanner *s, const struct token_raw *token) {
    size_t len, at = token->end;
    struct str text = str_sub(s->text, 0, s->end);
    if (token->shape & (TOKEN_WORD | TOKEN_NUMBER) || !is_period(utf8_at(text, token->start, &len)))
        return false;
    if (at >= s->end)
        return true;
    if (flags_at(s, at) &
        FOLD_UPPER) // "nations.This": a forgotten space, unless it is an address or letters with periods
        return token->start >= 2 && flags_at(s, token->start - 1) & FOLD_LOWER &&
               flags_at(s, token->start - 2) & FOLD_LOWER && flags_at(s, at + 1) & (FOLD_LOWER | FOLD_SPACE);
    if (!(flags_at(s, at) & FOLD_SPACE))
        return false;
    while (at < s->end && flags_at(s, at) & FOLD_SPACE)
        at++;
    return !(flags_at(s, at) & FOLD_LOWER);
}

// ---- keys and clitics

// The token's folded form, with and without accents, cut at the same letters.
struct forms {
    struct str strict, loose;
    char strict_bytes[TOKEN_FOLDED_MAX + 8], loose_bytes[TOKEN_FOLDED_MAX + 8];
};

static void add_key(struct token *t, const struct vocabulary *words, struct str word, bool loose) {
    uint32_t id = word.len && t->key_count < TOKEN_KEYS_MAX ? vocabulary_find(words, word) : 0;
    for (size_t i = 0; i < t->key_count; i++)
        if (t->keys[i] == id)
            return;
    if (!id)
        return;
    t->loose |= (uint8_t)(loose << t->key_count);
    t->keys[t->key_count++] = id;
}

static void add_keys(struct token *t, const struct vocabulary *words, struct str strict, struct str loose) {
    add_key(t, words, strict, false);
    if (!str_eq(strict, loose))
        add_key(t, words, loose, true);
}

static struct str without_prefix(struct str s, struct str prefix) {
    return str_starts(s, prefix) ? str_sub(s, prefix.len, s.len) : (struct str){0};
}

static struct str article_of(const struct token_config *config, struct str word) {
    for (size_t i = 0; i < config->articles.count; i++)
        if (word.len >= config->articles.at[i].len + 4 && str_starts(word, config->articles.at[i]))
            return config->articles.at[i];
    return (struct str){0};
}

// Stems of a word with a pronoun suffix; ت before it may stand for ة, which the loose fold writes ه: that is data's business, so the
// stem is tried as it is and with its last letter dropped.
static void add_stems(struct token *t, const struct token_config *config, const struct vocabulary *words,
                      const struct forms *f) {
    for (size_t i = 0; i < config->pronoun_suffixes.count && !t->key_count; i++) {
        struct str suffix = config->pronoun_suffixes.at[i];
        if (f->strict.len < suffix.len + 4 || !str_ends(f->strict, suffix))
            continue;
        struct str strict = str_sub(f->strict, 0, f->strict.len - suffix.len);
        struct str loose = f->loose.len > suffix.len ? str_sub(f->loose, 0, f->loose.len - suffix.len) : strict;
        add_keys(t, words, strict, loose);
        char feminine[TOKEN_FOLDED_MAX + 8];
        if (!t->key_count && config->feminine_before_suffix.len && str_ends(strict, config->feminine_before_suffix)) {
            size_t stem = strict.len - config->feminine_before_suffix.len;
            if (stem + config->feminine.len > TOKEN_FOLDED_MAX)
                continue;
            memcpy(feminine, strict.ptr, stem);
            memcpy(feminine + stem, config->feminine.ptr, config->feminine.len);
            add_key(t, words, (struct str){feminine, stem + config->feminine.len}, false);
        }
    }
}

// A word as the lists have it that some write with another end; short words are too easily others.
static void add_strict_key(struct token *t, const struct vocabulary *words, struct str word) {
    uint32_t id = vocabulary_find(words, word);
    for (size_t i = 0; i < t->key_count; i++)
        if (t->keys[i] == id)
            t->loose &= (uint8_t) ~(1u << i);
    add_key(t, words, word, false);
}

static void add_respelled(struct token *t, const struct token_config *config, const struct vocabulary *words,
                          const struct forms *f) {
    for (size_t i = 0; i + 1 < config->endings.count; i += 2) {
        struct str written = config->endings.at[i], meant = config->endings.at[i + 1];
        char bytes[TOKEN_FOLDED_MAX + 8];
        size_t stem = f->strict.len > written.len ? f->strict.len - written.len : 0;
        if (stem < STEM_BYTES_MIN || !str_ends(f->strict, written) || stem + meant.len > TOKEN_FOLDED_MAX)
            continue;
        memcpy(bytes, f->strict.ptr, stem);
        memcpy(bytes + stem, meant.ptr, meant.len);
        struct str word = {bytes, stem + meant.len}, article = article_of(config, word);
        add_strict_key(t, words, word);
        if (article.len)
            add_strict_key(t, words, without_prefix(word, article));
    }
}

static void find_keys(struct token *t, const struct token_config *config, const struct vocabulary *words,
                      const struct forms *f) {
    add_keys(t, words, f->strict, f->loose);
    struct str article = article_of(config, f->strict);
    if (article.len) {
        t->shape |= TOKEN_DEFINITE;
        uint8_t whole = t->key_count;
        add_keys(t, words, without_prefix(f->strict, article), without_prefix(f->loose, article));
        for (uint8_t i = whole; i < t->key_count; i++)
            t->bare |= (uint8_t)(1u << i);
    }
    if (!t->key_count)
        add_stems(t, config, words, f);
    add_respelled(t, config, words, f);
}

static bool push(struct token_row *row, struct token token) {
    if (row->count == row->capacity && !memory_grow(&row->at, &row->capacity, row->count + 1, sizeof *row->at))
        return false;
    row->at[row->count++] = token;
    return true;
}

// What follows a clitic that has swallowed the article is definite, and known with it as well.
static void add_article(struct token *t, const struct token_config *config, const struct vocabulary *words,
                        const struct forms *f) {
    char strict[TOKEN_FOLDED_MAX + 8], loose[TOKEN_FOLDED_MAX + 8];
    for (size_t i = 0; i < config->articles.count; i++) {
        struct str article = config->articles.at[i];
        if (article.len + f->strict.len > TOKEN_FOLDED_MAX || article.len + f->loose.len > TOKEN_FOLDED_MAX)
            continue;
        memcpy(strict, article.ptr, article.len);
        memcpy(strict + article.len, f->strict.ptr, f->strict.len);
        memcpy(loose, article.ptr, article.len);
        memcpy(loose + article.len, f->loose.ptr, f->loose.len);
        add_keys(t, words, (struct str){strict, article.len + f->strict.len},
                 (struct str){loose, article.len + f->loose.len});
    }
    t->shape |= TOKEN_DEFINITE;
}

// The bytes of the text that the first folded bytes of a token came from.
static uint32_t text_length(struct str text, uint32_t start, uint32_t end, size_t folded) {
    size_t len = 0, seen = 0;
    uint32_t at = start;
    while (at < end && seen < folded) {
        struct fold scratch;
        seen += fold_of(utf8_at(str_sub(text, 0, end), at, &len), &scratch)->strict_len;
        at += (uint32_t)len;
    }
    while (at < end) { // invisible and vowel signs go with the letter before
        struct fold scratch;
        if (fold_of(utf8_at(str_sub(text, 0, end), at, &len), &scratch)->strict_len)
            break;
        at += (uint32_t)len;
    }
    return at - start;
}

static bool is_known(const struct token_config *config, const struct vocabulary *words, struct str strict,
                     struct str loose) {
    struct token probe = {.key_count = 0};
    struct forms f = {.strict = strict, .loose = loose};
    find_keys(&probe, config, words, &f);
    return probe.key_count > 0;
}

// Whether a name begins with this word; one that only a name's inside knows is no reason to take a letter off another (Sami).
static bool begins_name(const struct token_config *config, const struct vocabulary *words, struct str strict,
                        struct str loose, bool alone) {
    struct token probe = {.key_count = 0};
    struct forms f = {.strict = strict, .loose = loose};
    find_keys(&probe, config, words, &f);
    for (size_t i = 0; i < probe.key_count; i++)
        if (alone ? vocabulary_stands_alone(words, probe.keys[i]) : vocabulary_begins(words, probe.keys[i]))
            return true;
    return false;
}

// Whether the word is known with the article that a preposition has swallowed: للرباط, but not للقاء, which is ل and لقاء.
static bool known_with_article(const struct token_config *config, const struct vocabulary *words,
                               const struct forms *whole, struct str clitic) {
    struct token probe = {.key_count = 0};
    struct forms f = {.strict = without_prefix(whole->strict, clitic), .loose = without_prefix(whole->loose, clitic)};
    size_t letter;
    utf8_at(clitic, 0, &letter);
    if (begins_name(config, words, str_sub(whole->strict, letter, whole->strict.len),
                    str_sub(whole->loose, letter, whole->loose.len), false))
        return false;
    add_article(&probe, config, words, &f);
    for (size_t i = 0; i < probe.key_count; i++)
        if (vocabulary_begins(words, probe.keys[i]))
            return true;
    return false;
}

static struct str proclitic_of(const struct token_config *config, const struct vocabulary *words,
                               const struct forms *f) {
    for (size_t i = 0; i < config->proclitics.count; i++) {
        struct str clitic = config->proclitics.at[i];
        struct str rest = without_prefix(f->strict, clitic);
        if (utf8_count(rest) < REST_LETTERS_MIN)
            continue;
        if (set_has(&config->verb_proclitics, clitic) && !starts_with_one(&config->verb_beginnings, rest))
            continue;
        // Before an article it may be the beginning of a foreign name (Valentini), unless the rest is known or it is "and".
        bool soft = set_has(&config->soft_proclitics, clitic);
        bool article = article_of(config, rest).len > 0;
        struct str loose = without_prefix(f->loose, clitic);
        bool bare = utf8_count(clitic) > 1; // the article went with it
        if ((article && soft) || ((article || bare) && is_known(config, words, rest, loose)) ||
            begins_name(config, words, rest, loose, false) || (bare && known_with_article(config, words, f, clitic)))
            return clitic;
        for (size_t j = 0; j < config->proclitics.count; j++) { // two at once: وب
            struct str second = without_prefix(rest, config->proclitics.at[j]);
            if (utf8_count(second) >= REST_LETTERS_MIN && article_of(config, second).len)
                return clitic;
        }
    }
    return (struct str){0};
}

static bool add_split(struct token_row *row, const struct token_config *config, const struct vocabulary *words,
                      struct str text, struct token token, struct forms *f, size_t first, unsigned depth,
                      bool swallowed) {
    struct str clitic = {0};
    bool soft = false;
    uint32_t whole = vocabulary_find(words, f->strict);
    if (depth < PARTS_MAX - 1 && token.shape & TOKEN_WORD && f->strict.len && !swallowed)
        clitic = proclitic_of(config, words, f);
    // A known word with a pronoun: its first letter is its own, unless an article follows it.
    if (clitic.len && !whole && !vocabulary_find(words, f->loose) &&
        !article_of(config, without_prefix(f->strict, clitic)).len &&
        begins_name(config, words, f->strict, f->loose, true))
        clitic = (struct str){0};
    if (!clitic.len && depth == 0 && !whole && !is_known(config, words, f->strict, f->loose))
        for (size_t i = 0; i < config->soft_proclitics.count && !clitic.len; i++)
            if (utf8_count(without_prefix(f->strict, config->soft_proclitics.at[i])) > REST_LETTERS_MIN) {
                clitic = config->soft_proclitics.at[i];
                soft = true;
            }
    if (!clitic.len) {
        if (swallowed)
            add_article(&token, config, words, f);
        find_keys(&token, config, words, f);
        return push(row, token);
    }
    struct token part = {.start = token.start,
                         .shape = TOKEN_WORD,
                         .glued = token.glued,
                         .parts = 1,
                         .whole = whole,
                         .whole_loose = str_eq(f->strict, f->loose) ? 0 : vocabulary_find(words, f->loose)};
    part.shape |= soft ? TOKEN_SOFT : 0;
    part.end = token.start + text_length(text, token.start, token.end, clitic.len);
    add_key(&part, words, clitic, false);
    size_t letter;
    if (utf8_count(clitic) > 1) {
        utf8_at(clitic, 0, &letter);
        add_key(&part, words, str_sub(clitic, 0, letter), false);
    }
    if (!push(row, part))
        return false;
    token.start = part.end;
    token.glued = true;
    f->strict = str_sub(f->strict, clitic.len, f->strict.len);
    f->loose = str_sub(f->loose, clitic.len, f->loose.len);
    if (!add_split(row, config, words, text, token, f, first, depth + 1, utf8_count(clitic) > 1))
        return false;
    row->at[first + depth].parts = (uint8_t)(row->count - first - depth);
    return true;
}

bool token_add(struct token_row *row, const struct token_config *config, const struct vocabulary *words,
               struct str text, const struct token_raw *raw) {
    struct token token = {.start = raw->start, .end = raw->end, .shape = raw->shape, .glued = raw->glued, .parts = 1};
    if (!raw->caseless || !(raw->shape & TOKEN_WORD)) {
        add_key(&token, words, raw->folded, false);
        if (raw->accented) {
            char unaccented[TOKEN_FOLDED_MAX + 8];
            add_key(&token, words, (struct str){unaccented, token_unaccented(text, raw, unaccented)}, true);
        }
        return push(row, token);
    }
    struct forms f;
    memcpy(f.strict_bytes, raw->folded.ptr ? raw->folded.ptr : "", raw->folded.len);
    f.strict = (struct str){f.strict_bytes, raw->folded.len};
    f.loose = f.strict;
    if (raw->accented)
        f.loose = (struct str){f.loose_bytes, token_unaccented(text, raw, f.loose_bytes)};
    return add_split(row, config, words, text, token, &f, row->count, 0, false);
}
