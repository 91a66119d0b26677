internal import COpenSSL

/// The certificates of one file, in whatever form administrators get them: PEM or DER, a single certificate, several,
/// or PKCS #7 with certificates only (`.p7b`, `.p7c`). Whatever else a PEM text holds is passed over.
public struct CertificateBundle: Sendable {
  /// The certificates in the order of the file, each once; at least one.
  public let certificates: [Certificate]

  /// Reads a file.
  ///
  /// - Parameter file: its bytes.
  /// - Throws: `CryptographyError.malformed` if it holds no certificate, or a broken one.
  public init(_ file: [UInt8]) throws(CryptographyError) {
    let found = try file.first == 0x30 ? Self.certificates(der: file) : Self.certificates(pem: file)
    var distinct: [Certificate] = []
    for one in found where !distinct.contains(one) { distinct.append(one) }
    guard !distinct.isEmpty else { throw CryptographyError(.malformed, reason: "no certificate") }
    certificates = distinct
  }

  /// Those that speak for somebody who uses them, not for an authority: none of the others is issued by them. A file
  /// with one certificate has that one, whatever it is.
  public var endEntities: [Certificate] {
    guard certificates.count > 1 else { return certificates }
    return certificates.filter { one in
      !one.isAuthority && !certificates.contains { $0 != one && $0.isIssued(by: one) }
    }
  }

  /// A certificate, or PKCS #7, in DER.
  private static func certificates(der: [UInt8]) throws(CryptographyError) -> [Certificate] {
    if let one = try? Certificate(der: der) { return [one] }
    let input = try MemoryBIO(der)
    guard let message = d2i_CMS_bio(input.raw, nil) else { throw CryptographyError.last(.malformed) }
    defer { CMS_ContentInfo_free(message) }
    guard OBJ_obj2nid(CMS_get0_type(message)) == NID_pkcs7_signed else {
      throw CryptographyError(.malformed, reason: "not signed data")
    }
    guard let carried = CMS_get1_certs(message) else {
      ERR_clear_error()
      return []
    }
    defer { copenssl_stack_free(carried) }
    return (0..<copenssl_stack_count(carried)).compactMap { index in
      copenssl_stack_value(carried, index).map { Certificate(sharing: $0) }
    }
  }

  private static let labels: Set<String> = [
    "CERTIFICATE", "X509 CERTIFICATE", "PKCS7", "PKCS #7 SIGNED DATA", "CMS",
  ]

  /// Every block of a PEM text that may hold certificates. Some programs put PKCS #7 under the label of a certificate,
  /// so what is inside decides.
  private static func certificates(pem: [UInt8]) throws(CryptographyError) -> [Certificate] {
    let input = try MemoryBIO(pem)
    var found: [Certificate] = []
    while true {
      var name: UnsafeMutablePointer<CChar>?
      var header: UnsafeMutablePointer<CChar>?
      var data: UnsafeMutablePointer<UInt8>?
      var count = 0
      guard PEM_read_bio(input.raw, &name, &header, &data, &count) == 1 else { break }
      defer {
        CRYPTO_free(name, nil, 0)
        CRYPTO_free(header, nil, 0)
        // The block may be somebody's private key.
        CRYPTO_clear_free(data, count, nil, 0)
      }
      guard let name, let data, labels.contains(String(cString: name)) else { continue }
      found += try certificates(der: Array(UnsafeBufferPointer(start: data, count: count)))
    }
    // The end of the text is "no start line"; any other reason is a broken block.
    let number = ERR_peek_last_error()
    guard number & 0x7FFFFF == UInt(PEM_R_NO_START_LINE) || number == 0 else {
      throw CryptographyError.last(.malformed)
    }
    ERR_clear_error()
    return found
  }
}
