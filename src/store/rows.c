#include "store/rows.h"

#include "output/stored_json.h"

// Each table with the query that gives its rows: ?1 is the article, ?2 the list of the article's JSON that the rows are
// from. A record's own fields are taken from r, those of an element of one of its lists from e.
#define R(path)        "json_extract(r.value, '$." path "'), "
#define E(path)        "json_extract(e.value, '$." path "'), "
#define RECORDS        " FROM json_each(?2) AS r"
#define ELEMENTS(list) RECORDS ", json_each(r.value, '$." list "') AS e"
#define LAST_R(path)   "json_extract(r.value, '$." path "')"
#define LAST_E(path)   "json_extract(e.value, '$." path "')"
#define DATE(path)     R(path ".value") R(path ".earliest") R(path ".latest")
#define PLACE          R("place.city") R("place.country") R("place.geonames")
#define ELEMENT        "SELECT ?1, " R("id") "e.key, "
#define VALUES(list)   "SELECT ?1, " R("id") "e.value" ELEMENTS(list)
#define COUNTRIES      "SELECT ?1, " R("id") "e.value, 1, NULL, NULL" ELEMENTS("countries")
#define ORGANIZATIONS  "SELECT ?1, " R("id") E("as_written") "0, " E("id") "NULL" ELEMENTS("organizations")
#define AMOUNTS        ELEMENT E("text") E("value") LAST_E("unit") ELEMENTS("amounts")
#define EVIDENCE       ELEMENT E("start") E("end") E("text") E("rule") LAST_E("fields") ELEMENTS("evidence")

// The lists of an article's JSON.
enum list { MEETINGS, MINISTERS, DATES, PROGRAMS, AGREEMENTS, DIAGNOSTICS, LISTS };
static const char *const list_names[LISTS] = {"meetings", "ministers",  "dates",
                                              "programs", "agreements", "diagnostics"};

static const struct {
    const char *table;
    enum list list;
    const char *query;
} tables[] = {
    {"meetings", MEETINGS,
     "SELECT ?1, " R("id") R("key") R("name") R("kind") R("body") R("ordinal") R("part_of") R("status") R("denied")
         DATE("date") PLACE LAST_R("confidence") RECORDS},
    {"ministers", MINISTERS,
     "SELECT ?1, " R("id") R("key") R("name") R("known") R("honorific") R("title") R("tenure") R("rank") R("portfolio")
         R("organization") R("country") LAST_R("confidence") RECORDS},
    {"dates", DATES,
     "SELECT ?1, " R("id") R("text") R("start") R("end") R("type") R("value") R("end_value") R("earliest") R("latest")
         R("mod") R("hijri") R("anchor") R("rule") LAST_R("confidence") RECORDS},
    {"programs", PROGRAMS,
     "SELECT ?1, " R("id") R("key") R("name") R("acronym") R("known") R("kind") R("status") DATE("started")
         LAST_R("confidence") RECORDS},
    {"agreements", AGREEMENTS,
     "SELECT ?1, " R("id") R("key") R("name") R("known") R("kind") R("status") R("denied") R("meeting") DATE("date")
         R("in_force.value") PLACE LAST_R("confidence") RECORDS},
    {"history", AGREEMENTS,
     ELEMENT E("status") E("date.value") E("date.earliest") LAST_E("date.latest") ELEMENTS("history")},
    {"participants", MEETINGS,
     ELEMENT E("minister") E("key") E("name") E("as_written") E("role") LAST_E("country") ELEMENTS("participants")},
    {"signatories", AGREEMENTS, ELEMENT E("minister") E("key") E("name") LAST_E("country") ELEMENTS("signatories")},
    {"parties", MEETINGS, COUNTRIES},
    {"parties", PROGRAMS, COUNTRIES},
    {"parties", MEETINGS, ORGANIZATIONS},
    {"parties", PROGRAMS, ORGANIZATIONS},
    {"parties", AGREEMENTS,
     "SELECT ?1, " R(
         "id") "e.value, e.value GLOB '[A-Z][A-Z]', NULL, (SELECT json_extract(b.value, "
               "'$.status') FROM json_each(r.value, '$.by_party') AS b WHERE json_extract(b.value, '$.party') = "
               "e.value)" ELEMENTS("parties")},
    {"topics", MEETINGS, VALUES("topics")},
    {"topics", PROGRAMS, VALUES("topics")},
    {"topics", AGREEMENTS, VALUES("topics")},
    {"names", MINISTERS, VALUES("names")},
    {"names", PROGRAMS, VALUES("names")},
    {"names", AGREEMENTS, VALUES("names")},
    {"amounts", PROGRAMS, AMOUNTS},
    {"amounts", AGREEMENTS, AMOUNTS},
    {"outcomes", MEETINGS, ELEMENT E("start") E("end") LAST_E("text") ELEMENTS("outcomes")},
    {"evidence", MEETINGS, EVIDENCE},
    {"evidence", MINISTERS, EVIDENCE},
    {"evidence", PROGRAMS, EVIDENCE},
    {"evidence", AGREEMENTS, EVIDENCE},
    {"diagnostics", DIAGNOSTICS,
     "SELECT ?1, r.key, " R("level") R("code") R("message") R("start") R("end") LAST_R("rule") RECORDS},
};

enum { TABLES = sizeof tables / sizeof tables[0] };
_Static_assert(sizeof tables / sizeof tables[0] < ROWS_STATEMENTS, "room for all statements");

enum mig_status rows_prepare(struct rows *r, struct database *d, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    size_t cleared = 0;
    *r = (struct rows){0};
    for (size_t i = 0; i < TABLES && status == MIG_OK; i++) {
        char sql[2048];
        (void)sqlite3_snprintf(sizeof sql, sql, "INSERT OR IGNORE INTO %s %s", tables[i].table, tables[i].query);
        status = database_prepare(d, sql, &r->fill[i], err);
        if (status != MIG_OK || (i > 0 && tables[i].table == tables[i - 1].table))
            continue;
        (void)sqlite3_snprintf(sizeof sql, sql, "DELETE FROM %s WHERE article = ?1", tables[i].table);
        status = database_prepare(d, sql, &r->clear[cleared++], err);
    }
    if (status != MIG_OK)
        rows_free(r);
    return status;
}

void rows_free(struct rows *r) {
    for (size_t i = 0; i < ROWS_STATEMENTS; i++) {
        (void)sqlite3_finalize(r->fill[i]);
        (void)sqlite3_finalize(r->clear[i]);
    }
    *r = (struct rows){0};
}

enum mig_status rows_clear(struct rows *r, struct database *d, int64_t article, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    for (size_t i = 0; r->clear[i] != NULL && status == MIG_OK; i++) {
        (void)sqlite3_bind_int64(r->clear[i], 1, article);
        status = database_step(d, r->clear[i], NULL, NULL, err);
    }
    return status;
}

enum mig_status rows_fill(struct rows *r, struct database *d, int64_t article, struct str json, struct mig_error *err) {
    enum mig_status status = MIG_OK;
    struct str lists[LISTS];
    for (size_t i = 0; i < LISTS; i++)
        lists[i] = stored_json_member(json, str_c(list_names[i]));
    for (size_t i = 0; r->fill[i] != NULL && status == MIG_OK; i++) {
        struct str list = lists[tables[i].list];
        if (list.len <= sizeof "[]" - 1)
            continue;
        (void)sqlite3_bind_int64(r->fill[i], 1, article);
        database_bind(r->fill[i], 2, list);
        status = database_step(d, r->fill[i], NULL, NULL, err);
    }
    return status;
}
