/* Pagers of ASP.NET WebForms: javascript:__doPostBack('AspNetPager1','7') sends the page's form
 * back with __EVENTTARGET and __EVENTARGUMENT. The forms seen:
 *   AspNetPager  target AspNetPager1, argument 7       any page is one request away
 *   GridView     target GridView1, argument Page$7     the same
 *   buttons      target ctl00$lbNext, no argument      only the next page is
 * With UrlPaging (the site links pages by a parameter of the address) or a form that is sent by
 * GET, pages have addresses. */
#include "listing/pager.h"

#include "core/buf.h"
#include "listing/page_param.h"
#include "listing/script.h"
#include "url/url.h"

#define POST_BYTES_MAX                                                                             \
    ((size_t)1 << 20) /* of all bodies; later pages are learnt from later ones                     \
                       */
#define FIELDS_MAX 200

typedef struct postback {
    na_str target, argument;
    na_str prefix; /* of the argument, before its number */
    uint32_t number;
    const na_link *link;
} postback;

static bool read_call(na_str code, postback *out)
{
    static const na_str names[] = {{"__doPostBack", 12}, {"WebForm_PostBackOptions", 23}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t at = na_str_find(code, names[i]);
        if (at == NA_NOT_FOUND)
            continue;
        na_str rest = na_skip_space(na_str_skip(code, at + names[i].n));
        if (!na_str_starts(rest, NA_STR("(")))
            continue;
        rest = na_skip_space(na_str_skip(rest, 1));
        if (!na_take_literal(&rest, &out->target) || out->target.n == 0)
            return false;
        rest = na_skip_space(rest);
        if (!na_str_starts(rest, NA_STR(",")))
            return false;
        rest = na_skip_space(na_str_skip(rest, 1));
        return na_take_literal(&rest, &out->argument);
    }
    return false;
}

/* "Page$7" -> "Page$" and 7; no number: 0. */
static void split_argument(postback *pb)
{
    size_t n = pb->argument.n;
    while (n > 0 && na_is_digit(pb->argument.p[n - 1]))
        n--;
    uint64_t number = na_str_number(na_str_skip(pb->argument, n), NULL);
    pb->prefix = na_str_take(pb->argument, n);
    pb->number = number < 1000000 ? (uint32_t)number : 0;
}

static bool link_postback(const na_doc *d, const na_link *link, postback *out)
{
    if (link->role == NA_LINK_PLAIN ||
        (!read_call(link->href, out) && !read_call(na_attr_get(d, link->node, "onclick"), out)))
        return false;
    out->link = link;
    split_argument(out);
    return true;
}

static na_node_id form_of(const na_doc *d, na_node_id n)
{
    while (n != 0 && n != NA_NO_NODE && d->nodes[n].tag != NA_TAG_FORM)
        n = d->nodes[n].parent;
    return n != 0 && n != NA_NO_NODE ? n : na_find_tag(d, 0, d->count, NA_TAG_FORM);
}

/* application/x-www-form-urlencoded, in the page's encoding */
static void add_encoded(na_sb *sb, na_str bytes)
{
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.p[i];
        if (na_is_alpha(c) || na_is_digit(c) || (c && strchr("*-._", c)))
            na_sb_add_byte(sb, c);
        else if (c == ' ')
            na_sb_add_byte(sb, '+');
        else
            na_sb_addf(sb, "%%%02X", (unsigned char)c);
    }
}

static void add_field(const na_list_work *w, na_sb *sb, na_str name, na_str value)
{
    if (sb->n)
        na_sb_add_byte(sb, '&');
    add_encoded(sb, na_encode(w->arena, name, w->in->encoding));
    na_sb_add_byte(sb, '=');
    add_encoded(sb, na_encode(w->arena, value, w->in->encoding));
}

/* Is it sent with the form whichever button is pressed? */
static bool is_sent(const na_doc *d, na_node_id n)
{
    na_str type = na_attr_get(d, n, "type"), name = na_attr_get(d, n, "name");
    if (!na_is_element(d, n, NA_TAG_INPUT) || name.n == 0 ||
        na_str_starts(name, NA_STR("__EVENTTARGET")) ||
        na_str_starts(name, NA_STR("__EVENTARGUMENT")))
        return false;
    return type.n == 0 || na_str_eq_nocase(type, NA_STR("hidden")) ||
           na_str_eq_nocase(type, NA_STR("text"));
}

/* The fields of the form without those of the event. */
static na_str form_fields(const na_list_work *w, na_node_id form)
{
    const na_doc *d = w->doc;
    na_sb sb = NA_SB(w->arena);
    unsigned fields = 0;
    for (na_node_id n = form; n < d->nodes[form].end && fields < FIELDS_MAX; n++)
        if (is_sent(d, n) && sb.n < POST_BYTES_MAX) {
            add_field(w, &sb, na_attr_get(d, n, "name"), na_attr_get(d, n, "value"));
            fields++;
        }
    return na_sb_str(&sb);
}

typedef struct poster {
    na_pager *p;
    na_str url;    /* where the form goes */
    na_str fields; /* encoded */
    size_t left;   /* of POST_BYTES_MAX */
} poster;

/* A target without number brings another page each time: then the state tells them apart. */
static na_str key_of(const poster *ps, na_str target, na_str argument, uint32_t number, bool named)
{
    na_sb sb = NA_SB(ps->p->w->arena);
    na_sb_add(&sb, target);
    na_sb_add_byte(&sb, '=');
    na_sb_add(&sb, argument);
    if (!named && number)
        na_sb_addf(&sb, "#%u", number);
    else if (!named)
        na_sb_addf(&sb, "~%llx", (unsigned long long)na_link_hash(ps->fields));
    return na_sb_str(&sb);
}

