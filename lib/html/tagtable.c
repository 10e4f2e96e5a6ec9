/* Tables over the element names. */
#include "html/tagtable.h"

#include "html/document.h"

#define BLOCK 1u
#define SILENT 2u
#define MEDIA 4u

static const unsigned char from_gumbo[GUMBO_TAG_LAST + 1] = {
#define NA_TAG_MAP(name) [GUMBO_TAG_##name] = NA_TAG_##name,
    NA_TAG_LIST(NA_TAG_MAP)
#undef NA_TAG_MAP
};

static const GumboTag to_gumbo[NA_TAG_COUNT] = {[NA_TAG_OTHER] = GUMBO_TAG_UNKNOWN,
#define NA_TAG_MAP(name) [NA_TAG_##name] = GUMBO_TAG_##name,
                                                NA_TAG_LIST(NA_TAG_MAP)
#undef NA_TAG_MAP
};

static const unsigned char traits[NA_TAG_COUNT] = {
    [NA_TAG_ADDRESS] = BLOCK,      [NA_TAG_ARTICLE] = BLOCK,
    [NA_TAG_ASIDE] = BLOCK,        [NA_TAG_AUDIO] = MEDIA,
    [NA_TAG_BLOCKQUOTE] = BLOCK,   [NA_TAG_BODY] = BLOCK,
    [NA_TAG_BUTTON] = SILENT,      [NA_TAG_CANVAS] = MEDIA,
    [NA_TAG_CAPTION] = BLOCK,      [NA_TAG_CENTER] = BLOCK,
    [NA_TAG_DD] = BLOCK,           [NA_TAG_DETAILS] = BLOCK,
    [NA_TAG_DIR] = BLOCK,          [NA_TAG_DIV] = BLOCK,
    [NA_TAG_DL] = BLOCK,           [NA_TAG_DT] = BLOCK,
    [NA_TAG_EMBED] = MEDIA,        [NA_TAG_FIELDSET] = BLOCK,
    [NA_TAG_FIGCAPTION] = BLOCK,   [NA_TAG_FIGURE] = BLOCK | MEDIA,
    [NA_TAG_FOOTER] = BLOCK,       [NA_TAG_FORM] = BLOCK,
    [NA_TAG_FRAMESET] = BLOCK,     [NA_TAG_H1] = BLOCK,
    [NA_TAG_H2] = BLOCK,           [NA_TAG_H3] = BLOCK,
    [NA_TAG_H4] = BLOCK,           [NA_TAG_H5] = BLOCK,
    [NA_TAG_H6] = BLOCK,           [NA_TAG_HEADER] = BLOCK,
    [NA_TAG_HGROUP] = BLOCK,       [NA_TAG_HR] = BLOCK,
    [NA_TAG_HTML] = BLOCK,         [NA_TAG_IFRAME] = SILENT | MEDIA,
    [NA_TAG_IMG] = MEDIA,          [NA_TAG_LEGEND] = BLOCK,
    [NA_TAG_LI] = BLOCK,           [NA_TAG_MAIN] = BLOCK,
    [NA_TAG_MENU] = BLOCK,         [NA_TAG_NAV] = BLOCK,
    [NA_TAG_NOSCRIPT] = SILENT,    [NA_TAG_OBJECT] = MEDIA,
    [NA_TAG_OL] = BLOCK,           [NA_TAG_P] = BLOCK,
    [NA_TAG_PRE] = BLOCK,          [NA_TAG_SCRIPT] = SILENT,
    [NA_TAG_SECTION] = BLOCK,      [NA_TAG_SELECT] = SILENT,
    [NA_TAG_STYLE] = SILENT,       [NA_TAG_SUMMARY] = BLOCK,
    [NA_TAG_SVG] = SILENT | MEDIA, [NA_TAG_TABLE] = BLOCK,
    [NA_TAG_TBODY] = BLOCK,        [NA_TAG_TD] = BLOCK,
    [NA_TAG_TEMPLATE] = SILENT,    [NA_TAG_TEXTAREA] = SILENT,
    [NA_TAG_TFOOT] = BLOCK,        [NA_TAG_TH] = BLOCK,
    [NA_TAG_THEAD] = BLOCK,        [NA_TAG_TITLE] = BLOCK,
    [NA_TAG_TR] = BLOCK,           [NA_TAG_UL] = BLOCK,
    [NA_TAG_VIDEO] = MEDIA,
};

na_tag na_tag_from_gumbo(GumboTag tag)
{
    return (na_tag)from_gumbo[tag];
}

bool na_tag_is_block(na_tag tag)
{
    return traits[tag] & BLOCK;
}

bool na_tag_is_silent(na_tag tag)
{
    return traits[tag] & SILENT;
}

bool na_tag_is_media(na_tag tag)
{
    return traits[tag] & MEDIA;
}

const char *na_tag_name(na_tag tag)
{
    return tag > NA_TAG_OTHER && tag < NA_TAG_COUNT ? gumbo_normalized_tagname(to_gumbo[tag]) : "";
}
