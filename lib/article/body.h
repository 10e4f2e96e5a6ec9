/* article/body.h: the body of an article, from choosing its container to the finished blocks.
 *
 *     na_body *body = na_body_find(page);      sets page->body_node
 *     ... title, byline and date are known ...
 *     na_body_render(page, body, draft);       sets blocks, text, images, attachments
 *     na_str md = na_body_markdown(page, draft);
 *
 * All inside one arena run; all work is linear in the number of nodes and bytes. */
#ifndef NA_ARTICLE_BODY_H
#define NA_ARTICLE_BODY_H

#include "article/model.h"

typedef struct na_body na_body;

/* Chooses the roots of the body and marks what is not body inside them. Never NULL. */
na_body *na_body_find(na_page *page);

/* Fills draft->blocks, text, images, attachments, and the type where the page does not state it. */
void na_body_render(na_page *page, na_body *body, na_draft *draft);

/* Title and blocks as Markdown. In the arena. */
na_str na_body_markdown(na_page *page, const na_draft *draft);

#endif
