internal import Localization
internal import RemcsCore

/// How an action ended.
enum ActionResult: Sendable, Equatable {
  /// It did what it should; the manual's message for that.
  case done(ServiceError)
  /// It failed, with code and cause.
  case failed(ServiceError)
  /// The person stopped it; whether the report is still to be sent.
  case canceled(isQueued: Bool)
}

extension TextScreen {
  /// Figure 3.19: the registration went out, or why not and what to do.
  static func registrationResult(
    _ result: ActionResult, inMenu: Bool = false, remarks: [TransportRemark] = []
  ) -> TextScreen {
    let hint: TextKey = inMenu ? .resultBackToMenu : .registrationResultNext
    return Self.result(
      .registrationResult, result, step: .registration, after: .connectionCheck, hint: hint, end: .next,
      remarks: remarks)
  }

  /// Figure 3.21: the connection works, or why not and what to do.
  static func connectionCheckResult(
    _ result: ActionResult, told answers: Answers = Answers(), remarks: [TransportRemark] = []
  ) -> TextScreen {
    let administrator = answers[.notifyAdministrator] != "no"
    let engineer = ![EngineerNotification.none.rawValue, ""].contains(answers[.notifyEngineer])
    let hint: TextKey =
      switch (administrator, engineer) {
      case (true, true): .connectionCheckResultBoth
      case (false, true): .connectionCheckResultEngineer
      default: .connectionCheckResultNext
      }
    return Self.result(
      .connectionCheckResult, result, step: .connectionCheck, after: .done, hint: hint, end: .finish, remarks: remarks)
  }

  /// Figure 3.26: registered and connected without a walk through the screens, or what of it failed.
  static func automaticResult(_ result: ActionResult, remarks: [TransportRemark] = []) -> TextScreen {
    Self.result(
      .automaticResult, result, step: .registration, after: .done, hint: .automaticResultNext, end: .finish,
      remarks: remarks)
  }

  private static func result(
    _ id: ScreenID, _ result: ActionResult, step: WizardStep, after: WizardStep, hint: TextKey, end: Button,
    remarks: [TransportRemark] = []
  ) -> TextScreen {
    switch result {
    case .done(let message):
      return TextScreen(id, step: after, buttons: [end], primary: end) { words, columns in
        BodyRow.paragraph(words.message(message), columns: columns) + [BodyRow()]
          + BodyRow.paragraph(words(hint), columns: columns) + remarks.flatMap { Self.rows($0, words, columns) }
      }
    case .failed(let error): return .failure(id, error, step: step)
    case .canceled(let isQueued):
      return TextScreen(id, step: step, buttons: [.retry, .diagnose, .back], primary: .retry) { words, columns in
        BodyRow.paragraph(words(isQueued ? .resultCanceled : .resultStopped), columns: columns)
      }
    }
  }

  /// How an action failed: the code, the reason, what to do. Where a connection failed, the staged check is one key away.
  static func failure(_ id: ScreenID, _ error: ServiceError, step: WizardStep? = nil) -> TextScreen {
    let buttons: [Button] = error.root.failure == nil ? [.retry, .back] : [.retry, .diagnose, .back]
    return TextScreen(id, step: step, buttons: buttons, primary: .retry) { words, columns in
      words.report(error).flatMap { BodyRow.paragraph($0, columns: columns) }
    }
  }

  /// What works now and may fail with the first large report, or next month.
  private static func rows(_ remark: TransportRemark, _ words: Words, _ columns: Int) -> [BodyRow] {
    let advice = remark.advice.map { " " + $0.text(in: words.language) } ?? ""
    return [BodyRow()] + BodyRow.paragraph("! " + remark.text(in: words.language) + advice, columns: columns)
  }
}
