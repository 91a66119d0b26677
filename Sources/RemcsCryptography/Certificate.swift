internal import COpenSSL

/// An X.509 certificate.
public final class Certificate: @unchecked Sendable, Equatable {
  // Unchecked: an X509 is only read after it was made; what OpenSSL caches in it is guarded by OpenSSL's own lock.
  let raw: OpaquePointer

  /// Takes over one reference.
  init(adopting raw: OpaquePointer) { self.raw = raw }

  /// A second owner of what OpenSSL holds.
  convenience init(sharing raw: OpaquePointer) {
    X509_up_ref(raw)
    self.init(adopting: raw)
  }

  /// The first certificate of a PEM text.
  public convenience init(pem: String) throws(CryptographyError) {
    let buffer = try MemoryBIO(Array(pem.utf8))
    guard let read = PEM_read_bio_X509(buffer.raw, nil, nil, nil) else { throw CryptographyError.last(.malformed) }
    self.init(adopting: read)
  }

  /// A certificate in DER; nothing may follow it.
  public convenience init(der: [UInt8]) throws(CryptographyError) {
    let buffer = try MemoryBIO(der)
    guard let read = d2i_X509_bio(buffer.raw, nil) else { throw CryptographyError.last(.malformed) }
    guard buffer.count == 0 else {
      X509_free(read)
      throw CryptographyError(.malformed, reason: "data after the certificate")
    }
    self.init(adopting: read)
  }

  /// A certificate in a file that holds PEM or DER, as administrators have them.
  public static func read(_ bytes: [UInt8]) throws(CryptographyError) -> Certificate {
    if bytes.first == 0x30, let certificate = try? Certificate(der: bytes) { return certificate }
    return try Certificate(pem: String(decoding: bytes, as: UTF8.self))
  }

  /// All certificates of a PEM text, in order; empty if there is none.
  public static func all(pem: String) throws(CryptographyError) -> [Certificate] {
    let buffer = try MemoryBIO(Array(pem.utf8))
    var result: [Certificate] = []
    while let read = PEM_read_bio_X509(buffer.raw, nil, nil, nil) { result.append(Certificate(adopting: read)) }
    // The end of the text is "no start line"; any other reason is a broken certificate.
    let number = ERR_peek_last_error()
    if number & 0x7FFFFF == UInt(PEM_R_NO_START_LINE) || number == 0 {
      ERR_clear_error()
      return result
    }
    throw CryptographyError.last(.malformed)
  }

  deinit { X509_free(raw) }

  /// Whether both are the same bytes.
  public static func == (left: Certificate, right: Certificate) -> Bool { X509_cmp(left.raw, right.raw) == 0 }

  /// The PEM text.
  public func pem() throws(CryptographyError) -> String {
    let buffer = try MemoryBIO()
    guard PEM_write_bio_X509(buffer.raw, raw) == 1 else { throw CryptographyError.last(.malformed) }
    return buffer.text()
  }

  /// The DER bytes.
  public func der() throws(CryptographyError) -> [UInt8] {
    let buffer = try MemoryBIO()
    guard i2d_X509_bio(buffer.raw, raw) == 1 else { throw CryptographyError.last(.malformed) }
    return buffer.take()
  }

  // MARK: What it says

  /// Whose it is, on one line: `C = JP, O = Example, CN = osc.example.co.jp`. Came from outside: make it harmless
  /// before it is shown.
  public var subject: String { Self.line(X509_get_subject_name(raw)) }

  /// Who issued it, on one line. Came from outside: make it harmless before it is shown.
  public var issuer: String { Self.line(X509_get_issuer_name(raw)) }

  /// The serial number in upper-case hexadecimal.
  public var serial: String {
    guard let number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(raw), nil) else { return "" }
    defer { BN_free(number) }
    guard let text = BN_bn2hex(number) else { return "" }
    defer { CRYPTO_free(text, nil, 0) }
    return String(cString: text)
  }

  /// From when it is valid, in seconds since 1970 (UTC).
  public var notBefore: Int { Self.seconds(X509_get0_notBefore(raw)) }

  /// Until when it is valid, in seconds since 1970 (UTC).
  public var notAfter: Int { Self.seconds(X509_get0_notAfter(raw)) }

  /// The names and addresses of hosts that it is for, on one line: `DNS:mail.example.co.jp, IP Address:192.0.2.1`;
  /// empty if it names none. Came from outside: make it harmless before it is shown.
  public var hostNames: String {
    let place = X509_get_ext_by_NID(raw, NID_subject_alt_name, -1)
    guard place >= 0, let found = X509_get_ext(raw, place), let buffer = try? MemoryBIO(),
      X509V3_EXT_print(buffer.raw, found, 0, 0) == 1
    else {
      ERR_clear_error()
      return ""
    }
    return buffer.text()
  }

  /// Kind and size of its key, as the manual shows it: `RSA(2048 Bits)`.
  public var publicKeyDescription: String {
    guard let key = X509_get0_pubkey(raw), let name = EVP_PKEY_get0_type_name(key) else {
      ERR_clear_error()
      return "?"
    }
    return "\(String(cString: name))(\(EVP_PKEY_get_bits(key)) Bits)"
  }

  /// The sum over the whole certificate in upper-case hexadecimal without separators.
  public func thumbprint(_ algorithm: Digest.Algorithm) -> String {
    guard let bytes = try? der() else { return "" }
    var digest = Digest(algorithm)
    digest.update(bytes)
    return digest.hexadecimal().uppercased()
  }

  /// Whether mail may be encrypted for it: an RSA key, whose uses, if any are named, include key encipherment and mail
  /// protection.
  public var canEncrypt: Bool {
    guard hasKeyForTransport else { return false }
    // Purpose 5 (S/MIME encryption) also looks at Netscape's old extension; -1 as third argument would ask as an authority.
    return X509_check_purpose(raw, X509_PURPOSE_SMIME_ENCRYPT, 0) == 1
  }

  /// Whether it belongs to a host: a name, an IPv4 or an IPv6 address (a zone such as `%eth0` does not count).
  public func matches(host: String) -> Bool {
    let bare = String(host.prefix { $0 != "%" })
    defer { ERR_clear_error() }
    if X509_check_ip_asc(raw, bare, 0) == 1 { return true }
    return X509_check_host(raw, bare, bare.utf8.count, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS), nil) == 1
  }

  private static func line(_ name: OpaquePointer?) -> String {
    guard let name, let buffer = try? MemoryBIO() else { return "" }
    // One line, UTF-8 as it is, control characters escaped.
    guard X509_NAME_print_ex(buffer.raw, name, 0, UInt(COPENSSL_ONE_LINE)) >= 0 else { return "" }
    return buffer.text()
  }

  private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int {
    var parts = tm()
    guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else {
      ERR_clear_error()
      return 0
    }
    return timegm(&parts)
  }
}
