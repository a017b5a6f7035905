#include "input/source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/memory.h"
#include "input/format.h"

// What tells a folder from all others, whatever path leads there.
struct place {
    dev_t device;
    ino_t inode;
};

// A folder that is being walked.
struct level {
    struct arena names;
    const char **entries; // sorted; in the arena
    size_t count, capacity, next;
    size_t path_len; // of the folder's own path in source.path
    struct place place;
};

struct source {
    const char *const *paths;
    size_t path_count, next_path;
    struct source_settings settings;
    struct buf path;  // of the thing at hand, NUL-terminated
    struct buf bytes; // content of the file at hand, or its start
    time_t saved;     // when it was last written; 0: unknown
    int rest;         // open file with the rest of it; -1: none
    bool may_wait;    // it is a pipe, terminal or device
    bool given_up;    // by who reads
    struct level *levels;
    size_t level_count, level_capacity;
    struct place *visited; // folders that this walk has entered, and those above its first
    size_t visited_count, visited_capacity;
};

enum {
    PATH_CEILING = 1 << 20,
    STREAM_FROM = 64 << 10,      // bytes after which a file is looked at as to whether it is read piece by piece
    READ_AHEAD_FROM = 256 << 10, // smaller files are read in one or two calls anyway
};

static const char *const standard_input[] = {"-"};

enum mig_status source_open(const char *const *paths, size_t count, const struct source_settings *settings,
                            struct source **out, struct mig_error *err) {
    struct source *s = memory_zeroed(1, sizeof *s);
    *out = s;
    if (s == NULL)
        return error_memory(err);
    s->paths = count > 0 ? paths : standard_input;
    s->path_count = count > 0 ? count : 1;
    if (settings != NULL)
        s->settings = *settings;
    if (s->settings.size_limit == 0)
        s->settings.size_limit = SOURCE_SIZE_LIMIT;
    s->rest = -1;
    buf_init(&s->path, PATH_CEILING);
    buf_init(&s->bytes, s->settings.size_limit);
    return MIG_OK;
}

static void leave(struct source *s) {
    struct level *level = &s->levels[--s->level_count];
    arena_free(&level->names);
    memory_free(level->entries);
}

// Closes the file at hand, if there is more of it.
static void drop_rest(struct source *s) {
    if (s->rest > STDIN_FILENO)
        (void)close(s->rest);
    s->rest = -1;
}

void source_close(struct source *s) {
    if (s == NULL)
        return;
    drop_rest(s);
    while (s->level_count > 0)
        leave(s);
    memory_free(s->levels);
    memory_free(s->visited);
    buf_free(&s->path);
    buf_free(&s->bytes);
    memory_free(s);
}

static struct str path_name(const struct source *s) {
    return str_sub(buf_str(&s->path), 0, s->path.len > 0 ? s->path.len - 1 : 0);
}

static void report(const struct source *s, enum mig_status status, const char *message) {
    struct mig_error error;
    error_set(&error, status, path_name(s), 0, 0, "%s", message);
    if (s->settings.report != NULL)
        s->settings.report(s->settings.context, path_name(s), &error);
}

static void report_errno(const struct source *s, int number) {
    report(s, MIG_EINPUT, strerror(number));
}

static bool is_stopped(const struct source *s) {
    return s->given_up || (s->settings.stop != NULL && *s->settings.stop != 0);
}

// Puts folder/name (folder of the given length at the start of the path at hand; 0: none) into path.
static bool set_path(struct source *s, size_t folder_len, const char *name) {
    s->path.len = folder_len;
    if (folder_len > 0 && s->path.ptr[folder_len - 1] != '/')
        buf_append_byte(&s->path, '/');
    buf_append(&s->path, (struct str){name, strlen(name) + 1});
    return s->path.status == MIG_OK;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum mig_status list_entries(struct source *s, DIR *folder, struct level *level) {
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (entry == NULL) {
            if (errno != 0)
                report_errno(s, errno);
            break;
        }
        if (entry->d_name[0] == '.')
            continue;
        struct str name;
        if (!arena_copy(&level->names, (struct str){entry->d_name, strlen(entry->d_name) + 1}, &name) ||
            !memory_grow(&level->entries, &level->capacity, level->count + 1, sizeof *level->entries))
            return MIG_EMEMORY;
        level->entries[level->count++] = name.ptr;
    }
    if (level->count > 0)
        qsort(level->entries, level->count, sizeof *level->entries, compare_names);
    return MIG_OK;
}

static bool same_place(struct place a, struct place b) {
    return a.device == b.device && a.inode == b.inode;
}

static bool was_visited(const struct source *s, struct place place) {
    for (size_t i = s->visited_count; i-- > 0;)
        if (same_place(s->visited[i], place))
            return true;
    return false;
}

