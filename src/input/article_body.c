#include "input/article_body.h"

#include <string.h>

#include "base/memory.h"

enum {
    SENTENCE = 25,     // letters; a shorter block is worth nothing
    LONG_BLOCK = 600,  // letters from which more are worth no more
    MOST_STOPS = 12,   // that count
    LITTLE_TEXT = 300, // letters of an article that is too short to trust the hints
    SHORT_LINE = 40,   // letters of a line outside paragraphs that may be a label
    LONG_LINE = 80,    // letters of a line that is text wherever it stands
};

static const float keep_going = 0.80F; // of a part's worth that one part in it must hold
static const float keep_going_named = 0.50F;

// How much the hints are trusted.
enum trust { TRUST_ALL, TRUST_ELEMENTS, TRUST_NONE, TRUSTS };

static const uint32_t element_hints = IN_NAV | IN_ASIDE | IN_FOOTER | IN_FORM | IN_HIDDEN;
static const uint32_t name_hints = NAME_AWAY | NAME_BYLINE;
static const uint32_t named_article = NAME_ARTICLE | IN_BODY_PROPERTY | IN_ARTICLE | IN_MAIN;

struct weights {
    float worth;              // of all in it
    float best_worth;         // of the part in it that has most, with its hints
    uint32_t best;            // that part; 0: none
    uint32_t letters, linked; // of the blocks directly in it
};

struct finder {
    struct page *page;
    struct weights *weights; // by part
    enum trust trust;
};

static bool is_away(const struct finder *f, uint32_t context) {
    return (f->trust == TRUST_ALL && (context & (name_hints | NAME_COMMENT)) != 0) ||
           (f->trust <= TRUST_ELEMENTS && (context & element_hints) != 0);
}

static bool is_caption(const struct finder *f, uint32_t context) {
    return (context & IN_CAPTION) != 0 || (f->trust == TRUST_ALL && (context & NAME_CAPTION) != 0);
}

static bool is_linked(const struct page_block *b) {
    return b->linked > b->letters;
}

static float worth_of(const struct finder *f, const struct page_block *b) {
    if (b->letters < SENTENCE || is_linked(b) || (b->context & IN_HEADING) != 0 || is_away(f, b->context) ||
        is_caption(f, b->context))
        return 0;
    uint32_t letters = b->letters < LONG_BLOCK ? b->letters : LONG_BLOCK;
    uint32_t stops = b->stops < MOST_STOPS ? b->stops : MOST_STOPS;
    float worth = (float)letters / 100 + (float)stops / 2;
    if ((b->context & (IN_PARAGRAPH | IN_QUOTE)) == 0)
        worth *= (b->context & (IN_LIST | IN_TABLE)) != 0 ? 0.5F : 0.8F;
    if (b->stops == 0)
        worth *= 0.3F;
    if (f->trust == TRUST_ALL && (b->context & NAME_DOUBT) != 0)
        worth *= 0.7F;
    return worth * (float)b->letters / (float)(b->letters + b->linked);
}

static void weigh(struct finder *f) {
    const struct page *p = f->page;
    memset(f->weights, 0, p->part_count * sizeof *f->weights);
    for (size_t i = 0; i < p->block_count; i++) {
        struct weights *w = &f->weights[p->blocks[i].part];
        w->worth += worth_of(f, &p->blocks[i]);
        w->letters += p->blocks[i].letters;
        w->linked += p->blocks[i].linked;
    }
    for (size_t i = p->part_count; i-- > 1;) {
        struct weights *w = &f->weights[i], *parent = &f->weights[p->parts[i].parent];
        parent->worth += w->worth;
        if (w->worth > parent->best_worth) {
            parent->best_worth = w->worth;
            parent->best = (uint32_t)i;
        }
    }
}

// Takes the hints that cannot be right off all blocks.
static enum mig_status correct_hints(struct finder *f) {
    struct page *p = f->page;
    uint32_t *around = memory_zeroed(p->part_count + 1, sizeof *around);
    if (around == NULL)
        return MIG_EMEMORY;
    const uint32_t hints = element_hints | name_hints;
    f->trust = TRUST_NONE;
    weigh(f);
    float half = f->weights[0].worth * 0.5F;
    for (size_t i = 1; i < p->part_count; i++) {
        uint32_t own = p->parts[i].context & hints;
        around[i] = around[p->parts[i].parent] | (f->weights[i].worth >= half ? 0 : own);
    }
    for (size_t i = 0; i < p->block_count; i++) {
        struct page_block *b = &p->blocks[i];
        b->context = (b->context & ~hints) | around[b->part];
    }
    memory_free(around);
    return MIG_OK;
}

// --- the part -----------------------------------------------------------------------------------------------------

