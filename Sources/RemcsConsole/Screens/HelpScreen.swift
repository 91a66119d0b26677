internal import Localization
internal import RemcsCore

/// Where F1 was pressed: help belongs to a place.
struct HelpPlace: Sendable {
  /// The screen.
  let screen: ScreenID
  /// The field with the focus, on a form.
  var field: FieldID?
  /// The form: on some a field has another name (table 3.2).
  var form: FormID?
  /// What is wrong with the field.
  var problem: FieldProblem?
  /// The item with the focus, on a menu.
  var item: MenuItem?
  /// Why the item cannot be chosen now.
  var refusal: ServiceError?
  /// What the status line of a menu calls for somebody with.
  var alarm: ViewContext.Status.Alarm?

  init(_ screen: ScreenID, field: FieldID? = nil) {
    self.screen = screen
    self.field = field
  }

  /// The place that has the focus on a screen, on a device as its status line shows it.
  init(on screen: any Screen, _ status: ViewContext.Status) {
    self.init(screen.id, field: screen.focusedField)
    if let form = (screen as? FormScreen)?.form {
      self.form = form.id
      problem = field.flatMap { form.problems[$0] }
    }
    item = (screen as? MenuScreen)?.selected
    refusal = item?.refusal(status)
    if item != nil { alarm = status.alarm }
  }
}

extension TextScreen {
  /// F1: an alarm first, then the field, as it is what was asked about: what it means, what it takes, an example, what is wrong with
  /// it; then what the screen is for and what follows; then every key.
  static func help(
    about place: HelpPlace, note: @escaping @Sendable (Language) -> String? = { _ in nil }
  ) -> TextScreen {
    TextScreen(.help, buttons: [.close], primary: .close) { words, columns in
      var rows: [BodyRow] = []
      func put(_ heading: String, _ paragraphs: [String]) {
        if !rows.isEmpty { rows.append(BodyRow()) }
        rows.append(BodyRow(heading, column: 0))
        rows += paragraphs.flatMap { BodyRow.paragraph($0, columns: columns) }
      }
      switch place.alarm {
      case .trouble(let error): put("! " + words(.helpTrouble), words.report(error))
      case .failed(let count): put(words(.statusFailed, String(count)), [words(.helpFailed)])
      case nil: break
      }
      if let field = place.field {
        let problem = place.problem.map { [words.problem($0)] } ?? []
        put(words.label(field, in: place.form), words.explanation(field) + problem)
      }
      if let item = place.item {
        put(words.menu(item), [words.menuHelp(item)] + (place.refusal.map { [words.message($0)] } ?? []))
      }
      put(words.title(place.screen), words.explanation(place.screen))
      if let note = note(words.language) { rows += [BodyRow()] + BodyRow.paragraph(note, columns: columns) }
      put(words(.helpKeys), [])
      let entries = KeyTable.help(language: words.language)
      let labels = 4 + (entries.map(\.keys.columns).max() ?? 0)
      for entry in entries {
        var row = BodyRow(entry.keys)
        row.put(entry.label, at: labels)
        rows.append(row)
      }
      return rows + [BodyRow(words(.helpFlowControl))]
    }
  }
}

extension Words {
  /// What a field means, what it takes with its limits, and an example, for the help screen: a paragraph each.
  func explanation(_ field: FieldID) -> [String] {
    let key = "field.\(field.rawValue)"
    return [
      find("\(key).purpose"), find("\(key).allowed", limits(of: field)).map { callAsFunction(.helpAllowed, $0) },
      find("\(key).example").map { callAsFunction(.helpExample, $0) },
    ].compactMap { $0 }
  }

  /// What a screen is for, what follows on Next, what to have at hand, and the keys that matter: a paragraph each.
  func explanation(_ screen: ScreenID) -> [String] {
    let key = "screen.\(screen.rawValue)"
    return [
      find("\(key).purpose"), find("\(key).next").map { callAsFunction(.helpNext, $0) },
      find("\(key).prepare").map { callAsFunction(.helpPrepare, $0) },
      find("\(key).keys").map { callAsFunction(.helpKeysThatMatter, $0) },
    ].compactMap { $0 }
  }

  /// What fills the holes of a field's text on what is allowed, from its one declaration: the most characters, the
  /// least and the greatest number, or the words of the choices.
  private func limits(of field: FieldID) -> [String] {
    switch Field.of(field).kind {
    case .text(_, let maximum), .secret(let maximum): return [String(maximum)]
    case .number(let range): return [String(range.lowerBound), String(range.upperBound)]
    case .choice(let options): return [list(options.map { option(field, $0) })]
    case .flag: return [list(["yes", "no"].map { option(field, $0) })]
    case .time: return []
    }
  }

  private func list(_ items: [String]) -> String { items.joined(separator: callAsFunction(.helpListSeparator)) }
}
