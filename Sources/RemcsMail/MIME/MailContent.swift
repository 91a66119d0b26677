internal import Glibc
internal import RemcsCore

/// Bytes that become a mail's encrypted content: pieces in memory and pieces of files, which are read only when their
/// turn comes.
struct MailContent {
  /// A piece.
  enum Piece {
    case bytes([UInt8])
    /// A part of a file that must have so many bytes in all.
    case file(path: String, size: Int, offset: Int, length: Int)

    var length: Int {
      switch self {
      case .bytes(let bytes): bytes.count
      case .file(_, _, _, let length): length
      }
    }
  }

  var pieces: [Piece] = []

  /// Bytes in all.
  var length: Int { pieces.reduce(0) { $0 + $1.length } }

  /// Reads a content from its beginning to its end.
  final class Reader {
    private var pieces: [Piece]
    private var file: Int32 = -1
    private var left = 0

    init(_ content: MailContent) { pieces = content.pieces.reversed() }

    deinit { if file >= 0 { close(file) } }

    /// The next bytes, at most 64 KB of a file at once; nil at the end.
    func next() throws(TransportFailure) -> [UInt8]? {
      while true {
        if file >= 0 {
          if left > 0 { return try read() }
          close(file)
          file = -1
        }
        switch pieces.popLast() {
        case nil: return nil
        case .bytes(let bytes): return bytes
        case .file(let path, let size, let offset, let length):
          file = try MailContent.open(path, size: size)
          left = length
          guard lseek(file, offset, SEEK_SET) == offset else { throw MailContent.failure(path) }
        }
      }
    }

    private func read() throws(TransportFailure) -> [UInt8] {
      let wanted = min(left, 65_536)
      var got = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        while got < wanted {
          let more = Glibc.read(file, buffer.baseAddress?.advanced(by: got), wanted - got)
          if more < 0, errno == EINTR { continue }
          if more <= 0 { break }
          got += more
        }
        count = got
      }
      // A file that became shorter would be a lie about its sum; without the final dot the server drops the mail.
      guard got == wanted else { throw MailContent.failure("", code: 0) }
      left -= got
      return bytes
    }
  }

  /// Opens a file that must have a certain size.
  static func open(_ path: String, size: Int) throws(TransportFailure) -> Int32 {
    let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(path) }
    var status = stat()
    guard fstat(file, &status) == 0, Int(status.st_size) == size else {
      close(file)
      throw failure(path, code: 0)
    }
    return file
  }

  static func failure(_ path: String, code: Int32 = errno) -> TransportFailure {
    let reason = code == 0 ? "size changed" : String(cString: strerror(code))
    return TransportFailure(
      code == ENOMEM ? .memory : .file, at: .content, TransportRemark(.fileUnusable, path, reason))
  }
}
