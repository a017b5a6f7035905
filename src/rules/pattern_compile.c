// From a parsed pattern to PCRE2 over symbols, and matching.
#include "base/memory.h"
#include "rules/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

enum {
    NEIGHBOURS_MAX = 48,
    GROUPS_MAX = 120,
    ALTERNATIVES_MAX = 32,
    PATTERN_BYTES_MAX = 1 << 18,
    MATCH_LIMIT = 100000,
    HEAP_LIMIT_KIB = 16 * 1024,
    JIT_STACK_MAX = 512 * 1024,
};

// The tests next to a gap.
struct neighbours {
    const struct pattern_test *tests[NEIGHBOURS_MAX];
    size_t count;
};

struct generator {
    const struct symbol_group *alphabet;
    struct buf out;
    struct pattern_group groups[GROUPS_MAX];
    size_t group_count;
    bool too_many;
};

static bool is_nullable(const struct pattern_node *n);

static bool all_nullable(const struct pattern_node *chain) {
    for (; chain; chain = chain->next)
        if (!is_nullable(chain))
            return false;
    return true;
}

static bool is_nullable(const struct pattern_node *n) {
    switch (n->kind) {
    case PATTERN_TEST:
        return false;
    case PATTERN_REPEAT:
        return n->min == 0 || is_nullable(n->child);
    case PATTERN_CHOICE:
        for (const struct pattern_node *c = n->child; c; c = c->next)
            if (is_nullable(c))
                return true;
        return false;
    case PATTERN_SEQUENCE:
    case PATTERN_SPAN:
        return all_nullable(n->child);
    default:
        return true;
    }
}

bool pattern_is_nullable(const struct pattern_node *node) {
    return is_nullable(node);
}

static void add_neighbour(struct neighbours *list, const struct pattern_test *test) {
    if (list->count < NEIGHBOURS_MAX)
        list->tests[list->count++] = test;
}

// Which tests of an optional part stand at an end of a pattern: all of them, or only what is captured. An optional part that captures
// nothing does not limit a gap beside it: "the minister, who has just arrived, met", where "has" may stand before the verb and anywhere.
enum optional { OPTIONAL_ALL, OPTIONAL_CAPTURED };

static void add_first(const struct pattern_node *n, enum optional optional, bool passable, struct neighbours *list);

static void add_first_of_chain(const struct pattern_node *chain, enum optional optional, bool passable,
                               struct neighbours *list) {
    for (; chain; chain = chain->next) {
        add_first(chain, optional, passable || is_nullable(chain), list);
        if (!is_nullable(chain))
            return;
    }
}

static void add_first(const struct pattern_node *n, enum optional optional, bool passable, struct neighbours *list) {
    if (n->kind == PATTERN_TEST && (optional == OPTIONAL_ALL || !passable || n->field != SCHEMA_NONE))
        add_neighbour(list, &n->test);
    else if (n->kind == PATTERN_CHOICE)
        for (const struct pattern_node *c = n->child; c; c = c->next)
            add_first(c, optional, passable, list);
    else if (n->kind != PATTERN_TEST) // a span captures all of itself
        add_first_of_chain(n->child, n->kind == PATTERN_SPAN ? OPTIONAL_ALL : optional, passable, list);
}

static void add_last(const struct pattern_node *n, enum optional optional, bool passable, struct neighbours *list);

// The last tests of the chain up to but not including stop; returns whether all of that is nullable.
static bool add_last_of_chain(const struct pattern_node *chain, const struct pattern_node *stop, enum optional optional,
                              bool passable, struct neighbours *list) {
    if (!chain || chain == stop)
        return true;
    if (!add_last_of_chain(chain->next, stop, optional, passable, list))
        return false;
    add_last(chain, optional, passable || is_nullable(chain), list);
    return is_nullable(chain);
}

static void add_last(const struct pattern_node *n, enum optional optional, bool passable, struct neighbours *list) {
    if (n->kind == PATTERN_TEST && (optional == OPTIONAL_ALL || !passable || n->field != SCHEMA_NONE))
        add_neighbour(list, &n->test);
    else if (n->kind == PATTERN_CHOICE)
        for (const struct pattern_node *c = n->child; c; c = c->next)
            add_last(c, optional, passable, list);
    else if (n->kind != PATTERN_TEST)
        add_last_of_chain(n->child, NULL, n->kind == PATTERN_SPAN ? OPTIONAL_ALL : optional, passable, list);
}

