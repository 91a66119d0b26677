internal import CSQLite
internal import FoundationEssentials
internal import Glibc
internal import RemcsCryptography

/// The documents of an archive of logs (``LogFile``), as JSON has them.
enum LogDocuments {
  struct Versions: Encodable {
    let program = "remcs"
    let version = RemcsVersion.current
    let collected: String
    let device: String
    let system: [String: String]
    let libraries: [String: String]
  }

  /// The libraries that Core itself uses.
  static var libraries: [String: String] {
    [
      "SQLite": String(cString: sqlite3_libversion()), "zlib": GzipWriter.libraryVersion,
      "OpenSSL": CryptographyLibrary.version,
    ]
  }

  /// What the kernel and the distribution say of themselves.
  static var system: [String: String] {
    var name = utsname()
    uname(&name)
    func text(_ bytes: some Any) -> String {
      withUnsafeBytes(of: bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self).harmless(maximum: 100) }
    }
    var result = [
      "kernel": text(name.sysname), "release": text(name.release), "version": text(name.version),
      "machine": text(name.machine),
    ]
    let release =
      (try? Files.read("/etc/os-release", maximum: 1 << 16)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    for line in release.split(separator: "\n") where line.hasPrefix("PRETTY_NAME=") {
      result["distribution"] = line.dropFirst(12).filter { $0 != "\"" }.harmless(maximum: 100)
    }
    return result
  }

  struct Settings: Encodable {
    let fields: [String: String]
    let maintenancePort: MaintenancePort?
    let idleTimeout: Int
    let toldTimeZone: String?
    let centers: [String]
  }

  struct HistoryRow: Encodable {
    let time: String
    let report: Int?
    let event: String
    let detail: String
  }

  struct QueueRow: Encodable {
    let sequence: Int
    let id: String
    let kind: String
    let created: String
    let state: String
    let tries: Int
    let lastError: String?
    /// How many files travel with it, and their bytes.
    let files: Int
    let bytes: Int
  }
}

/// The values that an archive of logs must not hold: secrets, the login, and personal information.
struct LogMask {
  /// What stands in place of such a value.
  static let hidden = "***"
  private let values: [String]

  /// Hides the values of these answers. What is shorter than four characters is in every other word, and stays.
  init(_ answers: Answers) {
    values = answers.fields.filter(Self.hides).map { answers[$0] }.filter { $0.unicodeScalars.count >= 4 }
      .sorted { $0.utf8.count > $1.utf8.count }
  }

  /// Whether the value of a field is only told to be there.
  static func hides(_ field: FieldID) -> Bool {
    if case .secret = Field.of(field).kind { return true }
    return field == .userID || Field.of(field).isPersonal
  }

  /// The text with every such value hidden.
  func callAsFunction(_ text: String) -> String {
    var result = text
    for value in values where result.contains(value) {
      result = result.split(separator: value, omittingEmptySubsequences: false).joined(separator: Self.hidden)
    }
    return result
  }
}
