/* article/signs.h: what the class, id, role and itemprop of an element say it is. */
#ifndef NA_ARTICLE_SIGNS_H
#define NA_ARTICLE_SIGNS_H

#include "html/document.h"

#define NA_SIGN_BODY 1u     /* container of an article's body: article-body, TRS_Editor */
#define NA_SIGN_MAIN 2u     /* may hold it: content, story, post */
#define NA_SIGN_DROP 4u     /* never body: navigation, sharing, related stories, advertisements */
#define NA_SIGN_COMMENTS 8u /* readers' comments; NA_SIGN_DROP is set too */
#define NA_SIGN_META 16u    /* byline, date, breadcrumb: not body when short */
#define NA_SIGN_CAPTION 32u /* caption or credit of an image */
#define NA_SIGN_LINKS 64u   /* teasers, "more": not body when it links much */
#define NA_SIGN_LEAD 128u   /* standfirst */
#define NA_SIGN_FIRM 512u   /* with NA_SIGN_DROP: no name of a layout (related, share) */
#define NA_SIGN_AUTHOR 256u /* byline, or a box about the author */

typedef uint16_t na_signs;

typedef struct na_sign_map {
    na_signs *of;        /* one a node of the document; 0 for text */
    uint16_t *drop_word; /* one a node: which word said NA_SIGN_DROP, 0: none or a role */
    size_t words;        /* numbers of words are below */
} na_sign_map;

/* Inside an arena run; in the arena. */
na_sign_map na_signs_read(na_arena *arena, const na_doc *doc);

#endif
