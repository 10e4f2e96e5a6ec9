/* archive/arc.h: headers of ARC files, version 1: one line of URL, address, date, type, length. */
#ifndef NA_ARCHIVE_ARC_H
#define NA_ARCHIVE_ARC_H

#include "core/buf.h"

#define NA_ARC_LINE ((size_t)4096) /* of a header, at least so much is looked at */

/* True when the bytes begin with the header line of a record. */
bool na_arc_begins_record(na_str bytes);
/* Replaces the line in `head` by fields of a WARC record. False when it is no header line, or when
 * the buffer has failed. */
bool na_arc_header(na_buf *head);

#endif
