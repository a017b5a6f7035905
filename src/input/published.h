// The day an article is from, as far as metadata, its address and the page around it tell. A dateline of the article
// itself is read by extract/dates.h, when the dates in it are known.
#ifndef MIG_INPUT_PUBLISHED_H
#define MIG_INPUT_PUBLISHED_H

#include "input/document.h"

// Checks an ISO 8601 date or date-time ("2024-05-08", "2024-05-08T09:30:00+01:00"; a space for the T, seconds and their
// fraction optional). *out is the part of s that stands for it: all, or the date alone when a time has no offset. False
// when s is none, or no day of the calendar.
bool published_parse(struct str s, struct str *out);

// The day of a date that published_parse found good, as in text/calendar.h.
int32_t published_day(struct str date);

// What a word, or two words with a space between, say in a line with a date; both in strict fold.
enum {
    PUBLISHED_MONTH = 0,    // plus 1 to 12
    PUBLISHED_WEEKDAY = 20, // plus 1 (Monday) to 7
    PUBLISHED_FIRST = 30,   // "published": the day after it is that of publication
    PUBLISHED_AGAIN = 31,   // "updated": the day after it is another
};
typedef int published_word_fn(void *context, struct str words); // one of these, 0 when it is nothing

// How dates around an article are read.
struct published_hints {
    published_word_fn *word; // NULL: dates in digits only
    void *context;
    bool day_first;     // decides 03/04/2024
    bool short_years;   // 03/04/24 is a date too
    const char *latest; // ISO date of the last possible day; NULL: none
};

// Whether the calendar has the day, and it is not after the last possible one.
bool published_is_possible(const struct published_hints *hints, int year, int month, int day);

// The last date in an address: 2023/06/02, 2023-06-02, 20230602 between other characters, 20230602101500, 2023/0602,
// 02-06-2023, 2023/jun/02.
bool published_in_address(struct str address, const struct published_hints *hints, int *year, int *month, int *day);

// Looks for a date in the document's URL, else in its source path, and sets it unless something at least as strong is
// known. MIG_EMEMORY is the only failure.
enum mig_status published_from_address(struct document *d, const struct published_hints *hints);

// Finds the first full date in a line of text in strict fold (2 May 2024, May 2, 2024, 2024-05-02, 02/05/2024, 2024年5月2日)
// that is possible, is not said to be of a change, and agrees with a day of the week before it. Where only one reading
// of 03/04/2024 does so, it is that.
bool published_find(struct str folded, const struct published_hints *hints, int *year, int *month, int *day);

// Sets the date. MIG_EMEMORY is the only failure.
enum mig_status published_set(struct document *d, int year, int month, int day, enum published_basis basis);

// Looks for a full date in the furniture before the article's text, and sets it as BASIS_HEADER when nothing else is
// known. MIG_EMEMORY is the only failure.
enum mig_status published_from_header(struct document *d, const struct published_hints *hints);

#endif
