// What one line of an article looks like, apart from any language: its words as hashes, how it ends, whether it has the
// shape of a menu, a date, a bullet. Used by furniture.c alone.
#ifndef MIG_INPUT_FURNITURE_LINE_H
#define MIG_INPUT_FURNITURE_LINE_H

#include "base/str.h"

enum { LINE_TOKENS = 36 };

// Tokens are words in loose fold, whole numbers with their inner punctuation (all one token), colons and ©. All other
// marks are skipped.
enum { LINE_NUMBER = 1, LINE_COLON = 2 }; // their hashes; no word has these

struct line {
    uint64_t tokens[LINE_TOKENS];
    bool lower[LINE_TOKENS]; // this token is a word that begins with a small letter
    size_t token_count;      // the first LINE_TOKENS of them
    bool longer;             // there are more
    size_t words, numbers;
    bool ends_sentence;  // in a full stop, closing quotes and brackets aside
    bool ends_open;      // in a colon, comma, semicolon or dash
    bool bullet;         // begins with a list mark, a number with one, or a date in digits
    bool date;           // has a full date (in digits, or at least its day and year)
    bool clock;          // has a time of day such as 09:15
    bool is_date_line;   // is a date and hardly anything else
    bool is_author_line; // few words with a separator, as authors and outlets are named
    bool is_furniture;   // has the shape of a menu, weather, picture's name, address, or of no text at all
};

void line_read(struct str text, struct line *out);

// The hash of some tokens in a row; never 0. It grows token by token: LINE_HASH_START, then a step for each.
uint64_t line_hash(const struct line *line, size_t from, size_t count);

#define LINE_HASH_START UINT64_C(0x243F6A8885A308D3)

static inline uint64_t line_hash_step(uint64_t hash, uint64_t token) {
    hash = (hash ^ token) * UINT64_C(0x9E3779B97F4A7C15);
    hash ^= hash >> 29;
    return hash == 0 ? 1 : hash;
}

#endif
