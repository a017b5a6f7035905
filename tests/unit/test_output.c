#include "unit.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "base/utf8.h"
#include "output/article_json.h"
#include "output/diagnostics.h"
#include "output/json.h"
#include "output/offsets.h"
#include "output/records_json.h"

static void test_strings(void) {
    static const struct {
        const char *bytes;
        size_t len;
        const char *string, *any; // as a string, NULL when it is no UTF-8; as bytes
    } rows[] = {
#define ROW(text, string, any) {text, sizeof(text) - 1, string, any}
        ROW("", "\"\"", "\"\""),
        ROW("plain", "\"plain\"", "\"plain\""),
        ROW("\"a\\b\"", "\"\\\"a\\\\b\\\"\"", "\"\\\"a\\\\b\\\"\""),
        ROW("a\nb\tc\r", "\"a\\nb\\tc\\r\"", "\"a\\nb\\tc\\r\""),
        ROW("\b\f\x01\x1f\x7f", "\"\\b\\f\\u0001\\u001f\\u007f\"", "\"\\b\\f\\u0001\\u001f\\u007f\""),
        ROW("a\0b", "\"a\\u0000b\"", "\"a\\u0000b\""),
        ROW("é", "\"é\"", "\"é\""),
        ROW("وزير", "\"وزير\"", "\"وزير\""),
        ROW("\xc2\x85\xe2\x80\xa8\xe2\x80\xa9", "\"\\u0085\\u2028\\u2029\"", "\"\\u0085\\u2028\\u2029\""),
        ROW("\xe2\x80\xaa\xc2\xa0", "\"\xe2\x80\xaa\xc2\xa0\"", "\"\xe2\x80\xaa\xc2\xa0\""),
        ROW("a\xff\xc3", NULL, "\"a\xef\xbf\xbd\xef\xbf\xbd\""),
        ROW("\xe2\x80", NULL, "\"\xef\xbf\xbd\""),
        ROW("\xc2", NULL, "\"\xef\xbf\xbd\""),
        ROW("\xed\xa0\x80 ok", NULL, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd ok\""),
#undef ROW
    };
    struct buf b;
    struct json j;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str s = {rows[i].bytes, rows[i].len};
        UNIT_ROW("%s", rows[i].any);
        if (rows[i].string != NULL) {
            buf_clear(&b);
            json_start(&j, &b);
            json_string(&j, s);
            CHECK_STR(buf_str(&b), rows[i].string);
        }
        buf_clear(&b);
        json_start(&j, &b);
        json_bytes(&j, s);
        CHECK_STR(buf_str(&b), rows[i].any);
    }
    buf_free(&b);
}

static void test_numbers(void) {
    static const struct {
        double value;
        const char *want;
    } ratios[] = {{0, "0.00"}, {0.9, "0.90"}, {0.125, "0.13"}, {0.8849, "0.88"},    {0.999, "1.00"},
                  {1, "1.00"}, {7, "1.00"},   {-1, "0.00"},    {0.0 / 0.0, "0.00"}, {0.005, "0.01"}};
    static const struct {
        const char *text, *want;
    } decimals[] = {{"0", "0"},        {"500", "500"},
                    {"007", "7"},      {"0.5", "0.5"},
                    {"00.50", "0.50"}, {"", "null"},
                    {"1.", "null"},    {".5", "null"},
                    {"-3", "null"},    {"1e9", "null"},
                    {"1,5", "null"},   {"1.2.3", "null"},
                    {"000", "0"},      {"12345678901234567890123", "12345678901234567890123"}};
    struct buf b;
    struct json j;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < ROWS(ratios); i++) {
        buf_clear(&b);
        json_start(&j, &b);
        json_ratio(&j, ratios[i].value);
        CHECK_STR(buf_str(&b), ratios[i].want);
    }
    for (size_t i = 0; i < ROWS(decimals); i++) {
        UNIT_ROW("%s", decimals[i].text);
        buf_clear(&b);
        json_start(&j, &b);
        json_decimal(&j, str_c(decimals[i].text));
        CHECK_STR(buf_str(&b), decimals[i].want);
    }
    UNIT_ROW("structure");
    buf_clear(&b);
    json_start(&j, &b);
    json_open(&j, '{');
    json_key(&j, STR("a"));
    json_open(&j, '[');
    json_uint(&j, 0);
    json_uint(&j, UINT64_MAX);
    json_open(&j, '[');
    json_close(&j, ']');
    json_id(&j, 'p', 9);
    json_id(&j, 'p', -1);
    json_close(&j, ']');
    json_string_field(&j, STR("b"), STR(""));
    json_bytes_field(&j, STR("c"), STR("x"));
    json_key(&j, STR("d"));
    json_bool(&j, true);
    json_close(&j, '}');
    CHECK_STR(buf_str(&b), "{\"a\":[0,18446744073709551615,[],\"p10\",null],\"b\":null,\"c\":\"x\",\"d\":true}");
    buf_free(&b);
}

