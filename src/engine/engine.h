// What the engine's files share. The public interface is include/migcoop.h.
#ifndef MIG_ENGINE_ENGINE_H
#define MIG_ENGINE_ENGINE_H

#include "extract/cascade.h"
#include "input/furniture.h"
#include "input/markup_names.h"
#include "rules/rule.h"
#include "text/language.h"

struct mig_engine {
    struct rules rules;
    struct language_guesser guesser;
    struct furniture furniture;
    struct markup_names markup;
    char version[sizeof(MIG_VERSION) + 16];
};

struct mig_session {
    const struct mig_engine *engine;
    struct mig_settings settings;
    struct document document;
    struct cascade cascade;
    struct buf json;
};

// Opens an engine; flags as for rules_load.
enum mig_status engine_open(const char *data_dir, unsigned flags, struct mig_engine **out, struct mig_error *err);

// Reads the article into the session's document and runs all steps up to the records.
enum mig_status session_read(struct mig_session *session, const struct mig_article *article, size_t *language,
                             struct mig_error *err);
enum mig_status session_records(struct mig_session *session, const struct mig_article *article, struct records *records,
                                struct mig_error *err);

#endif
