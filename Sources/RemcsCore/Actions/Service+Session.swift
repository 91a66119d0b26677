extension Service {
  /// How long a console may stand there that nobody uses, in seconds; 0 for ever, 600 until it is set (manual chapter 8).
  public static let idleTimeouts = 10...86400
  /// See ``idleTimeouts``.
  public func idleTimeout() throws(ServiceError) -> Int {
    try store.setting(.idleTimeout).flatMap(Int.init) ?? 600
  }

  /// Sets it, for the consoles that are opened from now on.
  /// - Precondition: 0, or one of ``idleTimeouts``.
  public func setIdleTimeout(_ seconds: Int) throws(ServiceError) {
    precondition(seconds == 0 || Self.idleTimeouts.contains(seconds))
    try store.set(.idleTimeout, String(seconds))
  }

  /// Who sits at the console of this home now; nil if nobody.
  public func consoleOccupant() -> ConsoleSession.Occupant? { ConsoleSession.occupant(of: store.home) }

  /// Sits down at the console; nil if somebody else has it.
  /// - Throws: RMG_0150 if the home cannot be written.
  public func openConsole(as occupant: ConsoleSession.Occupant) throws(ServiceError) -> ConsoleSession? {
    try ConsoleSession.open(store.home, as: occupant)
  }

  /// Takes the console from whoever has it (強制開設).
  /// - Throws: RMG_0150 if it does not go within five seconds, or may not be told to.
  public func takeOverConsole(as occupant: ConsoleSession.Occupant) throws(ServiceError) -> ConsoleSession {
    try ConsoleSession.takeOver(store.home, as: occupant)
  }
}