// Against counting from the start, at each byte of a text that is long enough for several strides.
static void test_offsets(void) {
    static const char *const pieces[] = {"a", "é", "م", "€", "😀", "plain ascii text "};
    struct arena arena;
    struct buf text;
    struct offsets o;
    arena_init(&arena);
    buf_init(&text, 1 << 20);
    for (unsigned i = 0; i < 700; i++)
        buf_append(&text, str_c(pieces[i * 7 % 5 % ROWS(pieces)]));
    struct str s = buf_str(&text);
    CHECK_INT(offsets_init(&o, &arena, s, utf8_count(s)), MIG_OK);
    uint32_t wrong = 0;
    for (uint32_t at = 0, count = 0; at <= s.len; at++) {
        wrong += offsets_at(&o, at) != count;
        count += at < s.len && ((unsigned char)s.ptr[at] & 0xc0) != 0x80;
    }
    CHECK_INT(wrong, 0);
    CHECK_INT(offsets_at(&o, UINT32_MAX), utf8_count(s));
    CHECK_INT(offsets_init(&o, &arena, STR("ascii"), 5), MIG_OK);
    CHECK_INT(offsets_at(&o, 3), 3);
    CHECK_INT(offsets_at(&o, 9), 5);
    CHECK_INT(offsets_init(&o, &arena, STR(""), 0), MIG_OK);
    CHECK_INT(offsets_at(&o, 0), 0);
    buf_free(&text);
    arena_free(&arena);
}

// An article with one record of each kind, every list filled.
struct sample {
    struct document document;
    struct records records;
};

#define LIST(array)                                                                                                    \
    { (array), ROWS(array), ROWS(array) }

static void set_head(struct record_head *head, struct evidence *evidence, const char *key) {
    head->key = str_c(key);
    head->confidence = 0.87;
    head->evidence = (struct list_evidence){evidence, 1, 1};
}

static void sample_init(struct sample *s) {
    static struct str fields[] = {{"name", 4}, {"date", 4}}, names[] = {{"José", 5}},
                      countries[] = {{"MA", 2}, {"ES", 2}, {"MA", 2}},
                      topics[] = {{"visas", 5}, {"asylum-protection", 17}};
    static struct evidence evidence = {{0, 5}, {"met-with", 8}, LIST(fields)};
    static struct date_record date = {.span = {11, 15}, .anchor = ANCHOR_PUBLISHED, .confidence = 1};
    static struct minister_record minister;
    static struct span mention = {0, 5};
    static int dates[] = {0};
    static struct participant participants[] = {{0, {"José", 5}, {"host", 4}, {"ES", 2}},
                                                {-1, {"both sides", 10}, {"participant", 11}, {0}}};
    static struct organization_ref organization = {{"IOM", 3}, {"org:iom", 7}};
    static struct record_amount amount = {{11, 15}, {"2024", 4}, {"EUR", 3}};
    static struct meeting_record meeting;
    static struct program_record program;
    static struct agreement_record agreement;
    static struct agreement_step step;
    static struct agreement_party_status party = {{"ES", 2}, {"signed", 6}};
    static struct signatory signatory = {0, {0}, {"ES", 2}};
    struct record_date when = {
        .known = true, .value = STR("2024"), .earliest = STR("2024-01-01"), .dates = dates, .date_count = 1};

    *s = (struct sample){0};
    arena_init(&s->document.arena);
    s->document.text = STR("José met \"2024\"\n");
    s->document.characters = 15;
    s->document.source = STR("a\xff.txt");
    s->document.language = STR("en");
    s->document.published = STR("2024-05-08");
    s->document.published_basis = BASIS_OPTION;
    memset(s->document.id, 'a', 64);

    date.type = STR("DATE");
    date.value = STR("2024");
    date.rule = STR("year");
    set_head(&minister.head, &evidence, "person:x");
    minister.name = STR("José");
    minister.names = (struct list_str)LIST(names);
    minister.rank = STR("minister");
    minister.mentions = &mention;
    minister.mention_count = 1;
    set_head(&meeting.head, &evidence, "");
    meeting.kind = STR("bilateral");
    meeting.status = STR("held");
    meeting.body = 0;
    meeting.ordinal = 21;
    meeting.part_of = -1;
    meeting.date = when;
    meeting.place = (struct record_place){.city = STR("Rabat")};
    meeting.countries = (struct list_str)LIST(countries);
    meeting.organizations = (struct list_organization){&organization, 1, 1};
    meeting.participants = participants;
    meeting.participant_count = 2;
    meeting.outcomes = &mention;
    meeting.outcome_count = 1;
    meeting.topics = (struct list_str)LIST(topics);
    set_head(&program.head, &evidence, "");
    program.name = STR("José");
    program.names = minister.names;
    program.countries = meeting.countries;
    program.organizations = (struct list_organization){&organization, 1, 1};
    program.amounts = (struct list_amount){&amount, 1, 1};
    set_head(&agreement.head, &evidence, "");
    agreement.kind = STR("other");
    agreement.status = STR("signed");
    step = (struct agreement_step){.status = STR("signed"), .date = when};
    agreement.history = &step;
    agreement.history_count = 1;
    agreement.denied = true;
    agreement.parties = meeting.countries;
    agreement.by_party = &party;
    agreement.by_party_count = 1;
    agreement.signatories = &signatory;
    agreement.signatory_count = 1;
    s->records = (struct records){.meetings = &meeting,
                                  .meeting_count = 1,
                                  .ministers = &minister,
                                  .minister_count = 1,
                                  .dates = &date,
                                  .date_count = 1,
                                  .programs = &program,
                                  .program_count = 1,
                                  .agreements = &agreement,
                                  .agreement_count = 1};
}

