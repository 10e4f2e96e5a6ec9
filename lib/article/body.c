/* The body finder as a whole: weigh, choose, prune; then render, clean, sum up. */
#include "article/body_parts.h"
#include "article/candidates.h"
#include "article/lines.h"

#include "core/buf.h"

#define NA_SHORT_UNITS 50
#define NA_ARTICLE_UNITS 200 /* of prose, at which a page counts as an article */

na_body *na_body_find(na_page *page)
{
    na_body *b = na_arena_zalloc(page->arena, sizeof *b);
    b->doc = page->doc;
    b->arena = page->arena;
    b->trace = page->trace;
    b->sign_map = na_signs_read(page->arena, page->doc);
    b->signs = b->sign_map.of;
    b->shown = b->first_prose = NA_NO_NODE;
    na_body_keep_ruled(b, page->ruled);
    na_body_weigh(b, page->site);
    const na_jsonld *stated = page->candidates ? &page->candidates->jsonld : NULL;
    na_body_choose(b, stated ? stated->body : (na_str){0}, stated && stated->live);
    na_body_prune(b);
    if (b->root_count)
        page->body_node = b->roots[0];
    return b;
}

static void keep_blocks(const na_page *page, na_lines *lines, na_draft *draft)
{
    draft->blocks = na_arena_array(page->arena, lines->n + 1, sizeof *draft->blocks);
    for (size_t i = 0; i < lines->n; i++)
        if (!lines->v[i].cut)
            draft->blocks[draft->block_count++] = lines->v[i].block;
}

static na_str join_text(const na_page *page, const na_draft *draft)
{
    na_sb sb = NA_SB(page->arena);
    for (size_t i = 0; i < draft->block_count; i++) {
        const na_block *b = &draft->blocks[i];
        if (b->type == NA_BLOCK_IMAGE || b->type == NA_BLOCK_CAPTION ||
            b->type == NA_BLOCK_ATTACHMENT)
            continue;
        if (sb.n)
            na_sb_add_byte(&sb, '\n');
        na_sb_add(&sb, b->text);
    }
    return na_sb_str(&sb);
}

/* What is left is an article when it is long enough, or when it is at least a sentence and the page
 * has a headline and a date or says itself that it is an article. */
static bool is_article(const na_draft *draft, uint64_t units)
{
    bool stated = na_str_eq(draft->type.text, NA_STR("article"));
    bool headed = draft->title.text.n && (draft->date.text.n || stated);
    return units >= NA_ARTICLE_UNITS || (headed && units >= NA_SHORT_UNITS);
}

static const char *kind_of_page(const na_page *page, const na_draft *draft, const na_lines *lines)
{
    const na_doc *d = page->doc;
    uint64_t units = 0;
    for (size_t i = 0; i < lines->n; i++)
        if (!lines->v[i].cut && lines->v[i].sentences)
            units += na_line_units(&lines->v[i]);
    if (is_article(draft, units))
        return "article";
    if (d->body == NA_NO_NODE)
        return "other";
    const na_node *body = na_node_at(d, d->body);
    return body->links >= 20 && body->link_chars * 2 > body->text_chars ? "listing" : "other";
}

void na_body_render(na_page *page, na_body *body, na_draft *draft)
{
    na_lines lines = {0};
    if (na_rule_on(NA_RULE_BODY_LEAD))
        na_body_add_lead(page, body);
    na_lines_render(page, body, &lines);
    na_lines_clean(page, draft, &lines);
    na_body_note(page->trace, body, &lines);
    keep_blocks(page, &lines, draft);
    draft->images = lines.images;
    draft->image_count = lines.image_count;
    draft->attachments = lines.attachments;
    draft->attachment_count = lines.attachment_count;
    na_str text = join_text(page, draft);
    draft->text = (na_fact){text, body->ruled ? "rule" : "body", body->ruled ? 1.0 : 0.8};
    draft->type = (na_fact){na_str_from(kind_of_page(page, draft, &lines)), "body", 0.8};
}
