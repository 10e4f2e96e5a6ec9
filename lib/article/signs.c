/* Signs of elements: a vocabulary looked up by parts of class and id tokens.
 *
 * "c-article-body__share" has the parts c, article, body, share; looked up are each part, each pair
 * of neighbours without the separator (articlebody), each triple, and the whole token squashed. A
 * word that says "not body" wins over one that says "body" within a token (article-share), not
 * across tokens. Words stand for what many publishers and CMS use; hosts and sites are not named.
 */
#include "article/signs.h"

#include "article/hash.h"

#define NA_PARTS_MAX 10
#define NA_TOKEN_MAX 64
#define NA_VALUE_MAX 400

#define B NA_SIGN_BODY
#define M NA_SIGN_MAIN
#define D NA_SIGN_DROP
#define C (NA_SIGN_DROP | NA_SIGN_COMMENTS)
#define R (NA_SIGN_DROP | NA_SIGN_FIRM)
#define T NA_SIGN_META
#define P NA_SIGN_CAPTION
#define L NA_SIGN_LINKS
#define S NA_SIGN_LEAD
#define A (NA_SIGN_META | NA_SIGN_AUTHOR)
#define LAYOUT 0x8000u /* the token speaks of the layout around it: has-sidebar */

typedef struct word {
    const char *text;
    unsigned signs;
} word;

