#include "cli/progress.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/messages.h"
#include "cli/signals.h"

double progress_seconds(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void progress_start(struct progress *p, bool wanted) {
    *p = (struct progress){.wanted = wanted && isatty(STDERR_FILENO) == 1};
    p->started = progress_seconds();
}

enum { DEPTH_MOST = 40 };

// Roughly what a walk will read: links are not followed, what cannot be read is nothing.
static uint64_t measure(struct buf *path, unsigned depth) {
    struct stat info;
    uint64_t total = 0;
    size_t len = path->len;
    buf_append_byte(path, '\0');
    if (path->status != MIG_OK || lstat(path->ptr, &info) != 0)
        return 0;
    DIR *folder = S_ISDIR(info.st_mode) && depth < DEPTH_MOST ? opendir(path->ptr) : NULL;
    if (folder == NULL)
        return S_ISREG(info.st_mode) && info.st_size > 0 ? (uint64_t)info.st_size : 0;
    for (struct dirent *entry; signals_received == 0 && (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        path->len = len;
        buf_append_byte(path, '/');
        buf_append(path, str_c(entry->d_name));
        total += measure(path, depth + 1);
    }
    (void)closedir(folder);
    return total;
}

void progress_measure(struct progress *p, const char *const *paths, size_t count) {
    struct buf path;
    if (!p->wanted)
        return;
    buf_init(&path, 1 << 16);
    for (size_t i = 0; i < count; i++) {
        buf_clear(&path);
        buf_append(&path, str_c(paths[i]));
        p->total += measure(&path, 0);
    }
    buf_free(&path);
}

void progress_update(struct progress *p, size_t articles, uint64_t bytes, size_t records) {
    if (!p->wanted)
        return;
    double now = progress_seconds(), elapsed = now - p->started;
    if (elapsed < 1 || now - p->shown < 0.2)
        return;
    char line[200];
    int len = snprintf(line, sizeof line, "\r\033[Karticles: %zu, records: %zu, %.1f MB, %.1f MB/s", articles, records,
                       (double)bytes / 1e6, (double)bytes / 1e6 / elapsed);
    if (len > 0 && bytes > 0 && bytes < p->total) {
        unsigned left = (unsigned)(elapsed * (double)(p->total - bytes) / (double)bytes + 0.5);
        len += snprintf(line + len, sizeof line - (size_t)len, ", %u:%02u left", left / 60, left % 60);
    }
    if (len > 0)
        message_raw((struct str){line, (size_t)len});
    p->shown = now;
    p->visible = true;
}

void progress_clear(struct progress *p) {
    if (p->visible)
        message_raw(STR("\r\033[K"));
    p->visible = false;
}
