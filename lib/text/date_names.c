/* Names of months and the small words around dates, by language. Written folded (lower case, Latin
 * letters without marks), as na_date_word_at gives them. */
#include "text/date_scan.h"

enum {
    MONTH_FIRST = 1, /* "September 1" counts without a year */
    CAPITAL = 2      /* the name is written with a capital, else it is another word ("may") */
};

/* Names in full, then behind "|" the abbreviations; the month number is the place in the row. */
typedef struct month_row {
    const char *language;
    int flags;
    const char *names[12];
} month_row;

static const month_row months[] = {
    {"en",
     MONTH_FIRST | CAPITAL,
     {"january|jan", "february|feb", "march|mar", "april|apr", "may|may", "june|jun", "july|jul",
      "august|aug", "september|sep sept", "october|oct", "november|nov", "december|dec"}},
    {"de",
     CAPITAL,
     {"januar janner|jan", "februar feber|feb", "marz maerz|mrz mar", "april|apr", "mai|",
      "juni|jun", "juli|jul", "august|aug", "september|sep sept", "oktober|okt", "november|nov",
      "dezember|dez"}},
    {"fr",
     0,
     {"janvier|janv", "fevrier|fevr fev", "mars|", "avril|avr", "mai|", "juin|", "juillet|juil",
      "aout|", "septembre|sept", "octobre|oct", "novembre|nov", "decembre|dec"}},
    {"es",
     0,
     {"enero|ene", "febrero|feb", "marzo|mar", "abril|abr", "mayo|may", "junio|jun", "julio|jul",
      "agosto|ago", "septiembre setiembre|sept set", "octubre|oct", "noviembre|nov",
      "diciembre|dic"}},
    {"it",
     0,
     {"gennaio|gen genn", "febbraio|feb febbr", "marzo|mar", "aprile|apr", "maggio|mag magg",
      "giugno|giu", "luglio|lug", "agosto|ago", "settembre|set sett", "ottobre|ott", "novembre|nov",
      "dicembre|dic"}},
    {"pt",
     0,
     {"janeiro|jan", "fevereiro|fev", "marco|mar", "abril|abr", "maio|mai", "junho|jun",
      "julho|jul", "agosto|ago", "setembro|set", "outubro|out", "novembro|nov", "dezembro|dez"}},
    {"nl",
     0,
     {"januari|jan", "februari|feb", "maart|mrt", "april|apr", "mei|", "juni|jun", "juli|jul",
      "augustus|aug", "september|sep sept", "oktober|okt", "november|nov", "december|dec"}},
    {"ru",
     0,
     {"января январь|янв", "февраля февраль|фев февр", "марта март|мар", "апреля апрель|апр",
      "мая май|", "июня июнь|июн", "июля июль|июл", "августа август|авг",
      "сентября сентябрь|сен сент", "октября октябрь|окт", "ноября ноябрь|ноя нояб",
      "декабря декабрь|дек"}},
    {"uk",
     0,
     {"січня січень|січ", "лютого лютий|лют", "березня березень|бер", "квітня квітень|кві",
      "травня травень|тра", "червня червень|чер", "липня липень|лип", "серпня серпень|сер",
      "вересня вересень|вер", "жовтня жовтень|жов", "листопада листопад|лис",
      "грудня грудень|гру"}},
    {"pl",
     0,
     {"stycznia styczen|sty", "lutego luty|lut", "marca marzec|mar", "kwietnia kwiecien|kwi",
      "maja maj|", "czerwca czerwiec|cze", "lipca lipiec|lip", "sierpnia sierpien|sie",
      "wrzesnia wrzesien|wrz", "pazdziernika pazdziernik|paz", "listopada listopad|lis",
      "grudnia grudzien|gru"}},
    {"tr",
     0,
     {"ocak|oca", "subat|sub", "mart|mar", "nisan|nis", "mayis|may", "haziran|haz", "temmuz|tem",
      "agustos|agu", "eylul|eyl", "ekim|eki", "kasim|kas", "aralik|ara"}},
    {"cs sk",
     0,
     {"ledna leden januara|", "unora unor februara|", "brezna brezen marca|", "dubna duben aprila|",
      "kvetna kveten maja|", "cervna cerven juna|", "cervence cervenec jula|",
      "srpna srpen augusta|", "zari septembra|", "rijna rijen oktobra|", "listopadu novembra|",
      "prosince decembra|"}},
    {"hu",
     0,
     {"januar|jan", "februar|febr", "marcius|marc", "aprilis|apr", "majus|maj", "junius|jun",
      "julius|jul", "augusztus|aug", "szeptember|szept", "oktober|okt", "november|nov",
      "december|dec"}},
    {"ro",
     0,
     {"ianuarie|ian", "februarie|feb", "martie|", "aprilie|apr", "mai|", "iunie|iun", "iulie|iul",
      "august|aug", "septembrie|sept", "octombrie|oct", "noiembrie|noi nov", "decembrie|dec"}},
    {"sv da nb",
     0,
     {"januari januar|jan", "februari februar|feb", "mars marts|", "april|apr", "maj mai|",
      "juni|jun", "juli|jul", "augusti august|aug", "september|sep sept", "oktober|okt",
      "november|nov", "december desember|dec des"}},
    {"fi",
     0,
     {"tammikuuta tammikuu|", "helmikuuta helmikuu|", "maaliskuuta maaliskuu|",
      "huhtikuuta huhtikuu|", "toukokuuta toukokuu|", "kesakuuta kesakuu|", "heinakuuta heinakuu|",
      "elokuuta elokuu|", "syyskuuta syyskuu|", "lokakuuta lokakuu|", "marraskuuta marraskuu|",
      "joulukuuta joulukuu|"}},
    {"hr",
     0,
     {"sijecnja|sij", "veljace|velj", "ozujka|ozu", "travnja|tra", "svibnja|svi", "lipnja|lip",
      "srpnja|srp", "kolovoza|kol", "rujna|ruj", "|", "studenoga studenog|stu", "prosinca|"}},
    {"id ms",
     0,
     {"januari|", "februari|", "maret mac|", "april|", "mei|", "juni jun|", "juli julai|",
      "agustus ogos|agt", "september|", "oktober|okt", "november|nov", "desember disember|des"}},
    {"ca",
     0,
     {"gener|gen", "febrer|febr", "marc|", "abril|abr", "maig|", "juny|", "juliol|jul", "agost|ag",
      "setembre|set", "octubre|oct", "novembre|nov", "desembre|des"}},
    {"el",
     0,
     {"ιανουαριου ιανουαρίου|ιαν", "φεβρουαριου φεβρουαρίου|φεβ", "μαρτιου μαρτίου|μαρ",
      "απριλιου απριλίου|απρ", "μαιου μαΐου μαίου|μαϊ μαι", "ιουνιου ιουνίου|ιουν",
      "ιουλιου ιουλίου|ιουλ", "αυγουστου αυγούστου|αυγ", "σεπτεμβριου σεπτεμβρίου|σεπ",
      "οκτωβριου οκτωβρίου|οκτ", "νοεμβριου νοεμβρίου|νοε", "δεκεμβριου δεκεμβρίου|δεκ"}},
    {"bg sr",
     0,
     {"януари јануар јануара|", "февруари фебруар фебруара|", "март марта|", "април априла|",
      "май мај маја|", "юни јун јуна|", "юли јул јула|", "август августа|",
      "септември септембар септембра|", "октомври октобар октобра|", "ноември новембар новембра|",
      "декември децембар децембра|"}},
    {"ar",
     0,
     {"يناير جانفي|", "فبراير شباط فيفري|", "مارس آذار|", "أبريل ابريل إبريل نيسان أفريل|",
      "مايو أيار ماي|", "يونيو حزيران جوان|", "يوليو تموز جويلية|", "أغسطس اغسطس آب أوت|",
      "سبتمبر أيلول|", "أكتوبر اكتوبر|", "نوفمبر|", "ديسمبر|"}},
    {"fa",
     0,
     {"ژانویه|", "فوریه|", "مارس|", "آوریل|", "مه|", "ژوئن|", "ژوئیه جولای|", "اوت آگوست|",
      "سپتامبر|", "اکتبر|", "نوامبر|", "دسامبر|"}},
    {"ur",
     0,
     {"جنوری|", "فروری|", "مارچ|", "اپریل|", "مئی|", "جون|", "جولائی|", "اگست|", "ستمبر|",
      "اکتوبر|", "نومبر|", "دسمبر|"}},
    {"lt",
     0,
     {"sausio|", "vasario|", "kovo|", "balandzio|", "geguzes|", "birzelio|", "liepos|",
      "rugpjucio|", "rugsejo|", "spalio|", "lapkricio|", "gruodzio|"}},
    {"lv",
     0,
     {"janvaris janvara janvari|", "februaris februara februari|", "marts marta|",
      "aprilis aprila aprili|", "maijs maija|", "junijs junija|", "julijs julija|",
      "augusts augusta|", "septembris septembra septembri|", "oktobris oktobra oktobri|",
      "novembris novembra novembri|", "decembris decembra decembri|"}},
    {"et sl",
     0,
     {"jaanuar januarja|", "veebruar februarja|", "marts marca|", "aprill aprila|", "maja|",
      "juuni junija|", "juuli julija|", "avgust avgusta|", "septembra|", "oktoober oktobra|",
      "novembra|", "detsember decembra|"}},
    {"he",
     0,
     {"ינואר בינואר|", "פברואר בפברואר|", "מרץ במרץ|", "אפריל באפריל|", "מאי במאי|", "יוני ביוני|",
      "יולי ביולי|", "אוגוסט באוגוסט|", "ספטמבר בספטמבר|", "אוקטובר באוקטובר|", "נובמבר בנובמבר|",
      "דצמבר בדצמבר|"}},
    {"hi",
     0,
     {"जनवरी|", "फरवरी|", "मार्च|", "अप्रैल|", "मई|", "जून|", "जुलाई|", "अगस्त|", "सितंबर सितम्बर|",
      "अक्टूबर अक्तूबर|", "नवंबर नवम्बर|", "दिसंबर दिसम्बर|"}},
    {"bn",
     0,
     {"জানুয়ারি জানুয়ারি|", "ফেব্রুয়ারি ফেব্রুয়ারি|", "মার্চ|", "এপ্রিল|", "মে|", "জুন|", "জুলাই|", "আগস্ট|",
      "সেপ্টেম্বর|", "অক্টোবর|", "নভেম্বর|", "ডিসেম্বর|"}},
};

