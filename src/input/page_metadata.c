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

// Names that <meta name>, property and itemprop have, in lower case and without marks; sorted.
static const struct {
    struct str name;
    enum field field;
} fields[] = {
    {STR_INIT("applicationname"), FIELD_OUTLET},
    {STR_INIT("articleauthor"), FIELD_AUTHOR},
    {STR_INIT("articlecreated"), FIELD_DATE_WEAK},
    {STR_INIT("articlecreatedat"), FIELD_DATE},
    {STR_INIT("articlecreatedtime"), FIELD_DATE_WEAK},
    {STR_INIT("articledate"), FIELD_DATE_WEAK},
    {STR_INIT("articledateoriginal"), FIELD_DATE},
    {STR_INIT("articlefirstpublished"), FIELD_DATE},
    {STR_INIT("articleoriginalpublicationdate"), FIELD_DATE},
    {STR_INIT("articleorigpublished"), FIELD_DATE},
    {STR_INIT("articlepostdate"), FIELD_DATE},
    {STR_INIT("articlepubdate"), FIELD_DATE},
    {STR_INIT("articlepublicationdate"), FIELD_DATE},
    {STR_INIT("articlepublishdate"), FIELD_DATE},
    {STR_INIT("articlepublished"), FIELD_DATE},
    {STR_INIT("articlepublisheddate"), FIELD_DATE},
    {STR_INIT("articlepublishedtime"), FIELD_DATE},
    {STR_INIT("articlepublishtime"), FIELD_DATE},
    {STR_INIT("author"), FIELD_AUTHOR},
    {STR_INIT("btpubdate"), FIELD_DATE},
    {STR_INIT("citationdate"), FIELD_DATE_WEAK},
    {STR_INIT("citationonlinedate"), FIELD_DATE},
    {STR_INIT("citationpublicationdate"), FIELD_DATE},
    {STR_INIT("contentdate"), FIELD_DATE_WEAK},
    {STR_INIT("contentlanguage"), FIELD_LANGUAGE},
    {STR_INIT("contentpublished"), FIELD_DATE},
    {STR_INIT("contentpublisheddate"), FIELD_DATE},
    {STR_INIT("created"), FIELD_DATE_WEAK},
    {STR_INIT("createdat"), FIELD_DATE_WEAK},
    {STR_INIT("createdate"), FIELD_DATE_WEAK},
    {STR_INIT("createdtime"), FIELD_DATE_WEAK},
    {STR_INIT("creationdate"), FIELD_DATE_WEAK},
    {STR_INIT("creationtime"), FIELD_DATE_WEAK},
    {STR_INIT("cxenseparsepublishtime"), FIELD_DATE},
    {STR_INIT("cxenseparserecspublishtime"), FIELD_DATE},
    {STR_INIT("date"), FIELD_DATE_WEAK},
    {STR_INIT("dateavailable"), FIELD_DATE_WEAK},
    {STR_INIT("datecreated"), FIELD_DATE_WEAK},
    {STR_INIT("datefirstposted"), FIELD_DATE},
    {STR_INIT("datefirstpublished"), FIELD_DATE},
    {STR_INIT("dateissued"), FIELD_DATE},
    {STR_INIT("datelastpubbed"), FIELD_DATE_WEAK},
    {STR_INIT("dateposted"), FIELD_DATE},
    {STR_INIT("datepublic"), FIELD_DATE},
    {STR_INIT("datepublication"), FIELD_DATE},
    {STR_INIT("datepublish"), FIELD_DATE},
    {STR_INIT("datepublished"), FIELD_DATE},
    {STR_INIT("datetime"), FIELD_DATE_WEAK},
    {STR_INIT("dccreated"), FIELD_DATE_WEAK},
    {STR_INIT("dccreator"), FIELD_AUTHOR},
    {STR_INIT("dcdate"), FIELD_DATE_WEAK},
    {STR_INIT("dcdatecreated"), FIELD_DATE_WEAK},
    {STR_INIT("dcdateissued"), FIELD_DATE},
    {STR_INIT("dcdatepublication"), FIELD_DATE},
    {STR_INIT("dcdatepublished"), FIELD_DATE},
    {STR_INIT("dcdatesubmitted"), FIELD_DATE},
    {STR_INIT("dcdatex"), FIELD_DATE_WEAK},
    {STR_INIT("dcissued"), FIELD_DATE},
    {STR_INIT("dcpublisher"), FIELD_OUTLET},
    {STR_INIT("dcsextarticlefirstpublished"), FIELD_DATE},
    {STR_INIT("dctermsavailable"), FIELD_DATE},
    {STR_INIT("dctermscreated"), FIELD_DATE_WEAK},
    {STR_INIT("dctermsdate"), FIELD_DATE_WEAK},
    {STR_INIT("dctermsdatepublished"), FIELD_DATE},
    {STR_INIT("dctermsdatesubmitted"), FIELD_DATE},
    {STR_INIT("dctermsissued"), FIELD_DATE},
    {STR_INIT("dctermspublished"), FIELD_DATE},
    {STR_INIT("dctitle"), FIELD_TITLE},
    {STR_INIT("displaydate"), FIELD_DATE},
    {STR_INIT("dtkcreateddate"), FIELD_DATE_WEAK},
    {STR_INIT("dtkpublishdate"), FIELD_DATE},
    {STR_INIT("firstcreated"), FIELD_DATE_WEAK},
    {STR_INIT("firstpublicationdate"), FIELD_DATE},
    {STR_INIT("firstpublishdate"), FIELD_DATE},
    {STR_INIT("firstpublished"), FIELD_DATE},
    {STR_INIT("initialpublicationdate"), FIELD_DATE},
    {STR_INIT("issued"), FIELD_DATE},
    {STR_INIT("issuedate"), FIELD_DATE},
    {STR_INIT("language"), FIELD_LANGUAGE},
    {STR_INIT("livedate"), FIELD_DATE},
    {STR_INIT("mediatorpublishedtime"), FIELD_DATE},
    {STR_INIT("newsdate"), FIELD_DATE},
    {STR_INIT("newspublished"), FIELD_DATE},
    {STR_INIT("ogarticlepublishedtime"), FIELD_DATE},
    {STR_INIT("ogarticlepublishtime"), FIELD_DATE},
    {STR_INIT("ogimage"), FIELD_IMAGE},
    {STR_INIT("oglocale"), FIELD_LANGUAGE},
    {STR_INIT("ogpubdate"), FIELD_DATE},
    {STR_INIT("ogpublicationdate"), FIELD_DATE},
    {STR_INIT("ogpublishdate"), FIELD_DATE},
    {STR_INIT("ogpublishedtime"), FIELD_DATE},
    {STR_INIT("ogpublishtime"), FIELD_DATE},
    {STR_INIT("ogregdate"), FIELD_DATE_WEAK},
    {STR_INIT("ogreleasedate"), FIELD_DATE_WEAK},
    {STR_INIT("ogsitename"), FIELD_OUTLET},
    {STR_INIT("ogtitle"), FIELD_TITLE},
    {STR_INIT("ogurl"), FIELD_URL},
    {STR_INIT("originalpublicationdate"), FIELD_DATE},
    {STR_INIT("originalpublishdate"), FIELD_DATE},
    {STR_INIT("pagedate"), FIELD_DATE_WEAK},
    {STR_INIT("parselyauthor"), FIELD_AUTHOR},
    {STR_INIT("parselypubdate"), FIELD_DATE},
    {STR_INIT("parselytitle"), FIELD_TITLE},
    {STR_INIT("pdate"), FIELD_DATE},
    {STR_INIT("postdate"), FIELD_DATE},
    {STR_INIT("postedat"), FIELD_DATE},
    {STR_INIT("posteddate"), FIELD_DATE},
    {STR_INIT("postedon"), FIELD_DATE},
    {STR_INIT("prismpublicationdate"), FIELD_DATE},
    {STR_INIT("ptime"), FIELD_DATE},
    {STR_INIT("pubdate"), FIELD_DATE},
    {STR_INIT("pubdatetime"), FIELD_DATE},
    {STR_INIT("publicationdate"), FIELD_DATE},
    {STR_INIT("publicationdatetime"), FIELD_DATE},
    {STR_INIT("publicationtime"), FIELD_DATE},
    {STR_INIT("publishdate"), FIELD_DATE},
    {STR_INIT("publishdatetime"), FIELD_DATE},
    {STR_INIT("published"), FIELD_DATE},
    {STR_INIT("publishedat"), FIELD_DATE},
    {STR_INIT("publisheddate"), FIELD_DATE},
    {STR_INIT("publisheddatetime"), FIELD_DATE},
    {STR_INIT("publishedon"), FIELD_DATE},
    {STR_INIT("publishedtime"), FIELD_DATE},
    {STR_INIT("publishon"), FIELD_DATE},
    {STR_INIT("publishtime"), FIELD_DATE},
    {STR_INIT("pubtime"), FIELD_DATE},
    {STR_INIT("rbpubdate"), FIELD_DATE},
    {STR_INIT("releasedate"), FIELD_DATE},
    {STR_INIT("releasetime"), FIELD_DATE},
    {STR_INIT("rnewsdatepublished"), FIELD_DATE},
    {STR_INIT("sailthrudate"), FIELD_DATE},
    {STR_INIT("searchdate"), FIELD_DATE_WEAK},
    {STR_INIT("shareaholicarticlepublishedtime"), FIELD_DATE},
    {STR_INIT("snpostdate"), FIELD_DATE},
    {STR_INIT("sortdate"), FIELD_DATE_WEAK},
    {STR_INIT("storydate"), FIELD_DATE},
    {STR_INIT("storypublisheddate"), FIELD_DATE},
    {STR_INIT("telegrampublishedtime"), FIELD_DATE},
    {STR_INIT("time"), FIELD_DATE_WEAK},
    {STR_INIT("timestamp"), FIELD_DATE_WEAK},
    {STR_INIT("twittertitle"), FIELD_TITLE},
    {STR_INIT("uploaddate"), FIELD_DATE_WEAK},
    {STR_INIT("videoreleasedate"), FIELD_DATE_WEAK},
    {STR_INIT("videouploaddate"), FIELD_DATE_WEAK},
    {STR_INIT("vrpublishedtime"), FIELD_DATE},
    {STR_INIT("weiboarticlecreateat"), FIELD_DATE},
};

