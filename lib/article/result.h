/* article/result.h: newsarc_article, the heap copy of a draft.
 *
 * One allocation holds the struct, its arrays and all strings, so an article is made or not made as
 * a whole and is freed by one call. */
#ifndef NA_ARTICLE_RESULT_H
#define NA_ARTICLE_RESULT_H

#include "article/model.h"

typedef struct na_value { /* a field with its evidence */
    const char *const *v; /* n strings */
    size_t n;
    const char *from; /* NULL when the field is unknown */
    double confidence;
} na_value;

typedef struct na_result_image {
    const char *url, *alt, *caption;
} na_result_image;

typedef struct na_result_attachment {
    const char *url, *name;
} na_result_attachment;

struct newsarc_article {
    na_value fields[NEWSARC_FIELD_COUNT];
    const na_result_image *images;
    size_t image_count;
    const na_result_attachment *attachments;
    size_t attachment_count;
    const char *markdown; /* the body as Markdown; "" when there is none */
};

/* Copies the draft; `markdown` is its body as Markdown. NULL when out of memory. */
newsarc_article *na_result_new(const na_draft *draft, na_str markdown);

/* Name of a field in JSON, "date" or "authors". */
const char *na_field_name(newsarc_field field);

#endif
