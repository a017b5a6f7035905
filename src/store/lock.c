#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buf.h"

// Who has it, as written by take; 0 when that cannot be told.
static long read_holder(int fd) {
    char text[24];
    ssize_t len = pread(fd, text, sizeof text, 0);
    uint32_t process = 0;
    if (len <= 0 || !str_uint(str_trim((struct str){text, (size_t)len}), &process))
        return 0;
    return (long)process;
}

static void write_holder(int fd) {
    char text[24];
    int len = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    // Only a help for people: on a full disk the lock holds without.
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)len, 0) != len)
        (void)ftruncate(fd, 0);
}

enum mig_status lock_take(struct lock *l, const char *path, bool *taken, struct mig_error *err) {
    struct buf name;
    *l = (struct lock){.fd = -1};
    *taken = false;
    buf_init(&name, 64 << 10);
    buf_append(&name, str_c(path));
    buf_append(&name, STR(".lock\0"));
    if (name.status != MIG_OK) {
        buf_free(&name);
        return error_memory(err);
    }
    enum mig_status status = MIG_OK;
    l->fd = open(name.ptr, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
    if (l->fd < 0 || (flock(l->fd, LOCK_EX | LOCK_NB) != 0 && errno != EWOULDBLOCK)) {
        status = error_set(err, MIG_EOUTPUT, str_c(path), 0, 0, "cannot be locked: %s: %s", name.ptr, strerror(errno));
        lock_release(l);
    } else if (flock(l->fd, LOCK_EX | LOCK_NB) != 0) {
        *taken = true;
        l->holder = read_holder(l->fd);
        lock_release(l);
    } else {
        write_holder(l->fd);
    }
    buf_free(&name);
    return status;
}

void lock_release(struct lock *l) {
    if (l->fd >= 0)
        (void)close(l->fd);
    l->fd = -1;
}
