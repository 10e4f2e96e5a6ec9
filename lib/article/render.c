/* Renderings of a finished article: JSON (jansson writes it), plain text, Markdown.
 *
 * The key order of the JSON is the order of `members` and part of the documentation. Every
 * rendering goes through one na_buf with a ceiling. */
#include "article/render.h"

#include "core/alloc.h"
#include "text/utf8.h"

/* Adds `value` (taken) under `key`; false when out of memory, also when value is NULL. */
static bool put(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0;
}

static json_t *text_or_null(const char *s)
{
    return s ? json_string(s) : json_null();
}

static json_t *list_of(const na_value *v)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < v->n; i++)
        if (json_array_append_new(list, json_string(v->v[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *json_field(const newsarc_article *a, newsarc_field f)
{
    if (f == NEWSARC_FIELD_AUTHORS || f == NEWSARC_FIELD_SECTIONS)
        return list_of(&a->fields[f]);
    return text_or_null(newsarc_article_text(a, f));
}

/* Appends an object made of `n` keys and their strings; false when out of memory. */
static bool append_object(json_t *list, const char *const *keys, const char *const *values,
                          size_t n)
{
    json_t *object = json_object();
    bool ok = object != NULL;
    for (size_t i = 0; ok && i < n; i++)
        ok = put(object, keys[i], text_or_null(values[i]));
    if (!ok) {
        json_decref(object);
        return false;
    }
    return json_array_append_new(list, object) == 0;
}

static json_t *json_images(const newsarc_article *a)
{
    static const char *const keys[] = {"url", "alt", "caption"};
    json_t *list = json_array();
    for (size_t i = 0; list && i < a->image_count; i++) {
        const na_result_image *m = &a->images[i];
        const char *const values[] = {m->url, m->alt, m->caption};
        if (!append_object(list, keys, values, 3)) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *json_attachments(const newsarc_article *a)
{
    static const char *const keys[] = {"url", "name"};
    json_t *list = json_array();
    for (size_t i = 0; list && i < a->attachment_count; i++) {
        const char *const values[] = {a->attachments[i].url, a->attachments[i].name};
        if (!append_object(list, keys, values, 2)) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

/* Did the site's rule for the field find nothing? */
static bool is_missed(const newsarc_article *a, newsarc_field f)
{
    static const struct {
        newsarc_field field;
        newsarc_rule rule;
    } ruled[] = {{NEWSARC_FIELD_TITLE, NEWSARC_RULE_TITLE},
                 {NEWSARC_FIELD_DATE, NEWSARC_RULE_DATE},
                 {NEWSARC_FIELD_SOURCE, NEWSARC_RULE_SOURCE},
                 {NEWSARC_FIELD_AUTHORS, NEWSARC_RULE_AUTHORS},
                 {NEWSARC_FIELD_TEXT, NEWSARC_RULE_BODY}};
    for (size_t i = 0; i < sizeof ruled / sizeof *ruled; i++)
        if (ruled[i].field == f)
            return newsarc_article_rule(a, ruled[i].rule) == NEWSARC_RULE_MISSED;
    return false;
}

static json_t *json_evidence(const newsarc_article *a)
{
    json_t *all = json_object();
    bool ok = all != NULL;
    for (newsarc_field f = 0; ok && f < NEWSARC_FIELD_COUNT; f++) {
        double confidence = 0;
        const char *from = newsarc_article_evidence(a, f, &confidence);
        bool missed = is_missed(a, f);
        if (!from && !missed)
            continue;
        json_t *one = json_object();
        ok = put(all, na_field_name(f), one) && put(one, "from", text_or_null(from)) &&
             put(one, "confidence", json_real(confidence));
        if (ok && missed)
            ok = put(one, "rule", json_string("found nothing"));
    }
    if (!ok) {
        json_decref(all);
        return NULL;
    }
    return all;
}

/* The documented order of keys; "id" stands before them when there is one. */
static const struct {
    newsarc_field field; /* or -1: `make` */
    const char *key;
    json_t *(*make)(const newsarc_article *a);
} members[] = {
    {NEWSARC_FIELD_URL, "url", NULL},
    {NEWSARC_FIELD_CANONICAL_URL, "canonical_url", NULL},
    {NEWSARC_FIELD_TYPE, "type", NULL},
    {NEWSARC_FIELD_TITLE, "title", NULL},
    {NEWSARC_FIELD_DATE, "date", NULL},
    {NEWSARC_FIELD_MODIFIED, "modified", NULL},
    {NEWSARC_FIELD_SOURCE, "source", NULL},
    {NEWSARC_FIELD_AUTHORS, "authors", NULL},
    {NEWSARC_FIELD_EDITOR, "editor", NULL},
    {NEWSARC_FIELD_SECTIONS, "sections", NULL},
    {NEWSARC_FIELD_LANGUAGE, "language", NULL},
    {NEWSARC_FIELD_TEXT, "text", NULL},
    {-1, "images", json_images},
    {-1, "attachments", json_attachments},
    {NEWSARC_FIELD_CHARSET, "charset", NULL},
    {-1, "evidence", json_evidence},
};

static json_t *json_article(const newsarc_article *a, const char *id)
{
    json_t *object = json_object();
    bool ok = object && (!id || put(object, "id", json_string(id)));
    for (size_t i = 0; ok && i < sizeof members / sizeof *members; i++)
        ok = put(object, members[i].key,
                 members[i].make ? members[i].make(a) : json_field(a, members[i].field));
    if (ok && a->next_page)
        ok = put(object, "next_page", json_string(a->next_page));
    if (!ok) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static int into_buf(const char *bytes, size_t n, void *buf)
{
    na_buf *b = buf;
    na_buf_add(b, (na_str){bytes, n});
    return b->status == NEWSARC_OK ? 0 : -1;
}

/* Confidences have two digits. */
#define LINE (JSON_COMPACT | JSON_REAL_PRECISION(2))
#define PRETTY (JSON_INDENT(2) | JSON_REAL_PRECISION(2))

static void dump(const json_t *object, size_t flags, na_buf *out)
{
    if (!object || json_dump_callback(object, into_buf, out, flags) != 0)
        if (out->status == NEWSARC_OK)
            out->status = NEWSARC_E_NOMEM;
}

void na_render_json(json_t *object, size_t flags, na_buf *out)
{
    dump(object, flags, out);
    json_decref(object);
}

static void render_json(const newsarc_article *a, const char *id, size_t flags, na_buf *out)
{
    na_render_json(json_article(a, id), flags, out);
}

void na_result_json(const newsarc_article *article, na_buf *line, na_buf *pretty)
{
    json_t *object = json_article(article, NULL);
    dump(object, LINE, line);
    dump(object, PRETTY, pretty);
    json_decref(object);
}

static void render_text(const newsarc_article *a, na_buf *out)
{
    const char *title = newsarc_article_text(a, NEWSARC_FIELD_TITLE);
    const char *text = newsarc_article_text(a, NEWSARC_FIELD_TEXT);
    if (title) {
        na_buf_add_cstr(out, title);
        na_buf_add_cstr(out, "\n");
    }
    if (text) {
        if (title)
            na_buf_add_cstr(out, "\n");
        na_buf_add_cstr(out, text);
        na_buf_add_cstr(out, "\n");
    }
}

static void render_markdown(const newsarc_article *a, na_buf *out)
{
    na_buf_add_cstr(out, a->markdown);
}

void na_result_render(const newsarc_article *article, newsarc_rendering how, const char *id,
                      na_buf *out)
{
    if (how == NEWSARC_RENDER_JSON)
        render_json(article, id, LINE, out);
    else if (how == NEWSARC_RENDER_JSON_PRETTY)
        render_json(article, id, PRETTY, out);
    else if (how == NEWSARC_RENDER_TEXT)
        render_text(article, out);
    else
        render_markdown(article, out);
}

newsarc_status na_render_end(na_buf *b, char **out, size_t *length)
{
    size_t n = b->n;
    newsarc_status status = b->status == NEWSARC_E_LIMIT ? NEWSARC_E_NOMEM : b->status;
    char *bytes = na_buf_take(b);
    if (status == NEWSARC_OK && !bytes) /* nothing was ever appended */
        bytes = na_strdup("");
    if (!bytes)
        return status != NEWSARC_OK ? status : NEWSARC_E_NOMEM;
    *out = bytes;
    if (length)
        *length = n;
    return NEWSARC_OK;
}

newsarc_status newsarc_article_render(const newsarc_article *article, newsarc_rendering how,
                                      const char *id, char **out, size_t *length)
{
    if (out)
        *out = NULL;
    if (length)
        *length = 0;
    if (!article || !out || how < NEWSARC_RENDER_JSON || how > NEWSARC_RENDER_MARKDOWN ||
        (id && !na_utf8_valid(na_str_from(id))))
        return NEWSARC_E_ARGUMENT;
    na_buf b = NA_BUF(NA_RENDER_MAX);
    na_buf_add_cstr(&b, ""); /* so that there is a string even when nothing follows */
    na_result_render(article, how, id, &b);
    return na_render_end(&b, out, length);
}
