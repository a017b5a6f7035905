// The records of one article, as extraction leaves them and output writes them. Everything lives in the document's arena;
// offsets are bytes of document.text. RECORDS.md of the project's handbook (data/README.md) says what each field means.
// Empty str (len 0) is JSON null; -1 in a link is null.
#ifndef MIG_EXTRACT_RECORD_H
#define MIG_EXTRACT_RECORD_H

#include "input/document.h"

struct span {
    uint32_t start, end;
};

struct list_str {
    struct str *at;
    size_t count, capacity;
};

struct evidence {
    struct span span;
    struct str rule;        // id of the rule that read it
    struct list_str fields; // names of the fields read from it
};

struct list_evidence {
    struct evidence *at;
    size_t count, capacity;
};

// A date inside another record: {"value","end_value","earliest","latest","dates"}.
struct record_date {
    bool known; // false: null
    struct str value, end_value, earliest, latest;
    int *dates; // indices into records.dates
    size_t date_count;
};

struct record_place {
    struct str city, country, geonames; // all empty: null
};

struct record_amount {
    struct span span;
    struct str value, unit; // value: a plain decimal number
};

struct list_amount {
    struct record_amount *at;
    size_t count, capacity;
};

// What meetings, ministers, programs and agreements share.
struct record_head {
    struct str key; // or empty
    double confidence;
    struct list_evidence evidence;
};

struct date_record {
    struct span span;
    struct str type, value, end_value, earliest, latest, mod, hijri;
    enum { ANCHOR_NONE, ANCHOR_PUBLISHED, ANCHOR_HEADER, ANCHOR_DATE } anchor;
    int anchor_date; // with ANCHOR_DATE: index of the earlier date
    struct str rule;
    double confidence;
};

// How it is known who a person is.
enum identified {
    IDENTIFIED_NOT,      // no name that is one person's, or no country
    IDENTIFIED_NAME,     // a name that the gazetteer has
    IDENTIFIED_SURNAME,  // part of the name of one whom it has, of a country that the article speaks of or at its head
    IDENTIFIED_SOUND,    // another spelling of such a name, confirmed by country or office
    IDENTIFIED_SKELETON, // none whom it has: the skeleton of the name, and the country
};

struct minister_record {
    struct record_head head;
    enum identified identified;
    struct str name, known, honorific, title, tenure, rank, portfolio, organization, country;
    struct list_str names;
    struct span *mentions;
    size_t mention_count, mention_capacity;
};

struct participant {
    int minister; // index into records.ministers, or -1
    struct str as_written, role, country;
};

// An organisation among the parties: as written, with the gazetteer's id where it has one.
struct organization_ref {
    struct str as_written, id;
};

struct list_organization {
    struct organization_ref *at;
    size_t count, capacity;
};

struct meeting_record {
    struct record_head head;
    struct str name, kind, status;
    int body;    // index into records.programs, or -1
    int ordinal; // or -1
    int part_of; // index into records.meetings, or -1
    bool denied;
    struct record_date date;
    struct record_place place;
    struct list_str countries; // sorted
    struct list_organization organizations;
    struct participant *participants;
    size_t participant_count, participant_capacity;
    struct span *outcomes;
    size_t outcome_count, outcome_capacity;
    struct list_str topics;
};

struct program_record {
    struct record_head head;
    struct str name, acronym, known, kind, status;
    struct list_str names, countries;
    struct list_organization organizations;
    struct record_date started;
    struct list_amount amounts;
    struct list_str topics;
};

struct agreement_step {
    struct str status;
    struct record_date date;
};

struct agreement_party_status {
    struct str party, status;
};

struct signatory {
    int minister; // index into records.ministers, or -1
    struct str name, country;
};

struct agreement_record {
    struct record_head head;
    struct str name, known, kind, status;
    struct list_str names, parties; // parties: ISO codes, and organisations as written; sorted
    struct agreement_step *history;
    size_t history_count, history_capacity;
    struct agreement_party_status *by_party;
    size_t by_party_count, by_party_capacity;
    struct signatory *signatories;
    size_t signatory_count, signatory_capacity;
    int meeting; // index into records.meetings, or -1
    bool denied;
    struct record_date date, in_force;
    struct record_place place;
    struct list_amount amounts;
    struct list_str topics;
};

struct records {
    struct meeting_record *meetings;
    size_t meeting_count, meeting_capacity;
    struct minister_record *ministers;
    size_t minister_count, minister_capacity;
    struct date_record *dates;
    size_t date_count, date_capacity;
    struct program_record *programs;
    size_t program_count, program_capacity;
    struct agreement_record *agreements;
    size_t agreement_count, agreement_capacity;
};

// Appends to an arena-backed array: makes room for one more element of the given array, doubling it. False when out of memory.
bool record_grow(struct arena *arena, void *array_pointer, size_t *capacity, size_t count, size_t elem);

#endif
