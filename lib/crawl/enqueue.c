/* Which links a crawl follows, and how urgently. See crawler.h. */
#include "core/alloc.h"
#include "crawl/crawler.h"
#include "crawl/identity.h"
#include "url/url.h"

#define LINK_MEMORY ((size_t)64 << 20)
#define PAGER_LINKS_MAX 256

typedef struct add_job {
    newsarc_crawler *c;
    const na_add *add;
    bool ok;
} add_job;

static void add_in_arena(na_arena *arena, void *user)
{
    add_job *job = user;
    newsarc_crawler *c = job->c;
    const na_add *add = job->add;
    na_str url = na_url_without_userinfo(arena, add->url);
    if (add->hops == 0 &&
        add->kind != NA_URL_SEED) /* a redirect and the user are taken at their word */
        url = na_without_tracking(arena, url);
    bool wanted = add->anywhere ? !na_scope_excludes(c->scope, arena, url)
                                : na_scope_allows(c->scope, arena, url);
    if (!wanted || add->depth > c->opts.max_depth)
        return;
    na_str host = na_host_of(url);
    na_str canonical = na_identity(arena, url, add->key.n ? add->key : add->post);
    const na_shape shape = add->from ? na_shape_of(na_str_cut(canonical, '\n', &(na_str){0}))
                                     : (na_shape){.coarse = 0};
    bool kin = add->from && na_shape_is_kin(add->from, &shape);
    if (kin && na_shapes_used_up(c->shapes, &shape, add->kind))
        return;
    const na_new_url u = {
        .canonical = canonical,
        .url = url,
        .post = add->post,
        .host = host,
        .via = add->via ? add->via->id : 0,
        .via_path = na_str_from(add->via ? add->via->path : NULL),
        .hop = add->hop,
        .kind = add->kind,
        .depth = add->depth,
        .hops = add->hops,
        .priority = kin && add->kind == NA_URL_PAGE ? NA_PRIORITY_KIN : add->priority,
    };
    int64_t host_id;
    newsarc_status status = na_store_add(c->store, &u, &host_id);
    if (status != NEWSARC_OK) {
        job->ok = na_crawler_fail_store(c, status);
        return;
    }
    if (add->id)
        na_store_find(c->store, u.canonical, add->id);
    if (host_id == 0)
        return;
    c->entries += add->kind == NA_URL_ARTICLE && !kin;
    na_host *h = na_hosts_get(c->hosts, host_id, na_arena_cstr(arena, host));
    if (h)
        h->queued++;
    else
        job->ok = na_crawler_fail(c, NEWSARC_E_NOMEM, NULL);
}

/* Every URL has a memory budget of its own; a URL that breaks it is left out. */
bool na_crawler_add(newsarc_crawler *c, const na_add *add)
{
    add_job job = {c, add, true};
    if (add->id)
        *add->id = 0;
    newsarc_status status =
        na_arena_run(c->arena, (na_arena_limits){LINK_MEMORY, 0}, add_in_arena, &job);
    if (status == NEWSARC_E_NOMEM)
        return na_crawler_fail(c, status, NULL);
    return job.ok;
}

typedef struct find_job {
    newsarc_crawler *c;
    na_str url;
    int64_t id;
    newsarc_status status;
} find_job;

static void find_in_arena(na_arena *arena, void *user)
{
    find_job *job = user;
    na_str identity = na_identity(arena, job->url, NA_STR(""));
    job->status = na_store_find(job->c->store, identity, &job->id);
}

bool na_crawler_find(newsarc_crawler *c, na_str url, int64_t *id)
{
    find_job job = {.c = c, .url = url};
    newsarc_status status =
        na_arena_run(c->arena, (na_arena_limits){LINK_MEMORY, 0}, find_in_arena, &job);
    *id = job.id;
    if (status == NEWSARC_E_NOMEM)
        return na_crawler_fail(c, status, NULL);
    return status != NEWSARC_OK || job.status == NEWSARC_OK || job.status == NEWSARC_E_NOT_FOUND ||
           na_crawler_fail_store(c, job.status);
}

typedef struct seed_job {
    newsarc_crawler *c;
    const char *text;
    na_str url; /* empty: no http(s) URL */
} seed_job;

