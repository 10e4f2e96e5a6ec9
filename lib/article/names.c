/* article/names.c: what can be the name of a person, and lists of names. Better no
 * author than a wrong one: what looks like an address, a role or a sentence is refused. */
#include "article/candidates.h"

#define NAME_CHARS_MAX 50
#define NAME_WORDS_MAX 6

static bool has_part(na_str s, const char *const *parts)
{
    for (; *parts; parts++)
        if (na_str_find(s, na_str_from(*parts)) != NA_NOT_FOUND)
            return true;
    return false;
}

void na_names_add(na_arena *arena, na_names *names, na_str name)
{
    name = na_collapse(arena, name);
    na_str folded = na_fold(arena, name);
    if (folded.n == 0 || names->n >= NA_AUTHORS_MAX)
        return;
    for (size_t i = 0; i < names->n; i++)
        if (na_str_eq(na_fold(arena, names->v[i]), folded))
            return;
    na_str *v = na_arena_array(arena, names->n + 1, sizeof *v);
    if (names->n > 0)
        memcpy(v, names->v, names->n * sizeof *v);
    v[names->n++] = name;
    names->v = v;
}

/* --- people --- */

static const char *const ORNAMENTS[] = {"@", "– ", "- ", "~ ", "• ", NULL};

static size_t prefix_among(na_str s, const char *const *list)
{
    for (; *list; list++)
        if (na_str_starts_nocase(s, na_str_from(*list)))
            return strlen(*list);
    return 0;
}

size_t na_byline_prefix(na_str s)
{
    return prefix_among(s, na_byline_prefixes);
}

/* Words that say what somebody is, not who. */
static const char *const ROLES[] = {
    "writer",    "editor",       "reporter",    "correspondent", "contributor",  "journalist",
    "redakteur", "redaktion",    "redakteurin", "chefredakteur", "columnist",    "producer",
    "staff",     "senior",       "author",      "volontär",      "rédaction",    "journaliste",
    "redacción", "corresponsal", "director",    "manager",       "photographer", "freelance",
    "professor", "phd",          "news desk",   "autor",         "gastautor",    "korrespondent",
    NULL};

static bool is_role(na_str s)
{
    for (const char *const *r = ROLES; *r; r++)
        if (na_str_find_nocase(s, na_str_from(*r)) != NA_NOT_FOUND)
            return true;
    return false;
}

static na_str strip_prefixes(na_str s)
{
    for (int round = 0; round < 3; round++) {
        size_t before = s.n;
        s = na_trim_white(s);
        size_t prefix = na_byline_prefix(s);
        s = na_str_skip(s, prefix ? prefix : prefix_among(s, ORNAMENTS));
        if (s.n == before)
            break;
    }
    return na_trim_white(s);
}

/* Removes what stands in brackets and words with an @ in them. */
static na_str without_extras(na_arena *arena, na_str s)
{
    na_sb sb = NA_SB(arena);
    for (size_t i = 0; i < s.n;) {
        size_t end = i;
        while (end < s.n && s.p[end] != ' ' && s.p[end] != NA_MARK_INLINE)
            end++;
        na_str word = {s.p + i, end - i};
        if (word.n > 0 && (word.p[0] == '(' || (word.p[0] == '<' && word.n > 1))) {
            char close = word.p[0] == '(' ? ')' : '>';
            size_t stop = na_str_find_byte(na_str_skip(s, i), close);
            i = stop == NA_NOT_FOUND ? s.n : i + stop + 1;
            continue;
        }
        if (na_str_find_byte(word, '@') == NA_NOT_FOUND)
            na_sb_add(&sb, word);
        if (end < s.n)
            na_sb_add_byte(&sb, s.p[end]);
        i = end + 1;
    }
    return na_trim_white(na_sb_str(&sb));
}

static size_t count_words(na_str s)
{
    size_t words = 1;
    for (size_t i = 0; i < s.n; i++)
        words += s.p[i] == ' ';
    return words;
}

static const char *const NO_PERSON[] = {"http",      "www.", ".com", ".html", "://", "@",
                                        "{",         "}",    "<",    ">",     "©",   "null",
                                        "undefined", "：",   "《",   "》",    NULL};

/* "Ein Artikel von": the name is elsewhere. */
static bool ends_open(na_str s)
{
    static const char *const OPEN[] = {" von", " by", " par", " por", " on", " am", NULL};
    for (const char *const *o = OPEN; *o; o++)
        if (s.n > strlen(*o) && na_str_eq_nocase(na_str_skip(s, s.n - strlen(*o)), na_str_from(*o)))
            return true;
    return false;
}

