internal import RemcsCore

/// What commands do in each kind of field.
extension Form {
  mutating func updateText(_ command: Command, _ field: FieldID) -> Outcome {
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

  mutating func typed(_ field: FieldID, _ editor: LineEditor) {
    answers[field] = editor.text
    // Told again only when it is left again: while someone types, nobody wants to be corrected.
    problems[field] = nil
    offer = nil
    if editor.isTooLong || shownCount > editor.maximum { shownCount = editor.count }
  }

  mutating func updateChoice(_ command: Command, _ field: FieldID, _ options: [String]) -> Outcome {
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

  mutating func updateRadio(_ command: Command, _ field: FieldID, _ options: [String]) -> Outcome {
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

  mutating func updateCheck(_ command: Command, _ field: FieldID) -> Outcome {
    switch command {
    case .activate, .down: return move(by: 1)
    case .up: return move(by: -1)
    case .open: choose(answers[field] == "yes" ? "no" : "yes", in: field)
    default: return .ignored
    }
    return .stay
  }

  mutating func updateButtons(_ command: Command, _ index: Int) -> Outcome {
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

  mutating func updateList(_ command: Command) -> Outcome {
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

  mutating func choose(_ value: String, in field: FieldID) {
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
}
