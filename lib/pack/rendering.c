/* See rendering.h. */
#include "pack/rendering.h"

#include "article/result.h"

#define PARTS 5
#define HEAD (PARTS * sizeof(uint32_t)) /* the lengths of the parts stand before them */

static void end_line(na_buf *b)
{
    if (b->n && b->p[b->n - 1] != '\n')
        na_buf_add_byte(b, '\n');
}

static void pack_json(const newsarc_article *a, na_buf *line, na_buf *out)
{
    na_result_json(a, line, out);
    end_line(out);
}

static void pack_markdown(const newsarc_article *a, na_buf *line, na_buf *out)
{
    (void)line;
    na_result_render(a, NEWSARC_RENDER_MARKDOWN, NULL, out);
    end_line(out);
}

static void pack_text(const newsarc_article *a, na_buf *line, na_buf *out)
{
    (void)line;
    na_result_render(a, NEWSARC_RENDER_TEXT, NULL, out);
}

static void pack_url(na_buf *out, const char *url)
{
    na_buf_add_cstr(out, url ? url : "");
    na_buf_add_byte(out, '\0');
}

static void pack_attachments(const newsarc_article *a, na_buf *line, na_buf *out)
{
    (void)line;
    for (size_t i = 0; i < newsarc_article_attachment_count(a) && i < NA_ARTICLE_FILES; i++)
        pack_url(out, newsarc_article_attachment_url(a, i));
}

static void pack_images(const newsarc_article *a, na_buf *line, na_buf *out)
{
    (void)line;
    for (size_t i = 0; i < newsarc_article_image_count(a) && i < NA_ARTICLE_FILES; i++)
        pack_url(out, newsarc_article_image_url(a, i));
}

void na_rendering_pack(const newsarc_article *article, na_buf *line, na_buf *packed)
{
    static void (*const parts[PARTS])(const newsarc_article *, na_buf *, na_buf *) = {
        pack_json, pack_markdown, pack_text, pack_attachments, pack_images};
    uint32_t lengths[PARTS] = {0};
    size_t head = packed->n;
    na_buf_add(packed, (na_str){(const char *)lengths, HEAD});
    for (size_t i = 0; i < PARTS; i++) {
        size_t before = packed->n;
        parts[i](article, line, packed);
        lengths[i] = (uint32_t)(packed->n - before);
    }
    if (packed->status == NEWSARC_OK)
        memcpy(packed->p + head, lengths, HEAD);
}

bool na_rendering_unpack(na_str packed, na_rendering *out)
{
    na_str *const parts[PARTS] = {&out->json, &out->markdown, &out->text, &out->attachments,
                                  &out->images};
    uint32_t lengths[PARTS];
    if (packed.n < HEAD)
        return false;
    memcpy(lengths, packed.p, HEAD);
    packed = na_str_skip(packed, HEAD);
    for (size_t i = 0; i < PARTS; i++) {
        if (lengths[i] > packed.n)
            return false;
        *parts[i] = na_str_take(packed, lengths[i]);
        packed = na_str_skip(packed, lengths[i]);
    }
    return packed.n == 0;
}
