/* See folder.h. */
#include "pack/folder.h"

#include "archive/digest.h"
#include "core/buf.h"

#define SLUG_MAX 40
#define HASH_BYTES 6

static bool is_safe(char c)
{
    return na_is_alpha(c) || na_is_digit(c) || c == '-' || c == '_';
}

/* Last part of the URL's path. */
static na_str last_part(na_str url)
{
    url = na_str_take(url, na_str_find_byte(url, '#'));
    url = na_str_take(url, na_str_find_byte(url, '?'));
    size_t host = na_str_find(url, NA_STR("//"));
    na_str path = host == NA_NOT_FOUND ? url : na_str_skip(url, host + 2);
    size_t slash = na_str_find_byte(path, '/');
    path = slash == NA_NOT_FOUND ? (na_str){NULL, 0} : na_str_skip(path, slash + 1);
    while (path.n && path.p[path.n - 1] == '/')
        path.n--;
    size_t begin = path.n;
    while (begin > 0 && path.p[begin - 1] != '/')
        begin--;
    return na_str_skip(path, begin);
}

/* Splits "a.html" at its last dot. */
static na_str cut_ending(na_str name, na_str *ending)
{
    size_t dot = name.n;
    while (dot > 0 && name.p[dot - 1] != '.')
        dot--;
    *ending = dot > 1 ? na_str_skip(name, dot) : (na_str){NULL, 0};
    return dot > 1 ? na_str_take(name, dot - 1) : name;
}

/* Appends what is safe of s, runs of other bytes as one "-", none of them at the ends. */
static void add_slug(na_sb *sb, na_str s, size_t max)
{
    size_t begin = sb->n;
    bool gap = false;
    for (size_t i = 0; i < s.n && sb->n - begin < max; i++) {
        if (!is_safe(s.p[i])) {
            gap = sb->n > begin;
            continue;
        }
        if (gap)
            na_sb_add_byte(sb, '-');
        gap = false;
        na_sb_add_byte(sb, s.p[i]);
    }
}

static void add_hash(na_arena *arena, na_sb *sb, na_str canonical)
{
    unsigned char value[64];
    char hex[2 * HASH_BYTES + 1];
    na_digest *d = na_digest_new(NA_SHA256);
    if (d)
        na_digest_add(d, canonical);
    size_t n = d ? na_digest_value(d, value) : 0;
    na_digest_free(d);
    if (n < HASH_BYTES)
        na_arena_raise(arena, NEWSARC_E_NOMEM);
    na_digest_hex(value, HASH_BYTES, hex);
    na_sb_add_cstr(sb, hex);
}

na_str na_article_folder(na_arena *arena, na_str canonical, na_str date)
{
    na_sb sb = NA_SB(arena);
    na_str ending, name = cut_ending(last_part(canonical), &ending);
    na_str day = na_str_take(date, 10);
    if (day.n < 4) {
        na_sb_add_cstr(&sb, "undated/");
    } else {
        na_sb_add(&sb, na_str_take(day, 4));
        na_sb_add_byte(&sb, '/');
        na_sb_add(&sb, day);
        na_sb_add_byte(&sb, '_');
    }
    size_t before = sb.n;
    add_slug(&sb, name, SLUG_MAX);
    if (sb.n > before)
        na_sb_add_byte(&sb, '-');
    add_hash(arena, &sb, canonical);
    return na_sb_str(&sb);
}

na_str na_member_name(na_arena *arena, na_str url, size_t n)
{
    na_sb sb = NA_SB(arena);
    na_str ending, name = cut_ending(last_part(url), &ending);
    na_sb_addf(&sb, "%02zu", n);
    size_t before = sb.n + 1;
    na_sb_add_byte(&sb, '-');
    add_slug(&sb, name, SLUG_MAX);
    if (sb.n == before)
        na_sb_add_cstr(&sb, "file");
    if (ending.n && ending.n <= 8) {
        na_sb_add_byte(&sb, '.');
        before = sb.n;
        add_slug(&sb, ending, 8);
        if (sb.n == before)
            na_sb_add_cstr(&sb, "bin");
    }
    return na_sb_str(&sb);
}