void pattern_first(const struct pattern_node *node, const struct pattern_test **tests, size_t max, size_t *count) {
    struct neighbours list = {.count = 0};
    add_first(node, OPTIONAL_ALL, false, &list);
    *count = is_nullable(node) || list.count >= NEIGHBOURS_MAX ? max + 1 : list.count;
    for (size_t i = 0; i < list.count && i < max; i++)
        tests[i] = list.tests[i];
}

void pattern_each_test(const struct pattern_node *node, void (*visit)(void *context, const struct pattern_node *test),
                       void *context) {
    for (; node; node = node->next) {
        if (node->kind == PATTERN_TEST)
            visit(context, node);
        pattern_each_test(node->child, visit, context);
    }
}

static bool shape_holds(const struct pattern_atom *atom, uint8_t shape) {
    return (shape & atom->shape_all) == atom->shape_all && !(shape & atom->shape_none);
}

bool pattern_test_holds(const struct pattern_test *test, const struct label_sets *sets, uint32_t set, uint8_t shape) {
    for (size_t c = 0; c < test->conjunct_count; c++) {
        bool holds = true, positive = false;
        for (size_t i = 0; i < test->atom_count && holds; i++) {
            const struct pattern_atom *atom = &test->atoms[i];
            if (test->conjunct_of[i] != c)
                continue;
            positive |= !atom->negated;
            holds =
                (atom->is_shape ? shape_holds(atom, shape) : label_sets_has(sets, set, atom->label)) != atom->negated;
        }
        bool clause = !(shape & (SHAPE_WORD | SHAPE_NUMBER)) && shape & SHAPE_CLAUSE;
        if (holds && (positive || !clause))
            return true;
    }
    return false;
}

static const struct byte_set all_bytes = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};

static void intersect(struct byte_set *set, const struct byte_set *other, bool complement) {
    for (int i = 0; i < 4; i++)
        set->bits[i] &= complement ? ~other->bits[i] : other->bits[i];
}

// The bytes that have the bit.
static struct byte_set bytes_with(unsigned bit) {
    static const uint64_t low[6] = {0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0,
                                    0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000, 0xFFFFFFFF00000000};
    if (bit < 6)
        return (struct byte_set){{low[bit], low[bit], low[bit], low[bit]}};
    return bit == 6 ? (struct byte_set){{0, UINT64_MAX, 0, UINT64_MAX}}
                    : (struct byte_set){{0, 0, UINT64_MAX, UINT64_MAX}};
}

static struct byte_set shapes_of(const struct pattern_atom *atom) {
    struct byte_set set = all_bytes;
    for (unsigned bit = 0; bit < 8; bit++) {
        struct byte_set with = bytes_with(bit);
        if (atom->shape_all >> bit & 1)
            intersect(&set, &with, false);
        if (atom->shape_none >> bit & 1)
            intersect(&set, &with, true);
    }
    for (int i = 0; i < 4 && atom->negated; i++)
        set.bits[i] = ~set.bits[i];
    return set;
}

// An element that only says what an item is not takes no clause end.
static struct byte_set all_but_clause_ends(void) {
    static const struct pattern_atom clause = {
        .shape_all = SHAPE_CLAUSE, .shape_none = SHAPE_WORD | SHAPE_NUMBER, .is_shape = true, .negated = true};
    return shapes_of(&clause);
}

static struct byte_set first_bytes(size_t count) {
    struct byte_set set = {{0}};
    for (size_t i = 0; i < 4 && count > 0; i++) {
        size_t here = count < 64 ? count : 64;
        set.bits[i] = here == 64 ? UINT64_MAX : ((uint64_t)1 << here) - 1;
        count -= here;
    }
    return set;
}

void pattern_test_bytes(const struct pattern_test *test, size_t conjunct, const struct symbol_group *alphabet,
                        struct byte_set *shapes, struct byte_set *classes) {
    bool positive = false;
    *shapes = all_bytes;
    *classes = first_bytes(alphabet->restricted.count);
    for (size_t i = 0; i < test->atom_count; i++) {
        const struct pattern_atom *atom = &test->atoms[i];
        if (test->conjunct_of[i] != conjunct)
            continue;
        positive |= !atom->negated;
        struct byte_set set = atom->is_shape ? shapes_of(atom) : symbol_group_classes(alphabet, atom->label);
        if (atom->is_shape)
            intersect(shapes, &set, false);
        else
            intersect(classes, &set, atom->negated);
    }
    if (!positive) {
        struct byte_set inner = all_but_clause_ends();
        intersect(shapes, &inner, false);
    }
}

