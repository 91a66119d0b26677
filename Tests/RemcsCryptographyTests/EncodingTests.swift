import Foundation
import RemcsCryptography
import TestSupport
import Testing

struct EncodingTests {
  @Test func `hmac md5 gives the sums of rfc 2202 and of the cram md5 example`() {
    #expect(
      MessageAuthentication.hmacMD5(key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8))
        == "750c783e6ab0b503eaa86e310a5db738")
    #expect(
      MessageAuthentication.hmacMD5(
        key: Array("tanstaaftanstaaf".utf8), message: Array("<1896.697170952@postoffice.reston.mci.net>".utf8))
        == "b913a602c7eda7a495b4e6e7334d3890")
    #expect(MessageAuthentication.hmacMD5(key: [], message: []) == "74e6f7298a9c2d168935f58c001bad88")
  }

  @Test(arguments: [0, 1, 2, 3, 56, 57, 58, 113, 114, 1000, 70_001])
  func `lines of base64 carry any number of bytes in any pieces`(count: Int) throws {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var encoder = Base64.LineEncoder()
    var text: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 1...977, using: &generator))
      rest = rest.dropFirst(piece.count)
      text += encoder.encode(Array(piece))
    }
    text += encoder.finish()
    #expect(text.count == Base64.LineEncoder.length(of: count))
    let expected = Data(bytes).base64EncodedString(options: [
      .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
    ])
    #expect(String(decoding: text, as: UTF8.self) == (expected.isEmpty ? "" : expected + "\r\n"))
    #expect(try Base64.decode(text) == bytes)
    #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
  }

  @Test(arguments: ["A", "AA", "AAA", "AA=A", "AAAA=", "A===", "AA*A", "====", "AAAA\u{0}"])
  func `what is no base64 is refused`(text: String) {
    #expect(throws: CryptographyError.self) { try Base64.decode(text) }
  }
}
