/// What a screen wants to happen outside of itself.
public enum Intent: Sendable, Equatable {
  /// Nothing: only the screen changed.
  case stay
}