static void add_post(poster *ps, na_str target, na_str argument, uint32_t number, bool named)
{
    const na_list_work *w = ps->p->w;
    if (ps->fields.n + 256 > ps->left)
        return;
    na_sb sb = NA_SB(w->arena);
    add_field(w, &sb, NA_STR("__EVENTTARGET"), target);
    add_field(w, &sb, NA_STR("__EVENTARGUMENT"), argument);
    if (ps->fields.n)
        na_sb_add_byte(&sb, '&');
    na_sb_add(&sb, ps->fields);
    ps->left -= sb.n < ps->left ? sb.n : ps->left;
    const na_list_request request = {ps->url, na_sb_str(&sb),
                                     key_of(ps, target, argument, number, named)};
    na_pager_add_request(ps->p, &request, number);
}

/* Pages from the one behind the current to the last, then those before: when the bodies are too
 * long for all, the next page is among them. */
static void add_numbered(poster *ps, const postback *pb, uint32_t last)
{
    uint32_t current = ps->p->current ? ps->p->current : 1;
    if (last > NA_PAGES_MAX)
        last = NA_PAGES_MAX;
    for (uint32_t i = 1; i < last; i++) {
        uint32_t k = current + i <= last ? current + i : current + i - last;
        if (k < 2 || k == ps->p->current)
            continue;
        na_sb argument = NA_SB(ps->p->w->arena);
        na_sb_add(&argument, pb->prefix);
        na_sb_addf(&argument, "%u", k);
        add_post(ps, pb->target, na_sb_str(&argument), k, true);
    }
}

/* Next and numbers; 1 is where the list began, previous was there before. */
static void add_single(poster *ps, const postback *pb)
{
    na_pager *p = ps->p;
    uint32_t number = pb->link->role == NA_LINK_NUMBER ? pb->link->number
                      : p->current                     ? p->current + 1
                                                       : 0;
    bool named = pb->link->role == NA_LINK_NUMBER && pb->argument.n > 0;
    if ((pb->link->role == NA_LINK_NUMBER && number > 1 && number != p->current) ||
        (pb->link->role == NA_LINK_NEXT && (!p->total || number <= p->total)))
        add_post(ps, pb->target, pb->argument, number, named);
}

static bool same_path(na_str a, na_str b)
{
    return na_str_eq(na_str_cut(a, '?', &a), na_str_cut(b, '?', &b));
}

/* The parameter by which the site itself links pages of this list, or the form's method. */
static bool address_parameter(const na_list_work *w, na_node_id form, na_str *url, na_str *name)
{
    na_page_param param;
    if (na_page_param_find(w->in->url, &param)) {
        *url = w->in->url;
        *name = param.name;
        return true;
    }
    *url = w->in->url;
    for (uint32_t i = 0; i < w->link_count; i++) {
        const na_link *link = &w->links[i];
        if (link->role != NA_LINK_PLAIN && link->url.n && same_path(link->url, w->in->url) &&
            na_page_param_find(link->url, &param)) {
            *url = link->url;
            *name = param.name;
            return true;
        }
    }
    *name = NA_STR("page");
    return form != NA_NO_NODE &&
           na_str_eq_nocase(na_attr_get(w->doc, form, "method"), NA_STR("get"));
}

static void add_addresses(na_pager *p, na_str url, na_str name, uint32_t last)
{
    na_page_param param;
    bool has = na_page_param_find(url, &param);
    for (uint32_t k = 2; k <= last && k <= NA_PAGES_MAX; k++)
        if (k != p->current)
            na_pager_add(p,
                         has ? na_page_param_set(p->w->arena, url, &param, k)
                             : na_page_param_append(p->w->arena, url, name, k),
                         k);
}

static void read_form(na_pager *p, na_node_id form, const postback *numbered, uint32_t last)
{
    const na_list_work *w = p->w;
    na_str url, name,
        action = form == NA_NO_NODE ? NA_STR("") : na_attr_get(w->doc, form, "action");
    if (numbered->target.n && address_parameter(w, form, &url, &name)) {
        add_addresses(p, url, name, last);
        return;
    }
    if (form == NA_NO_NODE)
        return;
    poster ps = {.p = p, .url = w->in->url, .left = POST_BYTES_MAX};
    if (na_str_trim(action).n)
        ps.url = na_url_resolve(w->arena, w->in->base, action, w->in->encoding);
    ps.fields = form_fields(w, form);
    if (numbered->target.n)
        add_numbered(&ps, numbered, last);
    postback pb;
    for (uint32_t i = 0; i < w->link_count; i++)
        if (link_postback(w->doc, &w->links[i], &pb) && pb.number == 0)
            add_single(&ps, &pb);
}

void na_pager_read_postback(na_pager *p)
{
    const na_list_work *w = p->w;
    postback numbered = {.link = NULL}, pb;
    uint32_t last = p->total, links = 0, first = 0;
    for (uint32_t i = 0; i < w->link_count; i++) {
        if (!link_postback(w->doc, &w->links[i], &pb))
            continue;
        first = links++ ? first : i;
        if (pb.number && !numbered.target.n)
            numbered = pb;
        if (pb.number > last && na_str_eq(pb.target, numbered.target))
            last = pb.number;
    }
    if (links)
        read_form(p, form_of(w->doc, w->links[first].node), &numbered, last);
}
