/// Takes in the content of a mail after DATA: finds its end, removes the dots that stand for themselves (RFC 5321
/// 4.5.2) and refuses what two servers could read in two ways: a CR or LF on its own.
struct DataReceiver: ~Copyable {
  enum Progress: Equatable {
    case receiving, finished
    /// The mail has ended and is larger than the limit.
    case overLimit
    /// The mail is so much larger that its end is not waited for.
    case tooLarge
    /// The mail has ended; it was not kept because the server has too much to do.
    case abandoned
    /// A line longer than the limit.
    case endlessLine
    /// CR without LF or LF without CR.
    case bareLineEnd
  }

  /// The mail so far, CRLF at the end of each line.
  private(set) var mail: [UInt8] = []
  private(set) var progress = Progress.receiving
  /// More than the limit has come: the rest is read, counted and forgotten, so that the sender hears the answer.
  private(set) var isOverLimit = false
  private(set) var isAbandoned = false
  /// Bytes that are kept.
  var size: Int { mail.count }

  private let maximum: Int
  private let maximumLine: Int
  private var count = 0
  private var lineLength = 0
  private var isLineStart = true
  private var hasPendingReturn = false
  private var isLoneDot = false

  init(maximum: Int, maximumLine: Int) {
    self.maximum = maximum
    self.maximumLine = maximumLine
  }

  /// Takes bytes until the mail ends; answers how many it took.
  mutating func take(_ bytes: UnsafeRawBufferPointer) -> Int {
    var index = 0
    while index < bytes.count, progress == .receiving {
      let byte = bytes[index]
      if hasPendingReturn {
        index += 1
        endLine(byte)
      } else if byte == 13 {
        hasPendingReturn = true
        index += 1
      } else if byte == 10 {
        progress = .bareLineEnd
      } else if isLineStart, byte == UInt8(ascii: ".") {
        isLineStart = false
        isLoneDot = true
        lineLength = 1
        index += 1
      } else {
        index += takeRun(bytes, from: index)
      }
    }
    return index
  }

  /// Forgets the mail and reads on to its end.
  mutating func abandon() {
    isAbandoned = true
    mail = []
    if progress == .finished { progress = .abandoned }
  }

  /// Hands the mail over and forgets it.
  consuming func finish() -> [UInt8] { mail }

  private mutating func endLine(_ byte: UInt8) {
    guard byte == 10 else {
      progress = .bareLineEnd
      return
    }
    hasPendingReturn = false
    if isLoneDot {
      progress = isOverLimit ? .overLimit : isAbandoned ? .abandoned : .finished
      return
    }
    keep([13, 10])
    isLineStart = true
    lineLength = 0
  }

  private mutating func takeRun(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != 13, bytes[end] != 10 { end += 1 }
    lineLength += end - start
    guard lineLength <= maximumLine else {
      progress = .endlessLine
      return end - start
    }
    keep(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
    isLineStart = false
    isLoneDot = false
    return end - start
  }

  private mutating func keep(_ bytes: some Collection<UInt8>) {
    count += bytes.count
    if count > maximum {
      isOverLimit = true
      mail = []
      // A sender that ignores SIZE is heard out for a while, not for ever.
      if count > maximum + maximum + 1_048_576 { progress = .tooLarge }
    } else if !isAbandoned {
      mail.append(contentsOf: bytes)
    }
  }
}
