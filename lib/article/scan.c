/* article/scan.c: the visible text of a range of nodes in document order, with a mark wherever an
 * element begins or ends. Bylines are read from this: a label's value ends with its element, and a
 * label without a value must not swallow the next line. */
#include "article/candidates.h"
#include "core/buf.h"

#define PIECES_MAX 4000

bool na_skipped_tag(const na_node *node)
{
    switch (node->tag) {
    case NA_TAG_SCRIPT:
    case NA_TAG_STYLE:
    case NA_TAG_NOSCRIPT:
    case NA_TAG_TEMPLATE:
    case NA_TAG_SELECT:
    case NA_TAG_TEXTAREA:
    case NA_TAG_BUTTON:
    case NA_TAG_IFRAME:
    case NA_TAG_SVG:
    case NA_TAG_OBJECT:
    case NA_TAG_HEAD:
    case NA_TAG_TITLE: return node->type == NA_ELEMENT;
    default: return false;
    }
}

/* Strength of the break that an element makes; larger wins between two texts. */
static int break_of(const na_node *node)
{
    switch (node->tag) {
    case NA_TAG_TD:
    case NA_TAG_TH:
    case NA_TAG_DT:
    case NA_TAG_DD: return 2;
    case NA_TAG_BR:
    case NA_TAG_HR: return 3;
    default: return (node->flags & NA_BLOCK) ? 3 : 1;
    }
}

static char mark_of(int strength)
{
    static const char MARKS[] = {0, NA_MARK_INLINE, NA_MARK_CELL, NA_MARK_LINE};
    return MARKS[strength];
}

/* The break made by the elements that end between text `from` and node `to`. */
static int break_on_leaving(const na_doc *doc, na_node_id from, na_node_id to)
{
    int strength = 0;
    for (na_node_id a = doc->nodes[from].parent; a != NA_NO_NODE && doc->nodes[a].end <= to;
         a = doc->nodes[a].parent) {
        int s = break_of(&doc->nodes[a]);
        strength = s > strength ? s : strength;
        if (strength == 3)
            break;
    }
    return strength;
}

typedef struct scanner {
    const na_doc *doc;
    na_sb sb;
    na_scan_piece *pieces;
    size_t count;
    size_t max_bytes;
    na_node_id last; /* last text */
    int pending;     /* break before the next text */
} scanner;

/* Line breaks of the source are spaces, and the marks must not come from the page. */
static void add_text(scanner *s, na_node_id n)
{
    na_str whole = s->doc->nodes[n].text, t = na_str_take(whole, s->max_bytes - s->sb.n);
    while (t.n > 0 && t.n < whole.n && ((unsigned char)whole.p[t.n] & 0xC0) == 0x80)
        t.n--; /* not in the middle of a character */
    s->pieces[s->count++] = (na_scan_piece){s->sb.n, n};
    size_t begin = s->sb.n;
    na_sb_add(&s->sb, t);
    for (size_t i = begin; i < s->sb.n; i++)
        if ((unsigned char)s->sb.p[i] < 0x20)
            s->sb.p[i] = ' ';
}

static void take_text(scanner *s, na_node_id n)
{
    if (s->last != NA_NO_NODE) {
        int left = break_on_leaving(s->doc, s->last, n);
        s->pending = left > s->pending ? left : s->pending;
    }
    if (s->doc->nodes[n].flags & NA_WHITE) {
        /* white space alone keeps the break that is pending */
        if (s->sb.n > 0 && s->pending < 2)
            na_sb_add_byte(&s->sb, ' ');
        return;
    }
    if (s->pending > 0 && s->sb.n > 0)
        na_sb_add_byte(&s->sb, mark_of(s->pending));
    s->pending = 0;
    add_text(s, n);
    s->last = n;
}

na_scan na_scan_nodes(na_arena *arena, const na_doc *doc, na_node_id begin, na_node_id end,
                      size_t max_bytes)
{
    scanner s = {.doc = doc, .sb = NA_SB(arena), .max_bytes = max_bytes, .last = NA_NO_NODE};
    s.pieces = na_arena_array(arena, PIECES_MAX, sizeof *s.pieces);
    end = end < doc->count ? end : doc->count;
    for (na_node_id n = begin; n < end && s.sb.n < max_bytes && s.count < PIECES_MAX;) {
        const na_node *node = &doc->nodes[n];
        if (node->type == NA_TEXT && !(node->flags & NA_HIDDEN_NODE))
            take_text(&s, n);
        else if (node->type == NA_ELEMENT) {
            int strength = break_of(node);
            s.pending = strength > s.pending ? strength : s.pending;
            if ((node->flags & NA_HIDDEN_NODE) || na_skipped_tag(node)) {
                n = node->end;
                continue;
            }
        }
        n++;
    }
    na_str text = s.sb.n > 0 ? na_sb_str(&s.sb) : NA_STR(""); /* readers point into it */
    return (na_scan){text, s.pieces, s.count};
}

na_node_id na_scan_node_at(const na_scan *scan, size_t offset)
{
    na_node_id node = NA_NO_NODE;
    for (size_t i = 0; i < scan->piece_count && scan->pieces[i].offset <= offset; i++)
        node = scan->pieces[i].node;
    return node;
}
