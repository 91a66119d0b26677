internal import RemcsCore

/// A form on a screen: its answers as they were typed, where the focus is, and what is wrong. All form screens are
/// this value with another ``FormID`` and ``FormDesign``.
struct Form: Sendable {
  /// Where the focus is.
  enum Focus: Sendable, Equatable {
    case field(FieldID)
    case button(Int)
  }

  /// What an update did.
  enum Outcome: Sendable, Equatable {
    /// The form took care of it.
    case stay
    /// A field was left: what was typed is worth saving.
    case left
    /// Everything is right and shown as it will be stored.
    case complete
    /// This button was pressed.
    case pressed(Button)
    /// Not for a form.
    case ignored
  }

  /// A repair that was just made, or what is odd about a text that was kept (then `before` is `after`), as long as it
  /// shows.
  struct Repair: Sendable, Equatable {
    let field: FieldID
    let before: String
    let after: String
    let notes: [Verdict.Note]
    /// Whether there is something to take back.
    var isChange: Bool { !before.unicodeScalars.elementsEqual(after.unicodeScalars) }
  }

  /// Suggestions that are being tried one after the other.
  struct Offer: Sendable, Equatable {
    let field: FieldID
    let suggestions: [String]
    /// How many times one was taken.
    var taken = 0
    /// The one in the field.
    var current: Int { (taken - 1) % suggestions.count }
  }

  /// Which form.
  let id: FormID
  /// How it looks.
  let design: FormDesign
  /// Its fields, in order, active or not.
  let fields: [FieldID]
  /// What the buttons are; the focus in them is ``focus``.
  let buttons: [Button]
  /// Everything answered so far, also on other screens: rules look at it.
  private(set) var answers: Answers
  /// Where the focus is.
  private(set) var focus: Focus
  /// The option under the cursor, in a radio field.
  private(set) var optionRow = 0
  /// The open list, if there is one.
  private(set) var list: ChoiceList?
  /// What is wrong, as far as it was found out.
  private(set) var problems: [FieldID: FieldProblem] = [:]
  /// The repair that shows.
  private(set) var repair: Repair?
  /// The length that shows: counted when the field is entered, so that a key costs no more than itself.
  private(set) var shownCount = 0
  /// The cell where values begin.
  let valueColumn: Int

  private var editors: [FieldID: LineEditor] = [:]
  /// A wrong text that a person has already been told about, and may leave now.
  private var warned: [FieldID: String] = [:]
  /// The suggestions for a text, once the first was taken.
  private(set) var offer: Offer?

  /// A form with the focus in `field`, or in its first field.
  init(
    _ id: FormID, design: FormDesign = FormDesign(), answers: Answers, buttons: [Button], focus field: FieldID? = nil
  ) {
    self.id = id
    self.design = design
    self.answers = answers
    self.buttons = buttons
    fields = id.fields
    valueColumn = design.valueColumn(of: fields, in: id)
    focus = .button(0)
    for field in fields {
      if case .text(let maximum, let cells, let isSecret) = design.look(of: field) {
        let room = Frame.Size.standard.columns - valueColumn - 2 - Form.unitRoom
        // One cell more than the text needs, for the cursor behind it.
        editors[field] = LineEditor(
          text: answers[field], width: min(room, cells + 1), maximum: maximum, isSecret: isSecret)
      }
    }
    let first = field.flatMap { isActive($0) && fields.contains($0) ? $0 : nil } ?? fields.first(where: isActive)
    if let first { enter(.field(first)) }
  }

  /// Cells kept free behind the longest field.
  static let unitRoom = 0

  // MARK: - What it knows

  /// The field with the focus.
  var focusedField: FieldID? {
    if case .field(let field) = focus { field } else { nil }
  }

  /// The buttons with the focus in them, if it is there.
  var buttonRow: ButtonRow {
    if case .button(let index) = focus { ButtonRow(buttons, focus: index) } else { ButtonRow(buttons) }
  }

  /// Whether a field must be filled in.
  func requirement(of field: FieldID) -> Requirement { id.requirement(of: field, in: answers) }

  /// Whether the cursor stops at a field.
  func isActive(_ field: FieldID) -> Bool { requirement(of: field) != .inactive }

  /// The editor of a text field.
  func editor(of field: FieldID) -> LineEditor? { editors[field] }

  // MARK: - Changing it

