/* Digests by OpenSSL's EVP; base32 and base64 after RFC 4648. */
#include "archive/digest.h"

#include "core/alloc.h"
#include <openssl/evp.h>
#include <stdio.h>

struct na_digest {
    EVP_MD_CTX *context;
    const EVP_MD *kind;
    na_algorithm algorithm;
    bool failed;
};

static const struct {
    na_algorithm algorithm;
    const char *label, *other;
    size_t size;
    const EVP_MD *(*kind)(void);
} algorithms[] = {
    {NA_SHA1, "sha1", "sha-1", 20, EVP_sha1},
    {NA_SHA256, "sha256", "sha-256", 32, EVP_sha256},
    {NA_MD5, "md5", "md5", 16, EVP_md5},
    {NA_SHA512, "sha512", "sha-512", 64, EVP_sha512},
};

static size_t row_of(na_algorithm algorithm)
{
    size_t i = 0;
    while (i + 1 < sizeof algorithms / sizeof *algorithms && algorithms[i].algorithm != algorithm)
        i++;
    return i;
}

na_digest *na_digest_new(na_algorithm algorithm)
{
    na_digest *d = na_calloc(1, sizeof *d);
    if (!d)
        return NULL;
    d->algorithm = algorithm;
    d->kind = algorithms[row_of(algorithm)].kind();
    d->context = EVP_MD_CTX_new();
    if (!d->context) {
        na_free(d);
        return NULL;
    }
    na_digest_begin(d);
    return d;
}

void na_digest_free(na_digest *d)
{
    if (!d)
        return;
    EVP_MD_CTX_free(d->context);
    na_free(d);
}

void na_digest_begin(na_digest *d)
{
    d->failed = EVP_DigestInit_ex(d->context, d->kind, NULL) != 1;
}

void na_digest_add(na_digest *d, na_str bytes)
{
    if (!d->failed && bytes.n)
        d->failed = EVP_DigestUpdate(d->context, bytes.p, bytes.n) != 1;
}

size_t na_digest_value(na_digest *d, unsigned char out[64])
{
    unsigned n = 0;
    EVP_MD_CTX *copy = EVP_MD_CTX_new();
    bool ok = copy && !d->failed && EVP_MD_CTX_copy_ex(copy, d->context) == 1 &&
              EVP_DigestFinal_ex(copy, out, &n) == 1;
    EVP_MD_CTX_free(copy);
    return ok ? n : 0;
}

static void base32(const unsigned char *in, size_t n, char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < n; i++) {
        held = (held << 8 | in[i]) & 0xFFF;
        for (bits += 8; bits >= 5; bits -= 5)
            *out++ = digits[held >> (bits - 5) & 31];
    }
    if (bits)
        *out++ = digits[held << (5 - bits) & 31];
    *out = 0;
}

void na_digest_text(na_digest *d, char out[NA_DIGEST_TEXT])
{
    unsigned char value[64];
    char text[112];
    size_t n = na_digest_value(d, value);
    base32(value, n, text);
    snprintf(out, NA_DIGEST_TEXT, "%s:%s", algorithms[row_of(d->algorithm)].label, text);
    if (n == 0)
        out[0] = 0;
}

void na_digest_hex(const unsigned char *value, size_t n, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        *out++ = digits[value[i] >> 4];
        *out++ = digits[value[i] & 15];
    }
    *out = 0;
}

static int base32_digit(char c)
{
    if (na_is_alpha(c))
        return na_lower(c) - 'a';
    return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (na_is_digit(c))
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* Decodes digits of `width` bits; false when a byte is no digit or the size is not `size`. */
static bool decode(na_str text, int (*digit)(char), unsigned width, unsigned char *out, size_t size)
{
    unsigned bits = 0, held = 0;
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        int value = digit(text.p[i]);
        if (value < 0)
            return false;
        held = (held << width | (unsigned)value) & 0xFFFF;
        bits += width;
        if (bits >= 8) {
            bits -= 8;
            if (n == size)
                return false;
            out[n++] = (unsigned char)(held >> bits);
        }
    }
    return n == size && bits < width;
}

static na_str without_padding(na_str text)
{
    while (text.n && text.p[text.n - 1] == '=')
        text.n--;
    return text;
}

static bool has_lower(na_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= 'a' && text.p[i] <= 'z')
            return true;
    return false;
}

/* The three ways of writing a value differ in length for every algorithm here. */
static void read_value(na_labelled *out, na_str text, size_t size)
{
    na_str bare = without_padding(text);
    out->size = size;
    if (text.n == size * 2 && decode(text, na_hex_value, 4, out->value, size))
        return;
    if (bare.n == (size * 8 + 4) / 5 && decode(bare, base32_digit, 5, out->value, size)) {
        out->lower_case = has_lower(bare);
        return;
    }
    if (bare.n != (size * 8 + 5) / 6 || !decode(bare, base64_digit, 6, out->value, size))
        out->size = 0;
}

bool na_digest_parse(na_str field, na_labelled *out)
{
    na_str value;
    na_str label = na_str_trim(na_str_cut(field, ':', &value));
    *out = (na_labelled){0};
    value = na_str_trim(value);
    if (!label.n || !value.n)
        return false;
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
        if (!na_str_eq_nocase(label, na_str_from(algorithms[i].label)) &&
            !na_str_eq_nocase(label, na_str_from(algorithms[i].other)))
            continue;
        out->algorithm = algorithms[i].algorithm;
        read_value(out, value, algorithms[i].size);
    }
    return true;
}

bool na_digest_uuid(const na_str *parts, size_t n, char out[NA_UUID_TEXT])
{
    static const char urls[] =
        "\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8"; /* RFC 9562, 6.6 */
    unsigned char v[64] = {0};
    char hex[33];
    na_digest *d = na_digest_new(NA_SHA1);
    if (!d)
        return false;
    na_digest_add(d, (na_str){urls, 16});
    for (size_t i = 0; i < n; i++) {
        na_digest_add(d, na_str_from(i ? "\n" : ""));
        na_digest_add(d, parts[i]);
    }
    bool made = na_digest_value(d, v) >= 16;
    na_digest_free(d);
    v[6] = (unsigned char)((v[6] & 0x0F) | 0x50);
    v[8] = (unsigned char)((v[8] & 0x3F) | 0x80);
    na_digest_hex(v, 16, hex);
    snprintf(out, NA_UUID_TEXT, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12,
             hex + 16, hex + 20);
    return made;
}
