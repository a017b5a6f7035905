#include "input/reader_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "base/buf.h"
#include "base/memory.h"

// Text shrinks to a tenth or so; what shrinks to a 500th is a bomb, from the size on where that begins to matter.
enum { MOST_EXPANSION = 500, HARMLESS = 64 << 20, PIECE = 64 * 1024 };

struct reader_archive {
    struct window *from;
    struct archive *archive;
    size_t taken;         // bytes of the window that libarchive is looking at
    uint64_t read, given; // bytes of all
};

static la_ssize_t on_read(struct archive *archive, void *context, const void **out) {
    struct reader_archive *a = context;
    struct str rest;
    (void)archive;
    window_skip(a->from, a->taken);
    a->taken = 0;
    if (window_peek(a->from, 1, &rest) != MIG_OK)
        return ARCHIVE_FATAL;
    rest = str_sub(rest, 0, PIECE);
    *out = rest.ptr;
    a->taken = rest.len;
    a->read += rest.len;
    return (la_ssize_t)rest.len;
}

static enum mig_status fail(const struct reader_archive *a, struct mig_error *err) {
    const char *message = archive_error_string(a->archive);
    if (a->from->status != MIG_OK) {
        if (err != NULL)
            *err = a->from->error;
        return a->from->status;
    }
    return error_set(err, MIG_EINPUT, (struct str){NULL, 0}, 0, 0, "a damaged archive: %s",
                     message == NULL ? "unknown error" : message);
}

enum mig_status reader_archive_open(struct window *from, struct reader_archive **out, struct mig_error *err) {
    struct reader_archive *a = memory_zeroed(1, sizeof *a);
    *out = NULL;
    if (a == NULL)
        return error_memory(err);
    a->from = from;
    a->archive = archive_read_new();
    if (a->archive == NULL) {
        memory_free(a);
        return error_memory(err);
    }
    (void)archive_read_support_filter_gzip(a->archive);
    (void)archive_read_support_filter_bzip2(a->archive);
    (void)archive_read_support_filter_xz(a->archive);
    (void)archive_read_support_filter_zstd(a->archive);
    (void)archive_read_support_format_tar(a->archive);
    (void)archive_read_support_format_zip_streamable(a->archive);
    (void)archive_read_support_format_raw(a->archive);
    if (archive_read_open(a->archive, a, NULL, on_read, NULL) != ARCHIVE_OK) {
        enum mig_status status = fail(a, err);
        reader_archive_close(a);
        return status;
    }
    *out = a;
    return MIG_OK;
}

void reader_archive_close(struct reader_archive *a) {
    if (a == NULL)
        return;
    (void)archive_read_free(a->archive);
    memory_free(a);
}

// As in folders: what begins with a dot is left out, and what some programs add.
static bool is_hidden(struct str path) {
    struct str piece;
    while (str_next(&path, '/', &piece))
        if ((str_starts(piece, STR(".")) && !str_eq(piece, STR(".")) && !str_eq(piece, STR(".."))) ||
            str_eq(piece, STR("__MACOSX")))
            return true;
    return false;
}

enum mig_status reader_archive_next(struct reader_archive *a, struct str *name, time_t *saved, bool *more,
                                    struct mig_error *err) {
    *name = (struct str){NULL, 0};
    *more = false;
    for (;;) {
        struct archive_entry *entry;
        int result = archive_read_next_header(a->archive, &entry);
        if (result == ARCHIVE_EOF)
            return MIG_OK;
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
            return fail(a, err);
        if (archive_entry_mtime_is_set(entry))
            *saved = archive_entry_mtime(entry);
        if (archive_format(a->archive) == ARCHIVE_FORMAT_RAW) {
            *more = true;
            return MIG_OK;
        }
        const char *path = archive_entry_pathname(entry);
        if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != NULL ||
            (path != NULL && is_hidden(str_c(path))))
            continue;
        if (archive_entry_is_encrypted(entry))
            return error_set(err, MIG_EINPUT, (struct str){NULL, 0}, 0, 0, "an encrypted archive");
        *name = path == NULL ? STR("?") : str_c(path);
        *more = true;
        return MIG_OK;
    }
}

enum mig_status reader_archive_read(void *context, char *into, size_t room, size_t *got, struct mig_error *err) {
    struct reader_archive *a = context;
    *got = 0;
    la_ssize_t count = archive_read_data(a->archive, into, room);
    if (count < 0)
        return fail(a, err);
    a->given += (uint64_t)count;
    if (a->given > HARMLESS && a->given / MOST_EXPANSION > a->read)
        return error_set(err, MIG_ELIMIT, (struct str){NULL, 0}, 0, 0, "expands more than %d times; not read further",
                         MOST_EXPANSION);
    *got = (size_t)count;
    return MIG_OK;
}

enum mig_status reader_archive_inflate(struct str bytes, size_t limit, struct arena *arena, struct str *out,
                                       struct mig_error *err) {
    struct window window;
    struct reader_archive *a;
    struct buf text;
    struct str name;
    time_t saved;
    bool more = false;
    *out = (struct str){NULL, 0};
    window_init(&window, bytes, NULL, NULL);
    buf_init(&text, limit);
    enum mig_status status = reader_archive_open(&window, &a, err);
    if (status == MIG_OK)
        status = reader_archive_next(a, &name, &saved, &more, err);
    for (size_t got = 1; status == MIG_OK && more && got > 0;) {
        if (!buf_reserve(&text, PIECE)) {
            status = error_set(err, text.status, (struct str){NULL, 0}, 0, 0, "expands to more than %zu bytes", limit);
            break;
        }
        status = reader_archive_read(a, text.ptr + text.len, PIECE, &got, err);
        text.len += got;
    }
    if (status == MIG_OK && !arena_copy(arena, buf_str(&text), out))
        status = error_memory(err);
    reader_archive_close(a);
    buf_free(&text);
    window_free(&window);
    return status;
}
