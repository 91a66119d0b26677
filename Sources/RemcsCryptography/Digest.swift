internal import COpenSSL

/// A hash over bytes that arrive piece by piece.
public struct Digest: ~Copyable {
  /// Which hash. MD5 and SHA-1 only print the thumbprints that the manual shows; nothing relies on them.
  public enum Algorithm: Sendable {
    /// SHA-256, what every sum of ours uses.
    case sha256
    /// SHA-1, thumbprints only.
    case sha1
    /// MD5, thumbprints only.
    case md5
  }

  private let context: OpaquePointer?

  /// An empty hash.
  public init(_ algorithm: Algorithm = .sha256) {
    let context = EVP_MD_CTX_new()
    switch algorithm {
    case .sha256: EVP_DigestInit_ex(context, EVP_sha256(), nil)
    case .sha1: EVP_DigestInit_ex(context, EVP_sha1(), nil)
    case .md5: EVP_DigestInit_ex(context, EVP_md5(), nil)
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Takes in more bytes.
  public mutating func update(_ bytes: some ContiguousBytesCollection) {
    bytes.withContiguousBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
  }

  /// The sum in lower-case hexadecimal.
  public consuming func hexadecimal() -> String {
    var sum = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    EVP_DigestFinal_ex(context, &sum, &count)
    return Digest.hexadecimal(sum.prefix(Int(count)))
  }

  /// The SHA-256 of some bytes in lower-case hexadecimal.
  public static func sha256(_ bytes: some ContiguousBytesCollection) -> String {
    var digest = Digest()
    digest.update(bytes)
    return digest.hexadecimal()
  }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Bytes that lie in one piece.
public protocol ContiguousBytesCollection {
  /// Lends the bytes.
  func withContiguousBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
}

extension Array: ContiguousBytesCollection where Element == UInt8 {
  /// Lends the bytes.
  public func withContiguousBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withUnsafeBytes(body)
  }
}

extension ArraySlice: ContiguousBytesCollection where Element == UInt8 {
  /// Lends the bytes.
  public func withContiguousBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withUnsafeBytes(body)
  }
}
