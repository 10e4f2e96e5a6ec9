/* Boilerplate by how a line begins, with the words of boilerplate_words.c, and by its form. */
#include "article/boilerplate.h"

#include "article/ablation.h"
#include "article/boilerplate_words.h"
#include "article/candidates.h"
#include "text/utf8.h"

#define STATEMENT_BYTES 24 /* 声明： and what says whose it is */
#define CONSENT_CHARS_MIN 30
#define CONSENT_CHARS 300
#define LABELLED_CHARS 40
#define SCRIPT_NOTICE_CHARS 160

bool na_is_appeal(na_str line)
{
    for (const char *const *a = na_appeals; *a; a++)
        if (na_str_find_nocase(line, na_str_from(*a)) != NA_NOT_FOUND)
            return true;
    return false;
}

static na_str without_ornament(na_str s)
{
    for (;;) {
        na_str rest = s;
        if (rest.n == 0)
            return s;
        uint32_t c = na_utf8_next(&rest);
        bool ornament = c == '>' || c == '*' || c == '-' || c == '|' || c == 0x2022 ||
                        c == 0x25B6 || c == 0x25BA || c == 0x2192 || c == 0x00BB || c == 0x25A0 ||
                        c == 0x25CF || c == 0x2013 || c == 0x25C6 || c == ' ' || c == '+' ||
                        c == '(' || c == '[';
        if (!ornament)
            return s;
        s = rest;
    }
}

/* `chars` 0: whatever the length. */
static na_boilerplate first_match(na_str line, size_t chars)
{
    char first = na_lower(line.p[0]);
    size_t count = na_rule_on(NA_RULE_WORDS_TABLE) ? na_phrase_count : 0;
    for (size_t i = 0; i < count; i++) {
        const na_phrase *p = &na_phrases[i];
        if (na_lower(p->text[0]) == first && (p->longest == 0 || chars <= p->longest) &&
            na_str_starts_nocase(line, na_str_from(p->text)))
            return (na_boilerplate)p->kind;
    }
    return NA_PLAIN;
}

/* A number, a telephone or a centre stands right behind: not just talk of licences. */
static bool is_filled_in(na_str behind)
{
    na_str near = na_str_take(behind, 30);
    for (size_t i = 0; i < near.n; i++)
        if (na_is_digit(near.p[i]))
            return true;
    return na_str_find(near, NA_STR("电话")) != NA_NOT_FOUND ||
           na_str_find(near, NA_STR("中心")) != NA_NOT_FOUND;
}

bool na_is_footer(na_str text)
{
    static const char *const marks[] = {"ICP备", "ICP证", "公网安备", "违法和不良信息举报",
                                        "网站标识码"};
    if (na_utf8_ascii_run(text) == text.n || !na_rule_on(NA_RULE_WORDS_FOOT))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        na_str mark = na_str_from(marks[i]);
        size_t at = na_str_find(text, mark);
        if (at != NA_NOT_FOUND && is_filled_in(na_str_skip(text, at + mark.n)))
            return true;
    }
    return false;
}

/* "Something声明：": what a platform says about a text, never the text. */
static bool is_statement(na_str line)
{
    static const char *const marks[] = {"声明：", "声明:"};
    na_str head = na_str_take(line, STATEMENT_BYTES);
    if (!na_rule_on(NA_RULE_WORDS_STATEMENT))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (na_str_find(head, na_str_from(marks[i])) != NA_NOT_FOUND)
            return true;
    return false;
}

/* A short line that ends in a link to more of the same. */
static bool leads_on(na_str line, size_t chars)
{
    return chars <= 60 && na_str_ends(line, NA_STR("查看更多"));
}

/* Asks to agree that content of others is loaded, or stands where it would be. */
static bool is_consent_notice(na_str line, size_t chars)
{
    static const char *const words[] = {
        "externe inhalte", "externen inhalt",  "einverstanden",        "zustimm",
        "datenschutz",     "personenbezogen",  "drittanbieter",        "drittplattform",
        "anzeigen lassen", "mit einem klick",  "privacy policy",       "your consent",
        "third-party",     "external content", "données personnelles", "votre consentement",
        "contenu externe", "cookies"};
    size_t found = 0;
    if (chars < CONSENT_CHARS_MIN || !na_rule_on(NA_RULE_WORDS_CONSENT))
        return false;
    for (size_t i = 0; chars <= CONSENT_CHARS && i < sizeof words / sizeof *words; i++)
        found += na_str_find_nocase(line, na_str_from(words[i])) != NA_NOT_FOUND;
    return found >= 2;
}

