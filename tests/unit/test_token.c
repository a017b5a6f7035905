#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "base/memory.h"
#include "text/token_memory.h"

static const struct token_config *english(void) {
    static struct token_config c;
    static struct str abbreviations[] = {STR("mr."), STR("dr."), STR("p.m."), STR("u.s.")};
    static struct str ordinals[] = {STR("st"), STR("nd"), STR("rd"), STR("th")};
    static struct str suffixes[] = {STR("'s"), STR("'re")}, clause_ends[] = {STR(";"), STR(":"), STR("–")};
    c.abbreviations = (struct token_set){abbreviations, ROWS(abbreviations)};
    c.ordinal_suffixes = (struct token_set){ordinals, ROWS(ordinals)};
    c.suffixes = (struct token_set){suffixes, ROWS(suffixes)};
    c.clause_ends = (struct token_set){clause_ends, ROWS(clause_ends)};
    return &c;
}

static const struct token_config *french(void) {
    static struct token_config c;
    static struct str elisions[] = {STR("l'"), STR("d'"), STR("qu'")}, ordinals[] = {STR("er"), STR("e"), STR("ème")};
    c.elisions = (struct token_set){elisions, ROWS(elisions)};
    c.ordinal_suffixes = (struct token_set){ordinals, ROWS(ordinals)};
    return &c;
}

static const struct token_config *arabic(void) {
    static struct token_config c;
    static struct str proclitics[] = {STR("لل"), STR("و"), STR("ف"), STR("ب"), STR("ل"), STR("ك"), STR("س")};
    static struct str soft[] = {STR("و")}, articles[] = {STR("ال")}, pronouns[] = {STR("ها"), STR("ه"), STR("هم")};
    static struct str ordinals[] = {STR("ال")};
    c.proclitics = (struct token_set){proclitics, ROWS(proclitics)};
    c.soft_proclitics = (struct token_set){soft, ROWS(soft)};
    c.articles = (struct token_set){articles, ROWS(articles)};
    c.pronoun_suffixes = (struct token_set){pronouns, ROWS(pronouns)};
    c.ordinal_prefixes = (struct token_set){ordinals, ROWS(ordinals)};
    c.feminine = STR("ة");
    c.feminine_before_suffix = STR("ت");
    return &c;
}

// w word, C with a capital, A all capitals, l lower case; n number, o ordinal; . mark, " quote, ; end of a clause.
static char shape_letter(uint8_t shape) {
    if (shape & TOKEN_WORD)
        return shape & TOKEN_CAPS ? 'A' : shape & TOKEN_CAP ? 'C' : shape & TOKEN_LOWER ? 'l' : 'w';
    if (shape & TOKEN_NUMBER)
        return shape & TOKEN_ORDINAL ? 'o' : 'n';
    return shape & TOKEN_QUOTE ? '"' : shape & TOKEN_CLAUSE ? ';' : '.';
}

// The tokens of a text, a space between them, and their shapes.
static void scan(const struct token_config *config, const char *text, struct buf *tokens, struct buf *shapes) {
    struct token_scanner s;
    struct token_raw raw;
    buf_clear(tokens);
    buf_clear(shapes);
    token_scanner_init(&s, config, str_c(text), 0, strlen(text));
    while (token_next(&s, &raw)) {
        if (tokens->len > 0)
            buf_append_byte(tokens, ' ');
        buf_append(tokens, str_sub(str_c(text), raw.start, raw.end));
        buf_append_byte(shapes, shape_letter(raw.shape));
    }
}

