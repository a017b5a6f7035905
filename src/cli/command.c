#include "cli/command.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>

#include "cli/data_dir.h"
#include "cli/image_path.h"
#include "cli/messages.h"

int command_fail(const struct mig_error *error) {
    message_failure(error);
    switch (error->status) {
    case MIG_OK:
        return EXIT_DONE;
    case MIG_EUSAGE:
        return EXIT_USE;
    case MIG_EDATA:
        return EXIT_DATA;
    case MIG_EINPUT:
    case MIG_ELIMIT:
        return EXIT_INPUT;
    case MIG_EMEMORY:
    case MIG_EOUTPUT:
        return EXIT_STOPPED;
    }
    return EXIT_STOPPED;
}

static int check_language(const struct options *o, const struct mig_engine *engine) {
    if (o->language == NULL || mig_engine_has_language(engine, o->language))
        return EXIT_DONE;
    struct mig_error error;
    error_set(&error, MIG_EUSAGE, STR(""), 0, 0,
              "--lang: the data folder has no language '%s'; see migcoop list languages", o->language);
    return command_fail(&error);
}

static enum mig_status open_engine(const char *data_dir, struct mig_engine **out, struct mig_error *err) {
    struct buf image;
    buf_init(&image, 64 << 10);
    enum mig_status status = image_path_find(data_dir, &image) ? mig_engine_open_cached(data_dir, image.ptr, out, err)
                                                               : mig_engine_open(data_dir, out, err);
    buf_free(&image);
    return status;
}

int command_open_engine(const struct options *o, struct mig_engine **out) {
    struct mig_error error;
    struct buf path;
    *out = NULL;
    buf_init(&path, 64 << 10);
    enum mig_status status = data_dir_find(o->data, &path, &error);
    if (status == MIG_OK)
        status = open_engine(path.ptr, out, &error);
    buf_free(&path);
    if (status != MIG_OK)
        return command_fail(&error);
    int exit_status = check_language(o, *out);
    if (exit_status != EXIT_DONE) {
        mig_engine_close(*out);
        *out = NULL;
    }
    return exit_status;
}

int command_finish(struct destination *d, bool complete, int exit_status) {
    struct mig_error error;
    int reader_gone = d->error_number == EPIPE;
    if (destination_close(d, complete, &error) == MIG_OK)
        return exit_status;
    if (reader_gone || d->error_number == EPIPE)
        return EXIT_SIGNAL + SIGPIPE;
    return command_fail(&error);
}

int command_version(const struct options *o) {
    struct mig_engine *engine = NULL;
    struct destination out;
    struct mig_error error;
    struct buf path, text;
    buf_init(&path, 64 << 10);
    buf_init(&text, 64 << 10);
    // Without data, or with wrong data, the program still has a version.
    if (data_dir_find(o->data, &path, NULL) == MIG_OK && open_engine(path.ptr, &engine, NULL) == MIG_OK)
        buf_printf(&text, "migcoop %s\n", mig_engine_version(engine));
    else
        buf_printf(&text, "migcoop %s\n", MIG_VERSION);
    mig_engine_close(engine);
    int exit_status = EXIT_STOPPED;
    if (destination_open(&out, NULL, &error) == MIG_OK)
        (void)destination_write(&out, buf_str(&text));
    exit_status = command_finish(&out, true, EXIT_DONE);
    buf_free(&path);
    buf_free(&text);
    return exit_status;
}
