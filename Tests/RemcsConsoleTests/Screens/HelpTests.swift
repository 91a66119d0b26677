import Foundation
@testable import RemcsConsole
import RemcsCore
import Testing

/// F1 on every screen and field: what it is for, what is allowed, an example, in both languages.
@Suite struct HelpTests {
  /// The forms, with the screen that each of them is.
  private static let forms: [(screen: ScreenID, form: FormID)] = [
    (.center, .center), (.initialSettings, .connectionType), (.internetEnvironment, .internetEnvironment),
    (.pointToPointEnvironment, .pointToPointEnvironment), (.schedule, .schedule), (.customer, .customer),
    (.connectionCheck, .connectionCheck), (.internetDetail, .internetDetail),
    (.pointToPointDetail, .pointToPointDetail), (.certificateReplacement, .certificateReplacement),
    (.export, .export), (.centerListReplacement, .centerListReplacement),
    (.importFiles, .importFiles), (.logCollection, .logCollection),
  ]

  /// The whole help of a place, however long, in a window of so many columns.
  private func help(_ place: HelpPlace, _ language: Language, columns: Int = 80) -> [String] {
    let context = ViewContext(
      size: Frame.Size(columns: columns, rows: 140), language: language,
      status: .init(device: "00-T-M-CC-1", state: .unused, connectionType: .internet))
    var screen = TextScreen.help(about: place)
    screen.fit(context)
    return screen.view(context).lines
  }

