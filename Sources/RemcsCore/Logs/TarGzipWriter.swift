/// Writes an archive in the format of tar (POSIX ustar), compressed, file by file: every tar of the last thirty years
/// reads it.
final class TarGzipWriter {
  private static let blockSize = 512

  private let gzip: GzipWriter
  private let folder: String
  private let time: Int
  /// How many bytes of the file at work are still to come.
  private var missing = 0
  private var padding = 0

  /// An archive in an open file.
  ///
  /// - Parameters:
  ///   - descriptor: the file, which stays open.
  ///   - folder: the folder that all files are in, at most 100 bytes of ASCII.
  ///   - time: the time of all files, in seconds since 1970.
  ///   - cancellation: makes it fail with ECANCELED.
  init(_ descriptor: Int32, folder: String, time: Int, _ cancellation: Cancellation? = nil) {
    gzip = GzipWriter(descriptor, cancellation)
    self.folder = folder
    self.time = time
  }

  /// Adds a small file.
  func add(_ name: String, _ bytes: [UInt8]) {
    begin(name, size: bytes.count)
    append(bytes)
    end()
  }

  /// Begins a file of a size; exactly so many bytes go into it.
  func begin(_ name: String, size: Int) {
    gzip.write(header(name, size: size))
    missing = size
    padding = (Self.blockSize - size % Self.blockSize) % Self.blockSize
  }

  /// More of the file at work. What is more than its size is left out.
  func append(_ bytes: [UInt8]) {
    let taken = bytes.count <= missing ? bytes : Array(bytes.prefix(missing))
    missing -= taken.count
    gzip.write(taken)
  }

  /// Ends the file at work. What is less than its size, as of a file that was cut meanwhile, is filled with zeros.
  func end() {
    while missing > 0 { append([UInt8](repeating: 0, count: min(missing, 1 << 16))) }
    gzip.write([UInt8](repeating: 0, count: padding))
    padding = 0
  }

  /// Ends the archive.
  /// - Returns: the system's number of the first failure, 0 if everything is written.
  func finish() -> Int32 {
    gzip.write([UInt8](repeating: 0, count: Self.blockSize * 2))
    return gzip.finish()
  }

  private func header(_ name: String, size: Int) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: Self.blockSize)
    func put(_ text: String, at offset: Int, _ width: Int) {
      for (index, byte) in text.utf8.prefix(width).enumerated() { block[offset + index] = byte }
    }
    func octal(_ number: Int, at offset: Int, _ width: Int) {
      let digits = String(number, radix: 8)
      put(String(repeating: "0", count: max(0, width - 1 - digits.utf8.count)) + digits, at: offset, width - 1)
    }
    put(name, at: 0, 100)
    octal(0o600, at: 100, 8)
    octal(0, at: 108, 8)
    octal(0, at: 116, 8)
    octal(size, at: 124, 12)
    octal(time, at: 136, 12)
    // The sum counts itself as blanks.
    put("        ", at: 148, 8)
    put("0", at: 156, 1)
    put("ustar", at: 257, 6)
    put("00", at: 263, 2)
    put(folder, at: 345, 155)
    octal(block.reduce(0) { $0 + Int($1) }, at: 148, 7)
    return block
  }
}
