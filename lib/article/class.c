/* article/class.c: what the words of each element's class and id say, read once a page. A word ends
 * at anything that is no letter, and where a lower-case letter meets a capital. */
#include "article/class.h"

#include "article/candidates.h"
#include "article/memo.h"

#define UP_MAX 40

enum {
    TITLE = NA_CLASS_TITLE,
    TITLE_WORD = NA_CLASS_TITLE_WORD,
    KICKER = NA_CLASS_KICKER,
    MODIFIED = NA_CLASS_MODIFIED,
    DATE = NA_CLASS_DATE,
    OTHER_TEXT = NA_CLASS_OTHER_TEXT,
    FURNITURE = NA_CLASS_FURNITURE,
    AUTHOR = NA_CLASS_AUTHOR,
    NOT_AUTHOR = NA_CLASS_NOT_AUTHOR,
    WRITER = NA_CLASS_WRITER,
    CRUMB = NA_CLASS_CRUMB,
    SOURCE = NA_CLASS_SOURCE
};

typedef struct class_word {
    const char *text;
    unsigned says;
} class_word;

/* Count as whole words only. */
static const class_word WORDS[] = {
    {"about", NOT_AUTHOR},
    {"account", SOURCE},
    {"advert", FURNITURE},
    {"aktualisiert", MODIFIED},
    {"antetitulo", KICKER},
    {"aside", FURNITURE},
    {"auteur", AUTHOR},
    {"author", AUTHOR},
    {"authorname", AUTHOR},
    {"authors", AUTHOR},
    {"autor", AUTHOR},
    {"autore", AUTHOR},
    {"autoren", AUTHOR},
    {"avatar", NOT_AUTHOR},
    {"bio", NOT_AUTHOR},
    {"box", NOT_AUTHOR},
    {"bread", CRUMB},
    {"breadcrumb", CRUMB},
    {"breadcrumbs", CRUMB},
    {"bt", TITLE_WORD},
    {"byline", AUTHOR | DATE},
    {"bylines", AUTHOR},
    {"comment", FURNITURE | NOT_AUTHOR | OTHER_TEXT},
    {"comments", FURNITURE | OTHER_TEXT},
    {"cookie", FURNITURE},
    {"copyfrom", SOURCE},
    {"created", DATE},
    {"creator", AUTHOR},
    {"crumb", CRUMB},
    {"crumbnav", CRUMB},
    {"crumbs", CRUMB},
    {"crumbsnav", CRUMB},
    {"curpos", CRUMB},
    {"currchnlcls", CRUMB},
    {"currentposition", CRUMB},
    {"dachzeile", KICKER},
    {"date", DATE},
    {"dateline", DATE},
    {"datemodified", MODIFIED},
    {"datetime", DATE},
    {"datum", DATE},
    {"desc", NOT_AUTHOR},
    {"description", NOT_AUTHOR},
    {"disqus", FURNITURE | OTHER_TEXT},
    {"dqwz", CRUMB},
    {"entrydate", DATE},
    {"eyebrow", KICKER},
    {"fecha", DATE},
    {"follow", NOT_AUTHOR},
    {"h1", TITLE_WORD},
    {"heading", TITLE_WORD},
    {"headtext", TITLE_WORD},
    {"hot", FURNITURE},
    {"image", NOT_AUTHOR},
    {"info", DATE},
    {"job", NOT_AUTHOR},
    {"kicker", KICKER},
    {"laiyuan", SOURCE},
    {"lastmod", MODIFIED},
    {"latest", FURNITURE},
    {"media", SOURCE},
    {"menu", FURNITURE},
    {"meta", DATE},
    {"modified", MODIFIED},
    {"nav", FURNITURE},
    {"navbar", FURNITURE},
    {"newsfrom", SOURCE},
    {"newsletter", FURNITURE},
    {"nickname", SOURCE},
    {"origin", SOURCE},
    {"overline", KICKER},
    {"pathway", CRUMB},
    {"photo", NOT_AUTHOR},
    {"popular", FURNITURE | OTHER_TEXT},
    {"position", CRUMB},
    {"postdate", DATE},
    {"posted", DATE},
    {"postmeta", DATE},
    {"pretitle", KICKER},
    {"promo", FURNITURE},
    {"pubdate", DATE},
    {"pubfrom", SOURCE},
    {"publish", DATE},
    {"published", DATE},
    {"pubtime", DATE},
    {"recommend", FURNITURE | OTHER_TEXT},
    {"recommended", FURNITURE | OTHER_TEXT},
    {"related", FURNITURE | NOT_AUTHOR | OTHER_TEXT},
    {"reporter", AUTHOR},
    {"respond", FURNITURE | OTHER_TEXT},
    {"role", NOT_AUTHOR},
    {"roofline", KICKER},
    {"share", FURNITURE},
    {"sidebar", FURNITURE | OTHER_TEXT},
    {"social", NOT_AUTHOR},
    {"source", SOURCE},
    {"spitzmarke", KICKER},
    {"supertitle", KICKER},
    {"teaser", FURNITURE | OTHER_TEXT},
    {"teasers", FURNITURE | OTHER_TEXT},
    {"time", DATE},
    {"timestamp", DATE},
    {"tit", TITLE_WORD},
    {"title", NOT_AUTHOR},
    {"topline", KICKER},
    {"trending", FURNITURE},
    {"update", MODIFIED},
    {"updated", MODIFIED},
    {"vcard", AUTHOR},
    {"verfasser", AUTHOR},
    {"weizhi", CRUMB},
    {"widget", FURNITURE},
    {"writer", AUTHOR},
};

