internal import RemcsCore

extension FormScreen {
  /// Figure 3.13, table 3.1: the way out by internet mail.
  static func internetEnvironment(answers: Answers, focus: FieldID? = nil) -> FormScreen {
    FormScreen(
      id: .internetEnvironment, step: .environment, primary: .next,
      form: Form(.internetEnvironment, answers: answers, buttons: [.back, .next], focus: focus))
  }

  /// Figure 3.14, table 3.2: the way out by a point-to-point line, ISDN or VPN.
  static func pointToPointEnvironment(answers: Answers, focus: FieldID? = nil) -> FormScreen {
    FormScreen(
      id: .pointToPointEnvironment, step: .environment, primary: .next,
      form: Form(.pointToPointEnvironment, answers: answers, buttons: [.back, .next], focus: focus))
  }
}
