// HTML: a web page's bytes become its blocks of text, by libxml2's push parser and SAX. No tree is built, nothing is
// fetched, no entity but HTML's own characters is expanded; elements may nest as deep as the page has bytes.
#ifndef MIG_INPUT_READER_MARKUP_H
#define MIG_INPUT_READER_MARKUP_H

#include "input/page.h"

// The encoding that the first bytes declare: in an XML declaration, <meta charset>, or <meta http-equiv content>. Empty
// when none does. A slice of the bytes.
struct str markup_charset(struct str bytes);

// Parses a page (valid UTF-8) into p, which was initialised. MIG_EMEMORY. MIG_ELIMIT: more than a million levels deep.
enum mig_status markup_parse(struct page *p, const struct markup_names *names, struct str text, struct mig_error *err);

#endif