static const word words[] = {
    /* containers: publishers */
    {"articlebody", B},
    {"articlecontent", B},
    {"articletext", B},
    {"articlecopy", B},
    {"articleparagraphs", B},
    {"articledetail", B},
    {"articlebodytext", B},
    {"articlecontents", B},
    {"bodycopy", B},
    {"bodytext", B},
    {"bodycontent", B},
    {"storybody", B},
    {"storycontent", B},
    {"storytext", B},
    {"storybodytext", B},
    {"entrycontent", B},
    {"entrybody", B},
    {"entrytext", B},
    {"postcontent", B},
    {"postbody", B},
    {"posttext", B},
    {"postentry", B},
    {"newscontent", B},
    {"newsbody", B},
    {"newstext", B},
    {"contentbody", B},
    {"contenttext", B},
    {"maintext", B},
    {"textcontent", B},
    {"textbody", B},
    {"richtext", B},
    {"detailcontent", B},
    {"contentdetail", B},
    {"newsdetail", B},
    {"detailtext", B},
    {"blogcontent", B},
    {"articlestory", B},
    {"artikeltext", B},
    {"artikelbody", B},
    {"artikelinhalt", B},
    {"articlebodycontent", B},
    {"brodtext", B},
    {"cuerponoticia", B},
    {"cuerpo", B},
    {"notatexto", B},
    {"corpo", B},
    {"fulltext", B},
    {"fullstory", B},
    {"itemfulltext", B},
    {"pagecontent", M},
    {"maincontent", M},
    {"contentmain", M},
    {"singlecontent", B},
    {"articulocuerpo", B},
    {"articlewrapper", M},
    {"articlemain", M},
    {"newsarticle", M},
    {"contenido", B},
    {"textonoticia", B},
    {"newstxt", B},
    {"articlebd", B},
    /* containers: Chinese CMS */
    {"trseditor", B},
    {"trsueditor", B},
    {"trspreappend", B},
    {"trseditorview", B},
    {"customunionstyle", B},
    {"vsbcontent", B},
    {"vnewscontent", B},
    {"newscontentfromname", B},
    {"wparticlecontent", B},
    {"zoom", B},
    {"zoomcon", B},
    {"ivscontent", B},
    {"ucapcontent", B},
    {"pagescontent", B},
    {"foundercontent", B},
    {"jscontent", B},
    {"richmediacontent", B},
    {"fontzoom", B},
    {"artibody", B},
    {"endtext", B},
    {"articalcontent", B},
    {"zhengwen", B},
    {"contenttxt", B},
    {"txtcontent", B},
    {"contxt", B},
    {"articlecon", B},
    {"newscon", B},
    {"textcon", B},
    {"showcontent", B},
    {"viewcontent", B},
    {"cntbd", B},
    {"detailcon", B},
    {"neirong", B},
    {"infocontent", B},
    {"contentarticle", B},
    {"contentnews", B},
    {"articlecont", B},
    {"newscont", B},
    {"pcontent", B},
    {"conmain", M},
    /* may hold the body */
    {"content", M},
    {"main", M},
    {"article", M},
    {"story", M},
    {"post", M},
    {"entry", M},
    {"text", M},
    {"body", M},
    {"detail", M},
    {"read", M},
    {"con", M},
    {"zw", M},
    {"hentry", M},
    {"artikel", M},
    {"articulo", M},
    {"noticia", M},
    {"nota", M},
    {"txt", M},
    {"prose", M},
    {"paragraph", M},
    {"artical", M},
    {"inhalt", M},
    {"contents", M},
    {"news", M},
    /* quoted from elsewhere: stays */
    {"socialembed", 0},
    {"socialmediaembed", 0},
    {"embedsocial", 0},
    {"articletweet", 0},
    {"twittertweet", 0},
    {"tweetbody", 0},
    /* comments */
    {"comment", C},
    {"comments", C},
    {"commentlist", C},
    {"disqus", C},
    {"respond", C},
    {"commentary", M},
    {"pinglun", C},
    {"commentbox", C},
    {"kommentare", C},
    {"kommentar", C},
    {"comentarios", C},
    {"commentaires", C},
    {"livefyre", C},
    {"coral", C},
    {"spotim", C},
    /* navigation and frame of the page */
    {"nav", D},
    {"navbar", D},
    {"navigation", D},
    {"menu", D},
    {"submenu", D},
    {"breadcrumb", D},
    {"breadcrumbs", D},
    {"crumb", D},
    {"crumbs", D},
    {"sidebar", D},
    {"footer", D},
    {"foot", D},
    {"masthead", D},
    {"pagination", D},
    {"pager", D},
    {"paging", D},
    {"paginator", D},
    {"pagenav", D},
    {"prevnext", D},
    {"nextprev", D},
    {"toolbar", D},
    {"toolbox", D},
    {"topbar", D},
    {"bottombar", D},
    {"skip", D},
    {"skiplink", D},
    {"daohang", D},
    {"weizhi", D},
    {"dqwz", D},
    {"friendlink", D},
    {"copyright", D},
    {"siderbar", D},
    {"sitemap", D},
    /* related stories */
    {"related", R},
    {"relatedposts", R},
    {"relatednews", R},
    {"recommend", R},
    {"recommended", R},
    {"recommendation", R},
    {"recommendations", R},
    {"recirc", R},
    {"recirculation", R},
    {"popular", R},
    {"mostpopular", R},
    {"trending", R},
    {"mostread", R},
    {"readmore", L},
    {"readalso", R},
    {"seealso", R},
    {"alsoread", R},
    {"morestories", R},
    {"morenews", R},
    {"morefrom", R},
    {"moreon", R},
    {"outbrain", R},
    {"taboola", R},
    {"tuijian", R},
    {"xiangguan", R},
    {"xgyd", R},
    {"xgxw", R},
    {"xgnews", R},
    {"xglj", R},
    {"paihang", R},
    {"ranking", R},
    {"hotnews", R},
    {"latestnews", R},
    {"upnext", R},
    {"readnext", R},
    {"relnews", R},
    {"nextpost", R},
    {"prevpost", R},
    {"postnavigation", R},
    {"relate", R},
    {"relacionadas", R},
    {"relacionados", R},
    {"similar", R},
    {"yarpp", R},
    {"relatedlinks", R},
    {"relatedarticles", R},
    {"relatedcontent", R},
    {"relations", R},
    {"anythingelse", R},
    {"youmaylike", R},
    {"mightlike", R},
    {"linkbox", R},
    {"ligatus", R},
    {"plista", R},
    {"zergnet", R},
    {"revcontent", R},
    {"mgid", R},
    {"lireaussi", R},
    /* sharing and subscriptions */
    {"share", R},
    {"sharing", R},
    {"shares", R},
    {"sharebar", R},
    {"sharebox", R},
    {"social", R},
    {"socials", R},
    {"addthis", R},
    {"sharethis", R},
    {"jiathis", R},
    {"bdshare", R},
    {"bdsharebuttonbox", R},
    {"bshare", R},
    {"sharedaddy", R},
    {"sociable", R},
    {"addtoany", R},
    {"a2a", R},
    {"fenxiang", R},
    {"newsletter", R},
    {"newsletters", R},
    {"subscribe", R},
    {"subscription", R},
    {"subscribebox", R},
    {"signup", R},
    {"optin", R},
    {"mailchimp", R},
    {"follow", R},
    {"followus", R},
    {"qrcode", R},
    {"erweima", R},
    {"ewm", R},
    {"weixin", R},
    {"socialshare", R},
    {"wechat", R},
    {"whatsapp", R},
    {"telegram", R},
    {"likebox", R},
    /* advertisements, overlays */
    {"promo", D},
    {"promos", D},
    {"promotion", D},
    {"promobox", D},
    {"advert", D},
    {"adverts", D},
    {"advertisement", D},
    {"advertising", D},
    {"ad", D},
    {"ads", D},
    {"adv", D},
    {"adbox", D},
    {"adsbygoogle", D},
    {"adunit", D},
    {"adslot", D},
    {"sponsor", D},
    {"sponsored", D},
    {"guanggao", D},
    {"cookie", D},
    {"cookies", D},
    {"gdpr", D},
    {"consent", D},
    {"modal", D},
    {"dialog", D},
    {"popup", D},
    {"overlay", D},
    {"lightbox", D},
    {"tooltip", D},
    {"paywall", L},
    {"banner", D},
    {"affiliate", D},
    {"regwall", D},
    {"piano", D},
    {"commercial", D},
    {"anzeige", D},
    {"werbung", D},
    {"publicidad", D},
    {"reklama", D},
    {"reklame", D},
    {"dfp", D},
    {"gpt", D},
    /* other things around an article */
    {"widget", L},
    {"widgets", L},
    {"tags", D},
    {"taglist", D},
    {"tagcloud", D},
    {"posttags", D},
    {"tagged", D},
    {"keywords", D},
    {"topiclist", D},
    {"topics", D},
    {"login", D},
    {"signin", D},
    {"register", D},
    {"search", D},
    {"searchform", D},
    {"searchbox", D},
    {"authorbio", D},
    {"authorbox", D},
    {"authorinfo", A},
    {"aboutauthor", D},
    {"bio", D},
    {"biography", D},
    {"authordescription", D},
    {"authorcard", D},
    {"rating", D},
    {"ratings", D},
    {"vote", D},
    {"voting", D},
    {"feedback", D},
    {"survey", D},
    {"poll", D},
    {"quiz", D},
    {"noprint", D},
    {"donotprint", D},
    {"disclaimer", D},
    {"shengming", D},
    {"mianze", D},
    {"actions", D},
    {"postactions", D},
    {"buttons", D},
    {"donate", D},
    {"donation", D},
    {"appdownload", D},
    {"visuallyhidden", D},
    {"screenreader", D},
    {"sronly", D},
    {"tabs", L},
    {"carousel", L},
    {"postmeta", D},
    {"entrymeta", D},
    {"postfooter", D},
    {"entryfooter", D},
    {"audioplayer", D},
    {"listen", D},
    {"tts", D},
    {"readingtime", T},
    {"errorreport", D},
    {"correction", 0},
    {"toc", D},
    {"tableofcontents", D},
    {"jumplink", D},
    {"editorchoice", D},
    {"zan", D},
    {"favorite", D},
    {"bookmark", D},
    {"jubao", D},
    {"ziti", D},
    {"fontsize", D},
    {"dayin", D},
    {"printbtn", D},
    {"close", D},
    {"hotspot", D},
    {"hotlist", D},
    {"rank", D},
    /* bylines */
    {"byline", A},
    {"bylines", A},
    {"author", A},
    {"authors", A},
    {"dateline", T},
    {"date", T},
    {"time", T},
    {"timestamp", T},
    {"pubdate", T},
    {"published", T},
    {"posted", T},
    {"meta", T},
    {"metas", T},
    {"metadata", T},
    {"info", T},
    {"articleinfo", T},
    {"source", T},
    {"laiyuan", T},
    {"editor", T},
    {"credits", T},
    {"position", T},
    {"location", T},
    {"path", T},
    {"datum", T},
    {"autor", A},
    {"autoren", A},
    {"auteur", A},
    {"autore", A},
    {"contributor", A},
    {"contributors", A},
    {"userinfo", A},
    {"writer", A},
    {"reporter", A},
    {"fecha", T},
    {"category", T},
    {"categories", T},
    {"kicker", T},
    {"eyebrow", T},
    {"views", T},
    {"kategorie", T},
    {"rubric", T},
    {"tag", T},
    {"section-label", T},
    /* images */
    {"caption", P},
    {"captions", P},
    {"figcaption", P},
    {"imgcaption", P},
    {"credit", P},
    {"photocredit", P},
    {"imagecredit", P},
    {"wpcaptiontext", P},
    {"wpcaption", P},
    {"imagecaption", P},
    {"photocaption", P},
    {"bildunterschrift", P},
    {"legend", P},
    {"legende", P},
    {"bildtext", P},
    {"picinfo", P},
    {"captiontext", P},
    {"mediacaption", P},
    {"imginfo", P},
    {"imagecopyright", P},
    {"pictext", P},
    {"photographer", P},
    {"pie", P},
    /* boxes that are only links */
    {"teaser", L},
    {"teasers", L},
    {"more", L},
    {"links", L},
    {"linklist", L},
    {"latest", L},
    {"gallery", L},
    {"galleries", L},
    {"infobox", L},
    {"inline", 0},
    {"box", L},
    {"hot", L},
    {"list", L},
    {"next", L},
    {"prev", L},
    {"previous", L},
    {"callout", L},
    {"card", L},
    {"cards", L},
    {"embed", L},
    {"video", L},
    {"player", L},
    {"slider", L},
    {"also", L},
    {"playlist", L},
    {"ticker", L},
    {"series", L},
    {"dossier", L},
    {"collection", L},
    /* standfirst */
    {"standfirst", S},
    {"lead", S},
    {"lede", S},
    {"leadtext", S},
    {"intro", S},
    {"subtitle", S},
    {"subheadline", S},
    {"dek", S},
    {"deck", S},
    {"summary", S},
    {"abstract", S},
    {"sapo", S},
    {"chapo", S},
    {"chapeau", S},
    {"ingress", S},
    {"entradilla", S},
    {"sommario", S},
    {"vorspann", S},
    {"excerpt", S},
    {"description", S},
    {"teasertext", S},
    {"zhaiyao", S},
    {"daodu", S},
    /* speak of the layout */
    {"has", LAYOUT},
    {"with", LAYOUT},
    {"no", LAYOUT},
    {"without", LAYOUT},
    {"layout", LAYOUT},
    {"not", LAYOUT},
    {"js", LAYOUT},
    {"wf", LAYOUT},
    {"single", 0},
};

