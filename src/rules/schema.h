// Labels, fields and kinds: the vocabulary that rules, names and extraction share. Names that C reads by role have a fixed number here;
// all others are numbered as data/schema.conf and the word lists bring them.
#ifndef MIG_RULES_SCHEMA_H
#define MIG_RULES_SCHEMA_H

#include "base/stanza.h"

// clang-format off
// Kinds that C reads by role. Further kinds of data/schema.conf follow with higher numbers.
#define SCHEMA_KINDS(X)                                                                                                        \
    X(COUNTRY) X(DEMONYM) X(CITY) X(REGION) X(ORG) X(BODY) X(DEAL) X(PERSON) X(GIVEN) X(MONTH) X(HIJRI) X(WEEKDAY) X(SEASON)   \
    X(PART) X(NUM) X(ORD) X(UNIT) X(DAYWORD) X(HOLIDAY) X(OFFICE) X(PORTFOLIO) X(HONORIFIC) X(TENURE) X(MINISTRY)              \
    X(MEETINGNOUN) X(AGREEMENTNOUN) X(PROGRAMNOUN) X(TOPIC) X(CURRENCY) X(ROLE) X(SIGN) X(MEET) X(LAUNCH) X(DATE) X(TITLE) X(TITLES)     \
    X(NAME) X(MINISTER) X(PLACE) X(AMOUNT) X(CLOCK) X(PERIOD) X(UNITREF) X(CALDATE) X(MODAL) X(ROMAN) X(GROUP)

// Word lists that C reads by role.
#define SCHEMA_LISTS(X)                                                                                                        \
    X(FUTURE, "future") X(PAST, "past") X(NEGATION, "negation") X(BOTH_PARTIES, "both-parties")                                \
    X(BOTH_COUNTRIES, "both-countries") X(THE_MEETING, "the-meeting") X(THE_AGREEMENT, "the-agreement") X(SAID, "said")        \
    X(AND, "and") X(PLACE_PREP, "place-prep") X(COMMON, "common") X(SIDE, "side") X(ON_BEHALF, "on-behalf")                    \
    X(THE_PERSON, "the-person") X(DETERMINER, "determiner") X(THAT, "that") X(FIRST_PERSON, "first-person")

// Fields that C reads by role.
#define SCHEMA_FIELDS(X)                                                                                                       \
    X(SELF, "self") X(DAY, "day") X(MONTH, "month") X(YEAR, "year") X(WEEKDAY, "weekday") X(HOUR, "hour")                      \
    X(MINUTE, "minute") X(AMPM, "ampm") X(ZONE, "zone") X(PART, "part") X(SEASON, "season") X(HALF, "half")                    \
    X(QUARTER, "quarter") X(WEEK, "week") X(UNIT, "unit") X(COUNT, "count") X(OFFSET, "offset") X(RELATION, "relation")        \
    X(MOD, "mod") X(REF, "ref") X(TYPE, "type") X(HOLIDAY, "holiday") X(HIJRI, "hijri") X(EVERY, "every")                      \
    X(DECADE, "decade") X(CENTURY, "century") X(ERA, "era") X(END_DAY, "end_day") X(END_MONTH, "end_month")                    \
    X(END_YEAR, "end_year") X(END_WEEKDAY, "end_weekday") X(END_HOUR, "end_hour") X(END_MINUTE, "end_minute")                  \
    X(ANCHOR, "anchor") X(OFFICE, "office") X(PORTFOLIO, "portfolio") X(COUNTRY, "country") X(ORG, "org")                      \
    X(TENURE, "tenure") X(NAME, "name") X(TITLE, "title") X(HONORIFIC, "honorific") X(RANK, "rank") X(CITY, "city")            \
    X(ACRONYM, "acronym") X(KIND, "kind") X(STATUS, "status") X(PARTY, "party") X(CHAIR, "chair") X(HOST, "host")              \
    X(SPEAKER, "speaker") X(PARTICIPANT, "participant") X(BODY, "body") X(ORDINAL, "ordinal") X(DATE, "date")                  \
    X(PLACE, "place") X(DENIED, "denied") X(OUTCOME, "outcome") X(PARENT, "parent") X(REFERS, "refers")                        \
    X(SIGNATORY, "signatory") X(IN_FORCE, "in_force") X(AMOUNT, "amount") X(MEETING, "meeting") X(DEAL, "deal")                \
    X(STARTED, "started") X(TOPIC, "topic") X(VALUE, "value") X(CURRENCY, "currency") X(PARTIES, "parties")                    \
    X(FRACTION, "fraction") X(SIGNED, "signed") X(INFORCE, "inforce") X(SINCE, "since") X(CUE, "cue") X(SOURCE, "source") \
    X(ALSO, "also") X(SUBJECT, "subject")
// clang-format on

enum {
#define X(name) LABEL_##name,
    SCHEMA_KINDS(X)
#undef X
#define X(name, text) LIST_##name,
        SCHEMA_LISTS(X)
#undef X
            SCHEMA_FIXED_LABELS,
    SCHEMA_FIRST_LIST = LIST_FUTURE
};

enum {
#define X(name, text) FIELD_##name,
    SCHEMA_FIELDS(X)
#undef X
        SCHEMA_FIXED_FIELDS
};

enum record_kind { RECORD_NONE, RECORD_MEETING, RECORD_MINISTER, RECORD_DATE, RECORD_PROGRAM, RECORD_AGREEMENT };

enum { SCHEMA_NONE = UINT16_MAX };

struct schema_kind {
    struct str says;
    uint16_t *attributes; // FIELD_… numbers that a stanza of this kind may have
    size_t attribute_count;
    bool declared; // in data/schema.conf
    bool loose;    // names of this kind are matched without accents
    bool bare;     // names of this kind take no article that they are not written with
};

struct label_slot;

struct schema {
    struct arena arena;
    struct str *labels; // by number: kinds "CITY", word lists "met", literal words "=word"; the same in all languages
    size_t label_count, label_capacity;
    struct schema_kind *kinds; // by label number, for the labels that are kinds
    size_t kind_count;
    struct str *fields; // by number
    size_t field_count, field_capacity;
    struct label_slot *slots; // hash table over their names
    size_t slot_count;
};

// Loads data/schema.conf. bytes must live as long as the schema.
enum mig_status schema_load(struct schema *s, struct str file, struct str bytes, struct mig_error *err);
void schema_free(struct schema *s);

// A label's number; SCHEMA_NONE when there is none.
uint16_t schema_find_label(const struct schema *s, struct str name);
// The same, added when new; SCHEMA_NONE when out of memory or when there are 65,000 already.
uint16_t schema_add_label(struct schema *s, struct str name);
uint16_t schema_find_field(const struct schema *s, struct str name); // or SCHEMA_NONE
bool schema_is_kind(const struct schema *s, uint16_t label);         // declared in schema.conf
// The field that an attribute of the kind is; SCHEMA_NONE when the kind has no such attribute.
uint16_t schema_attribute(const struct schema *s, uint16_t kind, struct str name);
enum record_kind schema_record_kind(struct str name); // "meeting" …; RECORD_NONE when unknown
const char *schema_record_name(enum record_kind kind);

#endif
