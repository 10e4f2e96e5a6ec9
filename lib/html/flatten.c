/* The flattening pass: walks Gumbo's tree once with a stack of its own (the tree may be as deep as
 * the page is long) and writes nodes, attributes and sums. */
#include "html/flatten.h"

#include "html/foreign.h"
#include "html/tagtable.h"
#include "html/textstat.h"
#include "html/visibility.h"

#define ATTRS_MAX 512    /* of one element; honest pages have 64 at most */
#define PARAGRAPH_MIN 20 /* code points */

/* An element whose children are being visited. */
typedef struct frame {
    const GumboVector *children;
    unsigned next;
    na_node_id id;     /* of the element, or of its last kept ancestor */
    size_t block;      /* frame of the nearest element that begins a line */
    bool kept, silent; /* silent: no sums below */
    uint8_t inherited; /* flags that go on to the children */
    uint8_t breaks;    /* br since the last text; for blocks */
    bool broken;       /* a run of text was ended by br; for blocks */
    uint32_t run;      /* code points since the block began or was broken */
} frame;

typedef struct flattener {
    na_arena *arena;
    na_slimmed *slim;
    na_doc *doc;
    na_node *nodes;
    na_attr *attrs;
    size_t node_room, attr_count, attr_room;
    frame *stack;
    size_t depth, stack_room;
} flattener;

static frame *top(flattener *f)
{
    return &f->stack[f->depth - 1];
}

static na_node *add_node(flattener *f, na_node_type type)
{
    na_doc *doc = f->doc;
    if (doc->count == f->node_room) {
        size_t room = f->node_room * 2;
        f->nodes = na_arena_grow(f->arena, f->nodes, f->node_room * sizeof *f->nodes,
                                 room * sizeof *f->nodes);
        f->node_room = room;
    }
    na_node *n = &f->nodes[doc->count];
    *n = (na_node){.parent = f->depth ? top(f)->id : NA_NO_NODE,
                   .end = doc->count + 1,
                   .type = (uint8_t)type,
                   .attr = (uint32_t)f->attr_count,
                   .flags = f->depth ? top(f)->inherited : 0};
    if (f->depth)
        n->depth = (uint16_t)(f->nodes[n->parent].depth + 1);
    doc->count++;
    return n;
}

static void add_attr(flattener *f, const GumboAttribute *attr)
{
    if (f->attr_count == f->attr_room) {
        size_t room = f->attr_room * 2;
        f->attrs = na_arena_grow(f->arena, f->attrs, f->attr_room * sizeof *f->attrs,
                                 room * sizeof *f->attrs);
        f->attr_room = room;
    }
    f->attrs[f->attr_count++] = (na_attr){na_str_from(attr->name), na_str_from(attr->value)};
}

static na_str lower_name(na_arena *arena, GumboStringPiece tag)
{
    gumbo_tag_from_original_text(&tag);
    char *copy = na_arena_cstr(arena, (na_str){tag.data, tag.length});
    for (size_t i = 0; i < tag.length; i++)
        copy[i] = na_lower(copy[i]);
    return (na_str){copy, tag.length};
}

static na_foreign foreign_of(const GumboElement *e)
{
    return na_foreign_kind((na_str){e->original_tag.data, e->original_tag.length});
}

static na_str name_of(flattener *f, const GumboElement *e, na_foreign foreign)
{
    if (foreign != NA_FOREIGN_NONE)
        return foreign == NA_FOREIGN_SVG ? NA_STR("svg") : NA_STR("math");
    if (e->tag != GUMBO_TAG_UNKNOWN)
        return na_str_from(gumbo_normalized_tagname(e->tag));
    return lower_name(f->arena, e->original_tag);
}

static na_tag tag_of(const GumboElement *e, na_foreign foreign)
{
    if (foreign != NA_FOREIGN_NONE)
        return foreign == NA_FOREIGN_SVG ? NA_TAG_SVG : NA_TAG_OTHER;
    return na_tag_from_gumbo(e->tag);
}