static char *put_byte(char *to, unsigned byte) {
    static const char digits[] = "0123456789abcdef";
    *to++ = '\\';
    *to++ = 'x';
    *to++ = digits[byte >> 4];
    *to++ = digits[byte & 15];
    return to;
}

// The first byte from `from` on that is in the set, or is not; 256 when there is none.
static unsigned next_byte(const struct byte_set *set, unsigned from, bool in) {
    for (unsigned word = from / 64; word < 4; word++) {
        uint64_t bits = in ? set->bits[word] : ~set->bits[word];
        if (word == from / 64)
            bits &= UINT64_MAX << from % 64;
        if (bits)
            return word * 64 + (unsigned)__builtin_ctzll(bits);
    }
    return 256;
}

static void emit_byte_set(struct buf *out, const struct byte_set *set) {
    enum { RANGE_BYTES = 9, RANGES = 128 };
    char text[RANGES * RANGE_BYTES + 2], *to = text;
    if (memcmp(set, &all_bytes, sizeof *set) == 0) {
        buf_append_byte(out, '.');
        return;
    }
    *to++ = '[';
    for (unsigned first = next_byte(set, 0, true), end; first < 256; first = next_byte(set, end, true)) {
        end = next_byte(set, first, false);
        to = put_byte(to, first);
        if (end - first > 1) {
            *to++ = '-';
            to = put_byte(to, end - 1);
        }
        if (end == 256)
            break;
    }
    *to++ = ']';
    buf_append(out, (struct str){text, (size_t)(to - text)});
}

// What an item may be: of one of these pairs, its shape in the one set and its class in the other.
struct alternatives {
    struct byte_set shapes[ALTERNATIVES_MAX], classes[ALTERNATIVES_MAX];
    size_t count;
};

static void add_alternative(struct generator *g, struct alternatives *list, const struct byte_set *shapes,
                            const struct byte_set *classes) {
    if (byte_set_is_empty(shapes) || byte_set_is_empty(classes))
        return;
    size_t same = 0;
    while (same < list->count && memcmp(&list->shapes[same], shapes, sizeof *shapes) != 0)
        same++;
    if (same < list->count) {
        byte_set_merge(&list->classes[same], classes);
    } else if (list->count < ALTERNATIVES_MAX) {
        list->shapes[list->count] = *shapes;
        list->classes[list->count++] = *classes;
    } else {
        g->too_many = true;
    }
}

static void add_test(struct generator *g, struct alternatives *list, const struct pattern_test *test) {
    for (size_t c = 0; c < test->conjunct_count; c++) {
        struct byte_set shapes, classes;
        pattern_test_bytes(test, c, g->alphabet, &shapes, &classes);
        add_alternative(g, list, &shapes, &classes);
    }
}

static void emit_alternatives(struct generator *g, const struct alternatives *list) {
    for (size_t i = 0; i < list->count; i++) {
        if (i)
            buf_append_byte(&g->out, '|');
        emit_byte_set(&g->out, &list->shapes[i]);
        emit_byte_set(&g->out, &list->classes[i]);
    }
}

// Class 0 stands for sets without any label of the group; a pattern of classes alone must not be cut by its size.
static void emit_test(struct generator *g, const struct pattern_test *test) {
    struct alternatives list = {.count = 0};
    add_test(g, &list, test);
    buf_append(&g->out, list.count == 0 ? STR("(?!)") : list.count > 1 ? STR("(?:") : STR(""));
    emit_alternatives(g, &list);
    buf_append(&g->out, list.count > 1 ? STR(")") : STR(""));
}

static void open_group(struct generator *g, uint16_t field, bool is_span, const struct pattern_test *test) {
    if (g->group_count == GROUPS_MAX) {
        g->too_many = true;
        return;
    }
    g->groups[g->group_count++] = (struct pattern_group){field, is_span, test};
    buf_append_byte(&g->out, '(');
}

static bool has_captures(const struct pattern_node *chain) {
    for (; chain; chain = chain->next)
        if (chain->field != SCHEMA_NONE || has_captures(chain->child))
            return true;
    return false;
}

static struct byte_set clause_ends(void) {
    struct byte_set others = all_but_clause_ends(), set = all_bytes;
    intersect(&set, &others, true);
    return set;
}

static void emit_gap(struct generator *g, const struct pattern_node *gap, const struct neighbours *before,
                     const struct neighbours *after) {
    struct alternatives ends = {.count = 0};
    struct byte_set clause = clause_ends();
    add_alternative(g, &ends, &clause, &all_bytes);
    for (size_t i = 0; i < before->count; i++)
        add_test(g, &ends, before->tests[i]);
    for (size_t i = 0; i < after->count; i++)
        add_test(g, &ends, after->tests[i]);
    buf_append(&g->out, STR("(?:(?!"));
    emit_alternatives(g, &ends);
    buf_printf(&g->out, ")..){0,%u}", gap->max);
}