static bool can_be_person(na_str s)
{
    static const char *const WHOLE[] = {"admin",  "administrator", "webmaster",  "root", "unknown",
                                        "news",   "管理员",        "系统管理员", "编辑", "本站编辑",
                                        "system", "anonymous",     "none",       "user", "guest",
                                        "佚名",   "匿名",          "未知",       "无",   NULL};
    size_t chars = na_utf8_count(s), digits = 0, words = 0;
    if (chars < 2 || chars > NAME_CHARS_MAX || count_words(s) > NAME_WORDS_MAX ||
        has_part(s, NO_PERSON))
        return false;
    for (const char *const *w = WHOLE; *w; w++)
        if (na_str_eq_nocase(s, na_str_from(*w)))
            return false;
    if (na_is_digit(s.p[0]) || na_str_find_byte(s, ':') != NA_NOT_FOUND || ends_open(s))
        return false;
    for (na_str rest = s; rest.n > 0;) {
        uint32_t c = na_utf8_next(&rest);
        digits += c < 0x80 && na_is_digit((char)c);
        words += na_is_word(c);
    }
    return digits <= 4 && digits < words;
}

static const struct {
    const char *text;
    bool word; /* needs a space at both sides, which are part of the text */
} SEPARATORS[] = {{";", false},    {"；", false},   {"、", false},    {"，", false}, {",", false},
                  {"|", false},    {"／", false},   {" / ", true},    {"/", false},  {"&", false},
                  {" and ", true}, {" und ", true}, {" et ", true},   {" y ", true}, {" e ", true},
                  {" og ", true},  {" och ", true}, {" with ", true}, {" И ", true}, {" и ", true},
                  {"\n", false},   {"\x1f", false}, {" • ", true},    {" — ", true}, {" – ", true},
                  {" - ", true},   {" · ", true}};

/* The first separator in s: where it stands and how long it is. */
static size_t find_separator(na_str s, size_t *length)
{
    size_t best = NA_NOT_FOUND;
    for (size_t i = 0; i < sizeof SEPARATORS / sizeof SEPARATORS[0]; i++) {
        na_str text = na_str_from(SEPARATORS[i].text);
        size_t at = na_str_find_nocase(s, text);
        if (at < best) {
            best = at;
            *length = text.n;
        }
    }
    return best;
}

/* A list of Chinese names separated by spaces: 王乐文 方 敏 are two people. */
static bool add_spaced_han(na_arena *arena, na_names *names, na_str s)
{
    na_str parts[NA_AUTHORS_MAX];
    size_t n = 0;
    for (na_str rest = s; rest.n > 0 && n < NA_AUTHORS_MAX;) {
        na_str part = na_str_cut(rest, ' ', &rest);
        if (part.n == 0)
            continue;
        if (!na_all_han(part) || part.n > 12)
            return false;
        parts[n++] = part;
    }
    if (n < 2)
        return false;
    for (size_t i = 0; i < n; i++) {
        na_sb sb = NA_SB(arena);
        na_sb_add(&sb, parts[i]);
        if (parts[i].n == 3 && i + 1 < n && parts[i + 1].n == 3)
            na_sb_add(&sb, parts[++i]);
        if (na_is_name_han(na_sb_str(&sb)))
            na_names_add(arena, names, na_sb_str(&sb));
    }
    return true;
}

static na_str trim_punctuation(na_str s)
{
    static const char TRIM[] = " .,:;|/-*\"'";
    while (s.n > 0 && strchr(TRIM, s.p[0]))
        s = na_str_skip(s, 1);
    while (s.n > 0 && strchr(TRIM + 2, s.p[s.n - 1]))
        s.n--;
    if (s.n > 0 && s.p[s.n - 1] == ' ')
        s = na_str_trim(s);
    return na_trim_white(s);
}

static bool is_suffix_of_name(na_str s)
{
    static const char *const SUFFIXES[] = {"jr", "jr.",  "sr", "sr.", "phd", "ph.d.",
                                           "md", "m.d.", "ii", "iii", NULL};
    for (const char *const *x = SUFFIXES; *x; x++)
        if (na_str_eq_nocase(s, na_str_from(*x)))
            return true;
    return false;
}

