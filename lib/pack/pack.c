/* newsarc_pack: a WACZ 1.1.1 package. The WARC files are read once for the index and the pages,
 * once for their hashes, and copied. The same input gives the same package: the only date in it is
 * that of the latest record. */
#include <newsarc/warc.h>

#include "archive/bundle.h"
#include "core/alloc.h"
#include "core/error.h"
#include "pack/inputs.h"
#include "pack/not_modified.h"
#include "pack/pages.h"
#include "pack/revisits.h"
#include "pack/self_contained.h"
#include "pack/wacz.h"
#include <stdio.h>

#define INDEX_MAX ((size_t)4 << 30)
#define PACKAGE_MAX ((size_t)256 << 20)

#define ARCHIVE "archive/"

enum { MADE, CDX, IDX, PAGES, EXTRAS }; /* resources behind the WARC files */

typedef struct pack {
    na_inputs inputs;
    na_self_contained copies;
    na_revisits *revisits;
    na_not_modified not_modified;
    size_t input;       /* that is being read */
    char made_path[64]; /* of the WARC file that was made, in the package */
    na_cdxj index;
    na_pages pages;
    na_buf cdx, idx, datapackage, digest;
    na_str extras[EXTRAS];
    na_wacz_resource *resources; /* those of the inputs, then the extras */
    size_t count;
    newsarc_pack_options opts;
    newsarc_pack_summary sum;
} pack;

newsarc_status newsarc_pack_options_init(newsarc_pack_options *opts, size_t size)
{
    if (!opts || size < sizeof opts->struct_size)
        return NEWSARC_E_ARGUMENT;
    memset(opts, 0, size);
    opts->struct_size = size;
    return NEWSARC_OK;
}

static void see_record(const na_warc_record *record, void *user)
{
    pack *p = user;
    na_pages_add(&p->pages, record);
    if (p->pages.status == NEWSARC_OK &&
        (!na_revisits_note(p->revisits, record, p->input) ||
         !na_not_modified_note(&p->not_modified, record, p->input)))
        p->pages.status = NEWSARC_E_NOMEM;
}

static bool has_name(const na_inputs *inputs, const char *name)
{
    for (size_t i = 0; i < inputs->count; i++)
        if (strcmp(na_base_name(inputs->paths[i]), name) == 0)
            return true;
    return false;
}

/* The first name that no input has. */
static void name_made(pack *p)
{
    char *path = p->made_path;
    snprintf(path, sizeof p->made_path, ARCHIVE "not-modified.warc.gz");
    for (unsigned i = 2; has_name(&p->inputs, path + sizeof ARCHIVE - 1); i++)
        snprintf(path, sizeof p->made_path, ARCHIVE "not-modified-%u.warc.gz", i);
}

/* What stands for the 304 answers, and its index. */
static newsarc_status add_made(pack *p, newsarc_error *err)
{
    name_made(p);
    const char *name = p->made_path + sizeof ARCHIVE - 1;
    newsarc_status status =
        na_not_modified_make(&p->not_modified, name, p->revisits, &p->inputs, &p->extras[MADE]);
    p->sum.not_modified = p->not_modified.made;
    if (status == NEWSARC_OK && p->extras[MADE].n)
        status = na_cdxj_add_bytes(&p->index, name, p->extras[MADE], err);
    return status;
}

/* Index and pages. */
static newsarc_status read_inputs(pack *p, newsarc_error *err)
{
    const na_cdxj_tap tap = {see_record, p};
    newsarc_status status = na_cdxj_init(&p->index, p->opts.problem, p->opts.user);
    p->revisits = na_revisits_new();
    if (!p->revisits)
        return NEWSARC_E_NOMEM;
    if (status == NEWSARC_OK)
        status = na_pages_init(&p->pages);
    p->index.without_304 = true;
    for (size_t i = 0; i < p->inputs.count && status == NEWSARC_OK; i++) {
        p->input = i;
        status = na_cdxj_add_file(&p->index, p->inputs.paths[i], NA_PAGE_BLOCK, &tap, err);
        if (status == NEWSARC_OK)
            status = p->pages.status;
    }
    if (status == NEWSARC_OK)
        status = add_made(p, err);
    if (status == NEWSARC_OK)
        status = na_cdxj_sort(&p->index);
    if (status == NEWSARC_OK)
        status = na_wacz_index(&p->index, &p->cdx, &p->idx);
    if (status == NEWSARC_OK)
        status = na_spool_view(p->pages.lines, &p->extras[PAGES]);
    p->extras[CDX] = na_buf_str(&p->cdx);
    p->extras[IDX] = na_buf_str(&p->idx);
    return status;
}

