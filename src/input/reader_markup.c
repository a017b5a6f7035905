#include "input/reader_markup.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "input/markup_skim.h"
#include "input/page_metadata.h"
#include "text/fold.h"

enum {
    CHUNK = 32 * 1024,
    CHARSET_BYTES = 4096, // in which an encoding is declared
    MOST_LEVELS = 4 * 1000 * 1000,
    DEEP = 4096,              // levels from which end tags without a start are counted
    METADATA_BYTES = 4 << 20, // of JSON-LD, of a <title>
    TEXT_CEILING = 1 << 30,
};

static const uint32_t no_part = UINT32_MAX;

// --- elements -----------------------------------------------------------------------------------------------------

enum { INLINE = 1, SKIP = 2, BREAK = 4, CAPTURE_TITLE = 8, CAPTURE_SCRIPT = 16, NAMELESS = 32, META = 64, WHOLE = 128 };

struct element {
    const char *name;
    unsigned kind;    // of the above; 0: a block
    uint32_t context; // of enum page_context
};

// Sorted by name. What is not here is inline, as unknown elements are.
static const struct element elements[] = {
    {"a", INLINE, IN_LINK},
    {"address", 0, 0},
    {"amp-sidebar", 0, IN_NAV},
    {"article", 0, IN_ARTICLE},
    {"aside", 0, IN_ASIDE},
    {"blockquote", 0, IN_QUOTE},
    {"body", NAMELESS, 0},
    {"br", BREAK, 0},
    {"button", SKIP, 0},
    {"caption", 0, IN_CAPTION},
    {"center", 0, 0},
    {"dd", 0, IN_LIST},
    {"details", 0, 0},
    {"dialog", 0, IN_FORM},
    {"dir", 0, IN_LIST},
    {"div", 0, 0},
    {"dl", 0, 0},
    {"dt", 0, IN_LIST},
    {"embed", SKIP, 0},
    {"fieldset", 0, IN_FORM},
    {"figcaption", 0, IN_CAPTION},
    {"figure", 0, 0},
    {"footer", 0, IN_FOOTER},
    {"form", 0, IN_FORM},
    {"h1", 0, IN_HEADING | IN_TITLE_HEADING},
    {"h2", 0, IN_HEADING},
    {"h3", 0, IN_HEADING},
    {"h4", 0, IN_HEADING},
    {"h5", 0, IN_HEADING},
    {"h6", 0, IN_HEADING},
    {"head", NAMELESS, 0},
    {"header", 0, IN_HEADER},
    {"hgroup", 0, IN_HEADER},
    {"hr", BREAK, 0},
    {"html", NAMELESS | WHOLE, 0},
    {"iframe", SKIP, 0},
    {"legend", 0, IN_CAPTION},
    {"li", 0, IN_LIST},
    {"link", INLINE | META, 0},
    {"main", 0, IN_MAIN},
    {"map", SKIP, 0},
    {"menu", 0, IN_NAV},
    {"meta", INLINE | META, 0},
    {"nav", 0, IN_NAV},
    {"noframes", SKIP, 0},
    {"noscript", SKIP, 0},
    {"object", SKIP, 0},
    {"ol", 0, 0},
    {"option", SKIP, 0},
    {"p", 0, IN_PARAGRAPH},
    {"pre", 0, IN_PARAGRAPH},
    {"script", SKIP | CAPTURE_SCRIPT, 0},
    {"section", 0, 0},
    {"select", SKIP, 0},
    {"style", SKIP, 0},
    {"summary", 0, 0},
    {"svg", SKIP, 0},
    {"table", 0, IN_TABLE},
    {"tbody", 0, 0},
    {"td", 0, IN_TABLE},
    {"template", SKIP, 0},
    {"textarea", SKIP, 0},
    {"tfoot", 0, 0},
    {"th", 0, IN_TABLE},
    {"thead", 0, 0},
    {"time", INLINE, IN_TIME},
    {"title", SKIP | CAPTURE_TITLE, 0},
    {"tr", 0, 0},
    {"ul", 0, 0},
    {"video", SKIP, 0},
};

