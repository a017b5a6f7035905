// Articles in JSON; reader.h says which fields are read.
#ifndef MIG_INPUT_READER_JSON_H
#define MIG_INPUT_READER_JSON_H

#include "input/reader_parts.h"

enum json_form { JSON_UNKNOWN, JSON_LINES, JSON_ARRAY, JSON_OBJECTS };

struct reader_json {
    enum json_form form;
    struct str items; // what is left of a list of articles in an object; borrowed from the window
    bool has_items;
    size_t line;    // of the object at hand
    size_t pending; // bytes of it to skip before the next
    bool ended;
};

// The next article in the window; its strings live in p->arena. MIG_EMEMORY is the only failure.
enum mig_status reader_json_next(struct reader_json *r, struct window *w, struct reader_parts *p,
                                 struct mig_article *article, bool *more);

#endif
