/* article/candidates.h: what the page's head states, and the small tools that the files of the
 * metadata half share. Private to these files. */
#ifndef NA_ARTICLE_CANDIDATES_H
#define NA_ARTICLE_CANDIDATES_H

#include "article/class.h"
#include "article/fields.h"
#include "core/buf.h"
#include "text/utf8.h"

#define NA_AUTHORS_MAX 12
#define NA_SECTIONS_MAX 12

typedef struct na_meta {
    na_str name;  /* of name, property, itemprop or http-equiv, as written */
    na_str value; /* trimmed, not empty */
} na_meta;

/* What JSON-LD says of the article. Empty: not stated. */
typedef struct na_jsonld {
    na_str headline, published, modified, publisher, section, language, url;
    na_str body; /* articleBody: text or markup, whole or cut */
    na_str authors[NA_AUTHORS_MAX];
    size_t author_count;
    bool author_is_group; /* only organisations are named as authors */
    bool live;            /* a live blog: body holds its updates, too */
    na_str crumbs[NA_SECTIONS_MAX];
    size_t crumb_count;
    int rank; /* 0: nothing found */
} na_jsonld;

struct na_byline;

typedef struct na_candidates {
    const na_meta *metas;
    size_t meta_count;
    na_jsonld jsonld;
    na_str page_title; /* title element, white space collapsed */
    na_str og_title, site_name;
    na_str shown_title; /* what of page->title_node's text is the title */
    na_fact cms_title, cms_date, cms_modified, cms_source, cms_author,
        cms_editor;         /* the CMS's own metas */
    struct na_byline *tail; /* labels behind the text */
    na_str host;
    bool chinese; /* the title is Chinese: bylines follow Chinese practice */
} na_candidates;

/* One name in a table of metas or classes, in order of trust. */
typedef struct na_named_trust {
    const char *name;
    double confidence;
} na_named_trust;

/* meta.c. First non-empty meta of that name; the exact case goes before other cases. */
na_str na_meta_get(const na_candidates *c, const char *name);
/* The best meta of a table (ended by a NULL name); its name in *name. Empty fact: none. */
na_fact na_meta_best(na_arena *arena, const na_candidates *c, const na_named_trust *table);
void na_meta_collect(na_page *page, na_candidates *c);

/* cms.c */
void na_cms_collect(na_page *page, na_candidates *c);

/* jsonld.c */
void na_jsonld_collect(na_page *page, na_jsonld *out);
/* jsonld_clean.c: strict JSON out of what pages write: comments, CDATA, trailing commas and raw
 * control characters removed. */
na_str na_jsonld_clean(na_arena *arena, na_str raw);

/* scan.c: the visible text of nodes [begin, end) with marks where elements end. */
#define NA_MARK_INLINE '\x1f' /* an inline element begins or ends */
#define NA_MARK_CELL '\t'     /* a table cell, dt or dd begins or ends */
#define NA_MARK_LINE '\n'     /* a block begins or ends, or br */
typedef struct na_scan_piece {
    size_t offset; /* in text */
    na_node_id node;
} na_scan_piece;
typedef struct na_scan {
    na_str text;
    const na_scan_piece *pieces;
    size_t piece_count;
} na_scan;
na_scan na_scan_nodes(na_arena *arena, const na_doc *doc, na_node_id begin, na_node_id end,
                      size_t max_bytes);
na_node_id na_scan_node_at(const na_scan *scan, size_t offset);
bool na_skipped_tag(const na_node *node); /* script, style, controls: no visible text */

/* labels.c: the labels of Chinese bylines. */
typedef enum na_label_kind {
    NA_LABEL_NONE,
    NA_LABEL_SOURCE,
    NA_LABEL_AUTHOR,
    NA_LABEL_EDITOR,
    NA_LABEL_DATE,
    NA_LABEL_MODIFIED,
    NA_LABEL_DOCUMENT_DATE,
    NA_LABEL_STOP, /* ends the value before it; its own value is never output */
    NA_LABEL_STAFF /* the same, of people who are in no field: 审核, 摄影 */
} na_label_kind;
typedef struct na_label {
    na_label_kind kind;
    size_t begin, value; /* byte offsets: the label, and where its value may begin */
    bool colon;
} na_label;
/* The label that begins at byte `at` of `text`, if one does. */
bool na_label_at(na_str text, size_t at, na_label *out);
/* The characters with which labels begin, hashed: most characters of a text are none of them. */
typedef struct na_label_heads {
    uint64_t bits[64];
} na_label_heads;
na_label_heads na_label_heads_make(void);
/* False: no label begins at `at`, which is inside the text. */
bool na_label_may_begin(const na_label_heads *heads, na_str text, size_t at);
/* End of the value that begins at `from`: next label, separator, wide gap, end of element. */
size_t na_label_value_end(na_str text, size_t from);
bool na_is_control_word(na_str s); /* 分享, 打印, 字号: what stands beside bylines */

