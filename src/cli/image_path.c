#include "cli/image_path.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/hash.h"

enum { NAME_DIGITS = 16 };

// Appends a folder's name and a NUL that the next one takes the place of; makes the folder, for the user alone.
static bool enter(struct buf *path, const char *name) {
    if (path->len > 0)
        path->ptr[path->len - 1] = '/';
    buf_append(path, str_c(name));
    buf_append_byte(path, '\0');
    return path->status == MIG_OK && (mkdir(path->ptr, 0700) == 0 || errno == EEXIST);
}

static bool enter_cache(struct buf *path) {
    const char *own = getenv("MIGCOOP_CACHE"), *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (own)
        return own[0] && enter(path, own);
    if (cache && cache[0] == '/')
        return enter(path, cache) && enter(path, "migcoop");
    return home && home[0] == '/' && enter(path, home) && enter(path, ".cache") && enter(path, "migcoop");
}

bool image_path_find(const char *data_dir, struct buf *out) {
    char whole[PATH_MAX], hex[HASH_HEX];
    struct hash hash;
    buf_clear(out);
    if (!realpath(data_dir, whole) || !enter_cache(out))
        return false;
    hash_init(&hash);
    hash_add(&hash, str_c(whole), str_c(data_dir)); // messages show the folder as it was given
    if (hash_finish(&hash, hex, NULL) != MIG_OK)
        return false;
    out->ptr[out->len - 1] = '/';
    buf_printf(out, "%.*s.engine", NAME_DIGITS, hex);
    buf_append_byte(out, '\0');
    return out->status == MIG_OK;
}
