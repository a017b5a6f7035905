// Archives and compressed streams by libarchive: their files one after the other, never more than one piece in memory.
// A file that expands out of all proportion is cut off with MIG_ELIMIT.
#ifndef MIG_INPUT_READER_ARCHIVE_H
#define MIG_INPUT_READER_ARCHIVE_H

#include <time.h>

#include "base/arena.h"
#include "input/window.h"

struct reader_archive;

// The archive's bytes come from the window, which must stay.
enum mig_status reader_archive_open(struct window *from, struct reader_archive **out, struct mig_error *err);
void reader_archive_close(struct reader_archive *a); // NULL is fine

// The next regular file. *name is its path in the archive, empty for a stream that is only compressed; valid until the
// next call. *saved is when it was last written, left as it is where the archive does not tell. Fails with MIG_EINPUT where the archive is damaged, with MIG_ELIMIT and MIG_EMEMORY.
enum mig_status reader_archive_next(struct reader_archive *a, struct str *name, time_t *saved, bool *more,
                                    struct mig_error *err);

// A window_read_fn: more bytes of the file at hand. context: the reader_archive.
enum mig_status reader_archive_read(void *context, char *into, size_t room, size_t *got, struct mig_error *err);

// Decompresses a small piece, such as the body of one response. *out lives in the arena. Fails as above.
enum mig_status reader_archive_inflate(struct str bytes, size_t limit, struct arena *arena, struct str *out,
                                       struct mig_error *err);

#endif
