import Foundation
import RemcsCore
import Testing

@testable import RemcsMail

/// The smallest pieces of the way to the wire.
struct WireTests {
  private func wire(_ pieces: [String]) -> String {
    var wire = WireText()
    var bytes: [UInt8] = []
    for piece in pieces { bytes += wire.encode(Array(piece.utf8)) }
    return String(decoding: bytes + wire.finish(), as: UTF8.self)
  }

  @Test(arguments: [
    ("", ".\r\n"), ("a", "a\r\n.\r\n"), ("a\r\n", "a\r\n.\r\n"), ("a\nb", "a\r\nb\r\n.\r\n"),
    ("a\rb", "a\r\nb\r\n.\r\n"),
    ("a\r", "a\r\n.\r\n"), ("\n.\n", "\r\n..\r\n.\r\n"), ("\r.\r", "\r\n..\r\n.\r\n"), (".", "..\r\n.\r\n"),
    (".\r\n..\r\n", "..\r\n...\r\n.\r\n"), ("a.b\r\n", "a.b\r\n.\r\n"), ("\r\r\n\n", "\r\n\r\n\r\n.\r\n"),
    ("x\r\n.\r\nMAIL", "x\r\n..\r\nMAIL\r\n.\r\n"),
  ])
  func `no text can look like the end of a mail, in whatever pieces it comes`(text: String, expected: String) {
    #expect(wire([text]) == expected)
    #expect(wire(text.unicodeScalars.map { String($0) }) == expected)
    let middle = text.unicodeScalars.index(text.unicodeScalars.startIndex, offsetBy: text.unicodeScalars.count / 2)
    #expect(wire([String(text.unicodeScalars[..<middle]), String(text.unicodeScalars[middle...])]) == expected)
  }

  @Test func `random texts keep their lines and end once`() {
    let alphabet: [Character] = ["a", ".", "\r", "\n"]
    for _ in 0..<2000 {
      let text = String((0..<Int.random(in: 0...30)).map { _ in alphabet.randomElement() ?? "a" })
      let sent = wire([text])
      #expect(sent.hasSuffix(".\r\n"))
      let bytes = Array(sent.utf8)
      for (index, byte) in bytes.enumerated() where byte == 0x0A { #expect(index > 0 && bytes[index - 1] == 0x0D) }
      for (index, byte) in bytes.enumerated() where byte == 0x0D {
        #expect(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
      }
      // The end mark comes at the end and nowhere before.
      let lines = sent.components(separatedBy: "\r\n")
      #expect(lines.dropLast(2).allSatisfy { $0 != "." })
    }
  }

  @Test func `the preferred kind of address comes first and the other is not left out`() throws {
    let six = try #require(ServerAddress.lookUp("::1", AI_NUMERICHOST).addresses.first)
    let four = try #require(ServerAddress.lookUp("127.0.0.1", AI_NUMERICHOST).addresses.first)
    let other = try #require(ServerAddress.lookUp("127.0.0.2", AI_NUMERICHOST).addresses.first)
    #expect(Resolver.ordered([six, four, other], .none) == [six, four, other])
    #expect(Resolver.ordered([six, four, other], .ipv4) == [four, other, six])
    #expect(Resolver.ordered([four, six, other], .ipv6) == [six, four, other])
  }

  @Test func `a link-local address keeps its interface`() throws {
    let found = try Resolver().addresses(of: "fe80::1%lo", .none, until: Deadline(seconds: 5), Cancellation())
    #expect(found.map(\.text) == ["fe80::1"] && found.map(\.isIPv6) == [true])
    #expect(found.map(\.scope) == [if_nametoindex("lo")])
  }

  @Test(arguments: [
    ("+OK <1@a> hi", "<1@a>"), ("+OK hi", nil), ("+OK <no at>", nil), ("+OK <1@a", nil), ("+OK <a\u{1}@b>", nil),
  ])
  func `a timestamp is only taken for what it is`(greeting: String, expected: String?) {
    #expect(POPSession.timestamp(in: greeting) == expected)
  }

  @Test func `a server's capabilities are read in any form`() {
    let capabilities = Capabilities(
      Reply(code: 250, lines: ["AUTH hello", "auth=LOGIN", "AUTH login cram-md5", "Size 100", "8BITMIME"]))
    #expect(capabilities.mechanisms == ["LOGIN", "CRAM-MD5"])
    #expect(capabilities.largestMail == 100)
    #expect(capabilities.offers("8BITMIME"))
    #expect(!capabilities.offers("STARTTLS"))
    #expect(Capabilities(Reply(code: 250, lines: ["x", "SIZE", "SIZE 0"])).largestMail == nil)
  }
}

/// Secrets do not come back from a server to a screen.
struct SecretsTests {
  @Test(arguments: [
    ("500 what is geheim?", "500 what is ***?"), ("GEHEIM", "***"), ("500 cut geh", "500 cut ***"),
    ("500 ge", "500 ge"),
    ("500 two  words", "500 ***"), ("500 two words", "500 ***"), ("", ""), ("550 no", "550 no"),
  ])
  func `a secret is hidden in any case, and where the text was cut`(text: String, expected: String) {
    #expect(Secrets(["geheim", "two  words", "x"]).concealed(text) == expected)
  }

  @Test func `without secrets a text stays as it is`() {
    #expect(Secrets().concealed("anything at all") == "anything at all")
  }
}
