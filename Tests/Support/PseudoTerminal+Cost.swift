extension PseudoTerminal {
  /// The bytes that keys cost until the screen is as wanted, and no more comes.
  /// - Throws: ``Failure`` with a picture of the screen, if it never is.
  public func cost(of keys: String, until isDone: (ScreenEmulator) -> Bool) throws -> Int {
    screen.resetCount()
    send(keys)
    guard wait(within: .seconds(30), until: isDone) else { throw Failure(description: "stuck at\n\(self)") }
    settle()
    return screen.byteCount
  }
}