// The part that holds the article.
static uint32_t descend(const struct finder *f) {
    uint32_t at = 0;
    bool named = false; // in a part that says to hold the article
    for (;;) {
        const struct weights *w = &f->weights[at];
        if (w->best == 0 || w->best_worth <= 0)
            return at;
        uint32_t own = f->page->parts[w->best].context;
        bool leaf = (own & (IN_PARAGRAPH | IN_HEADING | IN_LIST | IN_QUOTE)) != 0;
        float share = (own & named_article) != 0 && !named ? keep_going_named : keep_going;
        if (leaf || w->best_worth < share * w->worth)
            return at;
        named = named || (own & named_article) != 0;
        at = w->best;
    }
}

static bool is_inside(const struct page *p, uint32_t part, uint32_t outer) {
    while (part > outer)
        part = p->parts[part].parent;
    return part == outer;
}

// --- its blocks ---------------------------------------------------------------------------------------------------

// What a block of the article's part is, as far as it tells itself.
static enum block_role judge(const struct finder *f, const struct page_block *b) {
    const struct weights *around = &f->weights[b->part];
    if (is_away(f, b->context))
        return BLOCK_OUTSIDE;
    if (is_caption(f, b->context))
        return BLOCK_CAPTION;
    if (is_linked(b) && ((b->context & IN_PARAGRAPH) == 0 || b->letters < SENTENCE || b->letters * 3 < b->linked))
        return BLOCK_OUTSIDE;
    if ((b->context & IN_HEADING) != 0)
        return (b->context & IN_TITLE_HEADING) != 0 ? BLOCK_OUTSIDE : BLOCK_HEADING;
    if ((b->context & IN_BODY_PROPERTY) != 0)
        return BLOCK_TEXT;
    if ((b->context & (IN_PARAGRAPH | IN_QUOTE)) != 0)
        return BLOCK_TEXT;
    if (around->linked > around->letters && b->letters < LONG_LINE)
        return BLOCK_OUTSIDE;
    if ((b->context & (IN_LIST | IN_TABLE)) != 0)
        return BLOCK_TEXT;
    return b->letters >= SHORT_LINE || b->stops > 0 ? BLOCK_TEXT : BLOCK_OUTSIDE;
}

static uint32_t mark(const struct finder *f, uint32_t part, enum block_role *roles) {
    const struct page *p = f->page;
    size_t first = SIZE_MAX, last = 0;
    uint32_t letters = 0;
    for (size_t i = 0; i < p->block_count; i++) {
        const struct page_block *b = &p->blocks[i];
        roles[i] = is_inside(p, b->part, part) ? judge(f, b) : BLOCK_OUTSIDE;
        if (roles[i] == BLOCK_TEXT && worth_of(f, b) > 0) {
            first = first == SIZE_MAX ? i : first;
            last = i;
        }
    }
    bool text_follows = false;
    for (size_t i = p->block_count; i-- > 0;) {
        const struct page_block *b = &p->blocks[i];
        bool at_edge = first == SIZE_MAX || i < first || i > last;
        if (at_edge && roles[i] == BLOCK_TEXT && (b->context & IN_BODY_PROPERTY) == 0 &&
            ((b->context & IN_PARAGRAPH) == 0 || b->stops == 0))
            roles[i] = BLOCK_OUTSIDE;
        if (roles[i] == BLOCK_HEADING && (at_edge || !text_follows))
            roles[i] = BLOCK_OUTSIDE;
        if (roles[i] == BLOCK_TEXT) {
            text_follows = true;
            letters += b->letters;
        }
    }
    return letters;
}

enum mig_status article_body_find(struct page *p, struct mig_error *err) {
    struct finder f = {.page = p, .weights = memory_zeroed(p->part_count + 1, sizeof *f.weights)};
    enum block_role *tried = memory_zeroed(p->block_count + 1, sizeof *tried);
    enum mig_status status = MIG_OK;
    uint32_t best = 0;
    if (f.weights == NULL || tried == NULL)
        status = error_memory(err);
    if (status == MIG_OK && correct_hints(&f) != MIG_OK)
        status = error_memory(err);
    for (int trust = TRUST_ALL; trust < TRUSTS && status == MIG_OK; trust++) {
        f.trust = (enum trust)trust;
        weigh(&f);
        uint32_t letters = mark(&f, descend(&f), tried);
        if (trust == TRUST_ALL || letters > best * 2) {
            best = letters;
            for (size_t i = 0; i < p->block_count; i++)
                p->blocks[i].role = tried[i];
        }
        if (best >= LITTLE_TEXT)
            break;
    }
    memory_free(f.weights);
    memory_free(tried);
    return status;
}
