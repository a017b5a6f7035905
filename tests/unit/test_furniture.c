#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "input/furniture.h"
#include "input/furniture_line.h"
#include "input/reader_text.h"

// Not the project's phrases: what is tested here is how they are used.
static void load(struct furniture *f) {
    static const struct {
        const char *type, *phrases;
    } lists[] = {
        {"line", "Home | Share | Facebook | Print\nPolitics | Loading | Please enter your comment"},
        {"start", "Reading time | Topics:"},
        {"list", "Read also | Related posts | الأكثر قراءة"},
        {"rest", "Leave a comment | Comments | 0 comments"},
        {"byline", "By | Published on | Updated: | Publié le"},
    };
    furniture_init(f);
    for (size_t i = 0; i < ROWS(lists); i++)
        CHECK_INT(furniture_add(f, str_c(lists[i].type), str_c(lists[i].phrases), NULL), MIG_OK);
    struct mig_error err;
    CHECK_INT(furniture_add(f, STR("menu"), STR("x"), &err), MIG_EDATA);
    CHECK_C(err.message, "no type of furniture 'menu'");
    CHECK(furniture_is_type(STR("rest")));
    CHECK(!furniture_is_type(STR("Rest")));
}

// A paragraph of plain text, to put lines before and after it.
#define TEXT                                                                                                           \
    "The two ministers spoke at length about the border and the return of migrants, and agreed to meet again in "      \
    "the autumn at the invitation of the host.\n"
#define MENU                                                                                                           \
    "Economy | World | Africa | Middle East | Opinion | Culture and arts | Sport | Science | Health | Travel | "
#define MENU_TEXT                                                                                                      \
    "1- Rain is likely in the north of the country for the rest of this week and then on and on through the next one " \
    "2- Remittances grow in the first half of the year as they did in the second half of the year before that one "
#define TEXT_AR                                                                                                                                                                                                   \
    "وتحدث الوزيران مطولا عن الحدود وعودة المهاجرين واتفقا على اللقاء مجددا في الخريف بدعوة من البلد المضيف وذلك في " \
    "إطار لجنة مشتركة.\n"

