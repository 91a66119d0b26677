import Foundation

@testable import RemcsCenter

/// A center of one test's own. Keys are made once and copied: making them takes most of a second.
final class TestCenter: Sendable {
  private static let template = Result {
    let folder = try TemporaryFolder()
    let center = try CenterDirectory.create(at: folder.path + "/center")
    return (folder, center.path)
  }

  private let folder: TemporaryFolder
  let directory: CenterDirectory
  var path: String { directory.path }
  var certificate: String { path + "/certificates/center-1.pem" }

  init() throws {
    folder = try TemporaryFolder()
    let path = folder.path + "/center"
    try FileManager.default.copyItem(atPath: try TestCenter.template.get().1, toPath: path)
    directory = try CenterDirectory(opening: path)
  }

  func intake(_ limits: Limits = Limits()) throws -> Intake { try Intake(directory, limits: limits) }
  var inbox: Inbox { Inbox(directory) }
  func reports() throws -> [ReceivedReport] { try inbox.list() }
}

/// A server that ends with its owner.
final class TestServer: Sendable {
  let server: CenterServer
  let ports: ServerPorts
  let events: EventLog

  init(_ center: TestCenter, files: FileSystem? = nil, _ change: (inout ServerOptions) -> Void = { _ in }) throws {
    var options = ServerOptions(smtpPort: 0, smtpsPort: 0, popPort: 0)
    options.startTLS = true
    options.users = ["board": "secret word"]
    change(&options)
    var directory = center.directory
    if let files { directory.files = files }
    let events = EventLog()
    self.events = events
    server = try CenterServer(directory, options) { events.add($0) }
    ports = try server.start()
  }

  deinit { server.stop() }

  func client() throws -> MailClient { try MailClient(port: ports.smtp) }
}

/// What a server told.
final class EventLog: @unchecked Sendable {
  private let lock = NSLock()
  private var events: [CenterEvent] = []

  func add(_ event: CenterEvent) { lock.withLock { events.append(event) } }
  var all: [CenterEvent] { lock.withLock { events } }
}