static enum mig_status visit(struct source *s, const struct stat *info) {
    if (!memory_grow(&s->visited, &s->visited_capacity, s->visited_count + 1, sizeof *s->visited))
        return MIG_EMEMORY;
    s->visited[s->visited_count++] = (struct place){info->st_dev, info->st_ino};
    return MIG_OK;
}

// A walk begins at the folder at hand. A link to one that holds it would lead back as well, so those count as visited.
static enum mig_status begin_walk(struct source *s, const struct stat *info) {
    struct stat last = *info, above;
    size_t len = s->path.len;
    enum mig_status status = MIG_OK;
    s->visited_count = 0;
    for (;;) {
        s->path.len--;
        buf_append(&s->path, (struct str){"/..", sizeof "/.."});
        if (s->path.status != MIG_OK) {
            status = MIG_EMEMORY;
            break;
        }
        if (stat(s->path.ptr, &above) != 0 || (above.st_ino == last.st_ino && above.st_dev == last.st_dev))
            break;
        if ((status = visit(s, &above)) != MIG_OK)
            break;
        last = above;
    }
    s->path.len = len;
    s->path.ptr[len - 1] = '\0';
    return status;
}

// A mount can put a folder inside itself without any link.
static bool is_ancestor(const struct source *s, struct place place) {
    for (size_t i = 0; i < s->level_count; i++)
        if (same_place(s->levels[i].place, place))
            return true;
    return false;
}

// The path at hand is a folder: its entries come next.
static enum mig_status enter(struct source *s, const struct stat *info, bool by_link) {
    struct place place = {info->st_dev, info->st_ino};
    if (is_ancestor(s, place) || (by_link && was_visited(s, place)))
        return MIG_OK;
    DIR *folder = opendir(s->path.ptr);
    if (folder == NULL) {
        if (errno == ENOMEM)
            return MIG_EMEMORY;
        report_errno(s, errno);
        return MIG_OK;
    }
    enum mig_status status = s->level_count == 0 ? begin_walk(s, info) : MIG_OK;
    if (status == MIG_OK)
        status = visit(s, info);
    if (status == MIG_OK && !memory_grow(&s->levels, &s->level_capacity, s->level_count + 1, sizeof *s->levels))
        status = MIG_EMEMORY;
    if (status == MIG_OK) {
        struct level *level = &s->levels[s->level_count++];
        *level = (struct level){.path_len = s->path.len - 1, .place = place};
        arena_init(&level->names);
        status = list_entries(s, folder, level);
    }
    (void)closedir(folder);
    return status;
}

static void report_size(const struct source *s) {
    char message[160];
    (void)snprintf(message, sizeof message, "larger than %zu bytes, which is the limit for one file",
                   s->settings.size_limit);
    report(s, MIG_ELIMIT, message);
}

// Whether what was read so far is enough, because the file is one that is read piece by piece.
static bool is_streamed(const struct source *s) {
    if (!s->settings.stream || s->bytes.len < STREAM_FROM)
        return false;
    enum format format = format_of(buf_str(&s->bytes));
    return format == FORMAT_ARCHIVE || format == FORMAT_WARC || format == FORMAT_JSON || format == FORMAT_FEED;
}

// Before input is waited for, whoever reads may see to what was read.
static void before_waiting(struct source *s) {
    if (s->settings.before_waiting != NULL && !s->settings.before_waiting(s->settings.context))
        s->given_up = true;
}

static ssize_t read_some(struct source *s, int fd, char *into, size_t room) {
    struct pollfd input = {.fd = fd, .events = POLLIN};
    if (s->may_wait && poll(&input, 1, 0) == 0)
        before_waiting(s);
    return s->given_up ? 0 : read(fd, into, room);
}

enum mig_status source_read(void *context, char *into, size_t room, size_t *got, struct mig_error *err) {
    struct source *s = context;
    *got = 0;
    while (s->rest >= 0) {
        ssize_t count = read_some(s, s->rest, into, room);
        if (count >= 0) {
            *got = (size_t)count;
            return MIG_OK;
        }
        if (errno == EINTR && !is_stopped(s))
            continue;
        if (errno == EINTR)
            break;
        return error_set(err, MIG_EINPUT, path_name(s), 0, 0, "%s", strerror(errno));
    }
    return MIG_OK;
}