static int compare_element(const void *name, const void *element) {
    return strcmp(name, ((const struct element *)element)->name);
}

static const struct element *look_up_element(const char *name) {
    static const struct element unknown = {"", INLINE, 0};
    const struct element *found =
        bsearch(name, elements, sizeof elements / sizeof elements[0], sizeof elements[0], compare_element);
    return found == NULL ? &unknown : found;
}

// --- the state of a parse -----------------------------------------------------------------------------------------

struct level {
    uint32_t context; // of the element and all around it
    uint32_t own;     // of the element alone
    uint32_t part;    // no_part: none yet
    bool is_block;
    bool is_date;      // its text is the day of publication
    size_t date_start; // of that text, in page.text
};

struct known {
    const xmlChar *name;
    const struct element *element;
};

struct parse {
    struct page *page;
    const struct markup_names *names;
    struct level *levels; // [0] is the page
    size_t level_count, level_capacity;
    size_t end_count; // of elements closed
    size_t skipped;   // elements open that are not read, or are captured
    struct buf captured;
    unsigned capturing; // CAPTURE_TITLE or CAPTURE_SCRIPT
    // The block being gathered; its text is the end of page->text.
    size_t block_start;
    uint32_t letters, linked, stops;
    bool modified; // it begins with an inline element that gives the day of a change
    bool space;    // white space seen since its last character
    enum mig_status status;
    struct known known[64];
};

// The parser keeps each name once: what was found for it is known by its place.
static const struct element *find_element(struct parse *s, const xmlChar *name) {
    struct known *known = &s->known[((uintptr_t)name >> 3) % (sizeof s->known / sizeof s->known[0])];
    if (known->name != name)
        *known = (struct known){name, look_up_element((const char *)name)};
    return known->element;
}

static struct level *top_level(struct parse *s) {
    return &s->levels[s->level_count - 1];
}

static bool add_part(struct parse *s, uint32_t parent, uint32_t context, uint32_t *out) {
    struct page *p = s->page;
    if (!memory_grow(&p->parts, &p->part_capacity, p->part_count + 1, sizeof *p->parts))
        return false;
    *out = (uint32_t)p->part_count;
    p->parts[p->part_count++] = (struct page_part){parent, context};
    return true;
}

// The innermost block element's part; parts are noted for it and those around it that have none.
static bool find_part(struct parse *s, uint32_t *part) {
    size_t from = s->level_count;
    while (from > 1 && s->levels[from - 1].part == no_part)
        from--;
    *part = s->levels[from - 1].part;
    for (; from < s->level_count; from++) {
        struct level *level = &s->levels[from];
        if (level->is_block && !add_part(s, *part, level->own, part))
            return false;
        level->part = *part;
    }
    return true;
}

// A block ends here.
static void end_block(struct parse *s) {
    struct page *p = s->page;
    s->space = false;
    bool empty = p->text.len == s->block_start;
    if (empty)
        s->modified = false;
    if (empty || s->status != MIG_OK)
        return;
    struct page_block block = {.start = (uint32_t)s->block_start,
                               .end = (uint32_t)p->text.len,
                               .letters = s->letters,
                               .linked = s->linked,
                               .stops = s->stops,
                               .context = top_level(s)->context | (s->modified ? SAYS_MODIFIED : 0u)};
    if (!find_part(s, &block.part) ||
        !memory_grow(&p->blocks, &p->block_capacity, p->block_count + 1, sizeof *p->blocks)) {
        s->status = MIG_EMEMORY;
        return;
    }
    p->blocks[p->block_count++] = block;
    buf_append_byte(&p->text, '\n');
    if (p->text.status != MIG_OK)
        s->status = p->text.status;
    s->block_start = p->text.len;
    s->letters = s->linked = s->stops = 0;
    s->modified = false;
}

// --- text ---------------------------------------------------------------------------------------------------------