  private func expectFits(_ lines: [String], _ columns: Int) {
    for line in lines { #expect(line.columns <= columns, "\(line)") }
  }

  @Test func `every form stands on one of the screens`() {
    #expect(Set(Self.forms.map(\.form)) == Set(FormID.allCases))
  }

  @Test(arguments: ScreenID.allCases.filter { $0 != .help }, Language.allCases)
  func `a screen says what it is for, what follows, and which keys matter`(screen: ScreenID, language: Language) {
    let words = Words(language)
    for part in ["purpose", "next", "keys"] {
      #expect(words.find("screen.\(screen.rawValue).\(part)") != nil, "\(part)")
    }
    // Whoever is asked for something has to know before what to fetch.
    let isForm = Self.forms.contains { $0.screen == screen }
    if isForm { #expect(words.find("screen.\(screen.rawValue).prepare") != nil) }
    for columns in [80, 132] {
      let lines = help(HelpPlace(screen), language, columns: columns)
      expectFits(lines, columns)
      #expect(lines.contains(words.title(screen)))
      for paragraph in words.explanation(screen) { expectShown(paragraph, in: lines) }
    }
  }

  @Test(arguments: Array(forms.indices), Language.allCases)
  func `a field says what it means, what it takes, and an example that it takes`(index: Int, language: Language) {
    let words = Words(language)
    let (screen, form) = Self.forms[index]
    for field in form.fields {
      var place = HelpPlace(screen, field: field)
      place.form = form
      for columns in [80, 132] {
        let lines = help(place, language, columns: columns)
        expectFits(lines, columns)
        #expect(lines.contains(words.label(field, in: form)), "\(field)")
        for paragraph in words.explanation(field) { expectShown(paragraph, in: lines) }
      }
    }
  }

  /// A paragraph is on the screen, wrapped anywhere.
  private func expectShown(_ paragraph: String, in lines: [String]) {
    func packed(_ text: String) -> String { text.filter { $0 != " " } }
    #expect(packed(lines.joined()).contains(packed(paragraph)), "\(paragraph)")
  }

  @Test(arguments: FieldID.allCases, Language.allCases)
  func `an example passes the rule of its field`(field: FieldID, language: Language) throws {
    let words = Words(language)
    #expect(words.explanation(field).count == 3, "purpose, allowed, example")
    let examples = try #require(words.find("field.\(field.rawValue).example"))
    for example in examples.split(separator: "  ").map(String.init) {
      let typed = value(example, of: field, words)
      let verdict = Field.of(field).verdict(typed)
      switch Field.of(field).kind {
      case .text(.fullWidth, _) where language == .en, .text(.kana, _) where language == .en:
        // The English catalogue is ASCII; what is typed so is widened, which the help says.
        #expect(verdict.outcome == .repair, "\(example)")
        #expect(Set(verdict.notes).isSubset(of: [.widened, .space, .hyphen]), "\(example) \(verdict.notes)")
        #expect(Field.of(field).verdict(verdict.value).outcome == .accept, "\(verdict.value)")
      default: #expect(verdict.outcome == .accept && verdict.value == typed, "\(example) \(verdict)")
      }
    }
    // The line under the form has an example of its own.
    let parts = words.help(field).components(separatedBy: language == .ja ? "例: " : "Example: ")
    if parts.count == 2, language == .ja { #expect(Field.of(field).verdict(parts[1]).outcome == .accept, "\(parts)") }
  }

  /// What is stored for an example: of a choice the raw value behind its words.
  private func value(_ example: String, of field: FieldID, _ words: Words) -> String {
    let options: [String]
    switch Field.of(field).kind {
    case .choice(let choices): options = choices
    case .flag: options = ["yes", "no"]
    default: return example
    }
    return options.first { words.option(field, $0) == example } ?? "no choice: \(example)"
  }

  @Test(arguments: FieldID.allCases, Language.allCases)
  func `what is allowed names the limits of the declaration`(field: FieldID, language: Language) throws {
    let words = Words(language)
    let allowed = try #require(words.explanation(field).dropFirst().first)
    switch Field.of(field).kind {
    case .text(.postalCode, _), .text(.country, _): break
    case .text where field == .center: break
    case .text(_, let maximum), .secret(let maximum): #expect(allowed.contains(String(maximum)))
    case .number(let range):
      let ranges = field == .splitSize ? SplitMethod.allCases.compactMap(\.sizes) : [range]
      for range in ranges {
        #expect(allowed.contains(String(range.lowerBound)) && allowed.contains(String(range.upperBound)))
      }
    case .choice(let options):
      for option in options { #expect(allowed.contains(words.option(field, option)), "\(option)") }
    case .flag: for option in ["yes", "no"] { #expect(allowed.contains(words.option(field, option)), "\(option)") }
    case .time: #expect(allowed.contains("HH:MM"))
    }
    #expect(!allowed.contains("%1") && !allowed.contains("%2"))
    // An initial value that the text speaks of is the declared one.
    if let initial = Field.of(field).initialValue, case .number = Field.of(field).kind {
      #expect(allowed.contains(initial), "\(field) \(initial)")
    }
  }

  @Test(arguments: Language.allCases)
  func `every key and button that the help names exists`(language: Language) throws {
    let words = Words(language)
    let keys = Set(KeyTable.entries.flatMap(KeyTable.names))
    let buttons = Set(Button.allCases.map { "[" + words($0.key) + "]" })
    for screen in ScreenID.allCases {
      for paragraph in words.explanation(screen) {
        for match in paragraph.matches(of: /Ctrl-[A-Z_]|F[0-9]+|PageUp|PageDown|Space|Tab|Enter/) {
          #expect(keys.contains(String(match.output)), "\(match.output)")
        }
        for match in paragraph.matches(of: /\[[^\]]{2,}\]/) {
          #expect(buttons.contains(String(match.output)), "\(screen): \(match.output)")
        }
      }
    }
  }

  @Test func `help on a menu is about the item with the focus, and why it cannot be chosen`() {
    let menu = MenuScreen(.remcs, at: .resume)
    let lines = help(HelpPlace(on: menu, .init(device: "", state: .unused, connectionType: nil)), .ja).joined(
      separator: "\n")
    #expect(lines.contains("センター接続再開") && lines.contains("RMG_0092"))
    #expect(
      !help(HelpPlace(on: menu, .init(device: "", state: .paused, connectionType: nil)), .ja).joined().contains("RMG_"))
  }

  @Test func `a field of a P-P form is called as on its screen, and what is wrong stands with it`() {
    var answers = ScreenGallery.sample
    answers[.smtpServer] = ""
    var form = FormScreen.pointToPointEnvironment(answers: answers)
    _ = form.update(.next)
    let lines = help(HelpPlace(on: form, .init(device: "", state: .unused, connectionType: nil)), .ja)
    #expect(lines.contains("SMTP/PROXYサーバ") && !lines.contains("SMTPサーバ"))
    let problem = lines.firstIndex { $0.contains("RMG_0028") }
    let title = lines.firstIndex(of: "P-P接続の環境設定")
    #expect((problem ?? 99) < (title ?? 0))
  }
}