// One letter for each paragraph: . body, T title, H heading, B byline, - furniture.
static void pages(const struct furniture *f) {
    static const struct {
        const char *text, *roles;
    } rows[] = {
        {"", ""},
        {"Minister visits Rabat", "."},
        {TEXT, "."},
        {"Minister visits Rabat\n\n" TEXT, "T."},
        {"Minister visits Rabat.\n\n" TEXT, "T."},
        {"Minister arrived on Monday.\n" TEXT, ".."},
        {TEXT "Minister visits Rabat\n" TEXT, ".H."},
        // the headline twice, sections and weather before it
        {"Politics\nMinister visits Rabat again\n\nMinister Visits Rabat Again\n" TEXT, "-T-."},
        {"15.4 C\nCasablanca\nSaturday, April 27, 2024\n\nMinister visits Rabat again\n" TEXT, "---T."},
        {"ATHENS 11°C     Wednesday 3 May 2023\nMinister visits Rabat again\n" TEXT, "-T."},
        {"Home > World > Africa\nMinister visits Rabat again\n" TEXT, "-T."},
        {"الرئيسية » سياسة\nوزير الداخلية يزور الرباط\n" TEXT_AR, "-T."},
        {"Menu | World | Sport | Opinion\nMinister visits Rabat again\n" TEXT, "-T."},
        {"NEWS   WORLD   SPORT\nMinister visits Rabat again\n" TEXT, "-T."},
        // headlines that look like something else
        {"Madrid: « un grand succès »\n" TEXT, "T."},
        {"Home Office minister visits Rabat\n" TEXT, "T."},
        {"Printing of visas to start soon\n" TEXT, "T."},
        {"By-elections delay talks with Rabat\n" TEXT, "T."},
        // author and day
        {"Minister visits Rabat again\nBy Ali Haddad\n3 May 2023\n" TEXT, "TBB."},
        {"Minister visits Rabat again\nStaff Writer\n2023-05-03 09:15\n" TEXT, "TBB."},
        {"Minister visits Rabat again\nNewsroom | 20.12.2023 • 09:05\n" TEXT, "TB."},
        {"Minister visits Rabat again\nAli Haddad, Rabat  Updated: 3 May 2023 at 9h30\n" TEXT, "TB."},
        {"الوزير يزور الرباط مجددا\nياسين ب. - الرباط | صورة\nالسبت 12 أبريل 2025 - 09:15\n" TEXT_AR, "TBB."},
        {"السبت 12 أبريل 2025 - 09:15 | آخر تحديث: 10:02\nالوزير يزور الرباط مجددا\n" TEXT_AR, "BT."},
        {"Minister visits Rabat again\nPublié le : lundi 16 juillet 2018 19:24   Lu : 312 fois   Imprimer\n" TEXT,
         "TB."},
        {"Minister visits Rabat again\nBy the sea, it was said\n" TEXT, "TH."},
        {TEXT "7 December 2001\n", ".B"},
        // lines made of phrases; names of pictures, addresses, marks
        {TEXT "Share: Facebook  Print\n" TEXT, ".-."},
        {TEXT "Share of seats: 40\n" TEXT, ".H."},
        {TEXT "IMG 1292\nDSC_0012\nphoto.jpg\n@agency\n#one #two\nhttps://news.example/a\n" TEXT, ".------."},
        {TEXT "- 2 -\n***\n-----\n👍\n" TEXT, ".----."},
        {TEXT "UNHCR 2023\n" TEXT, ".H."},
        {TEXT MENU MENU MENU MENU MENU MENU "end\n" TEXT, ".-."},
        {TEXT "Read also: " MENU_TEXT MENU_TEXT MENU_TEXT "\n" TEXT, ".-."},
        {TEXT "Reading time: 2 min\nTopics: Migration  Labour\n", ".--"},
        {TEXT "Topics that both sides raised included visas.\n", ".."},
        // links to other articles
        {TEXT "Read also:\n- One visit ended\n- Another began\n\n" TEXT, ".---."},
        {TEXT "Read also: One visit ended in Rabat\n" TEXT, ".-."},
        {TEXT "Read also\nOne visit ended\nAnother visit began\n" TEXT, ".---."},
        {TEXT "Read also\nOne visit ended.\n" TEXT, ".-.."},
        {TEXT "Read also\n\nOn the agenda now\n" TEXT, ".-H."},
        {TEXT "Related posts\n\nOne visit ended\n\nAnother visit began\n", ".---"},
        {TEXT "Related posts\n16/07/2018 - One visit ended\n15/07/2018 - Another visit began\n", ".---"},
        {TEXT_AR "الأكثر قراءة: 1- حالة الطقس  2- مواقيت الصلاة\n", ".-"},
        // comments to the end
        {TEXT TEXT "Comments (2)\nAli: I doubt it.\nPlease enter your comment\n", "..---"},
        {TEXT TEXT "0 Comments\nAli: I doubt it.\n", "..--"},
        {TEXT TEXT "Comments by the minister angered many\n" TEXT, "..H."},
        {"Comments (2)\nMinister visits Rabat again\n" TEXT, "-T."},
        {TEXT "Leave a comment below and tell us\nAli: I doubt it.\n", ".--"},
        // speakers, lists and names are text
        {TEXT "- Border control: more patrols\n- Return: more flights\n" TEXT, "...."},
        {TEXT "The ministers will:\n1. open the border;\n2. close it.\n" TEXT, "....."},
        {"Minister visits Rabat again\n" TEXT "Ali Haddad\nOmar Saidi\n" TEXT, "T.HH."},
        {"Minister visits Rabat again\n\nMADRID 27 Oct. (AGENCY) -\n\n" TEXT, "T.."},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct document d;
        char roles[64] = "";
        struct mig_article article = {.bytes = rows[i].text, .length = strlen(rows[i].text)};
        UNIT_ROW("%s", rows[i].text);
        document_init(&d);
        CHECK_INT(reader_text(&d, &article, NULL), MIG_OK);
        CHECK_INT(furniture_mark(f, &d, NULL), MIG_OK);
        size_t title = SIZE_MAX;
        for (size_t p = 0; p < d.paragraph_count; p++) {
            roles[p] = ".THB-"[d.paragraphs[p].role];
            title = d.paragraphs[p].role == PARAGRAPH_TITLE ? p : title;
        }
        CHECK_C(roles, rows[i].roles);
        CHECK(str_eq(d.title, title == SIZE_MAX ? STR("")
                                                : str_sub(d.text, d.paragraphs[title].start, d.paragraphs[title].end)));
        document_free(&d);
    }
}

