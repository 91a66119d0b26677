internal import COpenSSL

/// OpenSSL's growing buffer, freed with its owner.
struct MemoryBIO: ~Copyable {
  let raw: OpaquePointer

  /// An empty buffer.
  init() throws(CryptographyError) {
    guard let raw = BIO_new(BIO_s_mem()) else { throw CryptographyError.last(.memory) }
    self.raw = raw
  }

  /// A buffer that holds a copy of some bytes and ends after them.
  init(_ bytes: some ContiguousBytesCollection) throws(CryptographyError) {
    // The handle is stored last: a noncopyable value cannot be left half made.
    guard let raw = BIO_new(BIO_s_mem()) else { throw CryptographyError.last(.memory) }
    copenssl_memory_ends(raw)
    let fits = bytes.withContiguousBytes { Self.append($0, to: raw) }
    guard fits else {
      BIO_free_all(raw)
      throw CryptographyError.last(.memory)
    }
    self.raw = raw
  }

  deinit { BIO_free_all(raw) }

  /// Adds bytes at the end; false if memory ran out.
  func append(_ bytes: some ContiguousBytesCollection) -> Bool {
    bytes.withContiguousBytes { Self.append($0, to: raw) }
  }

  private static func append(_ piece: UnsafeRawBufferPointer, to raw: OpaquePointer) -> Bool {
    guard let start = piece.baseAddress, !piece.isEmpty else { return true }
    var written = 0
    return BIO_write_ex(raw, start, piece.count, &written) == 1 && written == piece.count
  }

  /// How many bytes wait.
  var count: Int {
    var data: UnsafeMutablePointer<CChar>?
    return copenssl_memory(raw, &data)
  }

  /// All bytes that wait; the buffer is empty afterwards.
  func take() -> [UInt8] {
    var data: UnsafeMutablePointer<CChar>?
    let count = copenssl_memory(raw, &data)
    guard count > 0, let data else { return [] }
    let bytes = [UInt8](UnsafeRawBufferPointer(start: data, count: count))
    copenssl_memory_empty(raw)
    return bytes
  }

  /// The waiting bytes as text.
  func text() -> String { String(decoding: take(), as: UTF8.self) }
}