static na_node *add_element(flattener *f, const GumboElement *e)
{
    na_node *n = add_node(f, NA_ELEMENT);
    na_foreign foreign = foreign_of(e);
    na_tag tag = tag_of(e, foreign);
    n->tag = (uint16_t)tag;
    n->text = name_of(f, e, foreign);
    n->flags |= na_tag_is_block(tag) ? NA_BLOCK : 0;
    unsigned count = e->attributes.length < ATTRS_MAX ? e->attributes.length : ATTRS_MAX;
    for (unsigned i = 0; i < count; i++)
        add_attr(f, e->attributes.data[i]);
    n->attr_count = (uint16_t)count;
    if (na_hides(tag, f->attrs + n->attr, count))
        n->flags |= NA_HIDDEN_NODE;
    return n;
}

static na_str attr_of(const flattener *f, const na_node *n, na_str name)
{
    for (uint32_t i = n->attr; i < n->attr + n->attr_count; i++)
        if (na_str_eq(f->attrs[i].name, name))
            return f->attrs[i].value;
    return (na_str){NULL, 0};
}

/* head, body and the base URL, which the document names. */
static void note_landmark(flattener *f, na_node_id id)
{
    const na_node *n = &f->nodes[id];
    na_doc *doc = f->doc;
    if (n->tag == NA_TAG_HEAD && n->parent == 0 && doc->head == NA_NO_NODE)
        doc->head = id;
    else if (n->tag == NA_TAG_BODY && n->parent == 0 && doc->body == NA_NO_NODE)
        doc->body = id;
    else if (n->tag == NA_TAG_BASE && doc->base_href.n == 0)
        doc->base_href = attr_of(f, n, NA_STR("href"));
}

/* A script behind the place where slimming stopped: its text is in the tree. */
static void note_script(flattener *f, const GumboElement *e, const na_node *n)
{
    const char *at = e->original_tag.data;
    if (!at || (size_t)(at - f->slim->text.p) < f->slim->slim_end)
        return;
    const GumboNode *child = e->children.length ? e->children.data[0] : NULL;
    na_str_list_add(f->arena, &f->slim->scripts, na_str_from(child ? child->v.text.text : NULL));
    na_str_list_add(f->arena, &f->slim->script_types, attr_of(f, n, NA_STR("type")));
}

static void push(flattener *f, const GumboVector *children, frame new)
{
    if (f->depth == f->stack_room) {
        size_t room = f->stack_room * 2;
        f->stack = na_arena_grow(f->arena, f->stack, f->stack_room * sizeof *f->stack,
                                 room * sizeof *f->stack);
        f->stack_room = room;
    }
    new.children = children;
    f->stack[f->depth++] = new;
}

/* The run of text in a block ends: was it a paragraph? */
static void end_run(flattener *f, frame *block)
{
    if (block->run >= PARAGRAPH_MIN)
        f->nodes[block->id].paragraphs++;
    block->run = 0;
    block->breaks = 0;
    block->broken = true;
}

/* A block that begins inside a run of text ends it. */
static void cut_run(flattener *f)
{
    frame *block = &f->stack[top(f)->block];
    if (block->broken)
        end_run(f, block);
    block->run = 0;
    block->breaks = 0;
}

static void see_break(flattener *f)
{
    frame *block = &f->stack[top(f)->block];
    if (block->breaks < 2 && ++block->breaks == 2)
        end_run(f, block);
}

static void enter(flattener *f, const GumboNode *node)
{
    static const GumboVector none = {NULL, 0, 0};
    const GumboElement *e = &node->v.element;
    const GumboVector *children = node->type == GUMBO_NODE_TEMPLATE ? &none : &e->children;
    if (f->depth >= NA_DEPTH_MAX) {
        frame below = *top(f);
        below.kept = false;
        below.next = 0;
        push(f, children, below);
        return;
    }
    na_node *n = add_element(f, e);
    na_node_id id = f->doc->count - 1;
    note_landmark(f, id);
    if (n->tag == NA_TAG_SCRIPT)
        note_script(f, e, n);
    bool quiet = f->depth && top(f)->silent;
    frame here = {.id = id, .kept = true};
    here.silent = quiet || na_tag_is_silent(n->tag) || n->flags & NA_HIDDEN_NODE;
    here.inherited = n->flags & (NA_HIDDEN_NODE | NA_IN_LINK);
    if (n->tag == NA_TAG_A && attr_of(f, n, NA_STR("href")).p) {
        here.inherited |= NA_IN_LINK;
        n->links = !here.silent;
    }
    if (n->tag == NA_TAG_BR && !quiet)
        see_break(f);
    else if (n->flags & NA_BLOCK && f->depth)
        cut_run(f);
    n->elements = !here.silent;
    here.block = n->flags & NA_BLOCK || !f->depth ? f->depth : top(f)->block;
    push(f, children, here);
}