/* Count anywhere. */
static const class_word PARTS[] = {
    {"author", WRITER},     {"author-name", AUTHOR},  {"author_name", AUTHOR},
    {"authorname", AUTHOR}, {"autorenzeile", AUTHOR}, {"autorzeile", AUTHOR},
    {"biaoti", TITLE},      {"byline", AUTHOR},       {"datum", DATE},
    {"headline", TITLE},    {"postdate", DATE},       {"postmeta", DATE},
    {"posttime", DATE},     {"pubdate", DATE},        {"publishdate", DATE},
    {"publishtime", DATE},  {"pubtime", DATE},        {"title", TITLE},
    {"writer", WRITER},     {"zuozhe", WRITER},
};

#define WORD_COUNT (sizeof WORDS / sizeof *WORDS)
#define PART_COUNT (sizeof PARTS / sizeof *PARTS)

/* Words by their first letter: `first[letter]` is a number plus 1, 0 for none, `next` goes on. */
typedef struct word_index {
    uint8_t first_word[26], first_part[26];
    uint8_t next_word[WORD_COUNT], next_part[PART_COUNT];
} word_index;

_Static_assert(WORD_COUNT < 256 && PART_COUNT < 256, "numbers of words are bytes");

static void chain(const class_word *words, size_t count, uint8_t *first, uint8_t *next)
{
    for (size_t i = count; i-- > 0;) {
        size_t letter = (size_t)(words[i].text[0] - 'a');
        next[i] = first[letter];
        first[letter] = (uint8_t)(i + 1);
    }
}

static const word_index *make_index(na_arena *arena)
{
    word_index *x = na_arena_zalloc(arena, sizeof *x);
    chain(WORDS, WORD_COUNT, x->first_word, x->next_word);
    chain(PARTS, PART_COUNT, x->first_part, x->next_part);
    return x;
}

static bool is_edge(na_str s, size_t at)
{
    if (at == 0 || at >= s.n)
        return true;
    char before = s.p[at - 1], after = s.p[at];
    if (!na_is_alpha(before) || !na_is_alpha(after))
        return true;
    return na_lower(before) == before && na_lower(after) != after;
}

/* Bytes of `word` when `s` begins with it, whatever the case; else 0. */
static size_t begins_with(na_str s, const char *word)
{
    size_t n = 0;
    while (n < s.n && word[n] && na_lower(s.p[n]) == word[n])
        n++;
    return word[n] ? 0 : n;
}

