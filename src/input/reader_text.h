// Plain text: an article's bytes as they are in a file become a document.
#ifndef MIG_INPUT_READER_TEXT_H
#define MIG_INPUT_READER_TEXT_H

#include "input/document.h"
#include "text/charset.h"

// Fills a document that was just initialised or reset: id, text, characters, what the caller knows (source, part, url,
// outlet, title, language, published with its basis), one paragraph for each line that has anything on it, all
// PARAGRAPH_BODY, and diagnostics for bytes that are no text (codes "invalid-utf8", "invalid-bytes" in other charsets,
// "nul", "private-use"; "guessed-charset"). What the lines are finds furniture_mark out. text is a slice of the
// article's bytes where nothing had to change: they must outlive the document. MIG_EUSAGE: unknown charset or bad date.
// MIG_EINPUT: binary data. MIG_ELIMIT: more than 1 GiB. MIG_EMEMORY.
enum mig_status reader_text(struct document *d, const struct mig_article *article, struct mig_error *err);

// Adds these paragraphs for d->text from byte from to byte to. MIG_EMEMORY is the only failure.
enum mig_status reader_text_lines(struct document *d, size_t from, size_t to);

// The steps that readers of other formats share. The first fills id and what the caller knows, and decodes the bytes;
// declared is what they themselves say of their charset, empty when nothing. Fails as reader_text does. The second adds
// the diagnostics of the decoding; placed: decoded->text is the document's text.
enum mig_status reader_text_decode(struct document *d, const struct mig_article *article, struct str declared,
                                   struct charset_text *out, struct mig_error *err);
enum mig_status reader_text_faults(struct document *d, const struct charset_text *decoded, bool placed);

#endif
