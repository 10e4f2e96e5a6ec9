/* Names of the rules under which text is left out. */
#include "article/drops.h"

static const char *const drop_names[] = {
    [NA_DROP_INHERITED] = "inherited", [NA_DROP_HIDDEN] = "hidden",
    [NA_DROP_CONTROL] = "control",     [NA_DROP_TAG] = "tag",
    [NA_DROP_NAME] = "name",           [NA_DROP_AUTHOR] = "author-box",
    [NA_DROP_TEASERS] = "teasers",     [NA_DROP_META] = "meta-box",
    [NA_DROP_RELATED] = "related",     [NA_DROP_LINKS] = "links",
    [NA_DROP_SITE] = "site-repeat"};
_Static_assert(sizeof drop_names / sizeof *drop_names == NA_DROP_COUNT, "a rule without a name");

static const char *const cut_names[] = {[NA_KEPT] = "kept",
                                        [NA_CUT_HEAD] = "line-head",
                                        [NA_CUT_PHRASE] = "line-phrase",
                                        [NA_CUT_ANNOUNCED] = "line-announced",
                                        [NA_CUT_TAIL] = "line-tail",
                                        [NA_CUT_LINKS] = "line-links",
                                        [NA_CUT_REPEAT] = "line-repeat",
                                        [NA_CUT_PAGER] = "line-pager",
                                        [NA_CUT_END] = "line-end"};
_Static_assert(sizeof cut_names / sizeof *cut_names == NA_CUT_COUNT, "a rule without a name");

const char *na_drop_name(na_drop drop)
{
    return drop_names[drop];
}

const char *na_cut_name(na_cut cut)
{
    return cut_names[cut];
}
