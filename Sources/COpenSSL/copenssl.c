// OpenSSL's functions under their own names; the library is loaded when the first of them is called. Linked in the
// ordinary way, its 21,000 relocations are a quarter of the start of every command, and an event that is reported, or the
// queue that is looked at, needs none of it (docs/decisions.md). The compiler holds each line against OpenSSL's own
// declaration; a function that is missing here is an error of the linker.
#define _GNU_SOURCE
#include "COpenSSL.h"
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

// The names carry the version of the interface that we were compiled against.
#define TEXT_OF(number) #number
#define VERSIONED(name, version) name TEXT_OF(version)
#define LIBCRYPTO VERSIONED("libcrypto.so.", OPENSSL_SHLIB_VERSION)
#define LIBSSL VERSIONED("libssl.so.", OPENSSL_SHLIB_VERSION)

// Both at once: an upgrade of the system between two calls must not mix two versions.
bool copenssl_is_installed(void) {
  return dlopen(LIBSSL, RTLD_NOW | RTLD_LOCAL) && dlopen(LIBCRYPTO, RTLD_NOW | RTLD_LOCAL);
}

// Where a library is missing, the program ends as the system's own loader would end it: with these words and 127.
static void *look_up(const char *file, const char *name) {
  void *found = copenssl_is_installed() ? dlsym(dlopen(file, RTLD_NOW | RTLD_LOCAL), name) : NULL;
  if (found) return found;
  fprintf(stderr, "%s: %s\n", program_invocation_short_name, dlerror());
  exit(127);
}

