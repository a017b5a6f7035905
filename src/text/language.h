// Which of the loaded languages a text is in.
//
// Told by the script of its letters and, among languages of one script, by their most frequent words (`frequent` in
// language.conf). Each line of the text counts for the language that has most such words in it, with as many votes as
// it has letters: of a text in two languages the longer one wins.
#ifndef MIG_TEXT_LANGUAGE_H
#define MIG_TEXT_LANGUAGE_H

#include "base/error.h"

enum { LANGUAGE_MOST = 64 }; // profiles

struct language_profile {
    struct str tag;             // BCP 47
    struct str script;          // Unicode's name of it, any case: latin, arabic, cyrillic
    const struct str *frequent; // words as written; one with a final apostrophe stands for an elided one (l')
    size_t frequent_count;
};

struct language_word {
    uint64_t hash;      // of the strict fold; 0: free
    uint64_t languages; // bit i: profile i has it
};

// Immutable once made, shared by threads.
struct language_guesser {
    struct str tags[LANGUAGE_MOST]; // borrowed from the profiles
    size_t scripts[LANGUAGE_MOST];  // their places in libunistring's table of scripts
    size_t count;
    struct language_word *words;
    size_t word_slots; // a power of two
};

// The tags must outlive the guesser. MIG_EDATA: an unknown script, or more than LANGUAGE_MOST profiles. MIG_EMEMORY.
enum mig_status language_guesser_init(struct language_guesser *g, const struct language_profile *profiles, size_t count,
                                      struct mig_error *err);
void language_guesser_free(struct language_guesser *g);

struct language_guess {
    struct str tag;    // empty when the text has no letter of any profile's script
    double confidence; // 0 to 1; below about 0.3 the text is in none of these languages, or too short to tell
};

// Glances at four places of text (valid UTF-8); where they leave doubt, looks at its first 12 KB and at four samples of the rest; allocates nothing. Where words decide
// nothing, the first profile of the script wins, with confidence 0.
struct language_guess language_guess(const struct language_guesser *g, struct str text);

#endif
