// The files of a data folder, read and hashed but not parsed yet.
#ifndef MIG_RULES_DATA_FILES_H
#define MIG_RULES_DATA_FILES_H

#include "base/arena.h"
#include "base/hash.h"

struct data_file {
    struct str path, name; // whole path, NUL after it; name within its folder
    struct str bytes;
    size_t language; // number of the folder's language; SIZE_MAX: schema.conf and data/common
};

enum { DATA_FILES_MAX = 256, DATA_LANGUAGES_MAX = 31 };

// schema.conf first, then the languages in the order of their folders' names, then data/common; within a folder by name.
struct data_files {
    struct arena arena; // of all strings
    struct str directory;
    struct data_file files[DATA_FILES_MAX];
    size_t count, language_count;
    char hash[HASH_HEX]; // of all paths below the folder and their content
};

// Fails with MIG_EDATA and the place when something cannot be read or there is no language. Give it to data_files_free in any case.
enum mig_status data_files_read(struct data_files *d, const char *directory, struct mig_error *err);
void data_files_free(struct data_files *d);

#endif
