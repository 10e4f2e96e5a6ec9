/* Hidden as far as the start tag alone says: style sheets are not read. */
#include "html/visibility.h"

#include "html/tagtable.h"

static bool hides_as(na_str declaration, na_str property, na_str value)
{
    na_str rest;
    na_str name = na_str_trim(na_str_cut(declaration, ':', &rest));
    return na_str_eq_nocase(name, property) && na_str_starts_nocase(na_str_trim(rest), value);
}

static bool style_hides(na_str style)
{
    while (style.n) {
        na_str one = na_str_cut(style, ';', &style);
        if (hides_as(one, NA_STR("display"), NA_STR("none")) ||
            hides_as(one, NA_STR("visibility"), NA_STR("hidden")))
            return true;
    }
    return false;
}

bool na_hides(na_tag tag, const na_attr *attrs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        na_str name = attrs[i].name, value = attrs[i].value;
        if (na_str_eq(name, NA_STR("style")) && style_hides(value))
            return true;
        if (na_str_eq(name, NA_STR("hidden")))
            return true;
        if (na_str_eq(name, NA_STR("aria-hidden")) && na_str_eq_nocase(value, NA_STR("true")) &&
            !na_tag_is_media(tag))
            return true;
    }
    return false;
}