#undef B
#undef M
#undef D
#undef C
#undef R
#undef T
#undef P
#undef L
#undef S
#undef A

#define NA_SLOTS 2048u /* more than twice the words */

typedef struct lexicon {
    uint16_t slot[NA_SLOTS]; /* index into words, plus 1 */
} lexicon;

static const lexicon *make_lexicon(na_arena *arena)
{
    lexicon *x = na_arena_zalloc(arena, sizeof *x);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        uint32_t at = na_hash(na_str_from(words[i].text)) % NA_SLOTS;
        while (x->slot[at])
            at = (at + 1) % NA_SLOTS;
        x->slot[at] = (uint16_t)(i + 1);
    }
    return x;
}

/* Index into words plus 1, or 0. */
static unsigned look_up(const lexicon *x, na_str s)
{
    for (uint32_t at = na_hash(s) % NA_SLOTS; x->slot[at]; at = (at + 1) % NA_SLOTS) {
        const word *w = &words[x->slot[at] - 1];
        if (na_str_eq(s, na_str_from(w->text)))
            return x->slot[at];
    }
    return 0;
}

/* A token in lower case without separators, and where its parts begin in it. */
typedef struct token {
    char text[NA_TOKEN_MAX];
    size_t n;
    size_t start[NA_PARTS_MAX + 1];
    size_t parts;
} token;

