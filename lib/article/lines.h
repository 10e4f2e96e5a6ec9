/* article/lines.h: the body as lines while it is rendered and cleaned. */
#ifndef NA_ARTICLE_LINES_H
#define NA_ARTICLE_LINES_H

#include "article/body_parts.h"
#include "article/drops.h"

typedef struct na_line {
    na_block block;
    uint32_t chars, link_chars; /* code points without white space */
    uint32_t sentences, commas;
    bool attachment; /* holds a link to a file */
    bool bold;       /* all of it is bold or a heading */
    uint8_t kind;    /* na_boilerplate */
    uint8_t cut;     /* na_cut: why it is not body; 0: it is */
} na_line;

typedef struct na_lines {
    na_line *v;
    size_t n;
    na_image *images;
    size_t image_count;
    na_attachment *attachments;
    size_t attachment_count;
} na_lines;

/* blocks.c: what stands below the roots and is not marked. */
void na_lines_render(const na_page *page, const na_body *body, na_lines *out);
/* captions.c: lines that credit the image before them become captions. */
void na_lines_mark_captions(na_lines *lines);
/* extras.c: lines of links to files become attachments, the article's own pager is cut. */
void na_lines_mark_extras(na_lines *lines);
/* lines.c: cuts the head (title, byline, breadcrumb), the tail and boilerplate lines. */
void na_lines_clean(const na_page *page, const na_draft *draft, na_lines *lines);

/* media.c: the address of an image or an empty slice, and whether a link leads to a file. */
na_str na_image_url(const na_page *page, na_node_id n);
bool na_is_attachment(const na_page *page, na_node_id link);
na_str na_absolute_url(const na_page *page, na_str link);
/* Adds attachment links that stand right behind the body. */
void na_attachments_behind(const na_page *page, const na_body *body, na_lines *lines);
void na_add_attachment(const na_page *page, na_node_id link, na_lines *lines);

static inline uint32_t na_line_units(const na_line *l)
{
    return na_units(l->block.text.n, l->chars);
}

#endif
