// SHA-256, as lower-case hex digits: article ids, and the hash of all data that an engine loaded.
#ifndef MIG_BASE_HASH_H
#define MIG_BASE_HASH_H

#include "base/error.h"

enum { HASH_HEX = 65 }; // 64 digits and a NUL

// The hash of bytes. MIG_EMEMORY is the only failure (libcrypto could not allocate); hex is then empty.
enum mig_status hash_hex(struct str bytes, char hex[HASH_HEX], struct mig_error *err);

// A hash over several named pieces, such as the files of a data folder. The same pieces in the same order give the same
// hash; each piece is framed by its lengths, so that text cannot move from one to the next unnoticed.
struct hash {
    void *context;          // libcrypto's
    enum mig_status status; // of the first failure; later calls are ignored then
};

void hash_init(struct hash *h);
void hash_add(struct hash *h, struct str name, struct str bytes);
// Writes the result and frees the context, also after a failure.
enum mig_status hash_finish(struct hash *h, char hex[HASH_HEX], struct mig_error *err);

#endif
