// What store_export and store_export_table of store.h do.
#ifndef MIG_STORE_EXPORT_H
#define MIG_STORE_EXPORT_H

#include "store/store.h"

enum mig_status export_items(struct database *d, const struct store_query *query, store_item_fn *give, void *context,
                             struct mig_error *err);
enum mig_status export_rows(struct database *d, const struct store_query *query, store_row_fn *give, void *context,
                            struct mig_error *err);

#endif
