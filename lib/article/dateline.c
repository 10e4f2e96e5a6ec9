/* article/dateline.c: reporters that Chinese texts name in the dateline, 新华社北京5月19日电（记者
 * X、Y）, in a line of their own at the head, 本报记者 X Y, and in the signature at the end, （X）.
 */
#include "article/ablation.h"
#include "article/candidates.h"

#define HEAD_BYTES 1200
#define HEAD_LINES 6
#define TAIL_LINES 3
#define LIST_CHARS_MAX 40
#define LINE_BYTES_MAX 300

static const char *const REPORTER_WORDS[] = {"特约记者", "实习记者", "见习记者",   "本报记者",
                                             "记者",     "通讯员",   "特约撰稿人", "撰稿人",
                                             "实习生",   "記者",     NULL};
/* A list that holds these names photographers, editors or sources. */
static const char *const OTHER_WORKS[] = {"摄",   "图",   "编辑", "责编", "来源",
                                          "翻译", "供图", "校对", NULL};

static bool has_any(na_str s, const char *const *words)
{
    for (; *words; words++)
        if (na_str_find(s, na_str_from(*words)) != NA_NOT_FOUND)
            return true;
    return false;
}

/* Takes a role word off the front of *s. */
static bool skip_role(na_str *s)
{
    for (const char *const *w = REPORTER_WORDS; *w; w++)
        if (na_str_starts(*s, na_str_from(*w))) {
            *s = na_str_skip(*s, strlen(*w));
            return true;
        }
    return false;
}

static bool is_list_gap(uint32_t c)
{
    return na_is_white(c) || c == 0x3001 || c == ',' || c == 0xFF0C || c == 0xFF1A || c == ':' ||
           c == '/' || c == ';' || c == 0xFF1B;
}

/* The next run without gaps. */
static na_str next_token(na_str *s)
{
    while (s->n > 0) {
        na_str next = *s;
        if (!is_list_gap(na_utf8_next(&next)))
            break;
        *s = next;
    }
    const char *begin = s->p;
    while (s->n > 0) {
        na_str next = *s;
        if (is_list_gap(na_utf8_next(&next)))
            break;
        *s = next;
    }
    return (na_str){begin, (size_t)(s->p - begin)};
}

/* Adds the names of a list; 方 敏 is one name. False when something that is no name stands in it.
 */
static bool add_list(na_arena *arena, na_names *names, na_str list)
{
    size_t before = names->n;
    bool clean = true;
    for (int i = 0; i < 24 && list.n > 0; i++) {
        na_str token = next_token(&list);
        while (skip_role(&token)) {
        }
        if (token.n == 3) {
            na_str ahead = list, second = next_token(&ahead);
            if (second.n == 3) {
                na_sb sb = NA_SB(arena);
                na_sb_add(&sb, token);
                na_sb_add(&sb, second);
                token = na_sb_str(&sb);
                list = ahead;
            }
        }
        if (token.n == 0)
            continue;
        if (na_is_name_han(token))
            na_names_add(arena, names, token);
        else
            clean = false;
    }
    return clean && names->n > before;
}

static size_t find_reporter(na_str s)
{
    size_t best = NA_NOT_FOUND;
    for (const char *const *w = REPORTER_WORDS; *w; w++) {
        size_t at = na_str_find(s, na_str_from(*w));
        best = at < best ? at : best;
    }
    return best;
}

/* What stands in the first brackets from `from` on; *end: behind them. */
static na_str bracketed(na_str s, size_t from, size_t *begin, size_t *end)
{
    na_str rest = na_str_skip(s, from);
    size_t wide = na_str_find(rest, NA_STR("（")), narrow = na_str_find_byte(rest, '(');
    size_t open = wide < narrow ? wide : narrow;
    if (open == NA_NOT_FOUND)
        return (na_str){0};
    size_t width = wide < narrow ? 3 : 1;
    na_str inside = na_str_skip(rest, open + width);
    size_t close_wide = na_str_find(inside, NA_STR("）"));
    size_t close_narrow = na_str_find_byte(inside, ')');
    size_t close = close_wide < close_narrow ? close_wide : close_narrow;
    if (close == NA_NOT_FOUND)
        return (na_str){0};
    *begin = from + open;
    *end = from + open + width + close + (close_wide < close_narrow ? 3 : 1);
    return na_str_take(inside, close);
}

static bool is_after_dateline(na_str s, size_t at)
{
    na_str head = na_trim_white(na_str_take(s, at));
    return na_str_ends(head, NA_STR("电")) || na_str_ends(head, NA_STR("讯")) ||
           na_str_ends(head, NA_STR("電")) || na_str_ends(head, NA_STR("訊"));
}

/* （记者 X） in the first lines, or brackets right behind the dateline. */
static void from_dateline(na_arena *arena, na_names *names, na_str head)
{
    size_t begin = 0, end = 0;
    for (int i = 0; i < 8; i++) {
        na_str inside = bracketed(head, end, &begin, &end);
        if (inside.n == 0)
            return;
        if (na_utf8_count(inside) > LIST_CHARS_MAX || has_any(inside, OTHER_WORKS))
            continue;
        size_t reporter = find_reporter(inside);
        if (reporter != NA_NOT_FOUND)
            add_list(arena, names, na_str_skip(inside, reporter));
        else if (is_after_dateline(head, begin))
            add_list(arena, names, inside);
        if (names->n > 0)
            return;
    }
}