static bool is_stop(uint32_t rune) {
    switch (rune) {
    case ',':
    case '.':
    case '!':
    case '?':
    case ';':
    case 0x060C: // Arabic comma, semicolon, question mark
    case 0x061B:
    case 0x061F:
    case 0x3001: // ideographic comma and full stop
    case 0x3002:
    case 0xFF0C:
    case 0x0964: // danda
        return true;
    default:
        return false;
    }
}

static bool is_space(uint32_t rune) {
    struct fold scratch;
    return rune <= ' ' || (rune >= 0x7F && rune < 0x3001 && (fold_of(rune, &scratch)->flags & FOLD_SPACE) != 0);
}

// Neither white space nor a stop.
static bool is_ascii_inside(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static void append_text(struct parse *s, struct str text) {
    struct buf *to = &s->page->text;
    bool linked = (top_level(s)->context & IN_LINK) != 0;
    uint32_t count = 0, stops = 0;
    if (text.len == 0 || !buf_reserve(to, text.len + 1)) { // a space before it, one for each run of white space
        s->status = to->status;
        return;
    }
    char *start = to->ptr + s->block_start, *out = to->ptr + to->len;
    bool space = s->space;
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t rune = utf8_at(text, at, &len);
        if (is_space(rune)) {
            space = true;
            continue;
        }
        if (space && out > start)
            *out++ = ' ';
        space = false;
        count++;
        stops += is_stop(rune);
        *out++ = text.ptr[at];
        for (size_t i = 1; i < len; i++)
            *out++ = text.ptr[at + i];
        for (; at + len < text.len && is_ascii_inside(text.ptr[at + len]); len++) { // the rest of the word
            *out++ = text.ptr[at + len];
            count++;
        }
    }
    to->len = (size_t)(out - to->ptr);
    s->space = space;
    *(linked ? &s->linked : &s->letters) += count;
    s->stops += linked ? 0 : stops;
}

static void on_characters(void *context, const xmlChar *bytes, int len) {
    struct parse *s = context;
    struct str text = {(const char *)bytes, len < 0 ? 0 : (size_t)len};
    if (s->status != MIG_OK)
        return;
    if (s->skipped == 0)
        append_text(s, text);
    else if (s->capturing != 0)
        buf_append(&s->captured, text);
}

// --- elements as they come ----------------------------------------------------------------------------------------

static struct str attribute(const xmlChar **attributes, const char *name) {
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
        if (strcmp((const char *)attributes[i], name) == 0)
            return str_c((const char *)attributes[i + 1]);
    return (struct str){NULL, 0};
}

static bool is_hidden(struct str style) {
    size_t at = str_find(style, STR("display"), 0);
    if (at == SIZE_MAX)
        return false;
    struct str rest = str_trim(str_sub(style, at + 7, style.len));
    return str_starts(rest, STR(":")) && str_starts(str_trim(str_sub(rest, 1, rest.len)), STR("none"));
}

static bool equals_folded(struct str s, size_t at, struct str lower) {
    if (at > s.len || s.len - at < lower.len)
        return false;
    for (size_t i = 0; i < lower.len; i++) {
        char c = s.ptr[at + i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != lower.ptr[i])
            return false;
    }
    return true;
}

// What microdata and RDFa say: names with spaces between, each with its vocabulary and a colon before, or not.
static uint32_t read_properties(struct str list) {
    static const struct {
        struct str name; // in lower case
        uint32_t context;
    } properties[] = {
        {STR_INIT("articlebody"), IN_BODY_PROPERTY}, {STR_INIT("datepublished"), SAYS_PUBLISHED},
        {STR_INIT("pubdate"), SAYS_PUBLISHED},       {STR_INIT("issued"), SAYS_PUBLISHED},
        {STR_INIT("dateissued"), SAYS_PUBLISHED},    {STR_INIT("datemodified"), SAYS_MODIFIED},
        {STR_INIT("modified"), SAYS_MODIFIED},       {STR_INIT("dateupdated"), SAYS_MODIFIED},
    };
    uint32_t context = 0;
    struct str word;
    while (str_next(&list, ' ', &word)) {
        size_t colon = str_find(word, STR(":"), 0);
        word = colon == SIZE_MAX ? word : str_sub(word, colon + 1, word.len);
        for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++)
            if (word.len == properties[i].name.len && equals_folded(word, 0, properties[i].name))
                context |= properties[i].context;
    }
    return context;
}

