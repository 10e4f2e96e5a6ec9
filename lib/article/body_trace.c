/* The account of a body: its roots with all their text, and what of it was left out under which
 * rule. Everything below a root that is no line of the output stands here: nodes with their marks,
 * lines with their cuts, lines that are told elsewhere (captions, attachments). A test holds the
 * sum against the text of the roots on every page. */
#include "article/lines.h"

#include "text/utf8.h"

/* Lines that are neither cut nor text. */
static const char *told_elsewhere(const na_block *block)
{
    if (block->type == NA_BLOCK_CAPTION)
        return "caption";
    return block->type == NA_BLOCK_ATTACHMENT ? "attachment" : NULL;
}

static void note_nodes(na_trace *t, const na_body *b, na_node_id root)
{
    const na_doc *d = b->doc;
    for (na_node_id n = root; n < d->nodes[root].end;) {
        const na_node *e = na_node_at(d, n);
        if (b->mark[n] == 0) {
            n++;
            continue;
        }
        na_str text = na_trace_text(t->arena, d, n);
        if (na_trim_white(text).n)
            na_trace_note(t, NA_NOTE_DROP, na_drop_name((na_drop)(b->mark[n] >> NA_MARK_DROP)), n,
                          text);
        n = e->end;
    }
}

static void note_lines(na_trace *t, const na_lines *lines)
{
    for (size_t i = 0; i < lines->n; i++) {
        const na_line *l = &lines->v[i];
        const char *rule = l->cut ? na_cut_name((na_cut)l->cut) : told_elsewhere(&l->block);
        if (rule && l->block.text.n)
            na_trace_note(t, NA_NOTE_DROP, rule, l->block.node, l->block.text);
    }
}

void na_body_note(na_trace *t, const na_body *b, const na_lines *lines)
{
    if (!t)
        return;
    for (size_t i = 0; i < b->root_count; i++)
        na_trace_note(t, NA_NOTE_ROOT, NULL, b->roots[i],
                      na_trace_text(t->arena, b->doc, b->roots[i]));
    for (size_t i = 0; i < b->root_count; i++)
        note_nodes(t, b, b->roots[i]);
    note_lines(t, lines);
}
