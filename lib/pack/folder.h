/* pack/folder.h: names of an article's folder and files in the article tar. */
#ifndef NA_PACK_FOLDER_H
#define NA_PACK_FOLDER_H

#include "core/arena.h"
#include "core/str.h"

/* "2015/2015-09-01_229-1f0c6b9d2a47": year, date as precise as it is known, the last part of the
 * URL's path (ASCII letters, digits, - and _, at most 40) and twelve hex digits of the SHA-256 of
 * the URL's canonical form. The same article has the same folder in every crawl. Without a date:
 * "undated/229-...". Inside an arena run. */
na_str na_article_folder(na_arena *arena, na_str canonical, na_str date);
/* Name for the n-th (from 1) image or attachment: "01-photo.jpg", safe in any file system. */
na_str na_member_name(na_arena *arena, na_str url, size_t n);

#endif