static const char *extra_path(const pack *p, size_t i)
{
    static const char *const paths[EXTRAS] = {
        [CDX] = "indexes/index.cdx.gz", [IDX] = "indexes/index.idx", [PAGES] = "pages/pages.jsonl"};
    return i == MADE ? p->made_path : paths[i];
}

/* A WARC file without records is none. */
static bool is_there(const pack *p, size_t extra)
{
    return extra != MADE || p->extras[MADE].n;
}

/* The next resource; NULL when out of memory. */
static na_wacz_resource *add_resource(pack *p, const char *folder, const char *name)
{
    na_buf path = NA_BUF(1 << 16);
    na_wacz_resource *r = &p->resources[p->count];
    na_buf_addf(&path, "%s%s", folder, name);
    r->path = na_buf_take(&path);
    p->count += r->path != NULL;
    return r->path ? r : NULL;
}

static newsarc_status list_resources(pack *p, newsarc_error *err)
{
    newsarc_status status = NEWSARC_OK;
    p->resources = na_calloc(p->inputs.count + EXTRAS, sizeof *p->resources);
    if (!p->resources)
        return NEWSARC_E_NOMEM;
    for (size_t i = 0; i < p->inputs.count && status == NEWSARC_OK; i++) {
        const char *path = p->inputs.paths[i];
        na_wacz_resource *r = add_resource(p, ARCHIVE, na_base_name(path));
        status = r ? na_hash_file(path, r->hash, &r->bytes, err) : NEWSARC_E_NOMEM;
        p->sum.bytes += r ? r->bytes : 0;
    }
    for (size_t i = 0; i < EXTRAS && status == NEWSARC_OK; i++) {
        if (!is_there(p, i))
            continue;
        na_wacz_resource *r = add_resource(p, "", extra_path(p, i));
        status = r ? na_wacz_hash(p->extras[i], r->hash) : NEWSARC_E_NOMEM;
        if (r)
            r->bytes = p->extras[i].n;
        p->sum.bytes += p->extras[i].n;
    }
    return status;
}

static newsarc_status describe(pack *p, newsarc_error *err)
{
    const char *created = p->pages.last[0] ? p->pages.last : "1970-01-01T00:00:00Z";
    na_wacz_package package = {.title = p->opts.title,
                               .description = p->opts.description,
                               .main_url = na_buf_str(&p->pages.main_url),
                               .main_date = na_buf_str(&p->pages.main_date),
                               .created = created,
                               .resources = p->resources,
                               .count = p->count};
    newsarc_status status = na_wacz_datapackage(&package, &p->datapackage);
    if (status != NEWSARC_OK)
        return status;
    return na_wacz_digest(na_buf_str(&p->datapackage), p->opts.key_path, created, &p->digest, err);
}

static newsarc_status write_extra(pack *p, na_bundle *b, size_t i, newsarc_error *err)
{
    return is_there(p, i) ? na_bundle_add(b, na_str_from(extra_path(p, i)), p->extras[i], 0, err)
                          : NEWSARC_OK;
}

/* The WARC files, with the made one among them. */
static newsarc_status write_archive(pack *p, na_bundle *b, newsarc_error *err)
{
    newsarc_status status = NEWSARC_OK;
    size_t n = p->inputs.count, before = 0;
    while (before < n && strcmp(p->resources[before].path, p->made_path) < 0)
        before++;
    for (size_t i = 0; i <= n && status == NEWSARC_OK; i++) {
        if (i == before)
            status = write_extra(p, b, MADE, err);
        if (i < n && status == NEWSARC_OK)
            status = na_bundle_add_file(b, na_str_from(p->resources[i].path), p->inputs.paths[i],
                                        p->resources[i].bytes, 0, err);
    }
    return status;
}

/* Members in the order of their names. */
static newsarc_status write_members(pack *p, na_bundle *b, newsarc_error *err)
{
    newsarc_status status = write_archive(p, b, err);
    if (status == NEWSARC_OK)
        status =
            na_bundle_add(b, NA_STR("datapackage-digest.json"), na_buf_str(&p->digest), 0, err);
    if (status == NEWSARC_OK)
        status = na_bundle_add(b, NA_STR("datapackage.json"), na_buf_str(&p->datapackage), 0, err);
    for (size_t i = MADE + 1; i < EXTRAS && status == NEWSARC_OK; i++)
        status = write_extra(p, b, i, err);
    return status;
}

