// What kind of file some bytes are, by their content.
#ifndef MIG_INPUT_FORMAT_H
#define MIG_INPUT_FORMAT_H

#include "base/str.h"

enum format {
    FORMAT_UNKNOWN, // refused: see format_refusal
    FORMAT_TEXT,
    FORMAT_HTML,
    FORMAT_JSON, // an article, an array of them, or one a line
    FORMAT_FEED, // RSS, Atom, NewsML-G2, NITF
    FORMAT_WARC,
    FORMAT_MAIL,    // a message
    FORMAT_ARCHIVE, // compressed, or several files in one
    FORMATS
};

// The format that an option or struct mig_article names; FORMAT_UNKNOWN when none is named so.
enum format format_by_name(struct str name);
const char *format_name(enum format format);

// What bytes are, by the first few kilobytes. What no signature tells is text: charset_decode refuses what is none.
enum format format_of(struct str bytes);

// NULL when a reader of this program can read the bytes; else why not and what to do, one line without final stop, such
// as "a PDF file; convert it to text first, for example with pdftotext".
const char *format_refusal(struct str bytes);

#endif
