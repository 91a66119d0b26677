internal import FoundationEssentials

/// What is kept of a center whose certificate was replaced.
struct ReplacedCertificate: Codable, Equatable {
  /// The SHA-256 thumbprint of the certificate that the center list had then. A list that has another one by now is
  /// newer than the replacement, or speaks of another center under the same name: the list counts.
  let base: String
  /// The one that reports are encrypted for.
  let inUse: PlacedCertificate
  /// The one before.
  let previous: PlacedCertificate
}

/// A certificate and where it came from.
struct PlacedCertificate: Codable, Equatable {
  /// PEM.
  let pem: String
  /// The certificates that came with it, PEM; nil if it is the center list's own, whose signature makes it believed.
  let chain: [String]?
  /// When it was put in place, in seconds since 1970; nil if it has always been the list's.
  let seconds: Double?
}

extension Store {
  /// The replacements of all centers, by the name of the center.
  func replacedCertificates() throws(ServiceError) -> [String: ReplacedCertificate] {
    try Self.replacedCertificates(in: try setting(.centerCertificates))
  }

  static func replacedCertificates(_ connection: SQLiteConnection) throws -> [String: ReplacedCertificate] {
    try replacedCertificates(in: try setting(.centerCertificates, connection))
  }

  static func set(_ replaced: [String: ReplacedCertificate], _ connection: SQLiteConnection) throws {
    try set(.centerCertificates, String(decoding: try json(replaced), as: UTF8.self), connection)
  }

  private static func replacedCertificates(in text: String?) throws(ServiceError) -> [String: ReplacedCertificate] {
    guard let text else { return [:] }
    do {
      return try JSONDecoder().decode([String: ReplacedCertificate].self, from: Data(text.utf8))
    } catch {
      // To go on with the list's certificate would encrypt for a key that may have been given up.
      throw ServiceError(.rmg0150, ["centerCertificates: \(String(describing: error))".harmless(maximum: 200)])
    }
  }
}
