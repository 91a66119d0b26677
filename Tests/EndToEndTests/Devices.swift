import Foundation
import RemcsCore
import TestSupport
import Testing

extension DeviceHome {
  /// A device that is registered at a center and whose connection was checked, as the definition files of
  /// ``RegisterCommandTests`` say.
  convenience init(registeredAt center: RunningCenter) throws {
    try self.init()
    try register(at: center)
  }

  /// Registers it at a center, and checks the connection.
  func register(at center: RunningCenter) throws {
    try prepare(for: center)
    let port = try #require(center.ports["smtp"])
    try mustDo(
      "register", "--environment", try file("e.def", RegisterCommandTests.environment(port: port)),
      "--customer", try file("c.def", RegisterCommandTests.customer), "--agree")
  }

  /// Does a command that must succeed.
  func mustDo(_ arguments: String...) throws { try mustDo(arguments) }

  /// Does a command that must succeed.
  func mustDo(_ arguments: [String]) throws {
    let result = try Programs.run(Programs.remcs, arguments + ["--home", path])
    try #require(result.status == 0, "\(arguments): \(result.errors)")
  }

  /// Everything that lies in the home, the database and its log too.
  func bytes() throws -> Data {
    try FileManager.default.subpathsOfDirectory(atPath: path).reduce(into: Data()) { all, name in
      all += FileManager.default.contents(atPath: path + "/" + name) ?? Data()
    }
  }

  /// A device whose language is set, that trusts a center, and that knows a mail server, so that a walk can pass the
  /// first screens by Next alone. One try, no more: a test does not want to wait.
  func prepare(for center: RunningCenter, port: Int? = nil, language: Language = .ja) throws {
    try prepare(folder: center.folder, port: port ?? center.ports["smtp"] ?? 0, language: language)
  }

  /// The same for a center that is only a folder.
  func prepare(folder: String, port: Int, language: Language = .ja) throws {
    try trust(folder)
    try mustDo("language", language.rawValue)
    try mustDo(
      "settings", "set", "smtpServer=127.0.0.1", "smtpPort=\(port)", "senderEmail=remcs@device.example",
      "retryCount=0")
  }
}

extension RunningCenter {
  /// The customer as the center received it with a report.
  func customer(_ index: Int = 0) throws -> [String: String] {
    let reports = try inbox().filter { $0["kind"] as? String == "registration" }
    let manifest = try #require(reports.dropFirst(index).first?["manifest"] as? [String: Any])
    return try #require((manifest["registration"] as? [String: Any])?["customer"] as? [String: String])
  }

  /// The kinds of what it received, in order.
  func kinds() throws -> [String] { try inbox().compactMap { $0["kind"] as? String } }
}

/// A new center, made once a run because keys take their time; tests use copies, or only its list and its authority.
/// The files go away with the machine's temporary directory.
enum PreparedCenter {
  private static let made: Result<String, any Error> = Result {
    let folder = NSTemporaryDirectory() + "remcs-center-" + UUID().uuidString
    let result = try Programs.run(Programs.center, ["init", folder])
    try #require(result.status == 0, "\(result.errors)")
    return folder
  }

  /// A certificate that a center's own authority issues with openssl; `NAME.pem` and `NAME.key` in the center's folder.
  static func issue(_ name: String, in folder: String, bits: Int = 2048, days: Int = 365) throws -> String {
    func openssl(_ arguments: String...) throws {
      let result = try Programs.run("/usr/bin/openssl", arguments)
      try #require(result.status == 0, "\(result.errors)")
    }
    let base = folder + "/" + name
    try "keyUsage=keyEncipherment\nextendedKeyUsage=emailProtection".write(
      toFile: base + ".ext", atomically: true, encoding: .utf8)
    try openssl(
      "req", "-new", "-newkey", "rsa:\(bits)", "-nodes", "-keyout", base + ".key", "-out", base + ".csr", "-subj",
      "/O=Example/CN=\(name)")
    try openssl(
      "x509", "-req", "-in", base + ".csr", "-CA", folder + "/ca.pem", "-CAkey", folder + "/private/ca.key",
      "-CAcreateserial", "-days", String(days), "-extfile", base + ".ext", "-out", base + ".pem")
    return base + ".pem"
  }

  /// Its folder.
  static func folder() throws -> String { try made.get() }
}

/// A customer, as typed.
enum SampleCustomer {
  static let japanese: KeyValuePairs<FieldID, String> = [
    .corporateName: "株式会社　日本橋製作所", .corporateNameKana: "カブシキガイシャ　ニホンバシセイサクショ",
    .department: "情報システム部", .address: "東京都中央区日本橋２丁目４番１号", .building: "東館７階",
    .administratorName: "山田　太郎", .administratorNameKana: "ヤマダ　タロウ",
    .administratorEmail: "taro@example.co.jp", .postalCode: "103-8265", .telephone: "03-3211-4111",
    .fax: "03-3211-4112", .uniqueName: "SV-01", .country: "JP", .installationSite: "神奈川県川崎市中原区",
    .installationBuilding: "第２棟", .engineerEmail: "ce@example.co.jp",
  ]

  /// What must be typed, and no more.
  static let short: KeyValuePairs<FieldID, String> = [
    .corporateName: "日本橋製作所", .corporateNameKana: "ニホンバシセイサクショ", .address: "東京都中央区",
    .administratorName: "山田　太郎", .administratorNameKana: "ヤマダ　タロウ",
    .administratorEmail: "taro@example.co.jp", .telephone: "03-3211-4111",
  ]

  /// As `remcs settings set` takes it.
  static let settings = short.map { "\($0.rawValue)=\($1)" }
}

/// A mail server that takes connections and never says a word.
final class SilentServer {
  let port: Int
  private let descriptor: Int32

  init() throws {
    // The kernel completes connections that nobody accepts.
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    descriptor = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    try #require(isListening)
  }

  deinit { close(descriptor) }
}
