// What the files of extract/ share while they make the records of one article.
#ifndef MIG_EXTRACT_EXTRACTION_H
#define MIG_EXTRACT_EXTRACTION_H

#include "extract/extract.h"

enum {
    COUNTRIES_MAX = 24,
    LOOK_BACK_MAX = 200, // records that a new mention is compared with: the last so many
    LEAD_SENTENCES = 4,  // after the title, which the first of them tell again
};

// How often the article names a country, by name, nationality or official.
struct country_count {
    struct str code;
    unsigned count, first; // first: index of the sentence where it comes first
};

// From stretches of the text to the records that they name; found by their sentence.
struct link {
    struct span span;
    int record, next; // next: of the same sentence, -1 at the end
};

struct links {
    struct link *at;
    size_t count, capacity;
    int *first; // by sentence, -1 when it has none
};

// The people told so far by the words and the sound of their names; see identity.c.
struct people_index {
    struct person_key *keys;
    size_t count, capacity;
    uint32_t *slots;
    size_t slot_count;
};

struct extraction {
    struct cascade *c;
    struct document *d;
    struct arena *arena;
    struct records *out;
    struct mig_error *err;
    const struct mention **dates; // DATE mentions in text order
    struct date_link *date_links;
    size_t date_count;
    struct country_count countries[COUNTRIES_MAX]; // most often named first
    size_t country_count;
    bool on_topic;              // it speaks of anything that cooperation on migration is about
    struct links people;        // from mentions of officials to ministers
    struct person_facts *facts; // by minister
    size_t fact_count, fact_capacity;
    struct people_index by_name;
    struct links programs; // from mentions of bodies to programs
};

// What a title tells of a person besides the record's fields.
struct person_facts {
    struct span whole;  // the first mention, with its title
    struct str told;    // the country that the article's words tell
    struct str host;    // of an ambassador or head of mission: the country sent to
    struct str other;   // of the counterpart: not this person's country
    bool international; // acts for an organisation of several states
    bool bare;          // the rank is that of a form of address: "Ambassador X", "Senator X"
    bool counterpart;   // "his counterpart": holds the office of someone told before
};

enum mig_status links_add(struct extraction *x, struct links *links, struct span span, int record);
// The record of the link that covers the span, else of one that overlaps it; -1 when there is none.
int links_at(const struct extraction *x, const struct links *links, struct span span);

// ---- dates.c's results
enum mig_status extraction_dates(struct extraction *x);
// The date of a DATE mention as other records carry it; known is false when it resolved to none.
enum mig_status extraction_date(struct extraction *x, const struct mention *m, struct record_date *out);

// ---- ministers.c
enum mig_status extraction_ministers(struct extraction *x);
// The minister whose mention covers this span, or -1.
int extraction_minister_at(const struct extraction *x, struct span span);

// ---- programs.c
enum mig_status extraction_programs(struct extraction *x);
int extraction_program_at(const struct extraction *x, struct span span);
// The program that the article has given this acronym, or -1.
int extraction_program_called(const struct extraction *x, struct str acronym);

// ---- meetings.c, agreements.c
enum mig_status extraction_meetings(struct extraction *x);
enum mig_status extraction_agreements(struct extraction *x);

// ---- amounts.c: adds what an AMOUNT capture says, when it is a plain number
enum mig_status extraction_amount(struct extraction *x, const struct capture *k, struct list_amount *out);

// ---- topics.c: the topics told in the evidence of each record
enum mig_status extraction_topics(struct extraction *x);

// ---- record.c: small things that every record needs; false or MIG_EMEMORY when out of memory
bool list_str_add(struct arena *arena, struct list_str *list, struct str s);        // at the end, when not there yet
bool list_str_add_sorted(struct arena *arena, struct list_str *list, struct str s); // in byte order, when not there yet
bool list_str_merge(struct arena *arena, struct list_str *list, const struct list_str *more); // each, sorted
bool list_str_has(const struct list_str *list, struct str s);
// Neither list names all that the other does: different sets of parties are different bodies or texts, however alike their names.
bool parties_conflict(const struct list_str *a, const struct list_str *b);
// Both are days or stretches of them, and one is over before the other begins.
bool dates_conflict(const struct record_date *a, const struct record_date *b);
bool date_is_bounded(const struct record_date *date);
// Evidence: the sentence of the mention (or, when that is longer than 900 bytes, what the rule matched), its rule and fields.
enum mig_status extraction_evidence(struct extraction *x, struct record_head *head, const struct mention *m);
// A copy of the parts joined with ':' between them; empty parts make it empty.
enum mig_status extraction_key(struct extraction *x, const struct str *parts, size_t count, struct str *out);
// Lower case without accents, words joined by '-'.
enum mig_status extraction_folded(struct extraction *x, struct str s, struct str *out);

// ---- rows.c: the names that stand in a row with one that a rule read, as further captures of its field
enum { EXTRACTION_ROW_MAX = 24 };
size_t extraction_row(const struct extraction *x, uint32_t sentence, const struct capture *k,
                      struct capture out[EXTRACTION_ROW_MAX]);

// ---- places and parties
// An organisation that acts for no one state: a ministry is its country's.
bool capture_is_international(const struct capture *k);
// The countries that a captured thing stands for: a country, nationality, official, ministry, town's country (with towns), body.
enum mig_status extraction_countries(struct extraction *x, const struct capture *k, struct list_str *out);
void extraction_place(struct extraction *x, const struct capture *k, struct record_place *out);
enum mig_status extraction_organization(struct extraction *x, const struct capture *k, struct list_organization *out);
enum mig_status extraction_merge_organizations(struct extraction *x, struct list_organization *into,
                                               const struct list_organization *from);
// Adds an attribute such as "MA ES" to a sorted list.
enum mig_status extraction_add_codes(struct extraction *x, struct str codes, struct list_str *out);
// The first entry of that kind named within the span, NULL when there is none.
const struct entry *extraction_entry_in(const struct extraction *x, struct span span, uint16_t label);
// The country of the town that the article's dateline names; empty when there is none.
struct str extraction_dateline(const struct extraction *x);
// The country that the article speaks from: of its dateline's town, else the one it names most by far; empty when it does not tell.
struct str extraction_home(const struct extraction *x);
// The two countries the article is about; false when it does not tell.
bool extraction_dyad(const struct extraction *x, struct str pair[2]);
// Adds the two to a sorted list.
enum mig_status extraction_add_pair(struct extraction *x, const struct str pair[2], struct list_str *out);
// Whether the article names that country.
bool extraction_speaks_of(const struct extraction *x, struct str country);
// How many of the codes ("MA ES") are countries that the article names; *all: whether all of them are, and there is one.
unsigned extraction_count_spoken(const struct extraction *x, struct str codes, bool *all);

#endif