/* A short line that is a Chinese label and its value: who wrote, edited, checked, took pictures. */
static na_boilerplate labelled_kind(na_str line, size_t chars)
{
    na_label label;
    if (!na_rule_on(NA_RULE_WORDS_LABEL) || chars > LABELLED_CHARS ||
        !na_label_at(line, 0, &label) || !label.colon)
        return NA_PLAIN;
    switch (label.kind) {
    case NA_LABEL_SOURCE:
    case NA_LABEL_AUTHOR: return NA_BOILER_HEAD;
    case NA_LABEL_EDITOR:
    case NA_LABEL_STAFF: return NA_BOILER_LINE;
    default: return NA_PLAIN;
    }
}

static bool has_word(na_str s)
{
    while (s.n)
        if (na_is_word(na_utf8_next(&s)))
            return true;
    return false;
}

/* END, —END—, [完]: what closes a text. */
static bool is_end_mark(na_str line, size_t chars)
{
    static const na_str marks[] = {{"END", 3}, {"The End", 7}, {"全文完", 9}, {"完", 3}};
    na_str core = line;
    if (!na_rule_on(NA_RULE_WORDS_END_MARK))
        return false;
    for (na_str next = core; core.n && !na_is_word(na_utf8_next(&next)); core = next) {
    }
    for (size_t i = 0; chars <= 12 && i < sizeof marks / sizeof *marks; i++)
        if (na_str_starts_nocase(core, marks[i]) && !has_word(na_str_skip(core, marks[i].n)))
            return true;
    return false;
}

/* "This page needs JavaScript", in any language: short, with the name and a browser's verb. */
static bool is_script_notice(na_str line, size_t chars)
{
    static const char *const words[] = {
        "enable", "disable", "aktiv", "activ", "attiv",    "habilit", "ativar", "włącz",
        "включ",  "увімкн",  "povol", "zapn",  "engedély", "启用",    "開啟",   "有効"};
    if (chars > SCRIPT_NOTICE_CHARS || !na_rule_on(NA_RULE_WORDS_SCRIPT) ||
        na_str_find_nocase(line, NA_STR("javascript")) == NA_NOT_FOUND)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (na_str_find_nocase(line, na_str_from(words[i])) != NA_NOT_FOUND)
            return true;
    return false;
}

na_boilerplate na_boilerplate_of(na_str line)
{
    if (line.n == 0)
        return NA_PLAIN;
    size_t chars = na_utf8_count(na_str_take(line, 1200));
    na_boilerplate kind = first_match(line, chars);
    if (kind == NA_PLAIN &&
        (is_statement(line) || leads_on(line, chars) || is_consent_notice(line, chars) ||
         is_end_mark(line, chars) || is_script_notice(line, chars)))
        return NA_BOILER_LINE;
    if (kind == NA_PLAIN)
        kind = labelled_kind(line, chars);
    if (kind == NA_PLAIN && na_is_footer(line))
        return NA_BOILER_FOOTER;
    na_str bare = without_ornament(line);
    if (kind == NA_PLAIN && bare.n && bare.n < line.n)
        kind = first_match(bare, chars);
    return kind;
}

bool na_begins_as_head(na_str line)
{
    return line.n && first_match(line, 0) == NA_BOILER_HEAD;
}

bool na_names_a_writer(na_str line)
{
    static const char *const words[] = {"publicado", "posted by", "categor", "tags:",   " by ",
                                        "autor",     "author",    "redac",   "来源",    "作者",
                                        "浏览",      "阅读",      "点击",    "comments"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (na_str_find_nocase(line, na_str_from(words[i])) != NA_NOT_FOUND)
            return true;
    return false;
}
