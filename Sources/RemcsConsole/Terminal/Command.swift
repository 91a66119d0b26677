/// What a key means. Screens know commands, never keys; ``KeyTable`` says which key is which, and the key line and the
/// help screen are made from the same table.
public enum Command: Sendable, Hashable {
  /// A character was typed.
  case insert(Unicode.Scalar)
  /// Enter: next field, or press the button, or open a choice.
  case activate
  /// Space on a choice, a check box or a button; a character in a text field.
  case open
  case nextField, previousField, up, down, left, right, home, end, pageUp, pageDown
  case deleteBackward, deleteForward, clear, killToEnd, undo, takeSuggestion
  /// Next screen, back, leave or cancel.
  case next, back, leave
  case help, repaint
  /// Esc alone: closes a pop-up or a list, never destroys anything.
  case dismiss
}
