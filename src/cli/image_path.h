// Where the loaded engine of a data folder is kept between runs.
#ifndef MIG_CLI_IMAGE_PATH_H
#define MIG_CLI_IMAGE_PATH_H

#include "base/buf.h"

// Puts the path of the file for that data folder, NUL-terminated, into *out (initialised), and makes the folder that it is in: the
// environment's MIGCOOP_CACHE, else migcoop in XDG_CACHE_HOME, else .cache/migcoop in HOME. False when there is none of them, when
// MIGCOOP_CACHE is empty, or when the folder cannot be made.
bool image_path_find(const char *data_dir, struct buf *out);

#endif
