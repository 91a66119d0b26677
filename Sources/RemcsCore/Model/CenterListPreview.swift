/// What another center list would change, before it is put in place (接続先センターリストの入れ替え, manual 5.3).
public struct CenterListPreview: Sendable, Codable, Equatable {
  /// One center as a list has it.
  public struct Entry: Sendable, Codable, Equatable {
    /// Where reports are mailed to, harmless.
    public let mailAddress: String
    /// The SHA-256 thumbprint of the certificate that reports are encrypted for, upper-case hexadecimal.
    public let thumbprint: String

    /// An entry.
    public init(mailAddress: String, thumbprint: String) {
      self.mailAddress = mailAddress
      self.thumbprint = thumbprint
    }
  }

  /// One center, before and after.
  public struct Row: Sendable, Codable, Equatable {
    /// Its name, harmless.
    public let name: String
    /// As it is now; nil if it is new.
    public let before: Entry?
    /// As it will be; nil if it goes.
    public let after: Entry?

    /// A center.
    public init(name: String, before: Entry?, after: Entry?) {
      self.name = name
      self.before = before
      self.after = after
    }
  }

  /// The centers in the order of the new list, then those that it no longer has.
  public let rows: [Row]
  /// The name of the center that is set; nil before one is.
  public let selected: String?
  /// Whether the connection has to be proved again: the device is registered, and the certificate of its center
  /// changes. It becomes 設定未完了 then.
  public let needsCheck: Bool

  /// A preview.
  public init(rows: [Row], selected: String?, needsCheck: Bool) {
    self.rows = rows
    self.selected = selected
    self.needsCheck = needsCheck
  }

  /// The names of the new list, in its order.
  public var names: [String] { rows.filter { $0.after != nil }.map(\.name) }
  /// Whether the new list has no center of the name that is set, so that another has to be selected.
  public var losesSelected: Bool { selected.map { !names.contains($0) } ?? false }
}
