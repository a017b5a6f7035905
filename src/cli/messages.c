#include "cli/messages.h"

#include <errno.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"

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

static void say(struct str name, unsigned line, unsigned column, const char *level, const char *text) {
    struct buf b;
    buf_init(&b, 64 << 10);
    buf_append(&b, STR("migcoop: "));
    if (name.len > 0) {
        append_harmless(&b, str_eq(name, STR("-")) ? STR("standard input") : name);
        if (line > 0)
            buf_printf(&b, ":%u", line);
        if (line > 0 && column > 0)
            buf_printf(&b, ":%u", column);
        buf_append(&b, STR(": "));
    }
    buf_append(&b, str_c(level));
    append_harmless(&b, str_c(text));
    buf_append_byte(&b, '\n');
    if (b.status == MIG_OK)
        message_raw(buf_str(&b));
    else
        message_raw(STR("migcoop: error: out of memory\n"));
    buf_free(&b);
}

void message_error(struct str name, unsigned line, unsigned column, const char *text) {
    say(name, line, column, "error: ", text);
}

void message_warning(struct str name, unsigned line, unsigned column, const char *text) {
    say(name, line, column, "warning: ", text);
}

void message_failure(const struct mig_error *error) {
    message_error(str_c(error->file), error->line, error->column, error->message);
}

void message_note(const char *text) {
    say((struct str){0}, 0, 0, "", text);
}
