// What kind of file some bytes are, by their content.
#ifndef MIG_INPUT_FORMAT_H
#define MIG_INPUT_FORMAT_H

#include "base/str.h"

// A reader's name for what it reads, as options and struct mig_article give it.
#define FORMAT_TEXT "text"

// NULL when a reader of this program can read the bytes; else why not and what to do, one line without final stop, such
// as "a PDF file; convert it to text first, for example with pdftotext". Looks at the first few kilobytes.
// Bytes that no signature tells are left to charset_decode, which refuses what is no text.
const char *format_refusal(struct str bytes);

#endif
