internal import Localization
internal import RemcsCore

/// A small question or notice over a screen. It has no background and no right edge: opening it on a slow line costs
/// little more than its words.
struct PopUp: Sendable, Equatable {
  /// Why it is open; decides what its buttons do.
  enum Purpose: Sendable, Equatable {
    case resume, leave, languageQuestion(Language), languageDone, refuse, check, cancelAction
    case deletePersonalInformation, notice
    case pauseConnection, resumeConnection, sendHardware, schedule, environment, connectionType, center
    case displayName(isUniqueName: Bool), discard, certificate, centerList, export, overwrite, collectLogs
    case importSettings, personalInformation
    case suppression(Suppression)
    case report(QueueDecision, Int), timeZone(TimeZoneChange)
  }

  /// Its words, so that they follow the language.
  enum Text: Sendable, Equatable {
    /// A message of the manual, with its code.
    case message(ServiceError)
    /// Why something did not work, with what to do.
    case failure(ServiceError)
    /// What was assumed about the terminal.
    case terminal(TerminalNotice)
    /// A text of our own.
    case own(OwnText)
  }

  /// Texts that the manual has no message for.
  enum OwnText: Sendable, Equatable {
    case resume, refuse, refuseAgain, cancelAction, cancelDiagnosis, cancelWork, connectionType, discard, export,
      overwrite,
      scheduleWaits
    case centerList
    case centerListReplaced(CenterListPreview)
    case importSettings, importNothing, personalInformation
    case imported(ImportResult)
    case exported(ExportResult)
    case stopped(isQueued: Bool), noUniqueName
    case decideReport(QueueDecision, Int, ReportKind), reportDecided(QueueDecision, Int)
    case endSuppression(Suppression), suppressionEnded(Suppression)
    case timeZone(TimeZoneChange), collectLogs(String), logsCollected(LogArchive)
  }

  /// Why it is open.
  let purpose: Purpose
  /// What it says.
  let text: Text
  /// Its buttons.
  var buttons: ButtonRow

  init(_ purpose: Purpose, _ text: Text, _ buttons: [Button], focus: Int = 0) {
    self.purpose = purpose
    self.text = text
    self.buttons = ButtonRow(buttons, focus: focus)
  }

  /// A question of the manual with OK and Cancel.
  static func question(_ purpose: Purpose, _ code: MessageCode) -> PopUp {
    PopUp(purpose, .message(ServiceError(code)), [.ok, .cancel])
  }

  /// A message with OK.
  static func notice(_ error: ServiceError, purpose: Purpose = .notice) -> PopUp {
    PopUp(purpose, .message(error), [.ok])
  }

  /// A failure with OK.
  static func failure(_ error: ServiceError) -> PopUp { PopUp(.notice, .failure(error), [.ok]) }

  /// Takes a command; the pressed button comes back. Esc and Ctrl-X press the last one, which never destroys anything.
  mutating func update(_ command: Command) -> Button? {
    switch command {
    case .left, .up, .previousField: _ = buttons.move(by: -1)
    case .right, .down, .nextField: _ = buttons.move(by: 1)
    case .activate, .open: return buttons.focused
    case .dismiss, .leave: return purpose == .resume ? .resume : buttons.buttons.last
    default: break
    }
    return nil
  }

  /// Puts it over the lower end of `rows`, where a form is most often empty:
  /// ```
  /// +--
  /// | RMG_0053: 接続確認を行います。よろしいですか。
  /// + >[OK] [キャンセル]
  /// ```
  func put(into frame: inout Frame, rows: Range<Int>, words: Words) {
    let column = 2
    let lines = sentence(words).wrapped(columns: frame.size.columns - column - 4)
    let height = min(lines.count + 2, rows.count)
    let top = rows.upperBound - height
    frame.clear(row: top, column: 0, rows: height, columns: frame.size.columns)
    frame.put("+--", row: top, column: column)
    for (index, line) in lines.prefix(height - 2).enumerated() {
      frame.put("|", row: top + 1 + index, column: column)
      frame.put(line, row: top + 1 + index, column: column + 2)
    }
    frame.put("+", row: top + height - 1, column: column)
    frame.cursor = buttons.put(into: &frame, row: top + height - 1, column: column + 3, words: words)
  }

  private func sentence(_ error: ServiceError, _ words: Words) -> String {
    if error.impossibility != nil { return words.refusal(error) }
    return ([words.message(error)] + error.details.map { $0.words(in: words.language) }.filter { !$0.isEmpty }).joined(
      separator: " ")
  }

  private func sentence(_ words: Words) -> String {
    switch text {
    case .message(let error): sentence(error, words)
    // What was found says what helps; without that it is the message's own advice.
    case .failure(let error):
      error.details.isEmpty
        ? [words.message(error), error.remedy(in: words.language) ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        : sentence(error, words)
    case .terminal(let notice): notice.text(in: words.language)
    case .own(.resume): words(.popUpResume)
    case .own(.refuse): words(.popUpRefuse)
    case .own(.refuseAgain): words(.popUpRefuseAgain)
    case .own(.cancelAction): words(.popUpCancelAction)
    case .own(.cancelDiagnosis): words(.popUpCancelDiagnosis)
    case .own(.cancelWork): words(.popUpCancelWork)
    case .own(.export): words.message(ServiceError(.rmg0126)) + " " + words.message(ServiceError(.rmg0125))
    case .own(.overwrite): words(.popUpOverwrite)
    case .own(.scheduleWaits): words.message(ServiceError(.rmg0054)) + " " + words(.popUpScheduleWaits)
    case .own(.exported(let result)):
      ([words(.popUpExported, result.environment, result.customer)]
        + result.remarks.map { $0.text(in: words.language) }).joined(separator: " ")
    case .own(.stopped(let isQueued)): words(isQueued ? .popUpStoppedQueued : .popUpStopped)
    case .own(.noUniqueName): words(.popUpNoUniqueName)
    case .own(.importSettings): words(.popUpImportSettings)
    case .own(.importNothing): words(.popUpImportNothing)
    case .own(.personalInformation): words(.popUpPersonalInformation)
    case .own(.imported(let result)): words(.popUpImported, String(result.changedFields))
    case .own(.connectionType): words(.popUpConnectionType)
    case .own(.discard): words(.popUpDiscard)
    case .own(.centerList): words(.popUpCenterList)
    case .own(.centerListReplaced(let preview)): CenterListText.result(of: preview, in: words.language)
    case .own(.decideReport(let decision, let number, let kind)):
      words(decision == .retry ? .queueRetryQuestion : .queueCancelQuestion, String(number), words(kind.key))
    case .own(.collectLogs(let directory)): words(.logsQuestion, directory.harmless(maximum: 200))
    case .own(.logsCollected(let archive)):
      words(.logsCollected, archive.path.harmless(maximum: 300), String(archive.size))
    case .own(.endSuppression(let unit)): words(.suppressionQuestion, unit.place)
    case .own(.suppressionEnded(let unit)): words(.suppressionEnded, unit.place)
    case .own(.timeZone(let change)): change.question(in: words.language)
    case .own(.reportDecided(let decision, let number)):
      words(decision == .retry ? .queueRetried : .queueCanceled, String(number))
    }
  }
}