static void known_title(const struct furniture *f) {
    struct document d;
    const char *text = "Our new site is there\n\nMinister visits Rabat again\n" TEXT;
    struct mig_article article = {.bytes = text, .length = strlen(text), .title = "MINISTER VISITS RABAT, AGAIN"};
    document_init(&d);
    CHECK_INT(reader_text(&d, &article, NULL), MIG_OK);
    CHECK_INT(furniture_mark(f, &d, NULL), MIG_OK);
    CHECK_INT(d.paragraphs[1].role, PARAGRAPH_TITLE);
    CHECK_STR(d.title, "MINISTER VISITS RABAT, AGAIN");
    document_free(&d);
}

static void lines(void) {
    static const struct {
        const char *text;
        size_t tokens, words, numbers;
        const char *is; // of s sentence, o open end, b bullet, d date, c clock, D date line, A author line, F furniture
    } rows[] = {
        {"", 0, 0, 0, ""},
        {"He left.", 2, 2, 0, "s"},
        {"“He left.”", 2, 2, 0, "s"},
        {"He left (late.)", 3, 3, 0, "s"},
        {"He left...", 2, 2, 0, ""},
        {"He left?", 2, 2, 0, ""},
        {"They were:", 3, 2, 0, "oA"},
        {"قال؛", 1, 1, 0, "o"},
        {"- One", 1, 1, 0, "b"},
        {"1- One", 2, 1, 1, "b"},
        {"1 - One", 2, 1, 1, "b"},
        {"1.5 million", 2, 1, 1, ""},
        {"16/07/2018 - One", 2, 1, 1, "bdD"},
        {"2018-07-16", 1, 0, 1, "bdD"},
        {"16.07.2018 09:15", 2, 0, 2, "bdcD"},
        {"٢٠١٨/٠٧/١٦", 1, 0, 1, "bdD"},
        {"July 16, 2018", 3, 1, 2, "dD"},
        {"July 2018", 2, 1, 1, ""},
        {"32/07/2018 x", 2, 1, 1, ""},
        {"09:75 x", 2, 1, 1, ""},
        {"à 09h33", 4, 2, 2, "c"},
        {"21°C", 2, 1, 1, "F"},
        {"15.4 C", 2, 1, 1, "F"},
        {"19º congreso", 3, 2, 1, ""},
        {"One | Two | Three", 3, 3, 0, "AF"},
        {"One | Two", 2, 2, 0, "A"},
        {"مـــحمد", 1, 1, 0, ""},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct line line;
        struct buf b;
        UNIT_ROW("%s", rows[i].text);
        line_read(str_c(rows[i].text), &line);
        CHECK_INT(line.token_count, rows[i].tokens);
        CHECK_INT(line.words, rows[i].words);
        CHECK_INT(line.numbers, rows[i].numbers);
        buf_init(&b, 100);
        buf_printf(&b, "%s%s%s%s%s%s%s%s", line.ends_sentence ? "s" : "", line.ends_open ? "o" : "",
                   line.bullet ? "b" : "", line.date ? "d" : "", line.clock ? "c" : "", line.is_date_line ? "D" : "",
                   line.is_author_line ? "A" : "", line.is_furniture ? "F" : "");
        CHECK_STR(buf_str(&b), rows[i].is);
        buf_free(&b);
    }
}

void test_furniture(void) {
    struct furniture f;
    lines();
    load(&f);
    pages(&f);
    known_title(&f);
    furniture_free(&f);
    furniture_init(&f); // without any phrases shapes still tell
    struct document d;
    struct mig_article article = {.bytes = "IMG 1292\nMinister visits Rabat again\n" TEXT,
                                  .length = sizeof("IMG 1292\nMinister visits Rabat again\n" TEXT) - 1};
    document_init(&d);
    CHECK_INT(reader_text(&d, &article, NULL), MIG_OK);
    CHECK_INT(furniture_mark(&f, &d, NULL), MIG_OK);
    CHECK_INT(d.paragraphs[0].role, PARAGRAPH_FURNITURE);
    CHECK_INT(d.paragraphs[1].role, PARAGRAPH_TITLE);
    document_free(&d);
    furniture_free(&f);
}