  /// Takes a command.
  mutating func update(_ command: Command) -> Outcome {
    if list != nil { return updateList(command) }
    if command == .undo, let repair, repair.isChange { return takeBack(repair) }
    switch command {
    case .help, .repaint: return .ignored
    default: repair = nil
    }
    switch command {
    case .next: return finish()
    case .back, .leave, .dismiss: return .ignored
    case .nextField: return move(by: 1)
    case .previousField: return move(by: -1)
    default: break
    }
    switch focus {
    case .button(let index): return updateButtons(command, index)
    case .field(let field):
      switch design.look(of: field) {
      case .text: return updateText(command, field)
      case .choice(let options): return updateChoice(command, field, options)
      case .radio(let options): return updateRadio(command, field, options)
      case .check: return updateCheck(command, field)
      }
    }
  }

  /// Checks the field with the focus as if it were left, for a draft or a step back; nothing is repaired.
  mutating func show(_ found: [FieldProblem]) {
    problems = [:]
    for problem in found.reversed() { problems[problem.field] = problem }
    for problem in found { warned[problem.field] = answers[problem.field] }
    if let first = found.first { enter(.field(first.field)) }
  }

  // MARK: - Kinds of fields

  private mutating func updateText(_ command: Command, _ field: FieldID) -> Outcome {
    switch command {
    case .activate, .down: return move(by: 1)
    case .up: return move(by: -1)
    case .takeSuggestion: return takeSuggestion(field)
    default: break
    }
    guard var editor = editors[field] else { return .ignored }
    let outcome = editor.apply(command)
    editors[field] = editor
    switch outcome {
    case .notMine: return .ignored
    case .changed: typed(field, editor)
    case .refused: shownCount = editor.count
    case .moved: break
    }
    return .stay
  }

  private mutating func typed(_ field: FieldID, _ editor: LineEditor) {
    answers[field] = editor.text
    // Told again only when it is left again: while someone types, nobody wants to be corrected.
    problems[field] = nil
    offer = nil
    if editor.isTooLong || shownCount > editor.maximum { shownCount = editor.count }
  }

  private mutating func updateChoice(_ command: Command, _ field: FieldID, _ options: [String]) -> Outcome {
    let index = options.firstIndex(of: answers[field]) ?? 0
    switch command {
    case .activate, .down: return move(by: 1)
    case .up: return move(by: -1)
    case .left: choose(options[max(0, index - 1)], in: field)
    case .right: choose(options[min(options.count - 1, index + 1)], in: field)
    case .open: list = ChoiceList(options: options, selected: index)
    default: return .ignored
    }
    return .stay
  }

  private mutating func updateRadio(_ command: Command, _ field: FieldID, _ options: [String]) -> Outcome {
    switch command {
    case .activate:
      choose(options[optionRow], in: field)
      return move(by: 1)
    case .open: choose(options[optionRow], in: field)
    case .down, .right:
      if optionRow + 1 >= options.count { return command == .down ? move(by: 1) : .stay }
      optionRow += 1
    case .up, .left:
      if optionRow == 0 { return command == .up ? move(by: -1, toLastOption: true) : .stay }
      optionRow -= 1
    default: return .ignored
    }
    return .stay
  }

  private mutating func updateCheck(_ command: Command, _ field: FieldID) -> Outcome {
    switch command {
    case .activate, .down: return move(by: 1)
    case .up: return move(by: -1)
    case .open: choose(answers[field] == "yes" ? "no" : "yes", in: field)
    default: return .ignored
    }
    return .stay
  }

  private mutating func updateButtons(_ command: Command, _ index: Int) -> Outcome {
    var row = ButtonRow(buttons, focus: index)
    switch command {
    case .left: _ = row.move(by: -1)
    case .right: _ = row.move(by: 1)
    case .up: return move(by: -1, toLastOption: true)
    case .down: return .stay
    case .activate, .open: return .pressed(buttons[index])
    default: return .ignored
    }
    if let focused = row.focus { focus = .button(focused) }
    return .stay
  }

  private mutating func updateList(_ command: Command) -> Outcome {
    guard var open = list, let field = focusedField else { return .ignored }
    switch open.update(command) {
    case .open: list = open
    case .closed: list = nil
    case .taken(let index):
      list = nil
      choose(open.options[index], in: field)
    }
    return .stay
  }

