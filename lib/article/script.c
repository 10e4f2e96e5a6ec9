/* article/script.c: dates that stand only in the page's scripts, as state of a web application or
 * argument of a display function. */
#include "article/candidates.h"

#define SCRIPT_BYTES_MAX (256u * 1024)

static const char *const DATE_KEYS[] = {
    "datePublished", "publishedDate", "publishDate",  "publish_date", "published_at",
    "publishedAt",   "publishTime",   "publish_time", "pubDate",      "pub_date",
    "pubtime",       "pubTime",       "postDate",     "post_date",    "createdDateTime",
    "createTime",    "create_time",   "ctime",        "showDate",     NULL};

/* The value behind a key: quotes, a colon, an equals sign or a bracket stand between. */
static na_str value_behind(na_str s)
{
    size_t i = 0;
    while (i < s.n && i < 8 && s.p[i] && strchr("\"' \t:=(\\", s.p[i]))
        i++;
    if (i == 0)
        return (na_str){0};
    s = na_str_take(na_str_skip(s, i), 40);
    size_t n = 0;
    while (n < s.n && s.p[n] && !strchr("\"',;)}<\\", s.p[n]))
        n++;
    return na_str_take(s, n);
}

static na_str find_key(const na_page *page, na_str script, na_str key)
{
    na_date date;
    na_date_match match;
    for (size_t from = 0; from < script.n;) {
        size_t at = na_str_find(na_str_skip(script, from), key);
        if (at == NA_NOT_FOUND)
            break;
        from += at + key.n;
        na_str value = value_behind(na_str_skip(script, from));
        if (value.n >= 8 && (na_date_parse(value, page->now, &date) ||
                             (na_date_find(value, page->now, &match) && match.begin == 0)))
            return value;
    }
    return (na_str){0};
}

na_str na_script_date(const na_page *page)
{
    const na_doc *doc = page->doc;
    for (const char *const *key = DATE_KEYS; *key; key++)
        for (size_t i = 0; i < doc->script_count; i++) {
            na_str value =
                find_key(page, na_str_take(doc->scripts[i], SCRIPT_BYTES_MAX), na_str_from(*key));
            if (value.n > 0)
                return value;
        }
    return (na_str){0};
}
