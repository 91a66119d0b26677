internal import FoundationEssentials
internal import Glibc
internal import Localization
internal import RemcsCore

/// The agent's log: lines with time, code and text on standard error, which systemd keeps, and in a file of the home, which
/// log collection takes along (chapter 7).
struct AgentLog: Sendable {
  /// The file is put aside when it has so many bytes, and the one put aside before is gone.
  private static let mostBytes = 1 << 20

  private let language: Language
  private let path: String

  init(_ language: Language, home: Home) {
    self.language = language
    path = home.logs + "/agent.log"
    mkdir(home.logs, 0o700)
  }

  /// What happened to reports and duties.
  func write(_ event: AgentEvent) {
    switch event {
    case .relayed(let number, let kind): line("#\(number) \(kind.rawValue) relayed")
    case .failed(let number, let reason): line("#\(number) \(reason)")
    case .gaveUp(let reason): line("! \(reason)")
    case .dutyFailed(let name, let error): line("! \(name): \(error.sentence(in: language))")
    }
  }

  /// What keeps the agent from working.
  func write(_ error: ServiceError) { line("! " + error.sentence(in: language)) }

  /// How a pass ended that told nothing.
  func write(_ ending: AgentWorker.Ending) {
    switch ending {
    case .done: break
    case .failed(let status): line("! pass \(status)")
    case .notStarted(let error): line("! pass: \(String(cString: strerror(error)))")
    }
  }

  private func line(_ text: String) {
    let line = "\(Date().localISO8601) \(text.harmless(maximum: 1000))"
    CommandOutput.printError(line)
    // Without room for the log the agent works on.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let bytes = Array((line + "\n").utf8)
    _ = Glibc.write(descriptor, bytes, bytes.count)
    if lseek(descriptor, 0, SEEK_END) > Self.mostBytes { rename(path, path + ".1") }
  }
}
