public import FoundationEssentials

/// What a report is about (docs/protocol.md).
public enum ReportKind: String, Sendable, Codable, CaseIterable {
  case registration, agentInformation, connectionCheck, periodic, pause, resume, hardwareConfiguration, fault, log

  /// Whether its manifest names the customer or somebody's address, so that a deletion of personal information has to
  /// go through it.
  var namesPeople: Bool {
    switch self {
    case .registration, .agentInformation, .connectionCheck: true
    case .periodic, .pause, .resume, .hardwareConfiguration, .fault, .log: false
    }
  }
}

/// Where a report stands. It leaves the queue only by being relayed or by a decision that history shows.
public enum ReportState: String, Sendable, Codable, CaseIterable {
  /// Stored, to be sent.
  case waiting
  /// A program is sending it now; after a crash it is waiting again.
  case sending
  /// The mail server took it.
  case relayed
  /// It was refused for good and waits for a person.
  case failed
  /// A person, or a newer report of the same purpose, took it out.
  case canceled
}

/// A file that travels with a report.
public struct Attachment: Sendable, Codable, Equatable {
  /// The name at the center, safe as a file name.
  public let name: String
  /// Where it lies on this machine. Never sent.
  public let path: String
  /// Bytes.
  public let size: Int
  /// SHA-256 in hexadecimal.
  public let sha256: String

  /// An attachment.
  public init(name: String, path: String, size: Int, sha256: String) {
    self.name = name
    self.path = path
    self.size = size
    self.sha256 = sha256
  }
}

/// One report to the center, as it stands in the store.
public struct Report: Sendable, Equatable, Identifiable {
  /// A random UUID in lower case. It is also the Message-ID, and never changes on a retry.
  public let id: String
  /// Its number: gap-free on this device, from 1.
  public let sequence: Int
  /// What it is about.
  public let kind: ReportKind
  /// When it was made.
  public let created: Date
  /// The manifest: the JSON document of docs/protocol.md, UTF-8.
  public internal(set) var manifest: [UInt8]
  /// Files that travel with it.
  public internal(set) var attachments: [Attachment]
  /// Where it stands.
  public var state: ReportState
  /// How often sending was tried.
  public var tries: Int
  /// The code of the last failure.
  public var lastError: MessageCode?
  /// Until when it is put off, because the mail server would not have it now; nil if it goes with the next connection.
  public let nextTry: Date?

  /// A report.
  public init(
    id: String, sequence: Int, kind: ReportKind, created: Date, manifest: [UInt8], attachments: [Attachment] = [],
    state: ReportState = .waiting, tries: Int = 0, lastError: MessageCode? = nil,
    nextTry: Date? = nil
  ) {
    self.id = id
    self.sequence = sequence
    self.kind = kind
    self.created = created
    self.manifest = manifest
    self.attachments = attachments
    self.state = state
    self.tries = tries
    self.lastError = lastError
    self.nextTry = nextTry
  }
}

extension Report {
  /// The id of the device under which it was made; `current` where it does not say.
  public func deviceID(or current: String) -> String {
    names(current) ? current : (try? Manifest(manifest))?.device.id ?? current
  }

  /// Whether its document holds a device id, which costs less than to read it.
  func names(_ deviceID: String) -> Bool { String(decoding: manifest, as: UTF8.self).contains("\"\(deviceID)\"") }
}
