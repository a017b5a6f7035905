// The pattern syntax of rule files, see data/README.md.
#include "base/utf8.h"
#include "rules/pattern.h"

#include <string.h>

enum { DEPTH_MAX = 12, REPEAT_MAX = 8, GAP_DEFAULT = 12, GAP_MAX = 60, ATOMS_MAX = 64 };

struct parser {
    struct arena *arena;
    struct str text;
    size_t at;
    const struct pattern_names *names;
    struct str file;
    unsigned line, first_column, depth;
    struct mig_error *err;
    enum mig_status status;
};

static const struct {
    struct str name;
    uint8_t all, none;
} shapes[] = {
    {STR_INIT("any"), 0, 0},
    {STR_INIT("word"), SHAPE_WORD, 0},
    {STR_INIT("cap"), SHAPE_WORD | SHAPE_CAP, 0},
    {STR_INIT("caps"), SHAPE_WORD | SHAPE_CAPS, 0},
    {STR_INIT("lower"), SHAPE_WORD | SHAPE_LOWER, 0},
    {STR_INIT("number"), SHAPE_NUMBER, SHAPE_ORDINAL},
    {STR_INIT("ordinal"), SHAPE_NUMBER | SHAPE_ORDINAL, 0},
    {STR_INIT("unknown"), SHAPE_WORD | SHAPE_UNKNOWN, 0},
    {STR_INIT("definite"), SHAPE_WORD | SHAPE_DEFINITE, 0},
    {STR_INIT("soft"), SHAPE_WORD | SHAPE_SOFT, 0},
    {STR_INIT("quote"), SHAPE_QUOTE, SHAPE_WORD | SHAPE_NUMBER},
    {STR_INIT("clause"), SHAPE_CLAUSE, SHAPE_WORD | SHAPE_NUMBER},
};

static unsigned column_at(const struct parser *p, size_t offset) {
    unsigned column = p->first_column;
    for (size_t i = 0; i < offset; i++)
        column += ((unsigned char)p->text.ptr[i] & 0xC0) != 0x80;
    return column;
}

static struct pattern_node *fail(struct parser *p, size_t offset, const char *what, struct str name) {
    if (!p->status)
        p->status = error_set(p->err, MIG_EDATA, p->file, p->line, column_at(p, offset), "%s%s%.*s%s", what,
                              name.len ? " '" : "", STR_ARGS(name), name.len ? "'" : "");
    return NULL;
}

static struct pattern_node *fail_memory(struct parser *p) {
    if (!p->status)
        p->status = error_memory(p->err);
    return NULL;
}

static void skip_spaces(struct parser *p) {
    while (p->at < p->text.len && p->text.ptr[p->at] == ' ')
        p->at++;
}

static char peek(const struct parser *p) {
    return p->at < p->text.len ? p->text.ptr[p->at] : '\0';
}

static bool starts(const struct parser *p, struct str s) {
    return str_starts(str_sub(p->text, p->at, p->text.len), s);
}

static struct pattern_node *new_node(struct parser *p, enum pattern_kind kind, size_t from) {
    struct pattern_node *n = arena_zeroed(p->arena, 1, sizeof *n);
    if (!n)
        return fail_memory(p);
    n->kind = kind;
    n->field = SCHEMA_NONE;
    n->min = n->max = 1;
    n->source = str_sub(p->text, from, p->at);
    return n;
}

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           (unsigned char)c >= 0x80;
}

static struct str read_name(struct parser *p) {
    size_t from = p->at;
    while (p->at < p->text.len && is_name_byte(p->text.ptr[p->at]))
        p->at++;
    return str_sub(p->text, from, p->at);
}

static bool read_field(struct parser *p, uint16_t *field) {
    size_t from = p->at;
    struct str name = read_name(p);
    *field = schema_find_field(p->names->schema, name);
    if (*field != SCHEMA_NONE)
        return true;
    fail(p, from, "unknown field", name);
    return false;
}

static bool name_atom(struct parser *p, size_t from, struct str name, struct pattern_atom *atom) {
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (str_eq(name, shapes[i].name)) {
            atom->is_shape = true;
            atom->shape_all = shapes[i].all;
            atom->shape_none = shapes[i].none;
            return true;
        }
    if (str_eq(name, STR("roman")))
        name = STR("ROMAN");
    bool kind = name.len && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
    atom->label = schema_find_label(p->names->schema, name);
    if (kind && (atom->label == SCHEMA_NONE || !schema_is_kind(p->names->schema, atom->label))) {
        fail(p, from, "unknown kind", name);
        return false;
    }
    if (!kind && (atom->label == SCHEMA_NONE || !p->names->list_known(p->names->context, atom->label))) {
        fail(p, from, "unknown word list", name);
        return false;
    }
    return true;
}