// Not seen from outside: libraries that use OpenSSL themselves have to find the real one.
#define FORWARD(file, result, name, parameters, arguments)                        \
  __attribute__((visibility("hidden"))) result name parameters {                  \
    static __typeof__(&(name)) function;                                          \
    __typeof__(&(name)) known = __atomic_load_n(&function, __ATOMIC_ACQUIRE);     \
    if (!known) {                                                                 \
      known = (__typeof__(&(name)))look_up(file, #name);                          \
      __atomic_store_n(&function, known, __ATOMIC_RELEASE);                       \
    }                                                                             \
    return known arguments;                                                       \
  }
#define CRYPTO(...) FORWARD(LIBCRYPTO, __VA_ARGS__)
#define TLS(...) FORWARD(LIBSSL, __VA_ARGS__)

// The declaration is variadic: a number of bits, or the name of a curve.
static __typeof__(&(EVP_PKEY_Q_keygen)) key_maker(void) {
  return (__typeof__(&(EVP_PKEY_Q_keygen)))look_up(LIBCRYPTO, "EVP_PKEY_Q_keygen");
}
EVP_PKEY *copenssl_rsa(size_t bits) { return key_maker()(NULL, NULL, "RSA", bits); }
EVP_PKEY *copenssl_ec(const char *curve) { return key_maker()(NULL, NULL, "EC", curve); }

CRYPTO(ASN1_OCTET_STRING *, a2i_IPADDRESS, (const char *ipasc), (ipasc))
CRYPTO(BIGNUM *, ASN1_INTEGER_to_BN, (const ASN1_INTEGER *ai, BIGNUM *bn), (ai, bn))
CRYPTO(void, ASN1_OCTET_STRING_free, (ASN1_OCTET_STRING *a), (a))
CRYPTO(int, ASN1_TIME_to_tm, (const ASN1_TIME *s, struct tm *tm), (s, tm))
CRYPTO(long, BIO_ctrl, (BIO *bp, int cmd, long larg, void *parg), (bp, cmd, larg, parg))
CRYPTO(int, BIO_free, (BIO *a), (a))
CRYPTO(void, BIO_free_all, (BIO *a), (a))
CRYPTO(BIO *, BIO_new, (const BIO_METHOD *type), (type))
CRYPTO(BIO *, BIO_new_CMS, (BIO *out, CMS_ContentInfo *cms), (out, cms))
CRYPTO(BIO *, BIO_pop, (BIO *b), (b))
CRYPTO(const BIO_METHOD *, BIO_s_mem, (void), ())
CRYPTO(int, BIO_write_ex, (BIO *b, const void *data, size_t dlen, size_t *written), (b, data, dlen, written))
CRYPTO(BIGNUM *, BN_bin2bn, (const unsigned char *s, int len, BIGNUM *ret), (s, len, ret))
CRYPTO(char *, BN_bn2hex, (const BIGNUM *a), (a))
CRYPTO(void, BN_free, (BIGNUM *a), (a))
CRYPTO(ASN1_INTEGER *, BN_to_ASN1_INTEGER, (const BIGNUM *bn, ASN1_INTEGER *ai), (bn, ai))
CRYPTO(void, CMS_ContentInfo_free, (CMS_ContentInfo *a), (a))
CRYPTO(int, CMS_decrypt, (CMS_ContentInfo *cms, EVP_PKEY *pkey, X509 *cert, BIO *dcont, BIO *out, unsigned int flags),
       (cms, pkey, cert, dcont, out, flags))
CRYPTO(int, CMS_decrypt_set1_pkey, (CMS_ContentInfo *cms, EVP_PKEY *pk, X509 *cert), (cms, pk, cert))
CRYPTO(CMS_ContentInfo *, CMS_encrypt, (STACK_OF(X509) *certs, BIO *in, const EVP_CIPHER *cipher, unsigned int flags),
       (certs, in, cipher, flags))
CRYPTO(STACK_OF(X509) *, CMS_get0_signers, (CMS_ContentInfo *cms), (cms))
CRYPTO(const ASN1_OBJECT *, CMS_get0_type, (const CMS_ContentInfo *cms), (cms))
CRYPTO(STACK_OF(X509) *, CMS_get1_certs, (CMS_ContentInfo *cms), (cms))
CRYPTO(CMS_ContentInfo *, CMS_sign, (X509 *signcert, EVP_PKEY *pkey, STACK_OF(X509) *certs, BIO *data, unsigned int
       flags), (signcert, pkey, certs, data, flags))
CRYPTO(int, CMS_verify, (CMS_ContentInfo *cms, STACK_OF(X509) *certs, X509_STORE *store, BIO *dcont, BIO *out,
       unsigned int flags), (cms, certs, store, dcont, out, flags))
CRYPTO(void, CRYPTO_clear_free, (void *ptr, size_t num, const char *file, int line), (ptr, num, file, line))
CRYPTO(void, CRYPTO_free, (void *ptr, const char *file, int line), (ptr, file, line))
CRYPTO(CMS_ContentInfo *, d2i_CMS_bio, (BIO *bp, CMS_ContentInfo **cms), (bp, cms))
CRYPTO(X509 *, d2i_X509_bio, (BIO *bp, X509 **x509), (bp, x509))
CRYPTO(void, ERR_clear_error, (void), ())
CRYPTO(unsigned long, ERR_peek_last_error, (void), ())
CRYPTO(const char *, ERR_reason_error_string, (unsigned long e), (e))
CRYPTO(const EVP_CIPHER *, EVP_aes_256_cbc, (void), ())
CRYPTO(const EVP_CIPHER *, EVP_aes_256_gcm, (void), ())
CRYPTO(int, EVP_CIPHER_CTX_ctrl, (EVP_CIPHER_CTX *ctx, int type, int arg, void *ptr), (ctx, type, arg, ptr))
CRYPTO(void, EVP_CIPHER_CTX_free, (EVP_CIPHER_CTX *c), (c))
CRYPTO(EVP_CIPHER_CTX *, EVP_CIPHER_CTX_new, (void), ())
CRYPTO(int, EVP_DecryptFinal_ex, (EVP_CIPHER_CTX *ctx, unsigned char *outm, int *outl), (ctx, outm, outl))
CRYPTO(int, EVP_DecryptInit_ex, (EVP_CIPHER_CTX *ctx, const EVP_CIPHER *cipher, ENGINE *impl, const unsigned char
       *key, const unsigned char *iv), (ctx, cipher, impl, key, iv))
CRYPTO(int, EVP_DecryptUpdate, (EVP_CIPHER_CTX *ctx, unsigned char *out, int *outl, const unsigned char *in, int inl),
       (ctx, out, outl, in, inl))
CRYPTO(int, EVP_DigestFinal_ex, (EVP_MD_CTX *ctx, unsigned char *md, unsigned int *s), (ctx, md, s))
CRYPTO(int, EVP_DigestInit_ex, (EVP_MD_CTX *ctx, const EVP_MD *type, ENGINE *impl), (ctx, type, impl))
CRYPTO(int, EVP_DigestUpdate, (EVP_MD_CTX *ctx, const void *d, size_t cnt), (ctx, d, cnt))
CRYPTO(int, EVP_EncodeBlock, (unsigned char *t, const unsigned char *f, int n), (t, f, n))
CRYPTO(int, EVP_EncryptFinal_ex, (EVP_CIPHER_CTX *ctx, unsigned char *out, int *outl), (ctx, out, outl))
CRYPTO(int, EVP_EncryptInit_ex, (EVP_CIPHER_CTX *ctx, const EVP_CIPHER *cipher, ENGINE *impl, const unsigned char
       *key, const unsigned char *iv), (ctx, cipher, impl, key, iv))
CRYPTO(int, EVP_EncryptUpdate, (EVP_CIPHER_CTX *ctx, unsigned char *out, int *outl, const unsigned char *in, int inl),
       (ctx, out, outl, in, inl))
CRYPTO(const EVP_MD *, EVP_md5, (void), ())
CRYPTO(void, EVP_MD_CTX_free, (EVP_MD_CTX *ctx), (ctx))
CRYPTO(EVP_MD_CTX *, EVP_MD_CTX_new, (void), ())
CRYPTO(void, EVP_PKEY_free, (EVP_PKEY *pkey), (pkey))
CRYPTO(const char *, EVP_PKEY_get0_type_name, (const EVP_PKEY *key), (key))
CRYPTO(int, EVP_PKEY_get_base_id, (const EVP_PKEY *pkey), (pkey))
CRYPTO(int, EVP_PKEY_get_bits, (const EVP_PKEY *pkey), (pkey))
CRYPTO(const EVP_MD *, EVP_sha1, (void), ())
CRYPTO(const EVP_MD *, EVP_sha256, (void), ())
CRYPTO(unsigned char *, HMAC, (const EVP_MD *evp_md, const void *key, int key_len, const unsigned char *data, size_t
       data_len, unsigned char *md, unsigned int *md_len), (evp_md, key, key_len, data, data_len, md, md_len))
CRYPTO(int, i2d_X509_bio, (BIO *bp, const X509 *x509), (bp, x509))
CRYPTO(const char *, OBJ_nid2sn, (int n), (n))
CRYPTO(int, OBJ_obj2nid, (const ASN1_OBJECT *o), (o))
CRYPTO(void, OPENSSL_cleanse, (void *ptr, size_t len), (ptr, len))
CRYPTO(void, OPENSSL_sk_free, (OPENSSL_STACK *one), (one))
CRYPTO(OPENSSL_STACK *, OPENSSL_sk_new_null, (void), ())
CRYPTO(int, OPENSSL_sk_num, (const OPENSSL_STACK *one), (one))
CRYPTO(void, OPENSSL_sk_pop_free, (OPENSSL_STACK *st, void (*func)(void *)), (st, func))
CRYPTO(int, OPENSSL_sk_push, (OPENSSL_STACK *st, const void *data), (st, data))
CRYPTO(void *, OPENSSL_sk_value, (const OPENSSL_STACK *one, int two), (one, two))
CRYPTO(const char *, OpenSSL_version, (int type), (type))
CRYPTO(int, PEM_read_bio, (BIO *bp, char **name, char **header, unsigned char **data, long *len), (bp, name, header,
       data, len))
CRYPTO(CMS_ContentInfo *, PEM_read_bio_CMS, (BIO *out, CMS_ContentInfo **x, pem_password_cb *cb, void *u), (out, x,
       cb, u))
CRYPTO(EVP_PKEY *, PEM_read_bio_PrivateKey, (BIO *out, EVP_PKEY **x, pem_password_cb *cb, void *u), (out, x, cb, u))
CRYPTO(X509 *, PEM_read_bio_X509, (BIO *out, X509 **x, pem_password_cb *cb, void *u), (out, x, cb, u))
CRYPTO(int, PEM_write_bio_CMS_stream, (BIO *out, CMS_ContentInfo *cms, BIO *in, int flags), (out, cms, in, flags))
CRYPTO(int, PEM_write_bio_PKCS8PrivateKey, (BIO *one, const EVP_PKEY *two, const EVP_CIPHER *three, const char *kstr,
       int klen, pem_password_cb *cb, void *u), (one, two, three, kstr, klen, cb, u))
CRYPTO(int, PEM_write_bio_X509, (BIO *out, const X509 *x), (out, x))
CRYPTO(int, PKCS5_PBKDF2_HMAC, (const char *pass, int passlen, const unsigned char *salt, int saltlen, int iter, const
       EVP_MD *digest, int keylen, unsigned char *out), (pass, passlen, salt, saltlen, iter, digest, keylen, out))
CRYPTO(int, RAND_bytes, (unsigned char *buf, int num), (buf, num))
CRYPTO(CMS_ContentInfo *, SMIME_read_CMS, (BIO *bio, BIO **bcont), (bio, bcont))
CRYPTO(int, X509_add_ext, (X509 *x, X509_EXTENSION *ex, int loc), (x, ex, loc))
CRYPTO(int, X509_check_ca, (X509 *x), (x))
CRYPTO(int, X509_check_host, (X509 *x, const char *chk, size_t chklen, unsigned int flags, char **peername), (x, chk,
       chklen, flags, peername))
CRYPTO(int, X509_check_ip_asc, (X509 *x, const char *ipasc, unsigned int flags), (x, ipasc, flags))
CRYPTO(int, X509_check_issued, (X509 *issuer, X509 *subject), (issuer, subject))
CRYPTO(int, X509_check_private_key, (const X509 *x509, const EVP_PKEY *pkey), (x509, pkey))
CRYPTO(int, X509_check_purpose, (X509 *x, int id, int ca), (x, id, ca))
CRYPTO(int, X509_cmp, (const X509 *a, const X509 *b), (a, b))
CRYPTO(void, X509_EXTENSION_free, (X509_EXTENSION *a), (a))
CRYPTO(void, X509_free, (X509 *a), (a))
CRYPTO(const ASN1_TIME *, X509_get0_notAfter, (const X509 *x), (x))
CRYPTO(const ASN1_TIME *, X509_get0_notBefore, (const X509 *x), (x))
CRYPTO(EVP_PKEY *, X509_get0_pubkey, (const X509 *x), (x))
CRYPTO(const ASN1_INTEGER *, X509_get0_serialNumber, (const X509 *x), (x))
CRYPTO(X509_EXTENSION *, X509_get_ext, (const X509 *x, int loc), (x, loc))
CRYPTO(int, X509_get_ext_by_NID, (const X509 *x, int nid, int lastpos), (x, nid, lastpos))
CRYPTO(X509_NAME *, X509_get_issuer_name, (const X509 *a), (a))
CRYPTO(ASN1_INTEGER *, X509_get_serialNumber, (X509 *x), (x))
CRYPTO(int, X509_get_signature_info, (X509 *x, int *mdnid, int *pknid, int *secbits, uint32_t *flags), (x, mdnid,
       pknid, secbits, flags))
CRYPTO(X509_NAME *, X509_get_subject_name, (const X509 *a), (a))
CRYPTO(ASN1_TIME *, X509_getm_notAfter, (const X509 *x), (x))
CRYPTO(ASN1_TIME *, X509_getm_notBefore, (const X509 *x), (x))
CRYPTO(ASN1_TIME *, X509_gmtime_adj, (ASN1_TIME *s, long adj), (s, adj))
CRYPTO(int, X509_NAME_add_entry_by_txt, (X509_NAME *name, const char *field, int type, const unsigned char *bytes, int
       len, int loc, int set), (name, field, type, bytes, len, loc, set))
CRYPTO(int, X509_NAME_print_ex, (BIO *out, const X509_NAME *nm, int indent, unsigned long flags), (out, nm, indent,
       flags))
CRYPTO(X509 *, X509_new, (void), ())
CRYPTO(int, X509_set_issuer_name, (X509 *x, const X509_NAME *name), (x, name))
CRYPTO(int, X509_set_pubkey, (X509 *x, EVP_PKEY *pkey), (x, pkey))
CRYPTO(int, X509_set_version, (X509 *x, long version), (x, version))
CRYPTO(int, X509_sign, (X509 *x, EVP_PKEY *pkey, const EVP_MD *md), (x, pkey, md))
CRYPTO(int, X509_STORE_add_cert, (X509_STORE *ctx, X509 *x), (ctx, x))
CRYPTO(void, X509_STORE_CTX_free, (X509_STORE_CTX *ctx), (ctx))
CRYPTO(int, X509_STORE_CTX_get_error, (const X509_STORE_CTX *ctx), (ctx))
CRYPTO(int, X509_STORE_CTX_init, (X509_STORE_CTX *ctx, X509_STORE *trust_store, X509 *target, STACK_OF(X509)
       *untrusted), (ctx, trust_store, target, untrusted))
CRYPTO(X509_STORE_CTX *, X509_STORE_CTX_new, (void), ())
CRYPTO(int, X509_STORE_CTX_set_purpose, (X509_STORE_CTX *ctx, int purpose), (ctx, purpose))
CRYPTO(void, X509_STORE_CTX_set_time, (X509_STORE_CTX *ctx, unsigned long flags, time_t t), (ctx, flags, t))
CRYPTO(void, X509_STORE_free, (X509_STORE *v), (v))
CRYPTO(X509_VERIFY_PARAM *, X509_STORE_get0_param, (const X509_STORE *ctx), (ctx))
CRYPTO(X509_STORE *, X509_STORE_new, (void), ())
CRYPTO(int, X509_STORE_set_flags, (X509_STORE *ctx, unsigned long flags), (ctx, flags))
CRYPTO(int, X509_up_ref, (X509 *x), (x))
CRYPTO(int, X509_verify, (X509 *a, EVP_PKEY *r), (a, r))
CRYPTO(int, X509_verify_cert, (X509_STORE_CTX *ctx), (ctx))
CRYPTO(const char *, X509_verify_cert_error_string, (long n), (n))
CRYPTO(void, X509_VERIFY_PARAM_set_time, (X509_VERIFY_PARAM *param, time_t t), (param, t))
CRYPTO(X509_EXTENSION *, X509V3_EXT_conf_nid, (LHASH_OF(CONF_VALUE) *conf, X509V3_CTX *ctx, int ext_nid, const char
       *value), (conf, ctx, ext_nid, value))
CRYPTO(int, X509V3_EXT_print, (BIO *out, X509_EXTENSION *ext, unsigned long flag, int indent), (out, ext, flag, indent))
CRYPTO(void, X509V3_set_ctx, (X509V3_CTX *ctx, X509 *issuer, X509 *subject, X509_REQ *req, X509_CRL *crl, int flags),
       (ctx, issuer, subject, req, crl, flags))

TLS(const char *, SSL_CIPHER_get_name, (const SSL_CIPHER *c), (c))
TLS(long, SSL_ctrl, (SSL *ssl, int cmd, long larg, void *parg), (ssl, cmd, larg, parg))
TLS(int, SSL_CTX_check_private_key, (const SSL_CTX *ctx), (ctx))
TLS(long, SSL_CTX_ctrl, (SSL_CTX *ctx, int cmd, long larg, void *parg), (ctx, cmd, larg, parg))
TLS(void, SSL_CTX_free, (SSL_CTX *one), (one))
TLS(X509_STORE *, SSL_CTX_get_cert_store, (const SSL_CTX *one), (one))
TLS(SSL_CTX *, SSL_CTX_new, (const SSL_METHOD *meth), (meth))
TLS(int, SSL_CTX_set_default_verify_paths, (SSL_CTX *ctx), (ctx))
TLS(int, SSL_CTX_set_num_tickets, (SSL_CTX *ctx, size_t num_tickets), (ctx, num_tickets))
TLS(uint64_t, SSL_CTX_set_options, (SSL_CTX *ctx, uint64_t op), (ctx, op))
TLS(void, SSL_CTX_set_verify, (SSL_CTX *ctx, int mode, SSL_verify_cb callback), (ctx, mode, callback))
TLS(int, SSL_CTX_use_certificate, (SSL_CTX *ctx, X509 *x), (ctx, x))
TLS(int, SSL_CTX_use_PrivateKey, (SSL_CTX *ctx, EVP_PKEY *pkey), (ctx, pkey))
TLS(int, SSL_do_handshake, (SSL *s), (s))
TLS(void, SSL_free, (SSL *ssl), (ssl))
TLS(X509 *, SSL_get1_peer_certificate, (const SSL *s), (s))
TLS(const SSL_CIPHER *, SSL_get_current_cipher, (const SSL *s), (s))
TLS(int, SSL_get_error, (const SSL *s, int ret_code), (s, ret_code))
TLS(STACK_OF(X509) *, SSL_get_peer_cert_chain, (const SSL *s), (s))
TLS(long, SSL_get_verify_result, (const SSL *ssl), (ssl))
TLS(const char *, SSL_get_version, (const SSL *s), (s))
TLS(int, SSL_is_init_finished, (const SSL *s), (s))
TLS(SSL *, SSL_new, (SSL_CTX *ctx), (ctx))
TLS(int, SSL_read_ex, (SSL *ssl, void *buf, size_t num, size_t *readbytes), (ssl, buf, num, readbytes))
TLS(void, SSL_set_accept_state, (SSL *s), (s))
TLS(void, SSL_set_bio, (SSL *s, BIO *rbio, BIO *wbio), (s, rbio, wbio))
TLS(void, SSL_set_connect_state, (SSL *s), (s))
TLS(int, SSL_set_fd, (SSL *s, int fd), (s, fd))
TLS(int, SSL_shutdown, (SSL *s), (s))
TLS(int, SSL_write_ex, (SSL *s, const void *buf, size_t num, size_t *written), (s, buf, num, written))
TLS(const SSL_METHOD *, TLS_client_method, (void), ())
TLS(const SSL_METHOD *, TLS_server_method, (void), ())
