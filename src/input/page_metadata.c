#include "input/page_metadata.h"

#include <string.h>

#include "input/json_scan.h"

// --- meta and link elements ---------------------------------------------------------------------------------------

enum field {
    FIELD_DATE,
    FIELD_DATE_WEAK,
    FIELD_TITLE,
    FIELD_OUTLET,
    FIELD_AUTHOR,
    FIELD_URL,
    FIELD_LANGUAGE,
    FIELD_IMAGE
};

// Names that <meta name>, property and itemprop have, in lower case, - _ and : taken for the same dot.
static const struct {
    const char *name;
    enum field field;
} fields[] = {
    {"article.published.time", FIELD_DATE},
    {"og.published.time", FIELD_DATE},
    {"og.article.published.time", FIELD_DATE},
    {"article.published", FIELD_DATE},
    {"article.publicationdate", FIELD_DATE},
    {"article.publish.date", FIELD_DATE},
    {"published.time", FIELD_DATE},
    {"published.at", FIELD_DATE},
    {"publishedtime", FIELD_DATE},
    {"datepublished", FIELD_DATE},
    {"datepublic", FIELD_DATE},
    {"date.published", FIELD_DATE},
    {"publishdate", FIELD_DATE},
    {"publish.date", FIELD_DATE},
    {"publisheddate", FIELD_DATE},
    {"published.date", FIELD_DATE},
    {"publication.date", FIELD_DATE},
    {"publicationdate", FIELD_DATE},
    {"publication.time", FIELD_DATE},
    {"pubdate", FIELD_DATE},
    {"pub.date", FIELD_DATE},
    {"pdate", FIELD_DATE},
    {"ptime", FIELD_DATE},
    {"bt.pubdate", FIELD_DATE},
    {"parsely.pub.date", FIELD_DATE},
    {"sailthru.date", FIELD_DATE},
    {"dc.date.issued", FIELD_DATE},
    {"dc.issued", FIELD_DATE},
    {"dcterms.issued", FIELD_DATE},
    {"dcterms.available", FIELD_DATE},
    {"dc.date.published", FIELD_DATE},
    {"citation.publication.date", FIELD_DATE},
    {"citation.online.date", FIELD_DATE},
    {"prism.publicationdate", FIELD_DATE},
    {"datelastpubbed", FIELD_DATE_WEAK},
    {"originalpublicationdate", FIELD_DATE},
    {"article.origpublished", FIELD_DATE},
    {"firstpublished", FIELD_DATE},
    {"rnews.datepublished", FIELD_DATE},
    {"sn.post.date", FIELD_DATE},
    {"cxenseparse.recs.publishtime", FIELD_DATE},
    {"cxenseparse.publishtime", FIELD_DATE},
    {"dtk.publishdate", FIELD_DATE},
    {"release.date", FIELD_DATE},
    {"vr.published.time", FIELD_DATE},
    {"live.date", FIELD_DATE},
    {"date", FIELD_DATE_WEAK},
    {"dc.date", FIELD_DATE_WEAK},
    {"dcterms.date", FIELD_DATE_WEAK},
    {"dc.date.created", FIELD_DATE_WEAK},
    {"dcterms.created", FIELD_DATE_WEAK},
    {"dc.created", FIELD_DATE_WEAK},
    {"article.created", FIELD_DATE_WEAK},
    {"datecreated", FIELD_DATE_WEAK},
    {"article.date", FIELD_DATE_WEAK},
    {"citation.date", FIELD_DATE_WEAK},
    {"dtk.createddate", FIELD_DATE_WEAK},
    {"createdate", FIELD_DATE_WEAK},
    {"uploaddate", FIELD_DATE_WEAK},
    {"date.available", FIELD_DATE_WEAK},
    {"og.title", FIELD_TITLE},
    {"twitter.title", FIELD_TITLE},
    {"dc.title", FIELD_TITLE},
    {"parsely.title", FIELD_TITLE},
    {"og.site.name", FIELD_OUTLET},
    {"application.name", FIELD_OUTLET},
    {"author", FIELD_AUTHOR},
    {"article.author", FIELD_AUTHOR},
    {"dc.creator", FIELD_AUTHOR},
    {"parsely.author", FIELD_AUTHOR},
    {"og.image", FIELD_IMAGE},
    {"og.url", FIELD_URL},
    {"og.locale", FIELD_LANGUAGE},
    {"content.language", FIELD_LANGUAGE},
    {"language", FIELD_LANGUAGE},
};

enum { NAME_BYTES = 48 };

static struct str attribute(const char *const *attributes, const char *name) {
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
        if (strcmp(attributes[i], name) == 0)
            return str_trim(str_c(attributes[i + 1]));
    return (struct str){NULL, 0};
}

// The index in fields of a name, SIZE_MAX when it is none of them.
static size_t find_field(struct str name) {
    char folded[NAME_BYTES];
    if (name.len == 0 || name.len > sizeof folded)
        return SIZE_MAX;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        folded[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c == '-' || c == '_' || c == ':' ? '.' : c;
    }
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (str_eq(str_c(fields[i].name), (struct str){folded, name.len}))
            return i;
    return SIZE_MAX;
}

static enum mig_status set_once(struct page *p, struct str *field, struct str value) {
    if (field->len > 0 || value.len == 0)
        return MIG_OK;
    return arena_copy(p->arena, value, field) ? MIG_OK : MIG_EMEMORY;
}