static void emit(struct generator *g, const struct pattern_node *n, const struct neighbours *before,
                 const struct neighbours *after);

static void emit_chain(struct generator *g, const struct pattern_node *chain, const struct neighbours *before,
                       const struct neighbours *after) {
    for (const struct pattern_node *n = chain; n; n = n->next) {
        struct neighbours left = {.count = 0}, right = {.count = 0};
        if (add_last_of_chain(chain, n, OPTIONAL_CAPTURED, false, &left))
            for (size_t i = 0; i < before->count; i++)
                add_neighbour(&left, before->tests[i]);
        add_first_of_chain(n->next, OPTIONAL_CAPTURED, false, &right);
        if (all_nullable(n->next))
            for (size_t i = 0; i < after->count; i++)
                add_neighbour(&right, after->tests[i]);
        emit(g, n, &left, &right);
    }
}

// A repeated element keeps only its last capture in PCRE2, so with captures inside it is unrolled: (?:x(?:x(?:x)?)?)?
static void emit_unrolled(struct generator *g, const struct pattern_node *n, const struct neighbours *before,
                          const struct neighbours *after) {
    for (unsigned i = 0; i < n->max; i++) {
        if (i >= n->min)
            buf_append(&g->out, STR("(?:"));
        emit(g, n->child, before, after);
    }
    for (unsigned i = n->min; i < n->max; i++)
        buf_append(&g->out, STR(")?"));
}

static void emit_repeat(struct generator *g, const struct pattern_node *n, const struct neighbours *before,
                        const struct neighbours *after) {
    struct neighbours left = *before, right = *after;
    if (n->max > 1) {
        add_last(n->child, OPTIONAL_CAPTURED, false, &left);
        add_first(n->child, OPTIONAL_CAPTURED, false, &right);
    }
    if (has_captures(n->child)) {
        emit_unrolled(g, n, &left, &right);
        return;
    }
    buf_append(&g->out, STR("(?:"));
    emit(g, n->child, &left, &right);
    buf_printf(&g->out, "){%u,%u}", n->min, n->max);
}

static void emit(struct generator *g, const struct pattern_node *n, const struct neighbours *before,
                 const struct neighbours *after) {
    struct byte_set clause;
    if (g->too_many || g->out.status)
        return;
    switch (n->kind) {
    case PATTERN_TEST:
        if (n->field != SCHEMA_NONE)
            open_group(g, n->field, false, &n->test);
        emit_test(g, &n->test);
        if (n->field != SCHEMA_NONE)
            buf_append_byte(&g->out, ')');
        return;
    case PATTERN_SPAN:
        open_group(g, n->field, true, NULL);
        emit_chain(g, n->child, before, after);
        buf_append_byte(&g->out, ')');
        return;
    case PATTERN_SEQUENCE:
        emit_chain(g, n->child, before, after);
        return;
    case PATTERN_CHOICE:
        buf_append(&g->out, STR("(?:"));
        for (const struct pattern_node *c = n->child; c; c = c->next) {
            emit(g, c, before, after);
            buf_append(&g->out, c->next ? STR("|") : STR(")"));
        }
        return;
    case PATTERN_REPEAT:
        emit_repeat(g, n, before, after);
        return;
    case PATTERN_GAP:
        emit_gap(g, n, before, after);
        return;
    case PATTERN_START:
        buf_append(&g->out, STR("\\A"));
        return;
    case PATTERN_END:
        clause = clause_ends();
        buf_append(&g->out, STR("(?=(?:"));
        emit_byte_set(&g->out, &clause);
        buf_append(&g->out, STR(".){0,3}\\z)"));
        return;
    }
}

static enum mig_status compile_bytes(struct str text, bool jit, struct pattern_code *out, struct mig_error *err) {
    int code;
    PCRE2_SIZE offset;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)text.ptr, text.len, PCRE2_ANCHORED | PCRE2_DOTALL | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP,
                      &code, &offset, NULL);
    if (!compiled)
        return code == PCRE2_ERROR_NOMEMORY || code == 121
                   ? error_memory(err)
                   : error_set(err, MIG_EDATA, (struct str){0}, 0, 0, "the pattern is too large (%d at %zu)", code,
                               offset);
    out->fast = jit && pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE) == 0; // without it the match is only slower
    out->code = compiled;
    return MIG_OK;
}

