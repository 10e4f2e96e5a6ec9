/* JSON answers: the array of objects that have an address and a title, or the longest string that
 * is HTML with links. Values are walked breadth first with a bound on their number. */
#include "listing/data.h"

#include "core/buf.h"
#include "html/document.h"
#include "text/date.h"
#include "text/utf8.h"
#include "url/url.h"
#include <jansson.h>

#define JSON_MAX ((size_t)4 << 20)
#define MARKS_MAX 200000 /* brackets and commas: bounds the values, which are not in the arena */
#define VALUES_MAX 50000

typedef struct field {
    const char *name;
    na_str value;
} field;

typedef struct reader {
    na_arena *arena;
    const na_list_input *in;
    na_data *out;
    const json_t **queue; /* borrowed from the root, which the arena frees */
    size_t count, room;
} reader;

/* By name, in order of preference; compared without case, "_" and "-". */
static const char *const urls[] = {
    "url",     "link",       "href",       "linkurl",    "puburl", "docpuburl", "pageurl",
    "arturl",  "articleurl", "detailurl",  "contenturl", "docurl", "weburl",    "htmlurl",
    "newsurl", "infourl",    "publishurl", "staticurl",  "absurl", "uri",       "path",
};
static const char *const titles[] = {
    "title",     "doctitle",  "arttitle", "articletitle", "newstitle", "infotitle", "contenttitle",
    "showtitle", "listtitle", "headline", "subject",      "topic",     "name",
};
static const char *const dates[] = {
    "pubdate",     "publishdate", "publishtime",   "pubtime",     "publishedtime", "publisheddate",
    "publishedat", "docreltime",  "docrelpubtime", "releasetime", "releasedate",   "showdate",
    "showtime",    "displaydate", "date",          "time",        "newsdate",      "inputtime",
    "createtime",  "createdate",  "createdat",     "addtime",     "updatetime",    "updatedate",
};
#define COUNT_OF(list) (sizeof(list) / sizeof *(list))

static bool same_name(const char *key, const char *name)
{
    for (; *key; key++) {
        if (*key == '_' || *key == '-')
            continue;
        if (na_lower(*key) != *name)
            return false;
        name++;
    }
    return *name == '\0';
}

/* The place of a name in a list; SIZE_MAX when it is not there. */
static size_t rank_of(const char *key, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (same_name(key, list[i]))
            return i;
    return SIZE_MAX;
}

static na_str text_of(na_arena *arena, const json_t *v)
{
    if (json_is_object(v)) /* WordPress: "title": {"rendered": "..."} */
        v = json_object_get(v, "rendered");
    if (json_is_string(v))
        return na_str_trim((na_str){json_string_value(v), json_string_length(v)});
    if (!json_is_integer(v))
        return (na_str){NULL, 0};
    na_sb sb = NA_SB(arena);
    na_sb_addf(&sb, "%lld", (long long)json_integer_value(v));
    return na_sb_str(&sb);
}

/* The value whose key stands first in `list`. */
static na_str best_value(const reader *r, json_t *object, const char *const *list, size_t count)
{
    size_t best = SIZE_MAX;
    na_str value = {NULL, 0};
    const char *key;
    json_t *v;
    json_object_foreach(object, key, v)
    {
        size_t rank = rank_of(key, list, count);
        na_str text = rank < best ? text_of(r->arena, v) : (na_str){NULL, 0};
        if (text.n) {
            best = rank;
            value = text;
        }
    }
    return value;
}

/* Titles may hold markup: <em> around what was searched for, &amp;. */
static na_str plain_title(na_arena *arena, na_str title)
{
    if (na_str_find_byte(title, '<') == NA_NOT_FOUND &&
        na_str_find_byte(title, '&') == NA_NOT_FOUND)
        return na_collapse(arena, title);
    na_str source = na_arena_str(arena, title);
    return na_node_text(arena, na_doc_parse(arena, source, na_doc_default_limits(source.n)), 0);
}

static void set_date(const reader *r, na_str text, na_entry *out)
{
    char iso[40];
    na_date date;
    na_date_match match = {.no_year = false};
    if (text.n == 0)
        return;
    if (na_date_find(text, r->in->now, &match) && match.date.day)
        date = match.date;
    else if (!na_date_parse(text, r->in->now, &date)) /* seconds since 1970 */
        return;
    size_t n = na_date_format(&date, iso);
    out->date = na_arena_str(r->arena, (na_str){iso, n});
    out->date_has_year = !match.no_year;
}

static bool read_entry(const reader *r, json_t *object, na_entry *out)
{
    *out = (na_entry){.date_has_year = false};
    if (!json_is_object(object))
        return false;
    na_str url = best_value(r, object, urls, COUNT_OF(urls));
    na_str title = best_value(r, object, titles, COUNT_OF(titles));
    if (url.n == 0 || title.n == 0)
        return false;
    out->url = na_url_resolve(r->arena, r->in->base, url, r->in->encoding);
    out->title = plain_title(r->arena, title);
    if (out->url.n == 0 || out->title.n == 0)
        return false;
    set_date(r, best_value(r, object, dates, COUNT_OF(dates)), out);
    return true;
}

