// The words of a text that were seen before, with the tokens they became.
//
// What a stretch of letters becomes, with the period after it, depends on nothing around it, unless it begins with a digit (a number
// goes on after a comma) or goes on after the period. Most words of a text stand there many times, so most are read
// by one look-up instead of letter by letter; where a word is several tokens (clitics, elisions), that saves most of the work.
#ifndef MIG_TEXT_TOKEN_MEMORY_H
#define MIG_TEXT_TOKEN_MEMORY_H

#include "text/token.h"

enum { TOKEN_STRETCH_WORDS = 6, TOKEN_STRETCH_PARTS = 8 };

struct token_stretch_slot {
    uint64_t words[TOKEN_STRETCH_WORDS]; // the stretch, filled up with zeros
    const struct token_config *config;   // of its language; NULL: free
    uint32_t first;                      // of its tokens
    uint8_t length, count;               // bytes; tokens, 0 when it cannot be known by itself
};

// One thread's.
struct token_memory {
    const struct vocabulary *words;
    void (*learned)(void *context, struct token *token); // notes what the caller knows of a token
    void *context;
    struct token_stretch_slot *slots;
    size_t slot_count; // in use
    struct token *tokens;
    size_t token_count;
    struct token_row reading;
};

bool token_memory_init(struct token_memory *m, const struct vocabulary *words,
                       void (*learned)(void *context, struct token *token), void *context); // false when out of memory
void token_memory_free(struct token_memory *m);

// Adds the tokens of the stretch at the scanner's place to the row, when they are known by themselves and fewer than most: returns
// their number. Else 0, and token_next reads on. None of them but the last one can end a sentence.
size_t token_memory_next(struct token_memory *m, struct token_scanner *s, struct token_row *row, size_t most);

#endif
