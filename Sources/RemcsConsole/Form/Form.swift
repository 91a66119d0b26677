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
  var buttons: [Button]
  /// Everything answered so far, also on other screens: rules look at it.
  var answers: Answers
  /// Where the focus is.
  var focus: Focus
  /// The option under the cursor, in a radio field.
  var optionRow = 0
  /// The open list, if there is one.
  var list: ChoiceList?
  /// What is wrong, as far as it was found out.
  var problems: [FieldID: FieldProblem] = [:]
  /// The repair that shows.
  var repair: Repair?
  /// The length that shows: counted when the field is entered, so that a key costs no more than itself.
  var shownCount = 0
  /// The cell where values begin.
  let valueColumn: Int

  var editors: [FieldID: LineEditor] = [:]
  /// A wrong text that a person has already been told about, and may leave now.
  var warned: [FieldID: String] = [:]
  /// Texts that are odd without being wrong, and were told as such.
  var noted: [FieldID: String] = [:]
  /// The suggestions for a text, once the first was taken.
  var offer: Offer?

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

  /// The count of the field under the cursor, which does not follow every key: that would cost bytes with each.
  mutating func refreshCount() {
    guard let field = focusedField, let editor = editors[field] else { return }
    shownCount = editor.count
  }

  // MARK: - Moving

  mutating func move(by step: Int, toLastOption: Bool = false) -> Outcome {
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

  mutating func leave(for target: Focus, toLastOption: Bool = false) -> Outcome {
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

  mutating func enter(_ target: Focus, toLastOption: Bool = false) {
    focus = target
    offer = nil
    guard case .field(let field) = target else { return }
    shownCount = editors[field]?.count ?? 0
    if case .radio(let options) = design.look(of: field) {
      optionRow = toLastOption ? options.count - 1 : options.firstIndex(of: answers[field]) ?? 0
    }
  }
}
