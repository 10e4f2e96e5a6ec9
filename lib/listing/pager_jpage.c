/* The list units of two CMSs of one maker, which come by requests of their own.
 *   jpage  /module/web/jpage/dataproxy.jsp: the page holds the first records in a data store, and
 *          either the address of the next group or the parameters of the request. Records are asked
 *          for by their numbers, three pages of them at a time.
 *   JPaaS  <script src=".../unitbuild.js" url="..." queryData="{'webId':'1',...}">: the page holds
 *          no records at all. */
#include "listing/pager.h"

#include "core/buf.h"
#include "listing/data.h"
#include "listing/script.h"

#define PROXY "dataproxy.jsp"
#define GROUP 3     /* pages of one request */
#define PER_PAGE 15 /* when it is not stated */
#define UNITS_MAX 16
#define QUERY_MAX 4000
#define FIELDS_MAX 30

static bool is_value_byte(char c)
{
    return c > ' ' && !strchr("\"'&,;{}()<>", c);
}

/* columnid:"12", 'columnid':'12', columnid=12 */
static na_str value_of(na_str script, na_str name)
{
    for (size_t at; (at = na_str_find_nocase(script, name)) != NA_NOT_FOUND;) {
        bool inside = at > 0 && (na_is_alpha(script.p[at - 1]) || na_is_digit(script.p[at - 1]));
        script = na_str_skip(script, at + name.n);
        na_str rest = script;
        while (rest.n && (rest.p[0] == '"' || rest.p[0] == '\'' || rest.p[0] == ' '))
            rest = na_str_skip(rest, 1);
        if (inside || rest.n == 0 || (rest.p[0] != ':' && rest.p[0] != '='))
            continue;
        rest = na_skip_space(na_str_skip(rest, 1));
        if (rest.n && (rest.p[0] == '"' || rest.p[0] == '\''))
            rest = na_str_skip(rest, 1);
        size_t n = 0;
        while (n < rest.n && is_value_byte(rest.p[n]))
            n++;
        return na_str_take(rest, n);
    }
    return (na_str){NULL, 0};
}

/* The address that ends in the proxy's name, as it stands in its quotes. */
static na_str proxy_address(na_str script, size_t at)
{
    size_t begin = at;
    while (begin > 0 && at - begin < 200 && is_value_byte(script.p[begin - 1]))
        begin--;
    return (na_str){script.p + begin, at - begin + sizeof PROXY - 1};
}

static na_str proxy_query(const na_list_work *w, na_str script)
{
    static const na_str names[] = {{"col", 3},    {"appid", 5},    {"webid", 5},
                                   {"path", 4},   {"columnid", 8}, {"sourceContentType", 17},
                                   {"unitid", 6}, {"webname", 7},  {"permissiontype", 14}};
    na_sb sb = NA_SB(w->arena);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        na_str value = value_of(script, names[i]);
        if (value.n == 0)
            continue;
        na_sb_add_byte(&sb, '&');
        na_sb_add(&sb, names[i]);
        na_sb_add_byte(&sb, '=');
        na_sb_add(&sb, value);
    }
    return na_sb_str(&sb);
}

static uint32_t embedded_records(const na_doc *d)
{
    uint32_t most = 0;
    for (size_t i = 0; i < d->script_count; i++) {
        uint32_t n = na_data_records(d->scripts[i]);
        most = n > most ? n : most;
    }
    return most;
}

/* Requests for the records behind those that the page has. */
static void add_groups(na_pager *p, na_str script, na_str address)
{
    uint32_t total = na_data_number(script, NA_STR("totalRecord"));
    uint32_t size = na_data_number(script, NA_STR("perPage"));
    na_str query = proxy_query(p->w, script);
    size = size && size <= 500 ? size : PER_PAGE;
    uint32_t step = size * GROUP, number = 1;
    if (value_of(script, NA_STR("unitid")).n == 0)
        return;
    p->total = total ? (total + size - 1) / size : p->total;
    for (uint32_t at = embedded_records(p->w->doc);
         (at < total || number == 1) && number < NA_PAGES_MAX; at += step) {
        na_sb sb = NA_SB(p->w->arena);
        na_sb_add(&sb, address);
        na_sb_addf(&sb, "?startrecord=%u&endrecord=%u&perpage=%u", at + 1, at + step, size);
        na_sb_add(&sb, query);
        if (total == 0 || at < total)
            na_pager_add(p, na_sb_str(&sb), ++number);
        else
            break;
    }
}

void na_pager_read_jpage(na_pager *p)
{
    const na_list_work *w = p->w;
    for (size_t i = 0; i < w->doc->script_count; i++) {
        na_str script = w->doc->scripts[i];
        size_t at = na_str_find(script, NA_STR(PROXY));
        if (at == NA_NOT_FOUND)
            continue;
        na_data data = {.entry_count = 0};
        if (na_str_find(script, NA_STR("<nextgroup>")) != NA_NOT_FOUND)
            na_data_read_xml(w->arena, script, &data);
        if (data.next.n)
            na_pager_add(p, data.next, 0);
        else
            add_groups(p, script, proxy_address(script, at));
        return;
    }
}

/* {'webId':'1','pageId':"2"} -> webId=1&pageId=2&; values are identifiers and are not escaped. */
static void add_query_data(na_sb *sb, na_str s)
{
    s = na_skip_space(s);
    s = na_str_starts(s, NA_STR("{")) ? na_str_skip(s, 1) : s;
    for (unsigned fields = 0; fields < FIELDS_MAX; fields++) {
        na_str name, value;
        s = na_skip_space(s);
        if (!na_take_literal(&s, &name))
            return;
        s = na_skip_space(s);
        if (!na_str_starts(s, NA_STR(":")))
            return;
        s = na_skip_space(na_str_skip(s, 1));
        if (!na_take_literal(&s, &value))
            return;
        if (!na_str_eq(name, NA_STR("paramJson"))) {
            na_sb_add(sb, name);
            na_sb_add_byte(sb, '=');
            na_sb_add(sb, value);
            na_sb_add_byte(sb, '&');
        }
        s = na_skip_space(s);
        if (!na_str_starts(s, NA_STR(",")))
            return;
        s = na_str_skip(s, 1);
    }
}

/* The first page of each unit; the answer leads on to the next ones. */
void na_pager_read_units(na_pager *p)
{
    const na_doc *d = p->w->doc;
    unsigned units = 0;
    for (na_node_id n = 1; n < d->count && units < UNITS_MAX; n++) {
        if (!na_is_element(d, n, NA_TAG_SCRIPT) || !na_attr_has(d, n, "querydata"))
            continue;
        na_str url = na_str_trim(na_attr_get(d, n, "url")), data = na_attr_get(d, n, "querydata");
        if (url.n == 0 || data.n > QUERY_MAX || na_str_find(data, NA_STR("Id")) == NA_NOT_FOUND)
            continue;
        na_sb sb = NA_SB(p->w->arena);
        na_sb_add(&sb, url);
        na_sb_add_byte(&sb, '?');
        add_query_data(&sb, data);
        na_sb_add_cstr(&sb, "paramJson=%7B%22pageNo%22%3A1%2C%22pageSize%22%3A24%7D");
        na_pager_add(p, na_sb_str(&sb), 1);
        units++;
    }
}
