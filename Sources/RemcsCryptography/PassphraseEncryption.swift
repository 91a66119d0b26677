internal import COpenSSL

/// A short secret under a passphrase: PBKDF2-HMAC-SHA256 makes a key of 256 bits, AES-256-GCM hides the secret and
/// proves that it is the one that was put in.
public struct PassphraseEncryption: Sendable, Equatable {
  /// How often the passphrase goes through HMAC before it is a key: what a guesser pays for every guess.
  public static let iterations = 600_000
  /// More than that is no caution but a way to keep a reader busy.
  static let mostIterations = 10_000_000
  private static let saltSize = 16, nonceSize = 12, tagSize = 16, keySize = 32

  private let rounds: Int
  private let salt: [UInt8]
  private let sealed: [UInt8]

  /// Hides `content`, with a salt and a nonce of its own each time.
  ///
  /// - Parameters:
  ///   - content: the secret. How long it is can be seen from outside.
  ///   - passphrase: what opens it again.
  ///   - purpose: what it is for; it opens for the same purpose only.
  /// - Throws: `.encryption` if the library has no random bytes or no such cipher.
  public init(sealing content: [UInt8], passphrase: [UInt8], purpose: String) throws(CryptographyError) {
    var salt = [UInt8](repeating: 0, count: Self.saltSize)
    var nonce = [UInt8](repeating: 0, count: Self.nonceSize)
    guard RAND_bytes(&salt, Int32(salt.count)) == 1, RAND_bytes(&nonce, Int32(nonce.count)) == 1 else {
      throw .last(.encryption)
    }
    rounds = Self.iterations
    self.salt = salt
    var key = try Self.key(passphrase, salt, rounds)
    defer { OPENSSL_cleanse(&key, key.count) }
    let context = EVP_CIPHER_CTX_new()
    defer { EVP_CIPHER_CTX_free(context) }
    var hidden = [UInt8](repeating: 0, count: content.count + 16)
    var tag = [UInt8](repeating: 0, count: Self.tagSize)
    var count: Int32 = 0
    var rest: Int32 = 0
    let bound = Array(purpose.utf8)
    guard EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
      EVP_EncryptUpdate(context, nil, &count, bound, Int32(bound.count)) == 1,
      EVP_EncryptUpdate(context, &hidden, &count, content, Int32(content.count)) == 1,
      EVP_EncryptFinal_ex(context, nil, &rest) == 1,
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1
    else { throw .last(.encryption) }
    sealed = nonce + hidden.prefix(Int(count)) + tag
  }

  /// The secret again.
  /// - Throws: `.encryption` if the passphrase or the purpose is another one, or the text was changed: which of them
  ///   cannot be told.
  public func open(passphrase: [UInt8], purpose: String) throws(CryptographyError) -> [UInt8] {
    var key = try Self.key(passphrase, salt, rounds)
    defer { OPENSSL_cleanse(&key, key.count) }
    let context = EVP_CIPHER_CTX_new()
    defer { EVP_CIPHER_CTX_free(context) }
    let nonce = Array(sealed.prefix(Self.nonceSize))
    let hidden = Array(sealed.dropFirst(Self.nonceSize).dropLast(Self.tagSize))
    var tag = Array(sealed.suffix(Self.tagSize))
    var content = [UInt8](repeating: 0, count: hidden.count + 16)
    var count: Int32 = 0
    var rest: Int32 = 0
    let bound = Array(purpose.utf8)
    guard EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1,
      EVP_DecryptUpdate(context, nil, &count, bound, Int32(bound.count)) == 1,
      EVP_DecryptUpdate(context, &content, &count, hidden, Int32(hidden.count)) == 1,
      EVP_DecryptFinal_ex(context, nil, &rest) == 1
    else { throw .last(.encryption) }
    return Array(content.prefix(Int(count)))
  }

  private static func key(_ passphrase: [UInt8], _ salt: [UInt8], _ rounds: Int) throws(CryptographyError) -> [UInt8] {
    var key = [UInt8](repeating: 0, count: keySize)
    let made = passphrase.withUnsafeBytes {
      PKCS5_PBKDF2_HMAC(
        $0.bindMemory(to: CChar.self).baseAddress, Int32(passphrase.count), salt, Int32(salt.count), Int32(rounds),
        EVP_sha256(), Int32(key.count), &key)
    }
    guard made == 1 else { throw .last(.encryption) }
    return key
  }
}

extension PassphraseEncryption {
  /// One word of printable ASCII: `1:ROUNDS:SALT:SEALED`, the last two in base64. 1 is the version of the form; SEALED
  /// is nonce, hidden bytes and tag.
  public var text: String { "1:\(rounds):\(Base64.encode(salt)):\(Base64.encode(sealed))" }

  /// Reads that word. Another spelling of the same bytes is refused too, so that no changed character goes unnoticed.
  /// - Throws: `.malformed`, also for fewer rounds than we make, and for so many that opening would take minutes.
  public init(text: String) throws(CryptographyError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, parts[0] == "1", let rounds = Int(parts[1]),
      (Self.iterations...Self.mostIterations).contains(rounds)
    else { throw CryptographyError(.malformed) }
    self.rounds = rounds
    salt = try Base64.decode(parts[2])
    sealed = try Base64.decode(parts[3])
    guard salt.count == Self.saltSize, sealed.count >= Self.nonceSize + Self.tagSize, self.text == text else {
      throw CryptographyError(.malformed)
    }
  }
}
