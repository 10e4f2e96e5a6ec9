/* The slim pass. Half of a news page is scripts, styles and comments; Gumbo reads them byte by byte
 * through its state machine, a memchr scan a hundred times faster. The scan must end each tag,
 * comment and raw text exactly where the tokenizer of the HTML Standard (13.2.5) would.
 *
 * Whether a start tag such as <style> begins raw text depends on the tree in a few places (inside
 * svg, math, select, frameset). There raw text is taken only when both readings end at the same
 * byte; else the pass stops and the rest of the page stays as it is. */
#include "html/slim.h"

#include "html/foreign.h"
#include "html/scan.h"

#define MARK_MAX 80
#define SPACE_MIN 4 /* shorter runs of white space are not worth a copy */

typedef enum effect {
    NO_EFFECT,
    RAW_KEEP,    /* raw text that stays */
    RAW_STYLE,   /* raw text that goes */
    RAW_SCRIPT,  /* the same, with a script's own end */
    RAW_REST,    /* everything behind it is text */
    IN_SVG,      /* content in which raw text may not be raw */
    IN_MATH,     /* the same */
    IN_SELECT,   /* the same */
    IN_FRAMESET, /* the same, to the end of the page */
    IN_PRE       /* white space means something */
} effect;

static const struct {
    na_str name;
    effect effect;
} effects[] = {
#define TAG_EFFECT(name, effect)                                                                   \
    {                                                                                              \
        {(name), sizeof(name) - 1}, (effect)                                                       \
    }
    TAG_EFFECT("script", RAW_SCRIPT),    TAG_EFFECT("style", RAW_STYLE),
    TAG_EFFECT("title", RAW_KEEP),       TAG_EFFECT("textarea", RAW_KEEP),
    TAG_EFFECT("iframe", RAW_KEEP),      TAG_EFFECT("xmp", RAW_KEEP),
    TAG_EFFECT("noembed", RAW_KEEP),     TAG_EFFECT("noframes", RAW_KEEP),
    TAG_EFFECT("plaintext", RAW_REST),   TAG_EFFECT("svg", IN_SVG),
    TAG_EFFECT("math", IN_MATH),         TAG_EFFECT("select", IN_SELECT),
    TAG_EFFECT("frameset", IN_FRAMESET), TAG_EFFECT("pre", IN_PRE),
    TAG_EFFECT("listing", IN_PRE),
#undef TAG_EFFECT
};

typedef struct slimmer {
    na_arena *arena;
    na_str page;
    size_t copied; /* the page up to here is written or left out */
    char *out;
    size_t out_n;
    size_t open[IN_PRE + 1]; /* elements of the kinds IN_SVG to IN_PRE */
    na_slimmed *result;
} slimmer;

void na_str_list_add(na_arena *arena, na_str_list *list, na_str s)
{
    if (list->n == list->room) {
        size_t room = list->room ? list->room * 2 : 16;
        list->v = na_arena_grow(arena, list->v, list->room * sizeof *list->v, room * sizeof s);
        list->room = room;
    }
    list->v[list->n++] = s;
}

static effect effect_of(na_str name)
{
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        if (na_str_eq_nocase(name, effects[i].name))
            return effects[i].effect;
    return NO_EFFECT;
}

bool na_is_mark(na_str comment)
{
    static const na_str words[] = {
        {"begin", 5}, {"end", 3}, {"start", 5}, {"content", 7}, {"enp", 3}, {"<$[", 3},
    };
    if (comment.n > MARK_MAX || (comment.n && comment.p[0] == '[')) /* [if IE], [endif] */
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (na_str_find_nocase(comment, words[i]) != NA_NOT_FOUND)
            return true;
    return false;
}

static void write_up_to(slimmer *s, size_t end)
{
    memcpy(s->out + s->out_n, s->page.p + s->copied, end - s->copied);
    s->out_n += end - s->copied;
    s->copied = end;
}

static void leave_out(slimmer *s, size_t from, size_t to)
{
    write_up_to(s, from);
    s->copied = to;
}

static bool in_doubt(const slimmer *s)
{
    return s->open[IN_SVG] || s->open[IN_MATH] || s->open[IN_SELECT] || s->open[IN_FRAMESET];
}

/* Without a comment between them "<" and "p", or "&am" and "p;", would become one token. */
static bool would_join(const slimmer *s, size_t end)
{
    char before = s->out_n ? s->out[s->out_n - 1] : '>';
    char behind = end < s->page.n ? s->page.p[end] : '<';
    return before != '>' && !na_is_space(before) && behind != '<' && !na_is_space(behind);
}

static void leave_out_comment(slimmer *s, size_t from, size_t to)
{
    leave_out(s, from, to);
    if (would_join(s, to)) {
        memcpy(s->out + s->out_n, "<!-->", 5); /* not longer than any comment */
        s->out_n += 5;
    }
}

static na_str slice(const slimmer *s, size_t from, size_t to)
{
    return (na_str){s->page.p + from, to - from};
}

