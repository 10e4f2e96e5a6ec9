/* crawl/store_changes.h: what changed from run to run, as far as the state keeps it. Articles know
 * when they were first seen, versions when they were replaced; when an article was not there, or
 * its list did not name it, stands in absences. Statuses as in store.h. */
#ifndef NA_CRAWL_STORE_CHANGES_H
#define NA_CRAWL_STORE_CHANGES_H

#include "crawl/store.h"

typedef enum na_event {
    NA_EVENT_NEW,
    NA_EVENT_CHANGED,
    NA_EVENT_GONE,     /* it answers that it is not there */
    NA_EVENT_RETURNED, /* it was gone and is there again */
    NA_EVENT_DELISTED, /* it answers, but its list does not name it any more */
    NA_EVENT_RELISTED,
    NA_EVENTS
} na_event;

typedef struct na_event_row { /* strings are valid for the call; "" where nothing is known */
    na_event event;
    int64_t run;
    int64_t time;                   /* of the event, or of its run's begin; seconds since 1970 */
    const char *url, *title, *date; /* title: as it was after the event */
    const char *category, *list;    /* name and URL of the list that names it */
    int64_t first_seen, last_seen;  /* last_seen: when it was last there */
    int status;                     /* NA_EVENT_GONE: of the answer; 200: a page that says so */
    na_place before, after;         /* NA_EVENT_CHANGED: JSON; no file: it is not kept */
} na_event_row;

/* The events of a run: in the order of the enum, of each the articles in the order in which they
 * were found; one address of each article. fn's status other than OK ends it. */
newsarc_status na_store_events(na_store *s, int64_t run,
                               newsarc_status (*fn)(const na_event_row *row, void *user),
                               void *user);

/* The lists of the run are read: which articles are there and are no longer named by any, and which
 * are again. See store_listed.c. */
newsarc_status na_store_note_delisted(na_store *s, int64_t run, int64_t now, uint64_t *delisted);

typedef struct na_run_span {
    int64_t id, started, ended; /* ended 0: it is running, or was killed */
} na_run_span;
/* The newest run not after `run` (0: of all); NEWSARC_E_NOT_FOUND. */
newsarc_status na_store_run_span(na_store *s, int64_t run, na_run_span *out);
/* The oldest run whose changes no run that ended has told before `run`: itself, or the killed ones
 * before it. */
newsarc_status na_store_first_untold(na_store *s, int64_t run, int64_t *first);

#endif
