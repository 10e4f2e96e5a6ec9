/* newsarc_article: made from a draft in one allocation, read by the accessors.
 *
 * The copy runs twice over the draft: first without memory, to learn the size, then into it. So the
 * size and the layout cannot disagree. */
#include "article/result.h"

#include "article/rules.h"
#include "core/alloc.h"

static const struct {
    const char *name;
    bool list;
} field_table[NEWSARC_FIELD_COUNT] = {
    [NEWSARC_FIELD_URL] = {"url", false},
    [NEWSARC_FIELD_CANONICAL_URL] = {"canonical_url", false},
    [NEWSARC_FIELD_TYPE] = {"type", false},
    [NEWSARC_FIELD_TITLE] = {"title", false},
    [NEWSARC_FIELD_DATE] = {"date", false},
    [NEWSARC_FIELD_MODIFIED] = {"modified", false},
    [NEWSARC_FIELD_SOURCE] = {"source", false},
    [NEWSARC_FIELD_EDITOR] = {"editor", false},
    [NEWSARC_FIELD_LANGUAGE] = {"language", false},
    [NEWSARC_FIELD_TEXT] = {"text", false},
    [NEWSARC_FIELD_CHARSET] = {"charset", false},
    [NEWSARC_FIELD_AUTHORS] = {"authors", true},
    [NEWSARC_FIELD_SECTIONS] = {"sections", true},
};

typedef struct packer {
    char *base; /* NULL: only the size is wanted */
    size_t used;
} packer;

static void *pack_room(packer *p, size_t size)
{
    size_t at = (p->used + 15) & ~(size_t)15;
    p->used = at + size;
    return p->base ? p->base + at : NULL;
}

static const char *pack_str(packer *p, na_str s)
{
    if (s.n == 0)
        return NULL;
    char *at = p->base ? p->base + p->used : NULL;
    p->used += s.n + 1;
    if (at) {
        memcpy(at, s.p, s.n);
        at[s.n] = '\0';
    }
    return at;
}

static na_value pack_names(packer *p, const na_str *v, size_t n, const char *from,
                           double confidence)
{
    const char **out = pack_room(p, n * sizeof *out);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const char *s = pack_str(p, v[i]);
        if (out && s)
            out[kept++] = s;
    }
    if (kept == 0 && p->base)
        return (na_value){0};
    const char *why = pack_str(p, na_str_from(from && *from ? from : "page"));
    return (na_value){out, kept, why, confidence};
}

static na_value pack_fact(packer *p, const na_fact *f)
{
    if (f->text.n == 0)
        return (na_value){0};
    return pack_names(p, &f->text, 1, f->from, f->confidence);
}

static void pack_fields(packer *p, const na_draft *d, na_value out[NEWSARC_FIELD_COUNT])
{
    const na_fact *facts[NEWSARC_FIELD_COUNT] = {
        [NEWSARC_FIELD_URL] = &d->url,           [NEWSARC_FIELD_CANONICAL_URL] = &d->canonical_url,
        [NEWSARC_FIELD_TYPE] = &d->type,         [NEWSARC_FIELD_TITLE] = &d->title,
        [NEWSARC_FIELD_DATE] = &d->date,         [NEWSARC_FIELD_MODIFIED] = &d->modified,
        [NEWSARC_FIELD_SOURCE] = &d->source,     [NEWSARC_FIELD_EDITOR] = &d->editor,
        [NEWSARC_FIELD_LANGUAGE] = &d->language, [NEWSARC_FIELD_TEXT] = &d->text,
        [NEWSARC_FIELD_CHARSET] = &d->charset,
    };
    for (newsarc_field f = 0; f < NEWSARC_FIELD_COUNT; f++)
        if (facts[f])
            out[f] = pack_fact(p, facts[f]);
    const na_names *a = &d->authors, *s = &d->sections;
    out[NEWSARC_FIELD_AUTHORS] = pack_names(p, a->v, a->n, a->from, a->confidence);
    out[NEWSARC_FIELD_SECTIONS] = pack_names(p, s->v, s->n, s->from, s->confidence);
}

static const na_result_image *pack_images(packer *p, const na_draft *d)
{
    na_result_image *out = pack_room(p, d->image_count * sizeof *out);
    for (size_t i = 0; i < d->image_count; i++) {
        const na_image *from = &d->images[i];
        na_result_image image = {pack_str(p, from->url), pack_str(p, from->alt),
                                 pack_str(p, from->caption)};
        if (out)
            out[i] = image;
    }
    return out;
}

static const na_result_attachment *pack_attachments(packer *p, const na_draft *d)
{
    na_result_attachment *out = pack_room(p, d->attachment_count * sizeof *out);
    for (size_t i = 0; i < d->attachment_count; i++) {
        const na_attachment *from = &d->attachments[i];
        na_result_attachment attachment = {pack_str(p, from->url), pack_str(p, from->name)};
        if (out)
            out[i] = attachment;
    }
    return out;
}

