/* article/byline.c: reads a byline region: labelled source, author, editor and dates, and
 * unlabelled dates. One pass by label, one over the dates. */
#include "article/candidates.h"

#define LABELS_MAX 64
#define NAMES_MAX 6

typedef struct labelled {
    na_label label;
    size_t end; /* of the value */
} labelled;

typedef struct reader {
    na_page *page;
    na_str text;
    na_byline *out;
    labelled found[LABELS_MAX];
    size_t count;
} reader;

static void find_labels(reader *r)
{
    na_str text = r->text;
    const na_label_heads heads = na_label_heads_make();
    for (size_t at = 0; at < text.n && r->count < LABELS_MAX;) {
        na_label label;
        if (na_label_may_begin(&heads, text, at) && na_label_at(text, at, &label)) {
            size_t end = na_label_value_end(text, label.value);
            r->found[r->count++] = (labelled){label, end};
            at = label.value > at ? label.value : at + 1;
            continue;
        }
        na_str rest = na_str_skip(text, at);
        na_utf8_next(&rest);
        at = text.n - rest.n;
    }
}

static na_str value_of(const reader *r, const labelled *l)
{
    na_str s = {r->text.p + l->label.value, l->end - l->label.value};
    na_date_match match;
    while (s.n > 0 && s.p[0] == NA_MARK_INLINE)
        s = na_str_skip(s, 1);
    /* a date ends the value, or is none */
    if (l->label.kind <= NA_LABEL_EDITOR && na_date_find(s, r->page->now, &match))
        s = na_str_take(s, match.begin);
    return na_trim_white(s);
}

static void take_source(reader *r, const labelled *l)
{
    r->out->source_label = true;
    na_str value = na_cut_outlet(na_clean_outlet(value_of(r, l)));
    if (value.n > 0 && r->out->source.text.n == 0)
        r->out->source =
            (na_fact){na_collapse(r->page->arena, value), "byline", l->label.colon ? 0.95 : 0.8};
}

/* The run of Han that follows white space at `from`, if it can be a name or half of one. */
static size_t name_behind(na_str text, size_t from)
{
    na_label label;
    na_str rest = na_str_skip(text, from), next = rest;
    for (uint32_t c = 0; rest.n > 0; rest = next) {
        c = na_utf8_next(&next);
        if (!na_is_white(c) || c < 0x20)
            break;
    }
    size_t begin = (size_t)(rest.p - text.p), chars = 0;
    if (begin == from || na_label_at(text, begin, &label))
        return from;
    for (next = rest; rest.n > 0 && na_is_han(na_utf8_next(&next)); rest = next)
        chars++;
    size_t end = (size_t)(rest.p - text.p);
    na_str name = {text.p + begin, end - begin};
    bool ends = rest.n == 0 || (unsigned char)rest.p[0] <= ' ' || na_is_white(na_utf8_next(&rest));
    bool can_be = (chars == 1 && !na_is_control_word(name)) || na_is_name_han(name);
    return ends && can_be ? end : from;
}

/* Names may stand wide apart, 王乐文　方　敏, where other values end. */
static labelled with_all_names(const reader *r, const labelled *l)
{
    labelled wide = *l;
    for (int i = 0; i < NAMES_MAX; i++) {
        size_t end = name_behind(r->text, wide.end);
        if (end == wide.end)
            break;
        wide.end = end;
    }
    return wide;
}

static void take_author(reader *r, const labelled *l)
{
    labelled wide = with_all_names(r, l);
    r->out->author_label = true;
    if (r->out->authors.n >= NAMES_MAX)
        return;
    na_names_split(r->page->arena, &r->out->authors,
                   na_collapse(r->page->arena, value_of(r, &wide)));
    r->out->authors.from = "byline";
    r->out->authors.confidence = 0.9;
}

static void take_editor(reader *r, const labelled *l)
{
    na_names names = {0};
    if (r->out->editor.text.n > 0)
        return;
    na_names_split(r->page->arena, &names, value_of(r, l));
    if (names.n == 0)
        return;
    na_sb sb = NA_SB(r->page->arena);
    for (size_t i = 0; i < names.n; i++) {
        na_str code = names.v[i]; /* some desks put a code behind the name: 王小明_NN1234 */
        na_sb_add_cstr(&sb, i > 0 ? "、" : "");
        na_sb_add(&sb, na_str_take(code, na_str_find_byte(code, '_')));
    }
    r->out->editor = (na_fact){na_sb_str(&sb), "byline", 0.9};
}

static void take_values(reader *r)
{
    for (size_t i = 0; i < r->count; i++) {
        switch (r->found[i].label.kind) {
        case NA_LABEL_SOURCE: take_source(r, &r->found[i]); break;
        case NA_LABEL_AUTHOR: take_author(r, &r->found[i]); break;
        case NA_LABEL_EDITOR: take_editor(r, &r->found[i]); break;
        default: break;
        }
    }
}

/* The label whose value begins with the date at `at`. */
static na_label_kind label_of_date(const reader *r, size_t at)
{
    for (size_t i = r->count; i-- > 0;) {
        const na_label *label = &r->found[i].label;
        if (label->value > at)
            continue;
        na_str between = {r->text.p + label->value, at - label->value};
        bool near = na_count_nonspace(between) <= 3 &&
                    na_str_find_byte(between, NA_MARK_LINE) == NA_NOT_FOUND;
        return near ? label->kind : NA_LABEL_NONE;
    }
    return NA_LABEL_NONE;
}

static void take_date(reader *r, na_str text, const na_date_match *m)
{
    na_byline *out = r->out;
    na_label_kind kind = label_of_date(r, m->begin);
    bool sure = kind == NA_LABEL_DATE;
    na_fact fact = na_date_fact(r->page->arena, &m->date, "byline", sure ? 0.95 : 0.75);
    if (!na_date_is_full(text, m)) {
        bool told = m->relative || m->date.hour >= 0; /* a day and month alone may be of any year */
        if (out->vague_date.text.n == 0 && told)
            out->vague_date = na_date_fact(r->page->arena, &m->date, "byline", 0.4);
    } else if (kind == NA_LABEL_MODIFIED) {
        if (out->modified.text.n == 0)
            out->modified = fact;
    } else if (kind == NA_LABEL_DOCUMENT_DATE || kind >= NA_LABEL_STOP) {
        return;
    } else if (out->date.text.n == 0 || (sure && !out->date_labelled)) {
        out->date = fact;
        out->date_labelled = sure;
        out->date_begin = m->begin;
        out->date_end = m->end;
    }
}

static void take_dates(reader *r)
{
    /* the helper reads plain text: marks become spaces of the same length */
    char *plain = na_arena_cstr(r->page->arena, r->text);
    na_str text = {plain, r->text.n};
    na_date_match m;
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)plain[i] < 0x20)
            plain[i] = ' ';
    size_t from = 0;
    for (int i = 0; i < 20 && na_date_find_from(text, from, r->page->now, &m); i++) {
        take_date(r, text, &m);
        from = m.end > from ? m.end : from + 1;
    }
}

void na_byline_read(na_page *page, na_str text, na_byline *out)
{
    reader *r = na_arena_zalloc(page->arena, sizeof *r);
    r->page = page;
    r->text = text;
    r->out = out;
    find_labels(r);
    take_values(r);
    take_dates(r);
}
