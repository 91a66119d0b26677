internal import CNcurses
internal import Glibc

/// The terminal: the one place that knows curses. It paints frames, waits for keys, and leaves the terminal as it was
/// found, whatever happens (docs/console.md).
///
/// curses only paints here. Keys are read and decoded by ``KeyDecoder``, because curses decides too early that ESC
/// stands alone and knows only the sequences of TERM. One terminal can be open in a process; it belongs to the thread
/// that opened it, and only ``waker`` may be used from elsewhere.
public final class Terminal {
  /// Smaller than this no screen fits.
  public static let smallest = Frame.Size.standard

  /// What was assumed on opening, to be said to the user; nil if nothing.
  public let notice: TerminalNotice?
  /// The code of the characters on the line.
  public let encoding: TerminalEncoding
  /// Rows and columns now.
  public private(set) var size: Frame.Size

  private var decoder: KeyDecoder
  private var keys: [Key] = []
  private var lastByte = ContinuousInstant.now
  private var lastFrame: Frame?
  private var hidesCursor = false
  private var isLost = false
  private var isOpen = true

  /// Opens the terminal on standard input and output, and clears it.
  ///
  /// - Throws: Why there can be no screen here; the terminal is as it was then.
  public init() throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    guard cncurses_screen() == nil else { throw .inUse }
    let size = Self.windowSize()
    guard size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows else {
      throw .tooSmall(size, needed: Self.smallest)
    }
    encoding = Self.chooseLocale()
    TextWidth.isAmbiguousWide = encoding == .eucJP
    let (type, notice) = try Self.chooseType()
    let failure = cncurses_open(type)
    guard failure == 0 else { throw .failed(failure) }
    self.notice = notice
    self.size = size
    decoder = KeyDecoder(encoding: encoding, terminfo: Self.keyStrings())
    resizeterm(Int32(size.rows), Int32(size.columns))
  }

  deinit { close() }

  /// Gives the terminal back as it was found. Safe to call twice.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    if isLost { cncurses_abandon() } else { cncurses_close() }
    TextWidth.isAmbiguousWide = false
  }

  // MARK: - Painting

  /// Shows a frame; only what differs from the last one is sent.
  public func paint(_ frame: Frame) {
    guard isOpen, !isLost else { return }
    lastFrame = frame
    draw(frame)
    doupdate()
  }

  /// Shows the last frame again from scratch, for a terminal that was switched on late or was written to by others
  /// (Ctrl-L). Modes that curses sets only once are set again too.
  public func repaint() {
    guard isOpen, !isLost else { return }
    cncurses_program_mode()
    cncurses_put_state(hidesCursor)
    clearok(cncurses_screen(), true)
    if let lastFrame { draw(lastFrame) } else { wnoutrefresh(cncurses_screen()) }
    doupdate()
  }

  /// How many bytes still wait in the kernel for a slow line. A progress line is better left out than late.
  public var unsentBytes: Int { Int(cncurses_unsent(STDOUT_FILENO)) }

  private func draw(_ frame: Frame) {
    let window = cncurses_screen()
    werase(window)
    for run in frame.runs where run.row < size.rows && run.column < size.columns {
      let cells = run.text.prefix(columns: size.columns - run.column).unicodeScalars.flatMap(Self.cells)
      cncurses_put(Int32(run.row), Int32(run.column), cells, Int32(cells.count), run.style == .bold)
    }
    let hides = frame.cursor == nil
    if hides != hidesCursor {
      hidesCursor = hides
      curs_set(hides ? 0 : 1)
    }
    leaveok(window, hides)
    if let cursor = frame.cursor {
      wmove(
        window, Int32(max(0, min(cursor.row, size.rows - 1))), Int32(max(0, min(cursor.column, size.columns - 1))))
    }
    wnoutrefresh(window)
  }

  /// What curses gets for a character: the character itself if curses counts as many cells for it as the frame does,
  /// else something in its place that does. So the screen can never shift, whatever a person typed.
  private static func cells(_ scalar: Unicode.Scalar) -> [UInt32] {
    let width = TextWidth.of(scalar)
    if cncurses_width(scalar.value) == width { return [scalar.value] }
    // The full-width forms that frames use are not in EUC-JP, where the plain ones are wide.
    let plain: [Unicode.Scalar: UInt32] = ["\u{FF0D}": 0x2212, "\u{FFE0}": 0xA2, "\u{FFE1}": 0xA3, "\u{FFE2}": 0xAC]
    if let twin = plain[scalar], cncurses_width(twin) == width { return [twin] }
    let geta: UInt32 = 0x3013  // 〓, what stands for a missing character in Japanese print
    if width == 2, cncurses_width(geta) == 2 { return [geta] }
    return [UInt32](repeating: 0x3F, count: width)
  }

  // MARK: - Waiting

  /// Wakes ``next(timeout:)`` from any thread.
  public var waker: TerminalWaker { TerminalWaker { cncurses_wake() } }

  /// Whether something was typed that was not taken yet: painting can wait until it is.
  public var hasPendingInput: Bool {
    !keys.isEmpty || hasArrivals
  }

  /// Whether bytes came that were not read yet.
  private var hasArrivals: Bool {
    var descriptors = [pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)]
    return poll(&descriptors, 1, 0) > 0 && descriptors[0].revents & Int16(POLLIN) != 0
  }

  /// Waits for a key, another size, the end of the line, a wake, or the end of the time (also ``TerminalEvent/wake``);
  /// without a time, for ever. Keys typed before the line was lost come before the loss.
  public func next(timeout: Duration? = nil) -> TerminalEvent {
    let deadline = timeout.map { ContinuousInstant.now.advanced(by: $0) }
    while true {
      if !keys.isEmpty { return .key(keys.removeFirst()) }
      if isLost || !isOpen { return lost() }
      let now = ContinuousInstant.now
      // While a screen went out to a slow line nobody read: what came meanwhile is late by us, not by its sender.
      if decoder.isWaiting, now >= lastByte.advanced(by: decoder.patience), !hasArrivals {
        keys += decoder.timeOut()
        continue
      }
      var waits: [Duration] = []
      if let deadline { waits.append(now.duration(to: deadline)) }
      if decoder.isWaiting { waits.append(now.duration(to: lastByte.advanced(by: decoder.patience))) }
      let readable = wait(waits.min())
      if let event = takeSignals() { return event }
      if readable { read() }
      if keys.isEmpty, !isLost, let deadline, ContinuousInstant.now >= deadline { return .wake }
    }
  }

  /// Waits until there is input or a signal; whether there is input.
  private func wait(_ duration: Duration?) -> Bool {
    var descriptors = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: cncurses_signal_descriptor(), events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&descriptors, 2, duration.map(\.pollMilliseconds) ?? -1)
    // Interrupted, or only the signal pipe.
    guard count > 0, descriptors[0].revents != 0 else { return false }
    // A line that is gone reports it here for ever; what was typed before can still be read.
    if descriptors[0].revents & Int16(POLLIN) == 0 { isLost = true }
    return descriptors[0].revents & Int16(POLLIN) != 0
  }

  private func takeSignals() -> TerminalEvent? {
    let bits = cncurses_take_signals()
    if bits & UInt32(CNCURSES_LOST) != 0 { isLost = true }
    guard !isLost else { return nil }
    if bits & UInt32(CNCURSES_CONTINUED) != 0 { repaint() }
    if bits & UInt32(CNCURSES_RESIZED) != 0 {
      size = Self.windowSize()
      resizeterm(Int32(size.rows), Int32(size.columns))
      if bits & UInt32(CNCURSES_WOKEN) != 0 { cncurses_wake() }
      return .resized(size)
    }
    return bits & UInt32(CNCURSES_WOKEN) != 0 ? .wake : nil
  }

  private func read() {
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
    switch count {
    case 1...:
      lastByte = .now
      keys += decoder.feed(buffer.prefix(count))
    case 0: isLost = true
    default: isLost = errno != EINTR && errno != EAGAIN
    }
  }

  private var losses = 0

  /// The loss, once at once; whoever asks again and again is slowed down rather than left to spin.
  private func lost() -> TerminalEvent {
    losses += 1
    if losses > 1 { poll(nil, 0, 100) }
    return .lineLost
  }

  // MARK: - Opening

  /// The size the system reports; a serial line reports 0x0, which is 80x24.
  private static func windowSize() -> Frame.Size {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
      return .standard
    }
    // Nobody has more; a wrong report must not cost memory.
    return Frame.Size(columns: min(Int(window.ws_col), 500), rows: min(Int(window.ws_row), 200))
  }

  /// Takes the locale of the user for characters only: messages of the system stay ASCII, numbers keep their point.
  /// A locale without a code for Japanese, or one that is not installed, becomes C.UTF-8.
  private static func chooseLocale() -> TerminalEncoding {
    if setlocale(LC_CTYPE, "") == nil || codeset() == "ANSI_X3.4-1968" {
      for name in ["C.UTF-8", "en_US.UTF-8", "ja_JP.UTF-8"] where setlocale(LC_CTYPE, name) != nil { break }
    }
    return TerminalEncoding(codeset: codeset())
  }

  private static func codeset() -> String { nl_langinfo(Int32(CODESET)).map { String(cString: $0) } ?? "" }

  private static func chooseType() throws(TerminalError) -> (String, TerminalNotice?) {
    let wanted = getenv("TERM").map { String(cString: $0) } ?? ""
    switch wanted.isEmpty ? 0 : cncurses_probe(wanted) {
    case 1: return (wanted, nil)
    case -2: throw .cannotMoveCursor(type: wanted)
    default:
      guard cncurses_probe("vt100") == 1 else { throw .noDescription(type: wanted) }
      return ("vt100", wanted.isEmpty ? .noType : .unknownType(wanted))
    }
  }

  private static func keyStrings() -> [[UInt8]: Key] {
    var result: [[UInt8]: Key] = [:]
    for (name, key) in KeySequences.capabilities {
      if let text = cncurses_string(name) { result[Array(String(cString: text).utf8)] = key }
    }
    return result
  }
}

extension Duration {
  /// For poll(2): rounded up, so that a wait never ends just before its time.
  fileprivate var pollMilliseconds: Int32 {
    let parts = components
    let milliseconds = parts.seconds.multipliedReportingOverflow(by: 1000)
    if milliseconds.overflow || milliseconds.partialValue > 86_400_000 { return 86_400_000 }
    return Int32(max(0, milliseconds.partialValue + (parts.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }
}

private typealias ContinuousInstant = ContinuousClock.Instant
