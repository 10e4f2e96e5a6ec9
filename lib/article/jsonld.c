/* article/jsonld.c: schema.org data of the article (JSON-LD 1.1, the part that news sites use):
 * type, headline, dates, authors, publisher, section, breadcrumb. Walks all objects of all scripts
 * breadth first with a bound on their number; the object of the most fitting type speaks. */
#include "article/candidates.h"

#include "core/buf.h"
#include "text/references.h"
#include <jansson.h>

#define SCRIPT_MAX (512u * 1024)
#define OBJECTS_MAX 2000
#define SCRIPTS_MAX 40
#define UPDATES_MAX 500 /* of a live blog */

typedef struct walker {
    na_arena *arena;
    json_t *queue[OBJECTS_MAX]; /* borrowed from roots that the arena frees */
    size_t count;
    na_jsonld *out;
} walker;

/* Types, by how sure they speak of the page's article. */
static const struct {
    const char *suffix;
    int rank;
} TYPES[] = {
    {"NewsArticle", 5}, {"Article", 4}, {"BlogPosting", 4}, {"Posting", 3},  {"Report", 3},
    {"Review", 2},      {"Recipe", 2},  {"WebPage", 1},     {"ItemPage", 1}, {"HowTo", 2},
};

static na_str json_text(na_arena *arena, const json_t *v)
{
    if (!json_is_string(v))
        return (na_str){0};
    na_str s = {json_string_value(v), json_string_length(v)};
    return na_collapse(arena, na_references_read(arena, s));
}

/* A value that may be a string, an object with a name, or an array of these: the first. */
static na_str first_text(na_arena *arena, const json_t *v)
{
    for (int i = 0; i < 4 && v; i++) {
        if (json_is_string(v))
            return json_text(arena, v);
        if (json_is_array(v))
            v = json_array_get(v, 0);
        else if (json_is_object(v)) {
            const json_t *name = json_object_get(v, "name");
            v = name ? name : json_object_get(v, "@value");
        } else
            break;
    }
    return (na_str){0};
}

static int rank_of_name(const char *type)
{
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++)
        if (na_str_ends(na_str_from(type), na_str_from(TYPES[i].suffix)))
            return TYPES[i].rank;
    return 0;
}

static int rank_of(const json_t *object)
{
    const json_t *type = json_object_get(object, "@type");
    if (json_is_string(type))
        return rank_of_name(json_string_value(type));
    int best = 0;
    for (size_t i = 0; i < json_array_size(type) && i < 8; i++) {
        const json_t *one = json_array_get(type, i);
        int rank = json_is_string(one) ? rank_of_name(json_string_value(one)) : 0;
        best = rank > best ? rank : best;
    }
    return best;
}

static bool has_type(const json_t *object, const char *name)
{
    const json_t *type = json_object_get(object, "@type");
    if (json_is_array(type))
        type = json_array_get(type, 0);
    return json_is_string(type) && strcmp(json_string_value(type), name) == 0;
}

/* {"@id": X} stands for the object elsewhere that has this @id and more. */
static const json_t *resolve(const walker *w, const json_t *v)
{
    const json_t *id = json_object_get(v, "@id");
    if (!json_is_string(id) || json_object_get(v, "name"))
        return v;
    for (size_t i = 0; i < w->count; i++) {
        const json_t *other = json_object_get(w->queue[i], "@id");
        if (json_is_string(other) && json_object_get(w->queue[i], "name") &&
            strcmp(json_string_value(id), json_string_value(other)) == 0)
            return w->queue[i];
    }
    return v;
}

static void add_author(walker *w, na_jsonld *ld, const json_t *author)
{
    const json_t *v = resolve(w, author);
    const json_t *name = json_is_object(v) ? json_object_get(v, "name") : v;
    size_t n = json_is_array(name) ? json_array_size(name) : 1;
    for (size_t i = 0; i < n && ld->author_count < NA_AUTHORS_MAX; i++) {
        na_str text = json_text(w->arena, json_is_array(name) ? json_array_get(name, i) : name);
        if (text.n > 0)
            ld->authors[ld->author_count++] = text;
    }
    if (!has_type(v, "Organization") && !has_type(v, "NewsMediaOrganization"))
        ld->author_is_group = false;
}

static void read_authors(walker *w, na_jsonld *ld, const json_t *object)
{
    const json_t *author = json_object_get(object, "author");
    if (!author)
        author = json_object_get(object, "creator");
    if (!author)
        return;
    ld->author_is_group = true;
    size_t n = json_is_array(author) ? json_array_size(author) : 1;
    for (size_t i = 0; i < n && i < NA_AUTHORS_MAX; i++)
        add_author(w, ld, json_is_array(author) ? json_array_get(author, i) : author);
}

/* articleBody, and of a LiveBlogPosting those of its updates: together the text of the page. */
static na_str read_body(walker *w, const json_t *object)
{
    const json_t *updates = json_object_get(object, "liveBlogUpdate");
    na_str body = first_text(w->arena, json_object_get(object, "articleBody"));
    if (!json_is_array(updates))
        return body;
    na_sb sb = NA_SB(w->arena);
    na_sb_add(&sb, body);
    for (size_t i = 0; i < json_array_size(updates) && i < UPDATES_MAX; i++) {
        const json_t *update = json_array_get(updates, i);
        na_sb_add_byte(&sb, '\n');
        na_sb_add(&sb, first_text(w->arena, json_object_get(update, "articleBody")));
    }
    return na_sb_str(&sb);
}

