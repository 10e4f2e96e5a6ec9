/* Rules files. libyaml makes the nodes of the document, each with its place, so that a fault inside
 * a selector can be told with the line and column of its character. The nesting is known (file,
 * sites, site, list), so nothing here recurses, and an alias costs no more than what it stands for.
 */
#include "rules_file.h"

#include "input.h"
#include "options.h"
#include <newsarc/newsarc.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define HOSTS_MAX 1000 /* of one site */

struct rules_file {
    const char *path;
    struct text bytes;
    yaml_document_t document;
    newsarc_rules *rules;
    size_t sites, selectors;
    struct text *error;
};

/* What one entry of `sites` says. */
struct site {
    yaml_node_t *host, *path;
    yaml_node_t *rules[NEWSARC_RULE_COUNT];
};

/* ---- errors ---- */

__attribute__((format(printf, 3, 4))) static bool fail(struct rules_file *f, yaml_mark_t at,
                                                       const char *format, ...)
{
    va_list args;
    text_addf(f->error, "%s:%zu:%zu: ", f->path, at.line + 1, at.column + 1);
    va_start(args, format);
    text_addv(f->error, format, args);
    va_end(args);
    return false;
}

static bool bad_syntax(struct rules_file *f, const yaml_parser_t *parser)
{
    fail(f, parser->problem_mark, "not YAML: %s",
         parser->problem ? parser->problem : "it cannot be read");
    text_adds(f->error, "; what begins with * # [ { @ & or ! stands in quotes");
    return false;
}

static size_t characters(const char *s, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)s[i] & 0xC0) != 0x80;
    return count;
}

/* A selector or pattern that the library does not take. The character that is wrong is counted in
 * the value; in the file it stands there too when the value is written without escapes, on one
 * line. */
static bool wrong_value(struct rules_file *f, const yaml_node_t *node, const char *key,
                        const newsarc_error *err)
{
    yaml_mark_t at = node->start_mark;
    bool known = err->offset != UINT64_MAX;
    size_t quotes = node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE ? 0 : 1;
    size_t length = characters((const char *)node->data.scalar.value, node->data.scalar.length);
    bool plain = node->data.scalar.style != YAML_LITERAL_SCALAR_STYLE &&
                 node->data.scalar.style != YAML_FOLDED_SCALAR_STYLE &&
                 node->start_mark.line == node->end_mark.line &&
                 node->end_mark.column - at.column == length + 2 * quotes;
    if (known && plain)
        at.column += quotes + (size_t)err->offset;
    fail(f, at, "%s: %s", key, err->message);
    if (known && !plain)
        text_addf(f->error, ", at character %llu of the selector",
                  (unsigned long long)err->offset + 1);
    if (length == 0)
        text_adds(f->error, "; a # outside of quotes begins a comment");
    return false;
}

static const char *key_at(size_t i, const void *user)
{
    static const char *const others[] = {"host", "path"};
    (void)user;
    return i < NEWSARC_RULE_COUNT       ? newsarc_rule_name((newsarc_rule)i)
           : i < NEWSARC_RULE_COUNT + 2 ? others[i - NEWSARC_RULE_COUNT]
                                        : NULL;
}

static bool unknown_key(struct rules_file *f, const yaml_node_t *key)
{
    struct text name = {0};
    text_add(&name, (const char *)key->data.scalar.value, key->data.scalar.length);
    const char *near = suggest(name.p ? name.p : "", key_at, NULL);
    fail(f, key->start_mark, "unknown key \"%s\"", name.p ? name.p : "");
    if (near)
        text_addf(f->error, "; did you mean \"%s\"?", near);
    text_free(&name);
    return false;
}

/* ---- nodes ---- */

static yaml_node_t *node_of(struct rules_file *f, int index)
{
    return yaml_document_get_node(&f->document, index);
}

static bool is_scalar(const yaml_node_t *node)
{
    return node->type == YAML_SCALAR_NODE;
}

