/* html/tags.h: HTML element names as numbers. Elements that are not in the list have NA_TAG_OTHER
 * (their name is in the node's text). */
#ifndef NA_HTML_TAGS_H
#define NA_HTML_TAGS_H

/* clang-format off */
#define NA_TAG_LIST(X)                                                                         \
    X(A) X(ABBR) X(ADDRESS) X(AREA) X(ARTICLE) X(ASIDE) X(AUDIO) X(B) X(BASE) X(BIG)           \
    X(BLOCKQUOTE) X(BODY) X(BR) X(BUTTON) X(CANVAS) X(CAPTION) X(CENTER) X(CITE) X(CODE)       \
    X(COL) X(COLGROUP) X(DD) X(DEL) X(DETAILS) X(DFN) X(DIR) X(DIV) X(DL) X(DT) X(EM)          \
    X(EMBED) X(FIELDSET) X(FIGCAPTION) X(FIGURE) X(FONT) X(FOOTER) X(FORM) X(FRAME)            \
    X(FRAMESET) X(H1) X(H2) X(H3) X(H4) X(H5) X(H6) X(HEAD) X(HEADER) X(HGROUP) X(HR)          \
    X(HTML) X(I) X(IFRAME) X(IMG) X(INPUT) X(INS) X(KBD) X(LABEL) X(LEGEND) X(LI) X(LINK)      \
    X(MAIN) X(MAP) X(MARK) X(MENU) X(META) X(NAV) X(NOSCRIPT) X(OBJECT) X(OL) X(OPTGROUP)      \
    X(OPTION) X(P) X(PARAM) X(PRE) X(Q) X(RP) X(RT) X(RUBY) X(S) X(SAMP) X(SCRIPT)             \
    X(SECTION) X(SELECT) X(SMALL) X(SOURCE) X(SPAN) X(STRIKE) X(STRONG) X(STYLE) X(SUB)        \
    X(SUMMARY) X(SUP) X(SVG) X(TABLE) X(TBODY) X(TD) X(TEMPLATE) X(TEXTAREA) X(TFOOT) X(TH)    \
    X(THEAD) X(TIME) X(TITLE) X(TR) X(TRACK) X(TT) X(U) X(UL) X(VAR) X(VIDEO) X(WBR)
/* clang-format on */

typedef enum na_tag {
    NA_TAG_OTHER,
#define NA_TAG_ENUM(name) NA_TAG_##name,
    NA_TAG_LIST(NA_TAG_ENUM)
#undef NA_TAG_ENUM
        NA_TAG_COUNT
} na_tag;

#endif
