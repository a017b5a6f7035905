// What of a page is not its article: menus, sharing buttons, links to other articles, comments; and which line is the
// headline.
//
// Told by phrases from data/<language>/furniture.conf (of all languages at once: pages mix them) and by the shape of
// lines. Article text must not get lost: what is in doubt stays body.
//
// Phrases are compared word by word, without case and accents; punctuation is skipped, but a colon after a phrase's
// last word must be there in the line too. 0 stands for any number ("0 comments").
//     line    a line made up of such phrases only
//     start   a line of at most 12 words that starts so
//     list    a heading of links. Alone in its line, or before a colon: it and the links after it, which are lines up to
//             an empty one or one that reads like text (15 words or more, or a full stop), and any with a list mark.
//             With more in its line (at most 12 words, where no colon follows): that line and further ones with list
//             marks
//     rest    the line and all after it, in the second half of the article or after 120 words of it; a phrase of one or
//             two words must be alone, or be followed by a number or colon
//     byline  a line of at most 16 words (of 8, after a phrase of one word) that starts so: author, place and date.
//             With a date in it, also a line of at most 24 words that has a phrase of several words further on
#ifndef MIG_INPUT_FURNITURE_H
#define MIG_INPUT_FURNITURE_H

#include "base/hash_bits.h"
#include "input/document.h"

// Filled while data is loaded, immutable afterwards, shared by threads.
struct furniture {
    struct hash_bits types; // from the hash of a phrase's words to its types
    size_t longest;         // words of the longest phrase
};

void furniture_init(struct furniture *f);
void furniture_free(struct furniture *f);

bool furniture_is_type(struct str type); // "line", "start", "list", "rest", "byline"
// Adds phrases of one type: one a line, or several with | between. MIG_EDATA: no such type. MIG_EMEMORY.
enum mig_status furniture_add(struct furniture *f, struct str type, struct str phrases, struct mig_error *err);

// Sets the roles of all paragraphs, and the document's title when it has none and the text has a headline. MIG_EMEMORY
// is the only failure.
enum mig_status furniture_mark(const struct furniture *f, struct document *d, struct mig_error *err);

#endif