static const char *text_of(const yaml_node_t *node)
{
    return (const char *)node->data.scalar.value;
}

/* How many values a scalar or a list of scalars has; 0 with an error when it is neither. */
static size_t count_values(struct rules_file *f, const yaml_node_t *node, const char *key)
{
    if (is_scalar(node))
        return 1;
    size_t n = node->type == YAML_SEQUENCE_NODE
                   ? (size_t)(node->data.sequence.items.top - node->data.sequence.items.start)
                   : 0;
    if (n == 0)
        fail(f, node->start_mark, "%s: a value or a list of values is expected", key);
    for (size_t i = 0; i < n; i++) {
        const yaml_node_t *item = node_of(f, node->data.sequence.items.start[i]);
        if (!is_scalar(item)) {
            fail(f, item->start_mark, "%s: one value is expected here", key);
            return 0;
        }
    }
    return n;
}

static yaml_node_t *value_at(struct rules_file *f, yaml_node_t *node, size_t i)
{
    return is_scalar(node) ? node : node_of(f, node->data.sequence.items.start[i]);
}

/* ---- sites ---- */

/* Where the value of a key goes; NULL: there is no such key. */
static yaml_node_t **place_of(struct site *site, const yaml_node_t *key)
{
    if (!is_scalar(key))
        return NULL;
    if (strcmp(text_of(key), "host") == 0)
        return &site->host;
    if (strcmp(text_of(key), "path") == 0)
        return &site->path;
    for (newsarc_rule r = 0; r < NEWSARC_RULE_COUNT; r++)
        if (strcmp(text_of(key), newsarc_rule_name(r)) == 0)
            return &site->rules[r];
    return NULL;
}

static bool read_keys(struct rules_file *f, const yaml_node_t *node, struct site *site)
{
    if (node->type != YAML_MAPPING_NODE)
        return fail(f, node->start_mark, "a site is expected: host and selectors");
    for (const yaml_node_pair_t *p = node->data.mapping.pairs.start;
         p < node->data.mapping.pairs.top; p++) {
        const yaml_node_t *key = node_of(f, p->key);
        yaml_node_t **place = place_of(site, key);
        if (!is_scalar(key))
            return fail(f, key->start_mark, "the name of a key is expected");
        if (!place)
            return unknown_key(f, key);
        if (*place)
            return fail(f, key->start_mark, "%s: the key comes again", text_of(key));
        *place = node_of(f, p->value);
    }
    if (!site->host)
        return fail(f, node->start_mark, "host is missing: say for which host the rules are");
    if (site->path && (!is_scalar(site->path) || text_of(site->path)[0] != '/'))
        return fail(f, site->path->start_mark, "path: a path that begins with / is expected");
    return true;
}

/* The values of one rule, for one pattern. */
static bool add_rule(struct rules_file *f, struct site *site, newsarc_rule rule,
                     const yaml_node_t *host, const char *pattern)
{
    const char *name = newsarc_rule_name(rule);
    yaml_node_t *values = site->rules[rule];
    size_t n = values ? count_values(f, values, name) : 0;
    if (values && n == 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        newsarc_error err = {0};
        const yaml_node_t *value = value_at(f, values, i);
        newsarc_status status = newsarc_rules_add(f->rules, pattern, rule, text_of(value), &err);
        if (status == NEWSARC_OK)
            continue;
        bool of_pattern = strcmp(err.input, pattern) == 0 && strcmp(pattern, text_of(value)) != 0;
        return of_pattern ? wrong_value(f, host, "host", &err) : wrong_value(f, value, name, &err);
    }
    f->selectors += n;
    return true;
}