static uint32_t read_role(struct str role) {
    return str_eq(role, STR("navigation"))                              ? IN_NAV
           : str_eq(role, STR("complementary"))                         ? IN_ASIDE
           : str_eq(role, STR("contentinfo"))                           ? IN_FOOTER
           : str_eq(role, STR("dialog")) || str_eq(role, STR("search")) ? IN_FORM
           : str_eq(role, STR("main"))                                  ? IN_MAIN
                                                                        : 0u;
}

// What an element's attributes say of it.
static uint32_t read_attribute(struct parse *s, const char *name, struct str value) {
    switch (name[0]) { // most begin otherwise
    case 'c':
        return strcmp(name, "class") == 0 ? markup_names_find(s->names, value) : 0u;
    case 'i':
        return strcmp(name, "id") == 0         ? markup_names_find(s->names, value)
               : strcmp(name, "itemprop") == 0 ? read_properties(value)
                                               : 0u;
    case 'p':
        return strcmp(name, "property") == 0  ? read_properties(value)
               : strcmp(name, "pubdate") == 0 ? (uint32_t)SAYS_PUBLISHED
                                              : 0u;
    case 'd':
        return strcmp(name, "datetime") == 0 ? (uint32_t)IN_TIME : 0u;
    case 'h':
        return strcmp(name, "hidden") == 0 ? (uint32_t)IN_HIDDEN : 0u;
    case 's':
        return strcmp(name, "style") == 0 && is_hidden(value) ? (uint32_t)IN_HIDDEN : 0u;
    case 'r':
        return strcmp(name, "role") == 0 ? read_role(value) : 0u;
    default:
        return 0;
    }
}

static uint32_t read_attributes(struct parse *s, const xmlChar **attributes) {
    uint32_t context = 0;
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
        context |= read_attribute(s, (const char *)attributes[i], str_c((const char *)attributes[i + 1]));
    return context;
}

static struct str first_attribute(const xmlChar **attributes, const char *const *names, size_t count) {
    struct str value = {NULL, 0};
    for (size_t i = 0; i < count && value.len == 0; i++)
        value = attribute(attributes, names[i]);
    return value;
}

// A date that an element gives, in its attributes or, where it only says that it does, in its text, which the level then
// has to note.
static void note_date(struct parse *s, const xmlChar **attributes, struct level *level) {
    static const char *const values[] = {"datetime", "content", "title"};
    static const char *const data[] = {"data-datetime",  "data-published", "data-publish-date", "data-pubdate",
                                       "data-timestamp", "data-date",      "data-time",         "data-utc"};
    uint32_t own = level->own, context = level->context | own;
    bool published = (own & SAYS_PUBLISHED) != 0;
    // Of a class this is no more than a hint: the microformat for entries asks for "updated" on any day.
    if (!published && (own & SAYS_MODIFIED) != 0)
        s->modified = s->modified || (!level->is_block && s->page->text.len == s->block_start);
    if (!published && ((own & SAYS_MODIFIED) != 0 || (own & (NAME_MODIFIED | NAME_PUBLISHED)) == NAME_MODIFIED))
        return;
    struct str value = first_attribute(attributes, values, sizeof values / sizeof values[0]);
    if (value.len == 0)
        value = first_attribute(attributes, data, sizeof data / sizeof data[0]);
    level->is_date = published && value.len == 0;
    level->date_start = s->page->text.len;
    enum page_date_source source = published ? DATE_PROPERTY : (context & NAME_PUBLISHED) != 0 ? DATE_CLASS : DATE_TIME;
    if (page_add_date(s->page, source, value, context) != MIG_OK)
        s->status = MIG_EMEMORY;
}

