internal import COpenSSL
internal import Glibc

/// An authority that issues certificates: for a center, its mail server and the signer of its list.
public struct CertificateAuthority: Sendable {
  /// What a certificate is for; it can be used for nothing else.
  public enum Use: Sendable, Equatable {
    /// Receiving encrypted mail at that address.
    case mailEncryption(address: String)
    /// Signing, as a center signs its list.
    case signing
    /// A TLS server under these names and addresses.
    case server(hosts: [String])
  }

  /// The authority's own certificate.
  public let certificate: Certificate
  /// Its key: whoever has it is believed by every device that trusts the authority.
  public let key: PrivateKey

  /// An authority that exists already.
  public init(certificate: Certificate, key: PrivateKey) {
    self.certificate = certificate
    self.key = key
  }

  /// A new authority that vouches for itself.
  ///
  /// - Parameters:
  ///   - name: its common name.
  ///   - days: how long it is valid, from an hour ago.
  /// - Throws: `CryptographyError` if no key or certificate could be made.
  public init(named name: String, days: Int = 3650) throws(CryptographyError) {
    let key = try PrivateKey(.rsa(bits: 2048))
    let draft = try Draft(name: name, days: days, key: key)
    try draft.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0", issuer: draft.raw)
    try draft.add(NID_key_usage, "critical,keyCertSign,cRLSign", issuer: draft.raw)
    try draft.add(NID_subject_key_identifier, "hash", issuer: draft.raw)
    certificate = try draft.signed(by: key, issuer: draft.raw)
    self.key = key
  }

  /// Issues a certificate.
  ///
  /// - Parameters:
  ///   - name: its common name.
  ///   - holder: the key that it speaks for.
  ///   - use: what it is good for.
  ///   - days: how long it is valid, from an hour ago; less than zero for one that has expired.
  /// - Returns: the certificate.
  /// - Throws: `CryptographyError` if a name cannot stand in a certificate.
  public func issue(
    named name: String, for holder: PrivateKey, use: Use, days: Int = 1825
  ) throws(CryptographyError) -> Certificate {
    let draft = try Draft(name: name, days: days, key: holder)
    let issuer = certificate.raw
    try draft.add(NID_basic_constraints, "critical,CA:FALSE", issuer: issuer)
    switch use {
    case .mailEncryption(let address):
      try draft.add(NID_key_usage, "critical,keyEncipherment", issuer: issuer)
      try draft.add(NID_ext_key_usage, "emailProtection", issuer: issuer)
      try draft.add(NID_subject_alt_name, try Self.alternative("email", address), issuer: issuer)
    case .signing:
      try draft.add(NID_key_usage, "critical,digitalSignature", issuer: issuer)
      try draft.add(NID_ext_key_usage, "emailProtection", issuer: issuer)
    case .server(let hosts):
      try draft.add(NID_key_usage, "critical,digitalSignature,keyEncipherment", issuer: issuer)
      try draft.add(NID_ext_key_usage, "serverAuth", issuer: issuer)
      var names: [String] = []
      for host in hosts { names.append(try Self.alternative(Self.isAddress(host) ? "IP" : "DNS", host)) }
      try draft.add(NID_subject_alt_name, names.joined(separator: ","), issuer: issuer)
    }
    try draft.add(NID_subject_key_identifier, "hash", issuer: issuer)
    try draft.add(NID_authority_key_identifier, "keyid:always", issuer: issuer)
    return try draft.signed(by: key, issuer: issuer)
  }

  /// The parser of extensions reads commas and line ends as the beginning of something else.
  private static func alternative(_ kind: String, _ value: String) throws(CryptographyError) -> String {
    guard !value.isEmpty, value.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 44 && $0 != 59 }) else {
      throw CryptographyError(.malformed, reason: "not a name for a certificate")
    }
    return "\(kind):\(value)"
  }

  private static func isAddress(_ host: String) -> Bool {
    var room = in6_addr()
    return inet_pton(AF_INET, host, &room) == 1 || inet_pton(AF_INET6, host, &room) == 1
  }
}

/// A certificate that is being written.
private final class Draft {
  let raw: OpaquePointer

  init(name: String, days: Int, key: PrivateKey) throws(CryptographyError) {
    guard let raw = X509_new() else { throw CryptographyError.last(.memory) }
    self.raw = raw
    try Self.fill(raw, name: name, days: days, key: key)
  }

  private static func fill(_ raw: OpaquePointer, name: String, days: Int, key: PrivateKey) throws(CryptographyError) {
    // 126 random bits below a fixed one: never negative, always of one length.
    var serial = [UInt8](repeating: 0, count: 16)
    guard RAND_bytes(&serial, 16) == 1 else { throw CryptographyError.last(.malformed) }
    serial[0] = serial[0] & 0x3F | 0x40
    guard let number = BN_bin2bn(serial, 16, nil) else { throw CryptographyError.last(.memory) }
    defer { BN_free(number) }
    let common = Array(name.utf8)
    // The hour before now is for devices whose clock is a little behind.
    let begin = days < 0 ? (days - 1) * 86_400 : -3600
    guard X509_set_version(raw, 2) == 1, BN_to_ASN1_INTEGER(number, X509_get_serialNumber(raw)) != nil,
      X509_gmtime_adj(X509_getm_notBefore(raw), begin) != nil,
      X509_gmtime_adj(X509_getm_notAfter(raw), days * 86_400) != nil, X509_set_pubkey(raw, key.raw) == 1,
      X509_NAME_add_entry_by_txt(
        X509_get_subject_name(raw), "CN", utf8Text, common, Int32(clamping: common.count), -1, 0) == 1
    else { throw CryptographyError.last(.malformed) }
  }

  deinit { X509_free(raw) }

  func add(_ kind: Int32, _ value: String, issuer: OpaquePointer) throws(CryptographyError) {
    guard let made = copenssl_extension(issuer, raw, kind, value) else { throw CryptographyError.last(.malformed) }
    defer { X509_EXTENSION_free(made) }
    guard X509_add_ext(raw, made, -1) == 1 else { throw CryptographyError.last(.memory) }
  }

  func signed(by key: PrivateKey, issuer: OpaquePointer) throws(CryptographyError) -> Certificate {
    guard X509_set_issuer_name(raw, X509_get_subject_name(issuer)) == 1, X509_sign(raw, key.raw, EVP_sha256()) > 0
    else { throw CryptographyError.last(.malformed) }
    return Certificate(sharing: raw)
  }
}

/// MBSTRING_UTF8 is a macro over macros.
private let utf8Text: Int32 = 0x1000