// {a|b&!C:field}
static struct pattern_node *read_braces(struct parser *p) {
    size_t from = p->at++;
    struct pattern_atom atoms[ATOMS_MAX];
    uint8_t conjunct_of[ATOMS_MAX];
    size_t count = 0, conjunct = 0;
    uint16_t field = SCHEMA_NONE;
    for (;;) {
        struct pattern_atom atom = {0};
        if (peek(p) == '!') {
            atom.negated = true;
            p->at++;
        }
        size_t name_from = p->at;
        struct str name = read_name(p);
        if (!name.len)
            return fail(p, name_from, "expected a label", (struct str){0});
        if (!name_atom(p, name_from, name, &atom))
            return NULL;
        if (count == ATOMS_MAX)
            return fail(p, name_from, "too many labels in one element", (struct str){0});
        conjunct_of[count] = (uint8_t)conjunct;
        atoms[count++] = atom;
        char c = peek(p);
        if (c == '|')
            conjunct++;
        else if (c != '&')
            break;
        p->at++;
    }
    if (peek(p) == ':') {
        p->at++;
        if (!read_field(p, &field))
            return NULL;
    }
    if (peek(p) != '}')
        return fail(p, p->at, "expected '}'", (struct str){0});
    p->at++;
    struct pattern_node *n = new_node(p, PATTERN_TEST, from);
    if (!n)
        return NULL;
    n->field = field;
    n->test = (struct pattern_test){arena_alloc(p->arena, count * sizeof *atoms), count, arena_alloc(p->arena, count),
                                    conjunct + 1};
    if (!n->test.atoms || !n->test.conjunct_of)
        return fail_memory(p);
    memcpy(n->test.atoms, atoms, count * sizeof *atoms);
    memcpy(n->test.conjunct_of, conjunct_of, count);
    return n;
}

// A literal word or mark: up to the next space or syntax character; or a quoted one.
static struct pattern_node *literal_node(struct parser *p, struct str words, size_t from) {
    uint16_t label = p->names->literal(p->names->context, words);
    struct pattern_node *n = new_node(p, PATTERN_TEST, from);
    if (!n)
        return NULL;
    n->test = (struct pattern_test){arena_zeroed(p->arena, 1, sizeof(struct pattern_atom)), 1,
                                    arena_zeroed(p->arena, 1, 1), 1};
    if (label == SCHEMA_NONE || !n->test.atoms || !n->test.conjunct_of)
        return fail_memory(p);
    n->test.atoms[0].label = label;
    return n;
}

static struct pattern_node *read_literal(struct parser *p) {
    size_t from = p->at;
    struct str word;
    if (peek(p) == '"') {
        size_t end = str_find(p->text, STR("\""), from + 1);
        if (end == SIZE_MAX || end == from + 1)
            return fail(p, from, "a quoted item has no end", (struct str){0});
        word = str_sub(p->text, from + 1, end);
        p->at = end + 1;
    } else {
        while (p->at < p->text.len && !strchr(" {}()[]|?*+\"", p->text.ptr[p->at]))
            p->at++;
        word = str_sub(p->text, from, p->at);
    }
    if (!word.len)
        return fail(p, from, "this is not expected here", str_sub(p->text, from, from + 1));
    return literal_node(p, word, from);
}

static struct pattern_node *read_gap(struct parser *p) {
    size_t from = p->at;
    uint32_t max = GAP_DEFAULT;
    p->at += 3;
    size_t digits = p->at;
    while (peek(p) >= '0' && peek(p) <= '9')
        p->at++;
    if (p->at > digits && (!str_uint(str_sub(p->text, digits, p->at), &max) || max == 0 || max > GAP_MAX))
        return fail(p, digits, "a gap takes 1 to 60 items", (struct str){0});
    struct pattern_node *n = new_node(p, PATTERN_GAP, from);
    if (n)
        n->max = (uint16_t)max;
    return n;
}

static struct pattern_node *read_choice(struct parser *p, char close);

static struct pattern_node *read_group(struct parser *p) {
    size_t from = p->at++;
    struct pattern_node *inner = read_choice(p, ')');
    if (!inner)
        return NULL;
    if (peek(p) != ')')
        return fail(p, from, "this group has no ')'", (struct str){0});
    p->at++;
    return inner;
}

static struct pattern_node *read_span(struct parser *p) {
    size_t from = p->at++;
    uint16_t field;
    skip_spaces(p);
    if (!read_field(p, &field))
        return NULL;
    if (peek(p) != ':')
        return fail(p, p->at, "expected ':' after the field's name", (struct str){0});
    p->at++;
    struct pattern_node *inner = read_choice(p, ']');
    if (!inner)
        return NULL;
    if (peek(p) != ']')
        return fail(p, from, "this span has no ']'", (struct str){0});
    p->at++;
    struct pattern_node *n = new_node(p, PATTERN_SPAN, from);
    if (n) {
        n->field = field;
        n->child = inner;
    }
    return n;
}

static struct pattern_node *read_repeat(struct parser *p, struct pattern_node *item, size_t from) {
    char c = peek(p);
    if (c != '?' && c != '*' && c != '+')
        return item;
    p->at++;
    uint32_t max = c == '?' ? 1 : REPEAT_MAX;
    size_t digits = p->at;
    while (c != '?' && peek(p) >= '0' && peek(p) <= '9')
        p->at++;
    if (p->at > digits && (!str_uint(str_sub(p->text, digits, p->at), &max) || max == 0 || max > 40))
        return fail(p, digits, "a repetition takes 1 to 40 times", (struct str){0});
    struct pattern_node *n = new_node(p, PATTERN_REPEAT, from);
    if (n) {
        n->min = c == '+' ? 1 : 0;
        n->max = (uint16_t)max;
        n->child = item;
    }
    return n;
}

