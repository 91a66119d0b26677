internal import RemcsCore

extension FormScreen {
  /// Figure 3.16, table 3.5: the 17 items of the customer.
  static func customer(answers: Answers, focus: FieldID? = nil) -> FormScreen {
    FormScreen(
      id: .customer, step: .customer, primary: .next,
      form: Form(.customer, answers: answers, buttons: [.back, .next], focus: focus))
  }
}
