#include "input/reader.h"

#include <string.h>

#include "base/buf.h"
#include "base/memory.h"
#include "input/reader_archive.h"
#include "input/reader_feed.h"
#include "input/reader_json.h"
#include "input/reader_mail.h"
#include "input/reader_parts.h"
#include "input/reader_warc.h"
#include "input/source.h"

enum { HEAD = 8192, DEEPEST = 2, NAME_BYTES = 64 * 1024 };

// An input, or a file in an archive that is one.
struct level {
    enum format format;
    struct window window;
    struct buf name; // NUL-terminated
    time_t saved;    // when it was written; 0: unknown
    unsigned part;   // of its next article
    bool given;      // its only article was
    struct reader_archive *archive;
    struct reader_feed *feed;
    struct reader_json json;
    struct reader_warc warc;
};

struct reader {
    struct reader_settings settings;
    struct reader_parts parts;
    struct level levels[DEEPEST + 1]; // in one another; [0] is the input
    size_t level_count;
};

enum mig_status reader_open(const struct reader_settings *settings, struct reader **out, struct mig_error *err) {
    *out = memory_zeroed(1, sizeof **out);
    if (*out == NULL)
        return error_memory(err);
    (*out)->settings = *settings;
    (*out)->parts.settings = &(*out)->settings;
    (*out)->parts.limit = settings->article_limit > 0 ? settings->article_limit : SOURCE_SIZE_LIMIT;
    arena_init(&(*out)->parts.arena);
    return MIG_OK;
}

static void leave(struct reader *r) {
    struct level *level = &r->levels[--r->level_count];
    reader_archive_close(level->archive);
    reader_feed_close(level->feed);
    window_free(&level->window);
    buf_free(&level->name);
    memset(level, 0, sizeof *level);
}

void reader_close(struct reader *r) {
    if (r == NULL)
        return;
    while (r->level_count > 0)
        leave(r);
    arena_free(&r->parts.arena);
    memory_free(r);
}

static struct str name_of(const struct level *level) {
    return (struct str){level->name.ptr, level->name.len - 1};
}

// Takes up what is in the new level's window.
static enum mig_status enter(struct reader *r, enum format forced, struct mig_error *err) {
    struct level *level = &r->levels[r->level_count++];
    struct str head;
    if (level->name.status != MIG_OK || window_peek(&level->window, HEAD, &head) != MIG_OK)
        return error_memory(err);
    r->parts.name = name_of(level);
    level->format = forced != FORMAT_UNKNOWN ? forced : format_of(head);
    // What is refused is told by the one who extracts, unless it is too large to get there.
    if (level->format == FORMAT_ARCHIVE && r->level_count > DEEPEST) {
        reader_parts_report(&r->parts, MIG_ELIMIT, 0, "an archive in an archive in an archive; not opened");
        leave(r);
        return MIG_OK;
    }
    enum mig_status status = MIG_OK;
    struct mig_error error;
    if (level->format == FORMAT_FEED)
        return reader_feed_open(&level->feed, err);
    if (level->format == FORMAT_ARCHIVE)
        status = reader_archive_open(&level->window, &level->archive, &error);
    if (status == MIG_EMEMORY)
        return error_memory(err);
    if (status != MIG_OK) {
        reader_parts_report(&r->parts, status, 0, "%s", error.message);
        leave(r);
    }
    return MIG_OK;
}

enum mig_status reader_start(struct reader *r, const struct reader_input *input, struct mig_error *err) {
    while (r->level_count > 0)
        leave(r);
    struct level *level = &r->levels[0];
    window_init(&level->window, input->head, input->read, input->context);
    level->saved = input->saved;
    buf_init(&level->name, NAME_BYTES);
    buf_append(&level->name, input->name);
    buf_append_byte(&level->name, '\0');
    return enter(r, r->settings.format, err);
}

