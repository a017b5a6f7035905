// WARC files: web archives of crawlers.
#ifndef MIG_INPUT_READER_WARC_H
#define MIG_INPUT_READER_WARC_H

#include "input/reader_parts.h"

struct reader_warc {
    uint64_t pending; // bytes of the record at hand to skip before the next
};

// The next response that is a page or plain text; its bytes live in the window or p->arena. Its day of crawling is no
// day of publication and is not told. MIG_EMEMORY is the only failure.
enum mig_status reader_warc_next(struct reader_warc *r, struct window *w, struct reader_parts *p,
                                 struct mig_article *article, bool *more);

#endif
