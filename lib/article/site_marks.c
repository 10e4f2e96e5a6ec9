/* A page that is read with a profile: repeated blocks are dead before anything is weighed, so that
 * a disclaimer longer than the news does not draw the body to itself. */
#include "article/site_profile.h"

#include "core/hash.h"

typedef struct marker {
    na_body *b;
    const newsarc_site_profile *profile;
} marker;

static void mark_run(const na_site_run *run, void *user)
{
    marker *m = user;
    const na_doc *d = m->b->doc;
    if (na_site_repeats(m->profile, run->key) == 0)
        return;
    for (na_node_id n = run->first, next; n <= run->last; n = next)
        if (na_site_is_text(d, n, &next))
            na_mark(m->b, n, NA_MARK_DEAD, NA_DROP_SITE);
}

/* The container of most articles is a body here, too, when just one element stands on its path. */
static void mark_container(na_body *b, na_str path)
{
    const na_doc *d = b->doc;
    na_node_id found = NA_NO_NODE;
    for (na_node_id n = d->body; n < d->nodes[d->body].end; n++) {
        const na_node *e = na_node_at(d, n);
        if (!na_is_body_container(e) || !e->attr_count || !e->text_chars ||
            !na_str_eq(na_site_path_text(b->arena, d, n), path))
            continue;
        if (found != NA_NO_NODE)
            return;
        found = n;
    }
    if (found == NA_NO_NODE)
        return;
    b->sign_map.of[found] = (na_signs)((b->sign_map.of[found] | NA_SIGN_BODY) & ~NA_SIGN_DROP);
    na_trace_note(b->trace, NA_NOTE_STEP, "bodies of this site stand here", found, (na_str){0});
}

void na_site_mark(na_body *b, const newsarc_site_profile *p)
{
    marker m = {b, p};
    if (b->doc->body == NA_NO_NODE)
        return;
    if (p->repeat_count)
        na_site_runs(b->arena, b->doc, mark_run, &m);
    if (p->container.n)
        mark_container(b, p->container);
}