static void seed_in_arena(na_arena *arena, void *user)
{
    seed_job *job = user;
    newsarc_crawler *c = job->c;
    job->url = na_url_resolve(arena, NA_STR(""), na_str_from(job->text), NULL);
    if (job->url.n == 0 || !na_scope_add_seed(c->scope, arena, job->url))
        return;
    na_scope_trust(c->scope, arena, job->url);
    if (na_fetcher_trust(c->fetcher, job->url) != NEWSARC_OK)
        na_arena_raise(arena, NEWSARC_E_NOMEM);
    na_buf to = NA_BUF((size_t)64 << 10);
    na_str canonical = na_url_canonical(arena, job->url);
    if (na_store_redirect(c->store, canonical, &to) == NEWSARC_OK)
        na_scope_add_seed(c->scope, arena, na_buf_str(&to));
    na_buf_free(&to);
}

static bool add_seed(newsarc_crawler *c, const char *text, na_url_kind kind, uint8_t priority)
{
    seed_job job = {.c = c, .text = text};
    na_arena_reset(c->arena);
    if (na_arena_run(c->arena, (na_arena_limits){LINK_MEMORY, 0}, seed_in_arena, &job) ==
        NEWSARC_E_NOMEM)
        return na_crawler_fail(c, NEWSARC_E_NOMEM, NULL);
    const na_add add = {.url = job.url, .kind = kind, .priority = priority};
    return job.url.n == 0 || na_crawler_add(c, &add);
}

bool na_crawler_add_seeds(newsarc_crawler *c)
{
    const char *url;
    for (size_t i = 0; i < c->seed_count; i++)
        if (!add_seed(c, c->seeds[i], NA_URL_SEED, NA_PRIORITY_SEED))
            return false;
    for (size_t i = 0; (url = na_category_filter_url(c->categories, i)); i++)
        if (!add_seed(c, url, NA_URL_LIST, NA_PRIORITY_LIST))
            return false;
    return true;
}

/* What becomes of a link, by its role. Pages of a list keep the list's depth, for a long list is
 * not a deep site. */
static const struct {
    na_url_kind kind;
    uint8_t priority;
    bool anywhere, same_depth;
    bool makes_kin; /* may be without end */
    char hop;       /* as in na_warc_fetch_info */
} by_role[] = {
    [NA_ROLE_ENTRY] = {NA_URL_ARTICLE, NA_PRIORITY_ARTICLE, false, false, true, 'L'},
    [NA_ROLE_PAGER] = {NA_URL_LIST, NA_PRIORITY_LIST, false, true, true, 'L'},
    [NA_ROLE_CATEGORY] = {NA_URL_LIST, NA_PRIORITY_LIST, false, false, false, 'L'},
    [NA_ROLE_BODY_IMAGE] = {NA_URL_REQUISITE, NA_PRIORITY_BODY, true, false, false, 'E'},
    [NA_ROLE_BODY_ATTACHMENT] = {NA_URL_ATTACHMENT, NA_PRIORITY_BODY, false, false, false, 'L'},
    [NA_ROLE_PAGE] = {NA_URL_PAGE, NA_PRIORITY_PAGE, false, false, true, 'L'},
    [NA_ROLE_CANDIDATE] = {NA_URL_PAGE, NA_PRIORITY_ARTICLE, false, false, false, 'M'},
    [NA_ROLE_FEED] = {NA_URL_FEED, NA_PRIORITY_LIST, false, true, false, 'M'},
    [NA_ROLE_PART] = {NA_URL_PART, NA_PRIORITY_BODY, false, true, false, 'L'},
    [NA_ROLE_ATTACHMENT] = {NA_URL_ATTACHMENT, NA_PRIORITY_REQUISITE, false, false, false, 'L'},
    [NA_ROLE_REQUISITE] = {NA_URL_REQUISITE, NA_PRIORITY_REQUISITE, true, false, false, 'E'},
    [NA_ROLE_REFRESH] = {NA_URL_PAGE, NA_PRIORITY_ARTICLE, false, true, true, 'R'},
};

char na_crawler_hop(na_role role)
{
    return by_role[role].hop;
}

/* Keeping to categories: from a seed only to wanted categories, from a list to its entries and
 * pages, from an article to its own files; what a page needs always. */
static bool is_on_the_way(newsarc_crawler *c, const na_task *task, const na_parsed *parsed,
                          size_t i)
{
    switch (parsed->found[i].role) {
    case NA_ROLE_CATEGORY:
        return na_category_filter_wants(c->categories, c->arena, parsed->found, i);
    case NA_ROLE_ENTRY:
    case NA_ROLE_PAGER: return task->kind == NA_URL_LIST;
    case NA_ROLE_CANDIDATE:
    case NA_ROLE_FEED:
    case NA_ROLE_PAGE: return false;
    case NA_ROLE_ATTACHMENT: return task->kind == NA_URL_ARTICLE;
    default: return true;
    }
}