/* What may stand between the parts of a date, or between date and time: weekdays, "at", "of". */
static const char fillers[] =
    "mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat "
    "saturday "
    "sun sunday montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do "
    "fr "
    "sa so lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim lunes "
    "martes miercoles jueves viernes sabado domingo mie jue vie sab dom lunedi martedi mercoledi "
    "giovedi venerdi sabato domenica gio segunda terca quarta quinta sexta feira seg ter qua qui "
    "sex "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo za zo "
    "poniedzialek wtorek sroda czwartek piatek sobota niedziela pon wt sr czw pt sob nd "
    "pazartesi sali carsamba persembe cuma cumartesi pazar понедельник вторник среда четверг "
    "пятница "
    "суббота воскресенье пн вт ср чт пт сб вс понеділок середа четвер субота неділя нд "
    "hetfo kedd szerda csutortok pentek szombat vasarnap pondeli utery streda ctvrtek patek sobota "
    "nedele mandag tisdag onsdag torsdag fredag lordag sondag lordag senin selasa rabu kamis jumat "
    "sabtu minggu الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد thu hai ba tu nam sau bay "
    "chu "
    "nhat ngay "
    "at on the of um am den dem der vom om op a à las los le la les el il alle alla ore ora orele "
    "as "
    "kl klo klokken kello pukul jam saat saati godz godzina o ob v ve и в во о об у від від luc "
    "hora horas heure heures por de del do da d w dnia г год года р року рік στις ώρα "
    "r uhr h hs hrs m metu gada";

