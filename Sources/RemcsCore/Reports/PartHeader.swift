/// What one mail of a report says about itself: the `part.json` inside the encrypted envelope.
///
/// Facts of the wire, shared by the device that writes them and the center that reads them:
///
/// - A mail is S/MIME `enveloped-data` (AES-256-CBC, RSA PKCS#1 v1.5). Decrypted it is `multipart/mixed`, all parts
///   with `Content-Transfer-Encoding: binary`, header lines ending in CRLF:
///   1. `part.json` (`application/json; charset=utf-8`): this header;
///   2. `manifest.json` (`application/json; charset=utf-8`): the whole manifest of the report, the same bytes in every
///      mail of the report, ``manifestSHA256`` is their sum.
///      A manifest that would fill more than half of a mail is not there; it travels in pieces, as the first of
///      ``files``, under the name `manifest.json` (event split only);
///   3. one part for each entry of ``files``, in that order: bytes ``File/offset`` to
///      ``File/offset`` + ``File/length`` of that attachment (`application/gzip` or `application/octet-stream`).
///      The boundary never occurs in them; the CRLF before a boundary does not belong to the part.
/// - Every mail of an event split stands alone: any of them tells the whole manifest and the whole size and sum of each
///   file that it carries a slice of. A file of 0 bytes appears once, with length 0.
/// - A report is complete when mails 1 to ``of`` are there, and each file named by the manifest has the sum it says. A
///   duplicate has the same ``report``, ``part`` and ``of``; mails of one report with another ``of`` come from a try
///   with other settings and must not be mixed with these.
/// - A mail split (message/partial) is one such mail (`part` 1 `of` 1), cut outside of the encryption.
public struct PartHeader: Sendable, Codable, Equatable {
  /// The piece of one file that this mail carries.
  public struct File: Sendable, Codable, Equatable {
    /// The attachment's name.
    public let name: String
    /// The whole file in bytes.
    public let size: Int
    /// SHA-256 of the whole file, hexadecimal, lower case.
    public let sha256: String
    /// Where the piece begins.
    public let offset: Int
    /// How many bytes of it are here.
    public let length: Int

    /// A piece of a file.
    public init(name: String, size: Int, sha256: String, offset: Int, length: Int) {
      self.name = name
      self.size = size
      self.sha256 = sha256
      self.offset = offset
      self.length = length
    }
  }

  /// The name of the part that holds this header.
  public static let fileName = "part.json"
  /// The name of the part that holds the manifest.
  public static let manifestName = "manifest.json"
  /// The format that is written today.
  public static let currentVersion = 1

  /// The format of this header.
  public let version: Int
  /// The report's UUID.
  public let report: String
  /// The device id.
  public let device: String
  /// The report's number on that device.
  public let sequence: Int
  /// What the report is about.
  public let kind: ReportKind
  /// Which mail of the report this is, from 1.
  public let part: Int
  /// How many mails the report has.
  public let of: Int
  /// SHA-256 of the manifest, hexadecimal, lower case.
  public let manifestSHA256: String
  /// The pieces of files in this mail.
  public let files: [File]

  /// A header.
  public init(
    version: Int = PartHeader.currentVersion, report: String, device: String, sequence: Int, kind: ReportKind,
    part: Int,
    of: Int, manifestSHA256: String, files: [File]
  ) {
    self.version = version
    self.report = report
    self.device = device
    self.sequence = sequence
    self.kind = kind
    self.part = part
    self.of = of
    self.manifestSHA256 = manifestSHA256
    self.files = files
  }
}
