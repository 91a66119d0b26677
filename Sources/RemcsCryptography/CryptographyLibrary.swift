internal import COpenSSL

/// The library behind this module.
public enum CryptographyLibrary {
  /// Its version as it says it, for example `OpenSSL 3.0.15 3 Sep 2024`.
  public static var version: String { String(cString: OpenSSL_version(OPENSSL_VERSION)) }
}
