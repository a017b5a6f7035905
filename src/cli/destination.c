#include "cli/destination.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

enum { PENDING = 64 << 10 };

static enum mig_status fail(struct destination *d, int number) {
    d->status = number == ENOMEM ? MIG_EMEMORY : MIG_EOUTPUT;
    d->error_number = number;
    return d->status;
}

static enum mig_status tell(const struct destination *d, struct mig_error *err) {
    if (d->status == MIG_OK)
        return MIG_OK;
    if (d->status == MIG_EMEMORY)
        return error_memory(err);
    return error_set(err, MIG_EOUTPUT, str_c(d->name), 0, 0, "cannot be written: %s", strerror(d->error_number));
}

// The mode that a new file gets, or that the file already there has.
static mode_t final_mode(const char *path) {
    struct stat info;
    if (stat(path, &info) == 0)
        return info.st_mode & 07777;
    mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

// A copy of path + suffix; NULL when out of memory.
static char *append_copy(const char *path, const char *suffix) {
    size_t len = strlen(path), suffix_len = strlen(suffix);
    char *copy = memory_alloc(len + suffix_len + 1);
    if (copy != NULL) {
        memcpy(copy, path, len);
        memcpy(copy + len, suffix, suffix_len + 1);
    }
    return copy;
}

static enum mig_status open_beside(struct destination *d, const char *path) {
    char resolved[PATH_MAX];
    // A link stays a link: what it leads to is replaced.
    if (realpath(path, resolved) != NULL)
        path = resolved;
    else if (errno != ENOENT)
        return fail(d, errno);
    d->final = append_copy(path, "");
    d->temporary = append_copy(path, ".XXXXXX");
    if (d->final == NULL || d->temporary == NULL)
        return fail(d, ENOMEM);
    d->fd = mkstemp(d->temporary);
    if (d->fd < 0) {
        int number = errno;
        memory_free(d->temporary);
        d->temporary = NULL;
        return fail(d, number);
    }
    if (fchmod(d->fd, final_mode(d->final)) != 0)
        return fail(d, errno);
    return MIG_OK;
}

static void write_out(struct destination *d, struct str bytes) {
    while (d->status == MIG_OK && bytes.len > 0) {
        ssize_t written = write(d->fd, bytes.ptr, bytes.len);
        if (written >= 0)
            bytes = str_sub(bytes, (size_t)written, bytes.len);
        else if (errno != EINTR)
            (void)fail(d, errno);
    }
}

enum mig_status destination_flush(struct destination *d) {
    write_out(d, buf_str(&d->pending));
    buf_clear(&d->pending);
    return d->status;
}

enum mig_status destination_write(struct destination *d, struct str bytes) {
    if (bytes.len > PENDING - d->pending.len)
        (void)destination_flush(d);
    if (bytes.len >= PENDING) {
        write_out(d, bytes);
        return d->status;
    }
    buf_append(&d->pending, bytes);
    if (d->pending.status != MIG_OK && d->status == MIG_OK)
        (void)fail(d, ENOMEM);
    return d->status;
}

enum mig_status destination_close(struct destination *d, bool complete, struct mig_error *err) {
    if (d->fd >= 0)
        (void)destination_flush(d);
    if (d->temporary != NULL && complete && d->status == MIG_OK && fsync(d->fd) != 0)
        (void)fail(d, errno);
    if (d->fd > STDERR_FILENO && close(d->fd) != 0 && d->status == MIG_OK)
        (void)fail(d, errno);
    d->fd = -1;
    if (d->temporary != NULL && complete && d->status == MIG_OK && rename(d->temporary, d->final) != 0)
        (void)fail(d, errno);
    if (d->temporary != NULL && (!complete || d->status != MIG_OK))
        (void)unlink(d->temporary);
    memory_free(d->temporary);
    memory_free(d->final);
    d->temporary = d->final = NULL;
    buf_free(&d->pending);
    return tell(d, err);
}

enum mig_status destination_open(struct destination *d, const char *path, struct mig_error *err) {
    struct stat info;
    *d = (struct destination){.fd = STDOUT_FILENO, .name = path != NULL ? path : "standard output"};
    buf_init(&d->pending, PENDING);
    if (path == NULL)
        return MIG_OK;
    d->fd = -1;
    if (stat(path, &info) != 0 || S_ISREG(info.st_mode))
        (void)open_beside(d, path);
    else if ((d->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)) < 0)
        (void)fail(d, errno);
    return d->status == MIG_OK ? MIG_OK : destination_close(d, false, err);
}

int destination_callback(void *context, const char *bytes, size_t length) {
    return destination_write(context, (struct str){bytes, length}) != MIG_OK;
}
