// migcoop explain: every step for one text, for people.
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/signals.h"
#include "input/reader.h"
#include "input/source.h"

static void refuse(void *context, struct str name, const struct mig_error *error) {
    bool *refused = context;
    *refused = true;
    message_error(name, error->line, error->column, error->message);
}

static enum mig_status explain_all(const struct options *o, struct mig_session *session, struct source *source,
                                   struct reader *reader, struct destination *out, bool *refused,
                                   struct mig_error *error) {
    while (signals_received == 0) {
        struct source_item item;
        bool more;
        enum mig_status status = source_next(source, &item, &more, error);
        if (status != MIG_OK || !more)
            return status;
        const struct reader_input input = {item.name, item.bytes, NULL, NULL, item.saved};
        struct mig_article article = {0};
        status = reader_start(reader, &input, error);
        if (status == MIG_OK)
            status = reader_next(reader, &article, &more, error); // the first one of several
        if (status == MIG_OK && !more)
            continue;
        article.url = o->url != NULL ? o->url : article.url;
        article.language = o->language;
        if (o->published != NULL) {
            article.published = o->published;
            article.published_basis = MIG_PUBLISHED_BY_OPTION;
        }
        if (status == MIG_OK)
            status = mig_session_explain(session, &article, destination_callback, out, error);
        if (status == MIG_EINPUT || status == MIG_ELIMIT)
            refuse(refused, item.name, error);
        else if (status != MIG_OK)
            return status;
    }
    return MIG_OK;
}

int command_explain(const struct options *o) {
    struct mig_engine *engine = NULL;
    struct mig_session *session = NULL;
    struct source *source = NULL;
    struct reader *reader = NULL;
    struct destination out;
    struct mig_error error;
    bool refused = false;
    struct source_settings reading = {
        .size_limit = o->max_size, .report = refuse, .context = &refused, .stop = &signals_received};
    struct reader_settings parts = {.article_limit = o->max_size, .report = refuse, .context = &refused};
    int exit_status = command_open_engine(o, &engine);
    if (exit_status != EXIT_DONE)
        return exit_status;
    enum mig_status status = destination_open(&out, NULL, &error);
    if (status == MIG_OK)
        status = mig_session_open(engine, NULL, &session, &error);
    if (status == MIG_OK)
        status = source_open(o->arguments, o->argument_count, &reading, &source, &error);
    if (status == MIG_OK)
        status = reader_open(&parts, &reader, &error);
    if (status == MIG_OK)
        status = explain_all(o, session, source, reader, &out, &refused, &error);
    exit_status = refused ? EXIT_INPUT : EXIT_DONE;
    if (status != MIG_OK && status != MIG_EOUTPUT)
        exit_status = command_fail(&error);
    exit_status = command_finish(&out, true, exit_status);
    reader_close(reader);
    source_close(source);
    mig_session_close(session);
    mig_engine_close(engine);
    return signals_received != 0 ? EXIT_SIGNAL + (int)signals_received : exit_status;
}
