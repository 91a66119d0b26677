import Foundation
import RemcsCryptography
import TestSupport
import Testing

struct EnvelopedDataTests {
  let authority = TestAuthority.shared

  private func random(_ count: Int) throws -> [UInt8] {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/dev/urandom"))
    return Array(try file.read(upToCount: count) ?? Data())
  }

  /// Encrypts in pieces of a random size.
  private func encrypt(_ content: [UInt8], for recipients: [Certificate]) throws -> [UInt8] {
    let encryptor = try EnvelopedData.Encryptor(for: recipients)
    var message: [UInt8] = []
    var rest = content[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 1...50_000))
      rest = rest.dropFirst(piece.count)
      message += try encryptor.encrypt(Array(piece))
    }
    return message + (try encryptor.finish())
  }

  @Test(arguments: [1, 15, 16, 17, 4095, 4096, 16_383, 16_384, 16_385, 32_768, 49_152, 100_000, 1_000_003])
  func `openssl opens what was encrypted, and its size was known before`(count: Int) throws {
    let center = try Certificate(pem: authority.text("center.pem"))
    let content = try random(count)
    let message = try encrypt(content, for: [center])
    #expect(try EnvelopedData.Sizer(for: [center]).size(of: count) == message.count)
    let opened = authority.openssl(
      "cms", "-decrypt", "-inform", "DER", "-recip", "center.pem", "-inkey", "center.key", input: Data(message))
    #expect(opened.status == 0)
    #expect(Array(opened.output) == content)
  }

  @Test func `the message says aes 256 cbc and rsa, which every reader opens`() throws {
    let message = try encrypt(Array("hello".utf8), for: [Certificate(pem: authority.text("center.pem"))])
    let printed = authority.openssl("cms", "-cmsout", "-print", "-inform", "DER", input: Data(message))
    let text = String(decoding: printed.output, as: UTF8.self)
    #expect(text.contains("aes-256-cbc"))
    #expect(text.contains("rsaEncryption"))
    #expect(!text.contains("rsaesOaep"))
    #expect(text.contains("pkcs7-envelopedData"))
  }

  @Test func `another key does not open it, and two messages are never the same`() throws {
    let center = try Certificate(pem: authority.text("center.pem"))
    let content = Array("secret".utf8)
    let message = try encrypt(content, for: [center])
    #expect(try encrypt(content, for: [center]) != message)
    let opened = authority.openssl(
      "cms", "-decrypt", "-inform", "DER", "-recip", "server.pem", "-inkey", "server.key", input: Data(message))
    #expect(opened.status != 0 || Array(opened.output) != content)
    #expect(message.firstRange(of: content) == nil)
  }

  @Test func `a certificate that cannot be encrypted for is refused`() throws {
    authority.openssl(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ec.key", "-out",
      "ec.pem", "-subj", "/CN=ec")
    let elliptic = try Certificate(pem: authority.text("ec.pem"))
    #expect(elliptic.publicKeyDescription == "EC(256 Bits)")
    #expect(!elliptic.canEncrypt)
    #expect(throws: CryptographyError.self) { try EnvelopedData.Encryptor(for: [elliptic]) }
    #expect(throws: CryptographyError.self) { try EnvelopedData.Encryptor(for: []) }
  }

  @Test func `memory does not grow with what is encrypted`() throws {
    let encryptor = try EnvelopedData.Encryptor(for: [Certificate(pem: authority.text("center.pem"))])
    let block = try random(65_536)
    var largest = 0
    var total = 0
    for _ in 0..<160 {
      let ready = try encryptor.encrypt(block)
      largest = max(largest, ready.count)
      total += ready.count
    }
    total += try encryptor.finish().count
    // What goes in comes out at once; nothing piles up inside.
    #expect(largest < 2 * block.count)
    #expect(total > 160 * block.count)
  }
}
