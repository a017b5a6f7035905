// The day a web page's article is from.
//
// What the page says is taken in the order of enum page_date_source, first come first served within a source; a `time`
// element only where the article is, not among links to others. Next come full dates in short lines around the article
// (by-lines), nearest first; then the data of scripts; last, and as weak as a day in the header of the page, a day in
// the address of the page's picture. A date must be possible: on the calendar, from 1990 on, not after the day given. Days of
// modification are not looked at.
#ifndef MIG_INPUT_PAGE_DATE_H
#define MIG_INPUT_PAGE_DATE_H

#include "input/document.h"
#include "input/page.h"
#include "input/published.h"

// Sets d->published, as metadata or by-line, unless it is known already. MIG_EMEMORY is the only failure.
enum mig_status page_date_find(const struct page *p, struct document *d, const struct published_hints *hints);

#endif
