#include "extract/date_work.h"

// The day of publication, which the value then depends on. False when it is unknown.
bool date_work_published(struct date_work *w, int32_t *day) {
    if (!w->c->has_published) {
        return false;
    }
    if (w->out->anchor == DATE_ANCHOR_NONE) {
        w->out->anchor = DATE_ANCHOR_PUBLISHED;
    }
    *day = w->c->published;
    return true;
}

// The date in context, a day when a day is asked for. False when there is none.
bool date_work_context(struct date_work *w, bool day, struct timex *out) {
    const struct date_memory *m = day ? &w->c->last_day : &w->c->last;
    if (m->value.grain == TIMEX_NONE) {
        return false;
    }
    w->out->anchor = DATE_ANCHOR_DATE;
    w->out->anchor_date = m->index;
    *out = m->value;
    return true;
}

// Whether to look back for the nearest of two candidates that far away. What the tense speaks against counts as many times as far: six
// times for the past, as verbs of saying are past also where the date is of something to come; twelve for the future, which is surer.
bool date_work_looks_back(const struct date_work *w, int back, int ahead) {
    if (w->p->relation == RELATION_LAST || w->p->relation == RELATION_NEXT) {
        return w->p->relation == RELATION_LAST;
    }
    if (w->c->tense == TENSE_PAST) {
        return back <= ahead * 6;
    }
    if (w->c->tense == TENSE_FUTURE) {
        return back * 12 < ahead;
    }
    return back <= ahead * 3; // news tells more of what was than of what will be
}
