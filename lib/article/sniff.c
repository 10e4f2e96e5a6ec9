/* Binary data by signature, as in the MIME Sniffing Standard, and by control bytes. */
#include "article/sniff.h"

#define NA_SNIFF_BYTES 1024

static const struct {
    const char *bytes;
    size_t n;
    const char *kind;
} signatures[] = {
    {"%PDF-", 5, "a PDF file"},
    {"PK\003\004", 4, "a ZIP or Office file"},
    {"\211PNG", 4, "a PNG image"},
    {"GIF8", 4, "a GIF image"},
    {"\377\330\377", 3, "a JPEG image"},
    {"\037\213", 2, "gzip data"},
    {"\320\317\021\340", 4, "an Office file"},
    {"Rar!", 4, "a RAR file"},
    {"7z\274\257", 4, "a 7z file"},
    {"\177ELF", 4, "a program"},
    {"\050\265\057\375", 4, "zstd data"},
    {"BZh", 3, "bzip2 data"},
};

static bool has_utf16_mark(na_str s)
{
    return na_str_starts(s, NA_STR("\xFF\xFE")) || na_str_starts(s, NA_STR("\xFE\xFF"));
}

/* UTF-16 without a mark: every other byte of the beginning is NUL. */
static bool looks_utf16(na_str s)
{
    size_t even = 0, odd = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == 0)
            *(i % 2 ? &odd : &even) += 1;
    return s.n >= 4 && ((even == 0 && odd * 3 > s.n) || (odd == 0 && even * 3 > s.n));
}

const char *na_binary_kind(na_str bytes)
{
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (na_str_starts(bytes, (na_str){signatures[i].bytes, signatures[i].n}))
            return signatures[i].kind;
    na_str head = na_str_take(bytes, NA_SNIFF_BYTES);
    size_t control = 0;
    for (size_t i = 0; i < head.n; i++) {
        unsigned char c = (unsigned char)head.p[i];
        control += c < 9 || (c > 13 && c < 27) || (c > 27 && c < 32);
    }
    if (has_utf16_mark(head) || looks_utf16(head))
        return NULL;
    return control * 20 > head.n ? "binary data" : NULL;
}
