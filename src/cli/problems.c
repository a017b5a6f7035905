#include "cli/problems.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "output/json.h"

enum mig_status problems_open(struct problems *p, const char *path, struct mig_error *err) {
    *p = (struct problems){.fd = -1, .path = path};
    buf_init(&p->line, 1 << 20);
    if (path == NULL)
        return MIG_OK;
    p->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
    if (p->fd < 0)
        return error_set(err, MIG_EOUTPUT, str_c(path), 0, 0, "cannot be written: %s", strerror(errno));
    return MIG_OK;
}

static void number_field(struct json *j, struct str key, unsigned value, bool known) {
    json_key(j, key);
    if (known)
        json_uint(j, value);
    else
        json_null(j);
}

static void write_line(struct problems *p) {
    struct str rest = buf_str(&p->line);
    while (rest.len > 0 && p->error_number == 0) {
        ssize_t written = write(p->fd, rest.ptr, rest.len);
        if (written >= 0)
            rest = str_sub(rest, (size_t)written, rest.len);
        else if (errno != EINTR)
            p->error_number = errno;
    }
}

void problems_add(struct problems *p, const struct problem *problem) {
    struct json j;
    if (p->fd < 0)
        return;
    buf_clear(&p->line);
    json_start(&j, &p->line);
    json_open(&j, '{');
    json_string_field(&j, STR("level"), str_c(problem->level));
    json_string_field(&j, STR("code"), str_c(problem->code));
    json_bytes_field(&j, STR("source"), problem->source);
    number_field(&j, STR("part"), problem->part, true);
    number_field(&j, STR("line"), problem->line, problem->line > 0);
    number_field(&j, STR("column"), problem->column, problem->line > 0);
    json_bytes_field(&j, STR("rule"), str_c(problem->rule));
    json_bytes_field(&j, STR("message"), str_c(problem->message));
    json_close(&j, '}');
    buf_append_byte(&p->line, '\n');
    if (p->line.status != MIG_OK && p->error_number == 0)
        p->error_number = ENOMEM;
    write_line(p);
}

enum mig_status problems_close(struct problems *p, struct mig_error *err) {
    if (p->fd >= 0 && close(p->fd) != 0 && p->error_number == 0)
        p->error_number = errno;
    buf_free(&p->line);
    p->fd = -1;
    if (p->error_number == 0)
        return MIG_OK;
    return error_set(err, MIG_EOUTPUT, str_c(p->path), 0, 0, "cannot be written: %s", strerror(p->error_number));
}
