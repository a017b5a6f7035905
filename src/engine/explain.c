// Every step for a text, for people.
#include "engine/engine.h"

enum mig_status mig_session_explain(struct mig_session *session, const struct mig_article *article, mig_write_fn write, void *context,
                                    struct mig_error *err)
{
    (void)write;
    (void)context;
    struct records records;
    return session_records(session, article, &records, err);
}
