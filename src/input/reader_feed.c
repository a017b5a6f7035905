#include "input/reader_feed.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/utf8.h"

enum { PIECE = 32 * 1024, FIELD_BYTES = 64 * 1024, MOST_LEVELS = 1000 * 1000 };

// What the text of an element is for.
enum capture { CAPTURE_NONE, CAPTURE_TITLE, CAPTURE_DATE, CAPTURE_LINK, CAPTURE_SUMMARY, CAPTURE_CONTENT };

// Names of elements, of all formats at once: they do not clash.
static const struct {
    const char *name, *below; // below: the element around it, NULL for any
    enum capture capture;
    bool markup; // its text is HTML, as opposed to its elements
    bool weak;   // only when nothing else gave one
} elements[] = {
    {"title", "item", CAPTURE_TITLE, false, false},
    {"title", "entry", CAPTURE_TITLE, false, false},
    {"headline", "contentMeta", CAPTURE_TITLE, false, false},
    {"hl1", NULL, CAPTURE_TITLE, false, false},
    {"title", "head", CAPTURE_TITLE, false, true},
    {"pubDate", "item", CAPTURE_DATE, false, false},
    {"date", "item", CAPTURE_DATE, false, false},
    {"published", "entry", CAPTURE_DATE, false, false},
    {"issued", "entry", CAPTURE_DATE, false, false},
    {"created", "entry", CAPTURE_DATE, false, true},
    {"versionCreated", "itemMeta", CAPTURE_DATE, false, true},
    {"contentCreated", "contentMeta", CAPTURE_DATE, false, false},
    {"link", "item", CAPTURE_LINK, false, false},
    {"description", "item", CAPTURE_SUMMARY, true, false},
    {"summary", "entry", CAPTURE_SUMMARY, true, false},
    {"encoded", "item", CAPTURE_CONTENT, true, false},
    {"content", "entry", CAPTURE_CONTENT, true, false},
    {"inlineXML", NULL, CAPTURE_CONTENT, false, false},
    {"inlineData", NULL, CAPTURE_CONTENT, false, false},
    {"body.content", NULL, CAPTURE_CONTENT, false, false},
};

struct item {
    struct item *next;
    struct buf title, date, link, summary, content;
    bool weak[CAPTURE_LINK]; // by capture: what there is gives way to a better one
    bool too_large;
};

struct reader_feed {
    xmlParserCtxtPtr parser;
    struct item *first, *last; // read and not given out yet
    struct item *open;         // being read
    struct item *given;        // the article at hand
    const char **names;        // of the elements open
    size_t level_count, level_capacity;
    size_t item_level;    // of the open item
    size_t capture_level; // of the element that is captured; 0: none
    struct buf *to;
    bool escape; // text is text, elements are kept as elements
    struct buf outlet;
    xmlEntity entity; // of HTML, that was asked for last
    char entity_text[5];
    size_t limit;
    bool ended;
    enum mig_status status;
};

static void free_item(struct item *item) {
    if (item == NULL)
        return;
    buf_free(&item->title);
    buf_free(&item->date);
    buf_free(&item->link);
    buf_free(&item->summary);
    buf_free(&item->content);
    memory_free(item);
}

// --- text ---------------------------------------------------------------------------------------------------------

static void append_escaped(struct buf *to, struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '<')
            buf_append(to, STR("&lt;"));
        else if (c == '&')
            buf_append(to, STR("&amp;"));
        else
            buf_append_byte(to, c);
    }
}

static void on_characters(void *context, const xmlChar *bytes, int len) {
    struct reader_feed *r = context;
    struct str text = {(const char *)bytes, len < 0 ? 0 : (size_t)len};
    if (r->capture_level == 0)
        return;
    if (r->escape)
        append_escaped(r->to, text);
    else
        buf_append(r->to, text);
    if (r->to->status == MIG_EMEMORY)
        r->status = MIG_EMEMORY;
}

// HTML's own entities are characters in any feed. What the document declares itself is nothing.
static xmlEntityPtr on_entity(void *context, const xmlChar *name) {
    struct reader_feed *r = context;
    const htmlEntityDesc *known = htmlEntityLookup(name);
    if (known == NULL)
        return NULL;
    r->entity_text[utf8_encode(known->value, r->entity_text)] = '\0';
    r->entity = (xmlEntity){.type = XML_ENTITY_DECL,
                            .name = name,
                            .content = (xmlChar *)r->entity_text,
                            .length = (int)strlen(r->entity_text),
                            .etype = XML_INTERNAL_PREDEFINED_ENTITY};
    return &r->entity;
}

