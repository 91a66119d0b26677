import Foundation
import RemcsCore
import TestSupport
import Testing

@testable import RemcsMail

/// libcurl comes and goes with each connection: nothing of it may stay behind.
struct LibraryTests {
  @Test func `hundreds of connections leave neither memory nor descriptors behind`() throws {
    let (listener, port) = try MailServer.listen("127.0.0.1", backlog: 16)
    defer { close(listener) }
    let count = ProcessInfo.processInfo.environment["REMCS_CONNECTIONS"].flatMap(Int.init) ?? 300
    let address = ServerAddress.lookUp("127.0.0.1", AI_NUMERICHOST).addresses
    func connect() throws {
      let socket = try Connector().connect(to: address, port: port, until: Deadline(seconds: 5), Cancellation())
      let accepted = accept(listener, nil, nil)
      if accepted >= 0 { close(accepted) }
      close(socket)
    }
    for _ in 0..<20 { try connect() }
    let before = try memory()
    for _ in 0..<count { try connect() }
    let growth = try memory() - before
    if count != 300 { print("\(count) connections: \(before) KiB, \(growth) KiB more") }
    // Other tests run beside this one; what one load of the library takes is 4 MiB.
    #expect(growth < 30_000)
  }

  /// VmRSS in KiB.
  private func memory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return try #require(line.flatMap { Int($0.filter(\.isNumber)) })
  }
}
