/* Decoders of the Encoding Standard that need no iconv or need it only for a table, and the choice
 * among all of them. Every decoder is linear in its input. NUL passes as it is: the standard's
 * decoders pass it, and the HTML tokenizer knows by its state whether to drop or to replace it. */
#include "text/codec.h"
#include "text/utf8.h"

static void decode_utf8(na_decode_out *out, na_str bytes)
{
    for (;;) {
        size_t valid = na_utf8_valid_run(bytes);
        na_out_add(out, na_str_take(bytes, valid));
        bytes = na_str_skip(bytes, valid);
        if (bytes.n == 0)
            return;
        na_out_bad(out);
        bytes = na_str_skip(bytes, na_utf8_bad_length(bytes));
    }
}

static uint32_t unit(na_str s, bool big_endian)
{
    const unsigned char *p = (const unsigned char *)s.p;
    return big_endian ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static void decode_utf16(na_decode_out *out, na_str bytes, bool big_endian)
{
    while (bytes.n >= 2) {
        uint32_t c = unit(bytes, big_endian);
        bytes = na_str_skip(bytes, 2);
        uint32_t low = 0;
        if (c >= 0xD800 && c <= 0xDBFF && bytes.n >= 2)
            low = unit(bytes, big_endian);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            na_out_put(out, 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00));
            bytes = na_str_skip(bytes, 2);
        } else if (c >= 0xD800 && c <= 0xDFFF) {
            if (bytes.n == 1 && c <= 0xDBFF)
                bytes.n = 0; /* the end tears one character, not two */
            na_out_bad(out);
        } else {
            na_out_put(out, c);
        }
    }
    if (bytes.n)
        na_out_bad(out);
}

/* Each byte is converted on its own: glibc's CP1255 and CP1258 compose letters and marks, which
 * the standard does not. A C1 byte that the table lacks stands for itself, as in the standard. */
static void single_table(na_arena *arena, const na_encoding *encoding, uint32_t table[128])
{
    iconv_t cd = na_iconv_open(arena, "UTF-8", encoding->iconv_name);
    if (cd == (iconv_t)-1)
        na_arena_raise(arena, NEWSARC_E_NOMEM); /* glibc has them all */
    for (unsigned b = 0x80; b < 0x100; b++) {
        char byte = (char)b, bytes[16];
        na_decode_out out = {.arena = arena, .p = bytes, .room = sizeof bytes};
        char *from = &byte, *to = bytes;
        size_t left = 1, room = sizeof bytes;
        bool known = iconv(cd, &from, &left, &to, &room) != (size_t)-1;
        iconv(cd, NULL, NULL, &to, &room);
        out.n = (size_t)(to - bytes);
        na_str s = {bytes, out.n};
        uint32_t c = na_single_difference(encoding, (unsigned char)b);
        if (c == 0)
            c = known && s.n ? na_utf8_next(&s) : b < 0xA0 ? b : 0xFFFD;
        table[b - 0x80] = c;
    }
}

static void decode_by_table(na_decode_out *out, na_str bytes, const uint32_t table[128])
{
    while (bytes.n) {
        size_t ascii = na_utf8_ascii_run(bytes);
        na_out_add(out, na_str_take(bytes, ascii));
        bytes = na_str_skip(bytes, ascii);
        for (; bytes.n && (unsigned char)*bytes.p >= 0x80; bytes = na_str_skip(bytes, 1)) {
            uint32_t c = table[(unsigned char)*bytes.p - 0x80];
            if (c == 0xFFFD)
                na_out_bad(out);
            else
                na_out_put(out, c);
        }
    }
}

static void decode_single(na_decode_out *out, na_str bytes, const na_encoding *encoding)
{
    uint32_t table[128];
    single_table(out->arena, encoding, table);
    decode_by_table(out, bytes, table);
}

static void decode_user_defined(na_decode_out *out, na_str bytes)
{
    uint32_t table[128];
    for (uint32_t i = 0; i < 128; i++)
        table[i] = 0xF780 + i;
    decode_by_table(out, bytes, table);
}

static void decode_as(na_decode_out *out, na_str bytes, const na_encoding *encoding)
{
    na_codec codec = na_encoding_codec(encoding);
    switch (codec) {
    case NA_CODEC_UTF8: decode_utf8(out, bytes); break;
    case NA_CODEC_SINGLE: decode_single(out, bytes, encoding); break;
    case NA_CODEC_GB18030:
    case NA_CODEC_BIG5:
    case NA_CODEC_EUC_KR:
    case NA_CODEC_SHIFT_JIS: na_decode_double(out, bytes, encoding); break;
    case NA_CODEC_EUC_JP: na_decode_euc_jp(out, bytes); break;
    case NA_CODEC_ISO_2022_JP: na_decode_iso_2022_jp(out, bytes); break;
    case NA_CODEC_UTF16LE:
    case NA_CODEC_UTF16BE: decode_utf16(out, bytes, codec == NA_CODEC_UTF16BE); break;
    case NA_CODEC_USER_DEFINED: decode_user_defined(out, bytes); break;
    case NA_CODEC_REPLACEMENT:
        if (bytes.n)
            na_out_bad(out);
        break;
    }
}

static na_str without_bom(na_str bytes, na_codec codec)
{
    if (codec == NA_CODEC_UTF8 && na_str_starts(bytes, NA_STR("\xEF\xBB\xBF")))
        return na_str_skip(bytes, 3);
    if (codec == NA_CODEC_UTF16LE && na_str_starts(bytes, NA_STR("\xFF\xFE")))
        return na_str_skip(bytes, 2);
    if (codec == NA_CODEC_UTF16BE && na_str_starts(bytes, NA_STR("\xFE\xFF")))
        return na_str_skip(bytes, 2);
    return bytes;
}

na_str na_decode(na_arena *arena, na_str bytes, const na_encoding *encoding, size_t *replacements)
{
    na_decode_out out = {.arena = arena};
    bytes = without_bom(bytes, na_encoding_codec(encoding));
    na_out_reserve(&out, bytes.n + bytes.n / 8 + 16);
    decode_as(&out, bytes, encoding);
    na_out_reserve(&out, 1);
    out.p[out.n] = '\0';
    if (replacements)
        *replacements = out.replacements;
    return (na_str){out.p, out.n};
}