static bool begins_part(char before, char c)
{
    bool upper = c >= 'A' && c <= 'Z', was_lower = before >= 'a' && before <= 'z';
    return (upper && was_lower) || (na_is_digit(c) && !na_is_digit(before));
}

/* Splits at anything that is no letter or digit, before capitals and at digits. */
static void split(na_str s, token *t)
{
    char before = 0;
    bool fresh = true;
    t->n = t->parts = 0;
    for (size_t i = 0; i < s.n && t->n < NA_TOKEN_MAX; before = s.p[i++]) {
        char c = s.p[i];
        bool word_byte = na_is_alpha(c) || na_is_digit(c) || (unsigned char)c >= 0x80;
        if (!word_byte) {
            fresh = true;
            continue;
        }
        if (fresh || begins_part(before, c)) {
            if (t->parts == NA_PARTS_MAX)
                break;
            t->start[t->parts++] = t->n;
        }
        fresh = false;
        t->text[t->n++] = na_lower(c);
    }
    t->start[t->parts] = t->n;
}

typedef struct found {
    unsigned signs;
    unsigned drop; /* number of the word that says NA_SIGN_DROP, 0: none */
} found;

static void note(found *f, unsigned number, size_t parts)
{
    if (number == 0)
        return;
    const word *w = &words[number - 1];
    if ((w->signs & NA_SIGN_DROP) && parts > 3 && strlen(w->text) <= 3)
        return; /* "ad" in a long name says little: enableAdSlotsOneSlot */
    f->signs |= w->signs;
    if (w->signs & NA_SIGN_DROP)
        f->drop = number;
}

