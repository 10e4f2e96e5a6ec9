/* article/common_run.c: longest common run of bytes, bit-parallel. ends[j] is the set of places in
 * `a` where a run of the present length ends that also ends at byte j of `b`; one step makes all
 * runs one longer: shift the set of the byte before, and with the places of this byte. Unrelated
 * titles share three or four bytes at most, so that there are as few rounds. */
#include "article/common_run.h"

#define SET_WORDS ((NA_RUN_BYTES_MAX + 63) / 64)

na_run_text na_run_text_make(na_arena *arena, na_str text)
{
    text = na_str_take(text, NA_RUN_BYTES_MAX);
    na_run_text r = {.text = text, .words = (text.n + 63) / 64};
    uint64_t *places = na_arena_zalloc(arena, 256 * r.words * sizeof *places);
    for (size_t i = 0; i < text.n; i++)
        places[(unsigned char)text.p[i] * r.words + i / 64] |= (uint64_t)1 << (i % 64);
    r.places = places;
    return r;
}

static const uint64_t *places_of(const na_run_text *a, char byte)
{
    return a->places + (unsigned char)byte * a->words;
}

/* set = (before << 1) & places; is anything left? */
static bool step(uint64_t *set, const uint64_t *before, const uint64_t *places, size_t words)
{
    uint64_t carry = 0, any = 0;
    for (size_t w = 0; w < words; w++) {
        uint64_t shifted = before[w] << 1 | carry;
        carry = before[w] >> 63;
        set[w] = shifted & places[w];
        any |= set[w];
    }
    return any != 0;
}

size_t na_common_run(const na_run_text *a, na_str b)
{
    uint64_t ends[NA_RUN_BYTES_MAX][SET_WORDS];
    b = na_str_take(b, NA_RUN_BYTES_MAX);
    na_str shorter = a->text.n < b.n ? a->text : b, longer = a->text.n < b.n ? b : a->text;
    if (na_str_find(longer, shorter) != NA_NOT_FOUND)
        return shorter.n;
    bool some = false;
    for (size_t j = 0; j < b.n; j++) {
        memcpy(ends[j], places_of(a, b.p[j]), a->words * sizeof ends[j][0]);
        for (size_t w = 0; w < a->words; w++)
            some = some || ends[j][w];
    }
    size_t run = 0;
    for (; some; run++) {
        some = false;
        for (size_t j = b.n; j-- > run + 1;)
            some |= step(ends[j], ends[j - 1], places_of(a, b.p[j]), a->words);
    }
    return run;
}
