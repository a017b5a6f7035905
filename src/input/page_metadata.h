// What a page says about itself in its head: <meta>, <link>, JSON-LD. Used by reader_markup.c and reader_page.c.
#ifndef MIG_INPUT_PAGE_METADATA_H
#define MIG_INPUT_PAGE_METADATA_H

#include "input/page.h"

// A <meta> or <link> element; attributes as SAX gives them: names and values in turn, NULL at the end. MIG_EMEMORY.
enum mig_status page_metadata_element(struct page *p, const char *name, const char *const *attributes);
// The text of a JSON-LD script; wrong JSON is read as far as it goes. MIG_EMEMORY.
enum mig_status page_metadata_json(struct page *p, struct str text);
// Dates of publication in the data that scripts of the page carry, wherever it stands. MIG_EMEMORY.
enum mig_status page_metadata_scripts(struct page *p, struct str text);

#endif
