// Comparing names of people: by their words, without case and accents.
#ifndef MIG_EXTRACT_NAMES_H
#define MIG_EXTRACT_NAMES_H

#include "base/str.h"

enum { NAMES_WORDS_MAX = 12 };

size_t names_words(struct str name);
// The same person's name, or one a part of the other that keeps the surname: "Zerouali" and "Khalid Zerouali".
bool names_agree(struct str a, struct str b);
// Whether the word alone names the person: the last word of the name, or the second of three and more.
bool names_is_surname(struct str name, struct str word);
bool names_has_word(struct str name, struct str word);
// A number that a word shares with all its spellings in other case or accents.
uint64_t names_hash(struct str word);
// The same of all its words.
size_t names_hashes(struct str name, uint64_t hashes[NAMES_WORDS_MAX]);
// The words by which names_is_surname knows the person, at most two, as written: the last one first.
size_t names_surnames(struct str name, struct str surnames[2]);
// Whether two names of programs or agreements name the same: all words of the shorter (two at least) stand in the longer, in order.
bool names_overlap(struct str a, struct str b);
// All words of part stand in whole, in order, perhaps in a longer or shorter form.
bool names_within(struct str part, struct str whole);

#endif
