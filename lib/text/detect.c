/* Which encoding the bytes of an undeclared (or wrongly declared) page are in. Valid UTF-8 is
 * certain; for the rest uchardet looks at the text between the tags, because the markup and the
 * scripts that open a page are ASCII and tell nothing, and its answer is held against the structure
 * of the double-byte encodings: on short texts it takes GBK for Windows code pages. */
#include "core/buf.h"
#include "text/codec.h"
#include "text/sniff.h"
#include "text/utf8.h"

#include <uchardet/uchardet.h>

enum { TEXT_ROOM = 1 << 16, SURE_CHARACTERS = 6 };

/* Multi-byte characters and bad sequences of `bytes` read as UTF-8. */
static void count_utf8(na_str bytes, size_t *good, size_t *bad)
{
    *good = *bad = 0;
    while (bytes.n) {
        size_t run = na_utf8_valid_run(bytes);
        *good += na_utf8_leads(na_str_take(bytes, run));
        bytes = na_str_skip(bytes, run);
        if (bytes.n) {
            ++*bad;
            bytes = na_str_skip(bytes, na_utf8_bad_length(bytes));
        }
    }
}

bool na_surely_utf8(na_str bytes)
{
    return na_utf8_valid(bytes) && na_utf8_leads(bytes) >= SURE_CHARACTERS;
}

/* Adds the lines of a run of text that hold a byte from 0x80. */
static void add_text(na_sb *text, na_str run)
{
    if (na_utf8_ascii_run(run) == run.n)
        return;
    na_sb_add(text, na_str_take(run, TEXT_ROOM - text->n));
    na_sb_add_byte(text, '\n');
}

/* Behind the end tag of an element whose content is not text; `s` begins at its start tag. */
static na_str skip_raw(na_str s, na_str end_tag)
{
    size_t at = na_str_find_nocase(s, end_tag);
    return at == NA_NOT_FOUND ? na_str_skip(s, s.n) : na_str_skip(s, at + end_tag.n);
}

static na_str skip_markup(na_str s)
{
    if (na_str_starts_nocase(s, NA_STR("<script")))
        return skip_raw(s, NA_STR("</script"));
    if (na_str_starts_nocase(s, NA_STR("<style")))
        return skip_raw(s, NA_STR("</style"));
    if (na_str_starts(s, NA_STR("<!--")))
        return skip_raw(s, NA_STR("-->"));
    size_t end = na_str_find_byte(s, '>');
    return na_str_skip(s, end == NA_NOT_FOUND ? s.n : end + 1);
}

/* Text outside tags, up to TEXT_ROOM bytes; the whole page when that leaves nothing. */
static na_str visible_text(na_arena *arena, na_str bytes)
{
    na_sb text = NA_SB(arena);
    for (na_str s = bytes; s.n && text.n < TEXT_ROOM;) {
        size_t end = na_str_find_byte(s, '<');
        add_text(&text, na_str_take(s, end));
        s = end == NA_NOT_FOUND ? na_str_skip(s, s.n) : skip_markup(na_str_skip(s, end));
    }
    return text.n ? na_sb_str(&text) : na_str_take(bytes, TEXT_ROOM);
}

static void free_uchardet(void *object)
{
    uchardet_delete((uchardet_t)object);
}

static const na_encoding *ask_uchardet(na_arena *arena, na_str text)
{
    uchardet_t detector = uchardet_new();
    if (!detector)
        na_arena_raise(arena, NEWSARC_E_NOMEM);
    na_arena_defer(arena, free_uchardet, detector);
    if (uchardet_handle_data(detector, text.p, text.n) != 0)
        return NULL;
    uchardet_data_end(detector);
    na_str name = na_str_from(uchardet_get_charset(detector));
    if (na_str_eq(name, NA_STR("UHC"))) /* its names that are no labels of the standard */
        name = NA_STR("euc-kr");
    const na_encoding *encoding = na_encoding_for_label(name);
    if (!encoding || na_encoding_codec(encoding) == NA_CODEC_REPLACEMENT)
        return NULL;
    return encoding;
}

/* Where the common characters of a double-byte encoding lie: ranges of leads and trails that cover
 * nearly all of ordinary text (level 1 Han, kana, hangul, punctuation). */
