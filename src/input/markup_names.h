// What class and id names of a web page say about the part of the page that bears them: "comment-list" holds no
// article, "article-body" does. Phrases come from data/common/markup.conf; no natural language is concerned.
//
// A name is read as words: pieces between marks, digits and changes from a small to a capital letter, without case
// ("relatedPosts_2" is "related posts"). A phrase of up to three words matches wherever its words stand in a row.
#ifndef MIG_INPUT_MARKUP_NAMES_H
#define MIG_INPUT_MARKUP_NAMES_H

#include "base/error.h"
#include "base/hash_bits.h"

enum markup_name {
    NAME_AWAY = 1,       // "away": not article: sharing, navigation, related articles
    NAME_DOUBT = 2,      // "doubt": seldom article
    NAME_ARTICLE = 4,    // "article": holds the article's text
    NAME_CAPTION = 8,    // "caption": what is said of a picture
    NAME_PUBLISHED = 16, // "published": the day the article is from
    NAME_MODIFIED = 32,  // "modified": another day
    NAME_AUTHOR = 64,    // "author": who wrote it
    NAME_DATE = 128,     // "date": a day, most often the article's
    NAME_COMMENT = 512,  // "comment": what readers wrote
    NAME_BYLINE = 256,   // "byline": the line with author and date: not article, but tells of it
};

// Filled while data is loaded, immutable afterwards, shared by threads.
struct markup_names {
    struct hash_bits
        types; // from the hash of a phrase's words to its types; from that of a line's words to what they say
};

void markup_names_init(struct markup_names *n);
void markup_names_free(struct markup_names *n);

// Adds phrases of one type: one a line, or several with | between. Of the types month-01 to month-12, line-published and
// line-modified they are words of a natural language, one or two, in lines with a date. MIG_EDATA: no such type.
// MIG_EMEMORY.
enum mig_status markup_names_add(struct markup_names *n, struct str type, struct str phrases, struct mig_error *err);

// The markup_name bits of all phrases in an attribute's value.
unsigned markup_names_find(const struct markup_names *n, struct str value);

// What a word, or two with a space between, in strict fold say in a line with a date, as published_word_fn has it.
int markup_names_word(const struct markup_names *n, struct str words);

#endif
