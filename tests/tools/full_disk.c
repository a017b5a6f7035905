// A disk that is full after so many bytes, for tests: preloaded, it fails what is written to regular files once
// FULL_DISK_AFTER bytes have been, with ENOSPC. The write that meets the end is done in part first, as on a real disk.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static long long left = -1;

__attribute__((constructor)) static void start(void) {
    const char *after = getenv("FULL_DISK_AFTER");
    left = after != NULL ? atoll(after) : -1;
}

// How many of the bytes may be written; none sets errno.
static size_t grant(int fd, size_t size) {
    struct stat info;
    if (left < 0 || fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return size;
    if ((long long)size > left)
        size = (size_t)left;
    left -= (long long)size;
    if (size == 0)
        errno = ENOSPC;
    return size;
}

ssize_t write(int fd, const void *bytes, size_t size) {
    ssize_t (*real)(int, const void *, size_t) = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    size_t granted = grant(fd, size);
    return granted == 0 && size > 0 ? -1 : real(fd, bytes, granted);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
    ssize_t (*real)(int, const void *, size_t, off64_t) =
        (ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
    size_t granted = grant(fd, size);
    return granted == 0 && size > 0 ? -1 : real(fd, bytes, granted, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
    return pwrite64(fd, bytes, size, at);
}

int posix_fallocate(int fd, off_t at, off_t size) {
    int (*real)(int, off_t, off_t) = (int (*)(int, off_t, off_t))dlsym(RTLD_NEXT, "posix_fallocate");
    return left == 0 ? ENOSPC : real(fd, at, size);
}
