// The day a web page's article is from.
//
// What the page says is taken in the order of enum page_date_source, first come first served within a source; a `time`
// element only where the article is, not among links to others. Next comes a date in the address; then full dates in
// short lines around the article (by-lines), nearest first, of which one in the header of the site may be the day of the
// crawl (BASIS_HEADER); then the data of scripts; last, and as weak as that, a day in the address of the page's picture.
// A date must be possible: on the calendar, from 1990 on, not after the last possible day, on the weekday that stands
// before it. Days of modification are not looked at. Where metadata counts in Greenwich time and a by-line has the day
// before or after, the by-line is right.
#ifndef MIG_INPUT_PAGE_DATE_H
#define MIG_INPUT_PAGE_DATE_H

#include "input/document.h"
#include "input/page.h"
#include "input/published.h"

// Sets d->published, as metadata or by-line, unless it is known already. MIG_EMEMORY is the only failure.
enum mig_status page_date_find(const struct page *p, struct document *d, const struct published_hints *hints);

#endif
