public import Foundation

/// A program on a terminal of its own, as on a serial line: what it writes goes to a ``ScreenEmulator``, what is sent
/// arrives as typed. For one test only; a program that still runs when it goes away is killed.
///
/// Nothing reads in the background: ``wait(for:within:)``, ``settle(quiet:)`` and the like read.
public final class PseudoTerminal: CustomStringConvertible {
  /// How a program ended.
  public enum Ending: Sendable, Equatable {
    /// By exit, with a code.
    case code(Int32)
    /// By a signal.
    case signal(Int32)
  }

  /// What went wrong on starting.
  public struct Failure: Error {
    /// The call and its errno value.
    public let description: String
  }

  /// The screen.
  public var screen: ScreenEmulator
  /// The process.
  public let process: pid_t
  /// When the program last wrote something, as seen from here.
  public private(set) var lastArrival = ContinuousClock.now
  /// Processor time of the program, once it ended.
  public private(set) var processorTime = Duration.zero

  private var master: Int32
  /// Keeps the terminal settings readable after the program ended.
  private let keeper: Int32
  private var ending: Ending?

  /// Starts a program as leader of a session with this terminal.
  ///
  /// - Parameters:
  ///   - program: Its path; ``built(_:)`` finds ours.
  ///   - arguments: Without the program's name.
  ///   - environment: All of it, but for PATH and what a coverage run needs. `TERM` is xterm and `LC_ALL` C.UTF-8
  ///     unless named here; an empty value leaves a variable out.
  ///   - columns: Columns that the terminal reports, 0 as on a serial line.
  ///   - rows: Rows that it reports.
  ///   - encoding: The code of the characters on the screen.
  /// - Throws: ``Failure`` if there is no pty or no such program.
  public init(
    _ program: String, arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80,
    rows: Int = 24, encoding: ScreenEmulator.Encoding = .utf8
  ) throws {
    // Not openpty: another test that starts a program just then would inherit the descriptors.
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard master >= 0 else { throw Failure(description: "open /dev/ptmx: \(errno)") }
    var number: Int32 = 0
    var unlock: Int32 = 0
    _ = ioctl(master, 0x4004_5431, &unlock)  // TIOCSPTLCK
    _ = ioctl(master, 0x8004_5430, &number)  // TIOCGPTN
    let slave = "/dev/pts/\(number)"
    keeper = open(slave, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard keeper >= 0 else {
      close(master)
      throw Failure(description: "open \(slave): \(errno)")
    }
    screen = ScreenEmulator(columns: columns == 0 ? 80 : columns, rows: rows == 0 ? 24 : rows, encoding: encoding)
    Self.setSize(master, columns: columns, rows: rows)
    do {
      process = try Self.spawn(program, arguments, environment, slave)
    } catch {
      close(master)
      close(keeper)
      throw error
    }
  }

  deinit {
    if ending == nil {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    if master >= 0 { close(master) }
    close(keeper)
  }

  /// The path of a program of this package, built beside the tests.
  public static func built(_ name: String) -> String {
    let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: executable).deletingLastPathComponent().appendingPathComponent(name).path
  }

  /// What a failed test shows.
  public var description: String { "\(screen)" }

  // MARK: - Typing

  /// Sends a text as typed.
  public func send(_ text: String) { send(bytes: Array(text.utf8)) }

  /// Sends bytes, one at a time if there is a gap.
  /// - Returns: the longest gap that it came to, which a busy machine makes longer.
  @discardableResult
  public func send(bytes: [UInt8], gap: Duration = .zero) -> Duration {
    var longest = Duration.zero
    var last: ContinuousClock.Instant?
    for piece in gap == .zero ? [bytes[...]] : bytes.indices.map({ bytes[$0...$0] }) {
      var rest = piece
      while !rest.isEmpty, master >= 0 {
        let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
        if count < 0, errno != EINTR { return longest }
        rest = rest.dropFirst(max(0, count))
      }
      if let last { longest = max(longest, last.duration(to: .now)) }
      last = .now
      if gap > .zero { pump(for: gap) }
    }
    return longest
  }

  // MARK: - Reading

  /// Reads until the screen is as wanted; false if it is not in time.
  public func wait(within limit: Duration = .seconds(20), until isDone: (ScreenEmulator) -> Bool) -> Bool {
    let deadline = ContinuousClock.now + limit
    while !isDone(screen) {
      let left = ContinuousClock.now.duration(to: deadline)
      if left <= .zero { return false }
      if !read(waiting: min(left, .milliseconds(100))), isOver() { return isDone(screen) }
    }
    return true
  }

  /// Reads until a text stands in one row of the screen.
  public func wait(for text: String, within limit: Duration = .seconds(20)) -> Bool {
    wait(within: limit) { $0.contains(text) }
  }

  /// Reads until nothing came for a while, and the program waits for something: on a busy machine a program that was not
  /// given the processor is quiet too.
  public func settle(quiet: Duration = .milliseconds(120)) {
    let deadline = ContinuousClock.now + .seconds(20)
    repeat { while read(waiting: quiet) {} } while !isAsleep && ContinuousClock.now < deadline
  }

  /// Whether the program's first thread sleeps until something comes; also where the system does not tell.
  private var isAsleep: Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let name = stat.lastIndex(of: ")")
    else { return true }
    return ![" R", " D"].contains(String(stat[name...].dropFirst().prefix(2)))
  }