static const struct {
    const char *label;
    struct {
        unsigned char lead[2], trail[2];
    } common[4];
} layouts[] = {
    {"gb18030", {{{0xB0, 0xD7}, {0xA1, 0xFE}}, {{0xA1, 0xA3}, {0xA1, 0xFE}}}},
    {"big5",
     {{{0xA4, 0xC6}, {0x40, 0x7E}},
      {{0xA4, 0xC6}, {0xA1, 0xFE}},
      {{0xA1, 0xA1}, {0x40, 0x7E}},
      {{0xA1, 0xA2}, {0xA1, 0xFE}}}},
    {"shift_jis",
     {{{0x82, 0x82}, {0x4F, 0xF1}},
      {{0x83, 0x83}, {0x40, 0x96}},
      {{0x81, 0x81}, {0x41, 0x9A}},
      {{0x88, 0x97}, {0x40, 0xFC}}}},
    {"euc-jp",
     {{{0xA4, 0xA5}, {0xA1, 0xF6}},
      {{0xB0, 0xCF}, {0xA1, 0xFE}},
      {{0xA1, 0xA1}, {0xA1, 0xFE}},
      {{0xA3, 0xA3}, {0xB0, 0xFA}}}},
    {"euc-kr", {{{0xB0, 0xC8}, {0xA1, 0xFE}}, {{0xA1, 0xA1}, {0xA1, 0xFE}}}},
};
enum { LAYOUTS = sizeof layouts / sizeof *layouts };

static bool is_common(size_t layout, const char *pair)
{
    unsigned char a = (unsigned char)pair[0], b = (unsigned char)pair[1];
    for (int i = 0; i < 4; i++) {
        const unsigned char *lead = layouts[layout].common[i].lead;
        const unsigned char *trail = layouts[layout].common[i].trail;
        if (a >= lead[0] && a <= lead[1] && b >= trail[0] && b <= trail[1])
            return true;
    }
    return false;
}

typedef struct structure {
    size_t pairs, common, bad;
} structure;

static structure measure(size_t layout, na_str text)
{
    na_byte_classes classes;
    na_byte_classes_init(
        &classes, na_encoding_codec(na_encoding_for_label(na_str_from(layouts[layout].label))));
    structure s = {0};
    for (;;) {
        text = na_str_skip(text, na_utf8_ascii_run(text));
        if (text.n == 0 || !text.p)
            break;
        na_token token = na_token_next(&classes, text);
        s.pairs += token.length >= 2;
        s.common += token.length == 2 && is_common(layout, text.p);
        s.bad += token.kind == NA_TOKEN_BAD;
        text = na_str_skip(text, token.length);
    }
    return s;
}

/* At most one bad sequence in a hundred, and `percent` of the pairs are common ones. */
static bool fits(structure s, size_t percent)
{
    return s.pairs >= 2 && s.bad * 100 <= s.pairs && s.common * 100 >= s.pairs * percent;
}

static const na_encoding *layout_encoding(size_t layout)
{
    return na_encoding_for_label(na_str_from(layouts[layout].label));
}

/* The double-byte encoding that the text is built like, or NULL. `said`, which uchardet names by
 * the frequency of characters, stands unless another fits the text better by a tenth. */
static const na_encoding *by_structure(na_str text, const na_encoding *said)
{
    const na_encoding *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < LAYOUTS; i++) {
        structure s = measure(i, text);
        bool is_said = layout_encoding(i) == said;
        if (!fits(s, is_said ? 50 : 90))
            continue;
        size_t common = is_said ? s.common + s.common / 10 : s.common;
        if (!best || common > most) {
            best = layout_encoding(i);
            most = common;
        }
    }
    return best;
}

static bool is_double_byte(const na_encoding *encoding)
{
    na_codec codec = na_encoding_codec(encoding);
    return codec >= NA_CODEC_GB18030 && codec <= NA_CODEC_EUC_JP;
}

/* UTF-16 without a mark: mostly ASCII markup, so every other byte is NUL. */
const na_encoding *na_detect_utf16(na_str bytes)
{
    size_t zeros[2] = {0, 0}, n = bytes.n < 1024 ? bytes.n : 1024;
    for (size_t i = 0; i < n; i++)
        zeros[i % 2] += bytes.p[i] == 0;
    if (n >= 16 && zeros[1] * 4 > n && zeros[0] * 16 < n)
        return na_encoding_for_label(NA_STR("utf-16le"));
    if (n >= 16 && zeros[0] * 4 > n && zeros[1] * 16 < n)
        return na_encoding_for_label(NA_STR("utf-16be"));
    return NULL;
}

const na_encoding *na_detect(na_arena *arena, na_str bytes)
{
    const na_encoding *utf16 = na_detect_utf16(bytes);
    if (utf16)
        return utf16;
    if (na_utf8_ascii_run(bytes) == bytes.n && na_str_find_byte(bytes, '\x1B') == NA_NOT_FOUND)
        return NULL;
    size_t good, bad;
    count_utf8(bytes, &good, &bad);
    if (good > bad * 20)
        return na_encoding_utf8();
    na_str text = visible_text(arena, bytes);
    const na_encoding *said = ask_uchardet(arena, text);
    const na_encoding *built = by_structure(text, said);
    return built ? built : said && !is_double_byte(said) ? said : NULL;
}
