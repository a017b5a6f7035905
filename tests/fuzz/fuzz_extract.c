// The whole extractor on the project's data: the input's first byte chooses the settings, the rest is the article. The JSON must be
// UTF-8 without control characters, whatever the article is. Run from the project's folder, or set MIGCOOP_DATA.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "migcoop.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct mig_engine *engine;
static struct mig_session *sessions[2]; // the article's object with text; the flat form

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    const char *folder = getenv("MIGCOOP_DATA");
    static const struct mig_settings settings[2] = {{MIG_WITH_TEXT, 0}, {MIG_RECORDS | MIG_ALL, 0}};
    struct mig_error err;
    (void)argc;
    (void)argv;
    if (mig_engine_open(folder != NULL ? folder : "data", &engine, &err) != MIG_OK) {
        fprintf(stderr, "%s:%u:%u: %s\n", err.file, err.line, err.column, err.message);
        exit(1);
    }
    for (size_t i = 0; i < 2; i++)
        if (mig_session_open(engine, &settings[i], &sessions[i], &err) != MIG_OK)
            exit(1);
    return 0;
}

static int swallow(void *context, const char *bytes, size_t length) {
    (void)context;
    (void)bytes;
    (void)length;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct mig_result result;
    if (size == 0)
        return 0;
    struct mig_article article = {.bytes = (const char *)data + 1, .length = size - 1, .source = "fuzz"};
    if (data[0] & 1)
        article.published = "2024-05-08";
    struct mig_session *session = sessions[data[0] >> 1 & 1];
    if (mig_session_extract(session, &article, &result, NULL) == MIG_OK) {
        for (size_t i = 0; i < result.length; i++)
            if ((unsigned char)result.json[i] < 0x20 && result.json[i] != '\n')
                abort();
        if (utf8_invalid_at((struct str){result.json, result.length}, 0) != result.length)
            abort();
    }
    if (data[0] & 4)
        (void)mig_session_explain(session, &article, swallow, NULL, NULL);
    return 0;
}
