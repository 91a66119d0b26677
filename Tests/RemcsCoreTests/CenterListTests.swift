import Foundation
import RemcsCore
import Testing

/// Another center list: what it would change, who may bring it, and what follows (manual 5.3).
struct CenterListTests {
  private let home: TestHome
  private let service: Service

  init() throws {
    home = try TestHome()
    service = try home.trustingService()
  }

  private func register() throws {
    try service.register(sampleAnswers(), consent: agreement(), observer: { _ in }, cancellation: Cancellation())
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
  }

  private func center(_ name: String, _ address: String? = nil, _ certificate: String? = nil) throws -> Center {
    Center(
      name: name, mailAddress: address ?? "\(name.lowercased())@center.example",
      certificate: try certificate ?? home.listCertificate())
  }

  private func listFile() -> Data? { FileManager.default.contents(atPath: home.home.centerList) }

  /// Signs any bytes with the authority of the list, or with another certificate and its key.
  private func signed(_ content: String, by signer: String = "signer.pem", key: String = "ca.key") throws -> [UInt8] {
    try home.listCertificate().write(toFile: home.path + "/signer.pem", atomically: true, encoding: .utf8)
    try content.write(toFile: home.path + "/content", atomically: true, encoding: .utf8)
    try home.openssl(
      "cms", "-sign", "-nodetach", "-binary", "-in", "content", "-signer", signer, "-inkey", key, "-outform", "DER",
      "-out", "content.p7m")
    return Array(try Data(contentsOf: URL(fileURLWithPath: home.path + "/content.p7m")))
  }

  @Test func `a preview names what comes, goes, changes and stays, and changes nothing`() throws {
    try service.replaceCenterList(home.signedList([center("OSC"), center("OSC-TEST"), center("OLD")]))
    try register()
    let before = listFile()
    let second = try CertificateSpecimens.text("second.pem")
    let list = try home.signedList([center("LGWAN"), center("OSC", nil, second), center("OSC-TEST")])
    let preview = try service.inspectCenterList(list)
    #expect(preview.rows.map(\.name) == ["LGWAN", "OSC", "OSC-TEST", "OLD"])
    #expect(preview.names == ["LGWAN", "OSC", "OSC-TEST"])
    #expect(preview.rows[0].before == nil && preview.rows[3].after == nil)
    #expect(preview.rows[1].before?.mailAddress == preview.rows[1].after?.mailAddress)
    #expect(preview.rows[1].before?.thumbprint != preview.rows[1].after?.thumbprint)
    #expect(preview.rows[1].after?.thumbprint == CertificateFacts(pem: second)?.sha256)
    #expect(preview.rows[2].before == preview.rows[2].after)
    #expect(preview.selected == "OSC" && preview.needsCheck && !preview.losesSelected)
    #expect(listFile() == before)
    #expect(try service.state() == .active)

    #expect(try service.replaceCenterList(list) == preview)
    #expect(try service.centers().map(\.name) == preview.names)
    #expect(try service.state() == .unused)
    // What was put in place now is what the next preview begins with.
    let same = try service.inspectCenterList(list)
    #expect(same.rows.allSatisfy { $0.before == $0.after } && !same.needsCheck)
  }

  @Test func `a device that was never registered has nothing to prove again`() throws {
    let second = try CertificateSpecimens.text("second.pem")
    let preview = try service.inspectCenterList(home.signedList([center("OSC", nil, second)]))
    #expect(preview.selected == nil && !preview.needsCheck && !preview.losesSelected)
  }

  @Test func `a replaced certificate that the list leaves in use is no change`() throws {
    try register()
    try service.replaceCenterCertificate(CertificateSpecimens.bytes("center.pem"))
    try service.checkConnection(Answers(), observer: { _ in }, cancellation: Cancellation())
    let list = try home.signedList([center("OSC", "new@center.example")])
    let preview = try service.replaceCenterList(list)
    #expect(!preview.needsCheck)
    let shown = CertificateFacts(pem: try CertificateSpecimens.text("center.pem"))?.sha256
    #expect(preview.rows.first?.before?.thumbprint == shown && preview.rows.first?.after?.thumbprint == shown)
    #expect(try service.state() == .active)
  }

  @Test func `a list without the center that is set says so, and that center cannot be reached any more`() throws {
    try register()
    let preview = try service.replaceCenterList(home.signedList([center("OSC2")]))
    #expect(preview.losesSelected && !preview.needsCheck)
    let error = #expect(throws: ServiceError.self) { try service.center(named: "OSC") }
    #expect(error?.code == .rmg0099)
  }

