/* article/author_markup.c: authors by markup (rel=author, itemprop, class) and by lines like "By X
 * and Y" in the languages of Europe. */
#include "article/ablation.h"
#include "article/candidates.h"

#define LINE_CHARS_MAX 100
#define NEAR_NODES 120 /* behind the body */
#define NEAR_CHARS 40

/* Says by rel or itemprop that it names the author. */
static bool is_marked_author(const na_page *page, na_node_id n)
{
    if (!na_class_says(page, n, NA_CLASS_MARKUP))
        return false;
    na_str rel = na_attr_get(page->doc, n, "rel"), prop = na_attr_get(page->doc, n, "itemprop");
    return na_str_eq_nocase(rel, NA_STR("author")) || na_str_eq_nocase(prop, NA_STR("author"));
}

static bool is_author_element(const na_page *page, na_node_id n)
{
    if (is_marked_author(page, n))
        return !na_in_other_text(page, n);
    return na_class_says(page, n, NA_CLASS_AUTHOR) &&
           !na_class_says(page, n, NA_CLASS_NOT_AUTHOR) && !na_in_furniture(page, n);
}

static bool is_name_element(const na_doc *doc, na_node_id n)
{
    na_str href = na_attr_get(doc, n, "href");
    return na_str_eq_nocase(na_attr_get(doc, n, "rel"), NA_STR("author")) ||
           na_str_eq_nocase(na_attr_get(doc, n, "itemprop"), NA_STR("name")) ||
           na_str_find(href, NA_STR("/author")) != NA_NOT_FOUND;
}

/* The names of nested elements that are marked as names. */
static na_names nested_names(na_page *page, na_node_id from)
{
    const na_doc *doc = page->doc;
    na_names names = {0};
    for (na_node_id n = from; n < doc->nodes[from].end; n++)
        if (doc->nodes[n].type == NA_ELEMENT && doc->nodes[n].text_chars > 2 &&
            doc->nodes[n].text_chars < LINE_CHARS_MAX && is_name_element(doc, n))
            na_names_split(page->arena, &names, na_node_text(page->arena, doc, n));
    return names;
}

/* What stands behind " by " in a line that says more: "Posted on Monday by X". */
static na_str behind_by(na_str s)
{
    static const char *const INNER[] = {" by ", " von ", " par ", " por ", NULL};
    for (const char *const *b = INNER; *b; b++) {
        size_t at = na_str_find_nocase(s, na_str_from(*b));
        if (at != NA_NOT_FOUND)
            return na_str_skip(s, at + strlen(*b));
    }
    return (na_str){0};
}

/* The part of a line that can hold names: a date in it and what belongs to the date go. */
static na_str names_part(const na_page *page, na_str line)
{
    na_date_match date;
    na_str before = na_trim_white(line), after = {0};
    if (na_date_find(line, page->now, &date)) {
        before = na_trim_white(na_str_take(line, date.begin));
        after = na_trim_white(na_str_skip(line, date.end));
    }
    if (na_byline_prefix(after) && !na_byline_prefix(before))
        return after;
    if (na_byline_prefix(before))
        return before;
    if (na_names_is_filler(before)) {
        na_str inner = behind_by(before);
        if (inner.n > 0)
            return inner;
        inner = behind_by(after);
        return inner.n > 0 ? inner : after;
    }
    return na_count_nonspace(before) > 1 ? before : after;
}

/* Further links of rel=author in the same line. */
static void add_siblings(na_page *page, na_names *names, na_node_id n)
{
    const na_doc *doc = page->doc;
    for (int i = 0; i < 16 && n != NA_NO_NODE; i++, n = na_next_sibling(doc, n))
        if (doc->nodes[n].type == NA_ELEMENT && is_marked_author(page, n))
            na_names_split(page->arena, names, na_node_text(page->arena, doc, n));
}

/* The first line of an element's text that holds names. */
static void add_lines(na_page *page, na_names *names, na_node_id n)
{
    na_scan scan = na_scan_nodes(page->arena, page->doc, n, page->doc->nodes[n].end, 600);
    na_str rest = scan.text;
    for (int i = 0; i < 4 && rest.n > 0 && names->n == 0; i++)
        na_names_split(page->arena, names, names_part(page, na_str_cut(rest, NA_MARK_LINE, &rest)));
}

/* Behind the body a class says "author" of other things, too: it counts on a short line close by;
 * what rel or itemprop marks counts anywhere. */
static bool is_near(const na_page *page, na_node_id begin, na_node_id n)
{
    return begin == 0 || is_marked_author(page, n) ||
           (n < begin + NEAR_NODES && page->doc->nodes[n].text_chars <= NEAR_CHARS &&
            !na_in_other_text(page, n));
}

/* Elements in [begin, end); behind the body only what is_near. */
na_names na_authors_in_markup(na_page *page, na_node_id begin, na_node_id end)
{
    const na_doc *doc = page->doc;
    if (!na_rule_on(NA_RULE_AUTHOR_MARKUP))
        return (na_names){0};
    for (na_node_id n = begin; n < end; n++) {
        const na_node *node = &doc->nodes[n];
        if (node->type != NA_ELEMENT || node->attr_count == 0 || node->text_chars < 3 ||
            node->text_chars > 200 || (node->flags & NA_HIDDEN_NODE) ||
            !is_author_element(page, n) || !is_near(page, begin, n))
            continue;
        na_names names = nested_names(page, n);
        if (names.n == 0)
            add_lines(page, &names, n);
        if (is_marked_author(page, n) && node->tag == NA_TAG_A)
            add_siblings(page, &names, n);
        if (names.n > 0)
            return names;
    }
    return (na_names){0};
}

/* A label alone in its line: the name is in the next one. */
static bool is_author_label(na_str line)
{
    static const char *const LABELS[] = {"autor",   "author", "auteur", "autorin", "autoren",
                                         "authors", "autore", "автор",  NULL};
    while (line.n > 0 && (line.p[line.n - 1] == ':' || line.p[line.n - 1] == ' '))
        line.n--;
    for (const char *const *l = LABELS; *l; l++)
        if (na_str_eq_nocase(line, na_str_from(*l)))
            return true;
    return false;
}

na_names na_authors_in_lines(na_page *page, na_str text)
{
    na_names names = {0};
    if (!na_rule_on(NA_RULE_AUTHOR_LINES))
        return names;
    for (na_str rest = text; rest.n > 0 && names.n == 0;) {
        na_str line = na_trim_white(na_str_cut(rest, NA_MARK_LINE, &rest));
        if (na_utf8_count(line) > LINE_CHARS_MAX)
            continue;
        if (is_author_label(line))
            line = na_trim_white(na_str_cut(rest, NA_MARK_LINE, &rest));
        else if (na_byline_prefix(line) == 0)
            continue;
        if (na_utf8_count(line) <= LINE_CHARS_MAX)
            na_names_split(page->arena, &names, names_part(page, line));
    }
    return names;
}
