/* core/file.h: files that appear under their name only when they are whole and on disk.
 *
 * A na_file is written as PATH.open, through a buffer, and gets its name at the end. Bytes reach
 * the disk in the pieces in which they were added: a file that was not finished ends with a whole
 * piece. Errors name the file and the system's reason. */
#ifndef NA_CORE_FILE_H
#define NA_CORE_FILE_H

#include "core/buf.h"

typedef struct na_file {
    int fd; /* -1: none open */
    char *path, *open_path;
    const char *subsystem; /* for errors; borrowed */
    na_buf waiting;        /* not written yet */
    uint64_t size;         /* bytes written */
    newsarc_status status; /* sticky: bytes are missing, or the end is torn */
} na_file;

#define NA_FILE_NONE ((na_file){.fd = -1})

/* Makes PATH.open, empty. The statuses of na_error_system. */
newsarc_status na_file_open(na_file *f, const char *subsystem, const char *path,
                            newsarc_error *err);
/* Writes now and then only. After an error the bytes wait for the next write, up to a limit. */
newsarc_status na_file_add(na_file *f, na_str bytes, newsarc_error *err);
/* The same with a line feed behind it. */
newsarc_status na_file_add_line(na_file *f, na_str line, newsarc_error *err);
/* Writes what waits. After an error the file ends where it ended before. */
newsarc_status na_file_flush(na_file *f, newsarc_error *err);
/* Writes what waits, syncs, gives the file its name, syncs its folder, and closes it. After an
 * error it is still open. */
newsarc_status na_file_finish(na_file *f, newsarc_error *err);
/* Closes the file if it is open; what was written stays as PATH.open. */
void na_file_close(na_file *f);
/* Closes the file if it is open, and removes PATH.open. */
void na_file_discard(na_file *f);

/* A whole file at once; nothing is left of it after an error. */
newsarc_status na_file_write(const char *subsystem, const char *path, na_str bytes,
                             newsarc_error *err);

/* Writes all bytes; adds what reached the file to *written. NEWSARC_OK, NEWSARC_E_IO (errno tells).
 */
newsarc_status na_write_all(int fd, na_str bytes, uint64_t *written);
/* Syncs the folder that holds the file, so that a new name lasts. Some file systems cannot; the
 * name itself is there. */
void na_sync_folder_of(const char *path);

#endif
