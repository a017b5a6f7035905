#include "cli/data_dir.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef MIG_DATA_DIR
#define MIG_DATA_DIR "/usr/local/share/migcoop"
#endif

static bool set(struct buf *out, struct str folder, struct str rest) {
    buf_clear(out);
    buf_append(out, folder);
    buf_append(out, rest);
    buf_append_byte(out, '\0');
    return out->status == MIG_OK;
}

// Whether folder + rest is a data folder; *out is its path then.
static bool is_data_dir(struct buf *out, struct str folder, struct str rest) {
    struct buf mark;
    buf_init(&mark, PATH_MAX);
    buf_append(&mark, folder);
    buf_append(&mark, rest);
    buf_append(&mark, STR("/" DATA_DIR_MARK "\0"));
    bool found = mark.status == MIG_OK && access(mark.ptr, R_OK) == 0 && set(out, folder, rest);
    buf_free(&mark);
    return found;
}

static struct str parent(struct str path) {
    while (path.len > 0 && path.ptr[path.len - 1] != '/')
        path.len--;
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    return path;
}

enum mig_status data_dir_find(const char *given, struct buf *out, struct mig_error *err) {
    const char *named = given != NULL ? given : getenv("MIGCOOP_DATA");
    if (named != NULL && named[0] != '\0')
        return set(out, str_c(named), STR("")) ? MIG_OK : error_memory(err);
    char executable[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", executable, sizeof executable);
    if (len > 0 && (size_t)len < sizeof executable) {
        struct str above = parent(parent((struct str){executable, (size_t)len}));
        if (is_data_dir(out, above, STR("/data")) || is_data_dir(out, above, STR("/share/migcoop")))
            return MIG_OK;
    }
    if (is_data_dir(out, STR(MIG_DATA_DIR), STR("")))
        return MIG_OK;
    if (out->status == MIG_EMEMORY)
        return error_memory(err);
    return error_set(err, MIG_EDATA, STR(""), 0, 0,
                     "no data folder beside the program or in %s; name one with --data or MIGCOOP_DATA", MIG_DATA_DIR);
}
