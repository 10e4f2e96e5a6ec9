/* text/codec.h: what the files behind encoding.h share: kinds of decoder, the growing output, and
 * the places where glibc's iconv and the Encoding Standard differ. */
#ifndef NA_TEXT_CODEC_H
#define NA_TEXT_CODEC_H

#include "text/encoding.h"

#include <iconv.h>

typedef enum na_codec {
    NA_CODEC_UTF8,
    NA_CODEC_SINGLE, /* one byte a character, by a table of 128 that iconv fills */
    NA_CODEC_GB18030,
    NA_CODEC_BIG5,
    NA_CODEC_EUC_KR,
    NA_CODEC_SHIFT_JIS,
    NA_CODEC_EUC_JP,
    NA_CODEC_ISO_2022_JP,
    NA_CODEC_UTF16LE,
    NA_CODEC_UTF16BE,
    NA_CODEC_USER_DEFINED,
    NA_CODEC_REPLACEMENT
} na_codec;

na_codec na_encoding_codec(const na_encoding *encoding);

/* UTF-8 under construction. */
typedef struct na_decode_out {
    na_arena *arena;
    char *p;
    size_t n, room;
    size_t replacements;
} na_decode_out;

void na_out_reserve(na_decode_out *out, size_t more);
void na_out_add(na_decode_out *out, na_str bytes);
void na_out_put(na_decode_out *out, uint32_t c);
void na_out_bad(na_decode_out *out); /* U+FFFD for bad bytes */

/* An iconv_t that the arena closes, or (iconv_t)-1 when the system lacks the encoding. */
iconv_t na_iconv_open(na_arena *arena, const char *to, const char *from);
/* Converts what iconv takes from *in; stops at the first bytes it refuses and says false. */
bool na_iconv_run(na_decode_out *out, iconv_t cd, na_str *in);

void na_decode_double(na_decode_out *out, na_str bytes, const na_encoding *encoding);
void na_decode_euc_jp(na_decode_out *out, na_str bytes);
void na_decode_iso_2022_jp(na_decode_out *out, na_str bytes);

/* One character of a double-byte encoding (or of gb18030, up to four bytes). */
typedef enum na_token_kind { NA_TOKEN_PLAIN, NA_TOKEN_CODE, NA_TOKEN_BAD } na_token_kind;
typedef struct na_token {
    na_token_kind kind;
    uint8_t length;
    uint32_t c; /* NA_TOKEN_CODE */
} na_token;

enum { NA_BYTE_LEAD = 1, NA_BYTE_TRAIL = 2, NA_BYTE_SINGLE = 4, NA_BYTE_DIFFERS = 8 };
typedef struct na_byte_classes {
    na_codec codec;
    uint8_t of[256]; /* NA_BYTE_* of each byte */
} na_byte_classes;
void na_byte_classes_init(na_byte_classes *classes, na_codec codec);
/* bytes.n must not be 0. */
na_token na_token_next(const na_byte_classes *classes, na_str bytes);

/* Where the standard maps otherwise than glibc: bytes (big-endian) and the code point. */
typedef struct na_mapping {
    uint32_t bytes, c;
} na_mapping;
typedef struct na_differences {
    na_codec codec;
    const na_mapping *rows; /* sorted by bytes */
    size_t count;
} na_differences;
/* NULL for codecs without any. */
const na_differences *na_differences_of(na_codec codec);
/* The standard's code point for one byte of a single-byte encoding, 0 where iconv is right. */
uint32_t na_single_difference(const na_encoding *encoding, unsigned char byte);

#endif