// The next file of the archive at hand becomes a level.
static enum mig_status next_file(struct reader *r, struct mig_error *err) {
    struct level *level = &r->levels[r->level_count - 1], *inner = &r->levels[r->level_count];
    struct mig_error error;
    struct str name;
    bool more;
    r->parts.name = name_of(level);
    inner->saved = level->saved;
    enum mig_status status = reader_archive_next(level->archive, &name, &inner->saved, &more, &error);
    if (status == MIG_EMEMORY)
        return error_memory(err);
    if (status != MIG_OK)
        reader_parts_report(&r->parts, status, 0, "%s", error.message);
    if (status != MIG_OK || !more) {
        leave(r);
        return MIG_OK;
    }
    window_init(&inner->window, (struct str){NULL, 0}, reader_archive_read, level->archive);
    buf_init(&inner->name, NAME_BYTES);
    buf_append(&inner->name, name_of(level));
    if (name.len > 0) {
        buf_append_byte(&inner->name, '/');
        buf_append(&inner->name, name);
    }
    buf_append_byte(&inner->name, '\0');
    return enter(r, FORMAT_UNKNOWN, err);
}

// The one article that a file of text or a page is, whole.
static enum mig_status take_whole(struct reader *r, struct level *level, struct mig_article *article, bool *more) {
    struct str bytes;
    *more = false;
    if (level->given)
        return MIG_OK;
    level->given = true;
    if (window_peek(&level->window, r->parts.limit + 1, &bytes) != MIG_OK)
        return MIG_EMEMORY;
    if (bytes.len > r->parts.limit) {
        reader_parts_report(&r->parts, MIG_ELIMIT, 0, "larger than %zu bytes, which is the limit for one article",
                            r->parts.limit);
        return MIG_OK;
    }
    if (level->format == FORMAT_MAIL)
        return reader_mail_article(bytes, &r->parts, article, more);
    article->bytes = bytes.ptr;
    article->length = bytes.len;
    article->format = level->format == FORMAT_UNKNOWN ? NULL : format_name(level->format);
    *more = true;
    return MIG_OK;
}

static enum mig_status next_in(struct reader *r, struct level *level, struct mig_article *article, bool *more) {
    switch (level->format) {
    case FORMAT_JSON:
        return reader_json_next(&level->json, &level->window, &r->parts, article, more);
    case FORMAT_FEED:
        return reader_feed_next(level->feed, &level->window, &r->parts, article, more);
    case FORMAT_WARC:
        return reader_warc_next(&level->warc, &level->window, &r->parts, article, more);
    case FORMAT_UNKNOWN:
    case FORMAT_TEXT:
    case FORMAT_HTML:
    case FORMAT_MAIL:
    case FORMAT_ARCHIVE:
    case FORMATS:
        break;
    }
    return take_whole(r, level, article, more);
}

enum { FIRST_TIME = 800000000 }; // of clocks that were set: May 1995

static bool set_saved(struct reader *r, const struct level *level, struct mig_article *article) {
    char day[16];
    struct tm when;
    if (level->saved < FIRST_TIME || gmtime_r(&level->saved, &when) == NULL)
        return true;
    size_t len = strftime(day, sizeof day, "%Y-%m-%d", &when);
    return reader_parts_copy(&r->parts, (struct str){day, len}, &article->saved);
}

enum mig_status reader_next(struct reader *r, struct mig_article *article, bool *more, struct mig_error *err) {
    *more = false;
    arena_reset(&r->parts.arena);
    while (r->level_count > 0) {
        struct level *level = &r->levels[r->level_count - 1];
        if (level->format == FORMAT_ARCHIVE) {
            enum mig_status status = next_file(r, err);
            if (status != MIG_OK)
                return status;
            continue;
        }
        *article = (struct mig_article){.source = level->name.ptr, .part = level->part};
        r->parts.name = name_of(level);
        if (!set_saved(r, level, article) || next_in(r, level, article, more) != MIG_OK)
            return error_memory(err);
        if (level->window.status != MIG_OK && level->window.ended) {
            // The stream broke off: what was read before has been given out, what is at hand is not whole.
            if (*more && (level->given || level->format == FORMAT_UNKNOWN))
                *more = false;
            if (!*more)
                reader_parts_report(&r->parts, level->window.status, 0, "%s", level->window.error.message);
        }
        if (*more) {
            level->part++;
            return MIG_OK;
        }
        leave(r);
    }
    return MIG_OK;
}
