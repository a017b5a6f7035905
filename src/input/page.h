// One web page as it was parsed, before it is known what of it is article: its blocks of text in order, the parts they
// stand in, and what the page says about itself. Filled by reader_markup.c, judged by article_body.c and page_date.c.
//
// Nothing here is a tree of the page: a part is noted only when text stands in it, as one number for its parent.
#ifndef MIG_INPUT_PAGE_H
#define MIG_INPUT_PAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "input/markup_names.h"

// Where a block stands, from its own element and all around it. The low bits are those of enum markup_name.
enum page_context {
    IN_NAV = 1 << 10,
    IN_ASIDE = 1 << 11,
    IN_FOOTER = 1 << 12,
    IN_HEADER = 1 << 13,
    IN_FORM = 1 << 14,
    IN_CAPTION = 1 << 15,
    IN_HEADING = 1 << 16,
    IN_TITLE_HEADING = 1 << 17, // h1
    IN_LIST = 1 << 18,
    IN_TABLE = 1 << 19,
    IN_QUOTE = 1 << 20,
    IN_PARAGRAPH = 1 << 21, // p, or a preformatted text
    IN_LINK = 1 << 22,
    IN_ARTICLE = 1 << 23, // article element
    IN_MAIN = 1 << 24,    // main element
    IN_TIME = 1 << 25,
    IN_HIDDEN = 1 << 26,
    IN_BODY_PROPERTY = 1 << 27, // itemprop="articleBody"
    SAYS_PUBLISHED = 1 << 28,   // itemprop="datePublished" and the like
    SAYS_MODIFIED = 1 << 29,    // itemprop="dateModified" and the like
};

// What a block is, as article_body.c finds.
enum block_role { BLOCK_OUTSIDE, BLOCK_TEXT, BLOCK_HEADING, BLOCK_CAPTION };

struct page_block {
    uint32_t start, end; // in page.text, without white space around
    uint32_t letters;    // code points of it outside links
    uint32_t linked;     // code points of it inside links
    uint32_t stops;      // commas and ends of sentences outside links
    uint32_t part;       // the innermost part it stands in
    uint32_t context;    // of enum page_context and markup_name; article_body.c takes wrong hints off
    enum block_role role;
};

struct page_part {
    uint32_t parent;  // 0 is the page itself, its own parent; a part comes after its parent
    uint32_t context; // of this element alone
};

// Where a page names a day, strongest first.
enum page_date_source {
    DATE_JSON_LD_ARTICLE, // datePublished of something that is an article
    DATE_META,            // a meta element that can only mean publication
    DATE_PROPERTY,        // itemprop and property datePublished, <time pubdate>
    DATE_JSON_LD,         // datePublished of something else
    DATE_META_WEAK,       // a meta element such as name="date"
    DATE_CLASS,           // a time element whose class says so
    DATE_TIME,            // any other time element
    DATE_SCRIPT,          // data that a script carries, under a name that can only mean publication
    DATE_IMAGE,           // the address of the picture that stands for the page: the day it was uploaded
    DATE_SOURCES
};

struct page_date {
    struct str value; // as written, in page.arena
    enum page_date_source source;
    uint32_t block;   // number of blocks before it
    uint32_t context; // of where it stands; of JSON-LD: how deep
};

struct page {
    struct arena *arena;
    struct buf text; // the blocks' text, a line feed after each; valid UTF-8, may hold private-use characters
    struct page_block *blocks;
    size_t block_count, block_capacity;
    struct page_part *parts;
    size_t part_count, part_capacity;
    struct page_date *dates;
    size_t date_count, date_capacity;
    uint32_t article_depth; // smallest context of those of DATE_JSON_LD_ARTICLE
    // In the arena; empty when unknown.
    struct str head_title, social_title, headline; // <title>, og:title and the like, JSON-LD
    struct str url, outlet, author, language;
    struct str article_body; // JSON-LD
};

void page_init(struct page *p, struct arena *arena);
void page_free(struct page *p);

// Notes a date (of a picture: its address); one without digits is left out. MIG_EMEMORY is the only failure.
enum mig_status page_add_date(struct page *p, enum page_date_source source, struct str value, uint32_t context);

#endif