typedef struct way_job {
    newsarc_crawler *c;
    const na_task *task;
    const na_parsed *parsed;
    size_t i;
    bool yes;
} way_job;

static void way_in_arena(na_arena *arena, void *user)
{
    way_job *job = user;
    (void)arena;
    job->yes = is_on_the_way(job->c, job->task, job->parsed, job->i);
}

static bool is_wanted(newsarc_crawler *c, const na_task *task, const na_parsed *parsed, size_t i)
{
    way_job job = {c, task, parsed, i, false};
    if (!na_category_filter_on(c->categories))
        return true;
    na_arena_run(c->arena, (na_arena_limits){LINK_MEMORY, 0}, way_in_arena, &job);
    return job.yes;
}

/* The links of one page on their way into the frontier. */
typedef struct links {
    newsarc_crawler *c;
    const na_task *task;
    const na_parsed *parsed;
    na_list_place place;
    na_shape shape;  /* of the page */
    int64_t article; /* to which the parts belong */
    size_t fresh;    /* entries that this list had not named */
    uint32_t rank;   /* of the next entry on this page */
    na_list_walk walk;
    bool told, seen; /* seen: the store knows the list */
} links;

static bool has_pager(const na_parsed *parsed)
{
    for (size_t i = 0; i < parsed->found_count; i++)
        if (parsed->found[i].role == NA_ROLE_PAGER)
            return true;
    return false;
}

static bool begin_list(links *l)
{
    if (na_store_part_of(l->c->store, l->task->id, &l->article) != NEWSARC_OK)
        l->article = l->task->id;
    l->place = (na_list_place){.list = l->task->id};
    if (!has_pager(l->parsed) && l->parsed->fingerprint == 0)
        return true;
    newsarc_status status =
        na_store_see_list(l->c->store, l->task->id, l->c->run, l->parsed->fingerprint, &l->place);
    l->seen = status == NEWSARC_OK;
    return l->seen ? na_crawler_walk_begin(l->c, &l->walk, l->place.list)
                   : na_crawler_fail_store(l->c, status);
}

/* Why a list's further pages are not asked for; NULL: they are. */
static const char *end_of_list(links *l)
{
    if (l->place.repeated)
        return "the same entries again";
    if (na_crawler_walk_is_over(&l->walk))
        return "known entries";
    if (l->place.steps == 0)
        return NULL;
    if (l->parsed->entries == 0)
        return "no entries";
    if (l->fresh == 0)
        return "nothing new";
    return l->place.steps >= NA_LIST_STEPS_MAX ? "too many pages" : NULL;
}

static bool list_ends(links *l)
{
    const char *why = end_of_list(l);
    if (why && !l->told)
        na_log_event(l->c->log, NEWSARC_LOG_INFO, "list-end", l->task->url, "%s", why);
    l->told = why != NULL;
    return why != NULL;
}

/* The pager's links stand among the page's links as well. */
static bool is_page_of_list(const links *l, na_str url)
{
    size_t looked = 0;
    for (size_t i = 0; i < l->parsed->found_count && looked < PAGER_LINKS_MAX; i++) {
        const na_found *f = &l->parsed->found[i];
        if (f->role != NA_ROLE_PAGER)
            continue;
        looked++;
        if (f->post.n == 0 && na_str_eq(f->url, url))
            return true;
    }
    return false;
}

/* A further page of a list that has ended. */
static bool is_over(links *l, const na_found *f)
{
    bool one_by_one = l->walk.incremental && l->walk.has_next;
    if (f->role == NA_ROLE_PAGER)
        return one_by_one || list_ends(l);
    return f->role == NA_ROLE_PAGE && (l->told || one_by_one) && is_page_of_list(l, f->url);
}

static bool note_entry(links *l, const na_found *f, int64_t id)
{
    bool fresh = false;
    const na_entry_row row = {
        .url = id,
        .list = l->place.list,
        .run = l->c->run,
        .title = f->name,
        .date = f->date,
        .place = l->c->run << 32 | (UINT32_MAX - l->c->entry_seq++),
        .rank = l->place.steps == 0 && l->rank < 99 ? l->rank : 99,
    };
    l->rank++;
    if (id && !na_crawler_walk_entry(l->c, &l->walk, id))
        return false;
    newsarc_status status = id ? na_store_put_entry(l->c->store, &row, &fresh) : NEWSARC_OK;
    l->fresh += fresh;
    return status == NEWSARC_OK || na_crawler_fail_store(l->c, status);
}

