#include "text/language.h"

#include <string.h>
#include <unictype.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "text/ascii.h"
#include "text/fold.h"

enum {
    HEAD = 12 * 1024,
    SAMPLES = 4,
    SAMPLE = 2 * 1024,
    GLANCES = 4, // samples of a first look
    GLANCE = 320,
    LONGEST_WORD = 32, // bytes of strict fold; no frequent word is longer
};

// Of running text, at least one word in ten is one of the 30 to 60 most frequent; of another language's, far fewer.
static const double usual_rate = 0.1;

// --- loading ------------------------------------------------------------------------------------------------------

static struct language_word *find_slot(const struct language_guesser *g, uint64_t hash) {
    size_t at = (size_t)hash & (g->word_slots - 1);
    while (g->words[at].hash != 0 && g->words[at].hash != hash)
        at = (at + 1) & (g->word_slots - 1);
    return &g->words[at];
}

static uint64_t hash_word(struct str folded) {
    uint64_t hash = str_hash(folded);
    return hash == 0 ? 1 : hash;
}

// Where a script stands in libunistring's table of them. A number, since a guesser must hold no address outside of the engine.
static size_t script_number(const uc_script_t *script) {
    const uc_script_t *all;
    size_t count;
    uc_all_scripts(&all, &count);
    return script == NULL ? SIZE_MAX : (size_t)(script - all);
}

