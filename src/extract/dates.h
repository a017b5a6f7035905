// From the DATE mentions of an article to its date records.
#ifndef MIG_EXTRACT_DATES_H
#define MIG_EXTRACT_DATES_H

#include "extract/mention.h"

// Which way a date without its year, or a weekday, looks from the day of publication: what the verb nearest to it in its clause says.
enum date_tense { TENSE_NONE, TENSE_PAST, TENSE_FUTURE };

// Where a mention's dates are: records.dates[first] to [first + count - 1]; count 0 when it has none.
struct date_link {
    int first, count;
};

struct dates_input {
    const struct mention *const *mentions; // of kind DATE, in text order
    const unsigned char *tenses;           // an enum date_tense for each
    size_t count;
    bool day_first; // 03/04/2024 is in April
};

// Appends the date records of the article to out->dates; links (count elements, may be NULL) tells which came from which mention.
// All memory is the document's arena's. Weekdays that contradict their date become diagnostics. MIG_EMEMORY is the only failure.
enum mig_status dates_resolve(struct document *d, const struct dates_input *in, struct records *out,
                              struct date_link *links, struct mig_error *err);

// Sets the day of publication from a dateline, when nothing better than the page's header tells it: a full date in a by-line paragraph,
// or at the start of the first body paragraph before the dash that ends a dateline. Call it before dates_resolve.
enum mig_status dates_of_dateline(struct document *d, const struct dates_input *in, struct mig_error *err);

// The TIMEX value of a mention resolved alone against that day of publication, as the examples of rules want it; a range is "from/to",
// several dates are joined by a comma. Empty when it is no date.
enum mig_status dates_value(struct arena *arena, const struct mention *m, enum date_tense tense, bool day_first,
                            struct str text, struct str published, struct str *out, struct mig_error *err);

#endif
