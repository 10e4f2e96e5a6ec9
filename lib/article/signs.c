/* Signs of elements: a vocabulary looked up by parts of class and id tokens.
 *
 * "c-article-body__share" has the parts c, article, body, share; looked up are each part, each pair
 * of neighbours without the separator (articlebody), each triple, and the whole token squashed. A
 * word that says "not body" wins over one that says "body" within a token (article-share), not
 * across tokens. Words stand for what many publishers and CMS use; hosts and sites are not named.
 */
#include "article/signs.h"

#include "article/ablation.h"
#include "article/memo.h"
#include "article/signs_words.h"
#include "core/hash.h"

#define NA_PARTS_MAX 10
#define NA_TOKEN_MAX 64
#define NA_VALUE_MAX 400

#define NA_SLOTS 2048u /* more than twice the words */

typedef struct lexicon {
    uint16_t slot[NA_SLOTS]; /* index into words, plus 1 */
} lexicon;

static const lexicon *make_lexicon(na_arena *arena)
{
    lexicon *x = na_arena_zalloc(arena, sizeof *x);
    for (size_t i = 0; i < na_sign_word_count; i++) {
        uint32_t at = na_hash(na_str_from(na_sign_words[i].text)) % NA_SLOTS;
        while (x->slot[at])
            at = (at + 1) % NA_SLOTS;
        x->slot[at] = (uint16_t)(i + 1);
    }
    return x;
}

/* Index into words plus 1, or 0. */
static unsigned look_up(const lexicon *x, na_str s)
{
    for (uint32_t at = na_hash(s) % NA_SLOTS; x->slot[at]; at = (at + 1) % NA_SLOTS) {
        const na_sign_word *w = &na_sign_words[x->slot[at] - 1];
        if (na_str_eq(s, na_str_from(w->text)))
            return x->slot[at];
    }
    return 0;
}

/* A token in lower case without separators, and where its parts begin in it. */
typedef struct token {
    char text[NA_TOKEN_MAX];
    size_t n;
    size_t start[NA_PARTS_MAX + 1];
    size_t parts;
} token;

static bool begins_part(char before, char c)
{
    bool upper = c >= 'A' && c <= 'Z', was_lower = before >= 'a' && before <= 'z';
    return (upper && was_lower) || (na_is_digit(c) && !na_is_digit(before));
}

/* Splits at anything that is no letter or digit, before capitals and at digits. */
static void split(na_str s, token *t)
{
    char before = 0;
    bool fresh = true;
    t->n = t->parts = 0;
    for (size_t i = 0; i < s.n && t->n < NA_TOKEN_MAX; before = s.p[i++]) {
        char c = s.p[i];
        bool word_byte = na_is_alpha(c) || na_is_digit(c) || (unsigned char)c >= 0x80;
        if (!word_byte) {
            fresh = true;
            continue;
        }
        if (fresh || begins_part(before, c)) {
            if (t->parts == NA_PARTS_MAX)
                break;
            t->start[t->parts++] = t->n;
        }
        fresh = false;
        t->text[t->n++] = na_lower(c);
    }
    t->start[t->parts] = t->n;
}

typedef struct found {
    unsigned signs;
    unsigned drop; /* number of the word that says NA_SIGN_DROP, 0: none */
} found;

static void note(found *f, unsigned number, size_t parts)
{
    if (number == 0)
        return;
    const na_sign_word *w = &na_sign_words[number - 1];
    if ((w->signs & NA_SIGN_DROP) && parts > 3 && strlen(w->text) <= 3)
        return; /* "ad" in a long name says little: enableAdSlotsOneSlot */
    if ((w->signs & NA_WORD_WHOLE) && parts > 1)
        return;
    f->signs |= w->signs;
    if (w->signs & NA_SIGN_DROP)
        f->drop = number;
}

static void read_token(const lexicon *x, na_str s, found *out)
{
    token t;
    found f = {0};
    split(s, &t);
    for (size_t from = 0; from < t.parts;) { /* the longest word at each place speaks */
        size_t n = t.parts - from < 3 ? t.parts - from : 3;
        unsigned number = 0;
        for (; n > 0; n--) {
            size_t bytes = t.start[from + n] - t.start[from];
            if ((number = look_up(x, (na_str){t.text + t.start[from], bytes})) != 0)
                break;
        }
        note(&f, number, t.parts);
        if (from == 0 && t.parts > 1 && (f.signs & NA_WORD_TAXON))
            return;
        from += n ? n : 1;
    }
    if (f.signs & NA_WORD_LAYOUT)
        return;
    if (t.parts > 3)
        note(&f, look_up(x, (na_str){t.text, t.n}), 1);
    if (f.signs & NA_SIGN_DROP)
        f.signs &= ~(NA_SIGN_BODY | NA_SIGN_MAIN);
    if (f.signs & (NA_SIGN_CAPTION | NA_SIGN_META | NA_SIGN_LINKS | NA_SIGN_LEAD))
        f.signs &= ~NA_SIGN_BODY;
    out->signs |= f.signs & ~NA_WORD_TAXON;
    if (f.drop)
        out->drop = f.drop;
}

static void read_value(const lexicon *x, na_str value, found *out)
{
    value = na_str_take(value, NA_VALUE_MAX);
    while (value.n) {
        size_t n = 0;
        while (n < value.n && !na_is_space(value.p[n]))
            n++;
        if (n)
            read_token(x, na_str_take(value, n), out);
        value = na_str_skip(value, n + 1);
    }
}

