internal import COpenSSL

/// One TLS session without a socket: the owner carries the encrypted bytes both ways, and so keeps time limits and
/// cancellation in its own hands (and SIGPIPE away, which OpenSSL's sockets would raise).
public final class TLSSession {
  /// What came of a step.
  public enum Outcome: Equatable {
    /// Done, with so many bytes.
    case done(Int)
    /// More encrypted bytes of the other side are needed.
    case needsInput
    /// The other side ended the session properly.
    case closed
    /// The session is broken.
    case failed(CryptographyError)
  }

  private let raw: OpaquePointer
  private let input: OpaquePointer
  private let output: OpaquePointer

  /// A session that has not begun.
  ///
  /// - Parameters:
  ///   - context: the client's or the server's side.
  ///   - host: for a client, the name of the server; it is told to the server unless it is an address.
  /// - Throws: `CryptographyError.memory`.
  public init(_ context: TLSContext, host: String? = nil) throws(CryptographyError) {
    guard let raw = SSL_new(context.raw), let input = BIO_new(BIO_s_mem()), let output = BIO_new(BIO_s_mem()) else {
      throw CryptographyError.last(.memory)
    }
    SSL_set_bio(raw, input, output)
    if context.isServer {
      SSL_set_accept_state(raw)
    } else {
      SSL_set_connect_state(raw)
      if let host, !host.isEmpty, !Self.isAddress(host) { _ = copenssl_server_name(raw, host) }
    }
    self.raw = raw
    self.input = input
    self.output = output
  }

  deinit { SSL_free(raw) }

  /// Hands in encrypted bytes that came from the other side.
  public func receive(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
    var written = 0
    _ = BIO_write_ex(input, start, bytes.count, &written)
  }

  /// The encrypted bytes that are to go to the other side now.
  public func takeOutput() -> [UInt8] {
    var data: UnsafeMutablePointer<CChar>?
    let count = copenssl_memory(output, &data)
    guard count > 0, let data else { return [] }
    let bytes = [UInt8](UnsafeRawBufferPointer(start: data, count: count))
    copenssl_memory_empty(output)
    return bytes
  }

  /// Goes on with the handshake; `done(0)` when both sides have agreed.
  public func handshake() -> Outcome {
    ERR_clear_error()
    return outcome(SSL_do_handshake(raw), 0)
  }

  /// Reads what the other side said.
  public func read(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
    ERR_clear_error()
    var count = 0
    return outcome(SSL_read_ex(raw, buffer.baseAddress, buffer.count, &count), count)
  }

  /// Encrypts; the result waits in ``takeOutput()``.
  public func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    guard !bytes.isEmpty else { return .done(0) }
    ERR_clear_error()
    var count = 0
    return outcome(SSL_write_ex(raw, bytes.baseAddress, bytes.count, &count), count)
  }

  /// Says that nothing more will come; the words wait in ``takeOutput()``.
  public func end() {
    ERR_clear_error()
    SSL_shutdown(raw)
    ERR_clear_error()
  }

  private func outcome(_ result: Int32, _ count: Int) -> Outcome {
    if result > 0 { return .done(count) }
    switch SSL_get_error(raw, result) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .needsInput
    case SSL_ERROR_ZERO_RETURN: return .closed
    default: return .failed(CryptographyError.last(.session))
    }
  }

  // MARK: The other side

  /// The certificate that the other side showed, trusted or not; nil before the handshake.
  public var peerCertificate: Certificate? {
    SSL_get1_peer_certificate(raw).map { Certificate(adopting: $0) }
  }

  /// The certificates that the other side showed, its own first; empty before the handshake.
  public var peerChain: [Certificate] {
    guard let chain = SSL_get_peer_cert_chain(raw) else { return [] }
    return (0..<copenssl_stack_count(chain)).compactMap { index in
      copenssl_stack_value(chain, index).map { Certificate(sharing: $0) }
    }
  }

  /// Decides about the server's certificate: chain, dates, purpose, name.
  ///
  /// - Parameter host: the name or address that the administrator set.
  /// - Throws: `CryptographyError` with `untrusted`, `expired`, `notYetValid`, `wrongPurpose`, `wrongHost`,
  ///   `badSignature`.
  public func verifyPeer(host: String) throws(CryptographyError) {
    guard let certificate = peerCertificate else { throw CryptographyError(.untrusted, reason: "no certificate") }
    if let problem = Certificate.problem(SSL_get_verify_result(raw)) { throw problem }
    guard certificate.matches(host: host) else { throw CryptographyError(.wrongHost, reason: "hostname mismatch") }
  }

  /// Protocol and cipher, for example `TLSv1.3 TLS_AES_256_GCM_SHA384`.
  public var description: String {
    let version = SSL_get_version(raw).map { String(cString: $0) } ?? ""
    let cipher = SSL_CIPHER_get_name(SSL_get_current_cipher(raw)).map { String(cString: $0) } ?? ""
    return "\(version) \(cipher)"
  }

  private static func isAddress(_ host: String) -> Bool {
    let bare = String(host.prefix { $0 != "%" })
    guard let address = a2i_IPADDRESS(bare) else {
      ERR_clear_error()
      return false
    }
    ASN1_OCTET_STRING_free(address)
    return true
  }
}
