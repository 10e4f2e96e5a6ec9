/* article/names.c: what can be the name of a person or of an outlet, and lists of names. Better no
 * author than a wrong one: what looks like an address, a role or a sentence is refused. */
#include "article/candidates.h"

#define NAME_CHARS_MAX 50
#define NAME_WORDS_MAX 6
#define OUTLET_CHARS_MAX 40

/* The surnames that cover about 98 in 100 people in China, most frequent first, and the compound
 * ones. */
static const char SURNAMES[] =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏"
    "苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵"
    "万覃武钱戴严莫孔向常汤康易乔赖文庞樊兰殷施洪翟安颜倪温牛芦季俞章鲁葛伍申尤毕聂柴焦向柳邢"
    "岳齐梅庄辛管祝左涂谷祁耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘"
    "景薄单包司柏宁柯阮桂闵解强柴华车冉房边吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖"
    "符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都耿满楼仲巩麦庆"
    "刘陳楊黃趙吳孫馬鄭謝許韓鄧馮蕭葉蘇呂盧鍾譚陸賈韋鄒龍賀顧龔邵萬錢嚴湯賴龐蘭顏魯畢聶"
    "郇邰池桑阎郦应宗於原麻晁寇靖师巫牧隆鞠丰荣翦荆羊惠曲家封芮储汲松井富乌焉巴弓隗山谷车侯"
    "宓蓬郗班仰伊暴钭厉戎祖束叶幸韶蓟印宿怀蒲鄂索咸籍赖蔺蒙阴双闻莘翟贡劳逄扶堵宰雍却璩濮寿通"
    "扈冀尚农别晏瞿阎充慕茹习宦艾鱼容古慎戈终居衡步都耿弘匡国寇广禄阙东殴殳沃利蔚越夔师厍晁勾"
    "融訾辛阚那空曾毋沙乜养须关蒯相查后荆红权逯益桓公";
static const char *const COMPOUND_SURNAMES[] = {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫",
                                                "尉迟", "公孙", "慕容", "令狐", "司徒", "端木",
                                                "夏侯", "歐陽", "南宫", "宇文", "长孙", NULL};

/* Words of two to four characters that begin like a surname and are no name. */
static const char *const NOT_NAMES[] = {
    "本报", "本网", "本刊", "本台", "记者", "通讯", "编辑", "报道",   "新闻", "日报", "晚报",
    "时报", "商报", "电视", "广播", "网",   "社",   "摄影", "供图",   "整理", "综合", "来源",
    "北京", "上海", "广州", "深圳", "中国", "公司", "中心", "委员会", "办公", "集团", "大学",
    "学院", "协会", "部",   "局",   "厅",   "站",   "频道", "客户端", "杂志", "周刊", "今天",
    "方面", "了解", "获悉", "注意", "发现", "从",   "在",   "的",     "是",   "说",   "称",
    "表示", "介绍", "采访", "看到", "和",   "与",   "图",   "特约",   "实习", "见习", "首席",
    "驻",   "摄",   "当日", "日",   "年",   "时",   NULL};

static bool is_surname(na_str first)
{
    return na_str_find(NA_STR(SURNAMES), first) != NA_NOT_FOUND;
}

static bool has_part(na_str s, const char *const *parts)
{
    for (; *parts; parts++)
        if (na_str_find(s, na_str_from(*parts)) != NA_NOT_FOUND)
            return true;
    return false;
}

static bool all_han(na_str s)
{
    while (s.n > 0)
        if (!na_is_han(na_utf8_next(&s)))
            return false;
    return true;
}

