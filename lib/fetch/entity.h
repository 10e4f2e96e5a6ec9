/* fetch/entity.h: what a parser reads of an exchange: the body without chunk framing and codings.
 */
#ifndef NA_FETCH_ENTITY_H
#define NA_FETCH_ENTITY_H

#include "http/exchange.h"
#include "http/message.h"

/* Fills `head` (slices of the exchange) and `out`. NEWSARC_E_FORMAT: a broken or unknown coding;
 * `out` then holds what could be decoded. NEWSARC_E_LIMIT: the ceiling of `out`; it holds the
 * beginning. NEWSARC_E_NOT_FOUND: the exchange has no response. */
newsarc_status na_exchange_entity(na_exchange *x, na_http_head *head, na_buf *out);

#endif
