import Foundation
import RemcsCryptography
import TestSupport
import Testing

struct SignedDataTests {
  let authority = TestAuthority.shared
  let content = "{\"centers\": [\"a\", \"b\"]}\n"

  func signed(_ form: String..., by signer: String = "signer") throws -> [UInt8] {
    let options = ["cms", "-sign", "-binary", "-signer", "\(signer).pem", "-inkey", "\(signer).key"] + form
    let result = authority.run("openssl", options, input: Data(content.utf8))
    try #require(result.status == 0)
    return Array(result.output)
  }

  func code(_ body: () throws -> [UInt8]) -> CryptographyError.Code? {
    do { _ = try body() } catch { return (error as? CryptographyError)?.code }
    return nil
  }

  @Test(arguments: [["-outform", "PEM", "-nodetach"], ["-outform", "DER", "-nodetach"], ["-nodetach"]])
  func `what a trusted signer signed comes back, in any form`(form: [String]) throws {
    let options = ["cms", "-sign", "-binary", "-signer", "signer.pem", "-inkey", "signer.key"] + form
    let file = Array(authority.run("openssl", options, input: Data(content.utf8)).output)
    let trusted = try Certificate(pem: authority.text("ca.pem"))
    #expect(try SignedData.verify(file, trusted: [trusted]) == Array(content.utf8))
  }

  @Test func `a signature beside its content, as mail programs write it, is good too`() throws {
    let options = ["cms", "-sign", "-signer", "signer.pem", "-inkey", "signer.key"]
    let file = Array(authority.run("openssl", options, input: Data(content.utf8)).output)
    let trusted = try Certificate(pem: authority.text("ca.pem"))
    let text = String(decoding: try SignedData.verify(file, trusted: [trusted]), as: UTF8.self)
    #expect(text == content.replacingOccurrences(of: "\n", with: "\r\n"))
  }

  @Test func `a signature is refused for the reason that it fails for`() throws {
    let trusted = try Certificate(pem: authority.text("ca.pem"))
    let good = try signed("-outform", "DER", "-nodetach")
    #expect(code { try SignedData.verify(good, trusted: []) } == .untrusted)
    #expect(
      code { try SignedData.verify(good, trusted: [Certificate(pem: authority.text("server.pem"))]) } == .untrusted)
    #expect(code { try SignedData.verify(good, trusted: [trusted], at: 4_000_000_000) } == .expired)
    let server = try signed("-outform", "DER", "-nodetach", by: "server")
    #expect(code { try SignedData.verify(server, trusted: [trusted]) } == .wrongPurpose)
    var changed = good
    let place = try #require(changed.firstRange(of: Array("centers".utf8)))
    changed[place.lowerBound] = UInt8(ascii: "C")
    #expect(code { try SignedData.verify(changed, trusted: [trusted]) } == .badSignature)
    #expect(code { try SignedData.verify([], trusted: [trusted]) } == .malformed)
    #expect(code { try SignedData.verify(Array("hello".utf8), trusted: [trusted]) } == .malformed)
    #expect(code { try SignedData.verify(Array(good.prefix(200)), trusted: [trusted]) } == .malformed)
  }
}