enum { NAME_BYTES = 48 };

static struct str attribute(const char *const *attributes, const char *name) {
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
        if (strcmp(attributes[i], name) == 0)
            return str_trim(str_c(attributes[i + 1]));
    return (struct str){NULL, 0};
}

// Whether a name is one of the above; *field tells which.
static bool find_field(struct str name, enum field *field) {
    char folded[NAME_BYTES];
    size_t len = 0, low = 0, high = sizeof fields / sizeof fields[0];
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (memchr("-_:. ", c, 5) != NULL)
            continue;
        if (len == sizeof folded)
            return false;
        folded[len++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp((struct str){folded, len}, fields[middle].name);
        if (order == 0) {
            *field = fields[middle].field;
            return true;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

static enum mig_status set_once(struct page *p, struct str *field, struct str value) {
    if (field->len > 0 || value.len == 0)
        return MIG_OK;
    return arena_copy(p->arena, value, field) ? MIG_OK : MIG_EMEMORY;
}

static enum mig_status take_meta(struct page *p, enum field field, struct str content) {
    switch (field) {
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
        enum field field;
        if (find_field(attribute(attributes, keys[i]), &field) && take_meta(p, field, content) != MIG_OK)
            return MIG_EMEMORY;
    }
    return MIG_OK;
}

// --- JSON-LD ------------------------------------------------------------------------------------------------------

// The fields of one object, as they stand so far.
struct thing {
    struct str published, created, headline, body, name;
    struct str key; // it is the value of, in the object around it
    bool is_article, is_outlet;
};

enum { MOST_THINGS = 64 }; // objects in objects; deeper ones are skipped

static bool is_article_type(struct str type) {
    return str_ends(type, STR("Article")) || str_ends(type, STR("BlogPosting")) || str_ends(type, STR("Report")) ||
           str_ends(type, STR("SocialMediaPosting"));
}

// depth: number of objects around it. Of articles within articles - updates, comments, those that are mentioned - the
// outermost counts.
static enum mig_status end_thing(struct page *p, const struct thing *thing, size_t depth) {
    enum mig_status status = MIG_OK;
    if (thing->published.len > 0)
        status = page_add_date(p, thing->is_article ? DATE_JSON_LD_ARTICLE : DATE_JSON_LD, thing->published,
                               (uint32_t)depth);
    else if (thing->is_article && thing->created.len > 0)
        status = page_add_date(p, DATE_META_WEAK, thing->created, 0);
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
    size_t colon = str_find(key, STR(":"), 0);
    key = colon == SIZE_MAX ? key : str_sub(key, colon + 1, key.len); // schema:headline
    if (str_eq(key, STR("@type"))) {
        thing->is_article = thing->is_article || is_article_type(raw);
        return true;
    }
    struct str *to = str_eq(key, STR("datePublished")) ? &thing->published
                     : str_eq(key, STR("dateCreated")) ? &thing->created
                     : str_eq(key, STR("headline"))    ? &thing->headline
                     : str_eq(key, STR("articleBody")) ? &thing->body
                     : str_eq(key, STR("name"))        ? &thing->name
                                                       : NULL;
    return to == NULL || to->len > 0 || json_scan_unescape(p->arena, raw, to);
}

// A string in the innermost of things: {"@value": "…"} is the value of the object around it.
static bool take_value(struct page *p, struct thing *things, size_t depth, struct str key, struct str raw) {
    if (depth > 1 && str_eq(key, STR("@value")))
        return take_string(p, &things[depth - 2], things[depth - 1].key, raw);
    return depth == 0 || take_string(p, &things[depth - 1], key, raw);
}

// Without what some pages put around JSON: comments, a CDATA section.
static struct str json_of(struct str text) {
    size_t at = 0;
    while (at < text.len && text.ptr[at] != '{' &&
           (text.ptr[at] != '[' || str_starts(str_sub(text, at, text.len), STR("[CDATA["))))
        at += text.ptr[at] == '[' ? sizeof "[CDATA[" - 1 : 1;
    return str_sub(text, at, text.len);
}

enum mig_status page_metadata_json(struct page *p, struct str text) {
    struct json_scan scan;
    struct thing things[MOST_THINGS];
    size_t depth = 0;
    struct str key = {NULL, 0};
    enum mig_status status = MIG_OK;
    json_scan_start(&scan, json_of(text));
    while (status == MIG_OK) {
        enum json_event event = json_scan_next(&scan);
        if (event == JSON_WRONG || event == JSON_END)
            break;
        if (event == JSON_OPEN && scan.bracket == '{') {
            if (depth == MOST_THINGS && !json_scan_skip(&scan))
                break;
            if (depth < MOST_THINGS)
                things[depth++] = (struct thing){.key = key, .is_outlet = str_eq(key, STR("publisher"))};
            key = (struct str){NULL, 0};
        } else if (event == JSON_CLOSE && scan.bracket == '{' && depth > 0) {
            status = end_thing(p, &things[depth - 1], depth - 1);
            depth--;
            key = (struct str){NULL, 0};
        } else if (event == JSON_KEY) {
            key = scan.raw;
        } else if (event == JSON_STRING && !take_value(p, things, depth, key, scan.raw)) {
            status = MIG_EMEMORY;
        }
    }
    for (; status == MIG_OK && depth > 0; depth--) // what wrong JSON left open
        status = end_thing(p, &things[depth - 1], depth - 1);
    return status;
}

// --- scripts ------------------------------------------------------------------------------------------------------

enum { MOST_IN_SCRIPTS = 64 };

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
}

// Passes these bytes.
static size_t pass(struct str text, size_t at, const char *bytes) {
    while (at < text.len && memchr(bytes, text.ptr[at], strlen(bytes)) != NULL)
        at++;
    return at;
}

// The string that a name around at is given - "name": "value", name = 'value', \"name\":\"value\" - or nothing.
static struct str script_value(struct str text, size_t at, struct str *name, size_t *end) {
    size_t start = at;
    while (start > 0 && is_name_byte(text.ptr[start - 1]))
        start--;
    for (*end = at; *end < text.len && is_name_byte(text.ptr[*end]);)
        ++*end;
    size_t dot = start; // of article.published_date the last piece
    for (size_t i = start; i < at; i++)
        dot = text.ptr[i] == '.' ? i + 1 : dot;
    *name = str_sub(text, dot, *end);
    size_t mark = pass(text, *end, "\\\"' ");
    if (mark == text.len || (text.ptr[mark] != ':' && text.ptr[mark] != '='))
        return (struct str){NULL, 0};
    size_t value = pass(text, mark, ":= ");
    size_t from = pass(text, value, "\\\"'"), to = from;
    while (to < text.len && to - from < 48 && memchr("\\\"'<>\n", text.ptr[to], 6) == NULL)
        to++;
    bool quoted = from > value && to < text.len && memchr("\\\"'", text.ptr[to], 3) != NULL;
    return quoted ? str_sub(text, from, to) : (struct str){NULL, 0};
}

// All such names have "pub" in them; of its letters b is the rarest.
enum mig_status page_metadata_scripts(struct page *p, struct str text) {
    size_t found = 0;
    for (size_t at = 2; at < text.len && found < MOST_IN_SCRIPTS;) {
        const char *b = memchr(text.ptr + at, 'b', text.len - at);
        if (b == NULL)
            break;
        at = (size_t)(b - text.ptr) + 1;
        if (b[-1] != 'u' || (b[-2] != 'p' && b[-2] != 'P'))
            continue;
        enum field field;
        struct str name, value = script_value(text, at, &name, &at);
        if (value.len == 0 || !find_field(name, &field) || field != FIELD_DATE)
            continue;
        found++;
        if (page_add_date(p, DATE_SCRIPT, value, 0) != MIG_OK)
            return MIG_EMEMORY;
    }
    return MIG_OK;
}
