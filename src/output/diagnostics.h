// The diagnostics of an article as the public interface gives them: with line and column, for messages to people.
#ifndef MIG_OUTPUT_DIAGNOSTICS_H
#define MIG_OUTPUT_DIAGNOSTICS_H

#include "input/document.h"

// *out has document->diagnostic_count entries in the document's arena, in the document's order. A line ends at LF.
// MIG_EMEMORY is the only failure; *out is NULL then, and when there is none.
enum mig_status diagnostics_list(struct document *document, const struct mig_diagnostic **out);

#endif
