/* See join.h. The first part gives the article; text, images and attachments of the others follow,
 * and fields that the first one lacks. */
#include "crawl/join.h"

#include "text/utf8.h"

#define TEXT_MAX ((size_t)64 << 20)
#define PAGER_LINES 2
#define PAGER_BYTES 2000

void na_join_init(na_join *j)
{
    *j =
        (na_join){.text = NA_BUF(TEXT_MAX), .markdown = NA_BUF(TEXT_MAX), .last = NA_BUF(TEXT_MAX)};
    j->parts = json_array();
}

void na_join_free(na_join *j)
{
    json_decref(j->article);
    json_decref(j->parts);
    na_buf_free(&j->text);
    na_buf_free(&j->markdown);
    na_buf_free(&j->last);
}

/* Length of what may stand in a pager at the start of s; 0: something else. */
static size_t pager_token(na_str s)
{
    static const char *const words[] = {"上一页", "下一页", "上页", "下页",   "首页", "末页",
                                        "尾页",   "第",     "共",   "页",     "«",    "»",
                                        "‹",      "›",      "…",    "&nbsp;", NULL};
    if (na_str_starts(s, NA_STR("]("))) { /* of a link in Markdown */
        size_t end = na_str_find_byte(s, ')');
        return end == NA_NOT_FOUND ? 0 : end + 1;
    }
    size_t digits = 0;
    while (digits < s.n && na_is_digit(s.p[digits]))
        digits++;
    if (digits)
        return digits < 4 ? digits : 0; /* years are none */
    if (strchr(" \t[]()<>|/-_*.\\", s.p[0]))
        return 1;
    for (size_t i = 0; words[i]; i++)
        if (na_str_starts(s, na_str_from(words[i])))
            return strlen(words[i]);
    return 0;
}

static bool is_pager(na_str line)
{
    if (line.n > PAGER_BYTES)
        return false;
    while (line.n) {
        size_t n = pager_token(line);
        if (n == 0)
            return false;
        line = na_str_skip(line, n);
    }
    return true;
}

na_str na_without_pager(na_str text)
{
    text = na_str_trim(text);
    for (int i = 0; i < PAGER_LINES && text.n; i++) {
        size_t begin = text.n;
        while (begin > 0 && text.p[begin - 1] != '\n')
            begin--;
        if (!is_pager(na_str_skip(text, begin)))
            break;
        text = na_str_trim(na_str_take(text, begin));
    }
    return text;
}

static na_str string_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return (na_str){json_string_value(value), json_string_length(value)};
}

static void add_list(json_t *to, const json_t *from, const char *key)
{
    json_t *all = json_object_get(to, key), *one;
    size_t i;
    json_array_foreach(json_object_get(from, key), i, one)
    {
        json_array_append(all, one);
    }
}

static void add_missing(json_t *to, const json_t *from)
{
    static const char *const keys[] = {"title", "date", "source", "editor", NULL};
    json_t *evidence = json_object_get(to, "evidence");
    for (size_t i = 0; keys[i]; i++) {
        json_t *value = json_object_get(from, keys[i]);
        if (!json_is_null(json_object_get(to, keys[i])) || !json_is_string(value))
            continue;
        json_object_set(to, keys[i], value);
        json_object_set(evidence, keys[i],
                        json_object_get(json_object_get(from, "evidence"), keys[i]));
    }
    if (json_array_size(json_object_get(to, "authors")) == 0)
        add_list(to, from, "authors");
}

static void add_text(na_buf *all, na_str text, const char *between)
{
    if (all->n && text.n)
        na_buf_add_cstr(all, between);
    na_buf_add(all, text);
}

bool na_join_add(na_join *j, uint32_t number, na_str url, na_str json, na_str markdown)
{
    json_t *part = json_loadb(json.p ? json.p : "", json.n, 0, NULL);
    if (!part)
        return true;
    na_str text = na_without_pager(string_of(part, "text"));
    /* a server that knows no parts gives the same page each time */
    bool again = j->article && number <= j->number && na_str_eq(text, na_buf_str(&j->last));
    j->number = number;
    if (!again) {
        add_text(&j->text, text, "\n");
        add_text(&j->markdown, na_without_pager(markdown), "\n\n");
        json_array_append_new(j->parts, json_stringn(url.p, url.n));
        na_buf_clear(&j->last);
        na_buf_add(&j->last, text);
    }
    if (!j->article) {
        j->article = json_incref(part);
    } else if (!again) {
        add_missing(j->article, part);
        add_list(j->article, part, "images");
        add_list(j->article, part, "attachments");
    }
    json_decref(part);
    return j->text.status == NEWSARC_OK && j->markdown.status == NEWSARC_OK &&
           j->last.status == NEWSARC_OK;
}

char *na_join_json(na_join *j)
{
    if (json_array_size(j->parts) < 2)
        return NULL;
    na_str text = na_buf_str(&j->text);
    json_object_del(j->article, "next_page"); /* the parts say it */
    json_object_set_new(j->article, "text", json_stringn(text.p, text.n));
    json_object_set(j->article, "parts", j->parts);
    return json_dumps(j->article, JSON_COMPACT | JSON_REAL_PRECISION(2));
}
