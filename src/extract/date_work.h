// One date expression on its way to a value: what was read of it, what it is resolved against, what comes out.
#ifndef MIG_EXTRACT_DATE_WORK_H
#define MIG_EXTRACT_DATE_WORK_H

#include "extract/date_value.h"

struct date_work {
    const struct date_parts *p;
    struct date_point at; // the point being resolved: that of the parts, or another of a list
    const struct date_context *c;
    struct date_result *out; // its anchor is set by those that use one
};

// The day of publication, which the value then depends on. False when it is unknown.
bool date_work_published(struct date_work *w, int32_t *day);
// The date told before, a day when a day is asked for. False when there is none.
bool date_work_context(struct date_work *w, bool day, struct timex *out);
// Whether to look back for the nearest of two candidates that far away.
bool date_work_looks_back(const struct date_work *w, int back, int ahead);

#endif
