internal import COpenSSL

/// What several TLS sessions have in common: whom we believe, or who we are. TLS 1.2 or later only.
public final class TLSContext: @unchecked Sendable {
  // Unchecked: an SSL_CTX is not changed after init, and OpenSSL locks what it counts in it.
  let raw: OpaquePointer
  let isServer: Bool

  /// The client's side.
  ///
  /// The handshake itself accepts every certificate, so that a refused one can still be shown:
  /// ``TLSSession/verifyPeer(host:)`` decides, and nothing secret may be sent before it.
  /// - Parameters:
  ///   - trusted: authorities, or single server certificates, that are believed.
  ///   - systemStore: whether the authorities of the system are believed too.
  /// - Throws: `CryptographyError`.
  public init(trusting trusted: [Certificate], systemStore: Bool = true) throws(CryptographyError) {
    guard let raw = SSL_CTX_new(TLS_client_method()) else { throw CryptographyError.last(.memory) }
    self.raw = raw
    isServer = false
    _ = copenssl_minimum_tls12(raw)
    copenssl_modes(raw)
    SSL_CTX_set_verify(raw, SSL_VERIFY_NONE, nil)
    // A system without a store is no error: its list is empty then.
    if systemStore, SSL_CTX_set_default_verify_paths(raw) != 1 { ERR_clear_error() }
    if let store = SSL_CTX_get_cert_store(raw) { try TrustStore.fill(store, trusted) }
  }

  /// The server's side.
  ///
  /// - Parameters:
  ///   - certificate: who we are.
  ///   - chain: certificates between it and its authority.
  ///   - key: the private half.
  /// - Throws: `CryptographyError.malformed` if key and certificate do not fit.
  public init(
    certificate: Certificate, chain: [Certificate] = [], key: PrivateKey
  ) throws(CryptographyError) {
    guard let raw = SSL_CTX_new(TLS_server_method()) else { throw CryptographyError.last(.memory) }
    self.raw = raw
    isServer = true
    _ = copenssl_minimum_tls12(raw)
    copenssl_server_options(raw)
    copenssl_modes(raw)
    // Nobody resumes a session here, and a ticket is one more small packet to wait for.
    SSL_CTX_set_num_tickets(raw, 0)
    guard SSL_CTX_use_certificate(raw, certificate.raw) == 1, SSL_CTX_use_PrivateKey(raw, key.raw) == 1,
      SSL_CTX_check_private_key(raw) == 1
    else { throw CryptographyError.last(.malformed) }
    for one in chain { _ = copenssl_add_chain(raw, one.raw) }
  }

  deinit { SSL_CTX_free(raw) }
}
