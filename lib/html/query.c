/* Questions about a document. */
#include "html/document.h"
#include "html/tagtable.h"

#include "core/buf.h"
#include "text/utf8.h"

static const na_attr *find_attr(const na_doc *d, na_node_id n, const char *name)
{
    const na_node *node = na_node_at(d, n);
    na_str wanted = na_str_from(name);
    for (uint32_t i = node->attr; i < node->attr + node->attr_count; i++)
        if (na_str_eq(d->attrs[i].name, wanted))
            return &d->attrs[i];
    return NULL;
}

na_str na_attr_get(const na_doc *d, na_node_id n, const char *name)
{
    const na_attr *attr = find_attr(d, n, name);
    return attr ? attr->value : (na_str){NULL, 0};
}

bool na_attr_has(const na_doc *d, na_node_id n, const char *name)
{
    return find_attr(d, n, name) != NULL;
}

bool na_has_word(na_str list, na_str word, bool any_case)
{
    while (list.n) {
        size_t length = 0;
        while (length < list.n && !na_is_space(list.p[length]))
            length++;
        na_str one = na_str_take(list, length);
        if (length && (any_case ? na_str_eq_nocase(one, word) : na_str_eq(one, word)))
            return true;
        list = na_str_skip(list, length + 1);
    }
    return false;
}

bool na_class_has(const na_doc *d, na_node_id n, const char *token)
{
    return na_has_word(na_attr_get(d, n, "class"), na_str_from(token), true);
}

na_node_id na_find_tag(const na_doc *d, na_node_id from, na_node_id end, na_tag tag)
{
    for (na_node_id n = from; n < end; n++)
        if (na_is_element(d, n, tag))
            return n;
    return NA_NO_NODE;
}

static bool is_left_out(const na_node *n)
{
    return n->type == NA_ELEMENT && (n->flags & NA_HIDDEN_NODE || na_tag_is_silent((na_tag)n->tag));
}

static bool is_line_break(const na_node *n)
{
    return n->flags & NA_BLOCK || n->tag == NA_TAG_BR;
}

na_str na_node_text(na_arena *arena, const na_doc *d, na_node_id n)
{
    if (d->nodes[n].type != NA_ELEMENT)
        return na_collapse(arena, d->nodes[n].text);
    na_sb sb = NA_SB(arena);
    na_node_id open = n; /* the element whose content i is in */
    for (na_node_id i = n + 1; i < d->nodes[n].end; i++) {
        const na_node *node = &d->nodes[i];
        for (; i >= d->nodes[open].end; open = d->nodes[open].parent)
            if (is_line_break(&d->nodes[open]))
                na_sb_add_byte(&sb, ' ');
        if (is_left_out(node)) {
            i = node->end - 1;
        } else if (node->type == NA_ELEMENT) {
            open = i;
            if (is_line_break(node))
                na_sb_add_byte(&sb, ' ');
        } else if (node->type == NA_TEXT) {
            na_sb_add(&sb, node->text);
        }
    }
    return na_collapse(arena, na_sb_str(&sb));
}