// Elements of news formats, as pages call them.
static const char *page_element(const char *name) {
    static const struct {
        const char *name, *in_pages;
    } elements_of_news[] = {{"media", "figure"}, {"media-caption", "figcaption"}, {"hl2", "h2"}, {"note", "aside"}};
    for (size_t i = 0; i < sizeof elements_of_news / sizeof elements_of_news[0]; i++)
        if (strcmp(name, elements_of_news[i].name) == 0)
            return elements_of_news[i].in_pages;
    return name;
}

// --- elements -----------------------------------------------------------------------------------------------------

static bool is_item(const char *name) {
    return strcmp(name, "item") == 0 || strcmp(name, "entry") == 0 || strcmp(name, "newsItem") == 0 ||
           strcmp(name, "nitf") == 0;
}

static struct buf *buffer_of(struct item *item, enum capture capture) {
    return capture == CAPTURE_TITLE     ? &item->title
           : capture == CAPTURE_DATE    ? &item->date
           : capture == CAPTURE_LINK    ? &item->link
           : capture == CAPTURE_SUMMARY ? &item->summary
                                        : &item->content;
}

static struct str attribute(const xmlChar **attributes, int count, const char *name) {
    for (int i = 0; i < count; i++)
        if (strcmp((const char *)attributes[5 * i], name) == 0)
            return (struct str){(const char *)attributes[5 * i + 3],
                                (size_t)(attributes[5 * i + 4] - attributes[5 * i + 3])};
    return (struct str){NULL, 0};
}

static void open_item(struct reader_feed *r) {
    struct item *item = memory_zeroed(1, sizeof *item);
    if (item == NULL) {
        r->status = MIG_EMEMORY;
        return;
    }
    buf_init(&item->title, FIELD_BYTES);
    buf_init(&item->date, FIELD_BYTES);
    buf_init(&item->link, FIELD_BYTES);
    buf_init(&item->summary, r->limit);
    buf_init(&item->content, r->limit);
    r->open = item;
    r->item_level = r->level_count;
}

static void start_capture(struct reader_feed *r, const char *name, const char *around, const xmlChar **attributes,
                          int count) {
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        if (strcmp(name, elements[i].name) != 0 ||
            (elements[i].below != NULL && strcmp(around, elements[i].below) != 0))
            continue;
        struct buf *to = buffer_of(r->open, elements[i].capture);
        bool *weak = elements[i].capture < CAPTURE_LINK ? &r->open->weak[elements[i].capture] : NULL;
        if (to->len > 0 && weak != NULL && *weak && !elements[i].weak)
            buf_clear(to);
        if (to->len > 0 && elements[i].capture != CAPTURE_CONTENT)
            return;
        if (weak != NULL)
            *weak = elements[i].weak;
        struct str type = attribute(attributes, count, "type");
        bool text = str_eq(type, STR("xhtml")) || str_eq(type, STR("text"));
        r->to = to;
        r->escape = elements[i].capture >= CAPTURE_SUMMARY && (!elements[i].markup || text);
        r->capture_level = r->level_count;
        return;
    }
}

// Elements that give something in their attributes.
static void take_attributes(struct reader_feed *r, const char *name, const xmlChar **attributes, int count) {
    struct item *item = r->open;
    struct str relation = attribute(attributes, count, "rel");
    if (strcmp(name, "link") == 0 && (relation.len == 0 || str_eq(relation, STR("alternate"))) && item->link.len == 0)
        buf_append(&item->link, attribute(attributes, count, "href"));
    if (strcmp(name, "date.issue") == 0 && item->date.len == 0)
        buf_append(&item->date, attribute(attributes, count, "norm"));
}

