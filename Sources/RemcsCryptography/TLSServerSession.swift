internal import COpenSSL

extension TLSContext {
  /// A server's session over a connected socket, which does not block and which the caller closes.
  /// - Throws: `CryptographyError`.
  public func session(on socket: Int32) throws(CryptographyError) -> TLSServerSession {
    guard let session = SSL_new(raw) else { throw CryptographyError.last(.memory) }
    guard SSL_set_fd(session, socket) == 1 else {
      SSL_free(session)
      throw CryptographyError.last(.session)
    }
    SSL_set_accept_state(session)
    return TLSServerSession(adopting: session)
  }
}

/// One connection under TLS. Each call does what it can without waiting, and tells what to wait for.
///
/// Used by one thread at a time, which has SIGPIPE blocked or ignored.
public final class TLSServerSession {
  /// How far a call came.
  public enum Step: Sendable, Equatable {
    /// Done; so many bytes.
    case done(Int)
    /// Call again when the socket can be read.
    case wantsRead
    /// Call again when the socket can be written.
    case wantsWrite
    /// The other side has ended the connection.
    case closed
    /// It does not work, and why; harmless.
    case failed(String)
  }

  private let raw: OpaquePointer

  init(adopting raw: OpaquePointer) { self.raw = raw }

  deinit { SSL_free(raw) }

  /// Goes on with the handshake.
  public func handshake() -> Step {
    ERR_clear_error()
    let result = SSL_do_handshake(raw)
    return result == 1 ? .done(0) : step(result)
  }

  /// Reads at most as many bytes as `bytes` has.
  public func read(into bytes: inout [UInt8]) -> Step {
    ERR_clear_error()
    var count = 0
    let result = bytes.withUnsafeMutableBytes { SSL_read_ex(raw, $0.baseAddress, $0.count, &count) }
    return result == 1 ? .done(count) : step(result)
  }

  /// Writes some of the bytes, which must not be none.
  public func write(_ bytes: ArraySlice<UInt8>) -> Step {
    ERR_clear_error()
    var count = 0
    let result = bytes.withUnsafeBytes { SSL_write_ex(raw, $0.baseAddress, $0.count, &count) }
    return result == 1 ? .done(count) : step(result)
  }

  /// Tells the other side that nothing follows; does not wait for its answer.
  public func close() {
    ERR_clear_error()
    if SSL_is_init_finished(raw) == 1 { SSL_shutdown(raw) }
    ERR_clear_error()
  }

  private func step(_ result: Int32) -> Step {
    switch SSL_get_error(raw, result) {
    case SSL_ERROR_WANT_READ: return .wantsRead
    case SSL_ERROR_WANT_WRITE: return .wantsWrite
    case SSL_ERROR_ZERO_RETURN: return .closed
    case SSL_ERROR_SYSCALL:
      ERR_clear_error()
      return .closed
    default: return .failed(CryptographyError.last(.session).description)
    }
  }
}
