#include "text/token_memory.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/ascii.h"
#include "text/fold.h"

#include <string.h>

enum {
    SLOTS = 1 << 15, // a power of two
    SLOTS_MOST = SLOTS / 4 * 3,
    TOKENS = 1 << 15,
    STRETCH_MOST = TOKEN_STRETCH_WORDS * 8,
};

// A stretch of letters, digits, apostrophes and all that is not ASCII, or a single mark: its bytes, filled up with zeros.
struct stretch {
    uint64_t words[TOKEN_STRETCH_WORDS], hash;
    size_t length;
};

bool token_memory_init(struct token_memory *m, const struct vocabulary *words,
                       void (*learned)(void *context, struct token *token), void *context) {
    *m = (struct token_memory){.words = words, .learned = learned, .context = context};
    m->slots = memory_zeroed(SLOTS, sizeof *m->slots);
    m->tokens = memory_alloc(TOKENS * sizeof *m->tokens);
    if (m->slots && m->tokens)
        return true;
    token_memory_free(m);
    return false;
}

void token_memory_free(struct token_memory *m) {
    memory_free(m->slots);
    memory_free(m->tokens);
    memory_free(m->reading.at);
    *m = (struct token_memory){0};
}

// ---- stretches

// Letters, digits, apostrophes and all that is not ASCII.
static uint64_t inner_bytes(uint64_t bytes) {
    return ascii_letters(bytes) | ascii_range(bytes, '0', '9') | ascii_range(bytes, '\'', '\'') | (bytes & ASCII_HIGHS);
}

