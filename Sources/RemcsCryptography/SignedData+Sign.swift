internal import COpenSSL

extension SignedData {
  /// Signs content and puts it inside of the message.
  ///
  /// - Parameters:
  ///   - content: what is signed, as it is.
  ///   - signer: the certificate that readers are to check.
  ///   - key: its key.
  ///   - others: certificates that help them to check it.
  /// - Returns: a CMS message as PEM.
  /// - Throws: `CryptographyError` if key and certificate do not belong together.
  public static func sign(
    _ content: [UInt8], by signer: Certificate, with key: PrivateKey, adding others: [Certificate] = []
  ) throws(CryptographyError) -> [UInt8] {
    guard key.fits(signer) else { throw CryptographyError(.encryption, reason: "the key is another certificate's") }
    let input = try MemoryBIO(content)
    let stack = copenssl_stack()
    defer { copenssl_stack_free(stack) }
    for one in others {
      guard copenssl_stack_push(stack, one.raw) > 0 else { throw CryptographyError.last(.memory) }
    }
    guard let message = CMS_sign(signer.raw, key.raw, stack, input.raw, UInt32(CMS_BINARY | CMS_NOSMIMECAP)) else {
      throw CryptographyError.last(.encryption)
    }
    defer { CMS_ContentInfo_free(message) }
    let output = try MemoryBIO()
    // Without CMS_STREAM this is PEM_write_bio_CMS, which only a macro declares.
    guard PEM_write_bio_CMS_stream(output.raw, message, nil, 0) == 1 else { throw CryptographyError.last(.malformed) }
    return output.take()
  }
}
