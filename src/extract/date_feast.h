// Feasts and the Hijri calendar.
#ifndef MIG_EXTRACT_DATE_FEAST_H
#define MIG_EXTRACT_DATE_FEAST_H

#include "extract/date_work.h"

// year 0: the nearest; month or day 0: the whole year or month, then w->out->to is its last day. False outside the table.
bool date_feast_hijri(struct date_work *w, int year, int month, int day, struct timex *out);
bool date_feast_holiday(struct date_work *w, struct timex *out);

#endif
