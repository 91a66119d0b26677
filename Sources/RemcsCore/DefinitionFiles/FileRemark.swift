/// Something that we found out about a definition file or about taking it over (manual 3.3, 3.4, 4.2.5), as a code and
/// what fills the holes of its text; front ends have the words.
public struct FileRemark: Sendable, Codable, Equatable {
  /// What it is. The arguments are named behind each code.
  public enum Code: String, Sendable, Codable, CaseIterable {
    // What a file is.
    /// It is no text in UTF-8, or has NUL in it.
    case notText
    /// It is larger than a definition file can be: the most bytes.
    case tooLarge
    /// It says that it is of the other kind: what it says.
    case otherKind
    /// It has a format that we do not know: which.
    case unknownFormat
    /// It has neither a header nor a field of its kind.
    case nothingKnown
    // What a line is.
    /// A line without `=`: its first word.
    case noEqualsSign
    /// A key for the second time: the key.
    case twice
    /// A key that does not belong into the file: the key.
    case unknownKey
    /// So many more errors than are listed: the number.
    case moreErrors
    // The password.
    /// It is encrypted, and no passphrase was given.
    case passphraseNeeded
    /// The passphrase does not fit, or the text was changed.
    case passphraseWrong
    /// The text is no encrypted password of ours.
    case passwordDamaged
    /// The stored password is forgotten, since server or user change and the file brings none.
    case passwordForgotten
    // Table 3.6.
    /// The file leaves the encryption out, so that it stays: which.
    case encryptionKept
    /// The file makes it "none": what it was before.
    case encryptionTurnedOff
    /// Automatic registration is not possible (case 1 and 2): the encryption of the device.
    case registrationByHand
    /// Made by a REMCS ESAT that the manual asks to replace: its version.
    case toolOld
    /// Made by a REMCS ESAT whose file cannot be used on this device: its version, the encryption of the device.
    case toolTooOld
    // Taking over and writing.
    /// The settings were changed by somebody else since the preview.
    case changedMeanwhile
    /// There is such a file already: its path.
    case exists
    /// There are no settings yet.
    case nothingSet
    /// The password is not in the file, since no passphrase was given.
    case passwordLeftOut
    /// Personal information was deleted, so it is not in the file.
    case personalInformationLeftOut
  }

  /// What it is.
  public let code: Code
  /// What fills the holes of its text, harmless.
  public let arguments: [String]

  /// A remark; arguments from outside are made harmless here.
  public init(_ code: Code, _ arguments: String...) {
    self.code = code
    self.arguments = arguments.map { $0.harmless(maximum: 200) }
  }
}
