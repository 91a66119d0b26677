internal import Glibc
internal import RemcsCore

/// A pass of the agent in a process of its own. What sending and looking take of memory is given back when it ends, and
/// what a hostile answer may do to it does not end the agent, which only waits.
struct AgentWorker {
  /// How a pass ended.
  enum Ending: Equatable {
    /// It told what is to come.
    case done(AgentPass)
    /// It ended with a status (128 and the signal, if one ended it), and told nothing.
    case failed(Int32)
    /// It could not be started: the system's error.
    case notStarted(Int32)

    var isDone: Bool { if case .done = self { true } else { false } }
  }

  /// As long as one pass may take: a report with all its logs over a slow line takes an hour.
  private static let longest = Duration.seconds(6 * 3600)
  /// How long a pass may take to stop, before it is ended.
  private static let longestStop = Duration.seconds(30)
  /// What it tells is one line.
  private static let mostBytes = 4096

  /// What comes after the name of the program: the pass itself, and what the agent was started with.
  let arguments: [String]

  /// Runs a pass to its end, and tells the supervisor meanwhile that the agent lives.
  func run(_ cancellation: Cancellation, _ supervisor: Supervisor) -> Ending {
    // Its input ends with us, and it with its input: a pass outlives no agent.
    guard let input = Pipe() else { return .notStarted(errno) }
    guard let output = Pipe() else {
      input.close()
      return .notStarted(errno)
    }
    let child = start(input: input.reader, output: output.writer)
    let failure = errno
    close(input.reader)
    close(output.writer)
    defer {
      close(input.writer)
      close(output.reader)
    }
    guard child > 0 else { return .notStarted(failure) }
    let told = follow(child, output.reader, cancellation, supervisor)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 { if errno != EINTR { return .notStarted(errno) } }
    if let pass = AgentPass(told) { return .done(pass) }
    let signal = status & 0x7F
    let code = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    return .failed(code == 0 ? EX_SOFTWARE : code)
  }

  /// Reads what it tells until it has ended.
  private func follow(
    _ child: pid_t, _ reader: Int32, _ cancellation: Cancellation, _ supervisor: Supervisor
  ) -> String {
    var bytes: [UInt8] = []
    var end = ContinuousClock.now + Self.longest
    var isStopping = false
    while true {
      supervisor.alive()
      if cancellation.isRaised, !isStopping {
        isStopping = true
        kill(child, SIGTERM)
        end = .now + Self.longestStop
      }
      let left = ContinuousClock.now.duration(to: end)
      if left <= .zero { kill(child, SIGKILL) }
      var descriptors = [
        pollfd(fd: reader, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isStopping ? -1 : cancellation.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let slice = max(min(left, supervisor.interval ?? left), .seconds(1))
      guard poll(&descriptors, 2, Int32(slice / .milliseconds(1))) > 0, descriptors[0].revents != 0 else { continue }
      var buffer = [UInt8](repeating: 0, count: Self.mostBytes)
      let count = read(reader, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer.prefix(min(count, Self.mostBytes - bytes.count))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func start(input: Int32, output: Int32) -> pid_t {
    // The program itself, also after another one was installed in its place.
    let path = "/proc/self/exe"
    var words: [UnsafeMutablePointer<CChar>?] = (["remcs"] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var none = sigset_t()
    sigemptyset(&none)
    let child = fork()
    guard child == 0 else { return child }
    // What we do with signals is not its.
    sigprocmask(SIG_SETMASK, &none, nil)
    dup2(input, 0)
    dup2(output, 1)
    execv(path, &words)
    _exit(EX_OSERR)
  }

  /// A pipe that no other program inherits.
  private struct Pipe {
    let reader: Int32, writer: Int32

    init?() {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { return nil }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      (reader, writer) = (ends[0], ends[1])
    }

    func close() {
      Glibc.close(reader)
      Glibc.close(writer)
    }
  }
}
