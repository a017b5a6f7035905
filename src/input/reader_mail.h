// A message of e-mail (RFC 5322, MIME) as an article: an alert, a newsletter, a press office's mail.
#ifndef MIG_INPUT_READER_MAIL_H
#define MIG_INPUT_READER_MAIL_H

#include "input/reader_parts.h"

// Whether bytes begin as a message does: with three and more of its fields, the sender and one that only mail has.
bool reader_mail_is(struct str head);

// Makes the article of a message: its first text that is not an attachment, as plain text where there is the choice; the
// subject as title, the sender's name as outlet, its date. Strings live in p->arena, or are slices of the message. A
// message without text is told. MIG_EMEMORY is the only failure.
enum mig_status reader_mail_article(struct str message, struct reader_parts *p, struct mig_article *article,
                                    bool *found);

#endif
