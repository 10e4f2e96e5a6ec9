/* The query of a link goes to the server in the encoding of the page the link stands on (URL
 * Standard 1.3, "percent-encode after encoding"); path and fragment go in UTF-8. Crawlers that
 * encode both alike lose attachments of GBK sites. */
#include "url/query.h"

#include "url/percent.h"

static size_t run_length(na_str s, bool ascii)
{
    size_t n = 0;
    while (n < s.n && ((unsigned char)s.p[n] < 0x80) == ascii)
        n++;
    return n;
}

/* Length of "&#N;" at the start of s: a character that the encoding lacks. 0 when it is none. */
static size_t reference_length(na_str s)
{
    size_t digits;
    if (!na_str_starts(s, NA_STR("&#")))
        return 0;
    (void)na_str_number(na_str_skip(s, 2), &digits);
    return digits && 2 + digits < s.n && s.p[2 + digits] == ';' ? digits + 3 : 0;
}

/* Encoded characters other than ASCII: references get their signs escaped, which the sets do not.
 */
static void add_encoded(na_sb *sb, na_str bytes, unsigned set)
{
    while (bytes.n) {
        size_t n = reference_length(bytes);
        if (n) {
            na_sb_add_cstr(sb, "%26%23");
            na_sb_add(sb, (na_str){bytes.p + 2, n - 3});
            na_sb_add_cstr(sb, "%3B");
        } else {
            n = 1;
            na_percent_add(sb, na_str_take(bytes, 1), set);
        }
        bytes = na_str_skip(bytes, n);
    }
}

na_str na_url_query(na_arena *arena, na_str query, unsigned set, const na_encoding *encoding)
{
    if (!encoding || encoding == na_encoding_utf8() || run_length(query, true) == query.n)
        return na_percent_encode(arena, query, set);
    na_sb sb = NA_SB(arena);
    while (query.n) {
        size_t ascii = run_length(query, true);
        na_percent_add(&sb, na_str_take(query, ascii), set);
        query = na_str_skip(query, ascii);
        size_t foreign = run_length(query, false);
        add_encoded(&sb, na_encode(arena, na_str_take(query, foreign), encoding), set);
        query = na_str_skip(query, foreign);
    }
    return na_sb_str(&sb);
}
