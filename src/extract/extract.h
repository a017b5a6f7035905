// From what the cascade saw of an article to its records: dates are resolved, names followed, what is one thing merged.
#ifndef MIG_EXTRACT_EXTRACT_H
#define MIG_EXTRACT_EXTRACT_H

#include "extract/cascade.h"

// Fills *out (its memory is the document's arena's) after cascade_mentions on the same document; runs
// cascade_candidates when it knows who the officials are. With dates_only it fills the dates alone.
enum mig_status extract_records(struct cascade *c, struct records *out, struct mig_error *err);

#endif
