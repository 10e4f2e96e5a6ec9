/* gb18030, big5, euc-kr and shift_jis after the Encoding Standard. The bytes are cut into
 * characters here, which settles how many bytes each U+FFFD stands for; runs of ordinary characters
 * go through iconv in one piece, and only where its tables differ from the standard's
 * (codec_differences.c) is a character written directly. */
#include "text/codec.h"
#include "text/utf8.h"

typedef struct layout {
    na_codec codec;
    unsigned char lead[2][2], trail[2][2], single[2];
} layout;

static const layout layouts[] = {
    {NA_CODEC_GB18030, {{0x81, 0xFE}}, {{0x40, 0x7E}, {0x80, 0xFE}}, {0}},
    {NA_CODEC_BIG5, {{0x81, 0xFE}}, {{0x40, 0x7E}, {0xA1, 0xFE}}, {0}},
    {NA_CODEC_EUC_KR, {{0x81, 0xFE}}, {{0x41, 0xFE}}, {0}},
    {NA_CODEC_EUC_JP, {{0xA1, 0xFE}}, {{0xA1, 0xFE}}, {0}},
    {NA_CODEC_SHIFT_JIS, {{0x81, 0x9F}, {0xE0, 0xFC}}, {{0x40, 0x7E}, {0x80, 0xFC}}, {0xA1, 0xDF}},
};

static void mark(na_byte_classes *classes, const unsigned char range[2], uint8_t bit)
{
    for (unsigned b = range[0]; range[0] && b <= range[1]; b++)
        classes->of[b] |= bit;
}

void na_byte_classes_init(na_byte_classes *classes, na_codec codec)
{
    *classes = (na_byte_classes){.codec = codec};
    const layout *l = layouts;
    while (l->codec != codec)
        l++;
    for (int i = 0; i < 2; i++) {
        mark(classes, l->lead[i], NA_BYTE_LEAD);
        mark(classes, l->trail[i], NA_BYTE_TRAIL);
    }
    mark(classes, l->single, NA_BYTE_SINGLE);
    const na_differences *differences = na_differences_of(codec);
    for (size_t i = 0; differences && i < differences->count; i++) {
        uint32_t first = differences->rows[i].bytes;
        while (first > 0xFF)
            first >>= 8;
        classes->of[first] |= NA_BYTE_DIFFERS;
    }
}

static na_token bad(size_t length)
{
    return (na_token){NA_TOKEN_BAD, (uint8_t)length, 0};
}

/* The standard's own mapping where glibc has another. */
static na_token look_up(const na_byte_classes *classes, const unsigned char *p, uint8_t length)
{
    na_token token = {NA_TOKEN_PLAIN, length, 0};
    if (!(classes->of[p[0]] & NA_BYTE_DIFFERS))
        return token;
    uint32_t bytes = 0;
    for (unsigned i = 0; i < length; i++)
        bytes = bytes << 8 | p[i];
    const na_differences *differences = na_differences_of(classes->codec);
    size_t low = 0, high = differences->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (differences->rows[middle].bytes < bytes)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < differences->count && differences->rows[low].bytes == bytes) {
        token.kind = NA_TOKEN_CODE;
        token.c = differences->rows[low].c;
    }
    return token;
}

static bool is_digit(unsigned char b)
{
    return b >= '0' && b <= '9';
}

/* gb18030 with a digit as its second byte. Bytes that break the pattern are read again. */
static na_token four_bytes(const na_byte_classes *classes, const unsigned char *p, size_t n)
{
    if (n < 3)
        return bad(n);
    if (!(classes->of[p[2]] & NA_BYTE_LEAD))
        return bad(1);
    if (n < 4)
        return bad(n);
    return is_digit(p[3]) ? look_up(classes, p, 4) : bad(1);
}

na_token na_token_next(const na_byte_classes *classes, na_str bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    uint8_t class = classes->of[p[0]];
    if (p[0] < 0x80 || (class & NA_BYTE_SINGLE))
        return (na_token){NA_TOKEN_PLAIN, 1, 0};
    if (!(class & NA_BYTE_LEAD)) {
        na_token token = look_up(classes, p, 1);
        return token.kind == NA_TOKEN_CODE ? token : bad(1);
    }
    if (bytes.n < 2)
        return bad(1);
    if (classes->codec == NA_CODEC_GB18030 && is_digit(p[1]))
        return four_bytes(classes, p, bytes.n);
    if (!(classes->of[p[1]] & NA_BYTE_TRAIL))
        return bad(p[1] < 0x80 ? 1 : 2);
    return look_up(classes, p, 2);
}

/* glibc's CP949 steps over a pair of KS X 1001 that is not assigned before it refuses it. `taken`
 * is what it says it took: whether that ends with such a pair. */
static bool stepped_over(iconv_t cd, const na_byte_classes *classes, na_str taken)
{
    if (classes->codec != NA_CODEC_EUC_KR)
        return false;
    na_token token = {NA_TOKEN_PLAIN, 0, 0};
    na_str last = taken;
    while (taken.n) {
        last = taken;
        token = na_token_next(classes, taken);
        taken = na_str_skip(taken, token.length);
    }
    if (token.length != 2)
        return false;
    char *from = (char *)(uintptr_t)last.p, room[16], *to = room;
    size_t left = 2, space = sizeof room;
    bool refused = iconv(cd, &from, &left, &to, &space) == (size_t)-1;
    iconv(cd, NULL, NULL, NULL, NULL);
    return refused;
}

/* A run of plain characters. What iconv refuses is a hole in the index: one U+FFFD, and an ASCII
 * trail byte is read again. */
static void convert(na_decode_out *out, iconv_t cd, const na_byte_classes *classes, na_str run)
{
    while (run.n) {
        na_str before = run;
        if (na_iconv_run(out, cd, &run))
            return;
        na_out_bad(out);
        if (stepped_over(cd, classes, na_str_take(before, before.n - run.n)))
            continue;
        na_token token = na_token_next(classes, run);
        bool again = token.length == 2 && (unsigned char)run.p[1] < 0x80;
        run = na_str_skip(run, again ? 1 : token.length);
    }
}

enum { COPY_ASCII_FROM = 16 }; /* shorter ASCII runs go through iconv with their neighbours */

void na_decode_double(na_decode_out *out, na_str bytes, const na_encoding *encoding)
{
    na_byte_classes classes;
    na_byte_classes_init(&classes, na_encoding_codec(encoding));
    iconv_t cd = na_iconv_open(out->arena, "UTF-8", encoding->iconv_name);
    if (cd == (iconv_t)-1)
        na_arena_raise(out->arena, NEWSARC_E_NOMEM); /* glibc has them all */
    size_t begin = 0, i = 0;
    while (i < bytes.n) {
        na_str rest = na_str_skip(bytes, i);
        size_t ascii = na_utf8_ascii_run(rest);
        na_token token = {NA_TOKEN_PLAIN, 0, 0};
        if (ascii == 0)
            token = na_token_next(&classes, rest);
        if (ascii < COPY_ASCII_FROM && token.kind == NA_TOKEN_PLAIN) {
            i += ascii + token.length;
            continue;
        }
        convert(out, cd, &classes, (na_str){bytes.p + begin, i - begin});
        na_out_add(out, na_str_take(rest, ascii));
        if (token.kind == NA_TOKEN_CODE)
            na_out_put(out, token.c);
        else if (token.kind == NA_TOKEN_BAD)
            na_out_bad(out);
        begin = i += ascii + token.length;
    }
    convert(out, cd, &classes, (na_str){bytes.p + begin, bytes.n - begin});
}
