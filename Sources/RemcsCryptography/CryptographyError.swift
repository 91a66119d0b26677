internal import COpenSSL

/// Why a cryptographic step failed.
public struct CryptographyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure that a caller may want to tell apart.
  public enum Code: String, Sendable, CaseIterable {
    /// The bytes are not what they should be: no PEM, no DER, no CMS, no base64.
    case malformed
    /// A certificate is not valid yet.
    case notYetValid
    /// A certificate has expired.
    case expired
    /// No trusted authority stands behind a certificate or signature.
    case untrusted
    /// A certificate is not meant for this use, or its key is too weak.
    case wrongPurpose
    /// A certificate belongs to another host.
    case wrongHost
    /// A signature does not fit what it signs.
    case badSignature
    /// Encryption failed, or the key that it needs does not fit.
    case encryption
    /// The other side of a TLS session does not speak TLS as it should.
    case session
    /// What was to be encrypted could not be read.
    case source
    /// Memory ran out.
    case memory
  }

  /// What kind of failure it is.
  public let code: Code
  /// OpenSSL's own reason, from its fixed English table: nothing in it came from outside. May be empty.
  public let reason: String

  /// A failure.
  public init(_ code: Code, reason: String = "") {
    self.code = code
    self.reason = reason
  }

  /// The code and the reason.
  public var description: String { reason.isEmpty ? code.rawValue : "\(code.rawValue): \(reason)" }

  /// A failure with the last reason that OpenSSL noted on this thread; the notes are cleared. A failed allocation
  /// wins over `code`.
  static func last(_ code: Code) -> CryptographyError {
    let number = ERR_peek_last_error()
    defer { ERR_clear_error() }
    // ERR_R_MALLOC_FAILURE is a macro over macros: 256 with the common and fatal bits.
    if number & 0x1FF == 256, number & 0x80000 != 0 { return CryptographyError(.memory) }
    guard number != 0, let reason = ERR_reason_error_string(number) else { return CryptographyError(code) }
    return CryptographyError(code, reason: String(cString: reason))
  }
}