/* byline.c: fields of a byline region. */
typedef struct na_byline {
    na_fact date, modified, source, editor;
    na_fact vague_date; /* without its year, or reckoned from now */
    na_names authors;
    bool date_labelled;
    size_t date_begin, date_end;     /* bytes of the text that the date takes */
    bool source_label, author_label; /* the label is there, maybe without a value */
} na_byline;
void na_byline_read(na_page *page, na_str text, na_byline *out);

/* names.c, han_names.c, outlet.c: names of people and outlets. */
bool na_all_han(na_str s);
bool na_is_name_han(na_str s);      /* 2 to 4 Han, a known surname first */
na_str na_clean_outlet(na_str s);   /* the value of 来源, empty when it cannot be an outlet */
na_str na_cut_outlet(na_str s);     /* what follows a Chinese outlet's name goes */
na_str na_strip_brackets(na_str s); /* one pair around the whole */
/* Adds one name, without doubles, bounded. */
void na_names_add(na_arena *arena, na_names *names, na_str name);
/* Splits a list of names as a label or meta gives it and adds those that can be names. */
void na_names_split(na_arena *arena, na_names *names, na_str list);
/* Bytes of what a byline writes before a name ("By ", "geschrieben von ", "文/"), or 0. */
size_t na_byline_prefix(na_str s);
extern const char *const na_byline_prefixes[]; /* byline_prefixes.c; NULL ends */
bool na_names_is_filler(na_str s);             /* begins with by, posted, on: no name */

/* dates.c */
na_fact na_date_fact(na_arena *arena, const na_date *date, const char *from, double confidence);
/* States the date its year, and not by counting from now? */
bool na_date_is_full(na_str text, const na_date_match *m);
/* Chooses date and modified among metas, JSON-LD, byline, time elements and URL. */
void na_dates_choose(na_page *page, na_draft *draft, const na_byline *byline);

/* script.c: the value of a key such as "publishedDate" in the page's scripts. */
na_str na_script_date(const na_page *page);

/* title.c, title_strip.c */
void na_title_choose(na_page *page, na_draft *draft);
/* A title element's text without the parts that name site or section. */
na_str na_title_strip(na_arena *arena, na_str title, const na_candidates *c);
/* Ends like the name of a Chinese outlet, channel or office? */
bool na_title_names_outlet(na_str s);
/* Does a part of a title name the site: its name, a piece of its name, or its host? */
bool na_title_names_site(na_arena *arena, na_str part, const na_candidates *c);
/* Parts a title at its last separator. False: it has none. */
bool na_title_split(na_str s, bool cjk, na_str *head, na_str *tail);
bool na_has_cjk(na_str s);
/* title_mute.c: does the head say only where the page is from? `shown`: a heading repeats it, so
 * that looking like an outlet's name is not enough. */
bool na_title_is_mute(const na_page *page, bool shown);
/* The line that heads the text, by its dress and its place alone, or NA_NO_NODE. */
na_node_id na_title_line(const na_page *page, na_node_id prose);

/* region.c: where title, byline and prose stand. */
na_node_id na_first_prose(const na_page *page); /* first text of the body that is prose */
/* Lines between title and prose, as a scan; sets byline_begin and byline_end. */
na_scan na_byline_region(na_page *page);
/* The lines right above the title, of so many code points. */
na_scan na_above_title(const na_page *page, size_t chars);
/* The last lines of the body and what follows it. */
na_scan na_tail_region(na_page *page);

/* source.c */
void na_source_choose(na_page *page, na_draft *draft, const na_scan *region,
                      const na_byline *byline, const na_byline *tail);

/* authors.c: by markup and Latin bylines; dateline.c: by Chinese datelines and signatures. */
void na_authors_choose(na_page *page, na_draft *draft, const na_scan *region,
                       const na_byline *byline);
/* author_markup.c: elements in [begin, end); with begin > 0 only what rel or itemprop marks. */
na_names na_authors_in_markup(na_page *page, na_node_id begin, na_node_id end);
na_names na_authors_in_lines(na_page *page, na_str text);
void na_authors_finish(na_page *page, na_draft *draft, na_str body_text);
void na_authors_from_lines(na_page *page, na_draft *draft, na_str region);
void na_authors_from_text(na_page *page, na_draft *draft, na_str body_text);

/* breadcrumb.c, language.c */
void na_sections_choose(na_page *page, na_draft *draft);
void na_language_from_head(na_page *page, na_draft *draft);
void na_language_check(na_page *page, na_draft *draft, na_str body_text);

#endif