/* An array with more entries than those before is the list. */
static void read_array(reader *r, const json_t *array)
{
    size_t n = json_array_size(array), count = 0;
    if (n > NA_DATA_ENTRIES_MAX)
        n = NA_DATA_ENTRIES_MAX;
    if (n <= r->out->entry_count)
        return;
    na_entry *v = na_arena_array(r->arena, n, sizeof *v);
    for (size_t i = 0; i < n; i++)
        count += read_entry(r, json_array_get(array, i), &v[count]);
    if (count > r->out->entry_count) {
        r->out->entries = v;
        r->out->entry_count = count;
    }
}

static void read_number(na_data_totals *t, const char *key, uint32_t value)
{
    static const char *const pages[] = {"totalpage", "totalpages", "pagecount", "pages",
                                        "pagetotal", "lastpage",   "maxpage",   "countpage"};
    static const char *const sizes[] = {"pagesize", "perpage", "size", "limit", "pagerows"};
    static const char *const totals[] = {"total",       "totalcount",   "count",
                                         "totalrecord", "totalrecords", "totalnum",
                                         "records",     "recordcount",  "totalelements"};
    if (rank_of(key, pages, COUNT_OF(pages)) != SIZE_MAX)
        t->pages = t->pages ? t->pages : value;
    else if (rank_of(key, sizes, COUNT_OF(sizes)) != SIZE_MAX)
        t->size = t->size ? t->size : value;
    else if (rank_of(key, totals, COUNT_OF(totals)) != SIZE_MAX)
        t->total = t->total ? t->total : value;
}

static void read_text(reader *r, na_str text)
{
    if (text.n > r->out->html.n && na_str_find_nocase(text, NA_STR("<a ")) != NA_NOT_FOUND &&
        na_str_find_nocase(text, NA_STR("href")) != NA_NOT_FOUND)
        r->out->html = text;
}

static void push(reader *r, const json_t *v)
{
    if (r->count == VALUES_MAX || (!json_is_object(v) && !json_is_array(v)))
        return;
    if (r->count == r->room) {
        size_t room = r->room ? r->room * 2 : 64;
        r->queue = na_arena_grow(r->arena, (void *)r->queue, r->room * sizeof *r->queue,
                                 room * sizeof *r->queue);
        r->room = room;
    }
    r->queue[r->count++] = v;
}

static void read_object(reader *r, json_t *object)
{
    const char *key;
    json_t *v;
    json_object_foreach(object, key, v)
    {
        na_str text = json_is_string(v) || json_is_integer(v) ? text_of(r->arena, v) : NA_STR("");
        size_t used = 0;
        uint64_t value = na_str_number(text, &used);
        if (used && used == text.n && value < 100000000)
            read_number(&r->out->totals, key, (uint32_t)value);
        else if (json_is_string(v))
            read_text(r, text);
        push(r, v);
    }
}

static void walk(reader *r, json_t *root)
{
    if (json_is_string(root))
        read_text(r, text_of(r->arena, root));
    push(r, root);
    for (size_t i = 0; i < r->count; i++) {
        json_t *v = (json_t *)r->queue[i];
        if (json_is_object(v)) {
            read_object(r, v);
            continue;
        }
        read_array(r, v);
        for (size_t k = 0; k < json_array_size(v); k++)
            push(r, json_array_get(v, k));
    }
}

static void free_root(void *root)
{
    json_decref(root);
}

/* "callback({...});" -> {...} */
static na_str without_callback(na_str text)
{
    size_t open = na_str_find_byte(na_str_take(text, 200), '(');
    text = na_str_trim(text);
    if (text.n == 0 || text.p[0] == '{' || text.p[0] == '[' || text.p[0] == '"' ||
        open == NA_NOT_FOUND)
        return text;
    text = na_str_skip(text, open + 1);
    while (text.n && text.p[text.n - 1] != ')')
        text.n--;
    return na_str_take(text, text.n ? text.n - 1 : 0);
}

static bool has_too_many_values(na_str text)
{
    size_t marks = 0;
    for (size_t i = 0; i < text.n; i++)
        marks += text.p[i] == ',' || text.p[i] == '[' || text.p[i] == '{';
    return marks > MARKS_MAX;
}

void na_data_read_json(na_arena *arena, const na_list_input *in, na_str text, na_data *out)
{
    reader r = {.arena = arena, .in = in, .out = out};
    text = without_callback(na_str_trim(text));
    if (text.n == 0 || text.n > JSON_MAX || has_too_many_values(text))
        return;
    json_t *root = json_loadb(text.p, text.n, JSON_DECODE_ANY, NULL);
    if (!root)
        return;
    na_arena_defer(arena, free_root, root);
    walk(&r, root);
}
