/* See directives.h. */
#include "crawl/directives.h"

#include "crawl/outlinks.h"

static void add(na_str list, na_directives *d)
{
    bool none = na_has_token(list, NA_STR("none"));
    d->nofollow = d->nofollow || none || na_has_token(list, NA_STR("nofollow"));
    d->noindex = d->noindex || none || na_has_token(list, NA_STR("noindex"));
}

/* "newsarc: noindex": whose rule it is, empty for all. Directives with a value of their own
 * ("unavailable_after: DATE", "max-snippet: 5") are no names. */
static na_str robot_of(na_str value, na_str *list)
{
    na_str rest, name = na_str_trim(na_str_cut(value, ':', &rest));
    *list = value;
    if (na_str_find_byte(value, ':') == NA_NOT_FOUND ||
        na_str_find_byte(name, ',') != NA_NOT_FOUND || na_str_starts_nocase(name, NA_STR("max-")) ||
        na_str_eq_nocase(name, NA_STR("unavailable_after")))
        return (na_str){NULL, 0};
    *list = rest;
    return name;
}

void na_directives_from_head(const na_http_head *head, na_str agent, na_directives *d)
{
    size_t at = 0;
    na_str name, value, list;
    while (na_http_next_field(head->fields, &at, &name, &value)) {
        if (!na_str_eq_nocase(name, NA_STR("X-Robots-Tag")))
            continue;
        na_str robot = robot_of(na_str_trim(value), &list);
        if (robot.n == 0 || na_str_eq_nocase(robot, agent))
            add(list, d);
    }
}

void na_directives_from_doc(const na_doc *doc, na_str agent, na_directives *d)
{
    for (na_node_id n = 0; n < doc->count; n++) {
        if (!na_is_element(doc, n, NA_TAG_META))
            continue;
        na_str name = na_str_trim(na_attr_get(doc, n, "name"));
        if (na_str_eq_nocase(name, NA_STR("robots")) || na_str_eq_nocase(name, agent))
            add(na_attr_get(doc, n, "content"), d);
    }
}
