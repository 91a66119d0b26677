internal import Glibc

/// Brings text to the form that DATA wants: every line ends in CRLF, whatever ended it before, a leading dot is
/// doubled, and a lone dot ends it. A text that says `\n.\n` must never look like the end of a mail to anybody.
struct WireText {
  private var atLineStart = true
  private var lastWasReturn = false

  /// The next piece of text, ready for the wire.
  mutating func encode(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count + text.count / 64 + 16)
    text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var place = 0
      while place < buffer.count {
        let byte = base[place]
        if lastWasReturn {
          // Either half of CRLF, or a lone CR that becomes one.
          out.append(0x0A)
          lastWasReturn = false
          atLineStart = true
          if byte == 0x0A {
            place += 1
            continue
          }
        }
        switch byte {
        case 0x0D:
          out.append(0x0D)
          lastWasReturn = true
          place += 1
        case 0x0A:
          out.append(0x0D)
          out.append(0x0A)
          atLineStart = true
          place += 1
        default:
          if atLineStart, byte == 0x2E { out.append(0x2E) }
          atLineStart = false
          // The rest of the line in one go: memchr is quick where a loop in a debug build is not.
          let rest = buffer.count - place
          var end = rest
          if let feed = memchr(base + place, 0x0A, end) {
            end = UnsafeRawPointer(feed) - UnsafeRawPointer(base + place)
          }
          if let back = memchr(base + place, 0x0D, end) {
            end = UnsafeRawPointer(back) - UnsafeRawPointer(base + place)
          }
          out.append(contentsOf: UnsafeBufferPointer(start: base + place, count: end))
          place += end
        }
      }
    }
    return out
  }

  /// What ends the text: the missing line's end, if it is missing, and the lone dot.
  mutating func finish() -> [UInt8] {
    defer { self = WireText() }
    if lastWasReturn { return Array("\n.\r\n".utf8) }
    return Array((atLineStart ? ".\r\n" : "\r\n.\r\n").utf8)
  }
}
