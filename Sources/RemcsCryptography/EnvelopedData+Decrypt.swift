internal import COpenSSL

extension EnvelopedData {
  /// Opens a CMS message with the key that it was made for.
  ///
  /// A wrong key and damaged content look the same from outside, so that answers tell nothing about either.
  /// - Parameters:
  ///   - message: CMS `EnvelopedData` in DER or BER.
  ///   - holders: certificates with their keys; the one that the message names is taken.
  /// - Returns: the content; nil if the message is for none of them.
  /// - Throws: `CryptographyError`: `malformed` if it is no such message, `encryption` if it cannot be opened.
  public static func decrypt(
    _ message: [UInt8], for holders: [(certificate: Certificate, key: PrivateKey)]
  ) throws(CryptographyError) -> [UInt8]? {
    for holder in holders {
      let input = try MemoryBIO(message)
      guard let envelope = d2i_CMS_bio(input.raw, nil) else { throw CryptographyError.last(.malformed) }
      defer { CMS_ContentInfo_free(envelope) }
      guard OBJ_obj2nid(CMS_get0_type(envelope)) == NID_pkcs7_enveloped else {
        throw CryptographyError(.malformed, reason: "not enveloped data")
      }
      // With a certificate given this fails only if the message does not name it: when the key does not fit, OpenSSL
      // goes on with a random one (the defence against Bleichenbacher's attack), and the content shows it.
      guard CMS_decrypt_set1_pkey(envelope, holder.key.raw, holder.certificate.raw) == 1 else {
        ERR_clear_error()
        continue
      }
      let output = try MemoryBIO()
      guard CMS_decrypt(envelope, nil, nil, nil, output.raw, UInt32(CMS_BINARY)) == 1 else {
        throw CryptographyError.last(.encryption)
      }
      return output.take()
    }
    return nil
  }
}
