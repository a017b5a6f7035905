// Topics: what the sentences that a record was read from speak of.
#include "extract/extraction.h"

static enum mig_status add_topics(struct extraction *x, const struct record_head *head, struct list_str *out) {
    for (size_t i = 0; i < head->evidence.count; i++) {
        struct span span = head->evidence.at[i].span;
        for (size_t j = cascade_sentence_at(x->c, span.start); j < x->c->sentence_count; j++) {
            const struct sentence *s = &x->c->sentences[j];
            if (s->span.start >= span.end)
                break;
            for (size_t k = 0; sentence_names(s, LABEL_TOPIC) && k < s->base_count; k++) {
                const struct entry *e = item_entry(x->c, &s->base[k], LABEL_TOPIC);
                if (e && !list_str_add_sorted(x->arena, out, e->id))
                    return error_memory(x->err);
            }
        }
    }
    return MIG_OK;
}

enum mig_status extraction_topics(struct extraction *x) {
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
