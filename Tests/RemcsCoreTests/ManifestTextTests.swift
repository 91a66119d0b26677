import Foundation
import Testing

@testable import RemcsCore

/// The document of an event, which is written without the encoder.
struct ManifestTextTests {
  /// Everything that a JSON text may not hold as it is, or that is longer than a byte.
  private static let hard =
    String(String.UnicodeScalarView((0...0x7F).compactMap(Unicode.Scalar.init))) + "\u{2028}株式会社 é 🖥️ e\u{301}/<&"

  private func manifest(_ text: String, late: [String]? = nil, files: Int = 0) -> Manifest {
    var manifest = Manifest(
      id: "8e9f6652-1e7b-4c74-8d8f-a7ab9a231593", sequence: 103, kind: .fault, created: "2026-11-26T21:35:49+09:00",
      device: .init(id: text, series: "S", model: text, checkCode: "C", serial: "1", uniqueName: nil), language: .ja,
      ledger: .empty)
    manifest.fault = .init(unit: text, level: .warning, code: "E\"1", text: text, partition: nil, time: "now")
    manifest.late = late
    manifest.attachments = (0..<files).map { .init(name: "\(text)\($0)", size: $0, sha256: "ab") }
    return manifest
  }

  @Test func `it is what the encoder would write, byte for byte`() throws {
    var partition = manifest("U1")
    partition.fault?.partition = "2"
    partition.device.uniqueName = "名前"
    partition.canceled = [3, 7]
    for one in [
      manifest("U1"), manifest(Self.hard, late: ["4-102", "104"], files: 3), partition, manifest("", late: []),
    ] {
      let text = try #require(one.plainText)
      let encoded = try Store.json(one)
      #expect(text == String(decoding: encoded, as: UTF8.self))
      #expect(try Manifest(one.encoded()) == one)
    }
  }

  @Test func `no member is forgotten`() throws {
    func members(_ value: Any) -> Set<String> { Set(Mirror(reflecting: value).children.compactMap(\.label)) }
    let one = manifest("U1", files: 1)
    // A new one belongs into the text, or among those that it is not written for.
    #expect(
      members(one) == [
        "agent", "attachments", "canceled", "connectionCheck", "created", "device", "dropped", "fault", "format",
        "hardwareConfiguration", "id", "kind", "language", "late", "periodic", "registration", "sequence", "suppressed",
        "version",
      ])
    #expect(members(one.agent) == ["name", "version"])
    #expect(members(one.device) == ["checkCode", "id", "model", "serial", "series", "uniqueName"])
    #expect(members(try #require(one.fault)) == ["code", "level", "partition", "text", "time", "unit"])
    #expect(members(one.attachments[0]) == ["name", "sha256", "size"])
  }

  @Test func `a report that says more is left to the encoder`() throws {
    var told = manifest("U1")
    told.suppressed = [.init(unit: "U2", count: 2, first: "then", last: "now")]
    var dropped = manifest("U1")
    dropped.dropped = [.init(report: 1, count: 2)]
    var periodic = manifest("U1")
    periodic.periodic = .init(due: "now", next: nil)
    var bare = manifest("U1")
    bare.fault = nil
    for one in [told, dropped, periodic, bare] {
      #expect(one.plainText == nil)
      #expect(try Manifest(one.encoded()) == one)
    }
  }
}
