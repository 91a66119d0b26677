internal import RemcsCryptography

/// What hides the password in an exported file and opens it again. It never shows itself, whatever prints it.
public struct Passphrase: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let bytes: [UInt8]

  /// A passphrase as typed, or as the first line of a file.
  /// - Throws: RMG_0036 if it is empty, RMG_0015 if there are control characters in it.
  public init(_ text: String) throws(ServiceError) {
    guard !text.isEmpty else { throw ServiceError(.rmg0036) }
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw ServiceError(.rmg0015)
    }
    bytes = Array(text.utf8)
  }

  /// Asterisks.
  public var description: String { Field.mask }
  /// Asterisks.
  public var debugDescription: String { Field.mask }
  /// Nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }

  // MARK: A password in a file

  /// How the value of `password` begins when it is encrypted.
  static let mark = "encrypted:"
  private static let purpose = "remcs definition file: password"
  // So long are all, so that the text does not tell how long the password is.
  private static let paddedSize = 64

  /// The value of `password` in a file.
  func sealed(_ password: String) throws(CryptographyError) -> String {
    var content = Array(password.utf8)
    content += [UInt8](repeating: 0, count: max(Self.paddedSize - content.count, 0))
    return Self.mark + (try PassphraseEncryption(sealing: content, passphrase: bytes, purpose: Self.purpose)).text
  }

  /// The password of a value in a file.
  func opened(_ value: String) -> Result<String, Unreadable> {
    guard let sealed = try? PassphraseEncryption(text: String(value.dropFirst(Self.mark.count))) else {
      return .failure(.damaged)
    }
    guard let content = try? sealed.open(passphrase: bytes, purpose: Self.purpose) else { return .failure(.wrong) }
    return .success(String(decoding: content.prefix { $0 != 0 }, as: UTF8.self))
  }

  /// Why a password cannot be read.
  enum Unreadable: Error {
    /// No text of ours.
    case damaged
    /// The passphrase does not fit, or the text was changed.
    case wrong
  }
}

extension Field {
  /// What stands in place of a secret, however long it is.
  public static let mask = "********"

  /// A value as it may be shown: a secret as asterisks.
  public func shown(_ value: String) -> String { isSecret && !value.isEmpty ? Self.mask : value }
}
