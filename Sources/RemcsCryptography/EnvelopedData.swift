internal import COpenSSL

/// Content that only its recipients can read: CMS `EnvelopedData`, AES-256-CBC with RSA PKCS#1 v1.5 key transport, the
/// one combination that every mail reader opens.
public enum EnvelopedData {
  /// How much content goes to OpenSSL at once. Always the same, so that the size of a message depends on the length of
  /// its content alone.
  static let block = 16_384

  /// Encrypts content that arrives piece by piece, in memory that does not grow with it. The message is BER with
  /// indefinite lengths, as CMS allows.
  public final class Encryptor {
    private let message: OpaquePointer
    private let chain: OpaquePointer
    private let output: OpaquePointer
    private var kept: [UInt8] = []

    /// A message to some recipients with a new random key.
    ///
    /// - Parameter recipients: certificates with RSA keys.
    /// - Throws: `CryptographyError.encryption` if a certificate cannot be encrypted for; `memory`.
    public init(for recipients: [Certificate]) throws(CryptographyError) {
      guard !recipients.isEmpty, recipients.allSatisfy(\.hasKeyForTransport) else {
        throw CryptographyError(.encryption, reason: "no key to encrypt for")
      }
      let stack = copenssl_stack()
      defer { copenssl_stack_free(stack) }
      for recipient in recipients { _ = copenssl_stack_push(stack, recipient.raw) }
      let flags = UInt32(CMS_BINARY | CMS_STREAM)
      guard let message = CMS_encrypt(stack, nil, EVP_aes_256_cbc(), flags) else {
        throw CryptographyError.last(.encryption)
      }
      guard let output = BIO_new(BIO_s_mem()) else {
        CMS_ContentInfo_free(message)
        throw CryptographyError.last(.memory)
      }
      guard let chain = BIO_new_CMS(output, message) else {
        BIO_free(output)
        CMS_ContentInfo_free(message)
        throw CryptographyError.last(.encryption)
      }
      self.message = message
      self.output = output
      self.chain = chain
      kept.reserveCapacity(2 * EnvelopedData.block)
    }

    deinit {
      // The links that BIO_new_CMS put before ours go one by one, and need the message until then.
      var link: OpaquePointer? = chain
      while let one = link {
        link = BIO_pop(one)
        BIO_free(one)
      }
      CMS_ContentInfo_free(message)
    }

    /// Takes in content.
    ///
    /// - Parameter content: the next bytes.
    /// - Returns: the bytes of the message that are ready.
    /// - Throws: `CryptographyError`.
    public func encrypt(_ content: [UInt8]) throws(CryptographyError) -> [UInt8] {
      kept += content
      let full = kept.count / EnvelopedData.block * EnvelopedData.block
      guard full > 0 else { return [] }
      for start in stride(from: 0, to: full, by: EnvelopedData.block) {
        try write(kept[start..<start + EnvelopedData.block])
      }
      kept.removeFirst(full)
      return take()
    }

    /// Ends the message.
    ///
    /// - Returns: its last bytes.
    /// - Throws: `CryptographyError`.
    public func finish() throws(CryptographyError) -> [UInt8] {
      if !kept.isEmpty { try write(kept[...]) }
      kept = []
      guard copenssl_flush(chain) == 1 else { throw CryptographyError.last(.encryption) }
      return take()
    }

    private func write(_ bytes: ArraySlice<UInt8>) throws(CryptographyError) {
      var written = 0
      let done = bytes.withUnsafeBytes { BIO_write_ex(chain, $0.baseAddress, $0.count, &written) == 1 }
      guard done, written == bytes.count else { throw CryptographyError.last(.encryption) }
    }

    private func take() -> [UInt8] {
      var data: UnsafeMutablePointer<CChar>?
      let count = copenssl_memory(output, &data)
      guard count > 0, let data else { return [] }
      let bytes = [UInt8](UnsafeRawBufferPointer(start: data, count: count))
      copenssl_memory_empty(output)
      return bytes
    }
  }

  /// Tells how long a message will be before it is made.
  public struct Sizer: Sendable {
    private let recipients: [Certificate]
    private let perBlock: Int

    /// - Parameter recipients: the same as the encryptor's.
    /// - Throws: what ``Encryptor`` throws.
    public init(for recipients: [Certificate]) throws(CryptographyError) {
      self.recipients = recipients
      perBlock =
        try Self.measure(3 * EnvelopedData.block, recipients) - Self.measure(2 * EnvelopedData.block, recipients)
    }

    /// The exact length in bytes of the message around so many bytes, at least one.
    /// - Parameter count: the length of the content.
    /// - Returns: the length of the message.
    /// - Throws: what ``Encryptor`` throws.
    public func size(of count: Int) throws(CryptographyError) -> Int {
      // Beyond the second block each further one adds the same.
      let further = max(0, count / EnvelopedData.block - 2)
      return try Self.measure(count - further * EnvelopedData.block, recipients) + further * perBlock
    }

    private static func measure(_ count: Int, _ recipients: [Certificate]) throws(CryptographyError) -> Int {
      let made = try Encryptor(for: recipients)
      let head = try made.encrypt([UInt8](repeating: 0, count: max(1, count))).count
      return try head + made.finish().count
    }
  }
}

extension Certificate {
  /// Whether its key is one that a message key can be encrypted with.
  var hasKeyForTransport: Bool {
    guard let key = X509_get0_pubkey(raw) else {
      ERR_clear_error()
      return false
    }
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA
  }
}
