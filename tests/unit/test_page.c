#include "unit.h"

#include <string.h>

#include "input/article_body.h"
#include "input/json_scan.h"
#include "input/markup_names.h"
#include "input/markup_skim.h"
#include "input/page_date.h"
#include "input/page_title.h"
#include "input/reader_markup.h"
#include "input/reader_page.h"

static struct markup_names names;
static struct furniture no_furniture;

// What an article of the page comes to: title, then its text.
static void check_page(const char *html, const char *title, const char *text) {
    struct document d;
    struct page page;
    struct mig_article article = {.bytes = html, .length = strlen(html)};
    document_init(&d);
    page_init(&page, &d.arena);
    UNIT_ROW("%s", html);
    CHECK_INT(reader_page(&d, &article, &names, &no_furniture, &page, NULL), MIG_OK);
    if (page.text.len > 0) // what is kept of the page outlives it
        memset(page.text.ptr, '?', page.text.len);
    page_free(&page);
    CHECK_STR(d.title, title);
    CHECK_STR(d.text, text);
    document_free(&d);
}

#define FIRST  "The two ministers met in Rabat on Monday, and spoke of visas, work and return."
#define SECOND "They agreed to meet again in autumn, in Madrid, with their experts and police."

static void test_bodies(void) {
    static const struct {
        const char *html, *title, *text;
    } rows[] = {
        {"", "", ""},
        {"<p>" FIRST, "", FIRST "\n"},
        {"<title>Talks in Rabat | The Gazette</title><p>" FIRST, "Talks in Rabat", "Talks in Rabat\n\n" FIRST "\n"},
        {"<h1>Talks in Rabat</h1><p>" FIRST "<p>" SECOND, "Talks in Rabat",
         "Talks in Rabat\n\n" FIRST "\n" SECOND "\n"},
        {"<nav><li><a>Home</a><li><a>World</a></nav><div><p>" FIRST "</p><h2>Next</h2><p>" SECOND "</p></div>", "",
         FIRST "\nNext\n" SECOND "\n"},
        {"<div><p>" FIRST "</p><p>" SECOND "</p></div><div class=comment-list><p>" SECOND "</p></div>", "",
         FIRST "\n" SECOND "\n"},
        {"<div class=has-sidebar><p>" FIRST "</p><p>" SECOND "</p></div>", "", FIRST "\n" SECOND "\n"},
        {"<form><p>" FIRST "</p><script>var x = '<p>no</p>';</script><p>" SECOND "</p></form>", "",
         FIRST "\n" SECOND "\n"},
        {"<figure><figcaption>" SECOND "</figcaption></figure><p>" FIRST, "", FIRST "\n"},
        {"<p>" FIRST "<br>" SECOND "</p>", "", FIRST "\n" SECOND "\n"},
        {"<p>One&nbsp;two, three&#xf001; and&#x21; &lt;four&gt; of those who came to the talks.", "",
         "One two, three and! <four> of those who came to the talks.\n"},
        {"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p>" FIRST " &e;</p>", "", FIRST " &e;\n"},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        check_page(rows[i].html, rows[i].title, rows[i].text);
}

static void test_skim(void) {
    static const struct {
        const char *markup, *skimmed;
    } rows[] = {
        {"", ""},
        {"a < b <3", "a < b <3"},
        {"<p>a<!-- <p>b --><p>c", "<p>a<p>c"},
        {"a<!-->b<!--->c<!--[if x]><!-->d<!--<![endif]-->e", "abcde"},
        {"a<!-- never ends", "a"},
        {"<script>if (a < b) c('<p>');</script><p>", "<script></script><p>"},
        {"<SCRIPT src='x>y'>x</Script ><STYLE>p > a {}</style>a", "<SCRIPT src='x>y'></Script ><STYLE></style>a"},
        {"<script>var a = '<!--';</script>b<!-- -->", "<script></script>b"},
        {"<!-- <script> -->b</script>", "b</script>"},
        {"<a title='<script>'>b</a><a title=\"<!--\">c</a>", "<a title='<script>'>b</a><a title=\"<!--\">c</a>"},
        {"<a title=it's>b</a><style>c</style>'", "<a title=it's>b</a><style></style>'"},
        {"<a b'>c</a><style>d'</style>", "<a b'>c</a><style></style>"},
        {"<scripts>a</scripts><styled>b</styled>", "<scripts>a</scripts><styled>b</styled>"},
        {"<script type='application/ld+json'>{\"a\": \"<!-- --><p>\"}</script>b", NULL},
        {"<script>a", "<script>"},
        {"<p title='", "<p title='"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf to;
        UNIT_ROW("%s", rows[i].markup);
        buf_init(&to, 1000);
        markup_skim(str_c(rows[i].markup), &to);
        CHECK_STR(buf_str(&to), rows[i].skimmed == NULL ? rows[i].markup : rows[i].skimmed);
        buf_free(&to);
    }
}

static void test_page_dates(void) {
    const struct published_hints hints = {.day_first = true, .latest = "2026-11-24"};
    static const struct {
        const char *html, *url, *published;
    } rows[] = {
        {"<p>" FIRST, NULL, ""},
        {"<meta property='article:published_time' content='2024-05-06T10:00:00+01:00'><p>" FIRST, NULL,
         "2024-05-06T10:00:00+01:00"},
        {"<meta property='article:modified_time' content='2024-05-06'><p>" FIRST, NULL, ""},
        {"<meta name=DC.date.issued content='20240506'><p>" FIRST, NULL, "2024-05-06"},
        {"<meta name=pubdate content='1715000000'><p>" FIRST, NULL, "2024-05-06"},
        {"<meta name=pubdate content='2124-05-06'><p>" FIRST, NULL, ""}, // not yet
        {"<meta name=pubdate content='1970-01-01'><p>" FIRST, NULL, ""},
        {"<script type='application/ld+json'>{\"@type\":[\"NewsArticle\"],\"datePublished\":\"2024-05-06\"}</script><p>" FIRST,
         NULL, "2024-05-06"},
        {"<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\",\"datePublished\":\"2020-01-01\"},"
         "{\"datePublished\":\"2024-05-06\",\"@type\":\"Article\"}]}</script><p>" FIRST,
         NULL, "2024-05-06"},
        {"<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"2024-05-06\",</script><p>" FIRST,
         NULL, "2024-05-06"},
        {"<time datetime='2024-05-06'>Monday</time><p>" FIRST, NULL, "2024-05-06"},
        {"<p>" FIRST "<div class=comments><time datetime='2024-05-06'>Monday</time></div>", NULL, ""},
        {"<abbr class=published title='2024-05-06T21:11:00+02:00'>21:11</abbr><p>" FIRST, NULL,
         "2024-05-06T21:11:00+02:00"},
        {"<div class=byline>06.05.2024, 12:01</div><p>" FIRST, NULL, "2024-05-06"},
        {"<div class=byline>Updated</div><p>" FIRST, "https://x.example/2024/05/06/talks", "2024-05-06"},
        {"<meta name=og:publish_date content='2024-05-06'><p>" FIRST, NULL, "2024-05-06"},
        {"<meta itemprop=dateModified content='2024-05-06'><p>" FIRST, NULL, ""},
        {"<meta name=pubdate content='Mon May 06 10:15:00 UTC 2024'><p>" FIRST, NULL, ""}, // no month names here
        {"<meta name=pubdate content='2024-05-06T23:15:0Z'><div class=byline>07/05/2024</div><p>" FIRST, NULL,
         "2024-05-07"},
        {"<meta name=pubdate content='2024-05-06T23:15:00+02:00'><div class=byline>07/05/2024</div><p>" FIRST, NULL,
         "2024-05-06T23:15:00+02:00"},
        {"<p><span itemprop='datePublished'>06.05.2024</span><p>" FIRST, NULL, "2024-05-06"},
        {"<span property='dc:issued dc:created' content='2024-05-06'>Monday</span><p>" FIRST, NULL, "2024-05-06"},
        {"<span itemprop='dateModified'>06.05.2024</span><p>" FIRST, NULL, ""},
        {"<span class=timestamp data-timestamp='1715000000'>Monday</span><p>" FIRST, NULL, "2024-05-06"},
        {"<div>Today, <span itemprop=dateModified>changed</span> 06.05.2024</div><p>" FIRST, NULL, "2024-05-06"},
        {"<relative-time datetime='2024-05-06'>Monday</relative-time><p>" FIRST, NULL, "2024-05-06"},
        {"<div class=byline>06.05.24, 12:01</div><p>" FIRST, NULL, "2024-05-06"},
        {"<div class=x>06.05.24, 12:01</div><p>" FIRST, NULL, ""},
        {"<p>" FIRST "<p>" SECOND "<p>" FIRST "<p>" SECOND "<p>Published 06/05/2024", NULL, "2024-05-06"},
        {"<p>" FIRST "<table><tr><td>06/05/2024<td>A concert</table>", NULL, ""},
        {"<script>var page = {publishDate: '2024-05-06'};</script><p>" FIRST, NULL, "2024-05-06"},
        {"<script>push({\"pub_date\" : \"2024-05-06T10:00\"})</script><p>" FIRST, NULL, "2024-05-06"},
        {"<script>x = \"{\\\"firstPublished\\\":\\\"2024-05-06\\\"}\"</script><p>" FIRST, NULL, "2024-05-06"},
        {"<script>publisher = '2024-05-06'; published = true; e('publish', '2024-05-06')</script><p>" FIRST, NULL, ""},
        {"<script type='application/ld+json'>//<![CDATA[\n{\"@type\":\"Article\",\"datePublished\":\"2024-05-06\"}//]]></script><p>" FIRST,
         NULL, "2024-05-06"},
        {"<script type='application/ld+json'>{\"@type\":\"schema:Article\",\"schema:datePublished\":"
         "{\"@type\":\"Date\",\"@value\":\"2024-05-06\"}}</script><p>" FIRST,
         NULL, "2024-05-06"},
        {"<script type='application/ld+json'>{\"@type\":\"LiveBlogPosting\",\"liveBlogUpdate\":[{\"@type\":\"BlogPosting\","
         "\"datePublished\":\"2024-05-07\"}],\"datePublished\":\"2024-05-06\"}</script><p>" FIRST,
         NULL, "2024-05-06"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct document d;
        struct page page;
        struct mig_article article = {.bytes = rows[i].html, .length = strlen(rows[i].html), .url = rows[i].url};
        document_init(&d);
        page_init(&page, &d.arena);
        UNIT_ROW("%s", rows[i].html);
        CHECK_INT(reader_page(&d, &article, &names, &no_furniture, &page, NULL), MIG_OK);
        CHECK_INT(page_date_find(&page, &d, &hints), MIG_OK);
        CHECK_STR(d.published, rows[i].published);
        page_free(&page);
        document_free(&d);
    }
}

static void test_names(void) {
    static const struct {
        const char *value;
        unsigned found;
    } rows[] = {
        {"", 0},
        {"comment", NAME_COMMENT},
        {"commentary", 0},
        {"post_comment-12", NAME_COMMENT},
        {"relatedPosts", NAME_AWAY},
        {"article-body", NAME_ARTICLE},
        {"article body", 0}, // two names
        {"story-articleBody", NAME_ARTICLE},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%s", rows[i].value);
        CHECK_INT(markup_names_find(&names, str_c(rows[i].value)), rows[i].found);
    }
    CHECK_INT(markup_names_word(&names, STR("mayo")), 5);
    CHECK_INT(markup_names_word(&names, STR("comment")), 0);
}

static void test_json(void) {
    static const struct {
        const char *text, *events;
    } rows[] = {
        {"", ""},
        {"{}", "{}"},
        {" {\"a\": [1, \"b\", null]} ", "{k[oso]}"},
        {"[1,]", "[o!"},
        {"[1 2]", "[o!"},
        {"{\"a\" 1}", "{!"},
        {"{\"a\":}", "{k!"},
        {"[}", "[!"},
        {"\"open", "!"},
        {"\"a\\\"b\"", "s"},
        {"nul", "!"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        char got[33];
        size_t len = 0;
        struct json_scan scan;
        enum json_event event;
        json_scan_start(&scan, str_c(rows[i].text));
        while ((event = json_scan_next(&scan)) != JSON_END && len + 1 < sizeof got) {
            got[len++] = event == JSON_WRONG    ? '!'
                         : event == JSON_OPEN   ? scan.bracket
                         : event == JSON_CLOSE  ? (scan.bracket == '{' ? '}' : ']')
                         : event == JSON_KEY    ? 'k'
                         : event == JSON_STRING ? 's'
                                                : 'o';
            if (event == JSON_WRONG)
                break;
        }
        got[len] = '\0';
        UNIT_ROW("%s", rows[i].text);
        CHECK_C(got, rows[i].events);
    }
    struct arena arena;
    struct str out;
    arena_init(&arena);
    CHECK(json_scan_unescape(&arena, STR("\\u0041\\ud83d\\ude00\\n\\/\\u0000\\ud800\\u"), &out));
    CHECK_STR(out, "A\xf0\x9f\x98\x80\n/\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    arena_free(&arena);
}

static void test_charsets(void) {
    static const struct {
        const char *html, *charset;
    } rows[] = {
        {"<p>", ""},
        {"<META CHARSET=\"windows-1256\">", "windows-1256"},
        {"<head><meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-1'>", "ISO-8859-1"},
        {"<?xml version='1.0' encoding='utf-16'?>", "utf-16"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        UNIT_ROW("%s", rows[i].html);
        CHECK_STR(markup_charset(str_c(rows[i].html)), rows[i].charset);
    }
}

void test_page(void) {
    markup_names_init(&names);
    furniture_init(&no_furniture);
    CHECK_INT(markup_names_add(&names, STR("away"), STR("related | sidebar\nshare"), NULL), MIG_OK);
    CHECK_INT(markup_names_add(&names, STR("comment"), STR("comment | comments | comment list"), NULL), MIG_OK);
    CHECK_INT(markup_names_add(&names, STR("article"), STR("article body"), NULL), MIG_OK);
    CHECK_INT(markup_names_add(&names, STR("byline"), STR("byline"), NULL), MIG_OK);
    CHECK_INT(markup_names_add(&names, STR("published"), STR("published"), NULL), MIG_OK);
    CHECK_INT(markup_names_add(&names, STR("date"), STR("timestamp"), NULL), MIG_OK);
    CHECK_INT(markup_names_add(&names, STR("modified"), STR("updated"), NULL), MIG_OK);
    CHECK_INT(markup_names_add(&names, STR("month-05"), STR("mai | Mayo"), NULL), MIG_OK);
    CHECK_INT(markup_names_add(&names, STR("nothing"), STR("x"), NULL), MIG_EDATA);
    test_names();
    test_json();
    test_charsets();
    test_bodies();
    test_skim();
    test_page_dates();
    markup_names_free(&names);
}
