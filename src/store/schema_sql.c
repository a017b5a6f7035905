#include "store/schema_sql.h"

#include <stddef.h>

const char *const schema_sql[] = {
#include "store/schema.inc" // made by the Makefile from data/schema/store.sql
    NULL,
};
