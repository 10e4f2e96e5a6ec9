/* article/class.h: what the words of an element's class and id say to the metadata half. */
#ifndef NA_ARTICLE_CLASS_H
#define NA_ARTICLE_CLASS_H

#include "article/model.h"

#define NA_CLASS_TITLE 1u        /* title, headline, as a part of a word, too */
#define NA_CLASS_TITLE_WORD 2u   /* heading, tit */
#define NA_CLASS_KICKER 4u       /* the small line over a headline */
#define NA_CLASS_MODIFIED 8u     /* updated */
#define NA_CLASS_DATE 16u        /* date, byline, info */
#define NA_CLASS_OTHER_TEXT 32u  /* other people's texts: comments, related */
#define NA_CLASS_FURNITURE 64u   /* these, menus, and the site's own lines */
#define NA_CLASS_AUTHOR 128u     /* author, byline */
#define NA_CLASS_NOT_AUTHOR 256u /* stands beside an author: bio, avatar */
#define NA_CLASS_WRITER 512u     /* the author of a Chinese page */
#define NA_CLASS_CRUMB 1024u     /* breadcrumb, position */
#define NA_CLASS_SOURCE 2048u    /* source, laiyuan */
#define NA_CLASS_MARKUP 4096u    /* has itemprop, property, rel or pubdate */

/* One a node. Inside an arena run; in the arena. */
const uint32_t *na_classes_read(na_arena *arena, const na_doc *doc);

static inline bool na_class_says(const na_page *page, na_node_id n, unsigned any)
{
    return (page->classes[n] & any) != 0;
}

bool na_in_other_text(const na_page *page, na_node_id n); /* comments, related lists, footer */
/* nav, footer, comments, related lists */
bool na_in_furniture(const na_page *page, na_node_id n);

#endif
