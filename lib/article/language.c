/* article/language.c: language of the article: what the page states, checked against the script of
 * its text. Templates often say lang="en" over Chinese text. */
#include "article/candidates.h"

static const char *const STATED[] = {"Content-Language", "og:locale", "language", "dc.language",
                                     "inLanguage"};

/* The primary subtag in lower case ("zh-CN" -> "zh"), empty when it is none. */
static na_str primary_subtag(na_arena *arena, na_str tag)
{
    size_t n = 0;
    char *out = na_arena_alloc(arena, 4);
    tag = na_str_trim(tag);
    while (n < tag.n && n < 4 && na_is_alpha(tag.p[n])) {
        if (n < 3)
            out[n] = na_lower(tag.p[n]);
        n++;
    }
    bool ends = n == tag.n || tag.p[n] == '-' || tag.p[n] == '_';
    na_str s = {out, n};
    if (n < 2 || n > 3 || !ends)
        return (na_str){0};
    return na_str_eq(s, NA_STR("cn")) ? NA_STR("zh") : s;
}

static void set(na_page *page, na_draft *draft, na_str tag, const char *from)
{
    na_str s = primary_subtag(page->arena, tag);
    if (draft->language.text.n == 0 && s.n > 0)
        draft->language = (na_fact){s, from, 0.9};
}

void na_language_from_head(na_page *page, na_draft *draft)
{
    const na_candidates *c = page->candidates;
    set(page, draft, na_attr_get(page->doc, 0, "lang"), "html");
    set(page, draft, na_attr_get(page->doc, 0, "xml:lang"), "html");
    set(page, draft, c->jsonld.language, "jsonld");
    for (size_t i = 0; i < sizeof STATED / sizeof STATED[0]; i++)
        set(page, draft, na_meta_get(c, STATED[i]), "meta");
}

/* Scripts that tell the language, by their code points. */
static const struct {
    uint32_t first, last;
    char language[3]; /* empty: counts only as letters */
} SCRIPTS[] = {
    {0x3040, 0x30FF, "ja"}, {0xAC00, 0xD7AF, "ko"}, {0x0400, 0x04FF, "ru"},
    {0x0600, 0x06FF, "ar"}, {0x0590, 0x05FF, "he"}, {0x0370, 0x03FF, "el"},
    {0x0E00, 0x0E7F, "th"}, {0x0900, 0x097F, "hi"}, {0x4E00, 0x9FFF, "zh"},
};
#define SCRIPT_COUNT (sizeof SCRIPTS / sizeof SCRIPTS[0])
#define HAN (SCRIPT_COUNT - 1)
#define KANA 0

/* Languages that share a script with the one that stands for it above. */
static bool shares_script(na_str stated, size_t script)
{
    static const struct {
        size_t script;
        const char *languages;
    } SHARED[] = {{2, "ru uk be bg sr mk kk ky mn tg"},
                  {3, "ar fa ur ps ckb ug"},
                  {4, "he yi"},
                  {7, "hi mr ne sa"}};
    for (size_t i = 0; i < sizeof SHARED / sizeof SHARED[0]; i++)
        if (SHARED[i].script == script)
            return na_str_find(na_str_from(SHARED[i].languages), stated) != NA_NOT_FOUND;
    return na_str_eq(stated, na_str_from(SCRIPTS[script].language));
}

static size_t script_of(na_str text)
{
    size_t counts[SCRIPT_COUNT] = {0}, words = 0;
    for (na_str s = na_str_take(text, 20000); s.n > 0;) {
        uint32_t c = na_utf8_next(&s);
        words += na_is_word(c);
        if (na_is_plain_han(c)) {
            counts[HAN]++;
            continue;
        }
        for (size_t i = 0; i < SCRIPT_COUNT; i++)
            counts[i] += c >= SCRIPTS[i].first && c <= SCRIPTS[i].last;
    }
    if (counts[KANA] * 5 > counts[HAN] && counts[KANA] * 10 > words)
        return KANA;
    for (size_t i = 1; i < SCRIPT_COUNT; i++)
        if (counts[i] * 10 > words * 4)
            return i;
    return SCRIPT_COUNT;
}

void na_language_check(na_page *page, na_draft *draft, na_str body_text)
{
    (void)page;
    na_str text = body_text.n > 60 ? body_text : draft->title.text;
    size_t script = script_of(text);
    if (script == SCRIPT_COUNT && draft->language.text.n == 0)
        script = script_of(draft->title.text);
    if (script == SCRIPT_COUNT) {
        static const char *const NOT_LATIN[] = {"zh", "ja", "ko"};
        for (size_t i = 0; i < 3 && text.n > 200; i++)
            if (na_str_eq(draft->language.text, na_str_from(NOT_LATIN[i])))
                draft->language = (na_fact){0};
        return;
    }
    if (draft->language.text.n == 0 || !shares_script(draft->language.text, script))
        draft->language = (na_fact){na_str_from(SCRIPTS[script].language), "text", 0.8};
}