static void read_token(const lexicon *x, na_str s, found *out)
{
    token t;
    found f = {0};
    split(s, &t);
    for (size_t from = 0; from < t.parts;) { /* the longest word at each place speaks */
        size_t n = t.parts - from < 3 ? t.parts - from : 3;
        unsigned number = 0;
        for (; n > 0; n--) {
            size_t bytes = t.start[from + n] - t.start[from];
            if ((number = look_up(x, (na_str){t.text + t.start[from], bytes})) != 0)
                break;
        }
        note(&f, number, t.parts);
        from += n ? n : 1;
    }
    if (f.signs & LAYOUT)
        return;
    if (t.parts > 3)
        note(&f, look_up(x, (na_str){t.text, t.n}), 1);
    if (f.signs & NA_SIGN_DROP)
        f.signs &= ~(NA_SIGN_BODY | NA_SIGN_MAIN);
    if (f.signs & (NA_SIGN_CAPTION | NA_SIGN_META | NA_SIGN_LINKS | NA_SIGN_LEAD))
        f.signs &= ~NA_SIGN_BODY;
    out->signs |= f.signs;
    if (f.drop)
        out->drop = f.drop;
}

static void read_value(const lexicon *x, na_str value, found *out)
{
    value = na_str_take(value, NA_VALUE_MAX);
    while (value.n) {
        size_t n = 0;
        while (n < value.n && !na_is_space(value.p[n]))
            n++;
        if (n)
            read_token(x, na_str_take(value, n), out);
        value = na_str_skip(value, n + 1);
    }
}