static void check_scan(void) {
    static const struct {
        const struct token_config *(*config)(void);
        const char *text, *tokens, *shapes;
    } rows[] = {
        {english, "", "", ""},
        {english, "  \t\n ", "", ""},
        {english, "Ministers met.", "Ministers met .", "Cl;"},
        {english, "IOM and G20", "IOM and G20", "AlC"},
        {english, "A a", "A a", "Cl"},
        {english, "Grande-Marlaska", "Grande - Marlaska", "C.C"},
        {english, "Spain's plan", "Spain 's plan", "Cwl"},
        {english, "Spain’s plan", "Spain ’s plan", "Cwl"},
        {english, "the states' plan", "the states ' plan", "ll\"l"},
        {english, "O'Brien", "O'Brien", "C"},
        {english, "Mr. Ali", "Mr. Ali", "CC"},
        {english, "the Mr x", "the Mr x", "lCl"},
        {english, "J. Ali", "J. Ali", "CC"},
        {english, "U.S. envoy", "U.S. envoy", "Al"},
        {english, "7 p.m. today", "7 p.m. today", "nll"},
        {english, "1,500 and 2.5", "1,500 and 2.5", "nln"},
        {english, "22.06.2023", "22 . 06 . 2023", "n.n.n"},
        {english, "in 2023.", "in 2023 .", "ln;"},
        {english, "the 21st and 3rd", "the 21st and 3rd", "lolo"},
        {english, "5pm", "5 pm", "nl"},
        {english, "10:30", "10 : 30", "n.n"},
        {english, "he said: yes", "he said : yes", "ll;l"},
        {english, "“so”", "“ so ”", "\"l\""},
        {english, "wait...", "wait ...", "l;"},
        {english, "Casta\xC3\xB1o é", "Casta\xC3\xB1o é", "Cl"},
        {english, "soft\xC2\xADly", "soft\xC2\xADly", "l"},
        {french, "l'accord d’Alger", "l' accord d’ Alger", "lllC"},
        {french, "aujourd'hui", "aujourd'hui", "l"},
        {french, "le 1er et la 22e", "le 1er et la 22e", "lollo"},
        {arabic, "التقى وزير.", "التقى وزير .", "ww;"},
        {arabic, "٢٣ مايو", "٢٣ مايو", "nw"},
        {arabic, "الدورة ال15", "الدورة ال15", "wo"},
    };
    struct buf tokens, shapes;
    buf_init(&tokens, 1 << 16);
    buf_init(&shapes, 1 << 16);
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%s", rows[i].text);
        scan(rows[i].config(), rows[i].text, &tokens, &shapes);
        CHECK_STR(buf_str(&tokens), rows[i].tokens);
        CHECK_STR(buf_str(&shapes), rows[i].shapes);
    }
    buf_free(&tokens);
    buf_free(&shapes);
}

// Folded forms are what the dictionary is asked for.
static void check_folded(void) {
    static const struct {
        const struct token_config *(*config)(void);
        const char *word, *folded, *unaccented;
    } rows[] = {
        {english, "Rabat", "rabat", "rabat"},
        {english, "firmó", "firmó", "firmo"},
        {english, "firmo\xCC\x81", "firmó", "firmo"},
        {english, "1,500", "1,500", "1,500"},
        {arabic, "الأُمَّة", "الامة", "الامه"},
        {arabic, "مـحـمـد", "محمد", "محمد"},
        {arabic, "٢٠٢٤", "2024", "2024"},
    };
    char unaccented[TOKEN_FOLDED_MAX + 8];
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct token_scanner s;
        struct token_raw raw;
        struct str text = str_c(rows[i].word);
        UNIT_ROW("%s", rows[i].word);
        token_scanner_init(&s, rows[i].config(), text, 0, text.len);
        if (!CHECK(token_next(&s, &raw)))
            continue;
        CHECK_STR(raw.folded, rows[i].folded);
        CHECK_STR(((struct str){unaccented, token_unaccented(text, &raw, unaccented)}), rows[i].unaccented);
        CHECK(!token_next(&s, &raw));
    }
}