static enum mig_status take_meta(struct page *p, size_t field, struct str content) {
    switch (fields[field].field) {
    case FIELD_DATE:
        return page_add_date(p, DATE_META, content, 0);
    case FIELD_DATE_WEAK:
        return page_add_date(p, DATE_META_WEAK, content, 0);
    case FIELD_TITLE:
        return set_once(p, &p->social_title, content);
    case FIELD_OUTLET:
        return set_once(p, &p->outlet, content);
    case FIELD_AUTHOR: // an address of a page about the author tells no name
        return str_starts(content, STR("http")) ? MIG_OK : set_once(p, &p->author, content);
    case FIELD_URL:
        return set_once(p, &p->url, content);
    case FIELD_IMAGE:
        return page_add_date(p, DATE_IMAGE, content, 0);
    case FIELD_LANGUAGE:
        return set_once(p, &p->language, content);
    }
    return MIG_OK;
}

enum mig_status page_metadata_element(struct page *p, const char *name, const char *const *attributes) {
    if (strcmp(name, "link") == 0) {
        struct str address = attribute(attributes, "href");
        if (!str_eq(attribute(attributes, "rel"), STR("canonical")) || !str_starts(address, STR("http")))
            return MIG_OK;
        return arena_copy(p->arena, address, &p->url) ? MIG_OK : MIG_EMEMORY;
    }
    static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
    struct str content = attribute(attributes, "content");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        size_t field = find_field(attribute(attributes, keys[i]));
        if (field != SIZE_MAX && take_meta(p, field, content) != MIG_OK)
            return MIG_EMEMORY;
    }
    return MIG_OK;
}

// --- JSON-LD ------------------------------------------------------------------------------------------------------

// The fields of one object, as they stand so far.
struct thing {
    struct str published, headline, body;
    bool is_article, is_outlet;
    struct str name;
};

enum { MOST_THINGS = 64 }; // objects in objects; deeper ones are skipped

static bool is_article_type(struct str type) {
    return str_ends(type, STR("Article")) || str_ends(type, STR("BlogPosting")) || str_ends(type, STR("Report")) ||
           str_ends(type, STR("SocialMediaPosting")) || str_ends(type, STR("LiveBlogPosting"));
}

static enum mig_status end_thing(struct page *p, const struct thing *thing) {
    enum mig_status status = MIG_OK;
    if (thing->published.len > 0)
        status = page_add_date(p, thing->is_article ? DATE_JSON_LD_ARTICLE : DATE_JSON_LD, thing->published, 0);
    if (status == MIG_OK && thing->is_article)
        status = set_once(p, &p->headline, thing->headline);
    if (status == MIG_OK && thing->is_article)
        status = set_once(p, &p->article_body, thing->body);
    if (status == MIG_OK && thing->is_outlet)
        status = set_once(p, &p->outlet, thing->name);
    return status;
}

// A key's value, or an element of its list.
static bool take_string(struct page *p, struct thing *thing, struct str key, struct str raw) {
    if (str_eq(key, STR("@type"))) {
        thing->is_article = thing->is_article || is_article_type(raw);
        return true;
    }
    struct str *to = str_eq(key, STR("datePublished")) ? &thing->published
                     : str_eq(key, STR("headline"))    ? &thing->headline
                     : str_eq(key, STR("articleBody")) ? &thing->body
                     : str_eq(key, STR("name"))        ? &thing->name
                                                       : NULL;
    return to == NULL || to->len > 0 || json_scan_unescape(p->arena, raw, to);
}

enum mig_status page_metadata_json(struct page *p, struct str text) {
    struct json_scan scan;
    struct thing things[MOST_THINGS];
    size_t depth = 0;
    struct str key = {NULL, 0};
    enum mig_status status = MIG_OK;
    json_scan_start(&scan, text);
    while (status == MIG_OK) {
        enum json_event event = json_scan_next(&scan);
        if (event == JSON_WRONG || event == JSON_END)
            break;
        if (event == JSON_OPEN && scan.bracket == '{') {
            if (depth == MOST_THINGS && !json_scan_skip(&scan))
                break;
            if (depth < MOST_THINGS)
                things[depth++] = (struct thing){.is_outlet = str_eq(key, STR("publisher"))};
            key = (struct str){NULL, 0};
        } else if (event == JSON_CLOSE && scan.bracket == '{' && depth > 0) {
            status = end_thing(p, &things[--depth]);
            key = (struct str){NULL, 0};
        } else if (event == JSON_KEY) {
            key = scan.raw;
        } else if (event == JSON_STRING && depth > 0 && !take_string(p, &things[depth - 1], key, scan.raw)) {
            status = MIG_EMEMORY;
        }
    }
    while (status == MIG_OK && depth > 0) // what wrong JSON left open
        status = end_thing(p, &things[--depth]);
    return status;
}

// --- scripts ------------------------------------------------------------------------------------------------------

enum { MOST_IN_SCRIPTS = 8 };

enum mig_status page_metadata_scripts(struct page *p, struct str text) {
    static const char *const keys[] = {"\"datePublished\":\"", "\"publicationDate\":\"", "\"publishedAt\":\"",
                                       "\"published_at\":\"",  "\"publishDate\":\"",     "\"firstPublished\":\""};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct str key = str_c(keys[i]);
        size_t at = 0;
        for (size_t found = 0; found < MOST_IN_SCRIPTS && (at = str_find(text, key, at)) != SIZE_MAX; found++) {
            at += key.len;
            size_t end = str_find(str_sub(text, at, at + 48), STR("\""), 0);
            if (end != SIZE_MAX && page_add_date(p, DATE_SCRIPT, str_sub(text, at, at + end), 0) != MIG_OK)
                return MIG_EMEMORY;
        }
    }
    return MIG_OK;
}