#define EVIDENCE                                                                                                       \
    "\"confidence\":0.87,\"evidence\":[{\"start\":0,\"end\":4,\"text\":\"José\",\"rule\":\"met-with\","               \
    "\"fields\":[\"name\",\"date\"]}]"
#define WHEN  "{\"value\":\"2024\",\"end_value\":null,\"earliest\":\"2024-01-01\",\"latest\":null,\"dates\":[\"d1\"]}"
#define PLACE "{\"city\":\"Rabat\",\"country\":null,\"geonames\":null}"
#define IOM   "[{\"as_written\":\"IOM\",\"id\":\"org:iom\"}]"
#define MEETING                                                                                                        \
    "\"id\":\"m1\",\"key\":null,\"name\":null,\"kind\":\"bilateral\",\"body\":\"g1\",\"ordinal\":21,\"part_of\":null," \
    "\"status\":\"held\",\"denied\":false,\"date\":" WHEN ",\"place\":" PLACE ",\"countries\":[\"ES\",\"MA\"],"        \
    "\"organizations\":" IOM ",\"participants\":["                                                                     \
    "{\"minister\":\"p1\",\"name\":\"José\",\"key\":\"person:x\",\"as_written\":\"José\",\"role\":\"host\","         \
    "\"country\":\"ES\"},"                                                                                             \
    "{\"minister\":null,\"name\":null,\"key\":null,\"as_written\":\"both sides\",\"role\":\"participant\","            \
    "\"country\":null}],"                                                                                              \
    "\"outcomes\":[{\"start\":0,\"end\":4,\"text\":\"José\"}],\"topics\":[\"asylum-protection\",\"visas\"]," EVIDENCE
#define MINISTER                                                                                                       \
    "\"id\":\"p1\",\"key\":\"person:x\",\"name\":\"José\",\"names\":[\"José\"],\"known\":null,\"honorific\":null,"   \
    "\"title\":null,\"tenure\":null,\"rank\":\"minister\",\"portfolio\":null,\"organization\":null,\"country\":null,"  \
    "\"mentions\":[{\"start\":0,\"end\":4,\"text\":\"José\"}]," EVIDENCE
#define DATE                                                                                                           \
    "\"id\":\"d1\",\"text\":\"2024\",\"start\":10,\"end\":14,\"type\":\"DATE\",\"value\":\"2024\",\"end_value\":null," \
    "\"earliest\":null,\"latest\":null,\"mod\":null,\"hijri\":null,\"anchor\":\"published\",\"rule\":\"year\","        \
    "\"confidence\":1.00"