  /// Reads for so long, whatever comes.
  public func pump(for duration: Duration) {
    let deadline = ContinuousClock.now + duration
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      if left <= .zero { return }
      _ = read(waiting: left)
    }
  }

  private func read(waiting limit: Duration) -> Bool {
    let parts = limit.components
    let milliseconds = Int32(clamping: parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000 + 1)
    guard master >= 0 else {
      poll(nil, 0, milliseconds)
      return false
    }
    var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, milliseconds) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Foundation.read(master, &buffer, buffer.count)
    guard count > 0 else { return false }
    lastArrival = .now
    screen.feed(buffer.prefix(count))
    return true
  }

  // MARK: - What can happen to a line

  /// The window gets another size; the program is told by SIGWINCH.
  public func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    Self.setSize(master, columns: columns, rows: rows)
  }

  /// The line goes away: SIGHUP, then end of input and EIO.
  public func hangUp() {
    if master >= 0 { close(master) }
    master = -1
  }

  /// Sends a signal to the program.
  public func signal(_ number: Int32) { kill(process, number) }

  /// The settings of the terminal now.
  public var settings: termios {
    var result = termios()
    tcgetattr(keeper, &result)
    return result
  }

  /// Changes the settings, as stty does.
  public func change(_ body: (inout termios) -> Void) {
    var changed = settings
    body(&changed)
    tcsetattr(keeper, TCSANOW, &changed)
  }

  // MARK: - The end

  /// How it ended; nil if it still runs after the time. What it writes meanwhile is read.
  public func waitForEnd(within limit: Duration = .seconds(20)) -> Ending? {
    let deadline = ContinuousClock.now + limit
    while !isOver(), ContinuousClock.now < deadline { _ = read(waiting: .milliseconds(20)) }
    settle(quiet: .milliseconds(20))
    return ending
  }

  /// Whether it ended.
  public func isOver() -> Bool {
    if ending != nil { return true }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(process, &status, WNOHANG, &usage) == process else { return false }
    ending = status & 0x7F == 0 ? .code((status >> 8) & 0xFF) : .signal(status & 0x7F)
    for time in [usage.ru_utime, usage.ru_stime] {
      processorTime += .seconds(time.tv_sec) + .microseconds(time.tv_usec)
    }
    return true
  }

  private static func setSize(_ descriptor: Int32, columns: Int, rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }
}
