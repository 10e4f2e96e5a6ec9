/* Captions without markup of their own: a short line right behind an image that names who took it
 * or whose it is. */
#include "article/lines.h"

#define NA_CREDIT_UNITS 260

static const char *const credits[] = {
    "©",
    "(c)",
    "getty",
    "shutterstock",
    "reuters",
    "afp",
    "ap photo",
    "/ap",
    "(ap)",
    "dpa",
    "imago",
    "istock",
    "unsplash",
    "pixabay",
    "pexels",
    "epa-efe",
    "epa/",
    "via ",
    "photo:",
    "photo by",
    "photograph:",
    "photo credit",
    "photo ©",
    "image:",
    "image credit",
    "credit:",
    "courtesy",
    "handout",
    "file photo",
    "illustration:",
    "foto:",
    "fotos:",
    "bild:",
    "bildquelle",
    "quelle:",
    "abbildung",
    "bildrechte",
    "symbolbild",
    "archivbild",
    "crédit",
    "photo d'",
    "photos :",
    "photo :",
    "ljósmynd",
    "fotó:",
    "zdjęcie",
    "fot.",
    "фото:",
    "фото ",
    "foto ",
    "dok.",
    "写真：",
    "写真＝",
    "撮影",
    "사진",
    "ảnh:",
    "image illustrative",
};

static bool names_a_source(na_str s)
{
    for (size_t i = 0; i < sizeof credits / sizeof *credits; i++)
        if (na_str_find_nocase(s, na_str_from(credits[i])) != NA_NOT_FOUND)
            return true;
    return false;
}

/* Formulas that stand in captions alone, wherever the line is. */
static bool is_credit_line(const na_line *l)
{
    static const char *const sure[] = {
        "bildrechte:",  "(photo by",     "/getty images", "foto [m]",     "(foto:",   "(photo:",
        "crédit photo", "crédits photo", "image credit",  "photo credit", "ljósmynd/"};
    if (l->sentences > 3 || na_line_units(l) > NA_CREDIT_UNITS)
        return false;
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        if (na_str_find_nocase(l->block.text, na_str_from(sure[i])) != NA_NOT_FOUND)
            return true;
    return false;
}

void na_lines_mark_captions(na_lines *o)
{
    for (size_t i = 0; i < o->n; i++)
        if (o->v[i].block.type == NA_BLOCK_PARAGRAPH && is_credit_line(&o->v[i]))
            o->v[i].block.type = NA_BLOCK_CAPTION;
    for (size_t i = 1; i < o->n; i++) {
        na_line *l = &o->v[i];
        const na_line *before = &o->v[i - 1];
        if (before->block.type != NA_BLOCK_IMAGE || l->block.type != NA_BLOCK_PARAGRAPH ||
            l->sentences > 2 || na_line_units(l) > NA_CREDIT_UNITS ||
            !names_a_source(l->block.text))
            continue;
        l->block.type = NA_BLOCK_CAPTION;
        na_image *m = &o->images[before->block.image];
        if (m->caption.n == 0)
            m->caption = l->block.text;
    }
}
