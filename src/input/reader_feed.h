// RSS 0.9-2.0, Atom, NewsML-G2 and NITF by libxml2's push parser and SAX: items as they come, without a tree. Nothing is
// fetched; entities that a document declares are not expanded, those of HTML are.
#ifndef MIG_INPUT_READER_FEED_H
#define MIG_INPUT_READER_FEED_H

#include "input/reader_parts.h"

struct reader_feed;

enum mig_status reader_feed_open(struct reader_feed **out, struct mig_error *err);
void reader_feed_close(struct reader_feed *r); // NULL is fine

// The next item with text; its strings live in r and p->arena. MIG_EMEMORY is the only failure.
enum mig_status reader_feed_next(struct reader_feed *r, struct window *w, struct reader_parts *p,
                                 struct mig_article *article, bool *more);

#endif
