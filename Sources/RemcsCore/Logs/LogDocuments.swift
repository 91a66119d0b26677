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
}

/// One row of a table as a line of JSON. There may be hundreds of thousands, which a general encoder takes minutes for.
struct JSONLine {
  private(set) var bytes: [UInt8] = []

  /// Adds a member; one without a value is left out.
  mutating func put(_ name: String, _ number: Int?) {
    guard let number else { return }
    begin(name)
    bytes += String(number).utf8
  }

  /// Adds a member; one without a value is left out.
  mutating func put(_ name: String, _ text: String?) {
    guard let text else { return }
    begin(name)
    quote(text)
  }

  /// Ends the line.
  mutating func end() { bytes += [UInt8(ascii: "}"), UInt8(ascii: "\n")] }

  private mutating func begin(_ name: String) {
    bytes.append(UInt8(ascii: bytes.isEmpty ? "{" : ","))
    quote(name)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        bytes += "\\u00".utf8
        bytes += (byte < 16 ? "0" : "").utf8
        bytes += String(byte, radix: 16).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
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