static enum mig_status copy_groups(const struct pattern_group *groups, size_t count, struct pattern_code *out,
                                   struct mig_error *err) {
    out->group_count = count;
    out->groups = memory_alloc((count + 1) * sizeof *out->groups);
    if (!out->groups)
        return error_memory(err);
    memcpy(out->groups, groups, count * sizeof *groups);
    return MIG_OK;
}

enum mig_status pattern_compile(const struct pattern_node *node, const struct symbol_group *alphabet, bool jit,
                                struct pattern_code *out, struct mig_error *err) {
    *out = (struct pattern_code){0};
    struct generator *g = memory_zeroed(1, sizeof *g);
    if (!g)
        return error_memory(err);
    g->alphabet = alphabet;
    buf_init(&g->out, PATTERN_BYTES_MAX);
    static const struct neighbours none = {.count = 0};
    enum mig_status status = MIG_OK;
    emit(g, node, &none, &none);
    if (g->out.status == MIG_EMEMORY)
        status = error_memory(err);
    else if (g->too_many || g->out.status)
        status = error_set(err, MIG_EDATA, (struct str){0}, 0, 0, "the pattern has too many captures or alternatives");
    if (!status)
        status = compile_bytes(buf_str(&g->out), jit, out, err);
    if (!status)
        status = copy_groups(g->groups, g->group_count, out, err);
    if (status)
        pattern_code_free(out);
    buf_free(&g->out);
    memory_free(g);
    return status;
}

enum mig_status pattern_compile_fast(const struct pattern_code *code, struct pattern_code *out, struct mig_error *err) {
    *out = (struct pattern_code){.code = pcre2_code_copy(code->code)};
    if (!out->code)
        return error_memory(err);
    out->fast = pcre2_jit_compile(out->code, PCRE2_JIT_COMPLETE) == 0;
    enum mig_status status = copy_groups(code->groups, code->group_count, out, err);
    if (status)
        pattern_code_free(out);
    return status;
}

void pattern_code_free(struct pattern_code *code) {
    pcre2_code_free(code->code);
    memory_free(code->groups);
    *code = (struct pattern_code){0};
}

struct pattern_scratch {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

enum mig_status pattern_scratch_new(struct pattern_scratch **out, struct mig_error *err) {
    struct pattern_scratch *s = memory_zeroed(1, sizeof *s);
    *out = NULL;
    if (!s)
        return error_memory(err);
    s->data = pcre2_match_data_create(GROUPS_MAX + 1, NULL);
    s->context = pcre2_match_context_create(NULL);
    s->stack =
        pcre2_jit_stack_create(32 * 1024, JIT_STACK_MAX, NULL); // NULL where JIT is not there: matching works without
    if (!s->data || !s->context) {
        pattern_scratch_free(s);
        return error_memory(err);
    }
    pcre2_set_match_limit(s->context, MATCH_LIMIT);
    pcre2_set_heap_limit(s->context, HEAP_LIMIT_KIB);
    if (s->stack)
        pcre2_jit_stack_assign(s->context, NULL, s->stack);
    *out = s;
    return MIG_OK;
}

void pattern_scratch_free(struct pattern_scratch *s) {
    if (!s)
        return;
    pcre2_match_data_free(s->data);
    pcre2_match_context_free(s->context);
    pcre2_jit_stack_free(s->stack);
    memory_free(s);
}

int pattern_match(const struct pattern_code *code, struct pattern_scratch *s, const uint8_t *row, size_t items,
                  size_t at, uint32_t *ranges, size_t range_capacity) {
    int found = code->fast ? pcre2_jit_match(code->code, row, items * 2, at * 2, 0, s->data, s->context)
                           : pcre2_match(code->code, row, items * 2, at * 2, PCRE2_NO_UTF_CHECK, s->data, s->context);
    if (found == PCRE2_ERROR_NOMATCH)
        return 0;
    if (found < 0)
        return found == PCRE2_ERROR_NOMEMORY ? -2 : -1;
    const PCRE2_SIZE *vector = pcre2_get_ovector_pointer(s->data);
    size_t count = code->group_count + 1;
    for (size_t i = 0; i < count && 2 * i + 1 < range_capacity; i++) {
        bool set = (int)i < found && vector[2 * i] != PCRE2_UNSET;
        ranges[2 * i] = set ? (uint32_t)(vector[2 * i] / 2) : UINT32_MAX;
        ranges[2 * i + 1] = set ? (uint32_t)(vector[2 * i + 1] / 2) : UINT32_MAX;
    }
    return 1;
}
