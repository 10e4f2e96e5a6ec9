/* pack/article_file.h: the file that articles are written to: a tar or zip with a folder for each,
 * or JSON lines; its name tells which. */
#ifndef NA_PACK_ARTICLE_FILE_H
#define NA_PACK_ARTICLE_FILE_H

#include "pack/rendering.h"

typedef struct na_article_file na_article_file;

/* One article on its way into the file. */
typedef struct na_article_item {
    na_str folder;    /* see na_article_folder */
    const char *date; /* of the article: the members' time; NULL: not known */
    na_rendering files;
    na_str page;      /* the page's entity, as captured */
    const char *url;  /* of the page */
    const char *type; /* its Content-Type; NULL: none was given */
    /* Puts the entity that was captured under `url` into `out`, inside an arena run.
     * NEWSARC_E_NOT_FOUND: it was not captured, and is left out. NULL: nothing was captured. */
    newsarc_status (*read)(void *user, na_arena *arena, const char *url, na_buf *out,
                           newsarc_error *err);
    void *user;
} na_article_item;

/* Written as PATH.open until na_article_file_close. NEWSARC_OK, NEWSARC_E_ARGUMENT (no kind of file
 * has such a name), NEWSARC_E_IO, NEWSARC_E_NOMEM. */
newsarc_status na_article_file_new(const char *path, na_article_file **out, newsarc_error *err);
/* Whether the file takes lines, or else items. */
bool na_article_file_has_lines(const na_article_file *f);
/* The article's JSON, white space around it cut off, as a line. */
newsarc_status na_article_file_add_line(na_article_file *f, na_str json, newsarc_error *err);
/* Items must come in byte order of their folders. Writes article.json, article.md, article.txt,
 * attachments/, images/ and page.html (see offline.h; left out when it would need too much memory).
 */
newsarc_status na_article_file_add(na_article_file *f, const na_article_item *item,
                                   newsarc_error *err);
newsarc_status na_article_file_close(na_article_file *f, newsarc_error *err); /* fsync, rename */
/* An unclosed file is removed; NULL is ignored. */
void na_article_file_free(na_article_file *f);

#endif
