/* Making and freeing exchanges; who fills and reads them is in fetch/, archive/ and crawl/. */
#include "http/exchange.h"

#include "core/alloc.h"
#include "http/message.h"

#define BODY_IN_MEMORY ((size_t)1 << 20) /* most pages; what is larger goes to a file */

na_exchange *na_exchange_new(const char *url, const char *spool_dir)
{
    na_exchange *x = na_calloc(1, sizeof *x);
    if (!x)
        return NULL;
    x->request = NA_BUF(NA_HTTP_HEAD_MAX);
    x->head = NA_BUF(NA_HTTP_HEAD_MAX);
    x->url = na_strdup(url);
    x->body = na_spool_new(spool_dir, BODY_IN_MEMORY);
    if ((url && !x->url) || !x->body) {
        na_exchange_free(x);
        return NULL;
    }
    return x;
}

void na_exchange_free(na_exchange *x)
{
    if (!x)
        return;
    na_buf_free(&x->request);
    na_buf_free(&x->head);
    na_spool_free(x->body);
    na_free(x->url);
    na_free(x);
}
