internal import RemcsCore

extension FormScreen {
  /// Figure 3.13, table 3.1: the way out by internet mail.
  static func internetEnvironment(answers: Answers, focus: FieldID? = nil) -> FormScreen {
    FormScreen(
      id: .internetEnvironment, step: .environment, primary: .next,
      form: Form(.internetEnvironment, answers: answers, buttons: [.back, .next], focus: focus))
  }

  /// Figures 5.2 and 5.3, tables 5.1 and 5.2: every limit of the way out.
  static func environmentDetail(_ type: ConnectionType, answers: Answers) -> FormScreen {
    FormScreen(
      id: type.isPointToPoint ? .pointToPointDetail : .internetDetail, step: nil, primary: .next,
      form: Form(
        type.isPointToPoint ? .pointToPointDetail : .internetDetail, answers: answers, buttons: [.next, .cancel]))
  }

  /// Figure 3.14, table 3.2: the way out by a point-to-point line, ISDN or VPN.
  static func pointToPointEnvironment(answers: Answers, focus: FieldID? = nil) -> FormScreen {
    FormScreen(
      id: .pointToPointEnvironment, step: .environment, primary: .next,
      form: Form(.pointToPointEnvironment, answers: answers, buttons: [.back, .next], focus: focus))
  }
}