static void check_sentences(void) {
    static const struct {
        const char *text;
        unsigned ends;
    } rows[] = {
        {"They met. They left.", 2},   {"Mr. Ali met Dr. Omar.", 1},  {"At 2.5 per cent. Then", 1},
        {"He asked: who? No one.", 2}, {"end of nations.This is", 1}, {"see example.org now", 0},
        {"so it is... and on", 0},     {"Really?! Yes", 1},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct token_scanner s;
        struct token_raw raw;
        unsigned ends = 0;
        UNIT_ROW("%s", rows[i].text);
        token_scanner_init(&s, english(), str_c(rows[i].text), 0, strlen(rows[i].text));
        while (token_next(&s, &raw))
            ends += token_ends_sentence(&s, &raw);
        CHECK_INT(ends, rows[i].ends);
    }
}

// Proclitics are split off when the rest is known or definite; a known whole stays whole.
static void check_split(void) {
    static const char *const known[] = {"وزير", "باريس", "رباط", "الرباط", "مدريد",   "مدينة", "و",    "ب",
                                        "ل",    "لل",    "ف",    "كتاب",   "القاهرة", "لقاء",  "القاء"};
    static const struct {
        const char *text, *tokens;
        bool soft, definite; // of the first token; of the last one
    } rows[] = {
        {"وزير", "وزير", false, false},       {"باريس", "باريس", false, false},
        {"بمدريد", "ب مدريد", false, false},  {"ومدريد", "و مدريد", false, false},
        {"بالرباط", "ب الرباط", false, true}, {"وبالرباط", "و ب الرباط", false, true},
        {"للرباط", "لل رباط", false, true},   {"وفلان", "و فلان", true, false},
        {"بفلان", "بفلان", false, false},     {"مدينتها", "مدينتها", false, false},
        {"للقاهرة", "لل قاهرة", false, true}, {"للقاء", "ل لقاء", false, false},
        {"بامي", "بامي", false, false}, // known only inside a name
        {"وَمدريد", "وَ مدريد", false, false},
    };
    struct vocabulary words;
    struct token_row row = {0};
    struct buf tokens;
    buf_init(&tokens, 1 << 12);
    if (!CHECK(vocabulary_init(&words)))
        return;
    for (size_t i = 0; i < ROWS(known); i++)
        vocabulary_begin(&words, vocabulary_add(&words, str_c(known[i])), true);
    CHECK(vocabulary_add(&words, STR("امي")) != 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct token_scanner s;
        struct token_raw raw;
        struct str text = str_c(rows[i].text);
        UNIT_ROW("%s", rows[i].text);
        row.count = 0;
        buf_clear(&tokens);
        token_scanner_init(&s, arabic(), text, 0, text.len);
        while (token_next(&s, &raw))
            CHECK(token_add(&row, arabic(), &words, text, &raw));
        for (size_t j = 0; j < row.count; j++) {
            if (j > 0)
                buf_append_byte(&tokens, ' ');
            buf_append(&tokens, str_sub(text, row.at[j].start, row.at[j].end));
        }
        CHECK_STR(buf_str(&tokens), rows[i].tokens);
        if (!CHECK(row.count > 0))
            continue;
        CHECK_INT(row.at[0].parts, row.count);
        CHECK_INT((row.at[0].shape & TOKEN_SOFT) != 0, rows[i].soft);
        CHECK_INT((row.at[row.count - 1].shape & TOKEN_DEFINITE) != 0, rows[i].definite);
    }
    // A known stem is found under its pronoun.
    CHECK_INT(row.at[0].key_count > 0, 1);
    memory_free(row.at);
    vocabulary_free(&words);
    buf_free(&tokens);
}

// Reads a text into tokens and notes where sentences end; with a memory, by it wherever it can.
static void read_all(const struct token_config *config, const struct vocabulary *words, struct token_memory *memory,
                     struct str text, struct token_row *row, struct buf *ends) {
    struct token_scanner s;
    struct token_raw raw;
    row->count = 0;
    buf_clear(ends);
    token_scanner_init(&s, config, text, 0, text.len);
    for (;;) {
        if (memory && token_memory_next(memory, &s, row, SIZE_MAX)) {
            const struct token *last = &row->at[row->count - 1];
            raw = (struct token_raw){.start = last->start, .end = last->end, .shape = last->shape};
        } else if (!token_next(&s, &raw) || !CHECK(token_add(row, config, words, text, &raw))) {
            return;
        }
        if (token_ends_sentence(&s, &raw))
            buf_printf(ends, "%u ", raw.end);
    }
}

