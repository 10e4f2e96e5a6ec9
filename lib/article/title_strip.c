/* article/title_strip.c: a title element without the parts that name site or section. A part goes
 * when it is the site's name, its host or a short tail behind a clear separator; a title of two
 * parts with a space between them stays whole. */
#include "article/ablation.h"
#include "article/candidates.h"

/* Separators between title and site, the clear ones first. `spaced`: with a space on both sides. */
static const char *const SEPARATORS[] = {" | ", " - ", " – ", " — ", " · ",  " :: ", " » ", " « ",
                                         " < ", " > ", " ~ ", " • ", " // ", "｜",   "_",   "--",
                                         "|",   "-",   "—",   "–",   "丨",   " ：",  NULL};

typedef struct cut {
    size_t at, length;
} cut;

static cut last_cut(na_str s, bool cjk)
{
    cut best = {NA_NOT_FOUND, 0};
    for (const char *const *p = SEPARATORS; *p; p++) {
        na_str sep = na_str_from(*p);
        bool plain = sep.n == 1 || sep.p[0] != ' ';
        if (plain && !cjk && !na_str_eq(sep, NA_STR("|")))
            continue;
        for (size_t from = 0, at; from < s.n; from = at + 1) {
            at = na_str_find(na_str_skip(s, from), sep);
            if (at == NA_NOT_FOUND)
                break;
            at += from;
            if (plain && at > 0 && s.p[at - 1] == ' ' && at + 1 < s.n && s.p[at + 1] == ' ')
                continue; /* the middle of a spaced one */
            if (best.at == NA_NOT_FOUND || at > best.at)
                best = (cut){at, sep.n};
        }
    }
    return best;
}

/* Words that outlets, channels and portals of China end with. */
static const char *const OUTLET_ENDS[] = {"网",   "报",   "频道", "新闻",   "中心", "门户", "网站",
                                          "协会", "学会", "政府", "委员会", "局",   "在线", "網",
                                          "報",   "頻道", "新聞", "電台",   "台",   "资讯", "大学",
                                          "学院", "公司", "医院", "社",     "部",   NULL};

bool na_title_split(na_str s, bool cjk, na_str *head, na_str *tail)
{
    cut k = last_cut(s, cjk);
    if (k.at == NA_NOT_FOUND)
        return false;
    *head = na_trim_white(na_str_take(s, k.at));
    *tail = na_trim_white(na_str_skip(s, k.at + k.length));
    return true;
}

bool na_title_names_outlet(na_str s)
{
    for (const char *const *e = OUTLET_ENDS; *e; e++)
        if (na_str_ends(s, na_str_from(*e)))
            return true;
    return false;
}

static bool contains_fold(na_arena *arena, na_str whole, na_str part)
{
    na_str w = na_fold(arena, whole), p = na_fold(arena, part);
    return p.n > 0 && na_str_find(w, p) != NA_NOT_FOUND;
}

/* Does the part name the site: its name, a piece of its name, or its host? */
bool na_title_names_site(na_arena *arena, na_str part, const na_candidates *c)
{
    na_str folded = na_fold(arena, part);
    if (folded.n < 2)
        return true;
    if (c->site_name.n > 0 &&
        (contains_fold(arena, c->site_name, part) || contains_fold(arena, part, c->site_name)))
        return true;
    if (c->jsonld.publisher.n > 0 && contains_fold(arena, part, c->jsonld.publisher))
        return true;
    return c->host.n > 0 && folded.n >= 3 && contains_fold(arena, c->host, part);
}

static bool is_short_tail(na_str head, na_str tail, bool cjk)
{
    size_t h = na_count_nonspace(head), t = na_count_nonspace(tail);
    if (cjk)
        return h >= 6 && (na_title_names_outlet(tail) ? t <= 20 : t * 2 <= h && t <= 12);
    return h >= 10 && t * 2 <= h + 10 && t <= 40;
}

bool na_has_cjk(na_str s)
{
    while (s.n > 0)
        if (na_is_cjk(na_utf8_next(&s)))
            return true;
    return false;
}

/* The site's name may also stand first: "Site: title", "Site | title". */
static na_str strip_head(na_arena *arena, na_str s, const na_candidates *c)
{
    static const char *const HEADS[] = {" | ",  " - ", " – ", " — ", ": ",
                                        " :: ", " » ", "｜",  "_",   NULL};
    for (const char *const *p = HEADS; *p; p++) {
        na_str sep = na_str_from(*p);
        size_t at = na_str_find(s, sep);
        if (at == NA_NOT_FOUND || at == 0)
            continue;
        na_str head = na_str_take(s, at), tail = na_str_skip(s, at + sep.n);
        na_str folded = na_fold(arena, head);
        bool host = c->host.n > 0 && folded.n >= 4 &&
                    na_str_find(na_fold(arena, c->host), folded) != NA_NOT_FOUND;
        bool site = c->site_name.n > 0 && na_str_eq(folded, na_fold(arena, c->site_name));
        if ((host || site) && na_count_nonspace(tail) >= 4)
            return na_trim_white(tail);
    }
    return s;
}

/* Site » Blog Archive » title: what WordPress made of titles until 2009. */
static na_str behind_archive(na_str s)
{
    size_t at = na_str_find_nocase(s, NA_STR("» Blog Archiv"));
    na_str rest = at == NA_NOT_FOUND ? ((na_str){0}) : na_str_skip(s, at + strlen("»"));
    size_t title = na_str_find(rest, NA_STR("» "));
    return title == NA_NOT_FOUND ? s : na_trim_white(na_str_skip(rest, title + strlen("» ")));
}

na_str na_title_strip(na_arena *arena, na_str title, const na_candidates *c)
{
    na_str s = behind_archive(na_collapse(arena, title));
    bool cjk = na_has_cjk(s);
    for (int i = 0; na_rule_on(NA_RULE_TITLE_STRIP) && i < 5; i++) {
        cut k = last_cut(s, cjk);
        if (k.at == NA_NOT_FOUND || k.at == 0)
            break;
        na_str head = na_trim_white(na_str_take(s, k.at));
        na_str tail = na_trim_white(na_str_skip(s, k.at + k.length));
        bool bar = na_str_eq(na_str_take(na_str_skip(s, k.at), k.length), NA_STR(" | ")) &&
                   na_count_nonspace(head) >= 10;
        if (head.n == 0 ||
            !(bar || na_title_names_site(arena, tail, c) || is_short_tail(head, tail, cjk)))
            break;
        s = head;
    }
    return strip_head(arena, s, c);
}
