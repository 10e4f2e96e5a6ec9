/* article/ablation.h: the families of rules by which an article is found, and a switch for each.
 *
 * What a family is worth shows when it is left out. With -DNEWSARC_ABLATION=ON the family that the
 * environment variable NEWSARC_WITHOUT names does nothing (bench/ablation.py asks for each in
 * turn); in any other build na_rule_on is the constant true and leaves no code behind. */
#ifndef NA_ARTICLE_ABLATION_H
#define NA_ARTICLE_ABLATION_H

#include <stdbool.h>

/* Name of the family, what it does. bench/ablation.py reads this table. */
#define NA_RULES(X)                                                                                \
    X(DROP_HIDDEN, "drop hidden", "hidden elements")                                               \
    X(DROP_CONTROL, "drop control", "buttons, lists to choose from, drawings")                     \
    X(DROP_TAG, "drop tag", "nav, aside, footer, form")                                            \
    X(DROP_NAME, "drop name", "class, id or role says that it is no body")                         \
    X(DROP_AUTHOR, "drop author-box", "boxes about the author")                                    \
    X(DROP_TEASERS, "drop teasers", "lists of linked headlines with a snippet each")               \
    X(DROP_META, "drop meta-box", "short boxes named byline, date, breadcrumb")                    \
    X(DROP_RELATED, "drop related", "boxes named related with many links")                         \
    X(DROP_LINKS, "drop links", "boxes of many short links")                                       \
    X(DROP_SITE, "drop site-repeat", "what repeats on the pages of a site; needs a profile")       \
    X(LINE_HEAD, "line-head", "title, byline and date at the head of the body")                    \
    X(LINE_PHRASE, "line-phrase", "known phrases, and the links that they announce")               \
    X(LINE_TAIL, "line-tail", "what stands behind a known end of articles")                        \
    X(LINE_NEXT, "line-tail: next article", "a second headline in the dress of the first")         \
    X(LINE_LINKS, "line-links", "lines that are nothing but a link")                               \
    X(LINE_REPEAT, "line-repeat", "the standfirst, when it comes again")                           \
    X(LINE_SIGNATURE, "line-end: signatures", "bylines in the last part")                          \
    X(LINE_APPEAL, "line-end: appeals", "appeals, copyright and notes about the writer")           \
    X(LINE_SCRAPS, "line-end: scraps", "headings and bylines that nothing follows")                \
    X(LINE_PAGER, "line-pager", "page numbers of an article in several pages")                     \
    X(CAPTION_LINES, "caption lines", "credits and captions without markup of their own")          \
    X(CAPTION_BOXES, "caption boxes", "boxes of an image and a few words")                         \
    X(WORDS_TABLE, "words: phrases", "the table of phrases with which such lines begin")           \
    X(WORDS_STATEMENT, "words: statements", "lines such as ...声明：")                             \
    X(WORDS_CONSENT, "words: consent", "notices that content of others may be loaded")             \
    X(WORDS_END_MARK, "words: end marks", "END, 完")                                               \
    X(WORDS_SCRIPT, "words: JavaScript", "notices that the page needs JavaScript")                 \
    X(WORDS_LABEL, "words: labels", "a Chinese label of a byline and its value")                   \
    X(WORDS_FOOT, "words: foot", "licence numbers at the foot of Chinese pages")                   \
    X(BODY_NAMES, "body: named body", "class, id, itemprop such as article-body")                  \
    X(BODY_MAIN, "body: named content", "class, id, role such as content, story")                  \
    X(BODY_ARTICLE, "body: article element", "article weighs more, header less")                   \
    X(BODY_HEADLINE, "body: behind headline", "the first prose behind the only h1")                \
    X(BODY_WEAK, "body: plain text", "pages with hardly a sentence")                               \
    X(BODY_ANCESTOR, "body: named ancestor", "an ancestor that is named a body")                   \
    X(BODY_PARTS, "body: parts", "siblings of one shape")                                          \
    X(BODY_WIDEN, "body: widen", "an ancestor that adds prose and little else")                    \
    X(BODY_NARROW, "body: narrow", "a child that holds nearly all")                                \
    X(BODY_INSIDE, "body: named inside", "text inside that is named a body")                       \
    X(BODY_STATED, "body: JSON-LD", "the container that repeats articleBody")                      \
    X(BODY_LIVE, "body: live blog", "the opening before the updates that JSON-LD states")          \
    X(BODY_LEAD, "body: standfirst", "a sentence between headline and body")                       \
    X(BODY_SHOWN, "body: shown later", "a hidden element that holds nearly all text")              \
    X(BODY_LAYOUT, "body: layout words", "names that mean nothing where most text stands")         \
    X(HEAD_CMS, "head: Chinese CMS", "metas and comments of Chinese CMS")                          \
    X(HEAD_JSONLD, "head: JSON-LD", "JSON-LD, of any field")                                       \
    X(HEAD_OG_TITLE, "title: og:title", "og:title")                                                \
    X(TITLE_HEADINGS, "title: headings", "headings compared with what the head states")            \
    X(TITLE_SOLE_H1, "title: only h1", "the only h1, though the head words it otherwise")          \
    X(TITLE_PLAIN, "title: plain elements", "elements that say what the head says")                \
    X(TITLE_LINE, "title: line above", "the line that heads the text, under a mute head")          \
    X(TITLE_PIECES, "title: pieces", "headings that carry a kicker, too")                          \
    X(TITLE_STRIP, "title: strip", "site and section at the end of the title element")             \
    X(DATE_METAS, "date: metas", "metas of publication")                                           \
    X(DATE_WEAK_METAS, "date: weak metas", "metas that may tell the last change")                  \
    X(DATE_BYLINE, "date: byline", "dates between title and body")                                 \
    X(DATE_ELEMENTS, "date: elements", "time elements and itemprop")                               \
    X(DATE_URL, "date: address", "the page's address")                                             \
    X(DATE_NEAR, "date: near title", "lines above the title, edges of title and text")             \
    X(DATE_CLASSED, "date: named elements", "small elements whose class speaks of a date")         \
    X(DATE_EARLY, "date: early lines", "a line of the first paragraphs that is a date")            \
    X(DATE_SCRIPT, "date: scripts", "keys in scripts")                                             \
    X(DATE_VAGUE, "date: vague", "dates without their year, or reckoned from now")                 \
    X(DATE_REFINE, "date: refine", "a later candidate adds the minute or the local day")           \
    X(SOURCE_METAS, "source: metas", "metas of the outlet")                                        \
    X(SOURCE_LABEL, "source: label", "来源： and its like")                                        \
    X(SOURCE_CLASS, "source: named element", "a small element whose class says source")            \
    X(SOURCE_PLACE, "source: beside date", "the bare name beside the date")                        \
    X(SOURCE_TAIL, "source: behind text", "a label behind the body")                               \
    X(SOURCE_TABLE, "byline: document table", "the table above titles of offices")                 \
    X(AUTHOR_LABEL, "authors: label", "作者：, 记者 in the byline")                                \
    X(AUTHOR_METAS, "authors: metas", "metas of authors")                                          \
    X(AUTHOR_MARKUP, "authors: markup", "rel, itemprop and class")                                 \
    X(AUTHOR_LINES, "authors: lines", "By X, von X, 文/X between title and body")                  \
    X(AUTHOR_TEXT, "authors: text", "datelines and signatures of Chinese texts")                   \
    X(AUTHOR_ELEMENT, "authors: named element", "a person's name in an element named so")

#define NA_RULE_ENUMERATOR(id, name, what) NA_RULE_##id,
typedef enum na_rule { NA_RULES(NA_RULE_ENUMERATOR) NA_RULE_COUNT } na_rule;
#undef NA_RULE_ENUMERATOR

#ifdef NEWSARC_ABLATION
bool na_rule_on(na_rule rule);
#else
static inline bool na_rule_on(na_rule rule)
{
    (void)rule;
    return true;
}
#endif

#endif
