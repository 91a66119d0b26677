internal import Localization
internal import RemcsCore

/// The staged check (connection diagnosis): each stage with its time and what it found, as it passes; where it breaks,
/// what happened and what to do. The manual has no figure for it.
struct DiagnosisScreen: Screen {
  let id = ScreenID.diagnosis
  /// Whether the connection check follows by itself when every stage has passed.
  let leadsToCheck: Bool
  /// How the check stands; nil before its first news.
  private(set) var diagnosis: Diagnosis?
  /// Why it could not even begin, such as missing settings.
  private(set) var error: ServiceError?
  /// Whether the person wants it to stop.
  var isCanceling = false
  /// Whether everything that was found shows, and not only the most important of each stage.
  private var showsDetails = false
  private var buttons = ButtonRow([])
  private var scroll = ScrollText()

  init(leadsToCheck: Bool) { self.leadsToCheck = leadsToCheck }

  // MARK: - News

  /// Takes what the check tells.
  mutating func show(_ diagnosis: Diagnosis) { self.diagnosis = diagnosis }

  /// The check is over, or could not begin.
  mutating func end(_ error: ServiceError? = nil) {
    self.error = error
    var row: [Button] = [.retry]
    if error != nil || diagnosis?.failure != nil { row.append(.environment) }
    if diagnosis != nil { row.append(.details) }
    // A server that only says "later" is worth the retries of the real thing.
    if leadsToCheck, diagnosis?.failure?.isTemporary == true { row.append(.check) }
    buttons = ButtonRow(row + [.back], focus: hasPassed ? row.count : 0)
  }

  /// What may fail later, whatever the check itself comes to.
  var remarks: [TransportRemark] { diagnosis?.steps.flatMap(\.remarks) ?? [] }

  /// Whether every stage passed.
  var hasPassed: Bool { error == nil && diagnosis?.hasPassed == true }

  private var isRunning: Bool { buttons.buttons.isEmpty }

  // MARK: - Keys

  mutating func fit(_ context: ViewContext) {
    scroll.fit(count: rows(context).count, height: Page.bodyRows(context.size).count)
  }

  mutating func update(_ command: Command) -> Intent {
    switch command {
    case .help: return .help
    case .leave: return isCanceling ? .stay : .leave
    case .up, .down, .pageUp, .pageDown, .home, .end:
      if scroll.update(command) { return .stay }
      if scroll.fits, command == .up || command == .down { _ = buttons.move(by: command == .up ? -1 : 1) }
    case .left, .previousField: _ = buttons.move(by: -1)
    case .right, .nextField: _ = buttons.move(by: 1)
    case .activate, .open: return buttons.focused.map { press($0) } ?? .stay
    case .back: return isRunning ? .stay : .back
    case .next: return isRunning ? .stay : hasPassed ? .back : .retry
    default: break
    }
    return .stay
  }

  private mutating func press(_ button: Button) -> Intent {
    switch button {
    case .retry: return .retry
    case .environment: return .changeEnvironment
    case .check: return .sendCheck
    case .details:
      showsDetails.toggle()
      scroll = ScrollText()
      return .stay
    default: return .back
    }
  }

  // MARK: - Picture

  func view(_ context: ViewContext) -> Frame {
    let words = Words(context.language)
    let rows = rows(context)
    var scroll = scroll
    scroll.fit(count: rows.count, height: Page.bodyRows(context.size).count)
    let hint = scroll.fits ? "" : "  " + words(.textScrollHint)
    return Page(
      id: id, step: leadsToCheck ? .connectionCheck : nil, rows: rows, first: scroll.first,
      message: message(words) + hint, buttons: buttons
    ).frame(context)
  }

  private func message(_ words: Words) -> String {
    if isRunning {
      if isCanceling { return words(.progressCanceling) }
      return words(.diagnosisRunning) + words(.diagnosisPatience, String(Int(diagnosis?.patience.rounded(.up) ?? 60)))
    }
    if error != nil || diagnosis?.failure?.kind != nil { return words(.diagnosisFailed) }
    if diagnosis?.failure != nil { return words(.diagnosisCanceled) }
    let hasRemarks = diagnosis?.steps.contains { !$0.remarks.isEmpty } ?? false
    return words(hasRemarks ? .diagnosisRemarks : .diagnosisPassed)
  }

  /// What failed comes first: nobody should have to look for it.
  private func rows(_ context: ViewContext) -> [BodyRow] {
    let words = Words(context.language)
    let columns = context.size.columns
    var rows: [BodyRow] = []
    if let error = error ?? diagnosis?.failure?.serviceError, !isRunning {
      for line in words.report(error) { rows += BodyRow.paragraph(line, columns: columns) }
      rows.append(BodyRow())
    }
    guard let diagnosis else { return rows }
    // Everybody passes the preparation; it only shows when it does not.
    for step in diagnosis.steps where step.stage != .preparing || step.outcome == .failed {
      // Behind a failure nothing was tried.
      if !isRunning, step.outcome == .waiting { continue }
      rows += self.rows(step, words, columns)
    }
    return rows
  }

  private static let timeColumn = 24
  private static let findingColumn = 36

  private func rows(_ step: Diagnosis.Step, _ words: Words, _ columns: Int) -> [BodyRow] {
    let mark =
      switch step.outcome {
      case .waiting: "[ ] "
      case .running: "[>] "
      case .passed: step.remarks.isEmpty ? "[*] " : "[!] "
      case .failed: "[x] "
      case .canceled: "[-] "
      }
    var row = BodyRow(mark + step.stage.name(in: words.language))
    if step.outcome == .running { row.cursor = 3 }
    if let seconds = step.seconds {
      let time = "\(Int((seconds * 1000).rounded())) ms"
      row.put(time, at: Self.timeColumn + max(0, 10 - time.columns))
    }
    if !showsDetails || isRunning {
      row.put(step.finding.prefix(columns: columns - Self.findingColumn - 1), at: Self.findingColumn)
    }
    var rows = [row]
    if showsDetails, !isRunning {
      for fact in step.evidence {
        rows += BodyRow.paragraph(
          "\(fact.kind.label(in: words.language)): \(fact.value)", column: 6, columns: columns)
      }
    }
    for remark in step.remarks {
      rows += BodyRow.paragraph("! " + remark.text(in: words.language), column: 6, columns: columns)
      if !isRunning, let advice = remark.advice {
        rows += BodyRow.paragraph(advice.text(in: words.language), column: 8, columns: columns)
      }
    }
    return rows
  }
}

extension Diagnosis.Step {
  /// What stands behind the stage in its one line: the facts that a person compares first.
  fileprivate var finding: String {
    func values(_ kinds: Evidence.Kind...) -> [String] {
      kinds.flatMap { kind in evidence.filter { $0.kind == kind }.map(\.value) }
    }
    switch stage {
    case .name: return values(.address).joined(separator: ", ")
    case .route: return values(.source, .interface, .gateway).joined(separator: " ")
    case .connection: return values(.peer).joined()
    case .encryption: return values(.expires, .subject).joined(separator: " ")
    case .capabilities: return values(.mechanisms, .size, .keywords).joined(separator: " ")
    case .popLogin, .authentication: return values(.mechanism).joined()
    case .popWait: return ""
    default: return values(.reply).joined()
    }
  }
}
