/* From the chosen nodes to lines: one walk over the subtree, a stack of what is open.
 *
 * A line ends where a block begins or ends and at br. Inside a data table a line is a row. The
 * state that elements change (style, list, heading, ...) is saved on the stack when one is entered
 * and restored when it is left. */
#include "article/lines.h"

#include "article/inline.h"
#include "text/utf8.h"

#define NA_LIST_LEVELS 12
#define NA_BOX_CHARS 220
#define NA_CAPTION_UNITS 900 /* longer texts are no captions, whatever the class says */

typedef struct context {
    na_style style;
    uint8_t heading, list_level;
    bool quote, pre, caption, ordered, in_table, attachment;
} context;

typedef struct opened {
    na_node_id node, end;
    bool block;
    context outside;
} opened;

typedef struct writer {
    const na_page *page;
    const na_body *b;
    na_lines *out;
    na_inline line;
    na_line now; /* counts of the line being written */
    context c;
    opened stack[NA_DEPTH_MAX + 2];
    size_t depth;
    uint32_t number[NA_LIST_LEVELS + 1];
    bool item_fresh; /* the next line is the first of its list item */
    bool row_first, table_first;
    uint32_t cells;
    uint32_t bold_chars, caption_chars;
    size_t room, image_room;
} writer;

static na_line *new_line(writer *w)
{
    na_lines *o = w->out;
    if (o->n == w->room) {
        size_t more = w->room ? w->room * 2 : 64;
        o->v = na_arena_grow(w->page->arena, o->v, w->room * sizeof *o->v, more * sizeof *o->v);
        w->room = more;
    }
    o->v[o->n] = (na_line){0};
    return &o->v[o->n++];
}

static void set_type(writer *w, na_block *block)
{
    const context *c = &w->c;
    if (c->in_table) {
        block->type = NA_BLOCK_TABLE_ROW;
        block->level = w->table_first;
        block->ordered = w->cells;
        w->table_first = false;
    } else if (c->caption || w->caption_chars * 10 > w->now.chars * 8) {
        block->type = NA_BLOCK_CAPTION;
    } else if (c->heading) {
        block->type = NA_BLOCK_HEADING;
        block->level = c->heading;
    } else if (c->pre) {
        block->type = NA_BLOCK_PRE;
    } else if (c->list_level && w->item_fresh) {
        block->type = NA_BLOCK_LIST_ITEM;
        block->level = c->list_level;
        block->ordered = c->ordered ? w->number[c->list_level] : 0;
        w->item_fresh = false;
    } else {
        block->type = c->quote ? NA_BLOCK_QUOTE : NA_BLOCK_PARAGRAPH;
    }
}

/* Lines keep offsets while the buffers grow; na_lines_render turns them into slices. */
static void end_line(writer *w)
{
    na_inline *l = &w->line;
    na_inline_end(l);
    if (w->now.chars && l->text.n > l->text_from) { /* soft hyphens alone make no line */
        na_line *line = new_line(w);
        *line = w->now;
        line->bold = w->bold_chars == w->now.chars || w->c.heading;
        set_type(w, &line->block);
        line->block.text = (na_str){NULL, l->text.n - l->text_from};
        line->block.markdown = (na_str){NULL, l->md.n - l->md_from};
        line->block.image = (uint32_t)l->text_from;
        if (line->block.type == NA_BLOCK_CAPTION && w->out->image_count) {
            na_image *m = &w->out->images[w->out->image_count - 1];
            if (m->caption.n == 0)
                m->caption = na_arena_str(
                    w->page->arena, (na_str){l->text.p + l->text_from, l->text.n - l->text_from});
        }
    } else {
        l->text.n = l->text_from;
        l->md.n = l->md_from;
    }
    w->now = (na_line){.block.node = NA_NO_NODE};
    w->bold_chars = w->caption_chars = 0;
    w->cells = 1;
    na_inline_begin(l);
}

static void add_text(writer *w, na_node_id n)
{
    const na_node *t = na_node_at(w->b->doc, n);
    if (t->flags & NA_WHITE && !w->c.pre) {
        w->line.space = true;
        return;
    }
    if (w->now.block.node == NA_NO_NODE)
        w->now.block.node = n;
    na_counts c = na_count_text(w->b, n);
    w->now.attachment = w->now.attachment || w->c.attachment;
    w->now.chars += c.chars;
    w->now.link_chars += c.links;
    w->now.sentences += c.sentences;
    w->now.commas += c.commas;
    if (w->c.style.bold)
        w->bold_chars += c.chars;
    if (w->c.caption)
        w->caption_chars += c.chars;
    w->line.want = w->c.style;
    w->line.pre = w->c.pre;
    na_inline_text(&w->line, t->text);
}