static unsigned read_value(const word_index *x, na_str value)
{
    unsigned says = 0;
    for (size_t at = 0; at < value.n; at++) {
        if (!na_is_alpha(value.p[at]))
            continue;
        size_t letter = (size_t)(na_lower(value.p[at]) - 'a');
        na_str here = na_str_skip(value, at);
        for (unsigned i = x->first_part[letter]; i; i = x->next_part[i - 1])
            says |= begins_with(here, PARTS[i - 1].text) ? PARTS[i - 1].says : 0;
        if (!is_edge(value, at))
            continue;
        for (unsigned i = x->first_word[letter]; i; i = x->next_word[i - 1]) {
            size_t n = begins_with(here, WORDS[i - 1].text);
            says |= n && is_edge(value, at + n) ? WORDS[i - 1].says : 0;
        }
    }
    return says;
}

static unsigned read_known(const word_index *x, na_memo *memo, na_str value)
{
    bool known = true;
    if (value.n == 0)
        return 0;
    na_memo_entry *e = na_memo_at(memo, value, &known);
    if (!known)
        e->value = read_value(x, value);
    return e->value;
}

/* Attributes by which elements are marked for machines. */
static bool is_markup(na_str name)
{
    return na_str_eq(name, NA_STR("itemprop")) || na_str_eq(name, NA_STR("property")) ||
           na_str_eq(name, NA_STR("rel")) || na_str_eq(name, NA_STR("pubdate"));
}

const uint32_t *na_classes_read(na_arena *arena, const na_doc *doc)
{
    const word_index *x = make_index(arena);
    na_memo *memo = na_memo_new(arena);
    uint32_t *says = na_arena_array(arena, doc->count + 1u, sizeof *says);
    for (na_node_id n = 0; n < doc->count; n++) {
        const na_node *node = &doc->nodes[n];
        says[n] = 0;
        for (uint32_t i = node->attr; i < node->attr + node->attr_count; i++) {
            na_str name = doc->attrs[i].name;
            if (na_str_eq(name, NA_STR("class")) || na_str_eq(name, NA_STR("id")))
                says[n] |= read_known(x, memo, doc->attrs[i].value);
            else if (is_markup(name))
                says[n] |= NA_CLASS_MARKUP;
        }
    }
    return says;
}

static bool stops_search(const na_doc *doc, na_node_id n)
{
    na_tag tag = (na_tag)doc->nodes[n].tag;
    return tag == NA_TAG_BODY || tag == NA_TAG_ARTICLE || tag == NA_TAG_MAIN;
}

/* An element with most of the page's text is layout (with-sidebar), whatever its class says. */
static bool is_layout(const na_doc *doc, na_node_id n)
{
    return doc->nodes[n].text_chars * 2 > doc->nodes[0].text_chars;
}

bool na_in_other_text(const na_page *page, na_node_id n)
{
    const na_doc *doc = page->doc;
    bool footer = false;
    for (int i = 0; i < UP_MAX && n != NA_NO_NODE; i++, n = doc->nodes[n].parent) {
        if (doc->nodes[n].tag == NA_TAG_ARTICLE || doc->nodes[n].tag == NA_TAG_MAIN)
            return false; /* a footer inside is the article's */
        if (stops_search(doc, n) || is_layout(doc, n))
            return footer;
        if (na_class_says(page, n, NA_CLASS_OTHER_TEXT))
            return true;
        footer = footer || doc->nodes[n].tag == NA_TAG_FOOTER;
    }
    return footer;
}

bool na_in_furniture(const na_page *page, na_node_id n)
{
    const na_doc *doc = page->doc;
    for (int i = 0; i < UP_MAX && n != NA_NO_NODE; i++, n = doc->nodes[n].parent) {
        na_tag tag = (na_tag)doc->nodes[n].tag;
        if (stops_search(doc, n) || is_layout(doc, n))
            return false;
        if (tag == NA_TAG_NAV || tag == NA_TAG_FOOTER || tag == NA_TAG_ASIDE ||
            na_class_says(page, n, NA_CLASS_FURNITURE))
            return true;
    }
    return false;
}
