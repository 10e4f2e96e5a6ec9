/* input.h: the bytes of one page from a file, standard input or the network. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "text.h"
#include <newsarc/status.h>

#define PAGE_MAX (8ULL << 20) /* the library's own default ceiling for one page */

struct input {
    struct text bytes;
    struct text url;          /* address after redirects; empty for files */
    struct text content_type; /* of the answer; empty when unknown */
};

void input_free(struct input *in);
bool is_url(const char *name);

/* Reads `name`: a URL, "-" for standard input (behind what in->bytes already holds), or a file.
 * Inputs that can be no page (folder, empty, WARC, larger than PAGE_MAX) are refused before they
 * are read whole. */
newsarc_status input_read(const char *name, struct input *in, newsarc_error *err);

#define SETTINGS_MIB 1 /* the most of a file that people write */

/* Reads a file of settings, of at most so many MiB; `what` is what it should be, for the error.
 * False with one line in *error. */
bool input_read_settings(const char *path, const char *what, size_t most_mib, struct text *bytes,
                         struct text *error);

#endif
