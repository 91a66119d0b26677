internal import COpenSSL

/// Content with a signature around it: CMS `SignedData`, as the center list `centers.p7m` is.
public enum SignedData {
  /// Checks the signature and gives back what was signed.
  ///
  /// - Parameters:
  ///   - file: a CMS message as PEM, DER or S/MIME mail part, with the content inside or, in S/MIME, beside it.
  ///   - trusted: the certificates that are believed.
  ///   - moment: the time that the signer's certificate must be valid at, in seconds since 1970; now if nil.
  /// - Returns: what was signed.
  /// - Throws: `CryptographyError`: `malformed`, `untrusted`, `expired`, `notYetValid`, `wrongPurpose`, `badSignature`.
  public static func verify(
    _ file: [UInt8], trusted: [Certificate], at moment: Int? = nil
  ) throws(CryptographyError) -> [UInt8] {
    let input = try MemoryBIO(file)
    var detached: OpaquePointer?
    let read: OpaquePointer?
    if file.first == 0x30 {
      read = d2i_CMS_bio(input.raw, nil)
    } else if file.starts(with: Array("-----BEGIN".utf8)) {
      read = PEM_read_bio_CMS(input.raw, nil, nil, nil)
    } else {
      read = SMIME_read_CMS(input.raw, &detached)
    }
    defer { BIO_free_all(detached) }
    guard let message = read else { throw CryptographyError.last(.malformed) }
    defer { CMS_ContentInfo_free(message) }
    guard OBJ_obj2nid(CMS_get0_type(message)) == NID_pkcs7_signed else {
      throw CryptographyError(.malformed, reason: "not signed data")
    }
    let store = try TrustStore(trusted)
    if let moment, let parameters = X509_STORE_get0_param(store.raw) {
      X509_VERIFY_PARAM_set_time(parameters, moment)
    }
    let output = try MemoryBIO()
    guard CMS_verify(message, nil, store.raw, detached, output.raw, UInt32(CMS_BINARY)) == 1 else {
      throw problem(message, trusted, moment)
    }
    return output.take()
  }

  /// CMS_verify says no more than "certificate verify error": ask the signers' certificates for the reason.
  private static func problem(_ message: OpaquePointer, _ trusted: [Certificate], _ moment: Int?) -> CryptographyError {
    let general = CryptographyError.last(.badSignature)
    guard let carried = CMS_get1_certs(message) else { return CryptographyError(.untrusted, reason: general.reason) }
    defer { copenssl_stack_free(carried) }
    let others = (0..<copenssl_stack_count(carried)).compactMap { index in
      copenssl_stack_value(carried, index).map { Certificate(sharing: $0) }
    }
    guard let signers = CMS_get0_signers(message) else { return general }
    defer { OPENSSL_sk_free(signers) }
    for index in 0..<copenssl_stack_count(signers) {
      guard let raw = copenssl_stack_value(signers, index) else { continue }
      do throws(CryptographyError) {
        try Certificate(sharing: raw).verify(trusted: trusted, untrusted: others, for: .signing, at: moment)
      } catch {
        return error
      }
    }
    return general
  }
}