  @Test func `where no list is, the first one is all new`() throws {
    try FileManager.default.removeItem(atPath: home.home.centerList)
    let preview = try service.replaceCenterList(home.signedList([center("OSC")]))
    #expect(preview.rows.map { $0.before == nil } == [true])
    #expect(try service.centers().map(\.name) == ["OSC"])
  }

  /// What is wrong with a file, the code, and what was found.
  static let refusals: [(String, MessageCode, CertificateFinding.Code)] = [
    ("garbage", .rmg0211, .noCenterList), ("certificate", .rmg0211, .noCenterList),
    ("nothing", .rmg0211, .noCenterList), ("no-json", .rmg0211, .noCenterList),
    ("empty", .rmg0211, .noCenterList), ("twice", .rmg0211, .noCenterList),
    ("name", .rmg0211, .noCenterList), ("address", .rmg0211, .noCenterList),
    ("no-certificate", .rmg0211, .noCenterList), ("stranger", .rmg0215, .listUntrusted),
    ("forged", .rmg0215, .listForged), ("expired", .rmg0215, .listOutOfDate),
  ]

  private func file(_ fault: String) throws -> [UInt8] {
    switch fault {
    case "garbage": return Array("no list at all".utf8)
    case "certificate": return try CertificateSpecimens.bytes("center.pem")
    case "nothing": return []
    case "no-json": return try signed("name;mail\nOSC;osc@center.example\n")
    case "empty": return try home.signedList([])
    case "twice": return try home.signedList([center("OSC"), center("OSC")])
    case "name": return try home.signedList([center("OSC\u{1B}[2J")])
    case "address": return try home.signedList([center("OSC", "osc@center.example>\r\nRCPT TO:<a@b")])
    case "no-certificate": return try home.signedList([center("OSC", nil, "PEM")])
    case "stranger":
      let folder = CertificateSpecimens.folder
      return try signed(
        "[]", by: folder.appending(path: "stranger.pem").path, key: folder.appending(path: "stranger.key").path)
    case "forged":
      var list = try Data(home.signedList([center("OSC")]))
      let place = try #require(list.range(of: Data("osc@center.example".utf8)))
      list.replaceSubrange(place, with: Data("eve@center.example".utf8))
      return Array(list)
    default:
      try home.openssl("genpkey", "-algorithm", "RSA", "-out", "old.key")
      try home.openssl("req", "-new", "-key", "old.key", "-out", "old.csr", "-subj", "/CN=Old")
      _ = try home.signedList([])
      try home.openssl(
        "x509", "-req", "-in", "old.csr", "-CA", "signer.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "-1",
        "-out", "old.pem")
      return try signed("[]", by: "old.pem", key: "old.key")
    }
  }

  @Test(arguments: refusals)
  func `what is no list, or nobody trusted signed, is refused, and the old list stays`(
    fault: String, code: MessageCode, finding: CertificateFinding.Code
  ) throws {
    let before = listFile()
    let bytes = try file(fault)
    for attempt in [service.inspectCenterList, service.replaceCenterList] {
      let error = #expect(throws: ServiceError.self) { try attempt(bytes) }
      #expect(error?.code == code)
      #expect(error?.details.first?.finding?.code == finding)
      let shown = error?.details.first?.finding?.arguments.joined() ?? ""
      #expect(!shown.unicodeScalars.contains { $0.value < 0x20 })
    }
    #expect(listFile() == before)
  }

  @Test func `without a trusted authority no list is believed`() throws {
    let list = try home.signedList([center("OSC")])
    try FileManager.default.removeItem(atPath: home.home.trusted)
    let error = #expect(throws: ServiceError.self) { try service.replaceCenterList(list) }
    #expect(error?.code == .rmg0215)
  }

  @Test func `a list that cannot be stored leaves the old one and the state`() throws {
    try register()
    let before = listFile()
    let second = try CertificateSpecimens.text("second.pem")
    let list = try home.signedList([center("OSC", nil, second)])
    // Nothing can be written where a directory stands.
    try FileManager.default.createDirectory(
      atPath: home.home.centerList + ".new", withIntermediateDirectories: false)
    let error = #expect(throws: ServiceError.self) { try service.replaceCenterList(list) }
    #expect(error?.code == .rmg0212)
    #expect(listFile() == before)
    #expect(try service.state() == .active)
  }
}
