// One input - a file, a page, a feed, an archive - as the articles in it, one after the other.
//
// What an input is tells its content (format.h), or the caller. Archives and compressed files are looked into, at most
// two deep; each file in them is read as what it is itself. Memory goes with the largest article, not with the input.
//
//   json     an object is an article; so is each element of an array, each line of JSON Lines, and each element of
//            `items`, `articles`, `results`, `documents` or `docs` of an object without text. Its fields, first known
//            one first: text by the caller's field, else text, body, content, articleBody, article_body, maintext,
//            main_text, full_text, fulltext, content_text, content_html, html; title: title, headline; date: date,
//            published, datePublished, date_published, publishedAt, published_at, pubDate, pub_date, date_publish,
//            publish_date, publication_date; url: url, link, canonical_url, source_url; language: language, lang;
//            outlet: outlet, publisher, source, site, sitename, domain. Text that is markup is read as a web page.
//   feed     RSS 0.9-2.0, Atom: an item is an article; NewsML-G2: a newsItem; NITF: the document
//   warc     a response with a page or plain text is an article, with its address
//   mail     a message of e-mail, by its first text
//   archive  gzip, Zstandard, xz, bzip2; ZIP, tar: each file in it, named archive/file
#ifndef MIG_INPUT_READER_H
#define MIG_INPUT_READER_H

#include <time.h>

#include "input/format.h"
#include "input/window.h"

struct reader;

struct reader_settings {
    enum format format;     // FORMAT_UNKNOWN: by content
    const char *text_field; // of JSON; NULL: the known ones
    size_t article_limit;   // bytes of one article; 0: 64 MiB
    // Told of each article that cannot be read, with its line where there are lines; the rest is done.
    void (*report)(void *context, struct str name, const struct mig_error *error);
    void *context;
};

struct reader_input {
    struct str name;     // NUL-terminated too
    struct str head;     // its bytes, or the first of them
    window_read_fn read; // gives the rest; NULL: there is none
    void *context;
    time_t saved; // when it was written, as far as its file tells; 0: unknown
};

enum mig_status reader_open(const struct reader_settings *settings, struct reader **out, struct mig_error *err);
void reader_close(struct reader *r); // NULL is fine

// Starts an input; all of it must stay until it is read to its end, or the next starts.
enum mig_status reader_start(struct reader *r, const struct reader_input *input, struct mig_error *err);

// The next article, valid until the next call: bytes, source, part, format, and what its container tells of it. *more is
// false when there is none. MIG_EMEMORY is the only failure.
enum mig_status reader_next(struct reader *r, struct mig_article *article, bool *more, struct mig_error *err);

#endif
