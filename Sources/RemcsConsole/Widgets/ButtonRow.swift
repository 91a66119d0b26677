internal import Localization

/// What can be pressed.
public enum Button: Sendable, Equatable, CaseIterable {
  case back, next, setting, cancel, agree, ok, retry, check, finish, resume, startOver, close
  case diagnose, environment, details, send, deviceID, uniqueName
  case certificateInUse, previousCertificate, takeOver, end
  case localFiles, replaceCertificate, importFiles, registerAutomatically, deleteInformation, keepInformation
  case resend, withdraw

  var key: TextKey {
    switch self {
    case .back: .buttonBack
    case .next: .buttonNext
    case .setting: .buttonSetting
    case .cancel: .buttonCancel
    case .agree: .buttonAgree
    case .ok: .buttonOk
    case .retry: .buttonRetry
    case .check: .buttonCheck
    case .finish: .buttonFinish
    case .resume: .buttonResume
    case .startOver: .buttonStartOver
    case .close: .buttonClose
    case .diagnose: .buttonDiagnose
    case .environment: .buttonEnvironment
    case .details: .buttonDetails
    case .send: .buttonSend
    case .deviceID: .buttonDeviceId
    case .uniqueName: .buttonUniqueName
    case .certificateInUse: .certificateInUse
    case .previousCertificate: .certificatePrevious
    case .takeOver: .buttonTakeOver
    case .end: .buttonEnd
    case .localFiles: .buttonLocalFiles
    case .replaceCertificate: .menuCertificateReplacement
    case .importFiles: .buttonImportFiles
    case .registerAutomatically: .buttonRegisterAutomatically
    case .deleteInformation: .reviewDelete
    case .keepInformation: .reviewKeep
    case .resend: .buttonResend
    case .withdraw: .buttonWithdraw
    }
  }
}

/// Buttons side by side: `>[次へ]  [戻る]`.
struct ButtonRow: Sendable, Equatable {
  /// From left to right.
  var buttons: [Button]
  /// The one that Enter presses; nil while the focus is elsewhere.
  var focus: Int?

  init(_ buttons: [Button], focus: Int? = nil) {
    self.buttons = buttons
    self.focus = focus
  }

  /// The focused button.
  var focused: Button? { focus.map { buttons[$0] } }

  /// Moves the focus by one, within the row; whether it could.
  mutating func move(by step: Int) -> Bool {
    guard let focus, buttons.indices.contains(focus + step) else { return false }
    self.focus = focus + step
    return true
  }

  /// Puts the row into a frame; the cursor's cell comes back if the focus is here.
  @discardableResult
  func put(into frame: inout Frame, row: Int, column: Int, words: Words) -> Frame.Position? {
    var column = column
    var cursor: Frame.Position?
    for (index, button) in buttons.enumerated() {
      let text = "[" + words(button.key) + "]"
      if index == focus {
        frame.put(">", row: row, column: column - 1)
        cursor = Frame.Position(row: row, column: column + 1)
      }
      frame.put(text, row: row, column: column)
      column += text.columns + 2
    }
    return cursor
  }
}
