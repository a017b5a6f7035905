#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "text/language.h"

#define WORDS(...)                                                                                                     \
    (const char *const[]) {                                                                                            \
        __VA_ARGS__, NULL                                                                                              \
    }

// Not the project's lists: what is tested here is the guessing.
static const struct {
    const char *tag, *script;
    const char *const *words;
} languages[] = {
    {"en", "latin",
     WORDS("the", "of", "and", "to", "in", "a", "is", "was", "that", "on", "with", "for", "by", "has", "at")},
    {"fr", "Latin",
     WORDS("le", "la", "les", "de", "des", "du", "et", "à", "en", "un", "une", "a", "que", "dans", "l'", "d'", "au",
           "été", "par")},
    {"es", "LATIN",
     WORDS("el", "la", "los", "de", "del", "y", "en", "un", "una", "a", "que", "por", "con", "se", "su", "al")},
    {"ar", "arabic", WORDS("في", "من", "على", "إلى", "أن", "التي", "عن", "مع", "بين", "هذا", "قال")},
    {"ru", "cyrillic", WORDS("и", "в", "на", "с", "что", "не", "по")},
};

static void load(struct language_guesser *g) {
    struct language_profile profiles[ROWS(languages)];
    struct str words[ROWS(languages)][32];
    for (size_t i = 0; i < ROWS(languages); i++) {
        size_t count = 0;
        for (; languages[i].words[count] != NULL; count++)
            words[i][count] = str_c(languages[i].words[count]);
        profiles[i] = (struct language_profile){str_c(languages[i].tag), str_c(languages[i].script), words[i], count};
    }
    CHECK_INT(language_guesser_init(g, profiles, ROWS(languages), NULL), MIG_OK);
}

static void texts(const struct language_guesser *g) {
    static const struct {
        const char *text, *tag;
        int least, most; // confidence in percent
    } rows[] = {
        {"", "", 0, 0},
        {"123 -- !", "", 0, 0},
        {"日本の大臣", "", 0, 0},
        {"The minister arrived in Rabat on Monday.", "en", 90, 100},
        {"THE MINISTER ARRIVED IN RABAT", "en", 90, 100},
        {"Le ministre est arrivé à Rabat dans la matinée.", "fr", 70, 100},
        {"L’accord d’association n’a pas e\u0301te\u0301 rompu", "fr", 70, 100},
        {"El ministro llegó a Rabat por la mañana con su homólogo.", "es", 70, 100},
        {"وصل الوزير إلى الرباط في زيارة رسمية", "ar", 90, 100},
        {"Министр прибыл в Рабат и сказал, что доволен", "ru", 90, 100},
        // no frequent word
        {"Rabat Madrid", "en", 0, 0},
        {"الرباط مدريد", "ar", 0, 0},
        // another language of the same script
        {"Der Minister kam gestern nach Rabat, wo er mehrere Gespräche führte und danach abreiste.", "en", 0, 20},
        {"Minister przyjechał wczoraj do Rabatu, gdzie odbył kilka rozmów, po czym wyjechał.", "en", 0, 10},
        // mixed: the longer wins
        {"The text of the accord\nقال الوزير في الرباط إن التعاون بين البلدين وثيق وإن العمل مستمر على مختلف المستويات",
         "ar", 50, 99},
        {"قال الوزير\nThe minister said that the work of the two countries in the field of migration is close", "en",
         50, 99},
        {"El acuerdo se firmó.\nThe minister said in the capital that the two sides have agreed to a plan for the "
         "border.",
         "en", 50, 99},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%s", rows[i].text);
        struct language_guess guess = language_guess(g, str_c(rows[i].text));
        CHECK_STR(guess.tag, rows[i].tag);
        CHECK(guess.confidence * 100 >= rows[i].least);
        CHECK(guess.confidence * 100 <= rows[i].most);
    }
}

// Only samples of a long text are read: a short foreign start does not decide, cut words and characters do no harm.
static void long_text(const struct language_guesser *g) {
    struct buf b;
    buf_init(&b, 1 << 20);
    for (int i = 0; i < 90; i++)
        buf_append(&b, STR("Le ministre est venu à la réunion des deux pays dans la ville.\n"));
    for (int i = 0; i < 3000; i++)
        buf_append(&b, STR("وصل الوزير إلى الرباط في زيارة رسمية "));
    for (size_t cut = 0; cut < 20; cut++) {
        UNIT_ROW("%zu less", cut);
        struct str text = buf_str(&b);
        text.len -= 2 * cut - cut / 4; // in the middle of a character or not: nothing is read beyond the end
        CHECK_STR(language_guess(g, text).tag, "ar");
    }
    buf_free(&b);
}

void test_language(void) {
    struct language_guesser g;
    struct mig_error err;
    load(&g);
    texts(&g);
    long_text(&g);
    language_guesser_free(&g);

    struct language_profile wrong = {STR("xx"), STR("klingon"), NULL, 0};
    CHECK_INT(language_guesser_init(&g, &wrong, 1, &err), MIG_EDATA);
    CHECK_C(err.message, "unknown script \"klingon\"");
    CHECK_INT(language_guesser_init(&g, NULL, 0, NULL), MIG_OK);
    CHECK_STR(language_guess(&g, STR("text")).tag, "");
    language_guesser_free(&g);
}
