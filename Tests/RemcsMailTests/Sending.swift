import Foundation
import RemcsCore
import RemcsCryptography
import RemcsMail
import TestSupport

/// One attempt to send, and what came of it.
struct Sending {
  var events: [TransportEvent] = []
  var failure: TransportFailure?
  /// Seconds.
  var elapsed = 0.0

  /// The certificate that the server showed last.
  var certificate: Certificate? { shown.flatMap { try? Certificate(pem: $0.pem) } }
  /// The same as it was told.
  var shown: ShownCertificate? {
    events.reversed().lazy.compactMap { if case .certificate(let shown) = $0 { shown } else { nil } }.first
  }
  /// What the stages found, of one kind.
  func found(_ kind: Evidence.Kind) -> [String] {
    events.compactMap { if case .found(let fact) = $0, fact.kind == kind { fact.value } else { nil } }
  }
  /// What may matter later.
  var remarks: [TransportRemark.Code] {
    events.compactMap { if case .noticed(let remark) = $0 { remark.code } else { nil } }
  }

  var stages: [TransportStage] {
    events.compactMap { if case .stage(let stage) = $0 { stage } else { nil } }
  }
  var relayed: [String] {
    events.compactMap { if case .relayed(let id, _) = $0 { id } else { nil } }
  }

  static let device = DeviceIdentity(series: "PRIMEQUEST", model: "3800E", checkCode: "AB", serial: "000123")

  static func center() -> Center {
    Center(name: "OSC", mailAddress: "osc@center.test", certificate: TestAuthority.shared.text("center.pem"))
  }

  static func environment(_ server: MailServer?, timeout: Double = 5) -> Environment {
    Environment(
      server: "127.0.0.1", port: server?.port ?? 1, sender: "board@example.test", split: .none, timeout: timeout)
  }

  static func report(_ text: String = "hello", sequence: Int = 1, attachments: [Attachment] = []) -> Report {
    Report(
      id: UUID().uuidString.lowercased(), sequence: sequence, kind: .connectionCheck,
      created: Date(timeIntervalSince1970: 1_750_000_000), manifest: Array("{\"text\":\"\(text)\"}".utf8),
      attachments: attachments)
  }

  /// A file with random bytes in a directory of the test's own.
  static func attachment(_ name: String, size: Int, in directory: URL) throws -> Attachment {
    let random = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/dev/urandom"))
    let bytes = Array(try random.read(upToCount: size) ?? Data())
    let path = directory.appendingPathComponent(name)
    try Data(bytes).write(to: path)
    return Attachment(name: name, path: path.path, size: size, sha256: Digest.sha256(bytes))
  }

  static func directory() throws -> URL { try TestDirectory.make() }

  /// Sends, and waits for the end.
  static func run(
    _ reports: [Report] = [report()], through environment: Environment, center: Center = center(),
    trusted: [String] = ["ca.pem"], cancellation: Cancellation = Cancellation(),
    reached: (TransportStage) -> Void = { _ in }
  ) throws -> Sending {
    try run(trusted) { transport, observer throws(TransportFailure) in
      try transport.send(
        reports, from: device, to: center, through: environment,
        observer: {
          observer($0)
          if case .stage(let stage) = $0 { reached(stage) }
        }, cancellation: cancellation)
    }
  }

  /// Goes the same way without a mail.
  static func probe(
    through environment: Environment, trusted: [String] = ["ca.pem"], cancellation: Cancellation = Cancellation()
  ) throws -> Sending {
    try run(trusted) { transport, observer throws(TransportFailure) in
      try transport.probe(center(), through: environment, observer: observer, cancellation: cancellation)
    }
  }

  private static func run(
    _ trusted: [String], _ body: (SMTPTransport, (TransportEvent) -> Void) throws(TransportFailure) -> Void
  ) throws -> Sending {
    var result = Sending()
    let believed = try trusted.map { try Certificate(pem: TestAuthority.shared.text($0)) }
    let start = ContinuousClock.now
    do throws(TransportFailure) {
      try body(SMTPTransport(trusted: believed, systemStore: false), { result.events.append($0) })
    } catch {
      result.failure = error
    }
    result.elapsed = start.duration(to: .now) / .seconds(1)
    return result
  }
}

/// A mail as the center reads it.
struct ReceivedMail {
  let headers: [String: String]
  let body: Data

  /// Splits a mail or a part into headers and body.
  init(_ data: Data) {
    let separator = data.range(of: Data("\r\n\r\n".utf8))
    let head = String(decoding: data[..<(separator?.lowerBound ?? data.endIndex)], as: UTF8.self)
    var headers: [String: String] = [:]
    for line in head.replacingOccurrences(of: "\r\n ", with: " ").components(separatedBy: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    self.headers = headers
    body = separator.map { Data(data[$0.upperBound...]) } ?? Data()
  }

  /// A parameter of Content-Type.
  func parameter(_ name: String) -> String? {
    for piece in (headers["content-type"] ?? "").split(separator: ";").dropFirst() {
      let pair = piece.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      if pair.count == 2, pair[0] == name { return pair[1].trimmingCharacters(in: ["\""]) }
    }
    return nil
  }

  /// What `openssl cms` makes of the mail with the center's key; nil if it cannot read it.
  static func decrypt(_ mail: Data) -> ReceivedMail? {
    let result = TestAuthority.shared.openssl(
      "cms", "-decrypt", "-inform", "SMIME", "-recip", "center.pem", "-inkey", "center.key", input: mail)
    return result.status == 0 ? ReceivedMail(result.output) : nil
  }

  /// The parts of a multipart body.
  var parts: [ReceivedMail] {
    guard let boundary = parameter("boundary") else { return [] }
    var whole = Data("\r\n".utf8) + body
    var parts: [ReceivedMail] = []
    let mark = Data("\r\n--\(boundary)".utf8)
    guard let first = whole.range(of: mark) else { return [] }
    whole = Data(whole[first.upperBound...])
    while let next = whole.range(of: mark) {
      parts.append(ReceivedMail(Data(whole[..<next.lowerBound].dropFirst(2))))
      whole = Data(whole[next.upperBound...])
    }
    return parts
  }

  /// The header of our own in `part.json`.
  func partHeader() throws -> PartHeader { try JSONDecoder().decode(PartHeader.self, from: parts[0].body) }
}