static size_t find_script(struct str name) {
    char proper[32]; // as Unicode writes it: Latin
    if (name.len == 0 || name.len >= sizeof proper)
        return SIZE_MAX;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (i == 0 && c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        else if (i > 0 && c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        proper[i] = c;
    }
    proper[name.len] = '\0';
    return script_number(uc_script_byname(proper));
}

static enum mig_status add_words(struct language_guesser *g, const struct language_profile *profile, uint64_t bit) {
    struct buf folded;
    buf_init(&folded, 1024);
    for (size_t i = 0; i < profile->frequent_count && folded.status == MIG_OK; i++) {
        buf_clear(&folded);
        fold_append(&folded, profile->frequent[i], FOLD_STRICT);
        if (folded.status != MIG_OK || folded.len == 0 || folded.len > LONGEST_WORD)
            continue;
        uint64_t hash = hash_word(buf_str(&folded));
        struct language_word *word = find_slot(g, hash);
        word->hash = hash;
        word->languages |= bit;
    }
    enum mig_status status = folded.status == MIG_EMEMORY ? MIG_EMEMORY : MIG_OK;
    buf_free(&folded);
    return status;
}

enum mig_status language_guesser_init(struct language_guesser *g, const struct language_profile *profiles, size_t count,
                                      struct mig_error *err) {
    enum mig_status status;
    size_t words = 0;
    memset(g, 0, sizeof *g);
    if (count > LANGUAGE_MOST)
        return error_set(err, MIG_EDATA, STR(""), 0, 0, "more than %d languages", (int)LANGUAGE_MOST);
    for (size_t i = 0; i < count; i++)
        words += profiles[i].frequent_count;
    g->word_slots = 64;
    while (g->word_slots < words * 2)
        g->word_slots *= 2;
    g->words = memory_zeroed(g->word_slots, sizeof *g->words);
    if (g->words == NULL)
        return error_memory(err);
    for (size_t i = 0; i < count; i++) {
        g->tags[i] = profiles[i].tag;
        g->scripts[i] = find_script(profiles[i].script);
        if (g->scripts[i] == SIZE_MAX) {
            status = error_set(err, MIG_EDATA, STR(""), 0, 0, "unknown script \"%.*s\"", STR_ARGS(profiles[i].script));
            goto out;
        }
        status = add_words(g, &profiles[i], UINT64_C(1) << i);
        if (status != MIG_OK) {
            (void)error_memory(err);
            goto out;
        }
    }
    g->count = count;
    return MIG_OK;
out:
    language_guesser_free(g);
    return status;
}

void language_guesser_free(struct language_guesser *g) {
    memory_free(g->words);
    memset(g, 0, sizeof *g);
}

// --- guessing -----------------------------------------------------------------------------------------------------

// Letters and hits are counted by profile; letters of a script go to the first profile that has it.
struct tally {
    const struct language_guesser *g;
    size_t first_of_script[LANGUAGE_MOST];
    size_t letters[LANGUAGE_MOST]; // of the whole text so far, by script
    size_t won[LANGUAGE_MOST];     // letters of the lines that this language won
    double hits[LANGUAGE_MOST];
    size_t words;
    // of the line being read
    size_t line_letters[LANGUAGE_MOST];
    double line_hits[LANGUAGE_MOST];
    bool line_used;
    // of the word being read
    char word[LONGEST_WORD + FOLD_BYTES];
    size_t word_len;
};

static void end_word(struct tally *t) {
    if (t->word_len == 0)
        return;
    t->words++;
    if (t->word_len <= LONGEST_WORD) {
        uint64_t languages = find_slot(t->g, hash_word((struct str){t->word, t->word_len}))->languages;
        size_t sharing = 0;
        for (uint64_t rest = languages; rest != 0; rest &= rest - 1)
            sharing++;
        for (size_t i = 0; languages != 0; i++, languages >>= 1)
            if ((languages & 1) != 0)
                t->line_hits[i] += 1.0 / (double)sharing;
    }
    t->word_len = 0;
}

static void end_line(struct tally *t) {
    if (!t->line_used)
        return;
    for (size_t i = 0; i < t->g->count; i++) {
        // The line's letters of a script go to the language of that script with most hits in the line.
        if (t->first_of_script[i] == i && t->line_letters[i] > 0) {
            size_t best = i;
            for (size_t j = i + 1; j < t->g->count; j++)
                if (t->first_of_script[j] == i && t->line_hits[j] > t->line_hits[best])
                    best = j;
            if (t->line_hits[best] > 0)
                t->won[best] += t->line_letters[i];
        }
        t->letters[i] += t->line_letters[i];
        t->hits[i] += t->line_hits[i];
    }
    memset(t->line_letters, 0, sizeof t->line_letters);
    memset(t->line_hits, 0, sizeof t->line_hits);
    t->line_used = false;
}

// The profile that the letters of this rune's script are counted for, LANGUAGE_MOST when none.
static size_t script_of(const struct tally *t, uint32_t rune) {
    size_t script = script_number(uc_script(rune));
    for (size_t i = 0; i < t->g->count; i++)
        if (t->g->scripts[i] == script)
            return i;
    return LANGUAGE_MOST;
}

// The ASCII letters from byte at on; returns where they end.
static size_t read_ascii_letters(struct tally *t, struct str text, size_t at, size_t latin) {
    size_t from = at;
    unsigned run = 8;
    while (run == 8 && text.len - at >= 8 &&
           t->word_len <= LONGEST_WORD) { // a word of more than that is counted no further
        uint64_t bytes = ascii_load(text.ptr + at);
        run = ascii_run(ascii_letters(bytes));
        ascii_store(t->word + t->word_len, bytes | ASCII_LOWER);
        t->word_len += run;
        at += run;
    }
    for (; at < text.len; at++) {
        unsigned char lower = (unsigned char)text.ptr[at] | 0x20;
        if (lower < 'a' || lower > 'z')
            break;
        if (t->word_len <= LONGEST_WORD)
            t->word[t->word_len++] = (char)lower;
    }
    if (at > from && latin < LANGUAGE_MOST) {
        t->line_letters[latin] += at - from;
        t->line_used = true;
    }
    return at;
}

static void read_text(struct tally *t, struct str text) {
    struct fold scratch;
    size_t latin = script_of(t, 'a');
    for (size_t at = 0, len; at < text.len; at += len) {
        at = read_ascii_letters(t, text, at, latin);
        if (at == text.len)
            break;
        uint32_t rune = utf8_at(text, at, &len);
        const struct fold *f = fold_of(rune, &scratch);
        if ((f->flags & FOLD_LETTER) != 0) {
            size_t script = rune < 0x80 ? latin : script_of(t, rune);
            if (script < LANGUAGE_MOST) {
                t->line_letters[script]++;
                t->line_used = true;
            }
            if (t->word_len <= LONGEST_WORD) {
                memcpy(t->word + t->word_len, f->strict, FOLD_BYTES);
                t->word_len += f->strict_len;
            }
        } else if ((f->flags & (FOLD_MARK | FOLD_IGNORED)) != 0) {
            if ((f->flags & FOLD_MARK) != 0 && t->word_len <= LONGEST_WORD)
                t->word_len = fold_join(t->word, t->word_len, rune);
        } else {
            if (f->strict_len == 1 && f->strict[0] == '\'' && t->word_len > 0 && t->word_len <= LONGEST_WORD)
                t->word[t->word_len++] = '\''; // an elided word, where the list has one
            end_word(t);
            if ((f->flags & FOLD_NEWLINE) != 0)
                end_line(t);
        }
    }
    end_word(t);
    end_line(t);
}

// About len bytes of text from about from, without the words cut in two.
static struct str sample_of(struct str text, size_t from, size_t len) {
    struct str sample = str_sub(text, utf8_cut(text, from), utf8_cut(text, from + len));
    size_t start = from == 0 ? SIZE_MAX : str_find(sample, STR(" "), 0);
    if (start != SIZE_MAX)
        sample = str_sub(sample, start, sample.len);
    while (from + len < text.len && sample.len > 0 && sample.ptr[sample.len - 1] != ' ')
        sample.len--;
    return sample;
}

#define SURE 0.85 // at a glance

static struct language_guess judge(const struct tally *t) {
    size_t all = 0, best = LANGUAGE_MOST, script = LANGUAGE_MOST;
    for (size_t i = 0; i < t->g->count; i++) {
        all += t->letters[i];
        if (t->letters[i] > 0 && (script == LANGUAGE_MOST || t->letters[i] > t->letters[script]))
            script = i;
        if (t->won[i] > 0 && (best == LANGUAGE_MOST || t->won[i] > t->won[best]))
            best = i;
    }
    if (script == LANGUAGE_MOST)
        return (struct language_guess){{NULL, 0}, 0};
    // A few words of one script with a hit do not outweigh a long text of another without.
    if (best == LANGUAGE_MOST || t->letters[t->first_of_script[best]] * 2 < t->letters[script])
        return (struct language_guess){t->g->tags[script], 0};
    size_t decided = 0;
    for (size_t i = 0; i < t->g->count; i++)
        decided += t->won[i];
    double share = (double)t->won[best] / (double)decided * (double)t->letters[t->first_of_script[best]] / (double)all;
    double rate = t->hits[best] / (double)t->words / usual_rate;
    return (struct language_guess){t->g->tags[best], rate < 1 ? share * rate : share};
}

static void start(struct tally *t, const struct language_guesser *g) {
    *t = (struct tally){.g = g};
    for (size_t i = 0; i < g->count; i++) {
        t->first_of_script[i] = 0;
        while (g->scripts[t->first_of_script[i]] != g->scripts[i])
            t->first_of_script[i]++;
    }
}

// Reads count samples of text, each of so many bytes, the first from its start, the last to its end.
static void read_samples(struct tally *t, struct str text, size_t count, size_t bytes) {
    for (size_t i = 0; i < count; i++)
        read_text(t, sample_of(text, i * ((text.len - bytes) / (count - 1)), bytes));
}

struct language_guess language_guess(const struct language_guesser *g, struct str text) {
    struct tally t;
    if (text.len > 2 * GLANCES * GLANCE) { // a glance is enough for nearly all
        start(&t, g);
        read_samples(&t, text, GLANCES, GLANCE);
        struct language_guess guess = judge(&t);
        if (guess.confidence >= SURE)
            return guess;
    }
    start(&t, g);
    read_text(&t, sample_of(text, 0, HEAD));
    if (text.len > HEAD) {
        struct str rest = str_sub(text, utf8_cut(text, HEAD), text.len);
        if (rest.len <= (size_t)SAMPLES * SAMPLE)
            read_text(&t, sample_of(text, HEAD, rest.len));
        else
            read_samples(&t, rest, SAMPLES, SAMPLE);
    }
    return judge(&t);
}