/* Rows and columns, no tables inside, cells without paragraphs. */
static bool is_data_table(const na_doc *d, na_node_id table)
{
    uint32_t rows = 0, cells = 0, heads = 0;
    for (na_node_id n = table + 1; n < d->nodes[table].end; n++) {
        const na_node *e = na_node_at(d, n);
        if (e->type != NA_ELEMENT)
            continue;
        if (e->tag == NA_TAG_TABLE || e->tag == NA_TAG_H1 || e->tag == NA_TAG_FORM)
            return false;
        rows += e->tag == NA_TAG_TR;
        heads += e->tag == NA_TAG_TH;
        if (e->tag == NA_TAG_TD || e->tag == NA_TAG_TH) {
            cells++;
            if (e->paragraphs > 2 || e->text_chars > 800)
                return false;
        }
    }
    return cells >= 2 && (heads || (rows >= 2 && cells > rows));
}

static void add_image(writer *w, na_node_id n)
{
    na_str url = na_image_url(w->page, n);
    na_lines *o = w->out;
    if (url.n == 0)
        return;
    for (size_t i = o->image_count > 32 ? o->image_count - 32 : 0; i < o->image_count; i++)
        if (na_str_eq(o->images[i].url, url))
            return;
    if (!w->c.in_table)
        end_line(w);
    if (o->image_count == w->image_room) {
        size_t more = w->image_room ? w->image_room * 2 : 16;
        o->images = na_arena_grow(w->page->arena, o->images, w->image_room * sizeof *o->images,
                                  more * sizeof *o->images);
        w->image_room = more;
    }
    na_str alt = na_collapse(w->page->arena, na_attr_get(w->b->doc, n, "alt"));
    o->images[o->image_count++] = (na_image){.url = url, .alt = alt};
    if (w->c.in_table)
        return;
    na_line *line = new_line(w);
    line->block =
        (na_block){.type = NA_BLOCK_IMAGE, .image = (uint32_t)o->image_count - 1, .node = n};
}

/* A box with an image and a few words: the words are its caption. */
static bool is_image_box(const na_body *b, na_node_id n)
{
    const na_node *e = na_node_at(b->doc, n);
    if ((e->tag != NA_TAG_DIV && e->tag != NA_TAG_SPAN) || !na_rule_on(NA_RULE_CAPTION_BOXES))
        return false;
    uint32_t whole = b->root_count ? b->doc->nodes[b->roots[b->root_count - 1]].text_chars : 0;
    if (e->text_chars == 0 || e->text_chars > NA_BOX_CHARS || e->links > 1 || e->elements > 12 ||
        e->text_chars > whole / 8 || (b->signs[n] & NA_SIGN_BODY))
        return false;
    return na_find_tag(b->doc, n, e->end, NA_TAG_IMG) != NA_NO_NODE;
}

static bool is_caption(const na_body *b, na_node_id n)
{
    const na_node *e = na_node_at(b->doc, n);
    if (e->tag == NA_TAG_FIGCAPTION || is_image_box(b, n))
        return true;
    if (!(b->signs[n] & NA_SIGN_CAPTION) || (b->signs[n] & NA_SIGN_BODY))
        return false;
    return b->weight[n].raw + b->weight[n].junk + b->weight[n].linked < NA_CAPTION_UNITS;
}

static void enter_list(writer *w, const na_node *e)
{
    if (w->c.list_level < NA_LIST_LEVELS)
        w->c.list_level++;
    w->c.ordered = e->tag == NA_TAG_OL;
    w->number[w->c.list_level] = 0;
}

static void enter_cell(writer *w)
{
    if (!w->c.in_table)
        return;
    if (!w->row_first) {
        na_inline_cell(&w->line);
        w->cells++;
    }
    w->row_first = false;
}

static void enter_link(writer *w, na_node_id n)
{
    na_str href = na_attr_get(w->b->doc, n, "href");
    if (href.n == 0)
        return;
    w->c.style.link = na_absolute_url(w->page, href);
    if (na_is_attachment(w->page, n)) {
        w->c.attachment = true;
        na_add_attachment(w->page, n, w->out);
    }
}

