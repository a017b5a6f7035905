// From bytes as read to text: valid UTF-8 without U+0000 and private-use characters.
//
// Each U+0000, each private-use character and each invalid sequence becomes one U+FFFD; how many and where the first
// one is says the result, for a diagnostic. A byte order mark is not part of the text.
#ifndef MIG_TEXT_CHARSET_H
#define MIG_TEXT_CHARSET_H

#include "base/arena.h"
#include "base/error.h"

enum charset_fault { CHARSET_INVALID, CHARSET_NUL, CHARSET_PRIVATE, CHARSET_FAULTS };

struct charset_text {
    struct str text;     // the bytes given, where nothing had to change, else in the arena
    const char *charset; // a constant such as "UTF-8", "UTF-16LE", "windows-1256"
    bool guessed;        // neither UTF-8, nor marked, nor declared: told by the bytes alone
    struct {
        size_t count;
        size_t first; // byte offset into text of the first U+FFFD of this kind; SIZE_MAX when there is none
    } faults[CHARSET_FAULTS];
};

// Whether charset_decode knows what a label of HTML means (utf-8, utf-16, windows and ISO 8859 ones, KOI8).
bool charset_known(struct str label);

// Decodes an article's bytes. A byte order mark decides; else UTF-16 where it is declared; else valid UTF-8 is UTF-8;
// else the declared single-byte charset (empty or unknown: none declared); else UTF-16 without mark, windows-1256,
// ISO-8859-6 or windows-1252, when the bytes speak clearly for it; else UTF-8 with faults. MIG_EINPUT: binary data (a
// known file signature, or many control bytes). MIG_EMEMORY. *out is all zero then.
enum mig_status charset_decode(struct arena *arena, struct str bytes, struct str declared, struct charset_text *out,
                               struct mig_error *err);

// The same for a piece of text that must be UTF-8 (a field of a feed or of JSON): faults replaced, a byte order mark
// kept, nothing guessed, nothing taken for binary. MIG_EMEMORY is the only failure.
enum mig_status charset_clean(struct arena *arena, struct str bytes, struct charset_text *out, struct mig_error *err);

#endif
