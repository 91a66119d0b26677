/// What wrote a definition file, as far as table 3.6 asks: the machine or the tool, from the header's `model` and
/// `version`.
public enum DefinitionOrigin: Sendable, Equatable {
  /// A PRIMEQUEST 1000, which knows no encryption of the connection to the mail server.
  case withoutEncryption
  /// A PRIMEQUEST 2000 or 3000, or this program on any machine.
  case withEncryption
  /// REMCS ESAT, the tool that makes settings on a PC; nil if it does not say its version.
  case settingTool(ToolVersion?)
  /// A file that does not say, as one written by hand.
  case unknown

  /// What the header tells.
  ///
  /// - Parameters:
  ///   - model: for example `PRIMEQUEST 3800E`, `PRIMEQUEST1400S2`, `PQ1000`, `REMCS ESAT V03L02`.
  ///   - version: of the program: ours begins with `remcs`.
  public init(model: String, version: String) {
    let model = model.uppercased()
    // We write down every encryption, whatever the machine is called.
    if version.hasPrefix(Self.programName) {
      self = .withEncryption
    } else if model.contains("ESAT") {
      self = .settingTool(ToolVersion(in: version) ?? ToolVersion(in: model))
    } else {
      let name = model.replacing(" ", with: "")
      let digits = ["PRIMEQUEST", "PQ"].lazy.compactMap { mark in
        name.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false).dropFirst().first
      }.first
      switch digits?.first {
      case "1": self = .withoutEncryption
      case "2", "3": self = .withEncryption
      default: self = .unknown
      }
    }
  }

  /// How `version` begins in the files that we write.
  static let programName = "remcs "
}

/// A version of REMCS ESAT, `V03L02`.
public struct ToolVersion: Sendable, Equatable, Comparable, CustomStringConvertible {
  /// The number behind V.
  public let version: Int
  /// The number behind L.
  public let level: Int

  /// A version.
  public init(version: Int, level: Int) {
    self.version = version
    self.level = level
  }

  /// The first version in a text; nil if there is none.
  public init?(in text: String) {
    let bytes = Array(text.uppercased().utf8)
    func number(from start: Int) -> (value: Int, end: Int)? {
      var end = start
      var value = 0
      while end < bytes.count, (0x30...0x39).contains(bytes[end]), end - start < 4 {
        value = value * 10 + Int(bytes[end] - 0x30)
        end += 1
      }
      return end > start ? (value, end) : nil
    }
    for start in bytes.indices where bytes[start] == UInt8(ascii: "V") {
      guard let version = number(from: start + 1), version.end < bytes.count,
        bytes[version.end] == UInt8(ascii: "L"), let level = number(from: version.end + 1)
      else { continue }
      self.init(version: version.value, level: level.value)
      return
    }
    return nil
  }

  /// The last one that knows no encryption (table 3.6).
  public static let lastWithoutEncryption = ToolVersion(version: 3, level: 1)

  /// By version, then by level.
  public static func < (left: ToolVersion, right: ToolVersion) -> Bool {
    (left.version, left.level) < (right.version, right.level)
  }

  /// `V03L02`.
  public var description: String { "V\(Self.twoDigits(version))L\(Self.twoDigits(level))" }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
