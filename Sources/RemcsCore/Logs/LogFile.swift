/// What is in an archive of logs, by the name of the file there.
public enum LogFile: String, Sendable, CaseIterable {
  /// What each file is, for somebody who does not know this program.
  case readme = "README.txt"
  /// Program, system, libraries, device.
  case versions = "versions.json"
  /// The operating state, the connection, what waits.
  case status = "status.json"
  /// Every setting; of secrets and personal information only whether they are set.
  case settings = "settings.json"
  /// The staged check that was made last.
  case diagnosis = "diagnosis.json"
  /// What happened to reports and settings, oldest first.
  case history = "history.jsonl"
  /// Every report, without its content.
  case queue = "queue.jsonl"
  /// The files of ``Home/logs``.
  case logs = "logs"
}

/// The words of an archive's README in one language; front ends have them.
public struct LogReadme: Sendable {
  /// What the archive is, and what is not in it.
  public let introduction: String
  /// What a file is.
  public let description: @Sendable (LogFile) -> String

  /// Words.
  public init(introduction: String, description: @escaping @Sendable (LogFile) -> String) {
    self.introduction = introduction
    self.description = description
  }

  /// The text about the files that are there.
  func text(about files: [LogFile]) -> String {
    ([introduction] + files.map { "\($0.rawValue)\n    \(description($0))" }).joined(separator: "\n\n") + "\n"
  }
}

/// Where an archive of logs goes.
public enum LogDestination: Sendable, Equatable {
  /// Into a directory, under a name with the device id and the time.
  case directory(String)
  /// Under this name.
  case file(String)

  /// What a person named: a directory that is there, or the name of a new file.
  public init(_ path: String) { self = Directory.isThere(path) ? .directory(path) : .file(path) }
}

/// An archive of logs that was written.
public struct LogArchive: Sendable, Codable, Equatable {
  /// Where it is.
  public let path: String
  /// Its size in bytes.
  public let size: Int

  /// An archive.
  public init(path: String, size: Int) {
    self.path = path
    self.size = size
  }
}
