// Topics: what the sentences that a record was read from speak of.
#include "extract/extraction.h"

static enum mig_status add_topics(struct extraction *x, const struct record_head *head, struct list_str *out)
{
    for (size_t i = 0; i < x->c->sentence_count; i++) {
        const struct sentence *s = &x->c->sentences[i];
        bool told = false;
        for (size_t j = 0; j < head->evidence.count; j++)
            told |= head->evidence.at[j].span.start < s->span.end && s->span.start < head->evidence.at[j].span.end;
        for (size_t j = 0; told && j < s->base_count; j++) {
            const struct entry *e = item_entry(x->c, &s->base[j], LABEL_TOPIC);
            if (e && !list_str_add_sorted(x->arena, out, e->id))
                return error_memory(x->err);
        }
    }
    return MIG_OK;
}

enum mig_status extraction_topics(struct extraction *x)
{
    struct records *r = x->out;
    enum mig_status status = MIG_OK;
    for (size_t i = 0; i < r->meeting_count && !status; i++)
        status = add_topics(x, &r->meetings[i].head, &r->meetings[i].topics);
    for (size_t i = 0; i < r->program_count && !status; i++)
        status = add_topics(x, &r->programs[i].head, &r->programs[i].topics);
    for (size_t i = 0; i < r->agreement_count && !status; i++)
        status = add_topics(x, &r->agreements[i].head, &r->agreements[i].topics);
    return status;
}