static void start_capture(struct parse *s, const struct element *e, const xmlChar **attributes) {
    bool script = (e->kind & CAPTURE_SCRIPT) != 0;
    if (script && str_find(attribute(attributes, "type"), STR("ld+json"), 0) == SIZE_MAX)
        return;
    buf_clear(&s->captured);
    s->capturing = e->kind & (CAPTURE_TITLE | CAPTURE_SCRIPT);
}

static bool push_level(struct parse *s, struct level level) {
    if (s->level_count > MOST_LEVELS)
        s->status = MIG_ELIMIT;
    else if (!memory_grow(&s->levels, &s->level_capacity, s->level_count + 1, sizeof *s->levels))
        s->status = MIG_EMEMORY;
    else
        s->levels[s->level_count++] = level;
    return s->status == MIG_OK;
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes) {
    struct parse *s = context;
    if (s->status != MIG_OK)
        return;
    const struct element *e = find_element(s, name);
    if ((e->kind & SKIP) != 0 || s->skipped > 0) {
        if (s->skipped++ == 0 && (e->kind & (CAPTURE_TITLE | CAPTURE_SCRIPT)) != 0)
            start_capture(s, e, attributes);
        return;
    }
    if ((e->kind & META) != 0)
        s->status = page_metadata_element(s->page, e->name, (const char *const *)attributes);
    if ((e->kind & INLINE) == 0)
        end_block(s);
    if ((e->kind & WHOLE) != 0 && s->page->language.len == 0 &&
        !arena_copy(s->page->arena, str_trim(attribute(attributes, "lang")), &s->page->language))
        s->status = MIG_EMEMORY;
    uint32_t own = e->context;
    if ((e->kind & NAMELESS) == 0)
        own |= read_attributes(s, attributes);
    struct level level = {.own = own, .part = no_part, .is_block = (e->kind & INLINE) == 0};
    // Inline elements say what they are of a date or author, not of the block around them.
    level.context = top_level(s)->context | (level.is_block ? own : own & (IN_LINK | IN_TIME));
    if ((own & (IN_TIME | NAME_DATE | NAME_PUBLISHED | SAYS_PUBLISHED | SAYS_MODIFIED)) != 0)
        note_date(s, attributes, &level);
    (void)push_level(s, level);
}

static void end_capture(struct parse *s) {
    struct page *p = s->page;
    struct str text = str_trim(buf_str(&s->captured));
    if (s->capturing == CAPTURE_SCRIPT)
        s->status = page_metadata_json(p, text);
    else if (p->head_title.len == 0 && !arena_copy(p->arena, text, &p->head_title))
        s->status = MIG_EMEMORY;
    s->capturing = 0;
    if (s->captured.status == MIG_EMEMORY)
        s->status = MIG_EMEMORY;
}

static void on_end(void *context, const xmlChar *name) {
    struct parse *s = context;
    (void)name;
    s->end_count++;
    if (s->status != MIG_OK)
        return;
    if (s->skipped > 0) {
        if (--s->skipped == 0 && s->capturing != 0)
            end_capture(s);
        return;
    }
    if (s->level_count == 1)
        return;
    const struct level *level = top_level(s);
    if (level->is_date &&
        page_add_date(s->page, DATE_PROPERTY, str_sub(buf_str(&s->page->text), level->date_start, s->page->text.len),
                      level->context | level->own) != MIG_OK)
        s->status = MIG_EMEMORY;
    if (level->is_block)
        end_block(s);
    s->level_count--;
}

// --- the whole ----------------------------------------------------------------------------------------------------

// For each end tag without a start libxml2 looks through all levels. So many steps are taken, then the page is given up.
static const uint64_t most_steps = UINT64_C(2000) * 1000 * 1000;

static size_t count_end_tags(struct str chunk) {
    size_t count = 0;
    for (size_t at = 0; (at = str_find(chunk, STR("</"), at)) != SIZE_MAX; at += 2)
        count++;
    return count;
}

