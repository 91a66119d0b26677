/// Why something is not possible now; front ends have the words.
public enum Impossibility: Sendable, Equatable {
  /// The device is in a state that does not allow it, or is so already (manual 3.1, 4.2.11, 4.2.12).
  case state(OperatingState)
  /// No certificate was replaced, so that there is none to go back to (table 4.1).
  case noPreviousCertificate
}
