/* Vocabulary of class and id tokens. Words stand for what many publishers and CMS use; hosts and
 * sites are not named. Words of several parts are written without separators. */
#include "article/signs_words.h"

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
#define LAYOUT NA_WORD_LAYOUT
#define WHOLE NA_WORD_WHOLE
#define TAXON NA_WORD_TAXON

/* clang-format off */
const na_sign_word na_sign_words[] = {
    /* containers: publishers */
    {"articlebody", B}, {"articlecontent", B}, {"articletext", B}, {"articlecopy", B},
    {"articleparagraphs", B}, {"articledetail", B}, {"articlebodytext", B}, {"articlecontents", B},
    {"bodycopy", B}, {"bodytext", B}, {"bodycontent", B}, {"storybody", B}, {"storycontent", B},
    {"storytext", B}, {"storybodytext", B}, {"entrycontent", B}, {"entrybody", B}, {"entrytext", B},
    {"postcontent", B}, {"postbody", B}, {"posttext", B}, {"postentry", B}, {"newscontent", B},
    {"newsbody", B}, {"newstext", B}, {"contentbody", B}, {"contenttext", B}, {"maintext", B},
    {"textcontent", B}, {"textbody", B}, {"richtext", B}, {"detailcontent", B},
    {"contentdetail", B}, {"newsdetail", B}, {"detailtext", B}, {"blogcontent", B},
    {"articlestory", B}, {"artikeltext", B}, {"artikelbody", B}, {"artikelinhalt", B},
    {"articlebodycontent", B}, {"brodtext", B}, {"cuerponoticia", B}, {"cuerpo", B},
    {"notatexto", B}, {"corpo", B}, {"fulltext", B}, {"fullstory", B}, {"itemfulltext", B},
    {"pagecontent", M}, {"maincontent", M}, {"contentmain", M}, {"singlecontent", B},
    {"articulocuerpo", B}, {"articlewrapper", M}, {"articlemain", M}, {"newsarticle", M},
    {"contenido", B}, {"textonoticia", B}, {"newstxt", B},
    /* containers: Chinese CMS */
    {"trseditor", B}, {"trsueditor", B}, {"trspreappend", B}, {"trseditorview", B},
    {"customunionstyle", B}, {"vsbcontent", B}, {"vnewscontent", B}, {"newscontentfromname", B},
    {"wparticlecontent", B}, {"zoom", B}, {"zoomcon", B}, {"ivscontent", B}, {"ucapcontent", B},
    {"pagescontent", B}, {"foundercontent", B}, {"jscontent", B}, {"richmediacontent", B},
    {"fontzoom", B}, {"artibody", B}, {"endtext", B}, {"articalcontent", B}, {"zhengwen", B},
    {"contenttxt", B}, {"txtcontent", B}, {"contxt", B}, {"articlecon", B}, {"newscon", B},
    {"textcon", B}, {"showcontent", B}, {"viewcontent", B}, {"detailcon", B},
    {"neirong", B}, {"infocontent", B}, {"contentarticle", B}, {"contentnews", B},
    {"articlecont", B}, {"newscont", B}, {"pcontent", B}, {"conmain", M},
    /* may hold the body */
    {"content", M}, {"main", M}, {"article", M}, {"story", M}, {"post", M}, {"entry", M},
    {"text", M}, {"body", M}, {"detail", M}, {"read", M}, {"con", M}, {"zw", M}, {"hentry", M},
    {"artikel", M}, {"articulo", M}, {"noticia", M}, {"nota", M}, {"txt", M}, {"prose", M},
    {"paragraph", M}, {"artical", M}, {"inhalt", M}, {"contents", M}, {"news", M},
    /* quoted from elsewhere: stays */
    {"socialembed", 0}, {"socialmediaembed", 0}, {"embedsocial", 0}, {"articletweet", 0},
    {"twittertweet", 0}, {"tweetbody", 0},
    /* comments */
    {"comment", C}, {"comments", C}, {"commentlist", C}, {"disqus", C}, {"respond", C},
    {"commentary", M}, {"matchcomment", 0}, {"livecomment", 0}, {"livecomments", 0}, {"pinglun", C}, {"commentbox", C}, {"kommentare", C}, {"kommentar", C},
    {"comentarios", C}, {"commentaires", C}, {"livefyre", C}, {"spotim", C}, {"coral", C},
    /* navigation and frame of the page */
    {"nav", D}, {"navbar", D}, {"navigation", D}, {"menu", D}, {"submenu", D}, {"breadcrumb", D},
    {"breadcrumbs", D}, {"crumb", D}, {"crumbs", D}, {"sidebar", D}, {"footer", D}, {"foot", D},
    {"masthead", D}, {"pagination", D}, {"pager", D}, {"paging", D}, {"paginator", D},
    {"pagenav", D}, {"prevnext", D}, {"nextprev", D}, {"toolbar", D}, {"toolbox", D}, {"topbar", D},
    {"bottombar", D}, {"skip", D}, {"skiplink", D}, {"daohang", D}, {"weizhi", D}, {"dqwz", D},
    {"friendlink", D}, {"copyright", D}, {"siderbar", D}, {"sitemap", D},
    /* related stories */
    {"related", R}, {"relatedposts", R}, {"relatednews", R}, {"recommend", R}, {"recommended", R},
    {"recommendation", R}, {"recommendations", R}, {"recirc", R}, {"recirculation", R},
    {"popular", R}, {"mostpopular", R}, {"trending", R}, {"mostread", R}, {"readmore", L},
    {"readalso", R}, {"seealso", R}, {"alsoread", R}, {"morestories", R}, {"morenews", R},
    {"morefrom", R}, {"moreon", R}, {"outbrain", R}, {"taboola", R}, {"tuijian", R},
    {"xiangguan", R}, {"xgyd", R}, {"xgxw", R}, {"xgnews", R}, {"xglj", R}, {"paihang", R},
    {"ranking", R}, {"hotnews", R}, {"latestnews", R}, {"upnext", R}, {"readnext", R},
    {"relnews", R}, {"nextpost", R}, {"prevpost", R}, {"postnavigation", R}, {"relate", R},
    {"relacionadas", R}, {"relacionados", R}, {"similar", R}, {"yarpp", R}, {"relatedlinks", R},
    {"relatedarticles", R}, {"relatedcontent", R}, {"relations", R},
    {"youmaylike", R}, {"mightlike", R}, {"ligatus", R}, {"plista", R},
    {"zergnet", R}, {"revcontent", R}, {"mgid", R}, {"lireaussi", R},
    /* sharing and subscriptions */
    {"share", R}, {"sharing", R}, {"shares", R}, {"sharebar", R}, {"sharebox", R}, {"social", R},
    {"socials", R}, {"addthis", R}, {"sharethis", R}, {"jiathis", R}, {"bdshare", R},
    {"bdsharebuttonbox", R}, {"bshare", R}, {"sharedaddy", R}, {"sociable", R}, {"addtoany", R},
    {"a2a", R}, {"fenxiang", R}, {"newsletter", R}, {"newsletters", R}, {"subscribe", R},
    {"subscription", R}, {"subscribebox", R}, {"signup", R}, {"optin", R}, {"mailchimp", R},
    {"follow", R}, {"followus", R}, {"qrcode", R}, {"erweima", R}, {"ewm", R}, {"weixin", R},
    {"socialshare", R}, {"wechat", R}, {"whatsapp", R}, {"telegram", R}, {"likebox", R},
    /* advertisements, overlays */
    {"promo", D}, {"promos", D}, {"promotion", D}, {"promobox", D}, {"advert", D}, {"adverts", D},
    {"advertisement", D}, {"advertising", D}, {"ad", D}, {"ads", D}, {"adv", D}, {"adbox", D},
    {"adsbygoogle", D}, {"adunit", D}, {"adslot", D}, {"sponsor", D}, {"sponsored", D},
    {"guanggao", D}, {"cookie", D}, {"cookies", D}, {"gdpr", D}, {"consent", D}, {"modal", D},
    {"dialog", D}, {"popup", D}, {"overlay", D}, {"lightbox", D}, {"tooltip", D}, {"paywall", L},
    {"banner", D}, {"affiliate", D}, {"regwall", D}, {"piano", L}, {"commercial", D},
    {"anzeige", D}, {"werbung", D}, {"publicidad", D}, {"reklama", D}, {"reklame", D}, {"dfp", D},
    {"gpt", D},
    /* other things around an article */
    {"widget", L}, {"widgets", L}, {"tags", D}, {"taglist", D}, {"tagcloud", D}, {"posttags", D},
    {"tagged", D}, {"keywords", D}, {"topiclist", D}, {"topics", D}, {"login", D}, {"signin", D},
    {"register", D}, {"search", D}, {"searchform", D}, {"searchbox", D}, {"authorbio", D},
    {"authorbox", D}, {"authorinfo", A}, {"aboutauthor", D}, {"bio", D}, {"biography", D},
    {"authordescription", D}, {"authorcard", D}, {"rating", D}, {"ratings", D}, {"vote", D},
    {"voting", D}, {"feedback", D}, {"survey", D}, {"poll", D}, {"quiz", D}, {"noprint", D},
    {"donotprint", D}, {"disclaimer", D}, {"shengming", D}, {"mianze", D}, {"actions", D},
    {"postactions", D}, {"buttons", D}, {"donate", D}, {"donation", D}, {"appdownload", D},
    {"visuallyhidden", D}, {"screenreader", D}, {"sronly", D}, {"tabs", L}, {"carousel", L},
    {"postmeta", D}, {"entrymeta", D}, {"postfooter", D}, {"entryfooter", D}, {"audioplayer", D},
    {"listen", D}, {"tts", D}, {"readingtime", T}, {"correction", 0},
    {"toc", D}, {"tableofcontents", D}, {"editorchoice", D},
    {"favorite", D}, {"bookmark", D}, {"jubao", D}, {"ziti", D}, {"fontsize", D}, {"dayin", D},
    {"printbtn", D}, {"close", D}, {"hotlist", D}, {"rank", D},
    {"keypoints", D}, {"aisummary", D}, {"aicontent", D}, {"hide", WHOLE | D},
    {"invisible", WHOLE | D},
    /* bylines, terms of the CMS */
    {"cat", TAXON}, {"term", TAXON}, {"status", TAXON}, {"format", TAXON}, {"tax", TAXON},
    {"byline", A}, {"bylines", A}, {"author", A}, {"authors", A}, {"dateline", T}, {"date", T},
    {"time", T}, {"timestamp", T}, {"pubdate", T}, {"published", T}, {"posted", T}, {"meta", T},
    {"metas", T}, {"metadata", T}, {"info", T}, {"articleinfo", T}, {"source", T}, {"laiyuan", T},
    {"editor", T}, {"credits", T}, {"position", T}, {"location", T}, {"path", T}, {"datum", T},
    {"autor", A}, {"autoren", A}, {"auteur", A}, {"autore", A}, {"contributor", A},
    {"contributors", A}, {"userinfo", A}, {"writer", A}, {"reporter", A}, {"fecha", T},
    {"category", TAXON | T}, {"categories", T}, {"kicker", T}, {"eyebrow", T}, {"views", T},
    {"kategorie", T}, {"rubric", T}, {"tag", TAXON | T}, {"section-label", T},
    /* images */
    {"caption", P}, {"captions", P}, {"figcaption", P}, {"imgcaption", P}, {"credit", P},
    {"photocredit", P}, {"imagecredit", P}, {"wpcaptiontext", P}, {"wpcaption", P},
    {"imagecaption", P}, {"photocaption", P}, {"bildunterschrift", P}, {"legend", P},
    {"legende", P}, {"bildtext", P}, {"picinfo", P}, {"captiontext", P}, {"mediacaption", P},
    {"imginfo", P}, {"imagecopyright", P}, {"pictext", P}, {"photographer", P}, {"pie", P},
    /* boxes that are only links */
    {"teaser", L}, {"teasers", L}, {"more", L}, {"links", L}, {"linklist", L}, {"latest", L},
    {"gallery", L}, {"galleries", L}, {"infobox", L}, {"inline", 0}, {"box", L}, {"hot", L},
    {"list", L}, {"next", L}, {"prev", L}, {"previous", L}, {"callout", L}, {"card", L},
    {"cards", L}, {"embed", L}, {"video", L}, {"player", L}, {"slider", L}, {"also", L},
    {"playlist", L}, {"ticker", L}, {"series", L}, {"dossier", L}, {"collection", L},
    /* standfirst */
    {"standfirst", S}, {"lead", S}, {"lede", S}, {"leadtext", S}, {"intro", S}, {"subtitle", S},
    {"subheadline", S}, {"dek", S}, {"deck", S}, {"summary", S}, {"abstract", S}, {"sapo", S},
    {"chapo", S}, {"chapeau", S}, {"ingress", S}, {"entradilla", S}, {"sommario", S},
    {"vorspann", S}, {"excerpt", S}, {"description", S}, {"teasertext", S}, {"zhaiyao", S},
    {"daodu", S},
    /* speak of the layout */
    {"has", LAYOUT}, {"with", LAYOUT}, {"no", LAYOUT}, {"without", LAYOUT}, {"layout", LAYOUT},
    {"not", LAYOUT}, {"js", 0}, {"wf", LAYOUT}, {"single", 0},
};
/* clang-format on */

const size_t na_sign_word_count = sizeof na_sign_words / sizeof *na_sign_words;
