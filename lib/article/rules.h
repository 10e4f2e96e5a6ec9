/* article/rules.h: the rules of sites as they are kept, and what those of a page's site found. */
#ifndef NA_ARTICLE_RULES_H
#define NA_ARTICLE_RULES_H

#include "article/model.h"
#include "html/selector.h"

/* The selectors of one rule, in the order of trial. */
typedef struct na_rule_list {
    na_selector **v;
    char **text; /* as given */
    size_t n;
} na_rule_list;

/* The rules of one pattern of addresses. */
typedef struct na_site_rules {
    char *pattern;
    char *host; /* ASCII; "" when any will do */
    char *path; /* with *, percent-encoded; NULL: any */
    bool below; /* also hosts below it */
    na_rule_list rules[NEWSARC_RULE_COUNT];
} na_site_rules;

/* The most specific rules for a page, or NULL. `url` may be empty. Inside an arena run. */
const na_site_rules *na_rules_of(na_arena *arena, const newsarc_rules *rules, na_str url);

/* What the rules of a page's site found. */
typedef struct na_ruled {
    const na_site_rules *site;
    uint8_t state[NEWSARC_RULE_COUNT]; /* NEWSARC_RULE_NONE, ... */
    na_fact title, date, source;
    na_names authors;
    na_str next_page;      /* absolute */
    na_node_id title_node; /* NA_NO_NODE: it stands in no element of the body */
    na_node_id *body;      /* all that the selector names, in document order */
    size_t body_count;
} na_ruled;

/* Sets page->ruled when `rules` (may be NULL) have any for the page, and page->doc to a document
 * without what they drop. Before anything else is read of the page. */
void na_rules_read(na_page *page, const newsarc_rules *rules);
/* Puts what they found into the draft: the title as soon as the page's own is chosen, for the place
 * of the byline hangs on it; the rest behind the other fields. */
void na_rules_set_title(na_page *page, na_draft *draft);
void na_rules_set_fields(const na_page *page, na_draft *draft);

#endif