static void on_start(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                     const xmlChar **namespace_list, int count, int defaulted, const xmlChar **attributes) {
    struct reader_feed *r = context;
    const char *name = (const char *)local, *around = r->level_count > 0 ? r->names[r->level_count - 1] : "";
    (void)prefix, (void)uri, (void)namespaces, (void)namespace_list, (void)defaulted;
    if (r->status != MIG_OK)
        return;
    if (r->level_count == MOST_LEVELS ||
        !memory_grow(&r->names, &r->level_capacity, r->level_count + 1, sizeof *r->names)) {
        r->status = r->level_count == MOST_LEVELS ? MIG_ELIMIT : MIG_EMEMORY;
        return;
    }
    r->names[r->level_count++] = name; // in the parser's dictionary
    if (r->capture_level != 0) {
        if (r->escape) {
            buf_append_byte(r->to, '<');
            buf_append(r->to, str_c(page_element(name)));
            buf_append_byte(r->to, '>');
        }
        return;
    }
    if (r->open == NULL && is_item(name)) {
        open_item(r);
    } else if (r->open != NULL) {
        take_attributes(r, name, attributes, count);
        start_capture(r, name, around, attributes, count);
    } else if (strcmp(name, "title") == 0 && r->outlet.len == 0 &&
               (strcmp(around, "channel") == 0 || strcmp(around, "feed") == 0)) {
        r->to = &r->outlet;
        r->escape = false;
        r->capture_level = r->level_count;
    }
}

static void close_item(struct reader_feed *r) {
    struct item *item = r->open;
    item->too_large = item->content.status == MIG_ELIMIT || item->summary.status == MIG_ELIMIT;
    if (r->last != NULL)
        r->last->next = item;
    else
        r->first = item;
    r->last = item;
    r->open = NULL;
}

static void on_end(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri) {
    struct reader_feed *r = context;
    (void)prefix, (void)uri;
    if (r->status != MIG_OK || r->level_count == 0)
        return;
    if (r->capture_level == r->level_count) {
        r->capture_level = 0;
    } else if (r->capture_level != 0 && r->escape) {
        buf_append(r->to, STR("</"));
        buf_append(r->to, str_c(page_element((const char *)local)));
        buf_append_byte(r->to, '>');
    }
    if (r->open != NULL && r->item_level == r->level_count)
        close_item(r);
    r->level_count--;
}

// --- the whole ----------------------------------------------------------------------------------------------------

enum mig_status reader_feed_open(struct reader_feed **out, struct mig_error *err) {
    *out = memory_zeroed(1, sizeof **out);
    if (*out == NULL)
        return error_memory(err);
    buf_init(&(*out)->outlet, FIELD_BYTES);
    return MIG_OK;
}

void reader_feed_close(struct reader_feed *r) {
    if (r == NULL)
        return;
    while (r->first != NULL) {
        struct item *next = r->first->next;
        free_item(r->first);
        r->first = next;
    }
    free_item(r->open);
    free_item(r->given);
    if (r->parser != NULL) {
        if (r->parser->myDoc != NULL)
            xmlFreeDoc(r->parser->myDoc);
        r->parser->myDoc = NULL;
        xmlFreeParserCtxt(r->parser);
    }
    memory_free(r->names);
    buf_free(&r->outlet);
    memory_free(r);
}

static enum mig_status start_parser(struct reader_feed *r, size_t limit) {
    xmlSAXHandler sax = {.startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_characters,
                         .ignorableWhitespace = on_characters,
                         .cdataBlock = on_characters,
                         .getEntity = on_entity,
                         .initialized = XML_SAX2_MAGIC};
    r->limit = limit;
    r->parser = xmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL);
    if (r->parser == NULL)
        return MIG_EMEMORY;
    (void)xmlCtxtUseOptions(r->parser, XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET |
                                           XML_PARSE_HUGE);
    return MIG_OK;
}

// Parses until an item is complete, or the feed ends.
static enum mig_status parse_more(struct reader_feed *r, struct window *w, struct reader_parts *p) {
    while (r->first == NULL && !r->ended && r->status == MIG_OK) {
        struct str rest;
        if (window_peek(w, 1, &rest) != MIG_OK)
            return MIG_EMEMORY;
        rest = str_sub(rest, 0, PIECE);
        r->ended = rest.len == 0;
        int result = xmlParseChunk(r->parser, rest.len == 0 ? "" : rest.ptr, (int)rest.len, r->ended);
        window_skip(w, rest.len);
        if (result == XML_ERR_NO_MEMORY)
            return MIG_EMEMORY;
        if (r->ended && !r->parser->wellFormed && result != XML_ERR_OK && result != XML_ERR_UNDECLARED_ENTITY &&
            result != XML_WAR_UNDECLARED_ENTITY) {
            const xmlError *error = xmlCtxtGetLastError(r->parser);
            int line = error == NULL ? 0 : error->line;
            reader_parts_report(p, MIG_EINPUT, line < 0 ? 0 : (size_t)line, "XML that is not well-formed");
        }
    }
    if (r->status == MIG_ELIMIT)
        reader_parts_report(p, MIG_ELIMIT, 0, "more than %d levels deep", MOST_LEVELS);
    return r->status == MIG_EMEMORY ? MIG_EMEMORY : MIG_OK;
}