/* These let "10.22" be a time. */
static const char before_dotted_time[] =
    "um kl klo klokken kello pukul jam ore alle at as las o om";

bool na_date_is_filler(const na_date_word *word)
{
    return na_date_word_in(word, fillers);
}

/* Looks for the word among names in full and, behind "|", abbreviations. */
static bool lists(const char *names, const na_date_word *word, bool *full)
{
    *full = true;
    for (const char *p = names; *p;) {
        if (*p == word->p[0] && strncmp(p, word->p, word->n) == 0 && memchr(" |", p[word->n], 3))
            return true;
        while (*p && *p != ' ' && *p != '|')
            p++;
        *full = *full && *p != '|';
        p += *p != '\0';
    }
    return false;
}

/* 十一月 6, 2009: what an English template makes of a Chinese month. */
static na_date_month chinese_month(na_str text, size_t i)
{
    static const char numerals[] =
        "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月";
    na_date_month found = {.full = true, .trusted = true, .end = i};
    found.month = na_date_any_literal(text, &found.end, numerals) + 1;
    return found;
}

/* tháng 9: Vietnamese numbers its months. */
static na_date_month numbered_month(na_str text, const na_date_word *word)
{
    na_date_month found = {.full = true, .trusted = true, .end = na_date_white(text, word->end)};
    int month;
    if (na_date_word_in(word, "thang") && na_date_number(text, &found.end, 1, 2, &month) &&
        month >= 1 && month <= 12)
        found.month = month;
    return found;
}

