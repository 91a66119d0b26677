import RemcsCore
import Testing

/// Table 3.6, cell by cell.
@Suite struct EncryptionRulingTests {
  /// A row: what wrote the file, and the marks for a device without and with encryption.
  struct Row: Sendable, CustomTestStringConvertible {
    let model: String
    var version = ""
    let types: [ConnectionType]
    let stated: [Encryption?]
    let plain: EncryptionRuling.Admission
    let protected: EncryptionRuling.Admission
    var testDescription: String { "\(model) \(version) \(types)" }
  }

  static let pointToPoint: [ConnectionType] = [.isdn, .vpn]
  static let rows: [Row] = [
    Row(
      model: "PRIMEQUEST 1400S2", types: ConnectionType.allCases, stated: [nil], plain: .possible, protected: .byHand),
    Row(model: "PQ1000", types: ConnectionType.allCases, stated: [nil], plain: .possible, protected: .byHand),
    Row(
      model: "PRIMEQUEST 2800E", types: ConnectionType.allCases, stated: [Encryption.none, nil], plain: .possible,
      protected: .byHand),
    Row(
      model: "PRIMEQUEST3800B", types: ConnectionType.allCases, stated: [Encryption.none, nil], plain: .possible,
      protected: .byHand),
    Row(
      model: "PRIMEQUEST 3800E", types: [.internet], stated: [.startTLS, .tls], plain: .possible, protected: .possible),
    Row(
      model: "REMCS ESAT", version: "V03L01", types: pointToPoint, stated: [nil], plain: .possible,
      protected: .possible),
    Row(
      model: "REMCS ESAT", version: "V03L01", types: [.internet], stated: [nil], plain: .possible,
      protected: .forbidden),
    Row(
      model: "REMCS ESAT V02L15", types: [.internet], stated: [nil], plain: .possible, protected: .forbidden),
    Row(
      model: "REMCS ESAT", version: "V03L02", types: pointToPoint, stated: [Encryption.none, nil], plain: .possible,
      protected: .possible),
    Row(
      model: "REMCS ESAT", version: "V03L02", types: [.internet], stated: [Encryption.none, .startTLS, .tls],
      plain: .possible, protected: .possible),
    Row(
      model: "remcs esat", version: "V4L1", types: [.internet], stated: [Encryption.none], plain: .possible,
      protected: .possible),
  ]

  @Test(arguments: rows)
  func `every cell is that of the table`(row: Row) {
    let origin = DefinitionOrigin(model: row.model, version: row.version)
    for type in row.types {
      for stated in row.stated {
        for device in Encryption.allCases {
          let ruling = EncryptionRuling(
            of: origin, connectionType: type, stated: stated, wasSet: nil, device: device)
          #expect(
            ruling.admission == (device == .none ? row.plain : row.protected),
            "\(type) \(String(describing: stated)) \(device)")
        }
      }
    }
  }

  @Test func `what the table does not know is treated with care`() {
    func admission(
      _ model: String, _ version: String, _ stated: Encryption?, wasSet: Bool? = nil
    ) -> EncryptionRuling.Admission {
      EncryptionRuling(
        of: DefinitionOrigin(model: model, version: version), connectionType: .internet, stated: stated,
        wasSet: wasSet, device: .tls
      ).admission
    }
    // A file written by hand.
    #expect(admission("", "", nil) == .byHand && admission("", "", .startTLS) == .possible)
    // A tool that does not say how old it is, and a new one that leaves out what it should say.
    #expect(admission("REMCS ESAT", "", .startTLS) == .forbidden)
    #expect(admission("REMCS ESAT", "V03L02", nil) == .byHand)
    // Our own files say everything, whatever the machine is called.
    #expect(admission("PRIMEQUEST 1400", "remcs 0.1.0", .tls) == .possible)
    #expect(admission("PRIMEQUEST 1400", "", .tls) == .byHand)
  }

  @Test func `leaving the encryption out means none only where that is known`() {
    func meant(_ model: String, _ version: String, _ type: ConnectionType, wasSet: Bool?) -> Encryption? {
      EncryptionRuling(
        of: DefinitionOrigin(model: model, version: version), connectionType: type, stated: nil, wasSet: wasSet,
        device: .tls
      ).meant
    }
    #expect(meant("PRIMEQUEST 3800E", "", .internet, wasSet: false) == Encryption.none)
    #expect(meant("PRIMEQUEST 3800E", "", .internet, wasSet: true) == nil)
    #expect(meant("PRIMEQUEST 3800E", "", .isdn, wasSet: nil) == nil)
    #expect(meant("PRIMEQUEST 1400", "", .internet, wasSet: nil) == nil)
    #expect(meant("REMCS ESAT", "V03L01", .vpn, wasSet: nil) == Encryption.none)
    #expect(meant("REMCS ESAT", "V03L02", .internet, wasSet: nil) == nil)
  }

  @Test(arguments: [
    ("V03L01", 3, 1), ("v03l02c", 3, 2), ("REMCS ESAT V10L20", 10, 20), ("VL V3 V04L05", 4, 5),
  ])
  func `a version is found in its text`(text: String, version: Int, level: Int) {
    #expect(ToolVersion(in: text) == ToolVersion(version: version, level: level))
  }

  @Test func `no version is no version, and versions have an order`() {
    for text in ["", "V", "V3", "VxLy", "V03L", "L01"] { #expect(ToolVersion(in: text) == nil) }
    #expect(ToolVersion(version: 2, level: 99) < ToolVersion(version: 3, level: 1))
    #expect(ToolVersion(version: 3, level: 1) < ToolVersion(version: 3, level: 2))
    #expect(ToolVersion(version: 3, level: 2).description == "V03L02")
  }
}