/* The same, but each value of the page only once. */
static void read_known(const lexicon *x, na_memo *memo, na_str value, found *out)
{
    bool known = true;
    if (value.n == 0)
        return;
    na_memo_entry *e = na_memo_at(memo, value, &known);
    if (!known) {
        found f = {0};
        read_value(x, value, &f);
        e->value = f.signs;
        e->more = f.drop;
    }
    out->signs |= e->value;
    if (e->more)
        out->drop = e->more;
}

static unsigned signs_of_role(na_str role)
{
    static const na_sign_word roles[] = {
        {"navigation", NA_SIGN_DROP},  {"complementary", NA_SIGN_DROP},
        {"contentinfo", NA_SIGN_DROP}, {"search", NA_SIGN_DROP},
        {"dialog", NA_SIGN_DROP},      {"menu", NA_SIGN_DROP},
        {"menubar", NA_SIGN_DROP},     {"alert", NA_SIGN_DROP},
        {"alertdialog", NA_SIGN_DROP}, {"main", NA_SIGN_MAIN},
        {"article", NA_SIGN_MAIN},     {"toolbar", NA_SIGN_DROP},
    };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (na_str_eq_nocase(role, na_str_from(roles[i].text)))
            return roles[i].signs;
    return 0;
}

static unsigned signs_of_itemprop(na_str value)
{
    static const na_sign_word props[] = {
        {"articlebody", NA_SIGN_BODY},  {"reviewbody", NA_SIGN_BODY},
        {"author", NA_SIGN_META},       {"datepublished", NA_SIGN_META},
        {"datemodified", NA_SIGN_META}, {"comment", NA_SIGN_DROP | NA_SIGN_COMMENTS},
        {"publisher", NA_SIGN_META},    {"caption", NA_SIGN_CAPTION},
        {"breadcrumb", NA_SIGN_DROP},
    };
    unsigned all = 0;
    for (size_t i = 0; i < sizeof props / sizeof *props; i++)
        if (na_str_find_nocase(value, na_str_from(props[i].text)) != NA_NOT_FOUND)
            all |= props[i].signs;
    return all;
}

typedef enum attr_kind { ATTR_OTHER, ATTR_TOKENS, ATTR_ROLE, ATTR_ITEMPROP } attr_kind;

/* By length first: most attributes are none of these. */
static attr_kind kind_of_attr(na_str name)
{
    switch (name.n) {
    case 2: return na_str_eq(name, NA_STR("id")) ? ATTR_TOKENS : ATTR_OTHER;
    case 4:
        return na_str_eq(name, NA_STR("role"))   ? ATTR_ROLE
               : na_str_eq(name, NA_STR("name")) ? ATTR_TOKENS
                                                 : ATTR_OTHER;
    case 5: return na_str_eq(name, NA_STR("class")) ? ATTR_TOKENS : ATTR_OTHER;
    case 8: return na_str_eq(name, NA_STR("itemprop")) ? ATTR_ITEMPROP : ATTR_OTHER;
    case 11: return na_str_eq(name, NA_STR("data-testid")) ? ATTR_TOKENS : ATTR_OTHER;
    case 14: return na_str_eq(name, NA_STR("data-component")) ? ATTR_TOKENS : ATTR_OTHER;
    default: return ATTR_OTHER;
    }
}

static void read_element(const lexicon *x, na_memo *memo, const na_doc *d, na_node_id n, found *out)
{
    const na_node *e = na_node_at(d, n);
    for (uint32_t i = e->attr; i < e->attr + e->attr_count; i++) {
        na_str value = d->attrs[i].value;
        switch (kind_of_attr(d->attrs[i].name)) {
        case ATTR_TOKENS: read_known(x, memo, value, out); break;
        case ATTR_ROLE: out->signs |= signs_of_role(value); break;
        case ATTR_ITEMPROP: out->signs |= signs_of_itemprop(value); break;
        case ATTR_OTHER: break;
        }
    }
}

na_sign_map na_signs_read(na_arena *arena, const na_doc *doc)
{
    const lexicon *x = make_lexicon(arena);
    na_memo *memo = na_memo_new(arena);
    na_sign_map m = {.words = na_sign_word_count + 1};
    m.of = na_arena_array(arena, doc->count + 1u, sizeof *m.of);
    m.drop_word = na_arena_array(arena, doc->count + 1u, sizeof *m.drop_word);
    for (na_node_id n = 0; n < doc->count; n++) {
        const na_node *e = na_node_at(doc, n);
        found f = {0};
        if (e->type == NA_ELEMENT && e->attr_count && n != 0 && n != doc->body)
            read_element(x, memo, doc, n, &f);
        if (e->type == NA_ELEMENT && e->tag == NA_TAG_OTHER)
            read_token(x, e->text, &f); /* <UCAPCONTENT>, <trs_editor> */
        if (!na_rule_on(NA_RULE_BODY_NAMES))
            f.signs &= ~NA_SIGN_BODY;
        if (!na_rule_on(NA_RULE_BODY_MAIN))
            f.signs &= ~NA_SIGN_MAIN;
        m.of[n] = (na_signs)f.signs;
        m.drop_word[n] = (uint16_t)f.drop;
    }
    return m;
}