bool na_is_name_han(na_str s)
{
    size_t chars = na_utf8_count(s);
    if (chars < 2 || chars > 4 || s.n != chars * 3 || !all_han(s))
        return false;
    for (const char *const *c = COMPOUND_SURNAMES; *c; c++)
        if (chars >= 3 && na_str_starts(s, na_str_from(*c)))
            return true;
    if (chars == 4 || !is_surname(na_str_take(s, 3)))
        return false;
    for (const char *const *w = NOT_NAMES; *w; w++) {
        na_str word = na_str_from(*w);
        if (word.n > 3 ? na_str_find(s, word) != NA_NOT_FOUND
                       : na_str_find(na_str_skip(s, 6), word) != NA_NOT_FOUND)
            return false;
    }
    return true;
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

/* What bylines write before a name, and after which the name follows. */
static const char *const PREFIXES[] = {"written by ",
                                       "posted by ",
                                       "story by ",
                                       "words by ",
                                       "reported by ",
                                       "published by ",
                                       "text von ",
                                       "text by ",
                                       "text: ",
                                       "author: ",
                                       "author ",
                                       "authors: ",
                                       "autor: ",
                                       "autor:",
                                       "autorin: ",
                                       "autoren: ",
                                       "autor/in: ",
                                       "auteur : ",
                                       "a cura di ",
                                       "reporter: ",
                                       "redazione di ",
                                       "interview: ",
                                       "interview von ",
                                       "ein gastbeitrag von ",
                                       "von: ",
                                       "by: ",
                                       "by ",
                                       "von ",
                                       "par ",
                                       "por ",
                                       "di ",
                                       "door ",
                                       "af ",
                                       "av ",
                                       "автор: ",
                                       "автор ",
                                       "текст: ",
                                       "作者：",
                                       "作者:",
                                       "作者 ",
                                       "撰文：",
                                       "文／",
                                       "文/",
                                       "文：",
                                       "文:",
                                       "文●",
                                       "记者：",
                                       "记者 ",
                                       "本报记者",
                                       "特约记者",
                                       "实习记者",
                                       "見習記者",
                                       "记者",
                                       "記者",
                                       "通讯员",
                                       "通訊員",
                                       "oleh ",
                                       "oleh: ",
                                       "escrito por ",
                                       "@",
                                       "– ",
                                       "- ",
                                       "~ ",
                                       "• ",
                                       NULL};

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
        for (const char *const *p = PREFIXES; *p; p++) {
            na_str prefix = na_str_from(*p);
            if (na_str_starts_nocase(s, prefix)) {
                s = na_str_skip(s, prefix.n);
                break;
            }
        }
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
    if (na_is_digit(s.p[0]))
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
                  {"\n", false},   {"\x1f", false}, {" • ", true},    {" · ", true}};

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
        if (!all_han(part) || part.n > 12)
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
    {"by", false},       {"von", false},        {"par", false},       {"por", false},
    {"and", false},      {"und", false},        {"text", false},      {"foto", true},
    {"photo", true},     {"posted", true},      {"published", true},  {"veröffentlicht", true},
    {"publié", true},    {"view", true},        {"get", true},        {"follow", true},
    {"datum", true},     {"updated", true},     {"am", true},         {"on", true},
    {"in", true},        {"filed", true},       {"share", true},      {"read", true},
    {"about", true},     {"stand", true},       {"erstellt", true},   {"geschrieben", true},
    {"written", false},  {"autor", false},      {"author", false},    {"more", true},
    {"last", true},      {"email", true},       {"contact", true},    {"see", true},
    {"date", true},      {"pubblicato", true},  {"le", true},         {"submitted", true},
    {"lesezeit", true},  {"comments", true},    {"kommentare", true}, {"sign", true},
    {"subscribe", true}, {"mehr", true},        {"alle", true},       {"all", true},
    {"zum", true},       {"zur", true},         {"bild", true},       {"image", true},
    {"credit", true},    {"actualizado", true}, {"print", true},      {"artikel", true},
    {"der", false},
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
        if (!named || !all_han(take->v[i]) || na_is_name_han(take->v[i]))
            na_names_add(arena, names, take->v[i]);
}

/* --- outlets --- */

na_str na_strip_brackets(na_str s)
{
    static const struct {
        na_str open, close;
    } PAIRS[] = {{{"(", 1}, {")", 1}},   {{"（", 3}, {"）", 3}}, {{"[", 1}, {"]", 1}},
                 {{"【", 3}, {"】", 3}}, {{"“", 3}, {"”", 3}},   {{"\"", 1}, {"\"", 1}}};
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++)
        if (na_str_starts(s, PAIRS[i].open) && na_str_ends(s, PAIRS[i].close) &&
            s.n > PAIRS[i].open.n + PAIRS[i].close.n)
            return na_str_take(na_str_skip(s, PAIRS[i].open.n),
                               s.n - PAIRS[i].open.n - PAIRS[i].close.n);
    return s;
}

static bool is_edge_noise(uint32_t c)
{
    return na_is_white(c) || c < 0x20 || c == ':' || c == 0xFF1A || c == ',' || c == 0xFF0C ||
           c == ';' || c == '-' || c == '/' || c == '|' || c == '>' || c == 0xB7;
}

static na_str trim_noise(na_str s)
{
    while (s.n > 0) {
        na_str next = s;
        if (!is_edge_noise(na_utf8_next(&next)))
            break;
        s = next;
    }
    while (s.n > 0) {
        size_t at = s.n;
        do
            at--;
        while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80);
        na_str last = na_str_skip(s, at);
        if (!is_edge_noise(na_utf8_next(&last)))
            break;
        s.n = at;
    }
    return s;
}

na_str na_clean_outlet(na_str s)
{
    s = trim_noise(na_strip_brackets(trim_noise(s)));
    size_t words = 0, digits = 0;
    for (na_str rest = s; rest.n > 0;) {
        uint32_t c = na_utf8_next(&rest);
        words += na_is_word(c);
        digits += c < 0x80 && na_is_digit((char)c);
    }
    static const char *const NOTHING[] = {"未知",      "不详", "佚名",   "暂无",  "null",
                                          "undefined", "none", "未填写", "admin", NULL};
    for (const char *const *n = NOTHING; *n; n++)
        if (na_str_eq_nocase(s, na_str_from(*n)))
            return (na_str){0};
    bool address = na_str_starts_nocase(s, NA_STR("http")) || na_str_find_byte(s, '@') < s.n;
    if (words < 2 || digits == words || address || na_utf8_count(s) > OUTLET_CHARS_MAX)
        return (na_str){0};
    return s;
}

/* Names of outlets in Chinese have no spaces inside: what follows one is the next thing. */
na_str na_cut_outlet(na_str s)
{
    size_t space = na_str_find_byte(s, ' ');
    if (space == NA_NOT_FOUND || space < 6)
        return s;
    na_str head = na_str_take(s, space), probe = head;
    return na_is_cjk(na_utf8_next(&probe)) ? head : s;
}
