/* article/result.h: newsarc_article, the heap copy of a draft.
 *
 * One allocation holds the struct, its arrays and all strings, so an article is made or not made as
 * a whole and is freed by one call. */
#ifndef NA_ARTICLE_RESULT_H
#define NA_ARTICLE_RESULT_H

#include "article/model.h"
#include "core/buf.h"

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
    const char *markdown;  /* the body as Markdown; "" when there is none */
    const char *rules_of;  /* the pattern of addresses whose rules were used; NULL: none */
    const char *next_page; /* may be NULL */
    uint8_t rules[NEWSARC_RULE_COUNT]; /* newsarc_rule_state of each */
    bool explained;
    const na_note *notes; /* how it was found; none when it is not `explained` */
    size_t note_count;
};

/* Copies the draft; `markdown` is its body as Markdown. NULL when out of memory. */
newsarc_article *na_result_new(const na_draft *draft, na_str markdown);

/* Appends a rendering; an error stays in the buffer. `id`: see newsarc_article_render. */
void na_result_render(const newsarc_article *article, newsarc_rendering how, const char *id,
                      na_buf *out);
/* NEWSARC_RENDER_JSON and NEWSARC_RENDER_JSON_PRETTY from one tree. */
void na_result_json(const newsarc_article *article, na_buf *line, na_buf *pretty);

/* Name of a field in JSON, "date" or "authors". */
const char *na_field_name(newsarc_field field);

#endif
