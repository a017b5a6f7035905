#include "rules/data_files.h"

#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 16 << 20 };

static enum mig_status join_path(struct data_files *d, struct str folder, struct str name, struct str *out,
                                 struct mig_error *err) {
    char *path = arena_alloc(&d->arena, folder.len + name.len + 2);
    if (!path)
        return error_memory(err);
    memcpy(path, folder.ptr, folder.len);
    path[folder.len] = '/';
    memcpy(path + folder.len + 1, name.ptr, name.len);
    path[folder.len + name.len + 1] = '\0';
    *out = (struct str){path, folder.len + name.len + 1};
    return MIG_OK;
}

static enum mig_status read_bytes(struct data_files *d, struct str path, struct str *out, struct mig_error *err) {
    int fd = open(path.ptr, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0) {
        enum mig_status status = error_set(err, MIG_EDATA, path, 0, 0, "cannot be read: %s", strerror(errno));
        if (fd >= 0)
            close(fd);
        return status;
    }
    enum mig_status status = MIG_OK;
    char *bytes = NULL;
    size_t size = info.st_size > 0 ? (size_t)info.st_size : 0, len = 0;
    if (!S_ISREG(info.st_mode) || size > FILE_BYTES_MAX)
        status = error_set(err, MIG_EDATA, path, 0, 0, "is no file of at most 16 MiB");
    else if (!(bytes = arena_alloc(&d->arena, size + 1)))
        status = error_memory(err);
    while (!status && len < size) {
        ssize_t got = read(fd, bytes + len, size - len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            status = error_set(err, MIG_EDATA, path, 0, 0, "cannot be read: %s", strerror(errno));
        if (got <= 0)
            break;
        len += (size_t)got;
    }
    close(fd);
    *out = (struct str){bytes, len};
    return status;
}

// The names in a folder, sorted bytewise, hidden ones left out.
struct listing {
    struct str *names;
    size_t count, capacity;
};

static int compare_names(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static enum mig_status list_folder(struct data_files *d, struct str path, struct listing *out, struct mig_error *err) {
    *out = (struct listing){0};
    DIR *folder = opendir(path.ptr);
    if (!folder)
        return error_set(err, MIG_EDATA, path, 0, 0, "cannot be read: %s", strerror(errno));
    enum mig_status status = MIG_OK;
    for (struct dirent *entry; !status && (entry = readdir(folder));) {
        if (entry->d_name[0] == '.')
            continue;
        if (!memory_grow(&out->names, &out->capacity, out->count + 1, sizeof *out->names) ||
            !arena_copy(&d->arena, str_c(entry->d_name), &out->names[out->count]))
            status = error_memory(err);
        else
            out->count++;
    }
    closedir(folder);
    if (out->count)
        qsort(out->names, out->count, sizeof *out->names, compare_names);
    return status;
}

static enum mig_status add_file(struct data_files *d, struct hash *hash, struct str folder, struct str name,
                                size_t language, struct mig_error *err) {
    if (d->count == DATA_FILES_MAX)
        return error_set(err, MIG_EDATA, folder, 0, 0, "more than %d data files", DATA_FILES_MAX);
    struct data_file *file = &d->files[d->count];
    *file = (struct data_file){.language = language};
    enum mig_status status = join_path(d, folder, name, &file->path, err);
    file->name = str_sub(file->path, file->path.len - name.len, file->path.len);
    if (!status)
        status = read_bytes(d, file->path, &file->bytes, err);
    if (!status) {
        hash_add(hash, str_sub(file->path, d->directory.len, file->path.len), file->bytes);
        d->count++;
    }
    return status;
}

static bool is_data_name(struct str name) {
    return str_ends(name, STR(".names")) || str_ends(name, STR(".rules")) || str_ends(name, STR(".words")) ||
           str_ends(name, STR(".conf"));
}

static enum mig_status add_folder(struct data_files *d, struct hash *hash, struct str folder, size_t language,
                                  struct mig_error *err) {
    struct listing listing;
    enum mig_status status = list_folder(d, folder, &listing, err);
    for (size_t i = 0; !status && i < listing.count; i++)
        if (is_data_name(listing.names[i]))
            status = add_file(d, hash, folder, listing.names[i], language, err);
    memory_free(listing.names);
    return status;
}

// Every folder with a language.conf is a language.
static enum mig_status add_languages(struct data_files *d, struct hash *hash, struct mig_error *err) {
    struct listing listing;
    enum mig_status status = list_folder(d, d->directory, &listing, err);
    for (size_t i = 0; !status && i < listing.count; i++) {
        struct str folder, path;
        struct stat info;
        status = join_path(d, d->directory, listing.names[i], &folder, err);
        if (!status)
            status = join_path(d, folder, STR("language.conf"), &path, err);
        if (status || stat(path.ptr, &info) != 0)
            continue;
        if (d->language_count == DATA_LANGUAGES_MAX)
            status = error_set(err, MIG_EDATA, d->directory, 0, 0, "more than %d languages", DATA_LANGUAGES_MAX);
        else
            status = add_folder(d, hash, folder, d->language_count++, err);
    }
    memory_free(listing.names);
    if (!status && !d->language_count)
        status = error_set(err, MIG_EDATA, d->directory, 0, 0, "has no language: no folder in it has a language.conf");
    return status;
}

static enum mig_status read_all(struct data_files *d, struct hash *hash, struct mig_error *err) {
    struct str common = {0};
    enum mig_status status = add_file(d, hash, d->directory, STR("schema.conf"), SIZE_MAX, err);
    if (!status)
        status = add_languages(d, hash, err);
    if (!status)
        status = join_path(d, d->directory, STR("common"), &common, err);
    return status ? status : add_folder(d, hash, common, SIZE_MAX, err);
}

enum mig_status data_files_read(struct data_files *d, const char *directory, struct mig_error *err) {
    struct hash hash;
    *d = (struct data_files){0};
    arena_init(&d->arena);
    if (!arena_copy(&d->arena, (struct str){directory, strlen(directory) + 1}, &d->directory))
        return error_memory(err);
    d->directory.len--;
    while (d->directory.len > 1 && d->directory.ptr[d->directory.len - 1] == '/')
        d->directory.len--;
    hash_init(&hash);
    enum mig_status status = read_all(d, &hash, err);
    enum mig_status hashed = hash_finish(&hash, d->hash, status ? NULL : err);
    return status ? status : hashed;
}

void data_files_free(struct data_files *d) {
    arena_free(&d->arena);
}