#define AMOUNTS "[{\"text\":\"2024\",\"value\":2024,\"unit\":\"EUR\"}]"
#define PROGRAM                                                                                                        \
    "\"id\":\"g1\",\"key\":null,\"name\":\"José\",\"names\":[\"José\"],\"acronym\":null,\"known\":null,"             \
    "\"kind\":null,\"status\":null,\"countries\":[\"ES\",\"MA\"],\"organizations\":" IOM                               \
    ",\"started\":null,\"amounts\":" AMOUNTS ",\"topics\":[]," EVIDENCE
#define AGREEMENT                                                                                                       \
    "\"id\":\"a1\",\"key\":null,\"name\":null,\"names\":[],\"known\":null,\"kind\":\"other\",\"status\":\"signed\","    \
    "\"history\":[{\"status\":\"signed\",\"date\":" WHEN "}],\"denied\":true,\"parties\":[\"ES\",\"MA\"],"              \
    "\"by_party\":[{\"party\":\"ES\",\"status\":\"signed\"}],\"signatories\":[{\"minister\":\"p1\",\"name\":\"José\"," \
    "\"key\":\"person:x\",\"country\":\"ES\"}],\"meeting\":\"m1\",\"date\":null,\"in_force\":null,\"place\":null,"      \
    "\"amounts\":[],\"topics\":[]," EVIDENCE
#define ID     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SOURCE "a\xef\xbf\xbd.txt"

// What a reader that is not ours makes of each line.
static void check_parses(struct str lines) {
    struct str line;
    while (lines.len > 0 && str_next(&lines, '\n', &line)) {
        cJSON *parsed = cJSON_ParseWithLength(line.ptr, line.len);
        CHECK(parsed != NULL);
        cJSON_Delete(parsed);
    }
}

static void test_article(void) {
    static const char whole[] =
        "{\"schema\":\"migcoop/1\",\"engine\":\"1.0.0+0123456789ab\",\"article\":{\"id\":\"" ID
        "\",\"source\":\"" SOURCE
        "\",\"part\":0,\"url\":null,\"outlet\":null,\"language\":\"en\",\"title\":null,\"published\":\"2024-05-08\","
        "\"published_basis\":\"option\",\"characters\":15,\"text\":\"José met "
        "\\\"2024\\\"\\n\"},\"meetings\":[{" MEETING "}],\"ministers\":[{" MINISTER "}],\"dates\":[{" DATE
        "}],\"programs\":[{" PROGRAM "}],\"agreements\":[{" AGREEMENT "}],\"diagnostics\":[]}\n";
    struct mig_settings settings = {.flags = MIG_WITH_TEXT};
    size_t written[MIG_KINDS] = {0};
    struct sample s;
    struct buf b;
    sample_init(&s);
    buf_init(&b, 1 << 20);
    CHECK_INT(article_json_write(&b, "1.0.0+0123456789ab", &s.document, &s.records, &settings, written), MIG_OK);
    CHECK_STR(buf_str(&b), whole);
    check_parses(buf_str(&b));
    for (size_t kind = 0; kind < MIG_KINDS; kind++)
        CHECK_INT(written[kind], 1);

    struct diagnostic diagnostics[] = {
        {DIAGNOSTIC_WARNING, "forged", STR("a \"mark\""), 5, 6, {0}},
        {DIAGNOSTIC_ERROR, "limit", STR("too long"), UINT32_MAX, UINT32_MAX, STR("met-with")},
    };
    s.document.diagnostics = diagnostics;
    s.document.diagnostic_count = 2;
    settings = (struct mig_settings){.only = MIG_KIND_BIT(MIG_DATE)};
    memset(written, 0, sizeof written);
    buf_clear(&b);
    CHECK_INT(article_json_write(&b, "1.0.0+0123456789ab", &s.document, &s.records, &settings, written), MIG_OK);
    CHECK_STR(
        str_sub(buf_str(&b), str_find(buf_str(&b), STR("\"characters\""), 0), b.len),
        "\"characters\":15},\"meetings\":[],\"ministers\":[],\"dates\":[{" DATE "}],\"programs\":[],\"agreements\":[],"
        "\"diagnostics\":[{\"level\":\"warning\",\"code\":\"forged\",\"message\":\"a "
        "\\\"mark\\\"\",\"start\":4,\"end\":5,"
        "\"rule\":null},{\"level\":\"error\",\"code\":\"limit\",\"message\":\"too long\",\"start\":null,\"end\":null,"
        "\"rule\":\"met-with\"}]}\n");
    CHECK_INT(written[MIG_DATE], 1);
    CHECK_INT(written[MIG_MEETING], 0);
    buf_free(&b);

    // A line that does not fit fails, and says so.
    buf_init(&b, 300);
    CHECK_INT(article_json_write(&b, "1.0.0+0123456789ab", &s.document, &s.records, &settings, written), MIG_ELIMIT);
    buf_free(&b);
    arena_free(&s.document.arena);
}

