internal import COpenSSL

/// The library behind this module.
public enum CryptographyLibrary {
  /// Whether it is there; without it the program ends where it is needed.
  public static var isInstalled: Bool { copenssl_is_installed() }

  /// Its version as it says it, for example `OpenSSL 3.0.15 3 Sep 2024`.
  public static var version: String { String(cString: OpenSSL_version(OPENSSL_VERSION)) }
}
