// Who someone named is: the same as one told before in the article, someone whom the gazetteer knows, or a name with a country.
#ifndef MIG_EXTRACT_IDENTITY_H
#define MIG_EXTRACT_IDENTITY_H

#include "extract/extraction.h"

// The person of that name, the last told first; -1 when the name is new. known: the gazetteer's id, or empty; country: that the words
// around the name tell, or empty: the same sound is no proof against them.
int identity_find(const struct extraction *x, struct str name, struct str known, struct str country);
// Keeps a name of a person for identity_find, and the gazetteer's id when there is one.
enum mig_status identity_add(struct extraction *x, int minister, struct str name, struct str known);
// Links someone to the gazetteer whom it knows by another spelling or whose surname alone is told, when country or office confirm it.
enum mig_status identity_link(const struct extraction *x, struct minister_record *p);
// The key to join on across articles.
enum mig_status identity_key(struct extraction *x, struct minister_record *p);

#endif