static bool add_site(struct rules_file *f, const yaml_node_t *node)
{
    struct site site = {0};
    struct text pattern = {0};
    bool good = read_keys(f, node, &site);
    size_t hosts = good ? count_values(f, site.host, "host") : 0;
    if (hosts > HOSTS_MAX)
        good = fail(f, site.host->start_mark, "host: more than %d", HOSTS_MAX);
    for (size_t i = 0; good && i < hosts; i++) {
        const yaml_node_t *host = value_at(f, site.host, i);
        text_clear(&pattern);
        text_adds(&pattern, text_of(host));
        text_adds(&pattern, site.path ? text_of(site.path) : "");
        if (strchr(text_of(host), '/'))
            good = fail(f, host->start_mark, "host: a host alone is expected; use path for paths");
        for (newsarc_rule r = 0; good && r < NEWSARC_RULE_COUNT; r++)
            good = add_rule(f, &site, r, host, pattern.p);
    }
    text_free(&pattern);
    f->sites++;
    return good && hosts > 0;
}

/* The value of `sites`, the only key of the file. */
static yaml_node_t *sites_of(struct rules_file *f)
{
    static const yaml_mark_t begin = {0, 0, 0};
    const yaml_node_t *root = yaml_document_get_root_node(&f->document);
    yaml_node_t *sites = NULL;
    if (root && root->type == YAML_MAPPING_NODE)
        for (const yaml_node_pair_t *p = root->data.mapping.pairs.start;
             p < root->data.mapping.pairs.top; p++) {
            const yaml_node_t *key = node_of(f, p->key);
            if (!is_scalar(key) || strcmp(text_of(key), "sites") != 0 || sites) {
                fail(f, key->start_mark, "only one key is expected here: sites");
                return NULL;
            }
            sites = node_of(f, p->value);
        }
    if (sites && sites->type == YAML_SEQUENCE_NODE)
        return sites;
    fail(f, sites ? sites->start_mark : begin,
         "a list is expected: \"sites:\", then \"- host: "
         "...\" for each site");
    return NULL;
}

static bool read_document(struct rules_file *f)
{
    yaml_node_t *sites = sites_of(f);
    if (!sites)
        return false;
    for (const yaml_node_item_t *i = sites->data.sequence.items.start;
         i < sites->data.sequence.items.top; i++)
        if (!add_site(f, node_of(f, *i)))
            return false;
    return true;
}

static bool parse(struct rules_file *f)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        text_addf(f->error, "%s: out of memory", f->path);
        return false;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)f->bytes.p, f->bytes.n);
    bool good = yaml_parser_load(&parser, &f->document);
    if (!good) {
        bad_syntax(f, &parser);
    } else {
        good = read_document(f);
        yaml_document_delete(&f->document);
    }
    yaml_parser_delete(&parser);
    return good;
}

bool rules_file_read(const char *path, newsarc_rules **out, struct text *counts, struct text *error)
{
    struct rules_file f = {.path = path, .error = error};
    *out = NULL;
    bool good = input_read_settings(path, "a rules file", SETTINGS_MIB, &f.bytes, error);
    if (good && newsarc_rules_new(&f.rules) != NEWSARC_OK) {
        text_addf(error, "%s: out of memory", path);
        good = false;
    }
    good = good && parse(&f);
    if (good && counts) {
        text_add_count(counts, f.sites, "site");
        text_adds(counts, ", ");
        text_add_count(counts, f.selectors, "selector");
    }
    text_free(&f.bytes);
    if (good)
        *out = f.rules;
    else
        newsarc_rules_free(f.rules);
    return good;
}

bool rules_file_is(const char *path)
{
    struct text bytes = {0}, error = {0};
    bool is = false;
    if (input_read_settings(path, "a file", SETTINGS_MIB, &bytes, &error))
        for (const char *line = bytes.p; line && !is; line = strchr(line, '\n')) {
            line += *line == '\n';
            is = strncmp(line, "sites", 5) == 0 && line[5 + strspn(line + 5, " ")] == ':';
        }
    text_free(&bytes);
    text_free(&error);
    return is;
}
