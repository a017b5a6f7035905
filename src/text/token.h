// From text to tokens: words, numbers, punctuation, with what the dictionary needs to find them.
//
// A token is a stretch of the text. Its keys are the vocabulary numbers under which it may be known: as written (folded), without accents,
// without its article, without a pronoun suffix. Which affixes a language has comes from its language.conf.
#ifndef MIG_TEXT_TOKEN_H
#define MIG_TEXT_TOKEN_H

#include "text/vocabulary.h"

// The shape byte of rules/symbol.h is made here, since only the letters tell it.
enum {
    TOKEN_WORD = 1,
    TOKEN_NUMBER = 2, // neither: punctuation
    TOKEN_CAP = 4,
    TOKEN_CAPS = 8,
    TOKEN_LOWER = 16,
    TOKEN_UNKNOWN = 32, // set by segmentation
    TOKEN_DEFINITE = 64,
    TOKEN_SOFT = 128,
    TOKEN_ORDINAL = 4, // of numbers
    TOKEN_QUOTE = 4,   // of punctuation
    TOKEN_CLAUSE = 8,
};

enum { TOKEN_KEYS_MAX = 6, TOKEN_FOLDED_MAX = 96 };

// What the dictionary makes of a token alone, kept with it; see token_memory.h.
struct token_label {
    uint32_t set, node;
    uint8_t met, shape;
    bool known, begins; // begins: phrases of several words begin with it
};

struct token {
    uint32_t start, end; // bytes of the text
    uint32_t keys[TOKEN_KEYS_MAX];
    uint8_t key_count;
    uint8_t loose; // bit i: keys[i] holds only for names matched without accents
    uint8_t bare;  // bit i: keys[i] is the word without its article
    uint8_t shape;
    bool glued;    // no white space before it
    uint8_t parts; // of the first of the tokens that one word was split into: their number; else 1
    uint32_t whole,
        whole_loose; // then: the vocabulary numbers of the whole word, with and without accents; 0 when not known
    struct token_label alone;
};

// A list of affixes or marks, folded.
struct token_set {
    struct str *at;
    size_t count;
};

struct token_config {
    struct str tag;
    struct token_set abbreviations;    // with their period, as in "mr."
    struct token_set ordinal_suffixes; // after digits: "st"
    struct token_set ordinal_prefixes; // before digits: "ال"
    struct token_set elisions;         // before a word, with the apostrophe: "l'"
    struct token_set suffixes;         // after a word, with the apostrophe: "'s"
    struct token_set proclitics;       // split off a word whose rest is known or has an article; longest first
    struct token_set soft_proclitics;  // those of them that are split off unknown words too
    struct token_set verb_proclitics;  // those of them that only verbs have, whose letters before the stem are these
    struct token_set verb_beginnings;
    struct token_set articles, pronoun_suffixes;
    struct token_set endings;                    // pairs: a word's end as some write it, and as the lists have it
    struct str feminine, feminine_before_suffix; // a word's last letter, and how it is written before a pronoun suffix
    struct token_set clause_ends;
};

// A token before the dictionary has looked at it.
struct token_raw {
    uint32_t start, end;
    uint8_t shape;
    bool glued;
    bool accented;     // its folded form without accents differs
    bool caseless;     // its script has no capitals
    struct str folded; // in the scanner, until the next call; empty when longer than TOKEN_FOLDED_MAX
};

struct token_scanner {
    const struct token_config *config;
    struct str text;
    size_t at, end;
    bool gap; // white space was skipped before at
    char folded[TOKEN_FOLDED_MAX + 8];
};

void token_scanner_init(struct token_scanner *s, const struct token_config *config, struct str text, size_t start,
                        size_t end);
// The next token; false at the end.
bool token_next(struct token_scanner *s, struct token_raw *out);
// Folded form without accents of a raw token; returns its length in out (at most TOKEN_FOLDED_MAX bytes).
size_t token_unaccented(struct str text, const struct token_raw *raw, char out[TOKEN_FOLDED_MAX + 8]);

// Where a sentence ends: after this token, given what follows in the text.
bool token_ends_sentence(const struct token_scanner *s, const struct token_raw *token);

// A growing row of tokens.
struct token_row {
    struct token *at;
    size_t count, capacity;
};

// Adds the raw token to the row: as one token when the vocabulary knows it or nothing else is possible, else split into proclitics and
// the rest. False when out of memory.
bool token_add(struct token_row *row, const struct token_config *config, const struct vocabulary *words,
               struct str text, const struct token_raw *raw);

#endif
