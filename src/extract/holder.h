// What the gazetteer says of the offices that a known person held, and whether the article agrees.
#ifndef MIG_EXTRACT_HOLDER_H
#define MIG_EXTRACT_HOLDER_H

#include "extract/extraction.h"

// An office of a known person, and the country it is held for; none for an international organisation's.
struct held_office {
    const struct entry *office;
    struct str country;
};

// The office held at the publication date, else the last one.
struct held_office holder_office(const struct extraction *x, const struct entry *person);
// Whether the person ever acted for that country.
bool holder_acts_for(const struct entry *person, struct str country);
// Whether the person ever held an office of that rank and, where both are told, that portfolio.
bool holder_held(const struct extraction *x, const struct entry *person, struct str rank, struct str portfolio);
// Whether the person was head of state or government, whichever the rank says, on the day of publication.
bool holder_is_head(const struct extraction *x, const struct entry *person, struct str rank);
// Tells in a diagnostic when the article calls a known person something that the gazetteer contradicts at its date. The words of the
// article are kept. country: as those words tell it, or empty.
enum mig_status holder_compare(struct extraction *x, const struct minister_record *p, const struct entry *person,
                               struct str country);

#endif
