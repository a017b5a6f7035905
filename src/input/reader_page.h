// A web page's bytes become a document: the article's text alone, one line a paragraph, and what the page says of it.
//
// The document's text is the headline, an empty line, and the blocks that article_body.h finds, each a line of its own;
// what furniture.h takes for furniture among them is left out. Captions are left out too. The same text read as plain
// text has the same paragraphs and so gives the same records.
#ifndef MIG_INPUT_READER_PAGE_H
#define MIG_INPUT_READER_PAGE_H

#include "input/document.h"
#include "input/furniture.h"
#include "input/page.h"

// As reader_text, for a web page or a piece of one; furniture is marked as well. The bytes are decoded by their mark,
// the caller's charset, the page's declaration, or a guess. page was initialised with the document's arena; it stays
// filled for page_date.h, whose work is left to do when the language is known.
enum mig_status reader_page(struct document *d, const struct mig_article *article, const struct markup_names *names,
                            const struct furniture *furniture, struct page *page, struct mig_error *err);

#endif
