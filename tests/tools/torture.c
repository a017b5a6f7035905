// torture DATA ARTICLE N: opens an engine on DATA, extracts from ARTICLE, explains it, and closes, with the Nth allocation and all
// later ones failing (0: none). Prints how many allocations were asked for. Status 0: done, or refused with MIG_EMEMORY as it should;
// 3: some other status came back. Leaks and crashes are the sanitizers' to tell. Several N run one after the other in one process.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "migcoop.h"

static int swallow(void *context, const char *bytes, size_t length) {
    (void)context;
    (void)bytes;
    (void)length;
    return 0;
}

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 20);
    *length = file != NULL && bytes != NULL ? fread(bytes, 1, 1 << 20, file) : 0;
    if (file != NULL)
        (void)fclose(file);
    return bytes;
}

// The status of the first step that failed.
static enum mig_status work(const char *data, const struct mig_article *article, struct mig_error *err) {
    struct mig_engine *engine = NULL;
    struct mig_session *session = NULL;
    struct mig_settings settings = {MIG_WITH_TEXT, 0};
    struct mig_result result;
    enum mig_status status = mig_engine_open(data, &engine, err);
    if (status != MIG_OK)
        return engine == NULL ? status : MIG_EUSAGE;
    status = mig_session_open(engine, &settings, &session, err);
    if (status == MIG_OK)
        status = mig_session_extract(session, article, &result, err);
    if (status == MIG_OK)
        status = mig_session_explain(session, article, swallow, NULL, err);
    mig_session_close(session);
    mig_engine_close(engine);
    return status;
}

int main(int argc, char **argv) {
    size_t length;
    int bad = 0;
    if (argc < 4)
        return 2;
    char *bytes = read_file(argv[2], &length);
    if (bytes == NULL)
        return 2;
    struct mig_article article = {.bytes = bytes, .length = length, .source = "torture", .published = "2024-05-08"};
    for (int i = 3; i < argc; i++) {
        struct mig_error err = {0};
        unsigned long n = strtoul(argv[i], NULL, 10);
        memory_fail_at(n);
        enum mig_status status = work(argv[1], &article, &err);
        unsigned long count = memory_count();
        memory_fail_at(0);
        if (status != MIG_EMEMORY && !(status == MIG_OK && (n == 0 || n > count))) {
            fprintf(stderr, "torture: allocation %lu of %lu failed: status %d instead of %d: %s:%u:%u: %s\n", n, count,
                    (int)status, (int)MIG_EMEMORY, err.file, err.line, err.column, err.message);
            bad = 1;
        }
        if (n == 0)
            printf("%lu\n", count);
    }
    free(bytes);
    return bad ? 3 : 0;
}
