/* newsarc/newsarc.h: the whole public API of libnewsarc. */
#ifndef NEWSARC_NEWSARC_H
#define NEWSARC_NEWSARC_H

#include <newsarc/article.h>
#include <newsarc/listing.h>
#include <newsarc/profile.h>
#include <newsarc/rules.h>
#include <newsarc/status.h>
#include <newsarc/version.h>
#include <newsarc/warc.h>
#if NEWSARC_HAS_CRAWL
#include <newsarc/collection.h>
#include <newsarc/crawl.h>
#include <newsarc/fetch.h>
#endif

#endif
