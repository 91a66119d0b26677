@testable import RemcsConsole
import RemcsCore
import Foundation

/// A flow with a service that exists only in memory: effects are answered as the console answers them.
struct Walk {
  var flow: WizardFlow
  private(set) var effects: [Effect] = []
  /// What the next action ends with; nil if it succeeds.
  var failure: ActionFailure?
  /// What the next connection check ends with; nil if it succeeds.
  var checkFailure: ActionFailure?
  /// Where the staged check breaks; nil if it does not.
  var broken: TransportFailure?
  /// What the staged check remarks on.
  var remark: TransportRemark?
  /// The certificate that the mail server showed.
  var certificate: KeptCertificate?
  /// What definition files would change.
  var preview = SampleImport.preview
  /// What they would register; the sample's answers.
  var fileAnswers = ScreenGallery.sample
  /// Why they cannot be taken over.
  var importRefusal: ServiceError?
  /// What a center list that is read would change.
  var centerList = ScreenGallery.centerList
  /// Whether definition files lie where they are exported to.
  var filesExist = false
  /// The reports of the event log, oldest first.
  var reports = ScreenGallery.reports
  /// What is held back.
  var heldBack = ScreenGallery.heldBack
  /// Whether actions stay running until ``finish()``.
  var isSlow = false
  var saved: Draft?
  /// What the service of this walk holds.
  private(set) var stored: Answers

  init(
    language: Language = .ja, chosen: Bool = true, suggested: Language = .ja, registered: Bool = false,
    state: OperatingState = .unused, answers: Answers = Walk.initial, centers: [String] = ["OSC"], draft: Draft? = nil,
    isCEMenu: Bool = false
  ) {
    saved = draft
    stored = answers
    flow = WizardFlow(
      WizardStart(
        language: language, isLanguageChosen: chosen, suggestedLanguage: suggested,
        status: .init(device: "00-T-M-CC-1", state: state, connectionType: nil), isRegistered: registered,
        answers: answers, centers: centers, draft: draft, isCEMenu: isCEMenu))
  }

  static let initial: Answers = {
    var answers = Answers()
    for form in FormID.allCases { answers.merge(form.initialAnswers(weekday: .friday)) }
    return answers
  }()

  mutating func press(_ commands: Command...) {
    for command in commands { run(flow.update(command)) }
  }