static const na_note *pack_notes(packer *p, const na_trace *trace)
{
    size_t n = trace ? trace->n : 0;
    na_note *out = pack_room(p, n * sizeof *out);
    for (size_t i = 0; i < n; i++) {
        na_note note = trace->v[i];
        note.what = pack_str(p, na_str_from(note.what));
        note.place = pack_str(p, na_str_from(note.place));
        note.text = pack_str(p, na_str_from(note.text));
        if (out)
            out[i] = note;
    }
    return out;
}

static void pack_rules(packer *p, const na_ruled *ruled, newsarc_article *a)
{
    if (!ruled)
        return;
    a->rules_of = pack_str(p, na_str_from(ruled->site->pattern));
    a->next_page = pack_str(p, ruled->next_page);
    memcpy(a->rules, ruled->state, sizeof a->rules);
}

static newsarc_article pack_article(packer *p, const na_draft *d, na_str markdown)
{
    newsarc_article a = {.image_count = d->image_count, .attachment_count = d->attachment_count};
    (void)pack_room(p, sizeof a); /* the struct itself stands first */
    pack_fields(p, d, a.fields);
    a.images = pack_images(p, d);
    a.attachments = pack_attachments(p, d);
    a.explained = d->trace != NULL;
    a.note_count = d->trace ? d->trace->n : 0;
    a.notes = pack_notes(p, d->trace);
    pack_rules(p, d->ruled, &a);
    a.markdown = pack_str(p, markdown);
    if (!a.markdown)
        a.markdown = "";
    return a;
}

newsarc_article *na_result_new(const na_draft *draft, na_str markdown)
{
    packer p = {0};
    (void)pack_article(&p, draft, markdown);
    newsarc_article *article = na_malloc(p.used);
    if (!article)
        return NULL;
    p = (packer){.base = (char *)article};
    newsarc_article made = pack_article(&p, draft, markdown);
    *article = made;
    return article;
}

void newsarc_article_free(newsarc_article *article)
{
    na_free(article);
}

const char *na_field_name(newsarc_field field)
{
    return field_table[field].name;
}

static const na_value *value_of(const newsarc_article *article, newsarc_field field)
{
    return article && field >= 0 && field < NEWSARC_FIELD_COUNT ? &article->fields[field] : NULL;
}

const char *newsarc_article_text(const newsarc_article *article, newsarc_field field)
{
    const na_value *v = value_of(article, field);
    return v && v->n && !field_table[field].list ? v->v[0] : NULL;
}

size_t newsarc_article_count(const newsarc_article *article, newsarc_field field)
{
    const na_value *v = value_of(article, field);
    return v ? v->n : 0;
}

const char *newsarc_article_item(const newsarc_article *article, newsarc_field field, size_t i)
{
    const na_value *v = value_of(article, field);
    return v && i < v->n ? v->v[i] : NULL;
}

const char *newsarc_article_evidence(const newsarc_article *article, newsarc_field field,
                                     double *confidence)
{
    const na_value *v = value_of(article, field);
    if (confidence)
        *confidence = v && v->n ? v->confidence : 0;
    return v && v->n ? v->from : NULL;
}

size_t newsarc_article_image_count(const newsarc_article *article)
{
    return article ? article->image_count : 0;
}

static const na_result_image *image_at(const newsarc_article *article, size_t i)
{
    static const na_result_image none;
    return article && i < article->image_count ? &article->images[i] : &none;
}

const char *newsarc_article_image_url(const newsarc_article *article, size_t i)
{
    return image_at(article, i)->url;
}

const char *newsarc_article_image_alt(const newsarc_article *article, size_t i)
{
    return image_at(article, i)->alt;
}

const char *newsarc_article_image_caption(const newsarc_article *article, size_t i)
{
    return image_at(article, i)->caption;
}

size_t newsarc_article_attachment_count(const newsarc_article *article)
{
    return article ? article->attachment_count : 0;
}

static const na_result_attachment *attachment_at(const newsarc_article *article, size_t i)
{
    static const na_result_attachment none;
    return article && i < article->attachment_count ? &article->attachments[i] : &none;
}

const char *newsarc_article_attachment_url(const newsarc_article *article, size_t i)
{
    return attachment_at(article, i)->url;
}

const char *newsarc_article_attachment_name(const newsarc_article *article, size_t i)
{
    return attachment_at(article, i)->name;
}

newsarc_rule_state newsarc_article_rule(const newsarc_article *article, newsarc_rule rule)
{
    return article && rule >= 0 && rule < NEWSARC_RULE_COUNT ? article->rules[rule]
                                                             : NEWSARC_RULE_NONE;
}

const char *newsarc_article_next_page(const newsarc_article *article)
{
    return article ? article->next_page : NULL;
}
