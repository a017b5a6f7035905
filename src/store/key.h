// What an article is known by, so that a later run need not read it again.
#ifndef MIG_STORE_KEY_H
#define MIG_STORE_KEY_H

#include "base/hash.h"
#include "input/document.h"

// The hash of all that decides the article's records but the engine: its bytes, what is known of it from outside, a date
// in its path when none stronger is given, and `options` (any text that tells two ways to run apart). The path itself
// is not in it, nor when it was saved, which tells no more than which dates are impossible: the same article under two
// paths has one key. scratch is an initialised document, emptied here.
enum mig_status key_of_article(const struct mig_article *article, struct str options, struct document *scratch,
                               char key[HASH_HEX], struct mig_error *err);

#endif
