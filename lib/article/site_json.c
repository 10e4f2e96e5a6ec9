/* The saved form of a profile, see newsarc-site-profile(5). What repeats is counted again when it
 * is read; of the list that people see only the texts are taken, for a saved page has none. Nothing
 * of the file is trusted: every number and length has a bound, keys must be in order. */
#include "article/site_profile.h"

#include "core/alloc.h"
#include "core/buf.h"
#include "core/error.h"
#include <jansson.h>

#define FORMAT_NAME "newsarc-site-profile"
#define FORMAT_VERSION 1
#define HEX 16                           /* digits of a key */
#define JSON_BYTES_MAX ((size_t)8 << 20) /* all keys of a full profile, and texts beside them */

/* ---- saving ---- */

/* All texts of a profile are plain, see is_plain: nothing in them is escaped. */
static void add_string(na_buf *b, na_str s)
{
    na_buf_add_byte(b, '"');
    na_buf_add(b, s);
    na_buf_add_byte(b, '"');
}

static void add_page(na_buf *b, const na_site_page *page)
{
    na_buf_addf(b, "{\"text\": \"%016llx\", \"container\": ", (unsigned long long)page->text);
    add_string(b, page->container);
    na_buf_add_cstr(b, ", \"blocks\": \"");
    for (size_t i = 0; i < page->block_count; i++)
        na_buf_addf(b, "%016llx", (unsigned long long)page->blocks[i].key);
    na_buf_add_cstr(b, "\"}");
}

static void add_repeat(na_buf *b, const na_site_repeat *r)
{
    na_buf_addf(b,
                "{\"block\": \"%016llx\", \"pages\": %lu, \"text\": ", (unsigned long long)r->key,
                (unsigned long)r->pages);
    add_string(b, r->excerpt);
    na_buf_add_byte(b, '}');
}

newsarc_status newsarc_site_profile_save(const newsarc_site_profile *p, char **out, size_t *length)
{
    if (out)
        *out = NULL;
    if (!p || !out)
        return NEWSARC_E_ARGUMENT;
    na_buf b = NA_BUF(JSON_BYTES_MAX);
    na_buf_addf(&b, "{\"format\": \"%s\", \"version\": %d,\n \"container\": ", FORMAT_NAME,
                FORMAT_VERSION);
    add_string(&b, p->container);
    na_buf_addf(&b, ", \"container_pages\": %lu,\n \"repeated\": [",
                (unsigned long)p->container_pages);
    for (size_t i = 0; i < p->repeat_count; i++) {
        na_buf_add_cstr(&b, i ? ",\n  " : "\n  ");
        add_repeat(&b, &p->repeats[i]);
    }
    na_buf_add_cstr(&b, "],\n \"pages\": [");
    for (size_t i = 0; i < p->page_count; i++) {
        na_buf_add_cstr(&b, i ? ",\n  " : "\n  ");
        add_page(&b, p->pages[i]);
    }
    na_buf_add_cstr(&b, "]}\n");
    newsarc_status status = b.status;
    if (length)
        *length = status == NEWSARC_OK ? b.n : 0;
    if (status == NEWSARC_OK)
        *out = na_buf_take(&b);
    na_buf_free(&b);
    return status;
}

/* ---- loading ---- */

typedef struct reader {
    newsarc_site_profile *profile;
    const json_t *repeated;
    na_site_block *blocks; /* of one page, NA_SITE_BLOCKS_MAX */
    const char *fault;     /* what is wrong, NULL: nothing */
    newsarc_status status;
} reader;

static bool fail(reader *r, const char *fault)
{
    r->fault = fault;
    r->status = NEWSARC_E_FORMAT;
    return false;
}

static na_str string_of(const json_t *object, const char *key)
{
    const json_t *s = json_object_get(object, key);
    return json_is_string(s) ? (na_str){json_string_value(s), json_string_length(s)} : (na_str){0};
}

/* Without what JSON escapes: so are folded texts, and the paths of site_blocks.c. */
static bool is_plain(na_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == '"' || s.p[i] == '\\' || s.p[i] == 0x7F)
            return false;
    return true;
}

static bool read_key(na_str s, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < HEX; i++) {
        int digit = i < s.n ? na_hex_value(s.p[i]) : -1;
        if (digit < 0)
            return false;
        *out = *out << 4 | (unsigned)digit;
    }
    return true;
}

/* The text that the list of repeated blocks gives for a key. The list is in order of the keys, or
 * its texts are not found, which costs them only. */
