/* The encoding of a page and its text: byte order mark, HTTP, meta, XML declaration, detection
 * (HTML Standard 13.2.3.2), and a second look where the declared encoding cannot be right. */
#include "text/codec.h"
#include "text/sniff.h"
#include "text/utf8.h"

typedef struct choice {
    const na_encoding *encoding;
    na_encoding_source source;
} choice;

static choice declared(na_str bytes, na_str content_type)
{
    const na_encoding *encoding = na_sniff_bom(bytes);
    if (encoding)
        return (choice){encoding, NA_ENC_BOM};
    encoding = na_encoding_for_label(na_content_type_charset(content_type));
    if (encoding)
        return (choice){encoding, NA_ENC_HTTP};
    encoding = na_sniff_meta(bytes);
    if (encoding)
        return (choice){encoding, NA_ENC_META};
    encoding = na_sniff_xml(bytes);
    return (choice){encoding, NA_ENC_XML};
}

const na_encoding *na_undeclared_encoding(na_arena *arena, na_str bytes, na_str content_type)
{
    return declared(bytes, content_type).encoding ? NULL : na_detect(arena, bytes);
}

static choice detected(na_arena *arena, na_str bytes)
{
    const na_encoding *encoding = na_detect(arena, bytes);
    if (encoding)
        return (choice){encoding, NA_ENC_DETECTED};
    if (na_utf8_ascii_run(bytes) == bytes.n)
        return (choice){na_encoding_utf8(), NA_ENC_DEFAULT};
    return (choice){na_encoding_for_label(NA_STR("windows-1252")), NA_ENC_DEFAULT};
}

/* A legacy label on a page that is UTF-8 throughout is wrong: no text of another encoding happens
 * to be valid UTF-8 over that many characters. */
static choice correct(choice c, na_str bytes)
{
    if (c.source != NA_ENC_BOM && c.encoding != na_encoding_utf8() && na_surely_utf8(bytes))
        return (choice){na_encoding_utf8(), NA_ENC_SECOND_LOOK};
    return c;
}

static na_decoded decode_with(na_arena *arena, na_str bytes, choice c)
{
    na_decoded decoded = {.encoding = c.encoding, .source = c.source};
    decoded.text = na_decode(arena, bytes, c.encoding, &decoded.replacements);
    return decoded;
}

/* More than one in fifty of the characters that are not ASCII. */
static bool many_replacements(const na_decoded *decoded)
{
    return decoded->replacements && decoded->replacements * 50 > na_utf8_leads(decoded->text);
}

/* Old servers label every page ISO-8859-1 unless told otherwise, and every byte is a character
 * there, so nothing shows the mistake. A meta element that names an encoding of several bytes a
 * character, in which the page has no bad bytes, knows better. */
static bool meta_knows_better(na_arena *arena, na_str bytes, const na_decoded *decoded,
                              na_decoded *out)
{
    const na_encoding *western = na_encoding_for_label(NA_STR("windows-1252"));
    const na_encoding *meta = na_sniff_meta(bytes);
    if (decoded->source != NA_ENC_HTTP || decoded->encoding != western || !meta ||
        meta == western || na_utf8_ascii_run(bytes) == bytes.n)
        return false;
    *out = decode_with(arena, bytes, (choice){meta, NA_ENC_SECOND_LOOK});
    return out->replacements == 0 && na_utf8_count(out->text) < na_utf8_count(decoded->text);
}

na_decoded na_decode_page(na_arena *arena, na_str bytes, na_str content_type)
{
    choice first = declared(bytes, content_type);
    if (!first.encoding)
        return decode_with(arena, bytes, detected(arena, bytes));
    na_decoded decoded = decode_with(arena, bytes, correct(first, bytes)), better;
    if (meta_knows_better(arena, bytes, &decoded, &better))
        return better;
    if (!many_replacements(&decoded))
        return decoded;
    choice second = detected(arena, bytes);
    if (second.source != NA_ENC_DETECTED || second.encoding == decoded.encoding)
        return decoded;
    second.source = NA_ENC_SECOND_LOOK;
    na_decoded other = decode_with(arena, bytes, second);
    return other.replacements * 10 <= decoded.replacements ? other : decoded;
}
