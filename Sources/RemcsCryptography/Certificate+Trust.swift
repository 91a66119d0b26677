internal import COpenSSL

extension Certificate {
  /// What a certificate is asked to do.
  public enum Purpose: Sendable {
    /// Receive encrypted mail.
    case mailEncryption
    /// Sign a center list.
    case signing
    /// Be a TLS server.
    case server
    /// Anything; only the chain and the dates count.
    case any

    var number: Int32 {
      switch self {
      case .mailEncryption: X509_PURPOSE_SMIME_ENCRYPT
      case .signing: X509_PURPOSE_SMIME_SIGN
      case .server: X509_PURPOSE_SSL_SERVER
      case .any: X509_PURPOSE_ANY
      }
    }
  }

  /// Makes sure that trusted certificates stand behind this one: signatures, dates and purpose of the whole chain.
  ///
  /// A certificate that is itself in `trusted` is good, whoever issued it.
  /// - Parameters:
  ///   - trusted: the authorities, or single certificates, that are believed.
  ///   - untrusted: certificates that may stand between.
  ///   - purpose: what it is to be used for.
  ///   - moment: the time that the dates must include, in seconds since 1970; now if nil.
  /// - Throws: `CryptographyError` with `untrusted`, `expired`, `notYetValid`, `wrongPurpose` or `badSignature`.
  public func verify(
    trusted: [Certificate], untrusted: [Certificate] = [], for purpose: Purpose = .any, at moment: Int? = nil
  ) throws(CryptographyError) {
    let store = try TrustStore(trusted)
    guard let context = X509_STORE_CTX_new() else { throw CryptographyError.last(.memory) }
    defer { X509_STORE_CTX_free(context) }
    let between = copenssl_stack()
    defer { copenssl_stack_free(between) }
    for one in untrusted { _ = copenssl_stack_push(between, one.raw) }
    guard X509_STORE_CTX_init(context, store.raw, raw, between) == 1 else { throw CryptographyError.last(.memory) }
    X509_STORE_CTX_set_purpose(context, purpose.number)
    if let moment { X509_STORE_CTX_set_time(context, 0, moment) }
    if X509_verify_cert(context) != 1 {
      throw Self.problem(Int(X509_STORE_CTX_get_error(context))) ?? CryptographyError.last(.untrusted)
    }
  }

  /// Whether the key of another certificate signed this one; says nothing about dates or trust.
  public func isIssued(by issuer: Certificate) -> Bool {
    defer { ERR_clear_error() }
    guard X509_check_issued(issuer.raw, raw) == X509_V_OK, let key = X509_get0_pubkey(issuer.raw) else { return false }
    return X509_verify(raw, key) == 1
  }

  /// What a result of OpenSSL's chain check means; nil if all is well.
  static func problem(_ result: Int) -> CryptographyError? {
    ERR_clear_error()
    let code: CryptographyError.Code
    switch Int32(truncatingIfNeeded: result) {
    case X509_V_OK: return nil
    case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD: code = .expired
    case X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD: code = .notYetValid
    case X509_V_ERR_INVALID_PURPOSE, X509_V_ERR_INVALID_CA, X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL,
      X509_V_ERR_CA_MD_TOO_WEAK:
      code = .wrongPurpose
    case X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE: code = .badSignature
    case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: code = .wrongHost
    case X509_V_ERR_OUT_OF_MEM: code = .memory
    default: code = .untrusted
    }
    let reason = X509_verify_cert_error_string(result).map { String(cString: $0) } ?? ""
    return CryptographyError(code, reason: reason)
  }
}

/// A set of certificates that are believed.
struct TrustStore: ~Copyable {
  let raw: OpaquePointer

  init(_ trusted: [Certificate]) throws(CryptographyError) {
    guard let raw = X509_STORE_new() else { throw CryptographyError.last(.memory) }
    do throws(CryptographyError) {
      try Self.fill(raw, trusted)
    } catch {
      X509_STORE_free(raw)
      throw error
    }
    self.raw = raw
  }

  deinit { X509_STORE_free(raw) }

  /// Adds certificates, and lets each of them end a chain even when it is not an authority's: an administrator may
  /// trust one server's own certificate and nothing else.
  static func fill(_ store: OpaquePointer, _ trusted: [Certificate]) throws(CryptographyError) {
    for one in trusted {
      guard X509_STORE_add_cert(store, one.raw) == 1 else { throw CryptographyError.last(.memory) }
    }
    X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
  }
}