/* Words around names in bylines; behind one that ends the list nothing is a name any more. */
static const struct {
    const char *word;
    bool ends;
} FILLERS[] = {
    {"by", false},        {"von", false},      {"par", false},       {"por", false},
    {"and", false},       {"und", false},      {"text", false},      {"foto", true},
    {"photo", true},      {"posted", true},    {"published", true},  {"veröffentlicht", true},
    {"publié", true},     {"view", true},      {"get", true},        {"follow", true},
    {"datum", true},      {"updated", true},   {"am", true},         {"on", true},
    {"in", true},         {"filed", true},     {"share", true},      {"read", true},
    {"about", true},      {"stand", true},     {"erstellt", true},   {"geschrieben", true},
    {"written", false},   {"auteur", false},   {"auteur(s)", false}, {"autoren", false},
    {"autorin", false},   {"autore", false},   {"nachricht", false}, {"autor", false},
    {"author", false},    {"more", true},      {"last", true},       {"email", true},
    {"contact", true},    {"see", true},       {"date", true},       {"pubblicato", true},
    {"le", true},         {"submitted", true}, {"lesezeit", true},   {"comments", true},
    {"kommentare", true}, {"sign", true},      {"subscribe", true},  {"mehr", true},
    {"alle", true},       {"all", true},       {"zum", true},        {"zur", true},
    {"bild", true},       {"image", true},     {"credit", true},     {"actualizado", true},
    {"print", true},      {"artikel", true},   {"der", false},
};

static int filler_kind(na_str s)
{
    size_t space = na_str_find_byte(s, ' ');
    na_str first = space == NA_NOT_FOUND ? s : na_str_take(s, space);
    while (first.n > 0 && (first.p[first.n - 1] == ':' || first.p[first.n - 1] == ','))
        first.n--;
    for (size_t i = 0; i < sizeof FILLERS / sizeof FILLERS[0]; i++)
        if (na_str_eq_nocase(first, na_str_from(FILLERS[i].word)))
            return FILLERS[i].ends ? 2 : first.n == s.n;
    return 0;
}

bool na_names_is_filler(na_str s)
{
    return s.n == 0 || filler_kind(s) != 0;
}

static void add_person(na_arena *arena, na_names *names, na_str s)
{
    s = trim_punctuation(strip_prefixes(s));
    if (!can_be_person(s) || is_suffix_of_name(s) || na_names_is_filler(s))
        return;
    if (!add_spaced_han(arena, names, s))
        na_names_add(arena, names, s);
}

/* "Gillman, Steve" is one person. */
static na_str given_name_first(na_arena *arena, na_str s)
{
    size_t comma = na_str_find(s, NA_STR(", "));
    if (comma == NA_NOT_FOUND || comma == 0)
        return s;
    na_str family = na_str_trim(na_str_take(s, comma)),
           given = na_str_trim(na_str_skip(s, comma + 2));
    static const char OTHER[] = " ,;|/&";
    for (size_t i = 0; i < family.n; i++)
        if (strchr(OTHER, family.p[i]) || !family.p[i])
            return s;
    for (size_t i = 0; i < given.n; i++)
        if (strchr(OTHER, given.p[i]) || !given.p[i])
            return s;
    if (family.n == 0 || given.n < 2 || is_role(given))
        return s;
    na_sb sb = NA_SB(arena);
    na_sb_add(&sb, given);
    na_sb_add_byte(&sb, ' ');
    na_sb_add(&sb, family);
    return na_sb_str(&sb);
}

/* 记者林宜 即时报导: beside a person's name what is none is something else. */
static bool has_name_han(const na_names *names)
{
    for (size_t i = 0; i < names->n; i++)
        if (na_is_name_han(names->v[i]))
            return true;
    return false;
}

void na_names_split(na_arena *arena, na_names *names, na_str list)
{
    na_str s = without_extras(arena, list);
    if (na_str_find(s, NA_STR("://")) != NA_NOT_FOUND)
        return;
    s = given_name_first(arena, s);
    na_names people = {0}, roles = {0};
    for (int i = 0; i < 2 * NA_AUTHORS_MAX && s.n > 0; i++) {
        size_t length = 0, at = find_separator(s, &length);
        na_str part = at == NA_NOT_FOUND ? s : na_str_take(s, at);
        s = at == NA_NOT_FOUND ? ((na_str){0}) : na_str_skip(s, at + length);
        if (filler_kind(na_trim_white(part)) == 2 && people.n > 0)
            break;
        add_person(arena, is_role(part) ? &roles : &people, part);
    }
    const na_names *take = people.n > 0 ? &people : &roles;
    bool named = has_name_han(take);
    for (size_t i = 0; i < take->n; i++)
        if (!named || !na_all_han(take->v[i]) || na_is_name_han(take->v[i]))
            na_names_add(arena, names, take->v[i]);
}
