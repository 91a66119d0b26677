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
      let output = try MemoryBIO()
      ERR_clear_error()
      if CMS_decrypt(envelope, holder.key.raw, holder.certificate.raw, nil, output.raw, UInt32(CMS_BINARY)) == 1 {
        ERR_clear_error()
        return output.take()
      }
      let isForSomebodyElse = copenssl_reason(ERR_peek_error()) == CMS_R_NO_MATCHING_RECIPIENT
      guard isForSomebodyElse else { throw CryptographyError.last(.encryption) }
      ERR_clear_error()
    }
    return nil
  }
}
