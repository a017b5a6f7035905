// Days and parts of a year: what the expression leaves open is found from the day of publication and the verb.
#ifndef MIG_EXTRACT_DATE_DAY_H
#define MIG_EXTRACT_DATE_DAY_H

#include "extract/date_work.h"

// The year that the expression gives by its number or in relation ("of last year"); 0 when it gives none. *open is set when it refers
// to a year that is not known.
int date_day_said_year(struct date_work *w, bool *open);
struct timex date_day_without_year(int month, int day); // XXXX-06-22
struct timex date_day_weekday_unknown(int weekday);     // XXXX-WXX-5

// Each takes what its name tells from w->at and w->p; false when no date comes of it.
bool date_day_value(struct date_work *w, struct timex *out);
bool date_day_weekday(struct date_work *w, struct timex *out);
bool date_day_offset(struct date_work *w, struct timex *out);
bool date_day_week(struct date_work *w, struct timex *out);
// A month, quarter, half or season: part of parts in a year.
bool date_day_part_of_year(struct date_work *w, enum timex_grain grain, int part, int parts, struct timex *out);

#endif