#define FLAT(kind, fields)                                                                                             \
    "{\"record\":\"" kind "\",\"schema\":\"migcoop/1\",\"engine\":\"1.0.0+0123456789ab\",\"article\":{\"id\":\"" ID    \
    "\",\"source\":\"" SOURCE "\",\"part\":0,\"url\":null,\"title\":null,\"language\":\"en\","                         \
    "\"published\":\"2024-05-08\",\"published_basis\":\"option\"}," fields "}\n"

static void test_records(void) {
    static const struct {
        unsigned flags, only;
        const char *want;
    } rows[] = {
        {MIG_RECORDS, 0,
         FLAT("meeting", MEETING) FLAT("minister", MINISTER) FLAT("program", PROGRAM) FLAT("agreement", AGREEMENT)},
        {MIG_RECORDS | MIG_ALL, 0,
         FLAT("meeting", MEETING) FLAT("minister", MINISTER) FLAT("date", DATE) FLAT("program", PROGRAM)
             FLAT("agreement", AGREEMENT)},
        {MIG_RECORDS, MIG_KIND_BIT(MIG_DATE) | MIG_KIND_BIT(MIG_MEETING), FLAT("meeting", MEETING) FLAT("date", DATE)},
        {MIG_RECORDS | MIG_ALL, MIG_KIND_BIT(MIG_PROGRAM), FLAT("program", PROGRAM)},
        {MIG_RECORDS | MIG_WITH_TEXT, MIG_KIND_BIT(MIG_AGREEMENT), FLAT("agreement", AGREEMENT)},
    };
    struct sample s;
    struct buf b;
    sample_init(&s);
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct mig_settings settings = {rows[i].flags, rows[i].only};
        size_t written[MIG_KINDS] = {0};
        UNIT_ROW("flags %u only %u", rows[i].flags, rows[i].only);
        buf_clear(&b);
        CHECK_INT(records_json_write(&b, "1.0.0+0123456789ab", &s.document, &s.records, &settings, written), MIG_OK);
        CHECK_STR(buf_str(&b), rows[i].want);
        check_parses(buf_str(&b));
    }
    struct records none = {0};
    size_t written[MIG_KINDS] = {0};
    buf_clear(&b);
    CHECK_INT(records_json_write(&b, "", &s.document, &none, &(struct mig_settings){0}, written), MIG_OK);
    CHECK_INT(b.len, 0);
    buf_free(&b);
    arena_free(&s.document.arena);
}

static void test_diagnostics(void) {
    static const struct {
        uint32_t start;
        unsigned line, column;
    } rows[] = {{0, 1, 1}, {5, 1, 5}, {7, 2, 1}, {9, 2, 2}, {2, 1, 3}, {12, 3, 1}, {999, 3, 1}, {UINT32_MAX, 0, 0}};
    struct diagnostic diagnostics[ROWS(rows)];
    struct document document = {.text = STR("Jos\xc3\xa9 \n\xd9\x85\xd9\x86\n")};
    const struct mig_diagnostic *list;
    arena_init(&document.arena);
    for (size_t i = 0; i < ROWS(rows); i++)
        diagnostics[i] = (struct diagnostic){DIAGNOSTIC_ERROR, "code", STR("text"), rows[i].start, rows[i].start, {0}};
    document.diagnostics = diagnostics;
    document.diagnostic_count = ROWS(rows);
    if (CHECK_INT(diagnostics_list(&document, &list), MIG_OK))
        for (size_t i = 0; i < ROWS(rows); i++) {
            UNIT_ROW("at %u", rows[i].start);
            CHECK_INT(list[i].line, rows[i].line);
            CHECK_INT(list[i].column, rows[i].column);
            CHECK_INT(list[i].is_error, 1);
            CHECK_C(list[i].message, "text");
            CHECK_C(list[i].rule, "");
        }
    document.diagnostic_count = 0;
    CHECK_INT(diagnostics_list(&document, &list), MIG_OK);
    CHECK(list == NULL);
    arena_free(&document.arena);
}

void test_output(void) {
    test_strings();
    test_numbers();
    test_offsets();
    test_article();
    test_records();
    test_diagnostics();
}
