#define _GNU_SOURCE // dl_iterate_phdr
#include "engine/image.h"

#include "base/buf.h"
#include "base/region.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// The first page of the file; the region follows.
union header {
    struct {
        char magic[16];
        struct image_key key;
        size_t size; // of the region's part
        struct mig_engine *engine;
    };
    unsigned char page[4096];
};

static const char magic[16] = "migcoop image 1";

// --- what program this is -------------------------------------------------------------------------------------------

struct build_id {
    struct str bytes;
};

static void find_build_id(struct str notes, struct build_id *out) {
    while (notes.len >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) note;
        memcpy(&note, notes.ptr, sizeof note);
        size_t name = sizeof note, description = name + ((size_t)note.n_namesz + 3) / 4 * 4;
        size_t end = description + ((size_t)note.n_descsz + 3) / 4 * 4;
        if (end > notes.len)
            return;
        if (note.n_type == NT_GNU_BUILD_ID && str_eq(str_sub(notes, name, name + note.n_namesz), STR("GNU\0")))
            out->bytes = str_sub(notes, description, description + note.n_descsz);
        notes = str_sub(notes, end, notes.len);
    }
}

// Called for the program and each library: of the one that this function is in, takes the build id.
static int visit_object(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    bool ours = false;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *h = &info->dlpi_phdr[i];
        ours = ours || (h->p_type == PT_LOAD && (uintptr_t)magic - (info->dlpi_addr + h->p_vaddr) < h->p_memsz);
    }
    for (int i = 0; ours && i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *h = &info->dlpi_phdr[i];
        if (h->p_type != PT_NOTE)
            continue;
        const char *notes =
            (const char *)(info->dlpi_addr + h->p_vaddr); // NOLINT(performance-no-int-to-ptr): as linked
        find_build_id((struct str){notes, h->p_memsz}, context);
    }
    return ours;
}

bool image_key(const struct data_files *files, struct image_key *out) {
    struct build_id id = {0};
    (void)dl_iterate_phdr(visit_object, &id);
    if (id.bytes.len == 0)
        return false;
    struct hash hash;
    hash_init(&hash);
    hash_add(&hash, STR("program"), id.bytes);
    hash_add(&hash, STR("folder"), files->directory);
    hash_add(&hash, STR("data"), str_c(files->hash));
    return hash_finish(&hash, out->hex, NULL) == MIG_OK;
}

// --- reading --------------------------------------------------------------------------------------------------------

// Opens the file when it is the user's own and has that key.
static int open_fitting(const char *path, const struct image_key *key, union header *h) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat info;
    if (fd < 0)
        return -1;
    bool fits = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == geteuid() &&
                !(info.st_mode & (S_IWGRP | S_IWOTH)) && pread(fd, h, sizeof *h, 0) == sizeof *h &&
                memcmp(h->magic, magic, sizeof magic) == 0 && memcmp(&h->key, key, sizeof *key) == 0 &&
                (size_t)info.st_size == sizeof *h + h->size;
    if (fits)
        return fd;
    close(fd);
    return -1;
}

bool image_fits(const char *path, const struct image_key *key) {
    union header h;
    int fd = open_fitting(path, key, &h);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

struct mig_engine *image_map(const char *path, const struct image_key *key) {
    union header h;
    int fd = open_fitting(path, key, &h);
    if (fd < 0)
        return NULL;
    bool mapped = region_map(fd, sizeof h, h.size);
    close(fd);
    return mapped ? h.engine : NULL;
}

// --- writing --------------------------------------------------------------------------------------------------------

static bool write_all(int fd, const void *bytes, size_t size) {
    const char *at = bytes;
    while (size > 0) {
        ssize_t done = write(fd, at, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        at += done;
        size -= (size_t)done;
    }
    return true;
}

void image_write(const char *path, const struct image_key *key, struct mig_engine *engine, size_t size) {
    union header h = {.page = {0}};
    memcpy(h.magic, magic, sizeof magic);
    h.key = *key;
    h.size = size;
    h.engine = engine;
    struct buf beside;
    buf_init(&beside, 64 << 10);
    buf_printf(&beside, "%s.XXXXXX", path);
    buf_append_byte(&beside, '\0');
    int fd = beside.status == MIG_OK ? mkstemp(beside.ptr) : -1;
    if (fd >= 0) {
        bool done = write_all(fd, &h, sizeof h) && write_all(fd, region_start(), size) && fsync(fd) == 0;
        done = close(fd) == 0 && done;
        if (!done || rename(beside.ptr, path) != 0)
            (void)unlink(beside.ptr);
    }
    buf_free(&beside);
}
