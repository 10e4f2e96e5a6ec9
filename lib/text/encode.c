/* UTF-8 to the bytes of a legacy encoding, for the query of a URL ("percent-encode after encoding",
 * URL Standard 1.3; encoders of the Encoding Standard). Queries are short, so each character goes
 * through iconv on its own. */
#include "core/buf.h"
#include "text/codec.h"
#include "text/utf8.h"

/* The bytes that the standard gives where glibc differs; 0 for none. */
static uint32_t difference(const na_differences *differences, uint32_t c)
{
    for (size_t i = 0; differences && i < differences->count; i++)
        if (differences->rows[i].c == c && differences->rows[i].bytes >= 0x100)
            return differences->rows[i].bytes;
    return 0;
}

/* glibc's bytes stand for another character in the standard, or are of HKSCS, which the standard's
 * big5 decodes but never encodes. */
static bool refused(const na_differences *differences, na_codec codec, na_str bytes)
{
    uint32_t value = 0;
    for (size_t i = 0; i < bytes.n && i < 4; i++)
        value = value << 8 | (unsigned char)bytes.p[i];
    if (codec == NA_CODEC_BIG5 && value < 0xA100)
        return true;
    for (size_t i = 0; differences && i < differences->count; i++)
        if (differences->rows[i].bytes == value)
            return true;
    return false;
}

static void add_value(na_sb *sb, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        if (value >> shift)
            na_sb_add_byte(sb, (char)(value >> shift & 0xFF));
}

static void encode_one(na_sb *sb, iconv_t cd, const na_encoding *encoding, uint32_t c)
{
    na_codec codec = na_encoding_codec(encoding);
    const na_differences *differences = na_differences_of(codec);
    uint32_t own = difference(differences, c);
    if (own && !(codec == NA_CODEC_BIG5 && own < 0xA100)) {
        add_value(sb, own);
        return;
    }
    char utf8[4], bytes[16];
    char *from = utf8, *to = bytes;
    size_t left = na_utf8_put(utf8, c), room = sizeof bytes;
    bool known = cd != (iconv_t)-1 && iconv(cd, &from, &left, &to, &room) == 0;
    if (cd != (iconv_t)-1) /* iso-2022-jp goes back to ASCII after each character */
        iconv(cd, NULL, NULL, &to, &room);
    na_str result = {bytes, (size_t)(to - bytes)};
    if (known && !refused(differences, codec, result))
        na_sb_add(sb, result);
    else
        na_sb_addf(sb, "&#%u;", (unsigned)c);
}

na_str na_encode(na_arena *arena, na_str utf8, const na_encoding *encoding)
{
    switch (na_encoding_codec(encoding)) {
    case NA_CODEC_UTF8:
    case NA_CODEC_UTF16LE:
    case NA_CODEC_UTF16BE:
    case NA_CODEC_REPLACEMENT: return na_decode(arena, utf8, na_encoding_utf8(), NULL);
    default: break;
    }
    iconv_t cd = (iconv_t)-1;
    if (encoding->iconv_name)
        cd = na_iconv_open(arena, encoding->iconv_name, "UTF-8");
    na_sb sb = NA_SB(arena);
    while (utf8.n) {
        size_t ascii = na_utf8_ascii_run(utf8);
        na_sb_add(&sb, na_str_take(utf8, ascii));
        utf8 = na_str_skip(utf8, ascii);
        if (utf8.n)
            encode_one(&sb, cd, encoding, na_utf8_next(&utf8));
    }
    return na_sb_str(&sb);
}
