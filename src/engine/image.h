// A loaded engine as a file: opening one takes a fraction of what loading the data takes.
//
// The engine is built in a region (base/region.h) and written as it stands there, behind a page that says of which program and which
// data it is. It is used only when that is this program and the data's hash, so it cannot be out of date; an image of something else
// is replaced. What a file holds is trusted as the program is: it must be the user's own, and writable by nobody else.
#ifndef MIG_ENGINE_IMAGE_H
#define MIG_ENGINE_IMAGE_H

#include "engine/engine.h"

struct image_key {
    char hex[HASH_HEX];
};

// False when the program does not say which it is (it has no build id): then there are no images.
bool image_key(const struct data_files *files, struct image_key *out);
// Whether the file holds the engine of that key.
bool image_fits(const char *path, const struct image_key *key);
// Maps it: an engine that still lacks its lock. NULL when that cannot be.
struct mig_engine *image_map(const char *path, const struct image_key *key);
// Writes the engine, which size bytes of the region hold, beside path and renames it when complete. What fails is passed over.
void image_write(const char *path, const struct image_key *key, struct mig_engine *engine, size_t size);

#endif
