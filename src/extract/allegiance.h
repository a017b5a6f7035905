// Whom an official acts for whose title does not say it.
#ifndef MIG_EXTRACT_ALLEGIANCE_H
#define MIG_EXTRACT_ALLEGIANCE_H

#include "extract/extraction.h"

// The country whose officials the article calls by their titles alone, as news does with those of its own country: that of those whom
// the gazetteer knows, else that of the dateline when the article speaks of it. Empty when it does not tell.
struct str allegiance_home(const struct extraction *x);
// The country of an official: of the side or state that is said to be stood for, of who is named just before in a list, for an
// ambassador the party that is not the host, for someone with a counterpart the other of two, else home. Empty rather than a guess.
struct str allegiance_of(const struct extraction *x, const struct minister_record *p, struct str home);

bool is_ambassadorial(struct str rank);
bool is_head(struct str rank); // of state or government

#endif