// The character that an entity at s[0] = '&' names, and the bytes it takes; 0 when it is none.
static uint32_t read_entity(struct str s, size_t *len) {
    char name[12];
    size_t end = str_find(str_sub(s, 0, sizeof name), STR(";"), 0);
    if (end == SIZE_MAX)
        return 0;
    memcpy(name, s.ptr + 1, end - 1);
    name[end - 1] = '\0';
    *len = end + 1;
    if (name[0] == '#') {
        bool hex = name[1] == 'x' || name[1] == 'X';
        char *stop;
        unsigned long rune = strtoul(name + (hex ? 2 : 1), &stop, hex ? 16 : 10);
        return *stop == '\0' && rune <= 0x10FFFF && (rune < 0xD800 || rune > 0xDFFF) ? (uint32_t)rune : 0;
    }
    const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
    return known == NULL ? 0 : known->value;
}

// Titles are HTML again, by rule in Atom and by custom in RSS: without tags, with characters for entities.
static void clean_title(struct buf *title) {
    struct buf clean;
    struct str s = buf_str(title);
    buf_init(&clean, FIELD_BYTES);
    for (size_t at = 0, len; at < s.len; at += len) {
        char next = at + 1 < s.len ? s.ptr[at + 1] : ' ', rune_bytes[4];
        bool tag = s.ptr[at] == '<' && (next == '/' || (next >= 'a' && next <= 'z'));
        size_t close = tag ? str_find(s, STR(">"), at) : SIZE_MAX;
        uint32_t rune = s.ptr[at] == '&' ? read_entity(str_sub(s, at, s.len), &len) : 0;
        if (rune != 0) {
            buf_append(&clean, (struct str){rune_bytes, utf8_encode(rune, rune_bytes)});
        } else if (close != SIZE_MAX) {
            len = close + 1 - at;
        } else {
            buf_append_byte(&clean, s.ptr[at]);
            len = 1;
        }
    }
    buf_free(title);
    *title = clean;
}

static bool make_article(struct reader_feed *r, struct reader_parts *p, struct mig_article *article) {
    struct item *item = r->given;
    struct buf page, *text = item->content.len > 0 ? &item->content : &item->summary;
    clean_title(&item->title);
    if (item->title.status == MIG_EMEMORY)
        return false;
    // What the feed says to be the article is it, whatever it looks like.
    buf_init(&page, p->limit + 4096);
    buf_append(&page, STR("<div itemprop=\"articleBody\">"));
    buf_append(&page, buf_str(text));
    buf_append(&page, STR("</div>"));
    struct str bytes = {NULL, 0};
    bool done = page.status == MIG_OK && arena_copy(&p->arena, buf_str(&page), &bytes);
    buf_free(&page);
    article->bytes = bytes.ptr;
    article->length = bytes.len;
    article->format = format_name(FORMAT_HTML);
    article->charset = "utf-8";
    article->published_basis = MIG_PUBLISHED_BY_METADATA;
    return done && reader_parts_copy(p, str_trim(buf_str(&item->title)), &article->title) &&
           reader_parts_copy(p, str_trim(buf_str(&item->link)), &article->url) &&
           reader_parts_copy(p, str_trim(buf_str(&r->outlet)), &article->outlet) &&
           reader_parts_date(p, buf_str(&item->date), &article->published);
}

enum mig_status reader_feed_next(struct reader_feed *r, struct window *w, struct reader_parts *p,
                                 struct mig_article *article, bool *more) {
    *more = false;
    if (r->parser == NULL && start_parser(r, p->limit) != MIG_OK)
        return MIG_EMEMORY;
    for (;;) {
        free_item(r->given);
        r->given = NULL;
        if (parse_more(r, w, p) != MIG_OK)
            return MIG_EMEMORY;
        if (r->first == NULL)
            return MIG_OK;
        r->given = r->first;
        r->first = r->given->next;
        if (r->first == NULL)
            r->last = NULL;
        if (r->given->too_large)
            reader_parts_report(p, MIG_ELIMIT, 0, "an item larger than %zu bytes, which is the limit", p->limit);
        else if (r->given->content.len > 0 || r->given->summary.len > 0 || r->given->title.len > 0)
            break;
    }
    *more = true;
    return make_article(r, p, article) ? MIG_OK : MIG_EMEMORY;
}
