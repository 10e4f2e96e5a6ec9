/* article/fields.h: the metadata of an article: title, dates, source, authors, editor, sections,
 * language, canonical URL, site name.
 *
 * Three calls, in this order, inside one arena run:
 *
 *     na_fields_from_head(page, draft);        what the page states about itself
 *     ... page->body_node is chosen ...
 *     na_fields_from_body(page, draft);        what the page shows: title, byline, breadcrumb
 *     ... the blocks are rendered ...
 *     na_fields_finish(page, draft, text);     what needs the text: dateline, signature, language
 *
 * Each field is the first candidate, in its field's order of trust, that passes the field's checks;
 * unknown stays empty. */
#ifndef NA_ARTICLE_FIELDS_H
#define NA_ARTICLE_FIELDS_H

#include "article/model.h"

/* Reads meta and link elements, JSON-LD, html lang and CMS comments. The candidates stay behind
 * page->candidates for the calls that follow; site_name, canonical_url, type and language are set
 * here where the page states them. */
void na_fields_from_head(na_page *page, na_draft *draft);

/* Finds the element that shows the title, the byline region and the breadcrumb near
 * page->body_node (which may be NA_NO_NODE), and sets title, dates, source, authors, editor and
 * sections. Sets page->title_node, byline_begin and byline_end (nodes [begin, end) in document
 * order; both NA_NO_NODE when there is no byline). */
void na_fields_from_body(na_page *page, na_draft *draft);

/* Last cross checks with the rendered body: authors from datelines and signatures, language by
 * script, fields that are still empty. */
void na_fields_finish(na_page *page, na_draft *draft, na_str body_text);

#endif
