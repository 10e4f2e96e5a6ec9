/* Telling binary files from pages: signatures (WHATWG MIME Sniffing, section 6) and the share of
 * bytes that no text holds (the "binary data bytes" of section 3). */
#include "text/encoding.h"
#include "text/sniff.h"

static const na_str signatures[] = {
    {"\x89PNG\r\n", 6},
    {"GIF8", 4},
    {"\xFF\xD8\xFF", 3},
    {"%PDF-", 5},
    {"%!PS-", 5},
    {"PK\3\4", 4},
    {"\x1F\x8B\x08", 3},
    {"BZh", 3},
    {"\xFD"
     "7zXZ",
     5},
    {"7z\xBC\xAF", 4},
    {"\x28\xB5\x2F\xFD", 4},
    {"Rar!\x1A", 5},
    {"\x7F"
     "ELF",
     4},
    {"RIFF", 4},
    {"OggS", 4},
    {"ID3", 3},
    {"wOFF", 4},
    {"wOF2", 4},
    {"OTTO", 4},
    {"\0\1\0\0", 4},
    {"\0\0\1\0", 4},
    {"\0asm", 4},
    {"SQLite format 3", 15},
    {"\xD0\xCF\x11\xE0", 4},
    {"\xCA\xFE\xBA\xBE", 4},
    {"!<arch>", 7},
    {"{\\rtf", 5},
    {"II*\0", 4},
    {"MM\0*", 4},
    {"\0\0\0\x18"
     "ftyp",
     8},
    {"\0\0\0\x20"
     "ftyp",
     8},
};

static bool is_binary_byte(unsigned char b)
{
    return b < 0x09 || b == 0x0B || (b >= 0x0E && b < 0x20 && b != 0x1B);
}

bool na_looks_binary(na_str bytes)
{
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (na_str_starts(bytes, signatures[i]))
            return true;
    if (na_sniff_bom(bytes) || na_detect_utf16(bytes))
        return false;
    na_str head = na_str_take(bytes, 4096);
    size_t binary = 0;
    for (size_t i = 0; i < head.n; i++)
        binary += is_binary_byte((unsigned char)head.p[i]);
    return binary * 20 > head.n;
}
