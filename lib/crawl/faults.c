/* Faults by class, for the summary of a run. See newsarc/crawl.h and crawler.h. */
#include "crawl/crawler.h"

static const char *const names[NEWSARC_FAULT_COUNT] = {
    [NEWSARC_FAULT_NO_ANSWER] = "no answer",
    [NEWSARC_FAULT_REFUSED] = "refused",
    [NEWSARC_FAULT_SERVER_ERROR] = "server error",
    [NEWSARC_FAULT_MISSING] = "missing",
    [NEWSARC_FAULT_CUT_SHORT] = "cut short",
    [NEWSARC_FAULT_STALLED] = "stalled",
    [NEWSARC_FAULT_TOO_LONG] = "too long",
    [NEWSARC_FAULT_CODING] = "broken coding",
    [NEWSARC_FAULT_UNREADABLE] = "unreadable",
    [NEWSARC_FAULT_BLOCKED] = "blocked",
    [NEWSARC_FAULT_REDIRECTS] = "endless redirects",
    [NEWSARC_FAULT_FORBIDDEN] = "forbidden",
    [NEWSARC_FAULT_TRAP] = "trap",
};

const char *newsarc_fault_name(newsarc_fault fault)
{
    return fault >= 0 && fault < NEWSARC_FAULT_COUNT ? names[fault] : NULL;
}

void na_crawler_note_fault(newsarc_crawler *c, newsarc_fault fault)
{
    c->sum.faults[fault]++;
}

void na_crawler_note_answer(newsarc_crawler *c, const na_exchange *x)
{
    static const newsarc_fault cuts[] = {[NA_TRUNCATED_LENGTH] = NEWSARC_FAULT_TOO_LONG,
                                         [NA_TRUNCATED_TIME] = NEWSARC_FAULT_STALLED,
                                         [NA_TRUNCATED_DISCONNECT] = NEWSARC_FAULT_CUT_SHORT};
    if (x->off_limits)
        na_crawler_note_fault(c, NEWSARC_FAULT_FORBIDDEN);
    else if (x->status == 0)
        na_crawler_note_fault(c, NEWSARC_FAULT_NO_ANSWER);
    else if (x->status == 429 || x->status == 503)
        na_crawler_note_fault(c, NEWSARC_FAULT_REFUSED);
    else if (x->status >= 500 || x->status == 408)
        na_crawler_note_fault(c, NEWSARC_FAULT_SERVER_ERROR);
    else if (x->status >= 400)
        na_crawler_note_fault(c, NEWSARC_FAULT_MISSING);
    if (x->status && x->truncated != NA_WHOLE)
        na_crawler_note_fault(c, cuts[x->truncated]);
}
