internal import COpenSSL

/// A private key, RSA or elliptic.
public final class PrivateKey: @unchecked Sendable {
  // Unchecked: an EVP_PKEY is only read after it was made, which OpenSSL allows from many threads.
  let raw: OpaquePointer

  /// The kinds that can be made.
  public enum Kind: Sendable, Equatable {
    /// RSA with so many bits.
    case rsa(bits: Int)
    /// The NIST curve P-256.
    case p256
  }

  init(adopting raw: OpaquePointer) { self.raw = raw }

  /// A new random key.
  public init(_ kind: Kind) throws(CryptographyError) {
    let made: OpaquePointer? =
      switch kind {
      case .rsa(let bits): copenssl_rsa(bits)
      case .p256: copenssl_ec("P-256")
      }
    guard let made else { throw CryptographyError.last(.malformed) }
    raw = made
  }

  /// The key in a PEM text without passphrase.
  public init(pem: String) throws(CryptographyError) {
    let buffer = try MemoryBIO(Array(pem.utf8))
    guard let read = copenssl_pem_key(buffer.raw) else { throw CryptographyError.last(.malformed) }
    raw = read
  }

  deinit { EVP_PKEY_free(raw) }

  /// The key as PEM (PKCS #8), without passphrase: a secret.
  public func pem() throws(CryptographyError) -> String {
    let buffer = try MemoryBIO()
    guard PEM_write_bio_PKCS8PrivateKey(buffer.raw, raw, nil, nil, 0, nil, nil) == 1 else {
      throw CryptographyError.last(.malformed)
    }
    return buffer.text()
  }

  /// Whether a certificate carries the public half of this key.
  public func fits(_ certificate: Certificate) -> Bool {
    let fits = X509_check_private_key(certificate.raw, raw) == 1
    ERR_clear_error()
    return fits
  }
}