/* Paragraphs of an element that ends: those of broken text, else a p as a whole. */
static void close_block(flattener *f, frame *here)
{
    na_node *n = &f->nodes[here->id];
    if (here->silent || !(n->flags & NA_BLOCK))
        return;
    if (here->broken)
        end_run(f, here);
    if (n->tag == NA_TAG_P && n->paragraphs == 0 && n->text_chars >= PARAGRAPH_MIN)
        n->paragraphs = 1;
}

static void leave(flattener *f)
{
    frame *here = top(f);
    na_node *n = &f->nodes[here->id];
    if (here->kept) {
        close_block(f, here);
        n->end = f->doc->count;
        if (n->parent != NA_NO_NODE) {
            na_node *up = &f->nodes[n->parent];
            up->text_chars += n->text_chars;
            up->link_chars += n->link_chars;
            up->sentences += n->sentences;
            up->commas += n->commas;
            up->paragraphs += n->paragraphs;
            up->links += n->links;
            up->elements += n->elements;
        }
    }
    f->depth--;
}

static void add_to_run(flattener *f, const na_text_stat *stat)
{
    frame *block = &f->stack[top(f)->block];
    if (block->breaks && stat->indented)
        end_run(f, block);
    if (stat->chars == 0)
        return;
    block->breaks = 0;
    block->run += stat->chars;
}

static void add_text(flattener *f, na_str text)
{
    na_text_stat stat = na_text_measure(text);
    na_node *n = add_node(f, NA_TEXT);
    n->text = text;
    n->flags |= stat.chars ? 0 : NA_WHITE;
    const frame *here = top(f);
    if (here->silent)
        return;
    n->text_chars = stat.chars;
    if (here->inherited & NA_IN_LINK) {
        n->link_chars = stat.chars;
    } else {
        n->sentences = stat.sentences;
        n->commas = stat.commas;
    }
    na_node *up = &f->nodes[here->id];
    up->text_chars += n->text_chars;
    up->link_chars += n->link_chars;
    up->sentences += n->sentences;
    up->commas += n->commas;
    add_to_run(f, &stat);
}

static void add_comment(flattener *f, const GumboText *comment)
{
    na_str text = na_str_from(comment->text);
    const char *at = comment->original_text.data;
    if (at && (size_t)(at - f->slim->text.p) >= f->slim->slim_end)
        na_str_list_add(f->arena, &f->slim->comments, text);
    if (na_is_mark(text))
        add_node(f, NA_COMMENT)->text = text;
}

static void visit(flattener *f, const GumboNode *node)
{
    switch (node->type) {
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE: enter(f, node); break;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_WHITESPACE: add_text(f, na_str_from(node->v.text.text)); break;
    case GUMBO_NODE_COMMENT: add_comment(f, &node->v.text); break;
    case GUMBO_NODE_DOCUMENT: break;
    }
}

void na_flatten(na_arena *arena, const GumboOutput *tree, na_slimmed *slim, na_doc *doc)
{
    flattener f = {.arena = arena, .slim = slim, .doc = doc};
    f.node_room = slim->text.n / 24 + 64;
    f.attr_room = slim->text.n / 48 + 64;
    f.stack_room = 128;
    f.nodes = na_arena_array(arena, f.node_room, sizeof *f.nodes);
    f.attrs = na_arena_array(arena, f.attr_room, sizeof *f.attrs);
    f.stack = na_arena_array(arena, f.stack_room, sizeof *f.stack);
    visit(&f, tree->root);
    while (f.depth) {
        frame *here = top(&f);
        if (here->next < here->children->length)
            visit(&f, here->children->data[here->next++]);
        else
            leave(&f);
    }
    doc->nodes = f.nodes;
    doc->attrs = f.attrs;
}
