// Where the rules and names are.
#ifndef MIG_CLI_DATA_DIR_H
#define MIG_CLI_DATA_DIR_H

#include "base/buf.h"

// The file that every data folder has.
#define DATA_DIR_MARK "schema.conf"

// Puts the path of the data folder, NUL-terminated, into *out (initialised): given when not NULL, else the
// environment's MIGCOOP_DATA, else the first that has a data folder of: ../data beside the executable's folder,
// ../share/migcoop, the place where `make install` puts it. MIG_EDATA when there is none.
enum mig_status data_dir_find(const char *given, struct buf *out, struct mig_error *err);

#endif
