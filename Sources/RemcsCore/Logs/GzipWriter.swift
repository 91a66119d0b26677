internal import CZlib
internal import Glibc

/// Writes bytes to a file as a gzip stream (RFC 1952), piece by piece: 64 KiB of it are in memory at a time, and what
/// zlib needs. After the first failure it takes everything and writes nothing; ``finish()`` tells.
final class GzipWriter {
  private static let pieceSize = 1 << 16

  private let descriptor: Int32
  // zlib keeps a pointer to the stream in the stream: it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let piece: UnsafeMutablePointer<UInt8>
  /// The system's number of the first failure, 0 before.
  private var failure: Int32 = 0

  private let cancellation: Cancellation?

  /// A stream into an open file, which stays open. `cancellation` makes it fail with ECANCELED.
  init(_ descriptor: Int32, _ cancellation: Cancellation? = nil) {
    self.descriptor = descriptor
    self.cancellation = cancellation
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    piece = .allocate(capacity: Self.pieceSize)
    if czlib_gzip_begin(stream) != Z_OK { failure = ENOMEM }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    piece.deallocate()
  }

  /// The version of the library.
  static var libraryVersion: String { String(cString: zlibVersion()) }

  /// Takes bytes.
  func write(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    if let cancellation, cancellation.isRaised { failure = ECANCELED }
    bytes.withUnsafeBufferPointer { buffer in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: buffer.baseAddress)
      stream.pointee.avail_in = UInt32(buffer.count)
      pump(Z_NO_FLUSH)
    }
  }

  /// Ends the stream.
  /// - Returns: the system's number of the first failure, 0 if everything is written.
  func finish() -> Int32 {
    stream.pointee.next_in = nil
    stream.pointee.avail_in = 0
    pump(Z_FINISH)
    return failure
  }

  private func pump(_ flush: Int32) {
    while failure == 0 {
      stream.pointee.next_out = piece
      stream.pointee.avail_out = UInt32(Self.pieceSize)
      let result = deflate(stream, flush)
      guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else {
        failure = EINVAL
        return
      }
      let count = Self.pieceSize - Int(stream.pointee.avail_out)
      store(count)
      // A piece that was not filled: there is no more for now.
      if result == Z_STREAM_END || (flush == Z_NO_FLUSH && count < Self.pieceSize) { return }
    }
  }

  private func store(_ count: Int) {
    var written = 0
    while written < count {
      let result = Glibc.write(descriptor, piece + written, count - written)
      if result < 0, errno == EINTR { continue }
      guard result > 0 else {
        failure = errno
        return
      }
      written += result
    }
  }
}
