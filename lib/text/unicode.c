/* Classes of characters. ASCII and Han are answered without a search, the rest by binary search in
 * the tables of unicode_tables.c; no libc locale is asked. */
#include "text/unicode_tables.h"
#include "text/utf8.h"

static bool in_ranges(const na_range *ranges, size_t count, uint32_t c)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && c >= ranges[low].first;
}

#define IN(ranges, c) in_ranges((ranges), sizeof(ranges) / sizeof *(ranges), (c))

bool na_is_white(uint32_t c)
{
    static const na_range white[] = {{0x9, 0xD},       {0x20, 0x20},     {0x85, 0x85},
                                     {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200B},
                                     {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F},
                                     {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
    if (c < 0x80)
        return c == ' ' || (c >= 0x9 && c <= 0xD);
    return !na_is_plain_han(c) && IN(white, c);
}

bool na_is_han(uint32_t c)
{
    static const na_range han[] = {
        {0x3005, 0x3005}, {0x3007, 0x3007}, {0x3021, 0x3029}, {0x3038, 0x303B},
        {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x323AF},
    };
    if (na_is_plain_han(c))
        return true;
    return c >= 0x3005 && IN(han, c);
}

bool na_is_cjk(uint32_t c)
{
    /* jamo, radicals, CJK punctuation and kana, ..., Han, hangul, compatibility and full-width
     * forms, kana supplements, Han of planes 2 and 3 */
    static const na_range cjk[] = {
        {0x1100, 0x11FF},   {0x2E80, 0x2FDF}, {0x2FF0, 0x2FFF},   {0x3001, 0x4DBF},
        {0x4E00, 0x9FFF},   {0xA960, 0xA97F}, {0xAC00, 0xD7FF},   {0xF900, 0xFAFF},
        {0xFE30, 0xFE4F},   {0xFF01, 0xFFEF}, {0x1AFF0, 0x1B16F}, {0x1F200, 0x1F2FF},
        {0x20000, 0x3FFFD},
    };
    if (na_is_plain_han(c))
        return true;
    return c >= 0x1100 && IN(cjk, c);
}

bool na_is_word(uint32_t c)
{
    if (c < 0x80)
        return na_is_alpha((char)c) || na_is_digit((char)c);
    return na_is_plain_han(c) || in_ranges(na_word_table.ranges, na_word_table.count, c);
}

uint32_t na_to_lower(uint32_t c)
{
    if (c < 0x80)
        return (uint32_t)(unsigned char)na_lower((char)c);
    if (na_is_plain_han(c))
        return c;
    const na_case_run *runs = na_lower_table.runs;
    size_t low = 0, high = na_lower_table.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c > runs[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == na_lower_table.count || c < runs[low].first ||
        (c - runs[low].first) % runs[low].step != 0)
        return c;
    return (uint32_t)((int64_t)c + runs[low].delta);
}

bool na_is_upper(uint32_t c)
{
    return na_to_lower(c) != c;
}

static bool in_list(const char *list, uint32_t c)
{
    for (na_str s = na_str_from(list); s.n;)
        if (na_utf8_next(&s) == c)
            return true;
    return false;
}

bool na_is_sentence_end(uint32_t c)
{
    if (c < 0x80)
        return c == '.' || c == '!' || c == '?';
    return !na_is_plain_han(c) && in_list("。！？｡．؟۔।॥‼⁇⁈⁉։።", c);
}

bool na_is_comma(uint32_t c)
{
    if (c < 0x80)
        return c == ',' || c == ';';
    return !na_is_plain_han(c) && in_list("，、；､﹐﹑﹔،؛", c);
}

int na_width(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return 0;
    if (c < 0x300)
        return 1;
    if (in_ranges(na_zero_table.ranges, na_zero_table.count, c))
        return 0;
    return in_ranges(na_wide_table.ranges, na_wide_table.count, c) ? 2 : 1;
}
