/// A key as the terminal sent it, whatever bytes it took.
public enum Key: Sendable, Hashable {
  /// A printing character, also one of several bytes.
  case character(Unicode.Scalar)
  /// Ctrl and a letter or one of `_ \ ]`, written in upper case.
  case control(Character)
  case enter, tab, backTab, up, down, left, right, home, end, pageUp, pageDown, insert, delete, backspace
  /// F1 to F12, also as Esc and a digit.
  case function(Int)
  /// Esc alone: nothing followed it in time.
  case escape
  /// Esc and a character.
  case meta(Character)
}

/// What can come to the console from outside.
public enum TerminalEvent: Sendable, Equatable {
  /// A key.
  case key(Key)
  /// The window has another size now.
  case resized(Frame.Size)
  /// The line went away or the system wants us to stop (SIGHUP, SIGTERM, EIO, end of input): keep what was typed,
  /// restore the terminal, leave.
  case lineLost
  /// A running action has something to tell, or the time that was asked for is over.
  case wake
}
