import Foundation
import RemcsCore
import RemcsCryptography

/// A report as a device would send it; `openssl` encrypts it, so that reader and writer are not the same code.
struct SampleReport {
  var id = UUID().uuidString.lowercased()
  var device = "00-PQ-3800E-1-MA1234"
  var sequence = 1
  var kind = ReportKind.hardwareConfiguration
  var language = "ja"
  /// More members of the manifest, each with a comma before it.
  var extra = ""
  var files: [(name: String, bytes: [UInt8])] = []

  /// Written by hand, with spaces and an escape that a JSON library would not write: the center keeps every byte.
  var manifest: [UInt8] {
    let list = files.map {
      #"{"name": "\#($0.name)", "size": \#($0.bytes.count), "sha256": "\#(Digest.sha256($0.bytes))"}"#
    }
    let text = """
      { "format":"remcs-report", "version":1,  "id":"\(id)", "sequence":\(sequence), "kind":"\(kind.rawValue)",
        "device":{"id":"\(device)","series":"PQ","uniqueName":"\\u65e5\\u672c"}, "created":"2026-01-31T09:05:00+09:00",
        "language":"\(language)", "agent":{"name":"remcs","version":"1"}\(extra), "attachments":[\(list.joined(separator: ", "))] }
      """
    return Array(text.utf8)
  }

  /// A piece of a file in one mail.
  struct Slice {
    let file: Int
    let range: Range<Int>
  }

  /// What differs from a right mail.
  struct Faults: Sendable {
    var manifestSum: String?
    var flipsFileByte = false
    var header: (@Sendable (String) -> String)?
    var extraPart = false
    /// The manifest is not in the mail as a whole; a slice with the number of files as its file is a piece of it.
    var leavesOutManifest = false
    init() {}
  }

  /// All the files in one mail.
  var whole: [Slice] { files.indices.map { Slice(file: $0, range: 0..<files[$0].bytes.count) } }

  /// The content of the envelope.
  func entity(part: Int = 1, of: Int = 1, slices: [Slice]? = nil, _ faults: Faults = Faults()) -> [UInt8] {
    let slices = slices ?? whole
    let files = files + [(name: "manifest.json", bytes: manifest)]
    let list = slices.map { slice in
      let file = files[slice.file]
      return #"{"name":"\#(file.name)","size":\#(file.bytes.count),"sha256":"\#(Digest.sha256(file.bytes))","#
        + #""offset":\#(slice.range.lowerBound),"length":\#(slice.range.count)}"#
    }
    var header =
      #"{"version":1,"report":"\#(id)","device":"\#(device)","sequence":\#(sequence),"kind":"\#(kind.rawValue)","#
      + #""part":\#(part),"of":\#(of),"manifestSHA256":"\#(faults.manifestSum ?? Digest.sha256(manifest))","#
      + #""files":[\#(list.joined(separator: ","))]}"#
    if let change = faults.header { header = change(header) }
    var parts: [(String, [UInt8])] = [("application/json", Array(header.utf8))]
    if !faults.leavesOutManifest { parts.append(("application/json", manifest)) }
    for slice in slices {
      var bytes = Array(files[slice.file].bytes[slice.range])
      if faults.flipsFileByte, !bytes.isEmpty { bytes[bytes.count / 2] ^= 1 }
      parts.append(("application/octet-stream", bytes))
    }
    if faults.extraPart { parts.append(("text/plain", Array("more".utf8))) }
    let boundary = "=_\(UUID().uuidString)"
    var result = Array("Content-Type: multipart/mixed; boundary=\"\(boundary)\"\r\nMIME-Version: 1.0\r\n\r\n".utf8)
    for (type, bytes) in parts {
      result += Array("--\(boundary)\r\nContent-Type: \(type)\r\nContent-Transfer-Encoding: binary\r\n\r\n".utf8)
      result += bytes + [13, 10]
    }
    return result + Array("--\(boundary)--\r\n".utf8)
  }

  /// A mail, encrypted for a certificate, with CRLF.
  func mail(
    for certificate: String, part: Int = 1, of: Int = 1, slices: [Slice]? = nil, _ faults: Faults = Faults()
  ) throws -> [UInt8] {
    try SampleReport.mail(for: certificate, around: entity(part: part, of: of, slices: slices, faults))
  }

  static func mail(for certificate: String, around entity: [UInt8]) throws -> [UInt8] {
    let result = try Tool.run(
      "openssl", ["cms", "-encrypt", "-binary", "-aes-256-cbc", "-outform", "DER", certificate], input: entity)
    guard result.status == 0 else { throw MailClient.Silence() }
    let header = [
      "From: <board@device.example>", "To: <osc@center.example>", "Subject: report", "MIME-Version: 1.0",
      "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=\"smime.p7m\"",
      "Content-Transfer-Encoding: base64", "", "",
    ].joined(separator: "\r\n")
    let text = Data(result.output).base64EncodedString(options: [
      .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
    ])
    return Array((header + text + "\r\n").utf8)
  }

  /// A mail cut outside of the encryption; `total=` in the last piece only.
  static func pieces(_ mail: [UInt8], id: String, bytes: Int) -> [[UInt8]] {
    var cuts = [0]
    while let last = cuts.last, last + bytes < mail.count {
      // At line ends only.
      guard let end = mail[(last + bytes)...].firstIndex(of: 10), end + 1 < mail.count else { break }
      cuts.append(end + 1)
    }
    cuts.append(mail.count)
    return (1..<cuts.count).map { number in
      let total = number == cuts.count - 1 ? "; total=\(number)" : ""
      let header =
        "From: <board@device.example>\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: message/partial; id=\"\(id)\";\r\n number=\(number)\(total)\r\n\r\n"
      return Array(header.utf8) + mail[cuts[number - 1]..<cuts[number]]
    }
  }
}
