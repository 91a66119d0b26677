import Foundation
import RemcsCore
import Synchronization
import TestSupport
import Testing

@testable import RemcsHardware

/// The logs of a Redfish service, polled.
final class RedfishLogTests {
  /// What the service tells now; each poll may find something else.
  private final class Documents: Sendable {
    let all: Mutex<[String: String]>
    init(_ all: [String: String]) { self.all = Mutex(all) }
  }

  private static let log = "/redfish/v1/Systems/1/LogServices/SEL/Entries"
  private let documents = Documents([
    "/redfish/v1": """
    {"RedfishVersion":"1.6.0","Systems":{"@odata.id":"/redfish/v1/Systems"},"Managers":{"@odata.id":"/redfish/v1/Managers"}}
    """,
    "/redfish/v1/Systems": #"{"Members":[{"@odata.id":"/redfish/v1/Systems/1"}]}"#,
    "/redfish/v1/Systems/1": #"{"Id":"1","LogServices":{"@odata.id":"/redfish/v1/Systems/1/LogServices"}}"#,
    "/redfish/v1/Systems/1/LogServices": #"{"Members":[{"@odata.id":"/redfish/v1/Systems/1/LogServices/SEL"}]}"#,
    "/redfish/v1/Systems/1/LogServices/SEL": #"{"Id":"SEL","Entries":{"@odata.id":"\#(log)"}}"#,
  ])
  private let server: RedfishServer
  private let hardware: HardwareSourceSetting
  private let source = RedfishLogSource()

  init() throws {
    let documents = documents
    server = try RedfishServer { path in
      if path == "/endless" { return .endlessBody }
      let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
      guard let text = documents.all.withLock({ $0[trimmed] }) else { return .status(404) }
      return text == "endless" ? .endlessBody : text.isEmpty ? .status(500) : .document(text)
    }
    let address = try #require(RedfishAddress(url: server.url, authorities: TestAuthority.shared.text("ca.pem")))
    hardware = .redfish(address, password: "")
  }

  deinit { server.stop() }

  private func put(_ path: String, _ text: String) { documents.all.withLock { $0[path] = text } }

  private func entry(_ id: String, _ created: String, _ severity: String = "Critical", _ more: String = "") -> String {
    #"{"Id":"\#(id)","Created":"\#(created)","Severity":"\#(severity)","Message":"m\#(id)"\#(more)}"#
  }