/* What an element changes for the text inside it. */
static void change_context(writer *w, na_node_id n, const na_node *e)
{
    context *c = &w->c;
    switch (e->tag) {
    case NA_TAG_H1:
    case NA_TAG_H2:
    case NA_TAG_H3:
    case NA_TAG_H4:
    case NA_TAG_H5:
    case NA_TAG_H6: c->heading = (uint8_t)(1 + e->tag - NA_TAG_H1); break;
    case NA_TAG_UL:
    case NA_TAG_OL: enter_list(w, e); break;
    case NA_TAG_LI:
        w->number[c->list_level]++;
        w->item_fresh = true;
        break;
    case NA_TAG_BLOCKQUOTE: c->quote = true; break;
    case NA_TAG_PRE: c->pre = true; break;
    case NA_TAG_FIGURE: c->caption = e->text_chars < NA_CAPTION_UNITS; break;
    case NA_TAG_TABLE:
        c->in_table = is_data_table(w->b->doc, n);
        c->caption = false;
        w->table_first = true;
        break;
    case NA_TAG_TR: w->row_first = true; break;
    case NA_TAG_TD:
    case NA_TAG_TH: enter_cell(w); break;
    case NA_TAG_A: enter_link(w, n); break;
    case NA_TAG_B:
    case NA_TAG_STRONG: c->style.bold = true; break;
    case NA_TAG_I:
    case NA_TAG_EM: c->style.italic = true; break;
    case NA_TAG_CODE:
    case NA_TAG_KBD:
    case NA_TAG_SAMP:
    case NA_TAG_TT: c->style.code = !c->pre; break;
    default: break;
    }
    if (is_caption(w->b, n))
        c->caption = true;
}

static bool is_row_inside(const writer *w, const na_node *e)
{
    return w->c.in_table && e->tag != NA_TAG_TR && e->tag != NA_TAG_TABLE &&
           e->tag != NA_TAG_CAPTION;
}

static void enter(writer *w, na_node_id n, const na_node *e)
{
    bool block = (e->flags & NA_BLOCK) != 0;
    if (block && is_row_inside(w, e)) {
        w->line.space = true;
        block = false;
    }
    if (block)
        end_line(w);
    if (w->depth < NA_DEPTH_MAX + 1)
        w->stack[w->depth++] = (opened){n, e->end, block, w->c};
    change_context(w, n, e);
}

static void leave_until(writer *w, na_node_id next)
{
    while (w->depth && w->stack[w->depth - 1].end <= next) {
        const opened *o = &w->stack[w->depth - 1];
        if (o->block)
            end_line(w);
        else if (w->b->doc->nodes[o->node].flags & NA_BLOCK)
            w->line.space = true;
        w->c = o->outside;
        w->depth--;
    }
}

static void visit(writer *w, na_node_id n, const na_node *e)
{
    if (e->type == NA_TEXT) {
        add_text(w, n);
    } else if (e->tag == NA_TAG_BR) {
        if (w->c.in_table)
            w->line.space = true;
        else if (w->c.pre)
            na_inline_text(&w->line, NA_STR("\n"));
        else
            end_line(w);
    } else if (e->tag == NA_TAG_IMG) {
        add_image(w, n);
    } else if (e->tag == NA_TAG_HR) {
        end_line(w);
    } else {
        enter(w, n, e);
    }
}

static void render_root(writer *w, na_node_id root)
{
    const na_doc *d = w->b->doc;
    na_node_id end = d->nodes[root].end;
    for (na_node_id n = root; n < end;) {
        const na_node *e = na_node_at(d, n);
        leave_until(w, n);
        if (w->b->mark[n] || e->type == NA_COMMENT) {
            n = e->end;
            continue;
        }
        visit(w, n, e);
        n++;
    }
    leave_until(w, end);
    end_line(w);
}

void na_lines_render(const na_page *page, const na_body *body, na_lines *out)
{
    writer *w = na_arena_zalloc(page->arena, sizeof *w);
    w->page = page;
    w->b = body;
    w->out = out;
    w->line.text = NA_SB(page->arena);
    w->line.md = NA_SB(page->arena);
    w->now.block.node = NA_NO_NODE;
    w->cells = 1;
    na_inline_begin(&w->line);
    for (size_t i = 0; i < body->root_count; i++)
        render_root(w, body->roots[i]);
    size_t md = 0;
    for (size_t i = 0; i < out->n; i++) {
        na_block *b = &out->v[i].block;
        if (b->type == NA_BLOCK_IMAGE)
            continue;
        b->text.p = w->line.text.p + b->image;
        b->markdown.p = w->line.md.p + md;
        md += b->markdown.n;
        b->image = 0;
    }
    na_attachments_behind(page, body, out);
}
