/* listing/regions.h: which part of the page a node belongs to: menu, breadcrumb, pager, foot. */
#ifndef NA_LISTING_REGIONS_H
#define NA_LISTING_REGIONS_H

#include "listing/links.h"

#define NA_IN_NAV 1u
#define NA_IN_CRUMB 2u
#define NA_IN_PAGER 4u
#define NA_IN_FOOT 8u
#define NA_IN_SIDE 16u

/* Fills w->regions. After na_links_read. */
void na_regions_read(na_list_work *w);

#endif