static newsarc_status write_package(pack *p, const char *out, newsarc_error *err)
{
    na_bundle *b = NULL;
    newsarc_status status = na_bundle_new_wacz(out, &b, err);
    if (status == NEWSARC_OK)
        status = write_members(p, b, err);
    if (status == NEWSARC_OK)
        status = na_bundle_close(b, err);
    na_bundle_free(b);
    return status;
}

/* A package is replayed without the collection that it came from. */
static newsarc_status check_revisits(pack *p, const char *out)
{
    newsarc_error problem = {0};
    p->sum.missing = na_revisits_missing(p->revisits) + p->not_modified.unread;
    if (p->sum.missing == 0)
        return NEWSARC_OK;
    na_error(&problem, NEWSARC_E_INCOMPLETE, "pack", na_str_from(out),
             "revisit records without their responses, which will not replay: %llu; pack the files "
             "that hold the responses, too, or make the package self-contained",
             (unsigned long long)p->sum.missing);
    bool stop = p->opts.problem && p->opts.problem(&problem, p->opts.user) != 0;
    return stop ? NEWSARC_E_STOPPED : NEWSARC_OK;
}

static newsarc_status run(pack *p, const char *const *paths, size_t count, const char *out,
                          newsarc_error *err)
{
    newsarc_status status = na_inputs_list(paths, count, &p->inputs, err);
    if (status == NEWSARC_OK && p->opts.self_contained)
        status = na_self_contain(&p->inputs, out, p->opts.problem, p->opts.user, &p->copies, err);
    if (status == NEWSARC_OK)
        status = read_inputs(p, err);
    if (status == NEWSARC_OK)
        status = check_revisits(p, out);
    if (status == NEWSARC_OK)
        status = list_resources(p, err);
    if (status == NEWSARC_OK)
        status = describe(p, err);
    if (status == NEWSARC_OK)
        status = write_package(p, out, err);
    if (status == NEWSARC_E_NOMEM)
        return na_error(err, status, "pack", (na_str){0}, "out of memory");
    if (status != NEWSARC_OK)
        return na_error(err, status, "pack", na_str_from(out), "cannot make the package");
    if (p->index.problems)
        return na_error(err, NEWSARC_E_INCOMPLETE, "pack", na_str_from(out),
                        "records that are not in the index: %llu",
                        (unsigned long long)p->index.problems);
    if (p->sum.missing)
        return na_error(err, NEWSARC_E_INCOMPLETE, "pack", na_str_from(out),
                        "revisit records without their responses: %llu",
                        (unsigned long long)p->sum.missing);
    return status;
}

static void pack_free(pack *p)
{
    na_cdxj_free(&p->index);
    na_pages_free(&p->pages);
    for (size_t i = 0; i < p->count; i++)
        na_free(p->resources[i].path);
    na_free(p->resources);
    na_buf_free(&p->cdx);
    na_buf_free(&p->idx);
    na_buf_free(&p->datapackage);
    na_buf_free(&p->digest);
    na_revisits_free(p->revisits);
    na_not_modified_free(&p->not_modified);
    na_self_contained_free(&p->copies);
    na_inputs_free(&p->inputs);
}

static void give_summary(pack *p, newsarc_pack_summary *out)
{
    size_t size = out ? out->struct_size : 0;
    p->sum.struct_size = size;
    p->sum.warcs = p->inputs.count;
    p->sum.captures = p->index.count;
    p->sum.pages = p->pages.count;
    p->sum.problems = p->index.problems;
    p->sum.replaced = p->copies.replaced;
    if (out)
        memcpy(out, &p->sum, size < sizeof p->sum ? size : sizeof p->sum);
}

newsarc_status newsarc_pack(const char *const *paths, size_t count, const char *out,
                            const newsarc_pack_options *opts, newsarc_pack_summary *summary,
                            newsarc_error *err)
{
    pack p = {.cdx = NA_BUF(INDEX_MAX),
              .idx = NA_BUF(INDEX_MAX),
              .datapackage = NA_BUF(PACKAGE_MAX),
              .digest = NA_BUF(PACKAGE_MAX)};
    na_error_clear(err);
    if (!paths || !count || !out || !*out || (opts && opts->struct_size < sizeof(size_t)) ||
        (summary && summary->struct_size < sizeof(size_t)))
        return na_error(err, NEWSARC_E_ARGUMENT, "pack", (na_str){0}, "an argument is missing");
    if (opts)
        memcpy(&p.opts, opts,
               opts->struct_size < sizeof p.opts ? opts->struct_size : sizeof p.opts);
    newsarc_status status = run(&p, paths, count, out, err);
    give_summary(&p, summary);
    pack_free(&p);
    return status;
}
