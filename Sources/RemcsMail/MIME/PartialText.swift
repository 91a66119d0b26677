internal import RemcsCore

/// A mail cut into `message/partial` pieces at line ends (RFC 2046 5.2.2): the pieces are read one after the other,
/// while the mail is made.
final class PartialText {
  private let whole: MailText
  private var kept: [UInt8] = []

  init(_ whole: MailText) { self.whole = whole }

  /// The next piece: a header of its own and so many bytes of the mail.
  func piece(header: [UInt8], count: Int) -> MailText {
    var pending: [UInt8]? = header
    var left = count
    return MailText(size: header.count + count) { [self] () throws(TransportFailure) -> [UInt8]? in
      if let first = pending {
        pending = nil
        return first
      }
      guard left > 0 else { return nil }
      if kept.isEmpty {
        guard let more = try whole.next() else { return nil }
        kept = more
      }
      let part = Array(kept.prefix(left))
      kept.removeFirst(part.count)
      left -= part.count
      return part
    }
  }

  /// How many bytes go into each piece, so that none is larger than `limit` with its header; nil if not even one
  /// line fits. All but the last end at a line's end. `size` is the whole mail, `head` its own header, which stays in
  /// one piece, `header` the largest header of a piece.
  static func counts(size: Int, head: Int, lineLength: Int, header: Int, limit: Int) -> [Int]? {
    let first = (limit - header - head) / lineLength * lineLength
    let further = (limit - header) / lineLength * lineLength
    guard first > 0, further > 0 else { return nil }
    var counts: [Int] = []
    var left = size
    while left > 0 {
      let count = min(left, counts.isEmpty ? head + first : further)
      counts.append(count)
      left -= count
    }
    return counts
  }
}
