/* Boilerplate by how a line begins. The words are the common ones of each language's press and of
 * Chinese CMS templates; none belongs to one site. ASCII letters compare without case, so other
 * alphabets have their capitals written where lines begin with one. */
#include "article/boilerplate.h"

#include "article/candidates.h"
#include "text/utf8.h"

typedef struct phrase {
    const char *text;
    uint8_t kind;
    uint8_t longest; /* code points of the line; 0: any */
} phrase;

#define LINE NA_BOILER_LINE
#define HEAD NA_BOILER_HEAD
#define LINK NA_BOILER_LINK
#define TAIL NA_BOILER_TAIL

#define STATEMENT_BYTES 24 /* 声明： and what says whose it is */
#define CONSENT_CHARS_MIN 30
#define CONSENT_CHARS 300
#define LABELLED_CHARS 40

/* clang-format off */
static const phrase phrases[] = {
    /* Chinese: tail */
    {"相关阅读", TAIL, 30}, {"相关新闻", TAIL, 30}, {"相关链接", TAIL, 30}, {"相关推荐", TAIL, 30},
    {"相关文章", TAIL, 30}, {"相关报道", TAIL, 30}, {"延伸阅读", TAIL, 30}, {"推荐阅读", TAIL, 30},
    {"热门推荐", TAIL, 30}, {"热门新闻", TAIL, 30}, {"上一篇", TAIL, 0}, {"下一篇", TAIL, 0},
    {"上一条", TAIL, 0}, {"下一条", TAIL, 0}, {"免责声明", TAIL, 0}, {"版权声明", TAIL, 0},
    {"特别声明", TAIL, 0}, {"【免责声明", TAIL, 0}, {"网友评论", TAIL, 30}, {"热点推荐", TAIL, 30},
    {"猜你喜欢", TAIL, 30}, {"【延伸阅读", TAIL, 40}, {"更多精彩", TAIL, 60}, {"分享到", TAIL, 60},
    {"分享至", TAIL, 60}, {"最新评论", TAIL, 30}, {"我要评论", TAIL, 30}, {"发表评论", TAIL, 30},
    {"大家都在看", TAIL, 30}, {"精彩推荐", TAIL, 30}, {"上一页", TAIL, 30},
    {"相關新聞", TAIL, 30}, {"相關文章", TAIL, 30}, {"延伸閱讀", TAIL, 30}, {"更多新聞", TAIL, 30},
    {"推薦閱讀", TAIL, 30}, {"其他人也在看", TAIL, 30}, {"更多相關", TAIL, 40},
    /* Chinese: single lines */
    {"责任编辑", LINE, 60}, {"责编", LINE, 60}, {"编辑：", LINE, 60}, {"编辑:", LINE, 60},
    {"（责任编辑", LINE, 60}, {"(责任编辑", LINE, 60}, {"[责任编辑", LINE, 60},
    {"【责任编辑", LINE, 60}, {"（责编", LINE, 60}, {"(责编", LINE, 60}, {"[责编", LINE, 60},
    {"（编辑", LINE, 60}, {"(编辑", LINE, 60}, {"【编辑", LINE, 60}, {"[编辑", LINE, 60},
    {"編輯：", LINE, 60}, {"责任编辑：", LINE, 60}, {"扫一扫", LINE, 80}, {"扫描二维码", LINE, 80},
    {"扫码", LINE, 80}, {"长按二维码", LINE, 80}, {"打印本页", LINE, 60}, {"关闭窗口", LINE, 60},
    {"【打印", LINE, 60}, {"[打印", LINE, 60}, {"打印", LINE, 12}, {"返回顶部", LINE, 40},
    {"返回首页", LINE, 40}, {"返回列表", LINE, 40}, {"点击查看", LINE, 40}, {"查看更多", LINE, 40},
    {"本文来源", LINE, 60},
    {"文章来源", LINE, 60}, {"关键词", LINE, 80}, {"标签：", LINE, 80}, {"标签:", LINE, 80},
    {"举报", LINE, 20}, {"收藏", LINE, 20}, {"点赞", LINE, 20}, {"编辑|", LINE, 60},
    {"编辑 |", LINE, 60}, {"编辑丨", LINE, 60}, {"审核：", LINE, 60}, {"审核:", LINE, 60},
    {"监制", LINE, 60}, {"校对", LINE, 60}, {"初审", LINE, 60}, {"值班编辑", LINE, 60},
    {"本文转自", LINE, 60}, {"本文转载", LINE, 80}, {"转载自", LINE, 60}, {"文章转自", LINE, 60},
    {"本文系", LINE, 60}, {"原文链接", LINE, 120}, {"未经授权", LINE, 0}, {"更多>>", LINE, 30},
    {"点击进入", LINE, 60}, {"关注我们", LINE, 60}, {"微信扫", LINE, 60}, {"（来源", LINE, 60},
    {"(来源", LINE, 60}, {"[来源", LINE, 60}, {"更多内容", LINE, 60}, {"转载请注明", LINE, 0},
    {"版权所有", LINE, 0}, {"点此", LINE, 40}, {"复制链接", LINE, 20}, {"下载APP", LINE, 60},
    {"举报/反馈", LINE, 30}, {"返回", LINE, 10}, {"展开全文", LINE, 12},
    {"阅读全文", LINE, 12}, {"继续阅读", LINE, 12}, {"广告", LINE, 8}, {"資料來源", LINE, 40},
    {"（资料来源", LINE, 80}, {"(资料来源", LINE, 80}, {"（原题", LINE, 120}, {"(原题", LINE, 120},
    {"（原标题", LINE, 120}, {"(原标题", LINE, 120}, {"（本文来自", LINE, 120},
    {"(本文来自", LINE, 120}, {"本文原标题", LINE, 120}, 
    {"Tag:", LINE, 80}, {"本文来自", LINE, 80}, {"扫描下方", LINE, 60},
    {"（完）", LINE, 8}, {"（综合", LINE, 60}, {"(综合", LINE, 60},
    /* Chinese: head */
    {"来源：", HEAD, 90}, {"来源:", HEAD, 90}, {"稿源", HEAD, 60}, {"信息来源", HEAD, 90},
    {"作者：", HEAD, 60}, {"作者:", HEAD, 60}, {"发布时间", HEAD, 120}, {"发布日期", HEAD, 120},
    {"更新时间", HEAD, 120}, {"发表时间", HEAD, 120}, {"时间：", HEAD, 120}, {"日期：", HEAD, 120},
    {"时间:", HEAD, 120}, {"日期:", HEAD, 120}, {"浏览次数", HEAD, 60}, {"浏览量", HEAD, 60},
    {"点击数", HEAD, 60}, {"点击：", HEAD, 60}, {"阅读次数", HEAD, 60}, {"阅读：", HEAD, 60},
    {"字号", HEAD, 60}, {"字体", HEAD, 60}, {"【字体", HEAD, 60}, {"[字体", HEAD, 60},
    {"【字号", HEAD, 60}, {"当前位置", HEAD, 120}, {"您的位置", HEAD, 120},
    {"您现在的位置", HEAD, 120}, {"您所在的位置", HEAD, 120}, {"所在位置", HEAD, 120},
    {"首页 >", HEAD, 120}, {"首页>", HEAD, 120}, {"大字", HEAD, 12}, {"大 中 小", HEAD, 12},
    {"原标题", HEAD, 120}, {"来源 ", HEAD, 40}, {"记者：", HEAD, 40}, {"文 /", HEAD, 40},
    {"文/", HEAD, 40}, {"撰文", HEAD, 40}, {"来源|", HEAD, 60}, {"来源丨", HEAD, 60},
    {"来源｜", HEAD, 60}, {"作者|", HEAD, 60}, {"作者丨", HEAD, 60}, {"作者 |", HEAD, 60},
    {"来源 |", HEAD, 60}, {"文丨", HEAD, 40}, {"文|", HEAD, 40},
    /* English: tail */
    {"related articles", TAIL, 40}, {"related stories", TAIL, 40}, {"related news", TAIL, 40},
    {"related posts", TAIL, 40}, {"related content", TAIL, 40}, {"related topics", TAIL, 60},
    {"related coverage", TAIL, 40}, {"related reading", TAIL, 40}, {"related links", TAIL, 40},
    {"read next", TAIL, 40}, {"more stories", TAIL, 40}, {"most read", TAIL, 40},
    {"most popular", TAIL, 40}, {"recommended for you", TAIL, 40}, {"you may also like", TAIL, 40},
    {"you might also like", TAIL, 40}, {"leave a comment", TAIL, 40}, {"leave a reply", TAIL, 40},
    {"more from", TAIL, 60}, {"comments", TAIL, 20}, {"about the author", TAIL, 40},
    {"trending", TAIL, 24}, {"latest news", TAIL, 24}, {"up next", TAIL, 24},
    {"recommended", TAIL, 16}, {"join the conversation", TAIL, 60},
    {"what to read next", TAIL, 40}, {"more news", TAIL, 24}, {"see more stories", TAIL, 40},
    /* English: lines */
    {"advertisement", LINE, 40}, {"share this", LINE, 60}, {"share on", LINE, 60},
    {"share article", LINE, 40}, {"follow us", LINE, 140}, {"follow @", LINE, 80},
    {"sign up for", LINE, 200}, {"sign up to", LINE, 200}, {"subscribe to", LINE, 200},
    {"subscribe", LINE, 30}, {"continue reading", LINE, 60}, {"click here to", LINE, 140},
    {"story continues below", LINE, 60}, {"article continues", LINE, 60},
    {"all rights reserved", LINE, 0}, {"tags:", LINE, 0}, {"filed under", LINE, 0},
    {"topics:", LINE, 0}, {"download our app", LINE, 140},
    {"view this post on instagram", LINE, 60}, {"sponsored", LINE, 30}, {"promoted", LINE, 30},
    {"print", LINE, 12}, {"email", LINE, 12}, {"facebook", LINE, 20}, {"twitter", LINE, 20},
    {"whatsapp", LINE, 20}, {"linkedin", LINE, 20}, {"pinterest", LINE, 20}, {"reddit", LINE, 12},
    {"loading", LINE, 20}, {"skip to", LINE, 60}, {"skip advert", LINE, 40},
    {"getty images", LINE, 40}, {"copy link", LINE, 20}, {"image source", LINE, 80},
    {"image caption", LINE, 0}, {"media playback", LINE, 120}, {"image copyright", LINE, 120},
    {"photo:", LINE, 120}, {"photo by", LINE, 120}, {"get our newsletter", LINE, 140},
    {"this video is", LINE, 80}, {"media caption", LINE, 0}, {"play video", LINE, 40},
    {"watch more", LINE, 80}, {"save article", LINE, 30}, {"comment on this", LINE, 60},
    {"view comments", LINE, 30}, {"show comments", LINE, 30}, {"back to top", LINE, 30},
    {"report this ad", LINE, 30}, {"enlarge this image", LINE, 40}, {"hide caption", LINE, 30},
    {"toggle caption", LINE, 30}, {"enlarge image", LINE, 30}, {"please enable", LINE, 120},
    {"listen to this article", LINE, 60}, {"post to facebook", LINE, 40},
    /* English: links */
    {"read more", LINK, 0}, {"read also", LINK, 0}, {"also read", LINK, 0}, {"see also", LINK, 0},
    {"related:", LINK, 0}, {"related", LINK, 16}, {"read:", LINK, 0}, {"more:", LINK, 0},
    {"watch:", LINK, 0}, {"listen:", LINK, 0}, {"more on", LINK, 0}, {"don't miss", LINK, 0},
    {"see more", LINK, 0}, {"learn more", LINK, 0}, {"must read", LINK, 0},
    {"read the full", LINK, 0}, {"must reads", LINK, 0}, {"full coverage", LINK, 0},
    {"click here", LINK, 0}, {"in pictures", LINK, 0},
    /* English: head */
    {"last updated", HEAD, 60}, {"updated", HEAD, 60}, {"published", HEAD, 60},
    {"posted", HEAD, 60}, {"by ", HEAD, 50}, {"written by", HEAD, 60}, {"home >", HEAD, 100},
    {"home /", HEAD, 100}, {"first published", HEAD, 60}, {"source:", HEAD, 60},
    {"min read", HEAD, 20},
    /* German */
    {"mehr zum thema", TAIL, 40}, {"auch interessant", TAIL, 40},
    {"das könnte sie auch", TAIL, 60}, {"das könnte dich auch", TAIL, 60},
    {"kommentare", TAIL, 30}, {"lesen sie auch", LINK, 0}, {"lesen sie mehr", LINK, 0},
    {"lesen sie hier", LINK, 0}, {"lesen sie dazu", LINK, 0}, {"mehr dazu", LINK, 0},
    {"weiterlesen", LINK, 0}, {"mehr lesen", LINK, 0}, {"zum thema", LINK, 40},
    {"anzeige", LINE, 20}, {"werbung", LINE, 20}, {"newsletter", LINE, 30}, {"teilen", LINE, 20},
    {"artikel teilen", LINE, 30}, {"quelle:", LINE, 60}, {"foto:", LINE, 100},
    {"bild:", LINE, 100}, {"stand:", HEAD, 60}, {"von ", HEAD, 40}, {"aktualisiert", HEAD, 60},
    {"veröffentlicht", HEAD, 60}, {"drucken", LINE, 20},
    {"externer inhalt", LINE, 60}, {"empfohlener redaktioneller inhalt", LINE, 60},
    /* French */
    {"lire aussi", LINK, 0}, {"à lire aussi", LINK, 0}, {"À lire aussi", LINK, 0},
    {"a lire aussi", LINK, 0}, {"lire la suite", LINK, 0}, {"voir aussi", LINK, 0},
    {"lire également", LINK, 0}, {"à lire", LINK, 0}, {"À lire", LINK, 0},
    {"sur le même sujet", TAIL, 40}, {"publicité", LINE, 20}, {"partager", LINE, 30},
    {"article réservé", LINE, 80}, {"il vous reste", LINE, 140},
    {"la suite est réservée", LINE, 140}, {"publié le", HEAD, 80}, {"mis à jour", HEAD, 80},
    {"par ", HEAD, 40}, {"temps de lecture", HEAD, 40},
    /* Spanish, Portuguese, Italian */
    {"lea también", LINK, 0}, {"lee también", LINK, 0}, {"leer más", LINK, 0},
    {"le puede interesar", LINK, 0}, {"te puede interesar", LINK, 0},
    {"más información", LINK, 40}, {"noticias relacionadas", TAIL, 40},
    {"también te puede", LINK, 0}, {"publicidad", LINE, 20}, {"compartir", LINE, 30},
    {"mira también", LINK, 0}, {"además:", LINK, 0}, {"ver también", LINK, 0},
    {"lea además", LINK, 0}, {"vea también", LINK, 0}, {"leia também", LINK, 0},
    {"leia mais", LINK, 0}, {"veja também", LINK, 0}, {"saiba mais", LINK, 0},
    {"publicidade", LINE, 20}, {"continua após", LINE, 40}, {"continua depois da", LINE, 40},
    {"leggi anche", LINK, 0}, {"pubblicità", LINE, 20}, {"condividi", LINE, 30},
    {"potrebbe interessarti", TAIL, 40}, {"leggi tutto", LINK, 0}, {"approfondimenti", LINK, 30},
    {"comentarios", TAIL, 30},
    /* Nordic, Dutch */
    {"les også", LINK, 0}, {"les mer", LINK, 0}, {"læs også", LINK, 0}, {"læs mere", LINK, 0},
    {"läs också", LINK, 0}, {"läs mer", LINK, 0}, {"läs även", LINK, 0}, {"annons", LINE, 20},
    {"annonse", LINE, 20}, {"lue myös", LINK, 0}, {"lue lisää", LINK, 0}, {"lees ook", LINK, 0},
    {"lees meer", LINK, 0}, {"lees verder", LINK, 0}, {"artikkelen fortsetter", LINE, 40},
    {"mainos", LINE, 20}, {"saken fortsetter", LINE, 40}, {"artikeln fortsätter", LINE, 40},
    /* Slavic, Baltic, Hungarian, Romanian, Greek */
    {"czytaj także", LINK, 0}, {"czytaj też", LINK, 0}, {"czytaj więcej", LINK, 0},
    {"zobacz także", LINK, 0}, {"zobacz też", LINK, 0}, {"zobacz również", LINK, 0},
    {"przeczytaj także", LINK, 0}, {"polecamy", LINK, 30}, {"reklama", LINE, 20},
    {"Читайте также", LINK, 0}, {"читайте также", LINK, 0}, {"Читать далее", LINK, 0},
    {"ЧИТАЙТЕ ТАКЖЕ", LINK, 0}, {"Смотрите также", LINK, 0}, {"Подписывайтесь", LINE, 160},
    {"Подпишитесь", LINE, 160}, {"Реклама", LINE, 20}, {"РЕКЛАМА", LINE, 20}, {"Фото:", LINE, 100},
    {"Читайте", LINK, 0}, {"Поделиться", LINE, 30}, {"Читайте також", LINK, 0},
    {"čtěte také", LINK, 0}, {"Čtěte také", LINK, 0}, {"Čítajte", LINK, 0},
    {"Přečtěte si", LINK, 0}, {"kapcsolódó", LINK, 40}, {"hirdetés", LINE, 20},
    {"citește și", LINK, 0}, {"citeste si", LINK, 0}, {"pročitajte", LINK, 0},
    {"Διαβάστε", LINK, 0}, {"ΔΙΑΒΑΣΤΕ", LINK, 0}, {"loe ka", LINK, 0}, {"lasi arī", LINK, 0},
    /* Turkish, Indonesian, Vietnamese, Japanese, Korean, Arabic, Persian, Hindi */
    {"ilginizi çekebilir", LINK, 0}, {"baca juga", LINK, 0}, {"simak juga", LINK, 0},
    {"baca selengkapnya", LINK, 0}, {"lihat juga", LINK, 0}, {"pilihan editor", LINK, 40},
    {"scroll to continue", LINE, 60}, {"xem thêm", LINK, 0}, {"đọc thêm", LINK, 0},
    {"Đọc thêm", LINK, 0}, {"関連記事", TAIL, 30}, {"【関連記事】", TAIL, 60},
    {"あわせて読みたい", TAIL, 40}, {"続きを読む", LINE, 30}, {"広告", LINE, 10},
    {"この記事は有料", LINE, 80}, {"관련기사", TAIL, 30}, {"[관련기사]", TAIL, 60},
    {"무단전재", LINE, 80}, {"무단 전재", LINE, 80}, {"저작권자", LINE, 100},
    {"اقرأ أيضا", LINK, 0}, {"اقرأ أيضًا", LINK, 0}, {"यह भी पढ़ें", LINK, 0},
    {"ये भी पढ़ें", LINK, 0},
};
/* clang-format on */

