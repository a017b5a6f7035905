#include "input/markup_names.h"

#include <string.h>

#include "base/buf.h"
#include "input/published.h"
#include "text/fold.h"

enum { PHRASE_WORDS = 3, WORD_SHIFT = 16, WORD_BYTES = 64 };

static const struct {
    const char *name;
    unsigned type;
} types[] = {{"away", NAME_AWAY},       {"doubt", NAME_DOUBT},         {"article", NAME_ARTICLE},
             {"caption", NAME_CAPTION}, {"published", NAME_PUBLISHED}, {"modified", NAME_MODIFIED},
             {"author", NAME_AUTHOR},   {"date", NAME_DATE},           {"byline", NAME_BYLINE},
             {"comment", NAME_COMMENT}};

void markup_names_init(struct markup_names *n) {
    memset(n, 0, sizeof *n);
}

void markup_names_free(struct markup_names *n) {
    hash_bits_free(&n->types);
    markup_names_init(n);
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c) {
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

// The hash of the next word at *at, 0 when there is none.
static uint64_t next_word(struct str s, size_t *at) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    while (*at < s.len && !is_letter(s.ptr[*at]))
        ++*at;
    size_t start = *at;
    for (; *at < s.len && is_letter(s.ptr[*at]); ++*at) {
        char c = s.ptr[*at];
        if (is_upper(c) && *at > start && !is_upper(s.ptr[*at - 1]))
            break;
        hash = (hash ^ (unsigned char)(is_upper(c) ? c - 'A' + 'a' : c)) * UINT64_C(0x100000001b3);
    }
    return *at == start ? 0 : hash;
}

static uint64_t join(uint64_t phrase, uint64_t word) {
    uint64_t hash = (phrase + word) * UINT64_C(0x9E3779B97F4A7C15);
    hash ^= hash >> 31;
    return hash == 0 ? 1 : hash;
}

static uint64_t line_hash(struct str folded) {
    return ~str_hash(folded) | 1;
}

// The hash of a phrase, or of words of a line; 0 when there is nothing to it.
static uint64_t phrase_hash(struct str phrase, bool of_line) {
    uint64_t hash = 0, word;
    if (of_line) {
        struct buf folded;
        buf_init(&folded, WORD_BYTES);
        fold_append(&folded, str_trim(phrase), FOLD_STRICT);
        hash = folded.len > 0 ? line_hash(buf_str(&folded)) : 0;
        buf_free(&folded);
        return hash;
    }
    for (size_t at = 0; (word = next_word(phrase, &at)) != 0;)
        hash = join(hash, word);
    return hash;
}

static unsigned type_of(struct str name) {
    uint32_t month;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_eq(name, str_c(types[i].name)))
            return types[i].type;
    if (str_starts(name, STR("month-")) && str_uint(str_sub(name, 6, name.len), &month) && month >= 1 && month <= 12)
        return (PUBLISHED_MONTH + month) << WORD_SHIFT;
    if (str_eq(name, STR("line-published")))
        return (unsigned)PUBLISHED_FIRST << WORD_SHIFT;
    return str_eq(name, STR("line-modified")) ? (unsigned)PUBLISHED_AGAIN << WORD_SHIFT : 0;
}

enum mig_status markup_names_add(struct markup_names *n, struct str type, struct str phrases, struct mig_error *err) {
    unsigned bit = type_of(type);
    struct str line, phrase;
    if (bit == 0)
        return error_set(err, MIG_EDATA, STR(""), 0, 0, "no type of markup names '%.*s'", STR_ARGS(type));
    while (str_next(&phrases, '\n', &line)) {
        while (str_next(&line, '|', &phrase)) {
            uint64_t hash = phrase_hash(phrase, bit >> WORD_SHIFT != 0);
            if (hash == 0)
                continue;
            if (!hash_bits_add(&n->types, hash, bit))
                return error_memory(err);
        }
    }
    return MIG_OK;
}

unsigned markup_names_find(const struct markup_names *n, struct str value) {
    uint64_t words[PHRASE_WORDS] = {0}; // hashes of the phrases that end at the word at hand, by their length - 1
    unsigned found = 0;
    uint64_t word;
    for (size_t at = 0; at < value.len;) {
        // A space parts names of their own.
        bool apart = at < value.len && (value.ptr[at] == ' ' || value.ptr[at] == '\n' || value.ptr[at] == '\t');
        if (apart)
            memset(words, 0, sizeof words);
        if ((word = next_word(value, &at)) == 0)
            break;
        for (size_t i = PHRASE_WORDS - 1; i > 0; i--)
            words[i] = words[i - 1] == 0 ? 0 : join(words[i - 1], word);
        words[0] = join(0, word);
        for (size_t i = 0; i < PHRASE_WORDS && words[i] != 0; i++)
            found |= hash_bits_find(&n->types, words[i]);
    }
    return found;
}

int markup_names_word(const struct markup_names *n, struct str words) {
    return (int)(hash_bits_find(&n->types, line_hash(words)) >> WORD_SHIFT);
}