static void add_word(struct stretch *out, size_t number, uint64_t word) {
    out->words[number] = word;
    out->hash = (out->hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    out->hash ^= out->hash >> 32;
}

// The inner bytes at the scanner's place; false when there are too many, or the text ends too soon to tell.
static bool read_inner(const struct token_scanner *s, struct stretch *out) {
    out->hash = 0;
    for (size_t number = 0; number < TOKEN_STRETCH_WORDS; number++) {
        size_t at = s->at + number * 8;
        if (s->text.len - at < 8)
            return false;
        uint64_t word = ascii_load(s->text.ptr + at);
        unsigned run = ascii_run(inner_bytes(word));
        if (run < 8)
            word &= (UINT64_C(1) << 8 * run) - 1;
        if (run)
            add_word(out, number, word);
        out->length = number * 8 + run;
        if (run < 8)
            return s->at + out->length <= s->end;
    }
    return false;
}

static bool is_inner(unsigned char c) {
    return inner_bytes(c) & 0x80;
}

// The period after a word belongs to its stretch, for it may belong to the word. False when more follows it than white space or a mark.
static bool add_period(const struct token_scanner *s, struct stretch *out) {
    size_t at = s->at + out->length, number = out->length / 8, bits = out->length % 8 * 8;
    if (at >= s->end || s->text.ptr[at] != '.')
        return true;
    if (out->length + 1 >= STRETCH_MOST ||
        (at + 1 < s->end && (s->text.ptr[at + 1] == '.' || is_inner((unsigned char)s->text.ptr[at + 1]))))
        return false;
    add_word(out, number, (bits ? out->words[number] : 0) | (uint64_t)'.' << bits);
    out->length++;
    return true;
}

// False where the text around it has a say: at digits and at marks of which there may be several, or with letters after them.
static bool read_stretch(const struct token_scanner *s, struct stretch *out) {
    if (s->end - s->at < 2 || !read_inner(s, out))
        return false;
    const unsigned char *p = (const unsigned char *)s->text.ptr + s->at;
    if (out->length)
        return p[0] != '\'' && !(p[0] >= '0' && p[0] <= '9') && add_period(s, out);
    add_word(out, 0, p[0]);
    out->length = 1;
    return p[0] > ' ' && p[0] != 0x7F && p[1] != p[0] && ((p[0] != '.' && p[0] != ':') || !is_inner(p[1]));
}

// ---- learning

static bool is_apostrophe(struct str text, size_t at) {
    struct fold scratch;
    size_t len;
    const struct fold *f = fold_of(utf8_at(text, at, &len), &scratch);
    return f->strict_len == 1 && f->strict[0] == '\'';
}

// Reads the tokens of a stretch into m->reading; false when they depend on what stands around it.
static bool read_tokens(struct token_memory *m, const struct token_scanner *s, const struct stretch *stretch) {
    struct token_scanner alone = *s;
    struct token_raw raw;
    m->reading.count = 0;
    alone.end = s->at + stretch->length;
    if (is_apostrophe(s->text, s->at))
        return false;
    while (token_next(&alone, &raw)) {
        if (raw.shape & TOKEN_NUMBER && !(raw.shape & TOKEN_WORD))
            return false;
        bool last =
            raw.end == alone.end && s->text.ptr[raw.start] == '.'; // the caller sees whether the sentence ends there
        if (stretch->length > 1 && !last && token_ends_sentence(&alone, &raw))
            return false;
        if (!token_add(&m->reading, s->config, m->words, s->text, &raw))
            return false;
    }
    return m->reading.count > 0 && m->reading.count <= TOKEN_STRETCH_PARTS && m->reading.at[0].start == s->at;
}

static struct token_stretch_slot *find_slot(const struct token_memory *m, const struct stretch *stretch,
                                            const struct token_config *config) {
    size_t words = (stretch->length + 7) / 8;
    for (size_t i = stretch->hash & (SLOTS - 1);; i = (i + 1) & (SLOTS - 1)) {
        struct token_stretch_slot *slot = &m->slots[i];
        if (!slot->config)
            return slot;
        size_t same = 0;
        // As many words as the length takes are set, which the analyzer does not see.
        while (same < words &&
               slot->words[same] == stretch->words[same]) // NOLINT(clang-analyzer-core.UndefinedBinaryOperatorResult)
            same++;
        if (same == words && slot->length == stretch->length && slot->config == config)
            return slot;
    }
}

static void forget_all(struct token_memory *m) {
    memset(m->slots, 0, SLOTS * sizeof *m->slots);
    m->slot_count = m->token_count = 0;
}

static struct token_stretch_slot *learn(struct token_memory *m, const struct token_scanner *s,
                                        const struct stretch *stretch, struct token_stretch_slot *slot) {
    size_t count = read_tokens(m, s, stretch) ? m->reading.count : 0;
    if (m->slot_count == SLOTS_MOST || m->token_count + count > TOKENS) {
        forget_all(m);
        slot = find_slot(m, stretch, s->config);
    }
    *slot = (struct token_stretch_slot){.config = s->config,
                                        .first = (uint32_t)m->token_count,
                                        .length = (uint8_t)stretch->length,
                                        .count = (uint8_t)count};
    memcpy(slot->words, stretch->words, (stretch->length + 7) / 8 * sizeof *slot->words);
    for (size_t i = 0; i < count; i++) {
        struct token *token = &m->tokens[m->token_count++];
        *token = m->reading.at[i];
        token->start -= (uint32_t)s->at;
        token->end -= (uint32_t)s->at;
        m->learned(m->context, token);
    }
    m->slot_count++;
    return slot;
}

size_t token_memory_next(struct token_memory *m, struct token_scanner *s, struct token_row *row, size_t most) {
    struct stretch stretch;
    while (s->at < s->end && s->text.ptr[s->at] == ' ') {
        s->gap = true;
        s->at++;
    }
    if (!read_stretch(s, &stretch))
        return 0;
    struct token_stretch_slot *slot = find_slot(m, &stretch, s->config);
    if (!slot->config)
        slot = learn(m, s, &stretch, slot);
    size_t count = slot->count;
    if (count >= most || (row->count + count > row->capacity &&
                          !memory_grow(&row->at, &row->capacity, row->count + count, sizeof *row->at)))
        return 0;
    struct token *to = row->at + row->count;
    for (size_t i = 0; i < count; i++) {
        to[i] = m->tokens[slot->first + i];
        to[i].start += (uint32_t)s->at;
        to[i].end += (uint32_t)s->at;
    }
    if (count) {
        to->glued = !s->gap;
        s->gap = false;
        s->at += stretch.length;
        row->count += count;
    }
    return count;
}