/* Asks for something: to follow, to subscribe, to write. Such lines stand at the end. */
static const char *const appeals[] = {
    "newsletter",
    "subscribe",
    "sign up",
    "follow us",
    "follow him",
    "follow her",
    "follow me",
    "follow @",
    "on twitter",
    "on facebook",
    "on instagram",
    "on google news",
    "our app",
    "bookmark our",
    "whatsapp channel",
    "telegram channel",
    "may be reached at",
    "can be reached at",
    "have a tip",
    "tips to",
    "join our",
    "join the discussion",
    "share it with",
    "contact the author",
    "is a reporter",
    "is a staff writer",
    "is an associate editor",
    "is a freelance",
    "copyright ©",
    "© 20",
    "(c) 20",
    "all rights reserved",
    "may not be published",
    "folgen sie uns",
    "folgt uns",
    "abonnieren",
    "suivez-nous",
    "abonnez-vous",
    "inscrivez-vous",
    "síguenos",
    "suscríbete",
    "suscribirse",
    "siga-nos",
    "siga o",
    "inscreva-se",
    "iscriviti",
    "seguici",
    "volg ons",
    "følg os",
    "følg oss",
    "följ oss",
    "obserwuj nas",
    "zapisz się",
    "подписывайтесь",
    "подпишитесь",
    "подписаться",
    "ikuti whatsapp",
    "ikuti kami",
    "berlangganan",
    "download aplikasi",
    "abone ol",
    "关注我们",
    "公众号",
    "下载客户端",
    "扫描二维码",
    "未经授权",
    "不得转载",
    "please consider",
    "support our",
    "become a member",
};

