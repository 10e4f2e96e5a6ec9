/* A browser that opens a page without a named encoding guesses. Replay tools show a page inside
 * another one, in UTF-8, whose encoding it then takes (HTML Standard 13.2.3.2, "a container
 * document of the same origin"), and one in GBK cannot be read. What the bytes tell may stand in
 * the record; wabac.js gives it to the browser as the page's Content-Type. */
#include "archive/payload_type.h"

#include "core/buf.h"
#include "http/message.h"
#include "text/encoding.h"
#include <stdio.h>

#define BODY_MAX ((size_t)1 << 20) /* that is looked at */
#define PAGE_MAX ((size_t)4 << 20)
#define MEMORY_MAX ((size_t)32 << 20)

typedef struct job {
    na_str page, content_type;
    const na_encoding *encoding;
} job;

static void detect(na_arena *arena, void *user)
{
    job *j = user;
    j->encoding = na_undeclared_encoding(arena, j->page, j->content_type);
}

static bool is_markup(na_str page)
{
    return na_str_starts(na_str_trim(page), NA_STR("<")) && !na_looks_binary(page);
}

/* Only what comes without a charset is unpacked. */
static bool is_html(const na_http_head *head)
{
    na_str type = na_http_field(head, "Content-Type");
    return na_str_eq_nocase(na_content_type_essence(type), NA_STR("text/html")) &&
           na_content_type_charset(type).n == 0;
}

static newsarc_status unpack(na_str head, na_str body, na_buf *page)
{
    na_buf message = NA_BUF(head.n + BODY_MAX);
    na_buf_add(&message, head);
    na_buf_add(&message, na_str_take(body, BODY_MAX));
    newsarc_status status = message.status;
    if (status == NEWSARC_OK)
        status = na_http_entity(na_buf_str(&message), page);
    na_buf_free(&message);
    return status == NEWSARC_E_NOMEM ? status : NEWSARC_OK;
}

newsarc_status na_payload_type(na_arena *arena, na_str head, na_str body, char out[NA_PAYLOAD_TYPE])
{
    na_http_head parsed;
    out[0] = 0;
    if (body.n == 0 || !na_http_head_parse(head, &parsed) || !is_html(&parsed))
        return NEWSARC_OK;
    na_buf page = NA_BUF(PAGE_MAX);
    job j = {.content_type = na_http_field(&parsed, "Content-Type")};
    newsarc_status status = unpack(head, body, &page);
    j.page = na_buf_str(&page);
    if (status == NEWSARC_OK && is_markup(j.page))
        status = na_arena_run(arena, (na_arena_limits){.memory = MEMORY_MAX}, detect, &j);
    na_arena_reset(arena);
    if (j.encoding)
        snprintf(out, NA_PAYLOAD_TYPE, "text/html; charset=%s", j.encoding->name);
    na_buf_free(&page);
    return status == NEWSARC_E_LIMIT ? NEWSARC_OK : status;
}