static void parse_chunk(struct parse *s, htmlParserCtxtPtr parser, struct str chunk, uint64_t *steps) {
    size_t ends = s->end_count, levels = s->level_count + s->skipped;
    (void)htmlParseChunk(parser, chunk.ptr, (int)chunk.len, 0);
    if (parser->errNo == XML_ERR_NO_MEMORY)
        s->status = MIG_EMEMORY;
    if (levels < DEEP)
        return;
    size_t tags = count_end_tags(chunk), matched = s->end_count - ends;
    *steps += tags > matched ? (uint64_t)(tags - matched) * levels : 0;
    if (*steps > most_steps && s->status == MIG_OK)
        s->status = MIG_ELIMIT;
}

static enum mig_status parse_bytes(struct parse *s, struct str text, struct mig_error *err) {
    htmlSAXHandler sax = {.startElement = on_start,
                          .endElement = on_end,
                          .characters = on_characters,
                          .cdataBlock = on_characters,
                          .ignorableWhitespace = on_characters};
    htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(&sax, s, "", 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (parser == NULL)
        return error_memory(err);
    (void)htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                         HTML_PARSE_IGNORE_ENC);
    uint64_t steps = 0;
    for (size_t at = 0, size; at < text.len && s->status == MIG_OK; at += size) {
        size = s->level_count + s->skipped < DEEP ? CHUNK : CHUNK / 16;
        parse_chunk(s, parser, str_sub(text, at, at + size), &steps);
    }
    if (s->status == MIG_OK)
        (void)htmlParseChunk(parser, "", 0, 1);
    if (parser->myDoc != NULL)
        xmlFreeDoc(parser->myDoc);
    parser->myDoc = NULL;
    htmlFreeParserCtxt(parser);
    if (s->status == MIG_OK)
        end_block(s);
    if (s->status == MIG_ELIMIT)
        return error_set(err, MIG_ELIMIT, (struct str){NULL, 0}, 0, 0,
                         "a page that nests too deep (%d levels at most), or has more than 1 GiB of text", MOST_LEVELS);
    return s->status == MIG_OK ? MIG_OK : error_memory(err);
}

enum mig_status markup_parse(struct page *p, const struct markup_names *names, struct str text, struct mig_error *err) {
    struct parse s = {.page = p, .names = names};
    buf_init(&s.captured, METADATA_BYTES);
    struct buf skimmed;
    buf_init(&skimmed, TEXT_CEILING);
    markup_skim(text, &skimmed);
    uint32_t whole;
    enum mig_status status = skimmed.status;
    if (status == MIG_OK && push_level(&s, (struct level){.part = 0, .is_block = true}) && add_part(&s, 0, 0, &whole))
        status = parse_bytes(&s, buf_str(&skimmed), err);
    else
        status = error_memory(err);
    memory_free(s.levels);
    buf_free(&s.captured);
    buf_free(&skimmed);
    return status;
}

// --- declared encodings -------------------------------------------------------------------------------------------

// The value after a name and = at s[at], without its quotes.
static struct str read_label(struct str s, size_t at) {
    while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '=' || s.ptr[at] == '"' || s.ptr[at] == '\''))
        at++;
    size_t start = at;
    while (at < s.len && memchr(" \"'/>;?\r\n\t", s.ptr[at], 10) == NULL)
        at++;
    return str_sub(s, start, at);
}

struct str markup_charset(struct str bytes) {
    struct str head = str_sub(bytes, 0, CHARSET_BYTES);
    if (equals_folded(str_trim(head), 0, STR("<?xml"))) {
        size_t end = str_find(head, STR("?>"), 0), at = str_find(head, STR("encoding"), 0);
        if (at != SIZE_MAX && end != SIZE_MAX && at < end)
            return read_label(head, at + 8);
    }
    for (size_t at = str_find(head, STR("<"), 0); at != SIZE_MAX; at = str_find(head, STR("<"), at + 1)) {
        if (!equals_folded(head, at, STR("<meta")))
            continue;
        size_t end = str_find(head, STR(">"), at);
        for (size_t i = at; i < head.len && i < end; i++)
            if (equals_folded(head, i, STR("charset")))
                return read_label(head, i + 7);
    }
    return (struct str){NULL, 0};
}