  private mutating func choose(_ value: String, in field: FieldID) {
    guard answers[field] != value || !answers.contains(field) else { return }
    let before = answers
    answers[field] = value
    problems[field] = nil
    // A field that has a meaning no more has no error either.
    problems = problems.filter { isActive($0.key) }
    for (other, text) in FormDefaults.consequences(of: field, from: before, to: answers) where fields.contains(other) {
      answers[other] = text
      editors[other]?.replace(with: text)
      problems[other] = nil
    }
  }

  // MARK: - Moving

  private mutating func move(by step: Int, toLastOption: Bool = false) -> Outcome {
    let active = fields.filter(isActive)
    var stops = active.map(Focus.field)
    stops += buttons.indices.map(Focus.button)
    guard let index = stops.firstIndex(of: focus) else { return .stay }
    let target: Int
    if case .button = focus, step < 0, toLastOption {
      // Up from any button goes into the form.
      target = max(0, active.count - 1)
    } else {
      target = (index + step + stops.count) % stops.count
    }
    return leave(for: stops[target], toLastOption: toLastOption)
  }

  private mutating func leave(for target: Focus, toLastOption: Bool = false) -> Outcome {
    guard let field = focusedField else {
      enter(target, toLastOption: toLastOption)
      return .stay
    }
    if check(field), warned[field] != answers[field] {
      // The first time the cursor stays, with the message; whoever insists may go and come back.
      warned[field] = answers[field]
      return .left
    }
    enter(target, toLastOption: toLastOption)
    return .left
  }

  private mutating func enter(_ target: Focus, toLastOption: Bool = false) {
    focus = target
    offer = nil
    guard case .field(let field) = target else { return }
    shownCount = editors[field]?.count ?? 0
    if case .radio(let options) = design.look(of: field) {
      optionRow = toLastOption ? options.count - 1 : options.firstIndex(of: answers[field]) ?? 0
    }
  }

  // MARK: - Checking

  /// Looks at a text that is being left: repairs it or notes what is wrong. An empty field is not wrong before Next.
  private mutating func check(_ field: FieldID) -> Bool {
    guard editors[field] != nil, isActive(field) else { return false }
    problems[field] = nil
    guard !answers[field].isEmpty else { return false }
    mend(field)
    problems[field] = id.problems(in: answers).first { $0.field == field }
    return problems[field] != nil
  }

  /// Puts a repaired text into its field, where the person sees it; whether there was something to repair.
  @discardableResult
  private mutating func mend(_ field: FieldID) -> Bool {
    let before = answers[field]
    let verdict = id.verdict(of: field, in: answers)
    guard verdict.outcome == .repair, !before.unicodeScalars.elementsEqual(verdict.value.unicodeScalars) else {
      if verdict.outcome == .accept, !verdict.notes.isEmpty {
        repair = Repair(field: field, before: before, after: before, notes: verdict.notes)
      }
      return false
    }
    answers[field] = verdict.value
    editors[field]?.replace(with: verdict.value)
    repair = Repair(field: field, before: before, after: verdict.value, notes: verdict.notes)
    return true
  }

  /// Brings the typed text back and the cursor into its field.
  private mutating func takeBack(_ repair: Repair) -> Outcome {
    _ = editors[repair.field]?.apply(.undo)
    answers[repair.field] = editors[repair.field]?.text ?? repair.before
    problems[repair.field] = nil
    self.repair = nil
    enter(.field(repair.field))
    return .stay
  }

  /// Puts the next suggestion into the field; what was typed can be brought back with undo.
  private mutating func takeSuggestion(_ field: FieldID) -> Outcome {
    if offer == nil {
      // The field may not have been left yet: then what is wrong is found out now.
      if problems[field] == nil { _ = check(field) }
      guard let all = problems[field]?.verdict?.suggestions, !all.isEmpty else { return .stay }
      offer = Offer(field: field, suggestions: all)
    }
    guard var offer else { return .stay }
    offer.taken += 1
    self.offer = offer
    answers[field] = offer.suggestions[offer.current]
    editors[field]?.replace(with: answers[field])
    problems[field] = nil
    return .stay
  }

  /// Checks everything; the cursor goes to the first problem. A repair made by this very key is shown first.
  private mutating func finish() -> Outcome {
    for field in fields where isActive(field) && editors[field] != nil && !answers[field].isEmpty {
      if mend(field) {
        enter(.field(field))
        return .left
      }
    }
    let found = id.problems(in: answers)
    show(found)
    return found.isEmpty ? .complete : .left
  }
}
