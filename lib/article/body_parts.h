/* article/body_parts.h: what the files of the body finder share. */
#ifndef NA_ARTICLE_BODY_PARTS_H
#define NA_ARTICLE_BODY_PARTS_H

#include "article/ablation.h"
#include "article/body.h"
#include "article/drops.h"
#include "article/signs.h"

#define NA_ROOTS_MAX 64

#define NA_MARK_DEAD 1u   /* by tag or sign; with everything below */
#define NA_MARK_PRUNED 2u /* taken out of the chosen body */
#define NA_MARK_DROP 2    /* by so many bits the reason, a na_drop, is shifted */

/* Weights of a subtree, in units: a letter counts 1, a Han character or kana 2. */
typedef struct na_weight {
    uint32_t prose;  /* of text that reads like sentences */
    uint32_t junk;   /* of short scraps */
    uint32_t linked; /* of scraps that are mostly link text */
    uint32_t raw;    /* prose with what is dead */
    float points;    /* of runs of prose right in this block */
    float score;     /* points of the blocks below, less the further down they stand */
} na_weight;

struct na_ruled;

struct na_body {
    const na_doc *doc;
    na_arena *arena;
    const na_signs *signs; /* one a node, as sign_map.of */
    na_sign_map sign_map;
    na_node_id first_prose;         /* behind the headline, or NA_NO_NODE */
    na_node_id shown;               /* hidden element that is read all the same, or NA_NO_NODE */
    na_weight *weight;              /* one a node */
    uint8_t *mark;                  /* one a node: NA_MARK_*, and why */
    const struct na_ruled *ruled;   /* a rule of the site names the body; NULL: none does */
    bool *keep;                     /* one a node: the rule names it, or what is in it; or NULL */
    na_trace *trace;                /* NULL: nobody wants to know */
    na_node_id roots[NA_ROOTS_MAX]; /* in document order */
    size_t root_count;
};

static inline void na_mark(na_body *b, na_node_id n, unsigned mark, na_drop why)
{
    if (na_rule_on(na_drop_rule(why)))
        b->mark[n] |= (uint8_t)(mark | (unsigned)why << NA_MARK_DROP);
}

static inline bool na_is_kept(const na_body *b, na_node_id n)
{
    return b->keep && b->keep[n];
}

/* body_ruled.c. Sets b->ruled and b->keep when the rules of the site name a body. */
void na_body_keep_ruled(na_body *b, const struct na_ruled *ruled);
/* Its hidden part that is read all the same, or NA_NO_NODE. */
na_node_id na_body_shown_ruled(const na_body *b);
/* Sets the roots; false: no rule names them. */
bool na_body_choose_ruled(na_body *b);

/* body_weigh.c: marks what is dead, fills weight. `site` may be NULL. */
void na_body_weigh(na_body *b, const newsarc_site_profile *site);
/* Share of prose in what a subtree holds; plain scraps weigh less than links, for tables and lists
 * of facts belong to bodies. */
static inline double na_density(const na_weight *w)
{
    double p = w->prose;
    return p / (p + (double)w->linked + 0.5 * (double)w->junk + 20.0);
}

/* body_teasers.c: marks lists of teasers as dead; needs weight.raw. */
void na_body_mark_teasers(na_body *b);
/* Same tag and same first class: parts that one template made. */
bool na_same_shape(const na_doc *d, na_node_id a, na_node_id b);
/* body_stated.c: corrects the choice by articleBody of JSON-LD. */
na_node_id na_body_stated(const na_body *b, na_str stated, na_node_id chosen);
/* body_choose.c: sets roots; `stated` is articleBody or empty, of a `live` blog its updates. */
void na_body_choose(na_body *b, na_str stated, bool live);
/* A block that may be a root: no paragraph, heading, row. */
bool na_is_body_container(const na_node *e);
/* body_lead.c: adds the standfirst as a root; needs page->title_node. */
void na_body_add_lead(const na_page *page, na_body *b);
/* body_prune.c: marks what is not body inside the roots. */
void na_body_prune(na_body *b);

/* body_trace.c: for --explain; NULL: nothing to do. */
struct na_lines;
void na_body_note(na_trace *t, const na_body *b, const struct na_lines *lines);

/* Counts of a text node; of hidden ones too when they are read. */
typedef struct na_counts {
    uint32_t chars, links, sentences, commas;
} na_counts;
na_counts na_count_text(const na_body *b, na_node_id text);

/* Units of `chars` code points that take `bytes`: scripts of three bytes a character say twice as
 * much with one. */
static inline uint32_t na_units(size_t bytes, uint32_t chars)
{
    return bytes >= 2 * (size_t)chars + chars / 2 ? chars * 2 : chars;
}

#endif
