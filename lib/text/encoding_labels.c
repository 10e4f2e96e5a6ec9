/* The encodings of the WHATWG Encoding Standard (section 4.2, "Names and labels") and what iconv
 * calls them. One row an encoding, its labels separated by spaces. */
#include "text/codec.h"

typedef struct entry {
    na_encoding encoding; /* first, so that a pointer to it is a pointer to the row */
    na_codec codec;
    const char *labels;
} entry;

/* gbk and gb18030 decode alike in the standard; only its encoders differ. Here both are gb18030.
 * CP932, CP949 and BIG5-HKSCS are what the standard calls shift_jis, euc-kr and big5. */
static const entry entries[] = {
    {{"utf-8", "UTF-8"},
     NA_CODEC_UTF8,
     "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"},
    {{"gb18030", "GB18030"},
     NA_CODEC_GB18030,
     "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030"},
    {{"big5", "BIG5-HKSCS"}, NA_CODEC_BIG5, "big5 big5-hkscs cn-big5 csbig5 x-x-big5"},
    {{"euc-jp", "EUC-JP"}, NA_CODEC_EUC_JP, "cseucpkdfmtjapanese euc-jp x-euc-jp"},
    {{"iso-2022-jp", "ISO-2022-JP"}, NA_CODEC_ISO_2022_JP, "csiso2022jp iso-2022-jp"},
    {{"shift_jis", "CP932"},
     NA_CODEC_SHIFT_JIS,
     "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"},
    {{"euc-kr", "CP949"},
     NA_CODEC_EUC_KR,
     "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
     "ksc_5601 windows-949"},
    {{"ibm866", "IBM866"}, NA_CODEC_SINGLE, "866 cp866 csibm866 ibm866"},
    {{"iso-8859-2", "ISO-8859-2"},
     NA_CODEC_SINGLE,
     "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"},
    {{"iso-8859-3", "ISO-8859-3"},
     NA_CODEC_SINGLE,
     "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"},
    {{"iso-8859-4", "ISO-8859-4"},
     NA_CODEC_SINGLE,
     "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"},
    {{"iso-8859-5", "ISO-8859-5"},
     NA_CODEC_SINGLE,
     "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
     "iso_8859-5:1988"},
    {{"iso-8859-6", "ISO-8859-6"},
     NA_CODEC_SINGLE,
     "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e "
     "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"},
    {{"iso-8859-7", "ISO-8859-7"},
     NA_CODEC_SINGLE,
     "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 "
     "iso_8859-7 iso_8859-7:1987 sun_eu_greek"},
    {{"iso-8859-8", "ISO-8859-8"},
     NA_CODEC_SINGLE,
     "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
     "iso_8859-8 iso_8859-8:1988 visual"},
    {{"iso-8859-8-i", "ISO-8859-8"}, NA_CODEC_SINGLE, "csiso88598i iso-8859-8-i logical"},
    {{"iso-8859-10", "ISO-8859-10"},
     NA_CODEC_SINGLE,
     "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"},
    {{"iso-8859-13", "ISO-8859-13"}, NA_CODEC_SINGLE, "iso-8859-13 iso8859-13 iso885913"},
    {{"iso-8859-14", "ISO-8859-14"}, NA_CODEC_SINGLE, "iso-8859-14 iso8859-14 iso885914"},
    {{"iso-8859-15", "ISO-8859-15"},
     NA_CODEC_SINGLE,
     "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"},
    {{"iso-8859-16", "ISO-8859-16"}, NA_CODEC_SINGLE, "iso-8859-16"},
    {{"koi8-r", "KOI8-R"}, NA_CODEC_SINGLE, "cskoi8r koi koi8 koi8-r koi8_r"},
    {{"koi8-u", "KOI8-U"}, NA_CODEC_SINGLE, "koi8-ru koi8-u"},
    {{"macintosh", "MACINTOSH"}, NA_CODEC_SINGLE, "csmacintosh mac macintosh x-mac-roman"},
    {{"windows-874", "CP874"},
     NA_CODEC_SINGLE,
     "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"},
    {{"windows-1250", "CP1250"}, NA_CODEC_SINGLE, "cp1250 windows-1250 x-cp1250"},
    {{"windows-1251", "CP1251"}, NA_CODEC_SINGLE, "cp1251 windows-1251 x-cp1251"},
    {{"windows-1252", "CP1252"},
     NA_CODEC_SINGLE,
     "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 "
     "iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252"},
    {{"windows-1253", "CP1253"}, NA_CODEC_SINGLE, "cp1253 windows-1253 x-cp1253"},
    {{"windows-1254", "CP1254"},
     NA_CODEC_SINGLE,
     "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 "
     "latin5 windows-1254 x-cp1254"},
    {{"windows-1255", "CP1255"}, NA_CODEC_SINGLE, "cp1255 windows-1255 x-cp1255"},
    {{"windows-1256", "CP1256"}, NA_CODEC_SINGLE, "cp1256 windows-1256 x-cp1256"},
    {{"windows-1257", "CP1257"}, NA_CODEC_SINGLE, "cp1257 windows-1257 x-cp1257"},
    {{"windows-1258", "CP1258"}, NA_CODEC_SINGLE, "cp1258 windows-1258 x-cp1258"},
    {{"x-mac-cyrillic", "MAC-UK"}, NA_CODEC_SINGLE, "x-mac-cyrillic x-mac-ukrainian"},
    {{"utf-16be", "UTF-16BE"}, NA_CODEC_UTF16BE, "unicodefffe utf-16be"},
    {{"utf-16le", "UTF-16LE"},
     NA_CODEC_UTF16LE,
     "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"},
    {{"x-user-defined", NULL}, NA_CODEC_USER_DEFINED, "x-user-defined"},
    {{"replacement", NULL},
     NA_CODEC_REPLACEMENT,
     "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement"},
};

static bool in_labels(const char *labels, na_str label)
{
    for (na_str rest = na_str_from(labels); rest.n;)
        if (na_str_eq_nocase(na_str_cut(rest, ' ', &rest), label))
            return true;
    return false;
}

const na_encoding *na_encoding_for_label(na_str label)
{
    label = na_str_trim(label);
    if (label.n == 0 || label.n > 32)
        return NULL;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        if (in_labels(entries[i].labels, label))
            return &entries[i].encoding;
    return NULL;
}

const na_encoding *na_encoding_utf8(void)
{
    return &entries[0].encoding;
}

na_codec na_encoding_codec(const na_encoding *encoding)
{
    return ((const entry *)(const void *)encoding)->codec;
}
