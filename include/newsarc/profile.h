/* newsarc/profile.h: what the pages of one site have in common.
 *
 *     newsarc_site_profile *profile = NULL;
 *     newsarc_site_profile_new(&profile);
 *     for each page of the site:
 *         newsarc_site_profile_learn(profile, ex, html, length, &opts, NULL);
 *     opts.profile = profile;
 *     newsarc_extract(ex, html, length, &opts, &article, NULL);
 *
 * One page does not say whether its last paragraph is text or the disclaimer that stands under
 * every article of the site. A profile knows which blocks of text repeat over the articles it was
 * shown, and which container holds their bodies. An extraction that is given one leaves the
 * repeated blocks out, under the rule "site-repeat", and prefers that container; without one a page
 * is read by itself, as ever.
 *
 * A block is known by its text and by the path of elements (tag, id, class) on which it stands. It
 * repeats when it stands on at least three articles, and on at least half of those that have any
 * text on that path. Pages with the same main text, such as the print version of an article, count
 * as one, and only articles count. Lines of fewer than 8 Han characters or 16 letters are never
 * left out: headings and formulas of notices repeat, and are text.
 *
 * A profile is a plain input: the same profile and the same page give the same article, and the
 * same pages give the same profile in whatever order they were learned. It holds at most
 * NEWSARC_PROFILE_PAGES_MAX articles: of more pages it keeps a sample, those whose main text has
 * the smallest hash. That is less than 6 MB of memory.
 *
 * Learning changes a profile and wants it alone; any number of threads may extract with one that
 * nobody changes. */
#ifndef NEWSARC_PROFILE_H
#define NEWSARC_PROFILE_H

#include <newsarc/article.h>

NEWSARC_BEGIN

#define NEWSARC_PROFILE_PAGES_MAX 128 /* articles that a profile rests on, at most */

/* Makes an empty profile; the caller owns it. Returns NEWSARC_OK, NEWSARC_E_ARGUMENT,
 * NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_site_profile_new(newsarc_site_profile **out);
NEWSARC_API void newsarc_site_profile_free(newsarc_site_profile *profile); /* NULL is ignored */

/* Adds a page of the site; `ex`, `html`, `length` and `opts` as for newsarc_extract, all borrowed
 * for the call; opts->profile is not looked at. *learned (may be NULL) gets 1 when the page is an
 * article and now among those the profile rests on, else 0. On failure the profile is as it was.
 * Returns NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_FORMAT (empty or binary input), NEWSARC_E_LIMIT
 * (a ceiling of the options), NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_site_profile_learn(newsarc_site_profile *profile,
                                                      newsarc_extractor *ex, const void *html,
                                                      size_t length,
                                                      const newsarc_extract_options *opts,
                                                      int32_t *learned, newsarc_error *err);

/* How many articles the profile rests on, and how many blocks it leaves out. 0 for NULL. */
NEWSARC_API size_t newsarc_site_profile_page_count(const newsarc_site_profile *profile);
NEWSARC_API size_t newsarc_site_profile_block_count(const newsarc_site_profile *profile);

/* Writes the profile as JSON into *out, UTF-8 ending with NUL (not counted in *length), which the
 * caller frees with newsarc_free. The format is described in newsarc-site-profile(5).
 * Returns NEWSARC_OK, NEWSARC_E_ARGUMENT, NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_site_profile_save(const newsarc_site_profile *profile,
                                                     char **out, size_t *length);

/* Reads what newsarc_site_profile_save wrote, `length` bytes at `json`, borrowed for the call. More
 * pages may then be learned. On failure *out is NULL. Returns NEWSARC_OK, NEWSARC_E_ARGUMENT,
 * NEWSARC_E_FORMAT (no profile, or one of a later version), NEWSARC_E_LIMIT (longer than a profile
 * can be), NEWSARC_E_NOMEM. */
NEWSARC_API newsarc_status newsarc_site_profile_load(const char *json, size_t length,
                                                     newsarc_site_profile **out,
                                                     newsarc_error *err);

NEWSARC_END

#endif
