/* Encodings: the first byte chooses a decoder, or the whole way of a page. Whatever comes in, valid
 * UTF-8 goes out, of bounded length, with a NUL behind it; and encoding what came out ends too. */
#include "text/encoding.h"
#include "text/utf8.h"

#include <stdlib.h>

typedef struct input {
    uint8_t choice;
    na_str bytes;
} input;

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void check(na_arena *arena, void *user)
{
    static const char *const labels[] = {
        "utf-8",        "gb18030",        "big5",      "shift_jis",  "euc-kr",
        "euc-jp",       "iso-2022-jp",    "utf-16le",  "utf-16be",   "koi8-u",
        "windows-1255", "x-user-defined", "macintosh", "iso-2022-kr"};
    enum { LABELS = sizeof labels / sizeof *labels };
    const input *in = user;
    na_looks_binary(in->bytes);
    na_decoded page = {0};
    if (in->choice % (LABELS + 2) < LABELS) {
        page.encoding = na_encoding_for_label(na_str_from(labels[in->choice % (LABELS + 2)]));
        page.text = na_decode(arena, in->bytes, page.encoding, &page.replacements);
    } else {
        na_str rest, type = na_str_cut(in->bytes, '\n', &rest);
        page = na_decode_page(arena, rest, in->choice & 1 ? type : (na_str){0});
    }
    require(page.encoding && na_utf8_valid(page.text) && page.text.p[page.text.n] == '\0');
    require(page.text.n <= in->bytes.n * 3 + 3 && page.replacements <= in->bytes.n);
    na_encode(arena, na_str_take(page.text, 2000), page.encoding);
    na_fold(arena, na_collapse(arena, page.text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static na_arena *arena;
    if (!arena)
        arena = na_arena_new();
    if (size == 0 || !arena)
        return 0;
    input in = {data[0], {(const char *)data + 1, size - 1}};
    na_arena_run(arena, (na_arena_limits){.memory = (size_t)64 << 20}, check, &in);
    na_arena_reset(arena);
    return 0;
}
