import Glibc
import RemcsCore
import Testing

@Suite("JIS X 0208") struct JISX0208Tests {
  private static let everyScalar = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init)

  @Test func `the set is the fixture, no more and no less`() {
    let members = Self.everyScalar.filter(JISX0208.contains).map(\.value)
    #expect(members.count == 6879)
    #expect(members == FieldFixtures.standard.keys.sorted())
  }

  @Test func `kana fields take rows 1, 3 and 5`() {
    let kana = Self.everyScalar.filter(JISX0208.isKana).map(\.value)
    #expect(kana.count == 242)
    #expect(kana == FieldFixtures.standard.filter { [1, 3, 5].contains($0.value.row) }.keys.sorted())
  }

  @Test func `every member knows its row and cell`() {
    var wrong: [UInt32] = []
    for (code, place) in FieldFixtures.standard where code % 7 == 0 || place.row <= 8 {
      if Unicode.Scalar(code).flatMap(JISX0208.cell(of:)) != place { wrong.append(code) }
    }
    #expect(wrong.isEmpty)
    #expect(JISX0208.cell(of: "\u{9AD9}") == nil)
  }

  @Test func `the C library's EUC-JP agrees on every character`() throws {
    guard let converter = iconv_open("EUC-JP", "UTF-8"), Int(bitPattern: converter) != -1 else {
      return  // A C library without this codec, as musl's static one.
    }
    defer { iconv_close(converter) }
    var differences: [UInt32] = []
    for scalar in Self.everyScalar where scalar.value <= 0xFFFF && scalar.value > 0x7F {
      if Self.isTwoBytes(scalar, converter) != JISX0208.contains(scalar) { differences.append(scalar.value) }
    }
    #expect(differences.isEmpty)
  }

  /// Whether a character becomes two bytes of the right half, and nothing is replaced.
  private static func isTwoBytes(_ scalar: Unicode.Scalar, _ converter: iconv_t) -> Bool {
    var input = Array(String(scalar).utf8).map(CChar.init(bitPattern:))
    var output = [UInt8](repeating: 0, count: 8)
    return input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBytes { target in
        var from = source.baseAddress
        var fromLeft = source.count
        var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
        var toLeft = target.count
        _ = iconv(converter, nil, nil, nil, nil)
        let replaced = iconv(converter, &from, &fromLeft, &to, &toLeft)
        return replaced == 0 && toLeft == 6 && target[0] >= 0xA1 && target[1] >= 0xA1
      }
    }
  }
}