static na_str text_of(const reader *r, uint64_t key)
{
    size_t low = 0, high = json_array_size(r->repeated);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const json_t *one = json_array_get(r->repeated, middle);
        uint64_t other;
        if (!read_key(string_of(one, "block"), &other))
            return (na_str){0};
        if (other == key) {
            na_str text = string_of(one, "text");
            return text.n <= NA_SITE_EXCERPT_MAX && is_plain(text) ? text : (na_str){0};
        }
        if (other < key)
            low = middle + 1;
        else
            high = middle;
    }
    return (na_str){0};
}

static bool read_blocks(reader *r, na_str hex, na_site_page *page)
{
    if (hex.n % HEX || hex.n / HEX > NA_SITE_BLOCKS_MAX)
        return fail(r, "the blocks of a page are not 16 digits each, or more than 512");
    page->blocks = r->blocks;
    for (; hex.n; hex = na_str_skip(hex, HEX)) {
        uint64_t key, last = page->block_count ? page->blocks[page->block_count - 1].key : 0;
        if (!read_key(hex, &key))
            return fail(r, "a block is not a number of 16 hexadecimal digits");
        if (page->block_count && key <= last)
            return fail(r, "the blocks of a page are not in order");
        page->blocks[page->block_count++] = (na_site_block){key, text_of(r, key)};
    }
    return true;
}

static bool read_page(reader *r, const json_t *json)
{
    na_site_page page = {0};
    bool kept;
    if (!read_key(string_of(json, "text"), &page.text))
        return fail(r, "a page has no text of 16 hexadecimal digits");
    page.container = string_of(json, "container");
    if (page.container.n > NA_SITE_CONTAINER_MAX || !is_plain(page.container))
        return fail(r, "the container of a page is no path of at most 240 bytes");
    if (!read_blocks(r, string_of(json, "blocks"), &page))
        return false;
    r->status = na_site_add(r->profile, &page, false, &kept);
    return r->status == NEWSARC_OK;
}

static bool read_profile(reader *r, const json_t *json)
{
    const json_t *pages = json_object_get(json, "pages");
    if (!na_str_eq(string_of(json, "format"), NA_STR(FORMAT_NAME)))
        return fail(r, "it is not a site profile (\"format\" is missing)");
    if (json_integer_value(json_object_get(json, "version")) != FORMAT_VERSION)
        return fail(r, "it is of another version than 1: learn it anew");
    if (!json_is_array(pages) || json_array_size(pages) > NEWSARC_PROFILE_PAGES_MAX)
        return fail(r, "it has no \"pages\", or more than 128");
    r->repeated = json_object_get(json, "repeated");
    for (size_t i = 0; i < json_array_size(pages); i++)
        if (!read_page(r, json_array_get(pages, i)))
            return false;
    r->status = na_site_count(r->profile);
    return r->status == NEWSARC_OK;
}

static newsarc_status read_json(reader *r, const char *text, size_t n, newsarc_error *err)
{
    json_error_t wrong;
    json_t *json = json_loadb(text, n, JSON_REJECT_DUPLICATES, &wrong);
    if (!json)
        return na_error(err, NEWSARC_E_FORMAT, "article", (na_str){0},
                        "the profile is no JSON: line %d: %s", wrong.line, wrong.text);
    if (!read_profile(r, json))
        na_error(err, r->status, "article", (na_str){0}, "the profile cannot be read: %s",
                 r->fault ? r->fault : "out of memory");
    json_decref(json);
    return r->status;
}

newsarc_status newsarc_site_profile_load(const char *json, size_t length,
                                         newsarc_site_profile **out, newsarc_error *err)
{
    if (out)
        *out = NULL;
    if (!json || !out)
        return na_error(err, NEWSARC_E_ARGUMENT, "article", (na_str){0},
                        "profile or result is NULL");
    if (length > JSON_BYTES_MAX)
        return na_error(err, NEWSARC_E_LIMIT, "article", (na_str){0},
                        "the profile has %zu bytes, the most is 8 MiB", length);
    reader r = {.blocks = na_malloc(NA_SITE_BLOCKS_MAX * sizeof *r.blocks)};
    newsarc_status status = r.blocks ? newsarc_site_profile_new(&r.profile) : NEWSARC_E_NOMEM;
    if (status == NEWSARC_OK)
        status = read_json(&r, json, length, err);
    else
        na_error(err, status, "article", (na_str){0}, "out of memory");
    na_free(r.blocks);
    if (status == NEWSARC_OK)
        *out = r.profile;
    else
        newsarc_site_profile_free(r.profile);
    return status;
}