/* "<!": comment, CDATA section, doctype, anything else. Returns the offset behind it. */
static size_t take_declaration(slimmer *s, size_t at)
{
    na_str rest = na_str_skip(s->page, at), inside = {NULL, 0};
    if (na_str_starts(rest, NA_STR("<!--"))) {
        size_t end = na_scan_comment(s->page, at, &inside);
        if (end == NA_NOT_FOUND)
            return end;
        na_str_list_add(s->arena, &s->result->comments, inside);
        if (!na_is_mark(inside))
            leave_out_comment(s, at, end);
        return end;
    }
    size_t end = na_scan_behind(s->page, at, '>');
    if (in_doubt(s) && na_str_starts(rest, NA_STR("<![CDATA[")) &&
        (end == NA_NOT_FOUND || end - at < 12 || !na_str_ends(slice(s, at, end), NA_STR("]]>"))))
        return NA_NOT_FOUND;
    return end;
}

/* Content of a raw text element whose start tag ends at `body`. Returns the offset behind it. */
static size_t take_raw(slimmer *s, const na_tag_scan *tag, effect what, size_t body)
{
    size_t end = what == RAW_SCRIPT ? na_scan_script_end(s->page, body)
                                    : na_scan_raw_end(s->page, body, tag->name);
    if (end == NA_NOT_FOUND)
        return end;
    bool doubt = in_doubt(s);
    if (doubt && na_str_find_byte(slice(s, body, end), '<') != NA_NOT_FOUND)
        return NA_NOT_FOUND;
    if (what == RAW_SCRIPT) {
        na_str_list_add(s->arena, &s->result->scripts, slice(s, body, end));
        na_str_list_add(s->arena, &s->result->script_types, tag->type);
    }
    if (what != RAW_KEEP && !doubt)
        leave_out(s, body, end);
    return end;
}

/* The content of an svg goes when it is a mere drawing. Returns the offset behind what is known. */
static size_t take_svg(slimmer *s, const na_tag_scan *tag)
{
    if (tag->self_closing)
        return tag->end;
    size_t end = in_doubt(s) ? NA_NOT_FOUND : na_scan_drawing_end(s->page, tag->end);
    if (end == NA_NOT_FOUND) {
        s->open[IN_SVG]++;
        return tag->end;
    }
    leave_out(s, tag->end, end);
    return na_scan_behind(s->page, end, '>');
}

static size_t take_container(slimmer *s, const na_tag_scan *tag, effect what)
{
    if (!tag->closing && what == IN_SVG)
        return take_svg(s, tag);
    if (!tag->closing)
        s->open[what] += what != IN_MATH || !tag->self_closing;
    else if (s->open[what] && what != IN_FRAMESET)
        s->open[what]--;
    return tag->end;
}

/* A start or end tag. Returns the offset behind what is known of it, NA_NOT_FOUND to stop. */
static size_t take_tag(slimmer *s, size_t at)
{
    na_tag_scan tag = na_scan_tag(s->page, at);
    effect what = tag.end == NA_NOT_FOUND ? RAW_REST : effect_of(tag.name);
    if (what >= IN_SVG)
        return take_container(s, &tag, what);
    if (what == RAW_REST && !tag.closing)
        return NA_NOT_FOUND;
    if (what == NO_EFFECT || tag.closing)
        return tag.end;
    return take_raw(s, &tag, what, tag.end);
}

static size_t take_markup(slimmer *s, size_t at)
{
    char next = at + 1 < s->page.n ? s->page.p[at + 1] : 0;
    if (na_scan_is_tag(s->page, at))
        return take_tag(s, at);
    if (next == '!')
        return take_declaration(s, at);
    if (next == '/' || next == '?')
        return na_scan_behind(s->page, at + 1, '>');
    return at + 1;
}

static size_t space_run(na_str s)
{
    size_t n = 0;
    while (n < s.n && na_is_space(s.p[n]))
        n++;
    return n;
}

/* Shortens the white space at both ends of a text between two tags to one character. */
static void take_text(slimmer *s, size_t from, size_t to)
{
    if (s->open[IN_PRE] || to - from < SPACE_MIN)
        return;
    size_t head = space_run(slice(s, from, to)), tail = to;
    if (head >= SPACE_MIN)
        leave_out(s, from + 1, from + head);
    while (tail > from + head && na_is_space(s->page.p[tail - 1]))
        tail--;
    if (to - tail >= SPACE_MIN)
        leave_out(s, tail + 1, to);
}

void na_slim_page(na_arena *arena, na_str source, na_slimmed *out)
{
    *out = (na_slimmed){.text = {NULL, 0}};
    slimmer s = {.arena = arena, .page = source, .result = out};
    s.out = na_arena_alloc(arena, source.n + 1);
    size_t at = 0, last = 0;
    while (at != NA_NOT_FOUND && (at = na_scan_behind(source, at, '<')) != NA_NOT_FOUND) {
        take_text(&s, last, at - 1);
        last = at - 1;
        at = take_markup(&s, last);
        if (at != NA_NOT_FOUND)
            last = at;
    }
    if (last < s.copied)
        last = s.copied;
    if (last)
        write_up_to(&s, last);
    out->slim_end = s.out_n;
    if (source.n > last)
        write_up_to(&s, source.n);
    s.out[s.out_n] = 0;
    na_foreign_rename(s.out, s.out_n);
    out->text = (na_str){s.out, s.out_n};
}