static struct pattern_node *read_item(struct parser *p) {
    size_t from = p->at;
    struct pattern_node *n;
    char c = peek(p);
    if (c == '{')
        n = read_braces(p);
    else if (c == '(')
        n = read_group(p);
    else if (c == '[')
        n = read_span(p);
    else if (starts(p, STR("...")))
        return read_gap(p);
    else if ((c == '^' || c == '$') && (p->at + 1 == p->text.len || strchr(" )", p->text.ptr[p->at + 1]))) {
        p->at++;
        return new_node(p, c == '^' ? PATTERN_START : PATTERN_END, from);
    } else
        n = read_literal(p);
    return n ? read_repeat(p, n, from) : NULL;
}

static bool is_plain_word(const struct pattern_node *n) {
    return n->kind == PATTERN_TEST && n->source.len && !strchr("{\"", n->source.ptr[0]);
}

// The last of the words from n on that are one phrase of the dictionary together; NULL when there is no such phrase.
static struct pattern_node *phrase_end(const struct parser *p, const struct pattern_node *n) {
    struct pattern_node *last = NULL;
    if (!p->names->phrase || !is_plain_word(n))
        return NULL;
    for (struct pattern_node *end = n->next; end && is_plain_word(end); end = end->next) {
        struct str words = {n->source.ptr, (size_t)(end->source.ptr + end->source.len - n->source.ptr)};
        if (p->names->phrase(p->names->context, words))
            last = end;
    }
    return last;
}

// "along with": the words one by one, or the item that text has where a list knows them as one.
static struct pattern_node *words_or_phrase(struct parser *p, struct pattern_node *first, struct pattern_node *last) {
    struct str words = {first->source.ptr, (size_t)(last->source.ptr + last->source.len - first->source.ptr)};
    size_t from = (size_t)(words.ptr - p->text.ptr);
    struct pattern_node *choice = new_node(p, PATTERN_CHOICE, from), *apart = new_node(p, PATTERN_SEQUENCE, from);
    struct pattern_node *one = new_node(p, PATTERN_SEQUENCE, from), *item = literal_node(p, words, from);
    if (!choice || !apart || !one || !item)
        return NULL;
    choice->source = apart->source = one->source = item->source = words;
    choice->next = last->next;
    choice->child = apart;
    apart->child = first;
    apart->next = one;
    one->child = item;
    last->next = NULL;
    return choice;
}

static struct pattern_node *read_sequence(struct parser *p, char close) {
    struct pattern_node *first = NULL, **link = &first;
    size_t from = p->at;
    for (;;) {
        skip_spaces(p);
        if (p->at >= p->text.len || peek(p) == '|' || peek(p) == close)
            break;
        struct pattern_node *n = read_item(p);
        if (!n)
            return NULL;
        *link = n;
        link = &n->next;
    }
    if (!first)
        return fail(p, from, "something to match is missing here", (struct str){0});
    for (link = &first; *link; link = &(*link)->next) {
        struct pattern_node *last = phrase_end(p, *link);
        if (last && !(*link = words_or_phrase(p, *link, last)))
            return NULL;
    }
    if (!first->next)
        return first;
    struct pattern_node *sequence = new_node(p, PATTERN_SEQUENCE, from);
    if (sequence)
        sequence->child = first;
    return sequence;
}

static struct pattern_node *read_choice(struct parser *p, char close) {
    if (++p->depth > DEPTH_MAX)
        return fail(p, p->at, "groups are nested too deeply", (struct str){0});
    struct pattern_node *first = NULL, **link = &first;
    size_t from = p->at, branches = 0;
    for (;;) {
        skip_spaces(p);
        size_t start = p->at;
        struct pattern_node *n = read_sequence(p, close);
        if (!n)
            return NULL;
        // A branch that is part of a longer chain must own its `next`, so wrap it.
        struct pattern_node *branch = new_node(p, PATTERN_SEQUENCE, start);
        if (!branch)
            return NULL;
        branch->child = n;
        *link = branch;
        link = &branch->next;
        branches++;
        if (peek(p) != '|')
            break;
        p->at++;
    }
    p->depth--;
    if (branches == 1)
        return first;
    struct pattern_node *choice = new_node(p, PATTERN_CHOICE, from);
    if (choice)
        choice->child = first;
    return choice;
}

enum mig_status pattern_parse(struct arena *arena, struct str text, const struct pattern_names *names, struct str file,
                              unsigned line, unsigned first_column, struct pattern_node **out, struct mig_error *err) {
    struct parser p = {.arena = arena,
                       .text = text,
                       .names = names,
                       .file = file,
                       .line = line,
                       .first_column = first_column,
                       .err = err};
    *out = read_choice(&p, '\0');
    if (*out && p.at < text.len)
        *out = fail(&p, p.at, "this is not expected here", str_sub(text, p.at, p.at + 1));
    return p.status;
}
