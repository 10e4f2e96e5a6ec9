/* newsarc_article_explain: the notes of an article's trace as JSON or as text for people. */
#include "article/render.h"

#include "text/utf8.h"

#define SHOWN_CHARS 60 /* of a text, for people */

/* The fields of which candidates are noted. */
static const newsarc_field explained[] = {NEWSARC_FIELD_TITLE, NEWSARC_FIELD_DATE,
                                          NEWSARC_FIELD_MODIFIED, NEWSARC_FIELD_SOURCE,
                                          NEWSARC_FIELD_AUTHORS};
#define EXPLAINED_COUNT (sizeof explained / sizeof *explained)

/* ---- JSON ---- */

typedef json_t *note_json(const na_note *note);

static json_t *json_box(const na_note *n)
{
    return json_pack("{ss?sfsfsfsfsI}", "element", n->place, "value", n->value, "points", n->points,
                     "density", n->density, "names", n->names, "prose", (json_int_t)n->prose);
}

static json_t *json_step(const na_note *n)
{
    return json_pack("{ss?ss?}", "why", n->what, "element", n->place);
}

static json_t *json_root(const na_note *n)
{
    return json_pack("{ss?ss?}", "element", n->place, "text", n->text);
}

static json_t *json_drop(const na_note *n)
{
    return json_pack("{ss?ss?ss?}", "rule", n->what, "element", n->place, "text", n->text);
}

static json_t *json_value(const na_note *n)
{
    return json_pack("{ss?ss?sfss?}", "value", n->text, "from", n->what, "trust", n->trust,
                     "element", n->place);
}