  /// Goes to an item of the menu that shows, and presses Enter.
  mutating func choose(_ item: MenuItem) {
    guard let menu = flow.screen as? MenuScreen else { return }
    let columns = menu.page.columns.map { $0.flatMap(\.items) }
    guard let column = columns.firstIndex(where: { $0.contains(item) }), let row = columns[column].firstIndex(of: item)
    else { return }
    for _ in columns { press(.left) }
    for _ in 0..<column { press(.right) }
    press(.home)
    for _ in 0..<row { press(.down) }
    press(.activate)
  }

  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { press(scalar == " " ? .open : .insert(scalar)) }
  }

  /// Replaces what the field under the cursor holds, and goes on to the next.
  mutating func fill(_ text: String) {
    press(.end, .clear)
    type(text)
    press(.activate)
  }

  /// The person does nothing for a while.
  mutating func rest() { run(flow.rest()) }

  /// A menu comes up, and the console has looked at the time zone.
  mutating func notice(_ change: TimeZoneChange) { run(flow.receive(.timeZoneChanged(change))) }

  /// Lets a slow action end.
  mutating func finish() {
    isSlow = false
    run(flow.receive(.stored(stored)))
    run(flow.receive(failure.map { .failed($0) } ?? .finished))
  }

  private mutating func run(_ new: [Effect]) {
    for effect in new {
      effects.append(effect)
      for event in answer(effect) { run(flow.receive(event)) }
    }
  }

  private mutating func answer(_ effect: Effect) -> [ActionEvent] {
    switch effect {
    case .save(let draft): saved = draft
    case .discardDraft: saved = nil
    case .setLanguage(let language): return [.languageSet(language)]
    case .decide(let agreed, let language, let version, let sum):
      if !agreed { saved = nil }
      return [
        .stored(stored),
        .decided(
          Consent(
            agreed: agreed, language: language, version: version, sha256: sum, time: Date(timeIntervalSince1970: 0))),
      ]
    case .register, .checkConnection:
      if case .register(let answers, _) = effect { register(answers) }
      if isSlow { return [.progress(ActionProgress(.stage(.content), percent: 50))] }
      if let failure { return [.stored(stored), .failed(failure)] }
      if case .checkConnection = effect {
        if let checkFailure { return [.stored(stored), .failed(checkFailure)] }
        saved = nil
        return [
          .stored(stored), .status(.init(device: "00-T-M-CC-1", state: .active, connectionType: .internet)), .finished,
        ]
      }
      return (remark.map { [.remark($0), .remark($0)] } ?? []) + [.stored(stored), .finished]
    case .diagnose:
      let diagnosis = SampleDiagnosis.make(broken, remark: remark)
      return isSlow ? [.diagnosis(SampleDiagnosis.running)] : [.diagnosis(diagnosis), .finished]
    case .readHardware:
      if isSlow { return [] }
      if let failure { return [.stored(stored), .failed(failure)] }
      return [.hardware(SampleHardware.configuration), .stored(stored), .finished]
    case .pause, .resume, .changeSchedule, .sendSchedule, .sendHardware:
      if case .changeSchedule(let answers) = effect {
        for field in FormID.schedule.fields { stored[field] = answers[field] }
      }
      if isSlow { return [.progress(ActionProgress(.stage(.content), percent: 50))] }
      if let failure { return [.stored(stored), .failed(failure)] }
      let state: OperatingState =
        switch effect {
        case .pause: .paused
        case .resume: .active
        default: flow.context.status.state
        }
      return [
        .stored(stored), .status(.init(device: "00-T-M-CC-1", state: state, connectionType: .internet)), .finished,
      ]
    case .changeEnvironment(let answers, let form):
      for field in form.fields where answers.contains(field) { stored[field] = answers[field] }
      return changed(.environment(form))
    case .changeConnectionType(let type):
      for form in [FormID.internetDetail, .pointToPointDetail] {
        for field in form.fields { stored.remove(field) }
        stored.merge(form.initialAnswers(weekday: .monday))
      }
      stored[.connectionType] = type.rawValue
      let status = ViewContext.Status(device: "00-T-M-CC-1", state: .unused, connectionType: type)
      return [.status(status)] + changed(.connectionType(type))
    case .selectCenter: return changed(.center(wasRegistered: true))
    case .setDisplayName: return changed(.displayName)
    case .showCertificate(let isRestoration):
      return [.certificates(ScreenGallery.centerCertificates, isRestoration: isRestoration)]
    case .readCertificate(let path, _):
      return path.hasSuffix(".pem")
        ? [.certificateRead(ScreenGallery.inspectedCertificate, [1, 2, 3])] : [.notice(ServiceError(.rmg0077))]
    case .replaceCertificate: return changed(.certificate(.rmg0219))
    case .restoreCertificate: return changed(.certificate(.rmg0222))
    case .readDefinitionFiles(_, _, _, let isAutomatic):
      if let importRefusal { return [.importRefused(importRefusal)] }
      return [.importPreview(preview, registering: isAutomatic ? fileAnswers : nil)]
    case .importSettings(let preview):
      for row in preview.rows where ![.absent, .unchanged].contains(row.change) { stored[row.field] = row.after }
      return [
        .status(.init(device: "00-T-M-CC-1", state: .unused, connectionType: .internet)), .stored(stored),
        .imported(preview, ImportResult(changedFields: 3, state: .unused)),
      ]
    case .readCenterList(let path):
      return path.hasSuffix(".p7m")
        ? [.centerListRead(centerList, [4, 5, 6])] : [.notice(ServiceError(.rmg0211))]
    case .replaceCenterList: return changed(.centerList(centerList))
    case .export(let directory, _, let overwriting):
      guard overwriting || !filesExist else { return [.exportExists] }
      return [
        .exported(
          ExportResult(
            environment: directory + "/rm_bkenv.def", customer: directory + "/rm_bkcus.def",
            remarks: [FileRemark(.passwordLeftOut)]))
      ]
    case .collectLogs(let directory):
      if isSlow { return [] }
      return directory.hasPrefix("/media")
        ? [.logsCollected(LogArchive(path: directory + "/remcs-logs-00-T.tar.gz", size: 12345)), .finished]
        : [.failed(.failed(ServiceError(.rmg0033), temporary: false))]
    case .showEventLog: return [.eventLog(reports)]
    case .showSuppressions: return [.heldBack(heldBack)]
    case .endSuppression(let unit):
      heldBack = HeldBack(units: heldBack.units.filter { $0 != unit }, minutes: heldBack.minutes)
      return [.suppressionEnded(unit, heldBack)]
    case .decideReport(let decision, let number):
      guard let index = reports.firstIndex(where: { $0.sequence == number }),
        decision.states.contains(reports[index].state)
      else { return [.eventLogChanged(reports), .notice(ServiceError(.rmg0016))] }
      reports[index].state = decision == .retry ? .waiting : .canceled
      return [.eventLogChanged(reports), .reportDecided(decision, number)]
    case .showServerCertificate:
      return [certificate.map { .serverCertificate($0) } ?? .notice(ServiceError(.rmg0229))]
    case .cancelAction:
      guard flow.screen is DiagnosisScreen else { return [.failed(.canceled(isQueued: true))] }
      return [.diagnosis(SampleDiagnosis.make(.canceled(at: .greeting))), .finished]
    case .deletePersonalInformation:
      forgetPersonalInformation()
      return [.stored(stored), .personalInformationDeleted]
    case .leave: break
    }
    return []
  }

  private func changed(_ change: Change) -> [ActionEvent] { [.stored(stored), .changed(change)] }

  private mutating func register(_ answers: Answers) {
    stored = answers
    if answers[.deletePersonalInformation] == "yes" { forgetPersonalInformation() }
  }

  private mutating func forgetPersonalInformation() {
    for field in FieldID.allCases where Field.of(field).isPersonal { stored.remove(field) }
  }

  /// How often a registration was begun.
  var registrations: Int { effects.reduce(0) { if case .register = $1 { $0 + 1 } else { $0 } } }
  /// How often the person refused.
  var refusals: Int { effects.reduce(0) { if case .decide(false, _, _, _) = $1 { $0 + 1 } else { $0 } } }

  /// The text of the whole screen.
  var text: String { flow.view().lines.joined(separator: "\n") }
}
