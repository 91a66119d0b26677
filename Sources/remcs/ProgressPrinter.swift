internal import Glibc
internal import Localization
internal import RemcsConsole
internal import RemcsCore
internal import Synchronization

/// Tells the progress of an action: each step once, on standard error when a person looks at it, so that standard
/// output holds only results.
struct ProgressPrinter {
  private let language: Language
  private let isShown = isatty(2) == 1
  private final class Last {
    var line = ""
    var attempt = 0
    var remarks: Set<TransportRemark.Code> = []
  }
  private let last = Last()

  init(_ language: Language) { self.language = language }

  /// One step; a retry is always told, because it means waiting.
  func show(_ progress: ActionProgress) {
    var line: String
    switch progress.step {
    case .retrying(let attempt, let count, let seconds, let failure):
      // Once a try, with the reason; not a line for every second.
      guard last.attempt != attempt else { return }
      last.attempt = attempt
      CommandOutput.printError(failure.sentence(in: language))
      line = text(
        .commandProgressRetry, in: language, failure.code.rawValue, String(attempt), String(count), String(seconds))
    case .remark(let remark):
      guard last.remarks.insert(remark.code).inserted else { return }
      CommandOutput.printError("! " + remark.text(in: language))
      if let advice = remark.advice { CommandOutput.printError("  " + advice.text(in: language)) }
      return
    case .reading: line = text(.progressReading, in: language)
    case .waitingForAnother: line = text(.commandWaitingForAnother, in: language)
    default: line = text(ProgressGroup(progress.step).key, in: language)
    }
    guard line != last.line else { return }
    last.line = line
    if isShown { line = "\(progress.percent)% \(line)" }
    if isShown || progress.isWorthTelling { CommandOutput.printError(line) }
  }

  /// The result, with its code, on standard output.
  func finish(_ code: MessageCode) {
    print("\(code.rawValue): \(code.text(in: language))")
  }
}

extension ActionProgress {
  /// Whether it is told also where nobody looks: it means waiting.
  fileprivate var isWorthTelling: Bool {
    switch step {
    case .retrying, .waitingForAnother: true
    default: false
    }
  }
}

/// Ctrl-C and SIGTERM stop an action where it is, with everything queued kept, instead of killing it.
enum Interruption {
  private static let target = Mutex<Cancellation?>(nil)

  /// A wish to stop that SIGINT and SIGTERM raise, and the end of standard input if that is asked for.
  static func cancellation(atEndOfInput: Bool = false) -> Cancellation {
    let cancellation = Cancellation()
    raise(cancellation)
    if atEndOfInput {
      detach {
        var byte: UInt8 = 0
        while read(0, &byte, 1) > 0 || errno == EINTR { errno = 0 }
        Interruption.target.withLock { $0?.raise() }
      }
    }
    return cancellation
  }

  /// Raises `cancellation` on SIGINT and SIGTERM. A thread waits for them: a handler could do next to nothing.
  private static func raise(_ cancellation: Cancellation) {
    target.withLock { $0 = cancellation }
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    detach {
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGINT)
      sigaddset(&signals, SIGTERM)
      var number: Int32 = 0
      while sigwait(&signals, &number) == 0 { Interruption.target.withLock { $0?.raise() } }
    }
  }

  /// Runs `body` on a thread that nobody waits for.
  private static func detach(_ body: @escaping @Sendable () -> Void) {
    SystemThread(body)?.detach()
  }
}
