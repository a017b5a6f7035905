// What of a page's markup the parser need not see: comments, and what scripts and style sheets hold. It is half of most
// pages, and the parser would look at each character of it.
#ifndef MIG_INPUT_MARKUP_SKIM_H
#define MIG_INPUT_MARKUP_SKIM_H

#include "base/buf.h"

// Appends the markup without that to `to`. Kept are all tags, and the content of scripts that are JSON-LD.
void markup_skim(struct str markup, struct buf *to);

#endif
