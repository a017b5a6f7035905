// The statements of data/schema/store.sql, which the build writes into C.
#ifndef MIG_STORE_SCHEMA_SQL_H
#define MIG_STORE_SCHEMA_SQL_H

extern const char *const schema_sql[]; // lines with their newlines, NULL at the end

#endif
