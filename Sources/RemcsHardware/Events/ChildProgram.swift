internal import Glibc
internal import RemcsCore

/// A program of the system that is run for what it prints: without a shell, with nothing to read, with an environment of
/// two variables, and bounded in time and output. When it is over, so is everything that it started.
struct ChildProgram {
  /// How it ended.
  enum Outcome: Equatable {
    /// It ended by itself: its status (128 and the signal, if one ended it), and what it printed.
    case ended(status: Int32, output: [UInt8], errors: [UInt8])
    /// It could not be started: the system's error.
    case notStarted(Int32)
    case timedOut
    /// It printed more than it may.
    case endless
    case canceled
  }

  /// Where it lies.
  let path: String
  /// Seconds that it may take.
  var seconds: Double = 120
  /// The most bytes of its output; of its errors a part is kept.
  var mostBytes = 4 << 20
  private static let mostErrors = 4096

  /// A program in one of the folders of `path`, written as `PATH` is; nil if there is none. Relative folders do not count.
  init?(named name: String, path: String?) {
    let folders = (path ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    let files = folders.map { "\($0)/\(name)" }
    guard let file = files.first(where: { Self.isProgram($0) }) else { return nil }
    self.path = file
  }

  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }

  /// Runs it to its end.
  func run(_ arguments: [String], cancellation: Cancellation) -> Outcome {
    var output = Channel(limit: mostBytes)
    var errors = Channel(limit: Self.mostErrors)
    defer {
      output.close()
      errors.close()
    }
    guard output.open(), errors.open() else { return .notStarted(errno) }
    var child: pid_t = 0
    let failure = spawn(&child, arguments, output: output.writer, errors: errors.writer)
    guard failure == 0 else { return .notStarted(failure) }
    output.closeWriter()
    errors.closeWriter()
    let end = ContinuousClock.now + .seconds(seconds)
    let ending = read(&output, &errors, until: end, cancellation) ?? wait(for: child, until: end, cancellation)
    // It leads a group of its own, whose number is its until it is waited for: what is still in the group ends now.
    kill(-child, SIGKILL)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    if let ending { return ending }
    let signal = status & 0x7F
    return .ended(
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, output: output.bytes, errors: errors.bytes)
  }

  /// Waits until it has ended, and leaves it to be waited for; nil if it came to that.
  private func wait(
    for child: pid_t, until end: ContinuousClock.Instant, _ cancellation: Cancellation
  ) -> Outcome? {
    while true {
      var information = siginfo_t()
      // After the end of its output it is mostly gone already.
      let result = waitid(P_PID, id_t(child), &information, WEXITED | WNOHANG | WNOWAIT)
      if result < 0, errno != EINTR { return nil }
      if result == 0, information.si_signo == SIGCHLD { return nil }
      if cancellation.isRaised { return .canceled }
      guard .now < end else { return .timedOut }
      usleep(5000)
    }
  }

  private func spawn(_ child: inout pid_t, _ arguments: [String], output: Int32, errors: Int32) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this program does with signals is not the child's.
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let variables = [
      "PATH=" + (getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"), "LC_ALL=C", "TZ=UTC",
    ]
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
    defer { for word in words + environment { free(word) } }
    return posix_spawn(&child, path, &actions, &attributes, &words, &environment)
  }

  /// Reads both to their ends; nil if it came to that.
  private func read(
    _ output: inout Channel, _ errors: inout Channel, until end: ContinuousClock.Instant, _ cancellation: Cancellation
  ) -> Outcome? {
    while !output.isOver || !errors.isOver {
      if cancellation.isRaised { return .canceled }
      let left = ContinuousClock.now.duration(to: end)
      guard left > .zero else { return .timedOut }
      var descriptors = [output.reader, errors.reader, cancellation.descriptor].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      // A slice, in case the wish has no descriptor.
      let slice = Int32(min(left, .milliseconds(cancellation.descriptor < 0 ? 100 : 1000)) / .milliseconds(1)) + 1
      guard poll(&descriptors, nfds_t(descriptors.count), slice) > 0 else { continue }
      if descriptors[0].revents != 0, !output.take() { return .endless }
      // More errors than are kept are read and forgotten, so that they do not hold it up.
      if descriptors[1].revents != 0 { _ = errors.take() }
    }
    return nil
  }

  /// One end of what it prints.
  private struct Channel {
    let limit: Int
    var bytes: [UInt8] = []
    var reader: Int32 = -1
    var writer: Int32 = -1

    init(limit: Int) { self.limit = limit }

    var isOver: Bool { reader < 0 }

    mutating func open() -> Bool {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { return false }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      (reader, writer) = (ends[0], ends[1])
      return true
    }

    /// Takes what is there; whether it fits.
    mutating func take() -> Bool {
      var buffer = [UInt8](repeating: 0, count: 65536)
      let count = Glibc.read(reader, &buffer, buffer.count)
      if count < 0, errno == EINTR { return true }
      guard count > 0 else {
        Glibc.close(reader)
        reader = -1
        return true
      }
      let room = limit - bytes.count
      bytes += buffer.prefix(min(count, room))
      return count <= room
    }

    mutating func closeWriter() {
      Glibc.close(writer)
      writer = -1
    }

    mutating func close() {
      for descriptor in [reader, writer] where descriptor >= 0 { Glibc.close(descriptor) }
      (reader, writer) = (-1, -1)
    }
  }
}
