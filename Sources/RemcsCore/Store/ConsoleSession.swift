public import FoundationEssentials
internal import Glibc

/// The console of a home, which one person has at a time (manual chapter 8): a second one would store over what the
/// first is typing. The system gives it back when its holder dies, so a crash leaves nothing behind.
public final class ConsoleSession: Sendable {
  /// Who sits at the console.
  public struct Occupant: Sendable, Codable, Equatable {
    /// The login name, and the terminal such as `/dev/ttyS0`.
    public let user: String, terminal: String
    /// Since when.
    public let since: Date
    /// The screen, as ``ScreenID`` of the console calls it.
    public var screen: String
    let process: Int32

    /// This program, from now on.
    public init(user: String, terminal: String, since: Date = Date()) {
      self.init(user: user, terminal: terminal, since: since, screen: "", process: getpid())
    }

    init(user: String, terminal: String, since: Date, screen: String, process: Int32) {
      self.user = user
      self.terminal = terminal
      self.since = since
      self.screen = screen
      self.process = process
    }
  }

  /// Room for an occupant: always written whole, so that nobody reads half of one.
  private static let recordSize = 1024

  private let home: Home
  private let descriptor: Int32
  private let occupant: Occupant

  /// Sits down at the console if it is free.
  ///
  /// - Returns: nil if somebody else has it; ``occupant(of:)`` tells who.
  /// - Throws: RMG_0150 if the home cannot be written.
  public static func open(_ home: Home, as occupant: Occupant) throws(ServiceError) -> ConsoleSession? {
    let descriptor = Glibc.open(path(home), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(home) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    unlink(takeoverPath(home))
    let session = ConsoleSession(home, descriptor, occupant)
    session.show(screen: "")
    return session
  }

  /// Who has the console now; nil if nobody.
  public static func occupant(of home: Home) -> Occupant? {
    let descriptor = Glibc.open(path(home), O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return nil }
    return record(path(home)) ?? Occupant(user: "?", terminal: "?", since: Date(), screen: "", process: 0)
  }

  /// Takes the console from whoever has it (強制開設): the other one is told to go, keeps what was typed as the draft of
  /// the next, and has five seconds for it.
  ///
  /// - Throws: RMG_0150 if it does not go, or may not be told to.
  public static func takeOver(_ home: Home, as occupant: Occupant) throws(ServiceError) -> ConsoleSession {
    if let bytes = try? JSONEncoder().encode(occupant) {
      do { try Files.write([UInt8](bytes), to: takeoverPath(home)) } catch {
        throw ServiceError(.rmg0150, [error.message], systemNumber: error.number)
      }
    }
    var isTaken = false
    // Who did not get it is nobody's successor.
    defer { if !isTaken { unlink(takeoverPath(home)) } }
    let deadline = ContinuousClock.now + .seconds(5)
    var told: Int32 = 0
    while ContinuousClock.now < deadline {
      if let session = try open(home, as: occupant) {
        isTaken = true
        return session
      }
      // A third one may have been quicker: it is told too.
      if let holder = self.occupant(of: home)?.process, holder > 1, holder != told {
        told = holder
        guard kill(holder, SIGTERM) == 0 || errno == ESRCH else { throw failure(home) }
      }
      usleep(50_000)
    }
    errno = EBUSY
    throw failure(home)
  }

  private init(_ home: Home, _ descriptor: Int32, _ occupant: Occupant) {
    self.home = home
    self.descriptor = descriptor
    self.occupant = occupant
  }

  deinit { close(descriptor) }

  /// Tells whoever asks which screen shows.
  public func show(screen: String) {
    var record = occupant
    record.screen = screen
    guard let json = try? JSONEncoder().encode(record), json.count < Self.recordSize else { return }
    let bytes = [UInt8](json) + [UInt8](repeating: 0x20, count: Self.recordSize - json.count)
    // Who sits here is a help for others; the lock alone keeps them out.
    _ = pwrite(descriptor, bytes, bytes.count, 0)
  }

  /// Who wants, or wanted, the console from this one.
  public var successor: Occupant? { Self.record(Self.takeoverPath(home)) }

  private static func record(_ path: String) -> Occupant? {
    (try? Files.read(path, maximum: recordSize)).flatMap { try? JSONDecoder().decode(Occupant.self, from: Data($0)) }
  }

  private static func path(_ home: Home) -> String { home.path + "/console.lock" }
  private static func takeoverPath(_ home: Home) -> String { home.path + "/console.takeover" }

  private static func failure(_ home: Home) -> ServiceError {
    ServiceError(.rmg0150, ["\(path(home)): \(systemMessage())"], systemNumber: errno)
  }
}