static unsigned signs_of_role(na_str role)
{
    static const word roles[] = {
        {"navigation", NA_SIGN_DROP},  {"complementary", NA_SIGN_DROP},
        {"contentinfo", NA_SIGN_DROP}, {"search", NA_SIGN_DROP},
        {"dialog", NA_SIGN_DROP},      {"menu", NA_SIGN_DROP},
        {"menubar", NA_SIGN_DROP},     {"alert", NA_SIGN_DROP},
        {"alertdialog", NA_SIGN_DROP}, {"main", NA_SIGN_MAIN},
        {"article", NA_SIGN_MAIN},     {"toolbar", NA_SIGN_DROP},
    };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (na_str_eq_nocase(role, na_str_from(roles[i].text)))
            return roles[i].signs;
    return 0;
}

static unsigned signs_of_itemprop(na_str value)
{
    static const word props[] = {
        {"articlebody", NA_SIGN_BODY},  {"reviewbody", NA_SIGN_BODY},
        {"author", NA_SIGN_META},       {"datepublished", NA_SIGN_META},
        {"datemodified", NA_SIGN_META}, {"comment", NA_SIGN_DROP | NA_SIGN_COMMENTS},
        {"publisher", NA_SIGN_META},    {"caption", NA_SIGN_CAPTION},
        {"breadcrumb", NA_SIGN_DROP},
    };
    unsigned all = 0;
    for (size_t i = 0; i < sizeof props / sizeof *props; i++)
        if (na_str_find_nocase(value, na_str_from(props[i].text)) != NA_NOT_FOUND)
            all |= props[i].signs;
    return all;
}

static void read_element(const lexicon *x, const na_doc *d, na_node_id n, found *out)
{
    static const char *const named[] = {"class", "id", "name", "data-testid", "data-component"};
    const na_node *e = na_node_at(d, n);
    for (uint32_t i = e->attr; i < e->attr + e->attr_count; i++) {
        na_str name = d->attrs[i].name, value = d->attrs[i].value;
        for (size_t k = 0; k < sizeof named / sizeof *named; k++)
            if (na_str_eq(name, na_str_from(named[k])))
                read_value(x, value, out);
        if (na_str_eq(name, NA_STR("role")))
            out->signs |= signs_of_role(value);
        else if (na_str_eq(name, NA_STR("itemprop")))
            out->signs |= signs_of_itemprop(value);
    }
}

na_sign_map na_signs_read(na_arena *arena, const na_doc *doc)
{
    const lexicon *x = make_lexicon(arena);
    na_sign_map m = {.words = sizeof words / sizeof *words + 1};
    m.of = na_arena_array(arena, doc->count + 1u, sizeof *m.of);
    m.drop_word = na_arena_array(arena, doc->count + 1u, sizeof *m.drop_word);
    for (na_node_id n = 0; n < doc->count; n++) {
        const na_node *e = na_node_at(doc, n);
        found f = {0};
        if (e->type == NA_ELEMENT && e->attr_count && n != 0 && n != doc->body)
            read_element(x, doc, n, &f);
        if (e->type == NA_ELEMENT && e->tag == NA_TAG_OTHER)
            read_token(x, e->text, &f); /* <UCAPCONTENT>, <trs_editor> */
        m.of[n] = (na_signs)f.signs;
        m.drop_word[n] = (uint16_t)f.drop;
    }
    return m;
}
