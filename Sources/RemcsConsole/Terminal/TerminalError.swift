internal import Localization
public import RemcsCore

/// Why the console cannot be shown here. Plain mode and the commands still work.
public enum TerminalError: Error, Sendable, Equatable {
  /// Standard input or output is no terminal.
  case notATerminal
  /// Smaller than every screen needs.
  case tooSmall(Frame.Size, needed: Frame.Size)
  /// A terminal of this type (TERM) cannot move its cursor, such as `dumb`.
  case cannotMoveCursor(type: String)
  /// Neither this type nor vt100 is described on this system.
  case noDescription(type: String)
  /// Another ``Terminal`` is open in this process.
  case inUse
  /// The system refused; an errno value.
  case failed(Int32)

  /// The reason in a sentence.
  public func text(in language: Language) -> String {
    switch self {
    case .notATerminal: Localization.text(.terminalNotATerminal, in: language)
    case .tooSmall(let size, let needed):
      Localization.text(
        .terminalTooSmall, in: language, "\(size.columns)", "\(size.rows)", "\(needed.columns)", "\(needed.rows)")
    case .cannotMoveCursor(let type): Localization.text(.terminalCannotMoveCursor, in: language, type.harmless())
    case .noDescription(let type): Localization.text(.terminalNoDescription, in: language, type.harmless())
    case .inUse: Localization.text(.terminalInUse, in: language)
    case .failed(let number): Localization.text(.terminalFailed, in: language, "errno \(number)")
    }
  }
}

/// What was assumed when the terminal was opened, for the first screen to say.
public enum TerminalNotice: Sendable, Equatable {
  /// TERM names a type that is not described here; vt100 is assumed.
  case unknownType(String)
  /// TERM is not set; vt100 is assumed.
  case noType

  /// The notice in a sentence.
  public func text(in language: Language) -> String {
    switch self {
    case .unknownType(let type): Localization.text(.terminalUnknownType, in: language, type.harmless(maximum: 40))
    case .noType: Localization.text(.terminalNoType, in: language)
    }
  }
}

/// Wakes a ``Terminal`` that waits, from any task or thread: a running action has something to tell.
public struct TerminalWaker: Sendable {
  private let action: @Sendable () -> Void

  /// A waker that does what it is told, for tests.
  public init(_ action: @escaping @Sendable () -> Void) { self.action = action }

  /// The terminal returns ``TerminalEvent/wake``, now or when it waits next.
  public func wake() { action() }
}