// Reads the whole of an open file into bytes. *ok is false when that cannot be done, which has been reported then.
static enum mig_status read_whole(struct source *s, int fd, size_t expected, bool *ok) {
    bool undecided = true; // as to whether it is read piece by piece
    *ok = false;
    buf_clear(&s->bytes);
    // One byte more than the file has, so that its end is seen without growing.
    if (s->settings.stream && expected >= STREAM_FROM)
        expected = STREAM_FROM - 1;
    if (expected < s->settings.size_limit && !buf_reserve(&s->bytes, expected + 1))
        return MIG_EMEMORY;
    for (;;) {
        char probe; // at the ceiling, tells the end of the file from a file that is too large
        bool full = s->bytes.len == s->settings.size_limit;
        size_t room = s->bytes.capacity - s->bytes.len;
        if (!full && room == 0) {
            size_t left = s->settings.size_limit - s->bytes.len;
            if (!buf_reserve(&s->bytes, left < 65536 ? left : 65536))
                return MIG_EMEMORY;
            room = s->bytes.capacity - s->bytes.len;
        }
        ssize_t got = full ? read_some(s, fd, &probe, 1) : read_some(s, fd, s->bytes.ptr + s->bytes.len, room);
        if (got < 0 && errno == EINTR && !is_stopped(s))
            continue;
        if (got < 0 && errno == EINTR)
            return MIG_OK;
        if (got < 0) {
            report_errno(s, errno);
            return MIG_OK;
        }
        if (got == 0)
            break;
        if (full) {
            report_size(s);
            return MIG_OK;
        }
        s->bytes.len += (size_t)got;
        if (undecided && is_streamed(s)) {
            s->rest = fd;
            break;
        }
        undecided = undecided && s->bytes.len < STREAM_FROM;
    }
    *ok = true;
    return MIG_OK;
}

static enum mig_status read_file(struct source *s, const struct stat *info, bool *ok) {
    *ok = false;
    if (!s->settings.stream && S_ISREG(info->st_mode) && info->st_size > 0 &&
        (uintmax_t)info->st_size > s->settings.size_limit) {
        report_size(s);
        return MIG_OK;
    }
    s->saved = S_ISREG(info->st_mode) ? info->st_mtime : 0;
    s->may_wait = !S_ISREG(info->st_mode);
    if (s->may_wait)
        before_waiting(s);
    int fd = open(s->path.ptr, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        report_errno(s, errno);
        return MIG_OK;
    }
    if (info->st_size >= READ_AHEAD_FROM)
        (void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    enum mig_status status = read_whole(s, fd, S_ISREG(info->st_mode) ? (size_t)info->st_size : 0, ok);
    if (s->rest != fd)
        (void)close(fd);
    return status;
}

static enum mig_status read_standard_input(struct source *s, bool *ok) {
    struct stat info;
    s->may_wait = fstat(STDIN_FILENO, &info) != 0 || !S_ISREG(info.st_mode);
    return read_whole(s, STDIN_FILENO, 0, ok);
}

// The path at hand is whatever it is: a folder is entered, a file read (*ok then), the rest reported or, inside a
// folder, left out.
static enum mig_status take(struct source *s, bool given, bool *ok) {
    struct stat info, link;
    *ok = false;
    if (stat(s->path.ptr, &info) != 0) {
        report_errno(s, errno);
        return MIG_OK;
    }
    if (S_ISDIR(info.st_mode)) {
        bool by_link = !given && lstat(s->path.ptr, &link) == 0 && S_ISLNK(link.st_mode);
        return enter(s, &info, by_link);
    }
    if (!given && !S_ISREG(info.st_mode))
        return MIG_OK;
    return read_file(s, &info, ok);
}

// Moves to the next path to look at; false when there is none. Out of memory shows in the path's status.
static bool advance(struct source *s, bool *given) {
    while (s->level_count > 0) {
        struct level *level = &s->levels[s->level_count - 1];
        if (level->next < level->count) {
            *given = false;
            set_path(s, level->path_len, level->entries[level->next++]);
            return true;
        }
        leave(s);
    }
    if (s->next_path == s->path_count)
        return false;
    *given = true;
    set_path(s, 0, s->paths[s->next_path++]);
    return true;
}

enum mig_status source_next(struct source *s, struct source_item *item, bool *more, struct mig_error *err) {
    bool given;
    *item = (struct source_item){0};
    *more = false;
    drop_rest(s);
    s->saved = 0;
    while (!is_stopped(s) && advance(s, &given)) {
        bool ok;
        enum mig_status status;
        if (s->path.status != MIG_OK)
            return error_memory(err);
        if (given && strcmp(s->path.ptr, "-") == 0)
            status = read_standard_input(s, &ok);
        else
            status = take(s, given, &ok);
        if (status != MIG_OK)
            return error_memory(err);
        if (!ok)
            continue;
        *item = (struct source_item){path_name(s), buf_str(&s->bytes), s->rest >= 0, s->saved};
        *more = true;
        return MIG_OK;
    }
    return MIG_OK;
}
