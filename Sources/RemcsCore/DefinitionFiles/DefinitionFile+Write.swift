internal import RemcsCryptography

extension DefinitionFile {
  /// What an exported file says about the device that wrote it.
  struct Header {
    /// Series and model.
    let model: String
    /// Whether an encryption other than none was ever set.
    let encryptionWasSet: Bool

    /// The header of a device. A model that names its series already does so once.
    init(_ device: DeviceIdentity, encryptionWasSet: Bool) {
      model = device.model.hasPrefix(device.series) ? device.model : "\(device.series) \(device.model)"
      self.encryptionWasSet = encryptionWasSet
    }
  }

  /// The file of some settings: every field that has an answer or an initial value, so that nothing depends on the
  /// device that reads it. Optional fields without one stand there empty; what has no meaning is left out, and so is
  /// personal information that was deleted, and the password if there is no passphrase.
  static func bytes(
    of kind: Kind, _ answers: Answers, header: Header, passphrase: Passphrase?
  ) throws(CryptographyError) -> [UInt8] {
    let type = ConnectionType(rawValue: answers[.connectionType]) ?? .internet
    var lines = [
      "# remcs \(kind.fileName)", "\(HeaderKey.format)=\(formatVersion)", "\(HeaderKey.kind)=\(kind.rawValue)",
      "\(HeaderKey.model)=\(header.model)",
      "\(HeaderKey.version)=\(DefinitionOrigin.programName)\(RemcsVersion.current)",
    ]
    if kind == .environment { lines.append("\(HeaderKey.encryptionWasSet)=\(header.encryptionWasSet ? "yes" : "no")") }
    for form in kind.forms(connectionType: type) {
      let complete = form.completed(answers)
      for field in form.fields {
        let requirement = form.requirement(of: field, in: complete)
        // The name of a center is in the list of centers; one that nobody chose is not passed on.
        guard requirement != .inactive, field != .center || answers.contains(.center) else { continue }
        let declared = Field.of(field)
        var value = complete[field]
        if value.isEmpty, requirement == .required || declared.isPersonal && answers.hasNoPersonalInformation {
          continue
        }
        if declared.isSecret {
          guard let passphrase else { continue }
          value = try passphrase.sealed(value)
        }
        lines.append("\(field.rawValue)=\(value.withoutLineEnds)")
      }
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}

extension Answers {
  /// Whether personal information was deleted or never typed (table 3.5).
  var hasNoPersonalInformation: Bool {
    FormID.customer.fields.allSatisfy { !Field.of($0).isPersonal || self[$0].isEmpty }
  }
}

extension String {
  /// Without control characters: a value cannot become a line of its own.
  fileprivate var withoutLineEnds: String {
    String(String.UnicodeScalarView(unicodeScalars.filter { $0.properties.generalCategory != .control }))
  }
}