static bool note_page(links *l, int64_t id)
{
    newsarc_status status =
        id ? na_store_add_list_page(l->c->store, id, l->place.list, l->place.steps + 1)
           : NEWSARC_OK;
    if (status != NEWSARC_OK)
        return na_crawler_fail_store(l->c, status);
    return na_crawler_walk_page(l->c, &l->walk, id);
}

static bool note_part(links *l, int64_t id)
{
    newsarc_status status =
        id && id != l->article ? na_store_add_part(l->c->store, id, l->article) : NEWSARC_OK;
    return status == NEWSARC_OK || na_crawler_fail_store(l->c, status);
}

/* Every page repeats the navigation; the first ones say enough. */
static bool names_categories(const links *l)
{
    return l->task->depth <= 1;
}

static bool note_category(links *l, const na_found *f, int64_t id)
{
    newsarc_status status =
        id && f->name.n ? na_store_name_category(l->c->store, id, f->name) : NEWSARC_OK;
    return status == NEWSARC_OK || na_crawler_fail_store(l->c, status);
}

static bool has_id(const links *l, na_role role)
{
    return role == NA_ROLE_ENTRY || role == NA_ROLE_PAGER || role == NA_ROLE_PART ||
           (role == NA_ROLE_CATEGORY && names_categories(l));
}

static bool add_link(links *l, const na_found *f)
{
    int64_t id = 0;
    const na_add add = {
        .url = f->url,
        .kind = by_role[f->role].kind,
        .priority = by_role[f->role].priority,
        .via = l->task,
        .hop = by_role[f->role].hop,
        .depth = l->task->depth + !by_role[f->role].same_depth,
        .anywhere = by_role[f->role].anywhere,
        .from = by_role[f->role].makes_kin ? &l->shape : NULL,
        .post = f->post,
        .key = f->key,
        .id = has_id(l, f->role) ? &id : NULL,
    };
    if (!na_crawler_add(l->c, &add))
        return false;
    if (f->role == NA_ROLE_ENTRY)
        return note_entry(l, f, id);
    if (f->role == NA_ROLE_PART)
        return note_part(l, id);
    if (f->role == NA_ROLE_CATEGORY)
        return note_category(l, f, id);
    return f->role != NA_ROLE_PAGER || note_page(l, id);
}

/* Entries stand before pages among the found things. */
bool na_crawler_add_found(newsarc_crawler *c, const na_task *task, const na_parsed *parsed)
{
    links l = {.c = c, .task = task, .parsed = parsed};
    if (!begin_list(&l))
        return false;
    l.shape = na_crawler_shape_of(c, task->url);
    for (size_t i = 0; i < parsed->found_count; i++) {
        const na_found *f = &parsed->found[i];
        if ((i & 63) == 0)
            na_arena_reset(c->arena);
        if (!is_wanted(c, task, parsed, i) || is_over(&l, f))
            continue;
        if (!add_link(&l, f))
            return false;
    }
    return !l.seen || na_crawler_walk_end(c, &l.walk);
}

typedef struct sitemap_job {
    newsarc_crawler *c;
    const na_origin *origin;
    na_str named; /* empty: the usual place */
    na_str url;   /* empty: none */
} sitemap_job;

static bool has_seed(newsarc_crawler *c, na_arena *arena, const na_origin *origin)
{
    for (size_t i = 0; i < c->seed_count; i++) {
        na_str seed = na_url_resolve(arena, NA_STR(""), na_str_from(c->seeds[i]), NULL);
        if (na_str_eq(na_origin_of(seed), na_str_from(origin->name)))
            return true;
    }
    return false;
}

static void sitemap_in_arena(na_arena *arena, void *user)
{
    sitemap_job *job = user;
    na_str base = na_str_from(job->origin->name);
    if (job->named.n)
        job->url = na_url_resolve(arena, base, job->named, NULL);
    else if (has_seed(job->c, arena, job->origin))
        job->url = na_url_resolve(arena, base, NA_STR("/sitemap.xml"), NULL);
}

