/* See identity.h. VSB sites show an article as "info/TREE/ID.htm" and as
 * "content.jsp?urltype=news.NewsContentUrl&wbtreeid=TREE&wbnewsid=ID". */
#include "crawl/identity.h"

#include "core/buf.h"
#include "url/url.h"

static na_str parameter(na_str query, na_str name)
{
    while (query.n) {
        na_str value, field = na_str_cut(query, '&', &query);
        if (na_str_eq_nocase(na_str_cut(field, '=', &value), name))
            return value;
    }
    return (na_str){NULL, 0};
}

static bool is_number(na_str s)
{
    size_t used = 0;
    na_str_number(s, &used);
    return used && used == s.n;
}

static na_str folder_of(na_str path)
{
    while (path.n && path.p[path.n - 1] != '/')
        path.n--;
    return path;
}

static na_str vsb_article(na_arena *arena, na_str url)
{
    na_str query, path = na_str_cut(url, '?', &query);
    na_str tree = parameter(query, NA_STR("wbtreeid")), id = parameter(query, NA_STR("wbnewsid"));
    if (!na_str_eq_nocase(parameter(query, NA_STR("urltype")), NA_STR("news.NewsContentUrl")) ||
        !is_number(tree) || !is_number(id))
        return url;
    na_sb sb = NA_SB(arena);
    na_sb_add(&sb, folder_of(path));
    na_sb_addf(&sb, "info/%.*s/%.*s.htm", NA_STR_ARG(tree), NA_STR_ARG(id));
    return na_sb_str(&sb);
}

/* Says where a reader came from and nothing of the page: campaign tags, click ids of advertisers,
 * what WeChat appends to a link that is passed on. */
static bool is_tracking(na_str field)
{
    static const na_str names[] = {{"fbclid", 6}, {"gclid", 5}, {"isappinstalled", 14}, {"spm", 3}};
    static const na_str shares[] = {{"timeline", 8}, {"singlemessage", 13}, {"groupmessage", 12}};
    na_str value, name = na_str_cut(field, '=', &value);
    if (na_str_starts_nocase(name, NA_STR("utm_")))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (na_str_eq_nocase(name, names[i]))
            return true;
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        if (na_str_eq(name, NA_STR("from")) && na_str_eq(value, shares[i]))
            return true;
    return false;
}

na_str na_without_tracking(na_arena *arena, na_str url)
{
    na_str query, path = na_str_cut(url, '?', &query);
    if (query.n == 0)
        return url;
    na_sb sb = NA_SB(arena);
    na_sb_add(&sb, path);
    for (char part = '?'; query.n;) {
        na_str field = na_str_cut(query, '&', &query);
        if (is_tracking(field))
            continue;
        na_sb_add_byte(&sb, part);
        na_sb_add(&sb, field);
        part = '&';
    }
    return na_sb_str(&sb);
}

na_str na_identity(na_arena *arena, na_str url, na_str key)
{
    na_str canonical = na_without_tracking(arena, vsb_article(arena, na_url_canonical(arena, url)));
    if (key.n == 0)
        return canonical;
    na_sb sb = NA_SB(arena);
    na_sb_add(&sb, canonical);
    na_sb_add_byte(&sb, '\n'); /* in no URL */
    na_sb_add(&sb, key);
    return na_sb_str(&sb);
}
