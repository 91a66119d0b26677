internal import COpenSSL

extension Certificate {
  /// Whether it is an authority's: it may issue others.
  public var isAuthority: Bool {
    defer { ERR_clear_error() }
    // 1: says so itself; 3: of the time before certificates could, and self-signed.
    return [1, 3].contains(X509_check_ca(raw))
  }

  /// The size of its key in bits; 0 if it cannot be read.
  public var keyBits: Int {
    defer { ERR_clear_error() }
    return X509_get0_pubkey(raw).map { Int(EVP_PKEY_get_bits($0)) } ?? 0
  }

  /// The hash of its signature if that is one that can be forged, such as `SHA1`; nil if it is a good one.
  public var weakSignatureHash: String? {
    defer { ERR_clear_error() }
    var hash: Int32 = 0
    guard X509_get_signature_info(raw, &hash, nil, nil, nil) == 1,
      [NID_sha1, NID_md5, NID_md4, NID_md2].contains(hash), let name = OBJ_nid2sn(hash)
    else { return nil }
    return String(cString: name)
  }

  /// Encrypts a few bytes for it, as a mail would be: the rehearsal that finds what no field of it tells.
  ///
  /// - Throws: `CryptographyError.encryption`, `memory`.
  public func rehearseEncryption() throws(CryptographyError) {
    let encryptor = try EnvelopedData.Encryptor(for: [self])
    let message = try encryptor.encrypt(Array("rehearsal".utf8)) + encryptor.finish()
    guard !message.isEmpty else { throw CryptographyError(.encryption, reason: "nothing came out") }
  }
}
