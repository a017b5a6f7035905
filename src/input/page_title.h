// The headline of a web page.
#ifndef MIG_INPUT_PAGE_TITLE_H
#define MIG_INPUT_PAGE_TITLE_H

#include "input/page.h"

// A slice of p's strings or text; empty when the page has none. The page's own h1 when its head says the same, else
// what the head says, without the outlet's name after a bar or dash.
struct str page_title(const struct page *p);

#endif
