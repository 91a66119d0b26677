/// A table kept as text in the program itself: nothing to load, nothing to build at start.
///
/// Records are separated by white space and sorted by their first character, which is the key; what follows are the
/// values, separated by `/`. UTF-8 sorts as code points do, so the search compares bytes.
struct UTF8Table {
  private let bytes: UnsafeBufferPointer<UInt8>

  /// A table over a literal, which lives as long as the program.
  init(_ literal: StaticString) {
    bytes = UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
  }

  /// All of it.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The values of a key, in the order of the table; empty if there are none.
  func values(of key: Unicode.Scalar) -> [String] {
    var low = 0
    var high = bytes.count
    while low < high {
      let middle = (low + high) / 2
      var start = middle
      while start > low, bytes[start - 1] > 0x20 { start -= 1 }
      var end = middle
      while end < high, bytes[end] > 0x20 { end += 1 }
      if start == end {
        // Nothing but separators here: go on behind them, or before.
        var next = end
        while next < high, bytes[next] <= 0x20 { next += 1 }
        if next == high {
          high = middle
          continue
        }
        start = next
        end = next
        while end < high, bytes[end] > 0x20 { end += 1 }
      }
      let record = UnsafeBufferPointer(rebasing: bytes[start..<end])
      let text = String(decoding: record, as: UTF8.self).unicodeScalars
      guard let found = text.first else { return [] }
      if found == key {
        return text.dropFirst().split(separator: "/").map { String(String.UnicodeScalarView($0)) }
      }
      if found < key { low = end } else { high = min(start, middle) }
    }
    return []
  }
}