static bool same_token(const struct token *a, const struct token *b) {
    return a->start == b->start && a->end == b->end && a->key_count == b->key_count &&
           memcmp(a->keys, b->keys, a->key_count * sizeof *a->keys) == 0 && a->loose == b->loose &&
           a->bare == b->bare && a->shape == b->shape && a->glued == b->glued && a->parts == b->parts &&
           (a->parts == 1 || (a->whole == b->whole && a->whole_loose == b->whole_loose));
}

static void count_learned(void *context, struct token *token) {
    (void)token;
    ++*(size_t *)context;
}

// What is read by memory is what is read letter by letter, whatever stands around it.
static void check_memory(void) {
    static const char *const known[] = {"مدريد", "الرباط", "رباط", "the", "minister", "mr.", "l'", "accord", "reunion"};
    static const struct {
        const struct token_config *(*config)(void);
        const char *text;
    } rows[] = {
        {english, "The minister met the ministers. The minister, Mr. A. Smith, met the Minister's staff.Then"},
        {english, "the states' ministers; the minister's; it's 'the minister' and the ’minister’ p.m. p.m, mr, mr. Mr"},
        {english, "U.S. U.S U. U, minister: the 10:30 minister:the (minister) ... minister... -- - the– the–, the; x"},
        {english,
         "“The minister” said: \"The minister.\" the… the …The covid19 3rd 3 rd, 1,500 rd 1,500, the\tminister a"},
        {english, "the\u00a0minister the\u200bminister the\u200f the minister\u200f. naïve naive nai\u0308ve THE the"},
        {french, "l'accord d’accord l’accord, l' accord L'ACCORD l’accord. Réunion réunion re\u0301union 1er 1 er 2e"},
        {arabic, "وبالرباط، بالرباط. بالرباط؟ وفلان، مدريد ال15 ال 15 ال١٬٥٠٠ ال١، مدريد؟ومدريد وَمدريد مدينتها"},
        {arabic, "the minister مدريد بمدريد «مدريد» (بمدريد) مدريد… مدريد.بمدريد"},
    };
    struct vocabulary words;
    struct token_memory memory;
    struct token_row plain = {0}, kept = {0};
    struct buf ends, ends_kept;
    size_t learned = 0;
    buf_init(&ends, 1 << 12);
    buf_init(&ends_kept, 1 << 12);
    if (!CHECK(vocabulary_init(&words)) || !CHECK(token_memory_init(&memory, &words, count_learned, &learned)))
        return;
    for (size_t i = 0; i < ROWS(known); i++)
        vocabulary_begin(&words, vocabulary_add(&words, str_c(known[i])), true);
    for (size_t i = 0; i < 2 * ROWS(rows); i++) { // the second time all is known
        const struct token_config *config = rows[i % ROWS(rows)].config();
        struct str text = str_c(rows[i % ROWS(rows)].text);
        size_t before = learned;
        UNIT_ROW("%zu %s", i, text.ptr);
        read_all(config, &words, NULL, text, &plain, &ends);
        read_all(config, &words, &memory, text, &kept, &ends_kept);
        CHECK(str_eq(buf_str(&ends), buf_str(&ends_kept)));
        CHECK_INT(kept.count, plain.count);
        for (size_t j = 0; j < kept.count && j < plain.count; j++)
            CHECK(same_token(&kept.at[j], &plain.at[j]));
        CHECK((learned > before) == (i < ROWS(rows)));
    }
    memory_free(plain.at);
    memory_free(kept.at);
    token_memory_free(&memory);
    vocabulary_free(&words);
    buf_free(&ends);
    buf_free(&ends_kept);
}

void test_token(void) {
    check_memory();
    check_scan();
    check_folded();
    check_sentences();
    check_split();
}
