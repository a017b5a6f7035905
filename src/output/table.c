#include "output/table.h"

static bool wants_quotes(struct str cell) {
    for (size_t i = 0; i < cell.len; i++)
        if (cell.ptr[i] == '"' || cell.ptr[i] == ',' || cell.ptr[i] == '\n' || cell.ptr[i] == '\r')
            return true;
    return cell.len > 0 && (cell.ptr[0] == ' ' || cell.ptr[cell.len - 1] == ' ');
}

static void csv_cell(struct buf *out, struct str cell) {
    if (!wants_quotes(cell)) {
        buf_append(out, cell);
        return;
    }
    buf_append_byte(out, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == '"')
            buf_append_byte(out, '"');
        buf_append_byte(out, cell.ptr[i]);
    }
    buf_append_byte(out, '"');
}

static void tsv_cell(struct buf *out, struct str cell) {
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i];
        if (c == '\t')
            buf_append(out, STR("\\t"));
        else if (c == '\n')
            buf_append(out, STR("\\n"));
        else if (c == '\r')
            buf_append(out, STR("\\r"));
        else if (c == '\\')
            buf_append(out, STR("\\\\"));
        else
            buf_append_byte(out, c);
    }
}

void table_csv_row(struct buf *out, const struct str *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_append_byte(out, ',');
        csv_cell(out, cells[i]);
    }
    buf_append_byte(out, '\n');
}

void table_tsv_row(struct buf *out, const struct str *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_append_byte(out, '\t');
        tsv_cell(out, cells[i]);
    }
    buf_append_byte(out, '\n');
}
