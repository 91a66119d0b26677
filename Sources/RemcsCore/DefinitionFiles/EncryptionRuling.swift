/// What table 3.6 says about a file and a device: whether the settings may be imported, and whether automatic
/// registration may follow. The reason for the table is that some files do not say the encryption, and a device that
/// keeps its own then cannot reach the file's mail server.
public struct EncryptionRuling: Sendable, Equatable {
  /// The marks of the table.
  public enum Admission: String, Sendable, Codable, CaseIterable {
    /// ○, also in brackets: import and automatic registration.
    case possible
    /// △: import only; the encryption has to be looked at before the registration.
    case byHand
    /// ×: neither.
    case forbidden
  }

  /// The mark.
  public let admission: Admission
  /// The encryption that the file means: what it says, or what leaving it out says; nil if that cannot be known.
  public let meant: Encryption?
  /// What the manual asks for besides (notes 3 and 4).
  public let remark: FileRemark?

  /// The cell of the table.
  ///
  /// - Parameters:
  ///   - origin: what wrote the file.
  ///   - connectionType: the connection type that the settings will have.
  ///   - stated: the encryption in the file; nil if it leaves it out.
  ///   - wasSet: whether the device that wrote the file ever had one; nil if the file does not say.
  ///   - device: the encryption of this device, before.
  public init(
    of origin: DefinitionOrigin, connectionType: ConnectionType, stated: Encryption?, wasSet: Bool?, device: Encryption
  ) {
    // A tool fixes none for P-P; and who says that there never was any means none (note of case 2).
    let isTool = if case .settingTool = origin { true } else { false }
    let meant = stated ?? (wasSet == false || isTool && connectionType.isPointToPoint ? Encryption.none : nil)
    self.meant = meant
    if case .settingTool(let version) = origin {
      // A tool that does not say how old it is counts as old.
      let isOld = version.map { $0 <= .lastWithoutEncryption } ?? true
      let name = version?.description ?? "?"
      if isOld, device != .none, !connectionType.isPointToPoint {
        admission = .forbidden
        remark = FileRemark(.toolTooOld, name, device.rawValue)
      } else {
        remark = isOld ? FileRemark(.toolOld, name) : nil
        admission = device != .none && meant == nil ? .byHand : .possible
      }
      return
    }
    remark = nil
    let isProtected = meant.map { $0 != .none } ?? false
    admission = device == .none || isProtected && origin != .withoutEncryption ? .possible : .byHand
  }
}