  private func put(_ entries: [String], log: String = log, next: String? = nil) {
    let link = next.map { #","Members@odata.nextLink":"\#($0)""# } ?? ""
    put(log, #"{"Members":[\#(entries.joined(separator: ","))]\#(link)}"#)
  }

  private func poll(after position: String?) throws -> EventBatch {
    try source.events(after: position, hardware: hardware, cancellation: Cancellation())
  }

  private func texts(_ batch: EventBatch) -> [String] {
    batch.events.map { String($0.fault.text.prefix { $0 != " " }) }
  }

  @Test func `the first look tells nothing, the next one what is newer, with unit, level and time`() throws {
    put([entry("1", "2026-01-01T00:00:00Z"), entry("2", "2026-01-01T00:00:05Z")])
    let first = try poll(after: nil)
    #expect(first.events.isEmpty && first.failures.isEmpty)
    let origin = #","Links":{"OriginOfCondition":{"@odata.id":"/redfish/v1/Systems/1/Memory/DIMM3"}}"#
    put([
      entry("5", "2026-01-01T09:02:00.500+09:00", "Warning", #","SensorType":"Fan","SensorNumber":48"#),
      entry("4", "2026-01-01T00:01:00Z", "OK", #","MessageId":"PSU0003","MessageArgs":["1"]"#),
      entry("3", "2026-01-01T00:00:05Z", "Critical", origin), entry("2", "2026-01-01T00:00:05Z"),
      entry("1", "2026-01-01T00:00:00Z"),
    ])
    let second = try poll(after: first.position)
    #expect(
      second.summary
        == ["error Systems/1/Memory/DIMM3 LogEntry", "info PSU0003 1 PSU0003", "warning Fan 48 LogEntry"])
    #expect(second.events[2].fault.time == Date(timeIntervalSince1970: 1_767_225_720.5))
    #expect(second.events[0].fault.text == "m3 (Systems/1/SEL 3)")
    #expect(try poll(after: second.position).events.isEmpty)
    #expect(texts(try poll(after: second.events[0].position)) == ["m4", "m5"], "stopped behind the first")
  }

  @Test func `pages are followed, and of entries that are links only the new ones are asked for`() throws {
    let links = (1...30).map { #"{"@odata.id":"\#(Self.log)/\#($0)"}"# }
    for number in 1...30 { put("\(Self.log)/\(number)", entry("\(number)", "2026-01-01T00:00:\(number + 10)Z")) }
    put(Array(links[0..<10]))
    let first = try poll(after: nil)
    #expect(first.events.isEmpty)
    put(Array(links[0..<15]), next: Self.log + "?$skip=15")
    put(Array(links[15..<30]), log: Self.log + "?$skip=15")
    let before = server.requests.count
    let second = try poll(after: first.position)
    #expect(texts(second) == (11...30).map { "m\($0)" })
    #expect(!server.requests.dropFirst(before).contains { $0.path == "\(Self.log)/9" })
  }

  @Test func `a log that was cleared, and a clock that was set back, lose nothing and tell nothing twice`() throws {
    put([entry("7", "2026-01-01T00:00:00Z"), entry("8", "2026-01-01T01:00:00Z")])
    let first = try poll(after: nil)
    put([entry("1", "2026-01-01T02:00:00Z"), entry("2", "2026-01-01T03:00:00Z")])
    let cleared = try poll(after: first.position)
    #expect(texts(cleared) == ["m1", "m2"])
    #expect(try poll(after: cleared.position).events.isEmpty)
    put([entry("1", "1970-01-01T00:00:09Z")])
    #expect(texts(try poll(after: first.position)) == ["m1"], "cleared, and set back")
    put([entry("7", "2026-01-01T00:00:00Z"), entry("8", "2026-01-01T01:00:00Z"), entry("9", "1970-01-01T00:01:00Z")])
    let back = try poll(after: first.position)
    #expect(texts(back) == ["m9"], "set back, not cleared")
    #expect(try poll(after: back.position).events.isEmpty)
    put([])
    #expect(try poll(after: first.position).position == first.position)
  }

  @Test func `a log that was empty tells its first entry, and another service is a first time`() throws {
    put([])
    let first = try poll(after: nil)
    put([entry("x-1", "2026-01-01T00:00:00Z"), entry("x-2", "")])
    let second = try poll(after: first.position)
    #expect(Set(texts(second)) == ["mx-1", "mx-2"])
    #expect(try poll(after: second.position).events.isEmpty)
    let other = first.position?.replacingOccurrences(of: "localhost", with: "other.example")
    #expect(try poll(after: other).events.isEmpty)
  }

  @Test func `a log that cannot be read to its end is told and keeps its position, the others go on`() throws {
    put(
      "/redfish/v1/Systems/1/LogServices",
      #"{"Members":[{"Id":"SEL","Entries":{"@odata.id":"\#(Self.log)"}},{"Id":"B","Entries":{"@odata.id":"/redfish/v1/B"}}]}"#
    )
    put([entry("1", "2026-01-01T00:00:00Z")])
    put([], log: "/redfish/v1/B")
    let first = try poll(after: nil)
    put([entry("2", "2026-01-01T00:01:00Z")], next: Self.log + "?$skip=1")
    put(Self.log + "?$skip=1", "")
    put([entry("1", "2026-01-01T00:01:00Z")], log: "/redfish/v1/B")
    let second = try poll(after: first.position)
    #expect(texts(second) == ["m1"])
    #expect(second.failures.contains { $0.reason.contains("skip=1") })
    put([entry("3", "2026-01-01T00:02:00Z")], log: Self.log + "?$skip=1")
    #expect(texts(try poll(after: second.position)) == ["m2", "m3"])
    // In a circle, and without end.
    put([], log: Self.log + "?$skip=1", next: Self.log)
    #expect(try poll(after: second.position).failures.map(\.reason) == ["\(Self.log): its pages lead in a circle"])
    put("/redfish/v1/B", "endless")
    #expect(try poll(after: second.position).failures.last?.reason.hasPrefix("endless") == true)
  }

  @Test func `nobody there is a failure, and a device without such a service has no such source`() throws {
    server.stop()
    let deadline = ContinuousClock.now + .seconds(10)
    while MailServer.connects(to: server.port), .now < deadline { usleep(10_000) }
    #expect(try poll(after: nil).failures.first?.reason.hasPrefix("unreachable") == true)
    #expect(try source.events(after: nil) == .absent)
  }
}