static bool add_sitemap(newsarc_crawler *c, const na_origin *origin, na_str named)
{
    sitemap_job job = {.c = c, .origin = origin, .named = named};
    na_arena_reset(c->arena);
    if (na_arena_run(c->arena, (na_arena_limits){LINK_MEMORY, 0}, sitemap_in_arena, &job) ==
        NEWSARC_E_NOMEM)
        return na_crawler_fail(c, NEWSARC_E_NOMEM, NULL);
    const na_add add = {.url = job.url,
                        .kind = NA_URL_FEED,
                        .priority = named.n ? NA_PRIORITY_LIST : NA_PRIORITY_GUESS,
                        .hop = 'M',
                        .depth = 1};
    return job.url.n == 0 || na_crawler_add(c, &add);
}

bool na_crawler_add_sitemaps(newsarc_crawler *c, const na_origin *origin)
{
    size_t n = origin->robots ? na_robots_sitemap_count(origin->robots) : 0;
    if (na_category_filter_on(c->categories))
        return true;
    for (size_t i = 0; i < n; i++)
        if (!add_sitemap(c, origin, na_robots_sitemap(origin->robots, i)))
            return false;
    return n > 0 || add_sitemap(c, origin, NA_STR(""));
}

typedef struct redirect_job {
    newsarc_crawler *c;
    const na_task *task;
    na_str from, location;
    na_str own, url, canonical;
    bool self;       /* back to where it comes from */
    bool kin;        /* to an address of the same shape */
    bool off_limits; /* excluded */
} redirect_job;

/* Location may hold raw bytes beyond ASCII: they are sent back as they came. */
static na_str escape_bytes(na_arena *arena, na_str s)
{
    na_sb sb = NA_SB(arena);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x80)
            na_sb_add_byte(&sb, s.p[i]);
        else
            na_sb_addf(&sb, "%%%02X", (unsigned)(unsigned char)s.p[i]);
    return na_sb_str(&sb);
}

static void redirect_in_arena(na_arena *arena, void *user)
{
    redirect_job *job = user;
    na_str location = escape_bytes(arena, job->location);
    job->url = na_url_resolve(arena, job->from, location, NULL);
    if (job->url.n == 0)
        return;
    job->own = na_identity(arena, job->from, NA_STR(""));
    job->canonical = na_url_canonical(arena, job->url);
    const na_shape from = na_shape_of(na_url_canonical(arena, job->from));
    const na_shape to = na_shape_of(job->canonical);
    job->kin = na_shape_is_kin(&from, &to);
    job->self = na_str_eq(job->canonical, na_url_canonical(arena, job->from));
    job->off_limits = na_scope_excludes(job->c->scope, arena, job->url);
    if (!job->off_limits && job->task && job->task->kind == NA_URL_SEED)
        na_scope_add_seed(job->c->scope, arena, job->url);
}

bool na_crawler_add_redirect(newsarc_crawler *c, const na_task *task, const char *from,
                             na_str location, na_redirect *out)
{
    redirect_job job = {.c = c, .task = task, .from = na_str_from(from), .location = location};
    na_arena_reset(c->arena);
    newsarc_status status =
        na_arena_run(c->arena, (na_arena_limits){LINK_MEMORY, 0}, redirect_in_arena, &job);
    if (status == NEWSARC_E_NOMEM)
        return na_crawler_fail(c, status, NULL);
    *out = (na_redirect){.own = job.own, .target = job.canonical, .self = job.self};
    out->endless = job.kin && task->hops >= NA_KIN_REDIRECTS; /* "?n=1" to "?n=2" and so on */
    if (out->endless)
        return true;
    const na_add add = {
        .url = job.url,
        .kind = task->kind,
        .priority = task->priority,
        .via = task,
        .hop = 'R',
        .depth = task->depth,
        .hops = task->hops + 1,
        .anywhere = task->kind == NA_URL_REQUISITE,
        .id = &out->id,
    };
    return job.url.n == 0 || na_crawler_add(c, &add);
}

bool na_crawler_move_robots(newsarc_crawler *c, na_origin *origin, const char *from,
                            na_str location)
{
    redirect_job job = {.c = c, .from = na_str_from(from), .location = location};
    na_arena_reset(c->arena);
    na_arena_run(c->arena, (na_arena_limits){LINK_MEMORY, 0}, redirect_in_arena, &job);
    if (job.off_limits)
        job.url.n = 0;
    na_free(origin->moved);
    origin->moved = job.url.n ? na_strndup(job.url.p, job.url.n) : NULL;
    origin->hops = job.url.n ? origin->hops + 1 : NA_ROBOTS_HOPS;
    return origin->moved || job.url.n == 0 || na_crawler_fail(c, NEWSARC_E_NOMEM, NULL);
}
