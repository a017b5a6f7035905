#include "base/hash.h"

#include <openssl/evp.h>

enum { DIGEST_BYTES = 32 };

static void write_hex(const unsigned char digest[DIGEST_BYTES], char hex[HASH_HEX]) {
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    hex[HASH_HEX - 1] = '\0';
}

enum mig_status hash_hex(struct str bytes, char hex[HASH_HEX], struct mig_error *err) {
    unsigned char digest[DIGEST_BYTES];
    hex[0] = '\0';
    if (EVP_Digest(bytes.ptr == NULL ? "" : bytes.ptr, bytes.len, digest, NULL, EVP_sha256(), NULL) != 1)
        return error_memory(err);
    write_hex(digest, hex);
    return MIG_OK;
}

void hash_init(struct hash *h) {
    h->status = MIG_OK;
    h->context = EVP_MD_CTX_new();
    if (h->context == NULL || EVP_DigestInit_ex(h->context, EVP_sha256(), NULL) != 1)
        h->status = MIG_EMEMORY;
}

static void add_bytes(struct hash *h, struct str bytes) {
    unsigned char length[8];
    for (size_t i = 0; i < sizeof length; i++)
        length[i] = (unsigned char)((uint64_t)bytes.len >> (8 * i));
    if (h->status != MIG_OK)
        return;
    if (EVP_DigestUpdate(h->context, length, sizeof length) != 1 ||
        (bytes.len > 0 && EVP_DigestUpdate(h->context, bytes.ptr, bytes.len) != 1))
        h->status = MIG_EMEMORY;
}

void hash_add(struct hash *h, struct str name, struct str bytes) {
    add_bytes(h, name);
    add_bytes(h, bytes);
}

enum mig_status hash_finish(struct hash *h, char hex[HASH_HEX], struct mig_error *err) {
    unsigned char digest[DIGEST_BYTES];
    hex[0] = '\0';
    if (h->status == MIG_OK && EVP_DigestFinal_ex(h->context, digest, NULL) != 1)
        h->status = MIG_EMEMORY;
    EVP_MD_CTX_free(h->context);
    h->context = NULL;
    if (h->status != MIG_OK)
        return error_memory(err);
    write_hex(digest, hex);
    return MIG_OK;
}
