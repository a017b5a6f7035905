// The day an article is from, as far as metadata, its address and the page around it tell. A dateline of the article
// itself is read by extract/dates.h, when the dates in it are known.
#ifndef MIG_INPUT_PUBLISHED_H
#define MIG_INPUT_PUBLISHED_H

#include "input/document.h"

// Checks an ISO 8601 date or date-time ("2024-05-08", "2024-05-08T09:30:00+01:00"; a space for the T, seconds and their
// fraction optional). *out is the part of s that stands for it: all, or the date alone when a time has no offset. False
// when s is none, or no day of the calendar.
bool published_parse(struct str s, struct str *out);

// The last date in an address (2023/06/02, 2023-06-02, 20230602 between other characters).
bool published_in_address(struct str address, int *year, int *month, int *day);

// Looks for a date in the document's URL, else in its source path (2023/06/02, 2023-06-02, 20230602 between other
// characters; the last one of several), and sets it unless something at least as strong is known. MIG_EMEMORY is the
// only failure.
enum mig_status published_from_address(struct document *d);

// The month (1 to 12) that a word in strict fold names, 0 when none.
typedef int published_month_fn(void *context, struct str word);

// Finds the first full date in a line of text in strict fold (2 May 2024, May 2, 2024, 2024-05-02, 02/05/2024). month
// may be NULL: then dates in digits only. day_first decides 03/04/2024.
bool published_find(struct str folded, published_month_fn *month, void *context, bool day_first, int *year, int *mon,
                    int *day);

// Sets the date. MIG_EMEMORY is the only failure.
enum mig_status published_set(struct document *d, int year, int month, int day, enum published_basis basis);

// Looks for a full date in the furniture before the article's text, and sets it as BASIS_HEADER when nothing else is
// known. month may be NULL: then dates in digits only. day_first decides 03/04/2024. MIG_EMEMORY is the only failure.
enum mig_status published_from_header(struct document *d, published_month_fn *month, void *context, bool day_first);

#endif