/* Does any name of the table begin as the word does? Names that begin with two ASCII letters must
 * have them here: most words of a text are refused by these alone. */
static bool may_be_month(const na_date_word *word)
{
    static const char heads[] =
        "ab ag ao ap ar au av ba bi br ce cz de di du ek el en ey fe ge gi gr ha he hu ia iu ja jo "
        "ju ka "
        "ke ko kv kw le li lo lu ma me mr ni no oc og ok ot ou oz pa pr ri ru se si sr st su sv sy "
        "sp sz ta te th to tr un va ve wr za";
    if ((unsigned char)word->p[0] >= 0x80 || (unsigned char)word->p[1] >= 0x80)
        return true;
    for (const char *h = heads; h < heads + sizeof heads - 1; h += 3)
        if (h[0] == word->p[0] && h[1] == word->p[1])
            return true;
    return false;
}

static int month_number(const na_date_word *word)
{
    bool full;
    for (size_t row = 0; row < sizeof months / sizeof *months; row++)
        for (int m = 0; m < 12; m++)
            if (lists(months[row].names[m], word, &full))
                return m + 1;
    return 0;
}

/* نيسان / أبريل: Arabic papers name a month in both ways. */
static void skip_second_name(na_str text, na_date_month *found)
{
    size_t at = na_date_white(text, found->end);
    if (!na_date_char(text, &at, "/"))
        return;
    na_date_word word = na_date_word_at(text, na_date_white(text, at));
    if (word.letters >= 2 && may_be_month(&word) && month_number(&word) == found->month)
        found->end = word.end;
}

na_date_month na_date_month_at(na_str text, size_t i)
{
    na_date_word word = na_date_word_at(text, i);
    na_date_month found = {.end = word.end};
    if (word.end == i)
        return chinese_month(text, i);
    if (word.letters < 2 || !may_be_month(&word))
        return found;
    for (size_t row = 0; row < sizeof months / sizeof *months; row++) {
        for (int m = 0; m < 12; m++) {
            bool full;
            if ((found.month && found.month != m + 1) || !lists(months[row].names[m], &word, &full))
                continue;
            bool capital = word.capital || !(months[row].flags & CAPITAL);
            found.month = m + 1;
            found.full |= full;
            found.month_first |= (months[row].flags & MONTH_FIRST) && word.capital;
            found.trusted |= capital && (full || (months[row].flags & MONTH_FIRST));
        }
    }
    if (found.month == 0)
        return numbered_month(text, &word);
    na_date_char(text, &found.end, ".");
    skip_second_name(text, &found);
    return found;
}

/* One bracketed weekday: (二), (火), （星期二）, (Di). */
static bool skip_bracket(na_str text, size_t *i)
{
    size_t at = *i;
    if (!na_date_char(text, &at, "(（"))
        return false;
    na_date_any_literal(text, &at, "星期 礼拜 周 週");
    if (!na_date_char(text, &at, "一二三四五六日天月火水木金土월화수목금토일")) {
        na_date_word word = na_date_word_at(text, at);
        if (!na_date_is_filler(&word))
            return false;
        at = word.end;
    }
    na_date_any_literal(text, &at, "曜日 曜 요일");
    if (!na_date_char(text, &at, ")）"))
        return false;
    *i = at;
    return true;
}

static bool skip_east_weekday(na_str text, size_t *i)
{
    size_t at = *i;
    bool chinese = na_date_any_literal(text, &at, "星期 礼拜 周 週") >= 0;
    if (!na_date_char(text, &at, "一二三四五六日天月火水木金土월화수목금토일"))
        return false;
    if (!chinese && na_date_any_literal(text, &at, "曜日 曜 요일") < 0)
        return false;
    *i = at;
    return true;
}

size_t na_date_between(na_str text, size_t i, bool *dotted_time)
{
    for (int steps = 0; steps < 8; steps++) {
        i = na_date_white(text, i);
        if (na_date_char(text, &i, ",，،.;|·-–—/@•、│丨") || skip_bracket(text, &i) ||
            skip_east_weekday(text, &i) || na_date_char(text, &i, "([（［"))
            continue;
        na_date_word word = na_date_word_at(text, i);
        if (!na_date_is_filler(&word))
            return i;
        *dotted_time = *dotted_time || na_date_word_in(&word, before_dotted_time);
        i = word.end;
        na_date_char(text, &i, ".'’");
    }
    return i;
}
