#include "cli/messages.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "output/json.h"

void message_raw(struct str text) {
    while (text.len > 0) {
        ssize_t written = write(STDERR_FILENO, text.ptr, text.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        text = str_sub(text, (size_t)written, text.len);
    }
}

static void append_harmless(struct buf *b, struct str s) {
    for (size_t at = 0; at < s.len;) {
        size_t len;
        bool valid;
        uint32_t rune = utf8_decode(s, at, &len, &valid);
        bool control = rune < 0x20 || (rune >= 0x7f && rune < 0xa0) || rune == 0x2028 || rune == 0x2029;
        if (valid && !control)
            buf_append(b, str_sub(s, at, at + len));
        else
            buf_append_byte(b, '?');
        at += len;
    }
}

// How all messages of the program look; set once, before the first.
static bool as_json;

void messages_as_json(bool json) {
    as_json = json;
}

static void append_text(struct buf *b, struct str name, unsigned line, unsigned column, const char *level,
                        const char *text) {
    buf_append(b, STR("migcoop: "));
    if (name.len > 0) {
        append_harmless(b, str_eq(name, STR("-")) ? STR("standard input") : name);
        if (line > 0)
            buf_printf(b, ":%u", line);
        if (line > 0 && column > 0)
            buf_printf(b, ":%u", column);
        buf_append(b, STR(": "));
    }
    if (level[0] != '\0')
        buf_printf(b, "%s: ", level);
    append_harmless(b, str_c(text));
}

// Opens an object that is not closed.
static struct json append_json(struct buf *b, struct str name, unsigned line, unsigned column, const char *level,
                               const char *text) {
    struct json j;
    char now[sizeof "2026-11-24T14:51:41Z"] = "";
    time_t seconds = time(NULL);
    struct tm utc;
    if (gmtime_r(&seconds, &utc) != NULL)
        (void)strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &utc);
    json_start(&j, b);
    json_open(&j, '{');
    json_string_field(&j, STR("time"), str_c(now));
    json_string_field(&j, STR("level"), level[0] != '\0' ? str_c(level) : STR("info"));
    json_bytes_field(&j, STR("message"), str_c(text));
    if (name.len > 0)
        json_bytes_field(&j, STR("file"), name);
    if (line > 0) {
        json_key(&j, STR("line"));
        json_uint(&j, line);
        json_key(&j, STR("column"));
        json_uint(&j, column);
    }
    return j;
}

static void send(struct buf *b) {
    buf_append_byte(b, '\n');
    if (b->status == MIG_OK)
        message_raw(buf_str(b));
    else
        message_raw(STR("migcoop: error: out of memory\n"));
    buf_free(b);
}

static void say(struct str name, unsigned line, unsigned column, const char *level, const char *text) {
    struct buf b;
    buf_init(&b, 64 << 10);
    if (as_json) {
        struct json j = append_json(&b, name, line, column, level, text);
        json_close(&j, '}');
    } else {
        append_text(&b, name, line, column, level, text);
    }
    send(&b);
}

void message_error(struct str name, unsigned line, unsigned column, const char *text) {
    say(name, line, column, "error", text);
}

void message_warning(struct str name, unsigned line, unsigned column, const char *text) {
    say(name, line, column, "warning", text);
}

void message_failure(const struct mig_error *error) {
    message_error(str_c(error->file), error->line, error->column, error->message);
}

void message_note(const char *text) {
    say((struct str){0}, 0, 0, "", text);
}

void message_counts(const char *text, const struct message_count *counts, size_t count) {
    struct buf b;
    buf_init(&b, 64 << 10);
    if (!as_json) {
        message_note(text);
        return;
    }
    struct json j = append_json(&b, (struct str){0}, 0, 0, "", text);
    for (size_t i = 0; i < count; i++) {
        json_key(&j, str_c(counts[i].name));
        json_uint(&j, counts[i].number);
    }
    json_close(&j, '}');
    send(&b);
}
