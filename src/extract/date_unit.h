// Stretches of the calendar told by a unit and a relation ("last year", "two days earlier"), and lengths of time.
#ifndef MIG_EXTRACT_DATE_UNIT_H
#define MIG_EXTRACT_DATE_UNIT_H

#include "extract/date_work.h"

// The stretch of that grain in which the day lies.
struct timex date_unit_around(int32_t day, enum timex_grain grain);
// A value of that grain that is not known: XXXX, XXXX-XX, …
struct timex date_unit_unknown(enum timex_grain grain);
// All return false when no date comes of it; a length or a reference goes into w->out->text instead of *out.
bool date_unit_value(struct date_work *w, struct timex *out);
bool date_unit_duration(struct date_work *w, const char *type);

#endif
