/* Signatures after wacz-auth 0.1.0, anonymous: over the text of the hash, "sha256:...", with the
 * public key beside it. ECDSA signatures are the two numbers of 48 bytes, as Web Crypto has them,
 * over SHA-256, which is what ArchiveWeb.page writes and wabac.js checks; Ed25519 ones as they are.
 */
#include "archive/json.h"
#include "core/alloc.h"
#include "core/error.h"
#include "pack/wacz.h"
#include <errno.h>
#include <newsarc/version.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>

#define NUMBER 48 /* bytes of a number of P-384 */

static void add_base64(na_buf *out, const char *key, const unsigned char *bytes, size_t n)
{
    char text[1024];
    if (n > 700)
        return;
    int length = EVP_EncodeBlock((unsigned char *)text, bytes, (int)n);
    na_json_member(out, key, (na_str){text, (size_t)length});
}

static bool is_p384(const EVP_PKEY *key)
{
    char name[32];
    size_t n = 0;
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
           EVP_PKEY_get_group_name(key, name, sizeof name, &n) == 1 &&
           na_str_eq(na_str_from(name), NA_STR("secp384r1"));
}

/* The DER form of an ECDSA signature as two numbers of a fixed length. */
static size_t flatten(const unsigned char *der, size_t n, unsigned char out[2 * NUMBER])
{
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)n);
    bool good = sig && BN_bn2binpad(ECDSA_SIG_get0_r(sig), out, NUMBER) == NUMBER &&
                BN_bn2binpad(ECDSA_SIG_get0_s(sig), out + NUMBER, NUMBER) == NUMBER;
    ECDSA_SIG_free(sig);
    return good ? 2 * NUMBER : 0;
}

/* Bytes of the signature, 0 when it could not be made. */
static size_t sign(EVP_PKEY *key, na_str text, unsigned char out[256])
{
    unsigned char der[256];
    size_t n = sizeof der;
    bool p384 = is_p384(key);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = context &&
                EVP_DigestSignInit(context, NULL, p384 ? EVP_sha256() : NULL, NULL, key) == 1 &&
                EVP_DigestSign(context, der, &n, (const unsigned char *)text.p, text.n) == 1;
    EVP_MD_CTX_free(context);
    if (!good)
        return 0;
    if (p384)
        return flatten(der, n, out);
    memcpy(out, der, n);
    return n;
}

static newsarc_status load_key(const char *path, EVP_PKEY **out, newsarc_error *err)
{
    na_str input = na_str_from(path);
    errno = 0;
    BIO *bio = BIO_new_file(path, "r");
    if (!bio)
        return na_error_system(err, "pack", input, "open the key", errno ? errno : ENOMEM);
    char none[] = ""; /* no passphrase is asked for */
    *out = PEM_read_bio_PrivateKey(bio, NULL, NULL, none);
    BIO_free(bio);
    if (*out && (EVP_PKEY_get_base_id(*out) == EVP_PKEY_ED25519 || is_p384(*out)))
        return NEWSARC_OK;
    EVP_PKEY_free(*out);
    *out = NULL;
    return na_error(err, NEWSARC_E_FORMAT, "pack", input,
                    "not a PEM file with an Ed25519 or P-384 private key without a passphrase");
}

static newsarc_status add_signature(na_buf *out, EVP_PKEY *key, const char *hash,
                                    const char *created)
{
    unsigned char signature[256], *public_key = NULL;
    int n = i2d_PUBKEY(key, &public_key);
    size_t size = sign(key, na_str_from(hash), signature);
    na_buf_add_cstr(out, ",\n  \"signedData\": {");
    na_json_member(out, "hash", na_str_from(hash));
    na_json_member(out, "created", na_str_from(created));
    na_json_member(out, "software", NA_STR("newsarc/" NEWSARC_VERSION));
    na_json_member(out, "version", NA_STR("0.1.0"));
    add_base64(out, "signature", signature, size);
    add_base64(out, "publicKey", public_key, n > 0 ? (size_t)n : 0);
    na_buf_add_byte(out, '}');
    OPENSSL_free(public_key);
    return n > 0 && size ? out->status : NEWSARC_E_INTERNAL;
}

newsarc_status na_wacz_digest(na_str datapackage, const char *key_path, const char *created,
                              na_buf *out, newsarc_error *err)
{
    char hash[72];
    EVP_PKEY *key = NULL;
    newsarc_status status = na_wacz_hash(datapackage, hash);
    if (status == NEWSARC_OK && key_path)
        status = load_key(key_path, &key, err);
    if (status != NEWSARC_OK)
        return status;
    na_buf_add_cstr(out, "{\n  \"path\": \"datapackage.json\",\n  \"hash\": ");
    na_json_string(out, na_str_from(hash));
    if (key)
        status = add_signature(out, key, hash, created);
    na_buf_add_cstr(out, "\n}\n");
    EVP_PKEY_free(key);
    if (status == NEWSARC_E_INTERNAL)
        return na_error(err, status, "pack", na_str_from(key_path), "the key does not sign");
    return status == NEWSARC_OK ? out->status : status;
}