/* A signature may share its line with the source: 本报记者 X 来源：Y. */
static na_str before_label(na_str line)
{
    na_label label;
    for (na_str rest = line; rest.n > 0; na_utf8_next(&rest)) {
        size_t at = (size_t)(rest.p - line.p);
        if (at > 0 && na_label_at(line, at, &label) && label.kind != NA_LABEL_AUTHOR)
            return na_trim_white(na_str_take(line, at));
    }
    return line;
}

/* A line of its own: 本报记者 X Y, 新华社记者X、Y, （记者 X）. */
static void from_own_line(na_arena *arena, na_names *names, na_str line)
{
    line = na_str_take(line, LINE_BYTES_MAX);
    if (na_utf8_ascii_run(line) == line.n || find_reporter(line) == NA_NOT_FOUND)
        return;
    line = before_label(line);
    size_t at = find_reporter(line);
    if (at == NA_NOT_FOUND || na_utf8_count(line) > LIST_CHARS_MAX ||
        na_utf8_count(na_str_take(line, at)) > 14 || has_any(line, OTHER_WORKS))
        return;
    na_names found = {0};
    na_str list = na_str_skip(line, at);
    while (list.n > 0 && (na_str_ends(list, NA_STR("）")) || na_str_ends(list, NA_STR(")"))))
        list.n -= list.p[list.n - 1] == ')' ? 1 : 3;
    if (!add_list(arena, &found, list))
        return;
    for (size_t i = 0; i < found.n; i++)
        na_names_add(arena, names, found.v[i]);
}

/* The text ends with （X）, （X Y 文）. */
static void from_signature(na_arena *arena, na_names *names, na_str line)
{
    line = na_trim_white(line);
    if (!na_str_ends(line, NA_STR("）")) && !na_str_ends(line, NA_STR(")")))
        return;
    size_t begin = 0, end = 0, from = 0;
    na_str inside = {0};
    for (int i = 0; i < 20 && from < line.n; i++) {
        na_str next = bracketed(line, from, &begin, &end);
        if (next.n == 0)
            break;
        inside = next;
        from = end;
    }
    if (from != line.n || na_utf8_count(inside) > LIST_CHARS_MAX || has_any(inside, OTHER_WORKS))
        return;
    na_names found = {0};
    size_t reporter = find_reporter(inside);
    na_str list = na_str_skip(inside, reporter == NA_NOT_FOUND ? 0 : reporter);
    if (na_str_ends(list, NA_STR("文")))
        list.n -= 3;
    if (add_list(arena, &found, list))
        for (size_t i = 0; i < found.n; i++)
            na_names_add(arena, names, found.v[i]);
}

static na_str last_line(na_str *text)
{
    na_str t = *text;
    size_t at = t.n;
    while (at > 0 && t.p[at - 1] != '\n')
        at--;
    *text = na_str_take(t, at > 0 ? at - 1 : 0);
    return na_str_skip(t, at);
}

/* 石佳/中国青年报: a name and an outlet in a line of their own. */
static void from_name_and_outlet(na_arena *arena, na_names *names, na_str line)
{
    size_t slash = na_str_find_byte(line, '/');
    if (slash == NA_NOT_FOUND || na_utf8_count(line) > 20)
        return;
    na_str name = na_trim_white(na_str_take(line, slash));
    if (na_is_name_han(name) && na_clean_outlet(na_str_skip(line, slash + 1)).n > 0)
        na_names_add(arena, names, name);
}

void na_authors_from_lines(na_page *page, na_draft *draft, na_str region)
{
    na_names names = {0};
    if (!na_rule_on(NA_RULE_AUTHOR_LINES))
        return;
    for (na_str rest = region; rest.n > 0 && names.n == 0;) {
        na_str line = na_trim_white(na_str_cut(rest, NA_MARK_LINE, &rest));
        from_own_line(page->arena, &names, line);
        if (names.n == 0)
            from_name_and_outlet(page->arena, &names, line);
    }
    if (names.n > 0) {
        names.from = "byline";
        names.confidence = 0.85;
        draft->authors = names;
    }
}

void na_authors_from_text(na_page *page, na_draft *draft, na_str body_text)
{
    na_names names = {0};
    na_str rest = body_text;
    if (!na_rule_on(NA_RULE_AUTHOR_TEXT))
        return;
    for (int i = 0; i < HEAD_LINES && rest.n > 0 && names.n == 0; i++)
        from_own_line(page->arena, &names, na_trim_white(na_str_cut(rest, '\n', &rest)));
    const char *from = "dateline";
    if (names.n == 0)
        from_dateline(page->arena, &names, na_str_take(body_text, HEAD_BYTES));
    rest = body_text;
    for (int i = 0; i < TAIL_LINES && rest.n > 0 && names.n == 0; i++) {
        na_str line = na_trim_white(last_line(&rest));
        from = "signature";
        from_own_line(page->arena, &names, line);
        if (names.n == 0)
            from_signature(page->arena, &names, line);
    }
    if (names.n > 0) {
        names.from = from;
        names.confidence = 0.85;
        draft->authors = names;
    }
}
