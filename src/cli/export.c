// migcoop export: what a database holds, as JSON Lines or as a table.
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/signals.h"
#include "output/record_json.h"
#include "output/stored_json.h"
#include "output/table.h"
#include "store/store.h"

enum { LINES_BYTES_MAX = 1 << 30 };

struct export {
    const struct options *options;
    struct mig_settings settings;
    struct destination out;
    struct buf text; // of the item at hand
    size_t written[MIG_KINDS];
    size_t textless; // articles whose text is wanted and not there
};

// The error that ends an export without a message of its own: the destination, or the signal, has said it.
static enum mig_status write_text(struct export *e, struct mig_error *err) {
    if (e->text.status != MIG_OK)
        return error_memory(err);
    if (signals_received != 0 || destination_write(&e->out, buf_str(&e->text)) != MIG_OK)
        return error_set(err, MIG_EOUTPUT, STR(""), 0, 0, "ended");
    return MIG_OK;
}

static enum mig_status write_item(void *context, const struct store_item *item, struct mig_error *err) {
    struct export *e = context;
    struct stored_json stored = {.line = item->json, .text = item->text, .source = item->source, .part = item->part};
    buf_clear(&e->text);
    e->textless += item->text.ptr == NULL && e->settings.flags & MIG_WITH_TEXT;
    if (stored_json_write(&e->text, &stored, &e->settings, e->written) == MIG_EDATA)
        return error_set(err, MIG_EDATA, item->source, 0, 0, "the database holds for it what no migcoop wrote");
    return write_text(e, err);
}

static enum mig_status write_row(void *context, const struct str *cells, size_t count, struct mig_error *err) {
    struct export *e = context;
    buf_clear(&e->text);
    if (e->options->export_format == EXPORT_CSV)
        table_csv_row(&e->text, cells, count);
    else
        table_tsv_row(&e->text, cells, count);
    return write_text(e, err);
}

static enum mig_status write_all(struct export *e, struct store *store, struct mig_error *err) {
    const struct options *o = e->options;
    struct store_query query = {.since = o->since, .only = record_json_kinds(&e->settings, true)};
    if (o->export_format == EXPORT_JSONL)
        return store_export(store, &query, write_item, e, err);
    return store_export_table(store, &query, write_row, e, err);
}

static void tell_textless(const struct export *e) {
    struct buf b;
    if (e->textless == 0 || e->options->quiet)
        return;
    buf_init(&b, 1024);
    buf_printf(&b, "%zu of the articles have no text in the database; extract --with-text --db puts it there",
               e->textless);
    buf_append_byte(&b, '\0');
    message_warning(str_c(e->options->db), 0, 0, b.ptr);
    buf_free(&b);
}

int command_export(const struct options *o) {
    struct export e = {.options = o, .settings = {.flags = o->flags, .only = o->only}};
    struct store *store;
    struct mig_error error;
    int exit_status = EXIT_DONE;
    enum mig_status status = store_open_to_read(o->db, &store, &error);
    if (status != MIG_OK)
        return command_fail(&error);
    buf_init(&e.text, LINES_BYTES_MAX);
    status = destination_open(&e.out, o->output, &error);
    if (status != MIG_OK) {
        exit_status = command_fail(&error);
        goto out;
    }
    status = write_all(&e, store, &error);
    if (status != MIG_OK && e.out.status == MIG_OK && signals_received == 0)
        exit_status = command_fail(&error);
    exit_status = command_finish(&e.out, status == MIG_OK, exit_status);
    if (signals_received != 0)
        exit_status = EXIT_SIGNAL + (int)signals_received;
    tell_textless(&e);
out:
    buf_free(&e.text);
    store_close(store);
    return exit_status;
}
