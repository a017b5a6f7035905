#include "store/key.h"

#include <stdio.h>

#include "input/published.h"

static void add(struct hash *h, struct str name, const char *value) {
    if (value != NULL)
        hash_add(h, name, str_c(value));
}

enum mig_status key_of_article(const struct mig_article *article, struct str options, struct document *scratch,
                               char key[HASH_HEX], struct mig_error *err) {
    struct hash h;
    struct str published;
    document_reset(scratch);
    scratch->source = str_c(article->source);
    scratch->url = article->url != NULL ? str_c(article->url) : (struct str){0};
    if (article->published != NULL && published_parse(str_c(article->published), &published))
        scratch->published_basis =
            article->published_basis == MIG_PUBLISHED_BY_METADATA ? BASIS_METADATA : BASIS_OPTION;
    if (published_from_address(scratch, &(struct published_hints){.day_first = true}) != MIG_OK)
        return error_memory(err);
    hash_init(&h);
    hash_add(&h, STR("bytes"), (struct str){article->bytes, article->length});
    hash_add(&h, STR("options"), options);
    add(&h, STR("url"), article->url);
    add(&h, STR("outlet"), article->outlet);
    add(&h, STR("title"), article->title);
    add(&h, STR("published"), article->published);
    add(&h, STR("language"), article->language);
    add(&h, STR("charset"), article->charset);
    add(&h, STR("format"), article->format);
    if (article->published != NULL)
        hash_add(&h, STR("basis"),
                 str_c(published_basis_name(article->published_basis == MIG_PUBLISHED_BY_METADATA ? BASIS_METADATA
                                                                                                  : BASIS_OPTION)));
    if (scratch->published_basis == BASIS_PATH)
        hash_add(&h, STR("path"), scratch->published);
    return hash_finish(&h, key, err);
}
