/* Elements named by CSS selectors. */
#include "html/path.h"

#include "core/buf.h"

#define NAME_MAX_BYTES 60
#define CLASSES_MAX 4
#define STEPS_MAX 4

static bool is_identifier(na_str s, bool stable)
{
    if (s.n == 0 || s.n > NAME_MAX_BYTES || !(na_is_alpha(s.p[0]) || s.p[0] == '_'))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        bool digit = na_is_digit(s.p[i]);
        if ((digit && stable) || !(digit || na_is_alpha(s.p[i]) || s.p[i] == '-' || s.p[i] == '_'))
            return false;
    }
    return true;
}

na_str na_element_step(na_arena *arena, const na_doc *doc, na_node_id element, bool stable)
{
    na_sb sb = NA_SB(arena);
    const na_node *e = na_node_at(doc, element);
    na_str id = na_str_trim(na_attr_get(doc, element, "id"));
    na_str classes = na_attr_get(doc, element, "class");
    na_sb_add(&sb, is_identifier(e->text, false) ? e->text : NA_STR("*"));
    if (is_identifier(id, stable)) {
        na_sb_add_byte(&sb, '#');
        na_sb_add(&sb, id);
    }
    for (size_t n = 0; classes.n && n < CLASSES_MAX;) {
        size_t length = 0;
        while (length < classes.n && !na_is_space(classes.p[length]))
            length++;
        na_str one = na_str_take(classes, length);
        classes = na_str_skip(classes, length + 1);
        if (!is_identifier(one, stable))
            continue;
        na_sb_add_byte(&sb, '.');
        na_sb_add(&sb, one);
        n++;
    }
    return na_sb_str(&sb);
}

na_str na_element_path(na_arena *arena, const na_doc *doc, na_node_id n)
{
    na_node_id steps[STEPS_MAX];
    size_t count = 0;
    na_sb sb = NA_SB(arena);
    if (n != NA_NO_NODE && doc->nodes[n].type != NA_ELEMENT)
        n = doc->nodes[n].parent;
    for (; n != NA_NO_NODE && count < STEPS_MAX; n = doc->nodes[n].parent)
        steps[count++] = n;
    while (count-- > 0) {
        if (sb.n)
            na_sb_add_cstr(&sb, " > ");
        na_sb_add(&sb, na_element_step(arena, doc, steps[count], false));
    }
    return na_sb_str(&sb);
}