static void read_article(walker *w, const json_t *object, int rank)
{
    na_jsonld ld = {.rank = rank};
    const json_t *publisher = json_object_get(object, "publisher");
    ld.headline = first_text(w->arena, json_object_get(object, "headline"));
    if (ld.headline.n == 0 && rank > 1)
        ld.headline = first_text(w->arena, json_object_get(object, "name"));
    ld.published = first_text(w->arena, json_object_get(object, "datePublished"));
    if (ld.published.n == 0)
        ld.published = first_text(w->arena, json_object_get(object, "dateCreated"));
    ld.modified = first_text(w->arena, json_object_get(object, "dateModified"));
    ld.section = first_text(w->arena, json_object_get(object, "articleSection"));
    ld.language = first_text(w->arena, json_object_get(object, "inLanguage"));
    ld.url = first_text(w->arena, json_object_get(object, "url"));
    if (publisher)
        ld.publisher = first_text(w->arena, resolve(w, publisher));
    ld.body = read_body(w, object);
    ld.live = json_is_array(json_object_get(object, "liveBlogUpdate"));
    read_authors(w, &ld, object);
    ld.crumb_count = w->out->crumb_count;
    memcpy(ld.crumbs, w->out->crumbs, sizeof ld.crumbs);
    *w->out = ld;
}

/* BreadcrumbList: the names of its items, in the order they stand. */
static void read_crumbs(walker *w, const json_t *object)
{
    const json_t *items = json_object_get(object, "itemListElement");
    na_jsonld *out = w->out;
    if (out->crumb_count > 0)
        return;
    for (size_t i = 0; i < json_array_size(items) && out->crumb_count < NA_SECTIONS_MAX; i++) {
        const json_t *item = json_array_get(items, i);
        na_str name = first_text(w->arena, json_object_get(item, "name"));
        if (name.n == 0)
            name = first_text(w->arena, json_object_get(item, "item"));
        if (name.n > 0)
            out->crumbs[out->crumb_count++] = name;
    }
}

static void push(walker *w, json_t *v)
{
    if (v && w->count < OBJECTS_MAX && (json_is_object(v) || json_is_array(v)))
        w->queue[w->count++] = v;
}

static void push_children(walker *w, json_t *v)
{
    static const char *const INTO[] = {"@graph", "mainEntity", "mainEntityOfPage", "breadcrumb",
                                       "author", "publisher",  "hasPart"};
    if (json_is_array(v))
        for (size_t i = 0; i < json_array_size(v); i++)
            push(w, json_array_get(v, i));
    else
        for (size_t i = 0; i < sizeof INTO / sizeof INTO[0]; i++)
            push(w, json_object_get(v, INTO[i]));
}

static void decref(void *object)
{
    json_decref(object);
}

static json_t *load(na_arena *arena, na_str raw)
{
    const size_t flags = JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL;
    na_str text = na_str_trim(raw);
    if (text.n == 0 || text.n > SCRIPT_MAX)
        return NULL;
    json_t *root = json_loadb(text.p, text.n, flags, NULL);
    if (!root) {
        na_str clean = na_jsonld_clean(arena, text);
        root = json_loadb(clean.p ? clean.p : "", clean.n, flags, NULL);
    }
    if (root)
        na_arena_defer(arena, decref, root);
    return root;
}

/* By type, or an object with a schema.org context in a script without a type. */
static bool is_jsonld(na_str type, na_str script)
{
    if (type.n > 0)
        return na_str_find_nocase(type, NA_STR("ld+json")) != NA_NOT_FOUND;
    na_str head = na_str_take(na_str_trim(script), 200);
    return head.n > 0 && (head.p[0] == '{' || head.p[0] == '[') &&
           na_str_find(head, NA_STR("\"@context\"")) != NA_NOT_FOUND;
}

static void load_scripts(const na_doc *doc, walker *w)
{
    size_t loaded = 0;
    for (size_t i = 0; i < doc->script_count && loaded < SCRIPTS_MAX; i++) {
        if (!is_jsonld(doc->script_types[i], doc->scripts[i]))
            continue;
        push(w, load(w->arena, doc->scripts[i]));
        loaded++;
    }
}

void na_jsonld_collect(na_page *page, na_jsonld *out)
{
    walker *w = na_arena_zalloc(page->arena, sizeof *w);
    w->arena = page->arena;
    w->out = out;
    load_scripts(page->doc, w);
    for (size_t i = 0; i < w->count; i++)
        push_children(w, w->queue[i]);
    for (size_t i = 0; i < w->count; i++) {
        const json_t *v = w->queue[i];
        if (!json_is_object(v))
            continue;
        int rank = rank_of(v);
        if (rank > out->rank)
            read_article(w, v, rank);
        if (has_type(v, "BreadcrumbList"))
            read_crumbs(w, v);
    }
}
