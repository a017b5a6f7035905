// An article's line that article_json_write wrote earlier, made into what a run over the article would write now: for
// another source of the same article, with or without text, as flat records, or with some kinds of records only.
#ifndef MIG_OUTPUT_STORED_JSON_H
#define MIG_OUTPUT_STORED_JSON_H

#include "base/buf.h"

struct stored_json {
    struct str line;   // without text, as stored_json_split left it; with or without its newline
    struct str text;   // the article's text; a NULL pointer when it is not known
    struct str source; // any bytes
    unsigned part;
};

// Appends the same bytes as article_json_write or records_json_write, and counts records by kind. MIG_WITH_TEXT in
// settings needs the text. MIG_EDATA when the line is none of this program's, else out's status.
enum mig_status stored_json_write(struct buf *out, const struct stored_json *stored,
                                  const struct mig_settings *settings, size_t written[MIG_KINDS]);

// Appends the line without its article's text. MIG_EDATA as above.
enum mig_status stored_json_split(struct buf *out, struct str line);

// A string field of the line's article object, as the JSON has it: with its quotes and escapes, or null. A NULL pointer
// when there is none of that name.
struct str stored_json_field(struct str line, struct str name);

// A member of the line's object, such as "article" or "meetings", as the JSON has it; a NULL pointer when there is none
// of that name.
struct str stored_json_member(struct str line, struct str name);

#endif