bool na_is_appeal(na_str line)
{
    for (size_t i = 0; i < sizeof appeals / sizeof *appeals; i++)
        if (na_str_find_nocase(line, na_str_from(appeals[i])) != NA_NOT_FOUND)
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
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        const phrase *p = &phrases[i];
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
    if (na_utf8_ascii_run(text) == text.n)
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
    if (chars < CONSENT_CHARS_MIN)
        return false;
    for (size_t i = 0; chars <= CONSENT_CHARS && i < sizeof words / sizeof *words; i++)
        found += na_str_find_nocase(line, na_str_from(words[i])) != NA_NOT_FOUND;
    return found >= 2;
}

/* A short line that is a Chinese label and its value: who wrote, edited, checked, took pictures. */
static na_boilerplate labelled_kind(na_str line, size_t chars)
{
    na_label label;
    if (chars > LABELLED_CHARS || !na_label_at(line, 0, &label) || !label.colon)
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
    for (na_str next = core; core.n && !na_is_word(na_utf8_next(&next)); core = next) {
    }
    for (size_t i = 0; chars <= 12 && i < sizeof marks / sizeof *marks; i++)
        if (na_str_starts_nocase(core, marks[i]) && !has_word(na_str_skip(core, marks[i].n)))
            return true;
    return false;
}

na_boilerplate na_boilerplate_of(na_str line)
{
    if (line.n == 0)
        return NA_PLAIN;
    size_t chars = na_utf8_count(na_str_take(line, 1200));
    na_boilerplate kind = first_match(line, chars);
    if (kind == NA_PLAIN && (is_statement(line) || leads_on(line, chars) ||
                             is_consent_notice(line, chars) || is_end_mark(line, chars)))
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
