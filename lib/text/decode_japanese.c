/* euc-jp and iso-2022-jp after the Encoding Standard. Both use the index jis0208 that shift_jis
 * uses, and glibc's own EUC-JP and ISO-2022-JP know neither NEC's row 13 nor Microsoft's choice of
 * code points. So pairs are rewritten as shift_jis and go through CP932, which has the index
 * exactly. JIS X 0212 (three bytes of EUC-JP) is right in glibc. */
#include "text/codec.h"
#include "text/utf8.h"

typedef struct japanese {
    na_decode_out *out;
    iconv_t cp932, euc_jp;
    char pairs[512]; /* shift_jis that waits to be converted */
    size_t n;
} japanese;

static void start(japanese *j, na_decode_out *out)
{
    j->out = out;
    j->n = 0;
    j->cp932 = na_iconv_open(out->arena, "UTF-8", "CP932");
    j->euc_jp = na_iconv_open(out->arena, "UTF-8", "EUC-JP");
    if (j->cp932 == (iconv_t)-1 || j->euc_jp == (iconv_t)-1)
        na_arena_raise(out->arena, NEWSARC_E_NOMEM);
}

static void flush(japanese *j)
{
    na_str run = {j->pairs, j->n};
    while (run.n) {
        if (na_iconv_run(j->out, j->cp932, &run))
            break;
        na_out_bad(j->out);
        run = na_str_skip(run, 2);
    }
    j->n = 0;
}

/* Row and cell count from 0 to 93. */
static void add_pair(japanese *j, unsigned row, unsigned cell)
{
    if (j->n + 2 > sizeof j->pairs)
        flush(j);
    unsigned lead = row / 2, trail = cell + (row % 2 ? 94 : 0);
    j->pairs[j->n++] = (char)(lead + (lead < 0x1F ? 0x81 : 0xC1));
    j->pairs[j->n++] = (char)(trail + (trail < 0x3F ? 0x40 : 0x41));
}

static void put(japanese *j, uint32_t c)
{
    flush(j);
    na_out_put(j->out, c);
}

static void bad(japanese *j)
{
    flush(j);
    na_out_bad(j->out);
}

static bool is_94(unsigned char b)
{
    return b >= 0xA1 && b <= 0xFE;
}

/* Three bytes of JIS X 0212. */
static void supplement(japanese *j, na_str three)
{
    flush(j);
    if (!na_iconv_run(j->out, j->euc_jp, &three))
        na_out_bad(j->out);
}

/* One character that begins with a byte from 0x80; returns the bytes taken. */
static size_t euc_character(japanese *j, na_str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    bool lead = p[0] == 0x8E || p[0] == 0x8F || is_94(p[0]);
    if (!lead || s.n < 2) {
        bad(j);
        return 1;
    }
    if (p[0] == 0x8E && p[1] >= 0xA1 && p[1] <= 0xDF) {
        put(j, 0xFF61u + (p[1] - 0xA1u));
        return 2;
    }
    size_t before = p[0] == 0x8F && is_94(p[1]) ? 2 : 1; /* bytes before the trail */
    if (s.n <= before) {
        bad(j);
        return s.n;
    }
    if (!is_94(p[before]) || p[0] == 0x8E || (p[0] == 0x8F && before == 1)) {
        bad(j);
        return p[before] < 0x80 ? before : before + 1;
    }
    if (before == 2)
        supplement(j, na_str_take(s, 3));
    else
        add_pair(j, p[0] - 0xA1u, p[1] - 0xA1u);
    return before + 1;
}

void na_decode_euc_jp(na_decode_out *out, na_str bytes)
{
    japanese j;
    start(&j, out);
    while (bytes.n) {
        size_t ascii = na_utf8_ascii_run(bytes);
        if (ascii) {
            flush(&j);
            na_out_add(out, na_str_take(bytes, ascii));
        } else {
            ascii = euc_character(&j, bytes);
        }
        bytes = na_str_skip(bytes, ascii);
    }
    flush(&j);
}

typedef enum charset { ASCII, ROMAN, KATAKANA, JIS0208 } charset;

/* The character set that an escape sequence (behind ESC) selects, or -1. */
static int escape_target(na_str s)
{
    static const struct {
        char sequence[3];
        charset set;
    } escapes[] = {
        {"(B", ASCII}, {"(J", ROMAN}, {"(I", KATAKANA}, {"$@", JIS0208}, {"$B", JIS0208}};
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (na_str_starts(s, (na_str){escapes[i].sequence, 2}))
            return (int)escapes[i].set;
    return -1;
}

/* One character of the sets of single bytes; 0xFFFD for what has no place there. */
static uint32_t single_byte(charset set, unsigned char b)
{
    if (set == KATAKANA)
        return b >= 0x21 && b <= 0x5F ? 0xFF61u + (b - 0x21u) : 0xFFFD;
    if (b >= 0x80 || b == 0x0E || b == 0x0F)
        return 0xFFFD;
    if (set == ROMAN && b == 0x5C)
        return 0xA5;
    return set == ROMAN && b == 0x7E ? 0x203E : b;
}

static bool is_7bit_94(char c)
{
    return c >= 0x21 && c <= 0x7E;
}

static size_t iso_pair(japanese *j, na_str s)
{
    if (!is_7bit_94(s.p[0])) {
        bad(j);
        return 1;
    }
    if (s.n > 1 && is_7bit_94(s.p[1]))
        add_pair(j, (unsigned)(s.p[0] - 0x21), (unsigned)(s.p[1] - 0x21));
    else
        bad(j);
    return s.n > 1 && s.p[1] != 0x1B ? 2 : 1;
}

void na_decode_iso_2022_jp(na_decode_out *out, na_str bytes)
{
    japanese j;
    start(&j, out);
    charset set = ASCII;
    bool idle = false; /* an escape sequence that selected for nothing is an error */
    while (bytes.n) {
        size_t taken = 1;
        if (bytes.p[0] == 0x1B) {
            int target = escape_target(na_str_skip(bytes, 1));
            if (target < 0 || idle)
                bad(&j);
            idle = target >= 0;
            set = target >= 0 ? (charset)target : set;
            taken = target >= 0 ? 3 : 1;
        } else {
            idle = false;
            uint32_t c = set == JIS0208 ? 0 : single_byte(set, (unsigned char)bytes.p[0]);
            if (set == JIS0208)
                taken = iso_pair(&j, bytes);
            else if (c == 0xFFFD)
                bad(&j);
            else
                put(&j, c);
        }
        bytes = na_str_skip(bytes, taken);
    }
    flush(&j);
}
