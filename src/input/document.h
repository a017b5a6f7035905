// One article as the later steps see it: decoded text, its paragraphs, and what is known about it from outside.
#ifndef MIG_INPUT_DOCUMENT_H
#define MIG_INPUT_DOCUMENT_H

#include "base/arena.h"
#include "base/error.h"

// What a paragraph (one line of a text file, one block of a page) is.
enum paragraph_role {
    PARAGRAPH_BODY,
    PARAGRAPH_TITLE,     // the article's headline
    PARAGRAPH_HEADING,   // a heading inside the article
    PARAGRAPH_BYLINE,    // author, agency, dateline line: read for the publication date and not for people
    PARAGRAPH_FURNITURE, // not article: nothing is extracted from it
};

struct paragraph {
    uint32_t start, end; // byte offsets into document.text, without surrounding white space
    enum paragraph_role role;
};

enum diagnostic_level { DIAGNOSTIC_WARNING, DIAGNOSTIC_ERROR };

struct diagnostic {
    enum diagnostic_level level;
    const char *code;    // a constant such as "invalid-utf8", "rule-limit"
    struct str message;  // in the document's arena
    uint32_t start, end; // byte offsets into text; both UINT32_MAX when no place is concerned
    struct str rule;     // id of the rule concerned, or empty
};

// How the publication date is known, strongest first.
enum published_basis { BASIS_NONE, BASIS_OPTION, BASIS_METADATA, BASIS_DATELINE, BASIS_URL, BASIS_PATH, BASIS_HEADER };

struct document {
    struct arena arena;            // everything of this document lives here
    struct str text;               // decoded: valid UTF-8 without U+0000 and private-use characters
    struct str source;             // path or name it was read from
    uint32_t part;                 // index within that file
    struct str url, outlet, title; // empty when unknown; title is the headline's text
    struct str language;           // BCP 47 tag: set by the reader when declared, else by language_guess
    struct str published;          // ISO 8601 date or date-time, or empty
    enum published_basis published_basis;
    char id[65];         // SHA-256 of the article's bytes as read, lower-case hex, NUL-terminated
    uint32_t characters; // code points in text
    struct paragraph *paragraphs;
    size_t paragraph_count, paragraph_capacity;
    struct diagnostic *diagnostics;
    size_t diagnostic_count, diagnostic_capacity;
    size_t diagnostics_left_out; // beyond the limit
    char *left_out_message;      // of the diagnostic that says so
};

void document_init(struct document *d);
void document_free(struct document *d);
void document_reset(struct document *d); // empties it for the next article, keeps memory

// Both copy what they are given into the arena; MIG_EMEMORY is the only failure. At most 1,000 diagnostics are kept
// (further ones are counted into the last).
enum mig_status document_diagnose(struct document *d, enum diagnostic_level level, const char *code, struct str rule,
                                  uint32_t start, uint32_t end, const char *format, ...)
    __attribute__((format(printf, 7, 8)));
enum mig_status document_add_paragraph(struct document *d, uint32_t start, uint32_t end, enum paragraph_role role);

const char *published_basis_name(enum published_basis basis); // "option" … or NULL for none

#endif
