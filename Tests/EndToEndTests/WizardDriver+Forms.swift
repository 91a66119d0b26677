import Foundation
import Localization
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

extension WizardDriver {
  /// A field's label on a screen; one field has another name on the screens of P-P connections (table 3.2).
  func label(_ field: FieldID, in form: FormID? = nil) -> String {
    let isOther = field == .smtpServer && form == .pointToPointEnvironment
    return word("field.\(field.rawValue)" + (isOther ? ".pp" : ""))
  }

  /// The label and the value in a row such as `> 法人名               * [試験株式会社     ]`; nil for other rows.
  static func parts(_ line: String) -> (label: String, value: String)? {
    guard line.count > 3, let open = line.dropFirst(2).firstIndex(where: { "[<".contains($0) }) else { return nil }
    let blanks = CharacterSet(charactersIn: " *!")
    let label = line[..<open].dropFirst(2).trimmingCharacters(in: blanks)
    let rest = line[line.index(after: open)...]
    guard !label.isEmpty, let close = rest.lastIndex(where: { "]>".contains($0) }) else { return nil }
    return (label, rest[..<close].trimmingCharacters(in: CharacterSet(charactersIn: " ")))
  }

  /// The label of the field with the focus.
  static func focusedLabel(_ screen: ScreenEmulator) -> String? { parts(focus(screen))?.label }

  /// What a field shows; nil while it is on another page.
  func shown(_ field: FieldID) -> String? {
    let labels = [label(field), label(field, in: .pointToPointEnvironment)]
    return screen.lines.compactMap(Self.parts).first { labels.contains($0.label) }?.value
  }

  /// Waits until a field shows a text.
  func see(_ text: String, in field: FieldID) throws {
    try wait(for: "'\(text)' in \(label(field))") { _ in shown(field) == text }
  }

  /// Waits until a field has the focus.
  func see(focusIn field: FieldID, of form: FormID) throws {
    try wait(for: "the focus in \(field)") { Self.focusedLabel($0) == label(field, in: form) }
  }

  /// Goes to a field with the arrows; the form must have it.
  func go(to field: FieldID, in form: FormID) throws {
    let target = label(field, in: form)
    let labels = form.fields.map { label($0, in: form) }
    guard let goal = labels.firstIndex(of: target) else { throw Stuck(description: "\(field) is not in \(form)") }
    try wait(for: "a focus") { !Self.focus($0).isEmpty }
    for _ in 0..<40 {
      if Self.focusedLabel(screen) == target { return }
      let here = Self.focusedLabel(screen).flatMap(labels.firstIndex) ?? labels.count
      try move(here < goal ? .down : .up)
    }
    throw Stuck(description: "the field \(target) cannot be reached\n\(terminal)")
  }

  /// Replaces what a field holds; the cursor stays behind it.
  func enter(_ text: String, into field: FieldID, in form: FormID) throws {
    try go(to: field, in: form)
    press(.control("U"))
    type(text)
    let seen = Self.asShown(text, in: field)
    try wait(for: "'\(seen)' in \(label(field))") { screen in
      Self.parts(Self.focus(screen)).map { $0.label == label(field, in: form) && Self.shows($0.value, seen) } ?? false
    }
  }

  /// A text as its field shows it.
  static func asShown(_ text: String, in field: FieldID) -> String {
    Field.of(field).isSecret ? String(repeating: "*", count: text.count) : text
  }

  /// Whether what a field shows is this text, or the end of it where it is too long for the field.
  static func shows(_ value: String, _ text: String) -> Bool {
    value == text || (value.count >= 12 && text.hasSuffix(value))
  }

  /// Fills a field and goes on; what is typed must be right as it is.
  func fill(_ field: FieldID, in form: FormID, with text: String) throws {
    try enter(text, into: field, in: form)
    try move(.down)
  }

  /// Turns a choice until it shows an option.
  func choose(_ option: String, of field: FieldID, in form: FormID) throws {
    try go(to: field, in: form)
    guard case .choice(let options) = Field.of(field).kind, let goal = options.firstIndex(of: option) else {
      throw Stuck(description: "\(field) has no option \(option)")
    }
    let words = options.map { word("choice.\(field.rawValue).\($0)") }
    for _ in options {
      guard let here = words.firstIndex(of: shown(field) ?? ""), here != goal else { break }
      let next = here + (here < goal ? 1 : -1)
      press(here < goal ? .right : .left)
      try wait(for: words[next]) { _ in shown(field) == words[next] }
    }
    try wait(for: words[goal]) { _ in shown(field) == words[goal] }
    // Fields that now have a meaning, or have none any more.
    terminal.settle(quiet: .milliseconds(8))
  }
}

/// The walk of chapter 3, in pieces that tests put together.
extension WizardDriver {
  /// From the language screen of the first start, which is English, to the welcome.
  func chooseLanguage(_ chosen: Language) throws {
    language = .en
    try see(.language)
    // English is marked: its row has the focus.
    if chosen == .ja { try move(.up) }
    try move(.enter)
    press(.enter)
    guard chosen == .ja else { return try see(.welcome) }
    try see("RMG_0190")
    try pressButton("ok")
    language = .ja
    try see("RMG_0166")
    press(.enter)
    try see(.welcome)
  }

  /// By Next alone to a screen, where everything is filled in already.
  func goOn(to goal: ScreenID) throws {
    let environment: ScreenID = goal == .pointToPointEnvironment ? goal : .internetEnvironment
    let way: [ScreenID] = [.welcome, .center, .initialSettings, environment, .schedule, .customer, .review, .consent]
    for id in way.prefix(while: { $0 != goal }) {
      try see(id)
      pressNext()
    }
    try see(goal)
  }

  /// Goes on with the walk that was left.
  func resume() throws {
    try see(word("popUp.resume"))
    try pressButton("resume")
  }

  /// From the welcome to the environment for internet mail, with the centers and the type that are offered.
  func goToEnvironment() throws {
    try see(.welcome)
    press(.enter)
    try see(.center)
    try pressButton("next")
    try see(.initialSettings)
    try pressButton("next")
    try see(.internetEnvironment)
  }

  /// Fills in how mail leaves, and goes on.
  func fillEnvironment(port: Int) throws {
    let form = FormID.internetEnvironment
    try fill(.smtpServer, in: form, with: "127.0.0.1")
    try fill(.smtpPort, in: form, with: String(port))
    try fill(.senderEmail, in: form, with: "remcs@device.example")
    pressNext()
    try see(.schedule)
  }

  /// Fills in the customer, and goes on to the review.
  func fillCustomer(_ values: KeyValuePairs<FieldID, String>) throws {
    try see(.customer)
    for (field, value) in values { try fill(field, in: .customer, with: value) }
    try pressButton("next")
    try see(.review)
  }

  /// From the review to the end of the registration.
  func registerFromReview() throws {
    try see(.review)
    press(.enter)
    try see(.consent)
    try pressButton("agree")
    try see(.registrationResult)
  }

  /// From the result of the registration through the connection check to the menu.
  func checkConnection() throws {
    try see("RMG_0086")
    press(.enter)
    try see(.connectionCheck)
    try pressButton("check")
    try see("RMG_0053")
    try pressButton("ok")
    try see(.connectionCheckResult)
    try see("RMG_0058")
    press(.enter)
    try see(.menu)
  }

  /// The status line.
  var statusLine: String { screen.line(screen.rows - 2) }
}