/* The notes of one kind (and field, unless -1), each made by `make`. NULL: out of memory. */
static json_t *json_notes(const newsarc_article *a, na_note_kind kind, newsarc_field field,
                          note_json *make)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < a->note_count; i++) {
        const na_note *n = &a->notes[i];
        if (n->kind != kind || (field >= 0 && n->field != field))
            continue;
        if (json_array_append_new(list, make(n)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *json_rule(const na_note *n)
{
    return json_pack("{ss?ss?sbss?ss?}", "rule", newsarc_rule_name(n->rule), "selector", n->what,
                     "found", n->trust > 0, "element", n->place, "text", n->text);
}

static json_t *json_fields(const newsarc_article *a)
{
    json_t *all = json_object();
    for (size_t i = 0; all && i < EXPLAINED_COUNT; i++) {
        newsarc_field f = explained[i];
        json_t *list = json_notes(a, NA_NOTE_VALUE, f, json_value);
        if (json_object_set_new(all, na_field_name(f), list) != 0) {
            json_decref(all);
            return NULL;
        }
    }
    return all;
}

static json_t *json_explain(const newsarc_article *a)
{
    json_t *rules = a->rules_of ? json_notes(a, NA_NOTE_RULE, -1, json_rule) : NULL;
    return json_pack("{ss?ss?sosososososs*so*}", "url", newsarc_article_text(a, NEWSARC_FIELD_URL),
                     "type", newsarc_article_text(a, NEWSARC_FIELD_TYPE), "containers",
                     json_notes(a, NA_NOTE_BOX, -1, json_box), "steps",
                     json_notes(a, NA_NOTE_STEP, -1, json_step), "chosen",
                     json_notes(a, NA_NOTE_ROOT, -1, json_root), "dropped",
                     json_notes(a, NA_NOTE_DROP, -1, json_drop), "candidates", json_fields(a),
                     "rules_of", a->rules_of, "rules", rules);
}

/* ---- text ---- */

/* The beginning of a text on one line, with the number of its characters when it is longer. */
static void add_text(na_buf *out, const char *text)
{
    na_str s = na_trim_white(na_str_from(text ? text : "")), rest = s;
    size_t shown = 0;
    bool space = false;
    na_buf_add_byte(out, '"');
    for (; rest.n && shown < SHOWN_CHARS; shown++) {
        na_str before = rest;
        uint32_t c = na_utf8_next(&rest);
        if (na_is_white(c) || c < 0x20) {
            if (!space)
                na_buf_add_byte(out, ' ');
            space = true;
            continue;
        }
        space = false;
        na_buf_add(out, na_str_take(before, before.n - rest.n));
    }
    na_buf_add_cstr(out, rest.n ? "...\"" : "\"");
    if (rest.n)
        na_buf_addf(out, " (%zu characters)", na_count_nonspace(s));
}

static bool has_notes(const newsarc_article *a, na_note_kind kind)
{
    for (size_t i = 0; i < a->note_count; i++)
        if (a->notes[i].kind == kind)
            return true;
    return false;
}

static void text_note(const na_note *n, na_buf *out)
{
    const char *place = n->place ? n->place : "-";
    switch (n->kind) {
    case NA_NOTE_BOX:
        na_buf_addf(out, "  %9.1f = %.1f points x %.2f density x %.2f names, %u of prose: %s",
                    n->value, n->points, n->density, n->names, (unsigned)n->prose, place);
        break;
    case NA_NOTE_STEP: na_buf_addf(out, "  %s: %s", n->what, place); break;
    case NA_NOTE_ROOT: na_buf_addf(out, "  %s", place); break;
    case NA_NOTE_DROP:
        na_buf_addf(out, "  %-14s ", n->what);
        add_text(out, n->text);
        na_buf_addf(out, " in %s", place);
        break;
    case NA_NOTE_VALUE:
        na_buf_addf(out, "  %.2f %s ", n->trust, n->what ? n->what : "page");
        add_text(out, n->text);
        if (n->place)
            na_buf_addf(out, " in %s", n->place);
        break;
    case NA_NOTE_RULE:
        na_buf_addf(out, "  %s: \"%s\" %s%s", newsarc_rule_name(n->rule), n->what,
                    n->trust > 0 ? "found: "
                    : n->place   ? "gives nothing: "
                                 : "names nothing",
                    n->place ? place : "");
        if (n->text) {
            na_buf_add_byte(out, ' ');
            add_text(out, n->text);
        }
        break;
    }
    na_buf_add_byte(out, '\n');
}

static void text_notes(const newsarc_article *a, na_note_kind kind, newsarc_field field,
                       const char *title, na_buf *out)
{
    if (!has_notes(a, kind))
        return;
    na_buf_addf(out, "%s\n", title);
    for (size_t i = 0; i < a->note_count; i++)
        if (a->notes[i].kind == kind && (field < 0 || a->notes[i].field == field))
            text_note(&a->notes[i], out);
}

static void text_field(const newsarc_article *a, newsarc_field field, na_buf *out)
{
    double confidence = 0;
    const char *from = newsarc_article_evidence(a, field, &confidence);
    na_buf_addf(out, "%s", na_field_name(field));
    for (size_t i = 0; i < newsarc_article_count(a, field); i++) {
        na_buf_add_cstr(out, i ? ", " : ": ");
        add_text(out, newsarc_article_item(a, field, i));
    }
    if (from)
        na_buf_addf(out, " (%s, %.2f); candidates:", from, confidence);
    else
        na_buf_add_cstr(out, ": unknown; candidates:");
    text_notes(a, NA_NOTE_VALUE, field, "", out);
    if (!has_notes(a, NA_NOTE_VALUE))
        na_buf_add_byte(out, '\n');
}

static void text_explain(const newsarc_article *a, na_buf *out)
{
    static const struct {
        na_note_kind kind;
        const char *title;
    } parts[] = {{NA_NOTE_BOX, "containers that may hold the body"},
                 {NA_NOTE_STEP, "steps of the choice"},
                 {NA_NOTE_ROOT, "chosen"},
                 {NA_NOTE_DROP, "left out of it, by rule"}};
    const char *type = newsarc_article_text(a, NEWSARC_FIELD_TYPE);
    na_buf_addf(out, "type: %s\n", type ? type : "unknown");
    if (a->rules_of)
        na_buf_addf(out, "rules of %s\n", a->rules_of);
    text_notes(a, NA_NOTE_RULE, -1, "selectors of the rules", out);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        text_notes(a, parts[i].kind, -1, parts[i].title, out);
    for (size_t i = 0; i < EXPLAINED_COUNT; i++)
        text_field(a, explained[i], out);
}

newsarc_status newsarc_article_explain(const newsarc_article *article, newsarc_rendering how,
                                       char **out, size_t *length)
{
    if (out)
        *out = NULL;
    if (length)
        *length = 0;
    if (!article || !out || how < NEWSARC_RENDER_JSON || how > NEWSARC_RENDER_TEXT)
        return NEWSARC_E_ARGUMENT;
    if (!article->explained)
        return NEWSARC_E_NOT_FOUND;
    na_buf b = NA_BUF(NA_RENDER_MAX);
    if (how == NEWSARC_RENDER_TEXT)
        text_explain(article, &b);
    else
        na_render_json(json_explain(article),
                       (how == NEWSARC_RENDER_JSON ? JSON_COMPACT : JSON_INDENT(2)) |
                           JSON_REAL_PRECISION(4),
                       &b);
    return na_render_end(&b, out, length);
}
