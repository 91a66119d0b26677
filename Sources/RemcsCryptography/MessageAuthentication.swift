internal import COpenSSL

/// Keyed sums. MD5 is here for CRAM-MD5 and APOP alone, which know nothing else.
public enum MessageAuthentication {
  /// HMAC-MD5 (RFC 2104) in lower-case hexadecimal; nil where the library has no MD5, as under FIPS rules.
  public static func hmacMD5(key: [UInt8], message: [UInt8]) -> String? {
    var sum = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    guard HMAC(EVP_md5(), key, Int32(key.count), message, message.count, &sum, &count) != nil else {
      ERR_clear_error()
      return nil
    }
    return Digest.hexadecimal(sum.prefix(Int(count)))
  }
}
