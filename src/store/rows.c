#include "store/rows.h"

// Each table with the query that gives its rows: ?1 is the article, ?2 its JSON. A record's own fields are taken from r,
// those of an element of one of its lists from e.
#define R(path) "json_extract(r.value, '$." path "'), "
#define E(path) "json_extract(e.value, '$." path "'), "
#define RECORDS(plural)    " FROM json_each(?2, '$." plural "') AS r"
#define ELEMENTS(list)     ", json_each(r.value, '$." list "') AS e"
#define LAST_R(path)       "json_extract(r.value, '$." path "')"
#define LAST_E(path)       "json_extract(e.value, '$." path "')"
#define DATE(path)         R(path ".value") R(path ".earliest") R(path ".latest")
#define PLACE              R("place.city") R("place.country") R("place.geonames")
#define ELEMENT            "SELECT ?1, " R("id") "e.key, "
#define VALUES(plural, list) "SELECT ?1, " R("id") "e.value" RECORDS(plural) ELEMENTS(list)
#define COUNTRIES(plural)  "SELECT ?1, " R("id") "e.value, 1, NULL, NULL" RECORDS(plural) ELEMENTS("countries")
#define ORGANIZATIONS(plural)                                                                                          \
    "SELECT ?1, " R("id") E("as_written") "0, " E("id") "NULL" RECORDS(plural) ELEMENTS("organizations")
#define AMOUNTS(plural) ELEMENT E("text") E("value") LAST_E("unit") RECORDS(plural) ELEMENTS("amounts")
#define EVIDENCE(plural)                                                                                               \
    ELEMENT E("start") E("end") E("text") E("rule") LAST_E("fields") RECORDS(plural) ELEMENTS("evidence")

static const struct {
    const char *table, *query;
} tables[] = {
    {"meetings", "SELECT ?1, " R("id") R("key") R("name") R("kind") R("body") R("ordinal") R("part_of") R("status")
                     R("denied") DATE("date") PLACE LAST_R("confidence") RECORDS("meetings")},
    {"ministers", "SELECT ?1, " R("id") R("key") R("name") R("known") R("honorific") R("title") R("tenure") R("rank")
                      R("portfolio") R("organization") R("country") LAST_R("confidence") RECORDS("ministers")},
    {"dates", "SELECT ?1, " R("id") R("text") R("start") R("end") R("type") R("value") R("end_value") R("earliest")
                  R("latest") R("mod") R("hijri") R("anchor") R("rule") LAST_R("confidence") RECORDS("dates")},
    {"programs", "SELECT ?1, " R("id") R("key") R("name") R("acronym") R("known") R("kind") R("status") DATE("started")
                     LAST_R("confidence") RECORDS("programs")},
    {"agreements", "SELECT ?1, " R("id") R("key") R("name") R("known") R("kind") R("status") R("denied") R("meeting")
                       DATE("date") R("in_force.value") PLACE LAST_R("confidence") RECORDS("agreements")},
    {"history", ELEMENT E("status") E("date.value") E("date.earliest") LAST_E("date.latest") RECORDS("agreements")
                    ELEMENTS("history")},
    {"participants", ELEMENT E("minister") E("key") E("name") E("as_written") E("role") LAST_E("country")
                         RECORDS("meetings") ELEMENTS("participants")},
    {"signatories", ELEMENT E("minister") E("key") E("name") LAST_E("country") RECORDS("agreements")
                        ELEMENTS("signatories")},
    {"parties", COUNTRIES("meetings")},
    {"parties", COUNTRIES("programs")},
    {"parties", ORGANIZATIONS("meetings")},
    {"parties", ORGANIZATIONS("programs")},
    {"parties", "SELECT ?1, " R("id") "e.value, e.value GLOB '[A-Z][A-Z]', NULL, (SELECT json_extract(b.value, "
                "'$.status') FROM json_each(r.value, '$.by_party') AS b WHERE json_extract(b.value, '$.party') = "
                "e.value)" RECORDS("agreements") ELEMENTS("parties")},
    {"topics", VALUES("meetings", "topics")},
    {"topics", VALUES("programs", "topics")},
    {"topics", VALUES("agreements", "topics")},
    {"names", VALUES("ministers", "names")},
    {"names", VALUES("programs", "names")},
    {"names", VALUES("agreements", "names")},
    {"amounts", AMOUNTS("programs")},
    {"amounts", AMOUNTS("agreements")},
    {"outcomes", ELEMENT E("start") E("end") LAST_E("text") RECORDS("meetings") ELEMENTS("outcomes")},
    {"evidence", EVIDENCE("meetings")},
    {"evidence", EVIDENCE("ministers")},
    {"evidence", EVIDENCE("programs")},
    {"evidence", EVIDENCE("agreements")},
    {"diagnostics", "SELECT ?1, r.key, " R("level") R("code") R("message") R("start") R("end") LAST_R("rule")
                        RECORDS("diagnostics")},
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
    for (size_t i = 0; r->fill[i] != NULL && status == MIG_OK; i++) {
        (void)sqlite3_bind_int64(r->fill[i], 1, article);
        database_bind(r->fill[i], 2, json);
        status = database_step(d, r->fill[i], NULL, NULL, err);
    }
    return status;
}
