// Which blocks of a web page are its article.
//
// No block is judged alone. The steps:
//   1. Worth. A block outside links, of sentence length, is worth its length (up to 600 characters) and its commas and
//      full stops; a paragraph element is worth more than a list item or table cell. Blocks that are mostly links, and
//      those in navigation, asides, footers, forms, captions or parts whose class or id says comments, sharing, related
//      articles and the like (data/common/markup.conf, "away"), are worth nothing.
//      A hint that would take away half of the page's worth is wrong, and counts for nothing: many pages stand in one
//      form, or in a part called "has-sidebar". What is named comments stays so.
//   2. Part. Each part of the page has the worth of all in it. From the whole page we go down to the part that holds
//      most of the worth, as long as one holds nearly all of it; a part that says to hold the article (itemprop, class,
//      article element) need not hold as much. What we stop at is the article's part.
//   3. Edges. In it, the article runs from the first to the last block that reads like text. Headings stay when
//      text follows before the next ends, lists when their items are not links, short lines when they stand in paragraphs.
//   4. When hardly any text is left, the hints were wrong: the same again without the class names, then without the
//      element names, and the larger result is taken.
#ifndef MIG_INPUT_ARTICLE_BODY_H
#define MIG_INPUT_ARTICLE_BODY_H

#include "input/page.h"

// Fills the roles of the page's blocks. MIG_EMEMORY is the only failure.
enum mig_status article_body_find(struct page *p, struct mig_error *err);

#endif
