internal import CNcurses

/// The library behind the screens.
public enum ConsoleLibrary {
  /// Its version by its name, as an archive of logs tells it.
  public static var versions: [String: String] { ["ncurses": String(cString: curses_version())] }
}
