/// Who this device is to the center: the 装置 ID at the foot of every screen (manual 3.1).
public struct DeviceIdentity: Sendable, Codable, Equatable {
  /// シリーズ名, 型名, チェックコード, 製造番号: letters, digits, dot, underscore and hyphen.
  public let series: String, model: String, checkCode: String, serial: String

  /// An identity from its four parts. A character that an id cannot hold becomes an underscore; an empty part, X.
  public init(series: String, model: String, checkCode: String, serial: String) {
    self.series = Self.part(series)
    self.model = Self.part(model)
    self.checkCode = Self.part(checkCode)
    self.serial = Self.part(serial)
  }

  /// `00-series-model-checkcode-serial`.
  public var id: String { "00-\(series)-\(model)-\(checkCode)-\(serial)" }

  private static func part(_ text: String) -> String {
    let kept = text.unicodeScalars.prefix(24).map { scalar -> Character in
      switch scalar {
      case "A"..."Z", "a"..."z", "0"..."9", ".", "_", "-": return Character(scalar)
      default: return "_"
      }
    }
    return kept.isEmpty ? "X" : String(kept)
  }
}
