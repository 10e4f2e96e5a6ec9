/* Numbers, sizes and times as people type them, and the nearest name to a misspelt one. No strtod
 * and no strtol: they follow the locale and accept signs, spaces and hexadecimal. */
#include "options.h"

#include <string.h>

struct unit {
    const char *name;
    uint64_t factor;
};

static const struct unit byte_units[] = {
    {"", 1},
    {"K", 1U << 10},
    {"M", 1U << 20},
    {"G", 1U << 30},
    {"T", 1ULL << 40},
    {"KB", 1U << 10},
    {"MB", 1U << 20},
    {"GB", 1U << 30},
    {"TB", 1ULL << 40},
    {"KiB", 1U << 10},
    {"MiB", 1U << 20},
    {"GiB", 1U << 30},
    {"TiB", 1ULL << 40},
    {NULL, 0},
};

static const struct unit time_units[] = {
    /* the first: without a unit */
    {"", 1000}, {"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}, {"d", 86400000}, {NULL, 0},
};

/* Reads digits, and a fraction when allowed, from *s: value = whole + milli/1000. */
static bool read_decimal(const char **s, uint64_t *whole, uint32_t *milli)
{
    const char *p = *s;
    uint32_t scale = 100;
    *whole = *milli = 0;
    if (*p < '0' || *p > '9')
        return false;
    for (; *p >= '0' && *p <= '9'; p++) {
        if (*whole > (UINT64_MAX - 9) / 10)
            return false;
        *whole = *whole * 10 + (uint64_t)(*p - '0');
    }
    if (*p == '.' && p[1] >= '0' && p[1] <= '9')
        for (p++; *p >= '0' && *p <= '9'; p++, scale /= 10)
            *milli += scale * (uint32_t)(*p - '0');
    *s = p;
    return true;
}

/* One "number unit" of *s, multiplied out. */
static bool read_quantity(const char **s, const struct unit *units, uint64_t *out)
{
    uint64_t whole;
    uint32_t milli;
    if (!read_decimal(s, &whole, &milli))
        return false;
    size_t length = strcspn(*s, "0123456789.");
    for (; units->name; units++)
        if (strlen(units->name) == length && memcmp(units->name, *s, length) == 0)
            break;
    if (!units->name || whole > (UINT64_MAX >> 2) / units->factor)
        return false;
    *s += length;
    *out =
        whole * units->factor + units->factor / 1000 * milli + units->factor % 1000 * milli / 1000;
    return true;
}

bool option_number(const char *s, uint64_t *out)
{
    uint32_t milli;
    return read_decimal(&s, out, &milli) && *s == 0 && milli == 0;
}

bool option_bytes(const char *s, uint64_t *out)
{
    return read_quantity(&s, byte_units, out) && *s == 0;
}

bool option_time(const char *s, int64_t *milliseconds)
{
    uint64_t part = 0, sum = 0;
    do {
        if (!read_quantity(&s, time_units, &part) || part > INT64_MAX - sum)
            return false;
        sum += part;
    } while (*s);
    *milliseconds = (int64_t)sum;
    return true;
}

/* Edit distance of two short names (Levenshtein, one row); long ones count as far apart. */
static size_t distance(const char *a, const char *b)
{
    enum { ROOM = 32 };
    size_t row[ROOM], n = strlen(b);
    if (n >= ROOM || strlen(a) >= ROOM)
        return ROOM;
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < n; j++) {
            size_t change = corner + (a[i] != b[j]);
            size_t shorter = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
            corner = row[j + 1];
            row[j + 1] = change < shorter ? change : shorter;
        }
    }
    return row[n];
}

const char *suggest(const char *word, const char *(*name_at)(size_t i, const void *user),
                    const void *user)
{
    const char *best = NULL, *name;
    size_t best_distance = strlen(word) / 3 + 2; /* more changes than that is another word */
    for (size_t i = 0; (name = name_at(i, user)) != NULL; i++) {
        size_t d = distance(word, name);
        if (d < best_distance && d < strlen(name)) {
            best = name;
            best_distance = d;
        }
    }
    return best;
}
