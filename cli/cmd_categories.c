/* newsarc categories: the categories that a site's home page names, as a tree. */
#include "command.h"

#include "input.h"
#include <newsarc/listing.h>
#include <string.h>

static const char *const formats[] = {"table", "json", NULL};

struct categories_values {
    int format;
};

static const struct categories_values defaults = {0};

static const struct option options[] = {
    {.name = "format",
     .type = OPTION_CHOICE,
     .value = "FORMAT",
     .choices = formats,
     .offset = offsetof(struct categories_values, format),
     .help = "table (default) or json"},
};

/* How deep category i stands; bounded, should the parents form a ring. */
static size_t depth_of(const newsarc_listing *listing, size_t i)
{
    size_t depth = 0, count = newsarc_listing_category_count(listing);
    for (i = newsarc_listing_category_parent(listing, i); i < count && depth < 8; depth++)
        i = newsarc_listing_category_parent(listing, i);
    return depth;
}

static void add_name(struct text *t, const newsarc_listing *listing, size_t i)
{
    const char *name = newsarc_listing_category_name(listing, i);
    text_addf(t, "%*s", (int)(2 * depth_of(listing, i)), "");
    text_add_escaped(t, name ? name : "", name ? strlen(name) : 0, ESCAPE_LINE);
}

static size_t widest_name(const newsarc_listing *listing)
{
    size_t widest = 0;
    struct text name = {0};
    for (size_t i = 0; i < newsarc_listing_category_count(listing); i++) {
        text_clear(&name);
        add_name(&name, listing, i);
        size_t width = text_width(name.p);
        widest = width > widest ? width : widest;
    }
    text_free(&name);
    return widest;
}

static void write_table(struct cli *cli, const newsarc_listing *listing)
{
    struct text t = {0}, name = {0};
    size_t widest = widest_name(listing);
    for (size_t i = 0; i < newsarc_listing_category_count(listing); i++) {
        const char *url = newsarc_listing_category_url(listing, i);
        text_clear(&name);
        add_name(&name, listing, i);
        text_addf(&t, "%s%*s  ", name.p, (int)(widest - text_width(name.p)), "");
        text_add_escaped(&t, url ? url : "-", url ? strlen(url) : 1, ESCAPE_LINE);
        text_adds(&t, "\n");
    }
    if (t.n)
        output_data(&cli->out, t.p, t.n, ESCAPE_TEXT);
    text_free(&t);
    text_free(&name);
}

static void write_json(struct cli *cli, const newsarc_listing *listing)
{
    size_t count = newsarc_listing_category_count(listing);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        size_t parent = newsarc_listing_category_parent(listing, i);
        const char *up = parent < count ? newsarc_listing_category_url(listing, parent) : NULL;
        const char *up_name =
            parent < count ? newsarc_listing_category_name(listing, parent) : NULL;
        json_array_append_new(list, json_pack("{ss? ss? ss? ss? sn}", "name",
                                              newsarc_listing_category_name(listing, i), "url",
                                              newsarc_listing_category_url(listing, i), "parent",
                                              up, "parent_name", up_name, "pages"));
    }
    output_json(&cli->out, list);
}

static newsarc_status read_listing(const char *url, newsarc_listing **out, newsarc_error *err)
{
    newsarc_extract_options opts;
    newsarc_extractor *ex = NULL;
    struct input in = {0};
    newsarc_extract_options_init(&opts, sizeof opts);
    newsarc_status status = input_read(url, &in, err);
    opts.url = in.url.p;
    opts.content_type = in.content_type.p;
    if (status == NEWSARC_OK)
        status = newsarc_extractor_new(&ex);
    if (status == NEWSARC_OK)
        status = newsarc_list_page(ex, in.bytes.p, in.bytes.n, &opts, out, err);
    newsarc_extractor_free(ex);
    input_free(&in);
    return status;
}

static int run_categories(struct cli *cli, const void *v, const struct operands *operands)
{
    const struct categories_values *values = v;
    const char *url = operands->v[0];
    newsarc_listing *listing = NULL;
    newsarc_error err = {0};
    if (!is_url(url))
        return output_usage(&cli->out, "categories: \"%s\" is not an http or https URL", url);
    newsarc_status status = read_listing(url, &listing, &err);
    if (status == NEWSARC_OK && newsarc_listing_category_count(listing) == 0)
        status = error_set(&err, NEWSARC_E_NOT_FOUND, url, "the page names no categories");
    if (status == NEWSARC_OK && values->format == 1)
        write_json(cli, listing);
    else if (status == NEWSARC_OK)
        write_table(cli, listing);
    newsarc_listing_free(listing);
    return output_status(&cli->out, status, &err, url, NULL);
}

const struct command command_categories = {
    .name = "categories",
    .arguments = "URL",
    .summary = "Lists the categories that a site's home page names",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .defaults = &defaults,
    .values_size = sizeof defaults,
    .least = 1,
    .most = 1,
    .run = run_categories,
};
