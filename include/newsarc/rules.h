/* newsarc/rules.h: rules of sites: selectors that say where the pages of a site have their title,
 * date, source, authors and body, for sites that extraction reads wrongly.
 *
 *     newsarc_rules *rules = NULL;
 *     newsarc_error err = {0};
 *     if (newsarc_rules_new(&rules) == NEWSARC_OK &&
 *         newsarc_rules_add(rules, "*.example.cn", NEWSARC_RULE_TITLE, "h1", &err) == NEWSARC_OK &&
 *         newsarc_rules_add(rules, "*.example.cn", NEWSARC_RULE_DATE,
 *                           "meta[name=PubDate]@content", &err) == NEWSARC_OK)
 *         opts.rules = rules; ... newsarc_extract(ex, html, length, &opts, &article, &err)
 *     newsarc_rules_free(rules);
 *
 * What a rule finds goes before what extraction would find; its evidence is "rule". Where it finds
 * nothing, extraction goes its usual way, and newsarc_article_rule says so. The command reads the
 * same rules from a file, see newsarc-rules(5).
 *
 * Pages. Rules belong to a pattern of addresses: a host, then perhaps a path.
 *   www.example.cn     this host, on any port
 *   *.example.cn       example.cn and every host below it
 *   *                  any host, and pages whose address is not known
 *   www.example.cn/a*  of that host the addresses whose path and query match; * stands for any
 *                      characters
 * One pattern counts for a page: the most specific one that fits. A whole host goes before a
 * pattern with *, a longer host before a shorter one, then the longer path; of equals the one that
 * was added first.
 *
 * Selectors. A part of CSS Selectors Level 3: type, *, #id, .class, [attr] with = ~= |= ^= $= *=
 * (and i for any case, of Level 4), A B, A > B, A + B, A ~ B, :first-child, :last-child,
 * :nth-child(An+B), :not(one simple selector), lists with commas. Behind a selector "@attr" takes
 * the value of that attribute instead of the element's text. Classes, ids and the names of elements
 * and attributes match in any ASCII case. They name what the HTML parser makes of the page, hidden
 * elements too; not comments, nor what stands inside script, style and template.
 *
 * Several selectors for one rule are tried in the order in which they were added: the first one
 * that gives a value counts. Of drop all count. */
#ifndef NEWSARC_RULES_H
#define NEWSARC_RULES_H

#include <newsarc/status.h>

NEWSARC_BEGIN

typedef struct newsarc_rules newsarc_rules;

typedef int32_t newsarc_rule;
#define NEWSARC_RULE_TITLE 0   /* the text as it stands there */
#define NEWSARC_RULE_DATE 1    /* the first date in the text, in any form that extraction reads */
#define NEWSARC_RULE_SOURCE 2  /* a label before it (来源：) is left out, and a date behind it */
#define NEWSARC_RULE_AUTHORS 3 /* of all elements that match; lists of names are parted */
/* The containers of the text. Boxes inside that extraction takes for no text (lists of links, share
 * buttons, ...) are left out as always, but an element that the selector names too is kept:
 * "#content, #content table" keeps the tables. */
#define NEWSARC_RULE_BODY 4
#define NEWSARC_RULE_DROP 5 /* elements that extraction does not see, in the body and outside */
/* The link to the next page of an article in several pages: an a element, or one around it, or
 * @attr with the address. */
#define NEWSARC_RULE_NEXT_PAGE 6
#define NEWSARC_RULE_COUNT 7

/* Makes an empty set; the caller owns it. Returns NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_NOMEM.
 */
NEWSARC_API newsarc_status newsarc_rules_new(newsarc_rules **out);
NEWSARC_API void newsarc_rules_free(newsarc_rules *rules); /* NULL is ignored */

/* Adds a selector (UTF-8, at most 1000 bytes) to a rule for the pages of `pattern` (UTF-8). Both
 * are copied. At most 10000 patterns, and 32 selectors for a rule of one. Not to be called while
 * another thread uses the rules; afterwards any number of threads may extract with them.
 * Returns NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_LIMIT, NEWSARC_E_NOMEM, NEWSARC_E_CONFIG:
 * pattern or selector is wrong; then err->input is the one that is, and err->offset the number of
 * its characters that stand before the fault (UINT64_MAX: the whole is meant). */
NEWSARC_API newsarc_status newsarc_rules_add(newsarc_rules *rules, const char *pattern,
                                             newsarc_rule rule, const char *selector,
                                             newsarc_error *err);

/* Name of a rule, as in files: "title", "next-page". NULL for unknown numbers. Static storage. */
NEWSARC_API const char *newsarc_rule_name(newsarc_rule rule);

NEWSARC_END

#endif
