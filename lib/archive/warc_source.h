/* archive/warc_source.h: where the bytes of a WARC file come from: a file or memory, read at any
 * offset, or a pipe, a socket, a caller's function, read once in order. */
#ifndef NA_ARCHIVE_WARC_SOURCE_H
#define NA_ARCHIVE_WARC_SOURCE_H

#include "core/str.h"
#include <sys/types.h>

/* Up to `size` bytes into `out`; 0 at the end, -1 after a failure (errno tells). */
typedef ssize_t (*na_read_fn)(void *user, void *out, size_t size);

typedef struct na_source {
    int fd; /* -1: none */
    bool owned;
    bool seekable;
    na_str memory;
    na_read_fn read; /* NULL: the descriptor or memory */
    void *user;
    uint64_t size; /* 0 when unknown */
} na_source;

/* Takes fd; seekable when it is a regular file. False: errno tells, fd is closed. */
bool na_source_file(na_source *s, int fd);
/* Borrows fd and reads it in order from where it stands. */
void na_source_pipe(na_source *s, int fd);
void na_source_memory(na_source *s, na_str bytes);
void na_source_function(na_source *s, na_read_fn read, void *user);
void na_source_close(na_source *s);
/* Reads at `offset`, which must be where the last read ended unless the source is seekable. */
ssize_t na_source_read(na_source *s, uint64_t offset, void *out, size_t n);

#endif
