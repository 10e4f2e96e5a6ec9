/* Named fields of a record's header: ISO 28500:2017 section 4; a line that begins with white space
 * goes on with the field before it (1.0 allows that, 1.1 no longer names it). */
#include "archive/warc_reader.h"

static na_str line_at(na_str fields, size_t at)
{
    na_str rest = na_str_skip(fields, at);
    size_t end = na_str_find_byte(rest, '\n');
    return na_str_take(rest, end == NA_NOT_FOUND ? rest.n : end + 1);
}

bool na_warc_next_field(na_str fields, size_t *at, na_str *name, na_str *value)
{
    if (*at >= fields.n)
        return false;
    na_str line = line_at(fields, *at);
    size_t from = *at;
    *at += line.n;
    while (*at < fields.n && (fields.p[*at] == ' ' || fields.p[*at] == '\t'))
        *at += line_at(fields, *at).n;
    na_str whole = na_str_take(na_str_skip(fields, from), *at - from);
    size_t colon = na_str_find_byte(line, ':');
    bool named = colon != NA_NOT_FOUND;
    *name = na_str_take(whole, named ? colon : 0);
    name->p = named ? name->p : NULL;
    *value = na_str_trim(na_str_skip(whole, named ? colon + 1 : 0));
    return true;
}

na_str na_warc_field(const na_warc_record *record, const char *name)
{
    size_t at = 0;
    na_str key, value, want = na_str_from(name);
    while (na_warc_next_field(record->fields, &at, &key, &value))
        if (na_str_eq_nocase(key, want))
            return value;
    return (na_str){0};
}

na_str na_without_angles(na_str uri)
{
    bool angles = uri.n > 1 && uri.p[0] == '<' && uri.p[uri.n - 1] == '>';
    return angles ? (na_str){uri.p + 1, uri.n - 2} : uri;
}

na_str na_warc_uri(const na_warc_record *record, const char *name)
{
    return na_without_angles(na_warc_field(record, name));
}
