// What Swift cannot see of OpenSSL: function-like macros and the STACK_OF macros.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
// cms.h declares its PEM functions only after pem.h.
#include <openssl/pem.h>
#include <openssl/cms.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// Whether both libraries can be loaded; where one is missing, the program ends with the first call of anything below.
bool copenssl_is_installed(void);

// ---- Certificates, keys, CMS and TLS (RemcsCryptography) ----

// BIO_get_mem_data is a macro with a cast.
static inline long copenssl_memory(BIO *bio, char **data) { return BIO_get_mem_data(bio, data); }
static inline void copenssl_memory_empty(BIO *bio) { (void)BIO_reset(bio); }
// At its end a memory BIO says "try again", as a TLS session needs it; who reads a whole file needs "end of file".
static inline void copenssl_memory_ends(BIO *bio) { BIO_set_mem_eof_return(bio, 0); }
static inline int copenssl_flush(BIO *bio) { return (int)BIO_flush(bio); }

// The typed stack functions are macros.
static inline STACK_OF(X509) *copenssl_stack(void) { return sk_X509_new_null(); }
static inline int copenssl_stack_push(STACK_OF(X509) *stack, X509 *one) {
  return X509_up_ref(one) && sk_X509_push(stack, one);
}
static inline int copenssl_stack_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }
static inline X509 *copenssl_stack_value(const STACK_OF(X509) *stack, int index) {
  return sk_X509_value(stack, index);
}
static inline void copenssl_stack_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

// EVP_PKEY_Q_keygen is variadic.
EVP_PKEY *copenssl_rsa(size_t bits);
EVP_PKEY *copenssl_ec(const char *curve);

// SSL_CTX_ctrl and SSL_ctrl hide behind macros.
static inline int copenssl_minimum_tls12(SSL_CTX *context) {
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}
static inline int copenssl_server_name(SSL *session, const char *name) {
  return (int)SSL_set_tlsext_host_name(session, name);
}
static inline int copenssl_add_chain(SSL_CTX *context, X509 *one) { return (int)SSL_CTX_add1_chain_cert(context, one); }
static inline void copenssl_modes(SSL_CTX *context) {
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
}

// Base64 in lines of 76 characters that end in CRLF. A loop over short lines is C because a debug build of Swift would
// spend seconds on a mail of 20 MB. `size` is a multiple of 57 or the end of the text; `out` has room for
// 78 bytes a line and one more.
static inline size_t copenssl_base64_lines(const unsigned char *bytes, size_t size, unsigned char *out) {
  size_t written = 0;
  while (size > 0) {
    size_t line = size < 57 ? size : 57;
    written += (size_t)EVP_EncodeBlock(out + written, bytes, (int)line);
    out[written++] = '\r';
    out[written++] = '\n';
    bytes += line;
    size -= line;
  }
  return written;
}

// A macro over casts.
enum { COPENSSL_ONE_LINE = XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB };
// Without a callback OpenSSL would ask the terminal for the passphrase of an encrypted key.
static inline int copenssl_no_passphrase(char *buffer, int size, int writing, void *context) {
  (void)buffer, (void)size, (void)writing, (void)context;
  return -1;
}
static inline EVP_PKEY *copenssl_pem_key(BIO *bio) {
  return PEM_read_bio_PrivateKey(bio, NULL, copenssl_no_passphrase, NULL);
}
// ---- end of certificates, keys, CMS and TLS ----

// ---- The reference center: issuing certificates, the server's side of TLS (RemcsCryptography) ----

// X509V3_set_ctx_nodb is a macro; without it the extension parser may look into a configuration that is not there.
static inline X509_EXTENSION *copenssl_extension(X509 *issuer, X509 *subject, int kind, const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, subject, NULL, NULL, 0);
  X509V3_set_ctx_nodb(&context);
  return X509V3_EXT_conf_nid(NULL, &context, kind, value);
}

// The options are macros over macros.
static inline void copenssl_server_options(SSL_CTX *context) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
}
// ---- end of the reference center ----
