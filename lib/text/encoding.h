/* text/encoding.h: which encoding a page is in, and its bytes as UTF-8. WHATWG Encoding Standard
 * (labels, "decode") and HTML Standard 13.2.3 (sniffing), with detection by uchardet as the last
 * resort. */
#ifndef NA_TEXT_ENCODING_H
#define NA_TEXT_ENCODING_H

#include "core/arena.h"
#include "core/str.h"

/* An encoding of the standard; a static object, compared by pointer. `name` is the standard's name
 * in lower case ("utf-8", "gb18030", "shift_jis", ...). */
typedef struct na_encoding {
    const char *name;
    const char *iconv_name;
} na_encoding;

/* By label, as in "charset=GB2312": white space trimmed, case ignored; gb2312, gbk and their like
 * give gb18030. NULL for unknown labels. */
const na_encoding *na_encoding_for_label(na_str label);
const na_encoding *na_encoding_utf8(void);

typedef enum na_encoding_source {
    NA_ENC_BOM,
    NA_ENC_HTTP,
    NA_ENC_META,
    NA_ENC_XML,
    NA_ENC_DETECTED,
    NA_ENC_SECOND_LOOK, /* the declared one gave many U+FFFD, this one gave (nearly) none */
    NA_ENC_DEFAULT
} na_encoding_source;

typedef struct na_decoded {
    na_str text; /* UTF-8, valid, without BOM, in the arena, followed by one NUL */
    const na_encoding *encoding;
    na_encoding_source source;
    size_t replacements; /* U+FFFD that stand for bad bytes */
} na_decoded;

/* Order: byte order mark, charset of `content_type`, meta element within the first 4,096 bytes, XML
 * declaration, detection over the text between the tags. Corrections: a page that is UTF-8 with
 * several multi-byte characters is UTF-8 whatever legacy label it wears; and where more than one
 * foreign character in fifty came out as U+FFFD, detection has the say if it leaves a tenth.
 * ISO-8859-1 from HTTP, the default of old servers, yields to a meta element that names an encoding
 * of several bytes a character in which no byte is bad.
 * Decodes a whole page. `content_type`: the HTTP header's value or empty. Never fails for bad
 * bytes: each bad sequence becomes U+FFFD (as many as the standard's decoder gives). NUL bytes
 * stay: whether one is dropped or replaced depends on the state of the HTML tokenizer. Inside an
 * arena run. */
na_decoded na_decode_page(na_arena *arena, na_str bytes, na_str content_type);

/* The encoding of a page that names none, by its bytes; NULL when it names one, or they do not
 * tell. Inside an arena run. */
const na_encoding *na_undeclared_encoding(na_arena *arena, na_str bytes, na_str content_type);

/* Decodes with a given encoding, without its byte order mark; *replacements may be NULL. Inside an
 * arena run. */
na_str na_decode(na_arena *arena, na_str bytes, const na_encoding *encoding, size_t *replacements);

/* Encodes UTF-8 for the query of a URL: characters that the encoding lacks become "&#N;" with the
 * percent-encoding left to the caller (URL Standard, "percent-encode after encoding"). Inside an
 * arena run. */
na_str na_encode(na_arena *arena, na_str utf8, const na_encoding *encoding);

/* The bytes are an image, a PDF, an archive, a program: no page. False for text in any encoding,
 * UTF-16 included, and for empty input. */
bool na_looks_binary(na_str bytes);

/* charset parameter of a Content-Type value ("text/html; charset=gbk"), empty when absent; and the
 * type itself, trimmed, as written. */
na_str na_content_type_charset(na_str content_type);
na_str na_content_type_essence(na_str content_type);

#endif
