import Foundation
import RemcsCryptography
import Testing

/// A secret under a passphrase.
@Suite struct PassphraseEncryptionTests {
  private static let secret = Array("p=ss #wörd".utf8), passphrase = Array("correct horse".utf8)
  private static let sealed = Result {
    try PassphraseEncryption(sealing: secret, passphrase: passphrase, purpose: "test")
  }

  @Test func `it opens with its passphrase and its purpose, and with nothing else`() throws {
    let sealed = try PassphraseEncryption(text: Self.sealed.get().text)
    #expect(try sealed.open(passphrase: Self.passphrase, purpose: "test") == Self.secret)
    for (passphrase, purpose) in [("correct horsE", "test"), ("", "test"), ("correct horse", "other")] {
      let error = #expect(throws: CryptographyError.self) {
        try sealed.open(passphrase: Array(passphrase.utf8), purpose: purpose)
      }
      #expect(error?.code == .encryption)
    }
  }

  @Test func `the same secret never looks the same, is one printable word, and takes 600,000 rounds`() throws {
    let other = try PassphraseEncryption(sealing: Self.secret, passphrase: Self.passphrase, purpose: "test")
    let text = try Self.sealed.get().text
    #expect(other.text != text)
    #expect(text.utf8.allSatisfy { (0x21...0x7E).contains($0) } && !text.contains("wörd"))
    #expect(Int(text.split(separator: ":")[1]) ?? 0 >= 600_000)
  }

  @Test func `openssl's own tool makes the same key, so the form is what it says`() throws {
    let parts = try Self.sealed.get().text.split(separator: ":").map(String.init)
    let salt = try #require(Data(base64Encoded: parts[2])).map { String(format: "%02x", $0) }.joined()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = [
      "kdf", "-keylen", "32", "-kdfopt", "digest:SHA256", "-kdfopt", "pass:correct horse", "-kdfopt", "hexsalt:\(salt)",
      "-kdfopt", "iter:\(parts[1])", "-binary", "PBKDF2",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let key = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(key.count == 32)
    // GCM is a counter mode: with the counter after the nonce at 2, CTR over the hidden bytes gives the secret.
    let sealed = try #require(Data(base64Encoded: parts[3]))
    let cipher = Process()
    cipher.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    let counter = (sealed.prefix(12) + Data([0, 0, 0, 2])).map { String(format: "%02x", $0) }.joined()
    cipher.arguments = [
      "enc", "-d", "-aes-256-ctr", "-K", key.map { String(format: "%02x", $0) }.joined(), "-iv", counter,
    ]
    let input = Pipe()
    let plain = Pipe()
    cipher.standardInput = input
    cipher.standardOutput = plain
    try cipher.run()
    try input.fileHandleForWriting.write(contentsOf: sealed.dropFirst(12).dropLast(16))
    try input.fileHandleForWriting.close()
    #expect(Array(plain.fileHandleForReading.readDataToEndOfFile()) == Self.secret)
    cipher.waitUntilExit()
  }

  @Test func `no changed character goes unnoticed`() throws {
    let text = try Array(Self.sealed.get().text.utf8)
    // Every place by its form; opening takes its time, so only some of them.
    for index in text.indices {
      var changed = text
      changed[index] = text[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      let read = try? PassphraseEncryption(text: String(decoding: changed, as: UTF8.self))
      guard let read, index % 9 == 0 else { continue }
      #expect(throws: CryptographyError.self) { try read.open(passphrase: Self.passphrase, purpose: "test") }
    }
  }

  @Test(arguments: [
    "", "1", "1:::", "1:1000:AAAA:AAAA", "2:600000:AAAA:AAAA", "1:99999999999:AAAA:AAAA", "1:-1:AAAA:AAAA",
    "1:600000:AAAAAAAAAAAAAAAAAAAAAA==:AAAA", "1:600000:!!!!:????", "1:0600000:AAAAAAAAAAAAAAAAAAAAAA==:AAAA",
  ])
  func `what is no such word is refused before any work`(text: String) {
    let error = #expect(throws: CryptographyError.self) { try PassphraseEncryption(text: text) }
    #expect(error?.code == .malformed)
  }
}
