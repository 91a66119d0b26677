@testable import RemcsConsole
import RemcsCore
import Testing

/// A form driven by commands, as a person drives it by keys.
struct FormTests {
  private func customer(_ focus: FieldID, _ values: [FieldID: String] = [:]) -> Form {
    var answers = ScreenGallery.sample
    for (field, value) in values { answers[field] = value }
    return Form(.customer, answers: answers, buttons: [.back, .next], focus: focus)
  }

  private func internet(_ focus: FieldID, _ values: [FieldID: String] = [:]) -> Form {
    var answers = ScreenGallery.sample
    for (field, value) in values { answers[field] = value }
    return Form(.internetEnvironment, answers: answers, buttons: [.back, .next], focus: focus)
  }

  @Test func `Enter and Tab walk through the fields, then through the buttons, and around`() {
    var form = internet(.addressPreference)
    #expect(form.update(.activate) == .left)
    #expect(form.focus == .button(0))
    #expect(form.update(.nextField) == .stay)
    #expect(form.focus == .button(1))
    _ = form.update(.nextField)
    #expect(form.focus == .field(.smtpServer))
    _ = form.update(.previousField)
    #expect(form.focus == .button(1))
    _ = form.update(.up)
    #expect(form.focus == .field(.addressPreference))
  }

  @Test func `fields without a meaning are skipped`() {
    var form = internet(.authenticationType, [.authenticationType: "none"])
    _ = form.update(.down)
    #expect(form.focusedField == .splitMethod)
    #expect(form.requirement(of: .userID) == .inactive)
    _ = form.update(.up)
    // POP before SMTP: user, password and POP server open and become required.
    _ = form.update(.right)
    #expect(form.answers[.authenticationType] == "pop")
    _ = form.update(.down)
    #expect(form.focusedField == .userID)
    #expect(form.requirement(of: .popServer) == .required)
  }

  @Test func `a bad text keeps the cursor once, with code and character, and may then be left`() throws {
    var form = customer(.corporateName, [.corporateName: ""])
    for scalar in "ＡＢ😀".unicodeScalars { _ = form.update(.insert(scalar)) }
    #expect(form.update(.nextField) == .left)
    #expect(form.focusedField == .corporateName)
    let problem = try #require(form.problems[.corporateName])
    #expect(problem.code == .rmg0068)
    #expect(problem.verdict?.problems.first?.column == 3)
    let message = form.message(Words(.ja))
    #expect(message.hasPrefix("RMG_0068: ") && message.contains("3文字目の「😀」(U+1F600)"))
    #expect(form.answers[.corporateName] == "ＡＢ😀")
    _ = form.update(.nextField)
    #expect(form.focusedField == .corporateNameKana)
    #expect(form.problems[.corporateName] != nil, "the mark stays")
  }

  @Test func `typing takes the error away until the field is left again`() {
    var form = customer(.corporateName, [.corporateName: "😀"])
    _ = form.update(.nextField)
    #expect(form.problems[.corporateName] != nil)
    _ = form.update(.deleteBackward)
    #expect(form.problems[.corporateName] == nil)
    #expect(form.answers[.corporateName] == "")
  }

  @Test func `a repair shows before and after, and undo brings the typed text and the cursor back`() {
    var form = customer(.corporateName, [.corporateName: "ABC"])
    #expect(form.update(.nextField) == .left)
    #expect(form.focusedField == .corporateNameKana)
    #expect(form.answers[.corporateName] == "ＡＢＣ")
    let message = form.message(Words(.ja))
    #expect(message.contains("「ABC」を「ＡＢＣ」"))
    #expect(message.contains("Ctrl-_"))
    _ = form.update(.undo)
    #expect(form.focusedField == .corporateName)
    #expect(form.answers[.corporateName] == "ABC")
    #expect(form.editor(of: .corporateName)?.text == "ABC")
  }

  @Test func `Next shows a repair that it has just made before it goes on`() {
    var form = customer(.country, [.country: "jp"])
    #expect(form.update(.next) == .left)
    #expect(form.answers[.country] == "JP")
    #expect(form.focusedField == .country)
    #expect(form.message(Words(.en)).contains("JP"))
    #expect(form.update(.next) == .complete)
  }

  @Test func `suggestions are taken one after the other, and undo goes back`() throws {
    var form = customer(.corporateName, [.corporateName: "髙橋"])
    _ = form.update(.nextField)
    let suggestions = try #require(form.problems[.corporateName]?.verdict?.suggestions)
    #expect(suggestions.first == "高橋")
    _ = form.update(.takeSuggestion)
    #expect(form.answers[.corporateName] == "高橋")
    #expect(form.problems[.corporateName] == nil)
    _ = form.update(.takeSuggestion)
    #expect(form.answers[.corporateName] == suggestions[1 % suggestions.count])
    _ = form.update(.undo)
    if suggestions.count > 1 { _ = form.update(.undo) }
    #expect(form.answers[.corporateName] == "髙橋")
  }

  @Test func `a suggestion can be taken before the field was left`() {
    var form = customer(.corporateName, [.corporateName: "髙橋"])
    _ = form.update(.takeSuggestion)
    #expect(form.answers[.corporateName] == "高橋")
  }

  @Test func `another split method brings its size, but keeps one that was typed`() {
    var form = internet(.splitMethod)
    #expect(form.answers[.splitSize] == "512")
    _ = form.update(.left)
    #expect(form.answers[.splitMethod] == "mail")
    #expect(form.answers[.splitSize] == "64")
    #expect(form.editor(of: .splitSize)?.text == "64")
    _ = form.update(.down)
    _ = form.update(.clear)
    for scalar in "80".unicodeScalars { _ = form.update(.insert(scalar)) }
    _ = form.update(.up)
    _ = form.update(.right)
    #expect(form.answers[.splitMethod] == "event")
    #expect(form.answers[.splitSize] == "80")
  }

  @Test func `an open list moves, takes and closes without a change`() {
    var form = internet(.encryption, [.encryption: "none"])
    _ = form.update(.open)
    _ = form.update(.down)
    _ = form.update(.down)
    _ = form.update(.dismiss)
    #expect(form.answers[.encryption] == "none")
    #expect(form.list == nil)
    _ = form.update(.open)
    _ = form.update(.down)
    _ = form.update(.activate)
    #expect(form.answers[.encryption] == "starttls")
    #expect(form.focusedField == .encryption)
  }

  @Test func `walking over radio rows chooses nothing, Space and Enter do`() {
    var answers = ScreenGallery.sample
    answers[.connectionType] = "internet"
    let design = FormDesign(radio: [.connectionType])
    var form = Form(.connectionType, design: design, answers: answers, buttons: [.next])
    _ = form.update(.down)
    _ = form.update(.down)
    #expect(form.answers[.connectionType] == "internet")
    _ = form.update(.open)
    #expect(form.answers[.connectionType] == "vpn")
    _ = form.update(.up)
    _ = form.update(.activate)
    #expect(form.answers[.connectionType] == "isdn")
    #expect(form.focus == .button(0))
  }

  @Test func `a check box is toggled with Space`() {
    var form = customer(.deletePersonalInformation)
    #expect(form.answers[.deletePersonalInformation] == "no")
    _ = form.update(.open)
    #expect(form.answers[.deletePersonalInformation] == "yes")
    _ = form.update(.open)
    #expect(form.answers[.deletePersonalInformation] == "no")
  }

  @Test func `the count is that of entering the field, until the text is too long`() {
    var form = customer(.country, [.country: ""])
    #expect(form.message(Words(.en)).hasPrefix("0/2"))
    _ = form.update(.insert("J"))
    #expect(form.message(Words(.en)).hasPrefix("0/2"), "a key in a field must cost one byte")
    _ = form.update(.insert("P"))
    _ = form.update(.insert("N"))
    #expect(form.message(Words(.en)).hasPrefix("3/2"))
    _ = form.update(.deleteBackward)
    #expect(form.message(Words(.en)).hasPrefix("2/2"))
  }

  /// One bad text for each field that takes text, and the code that the manual has for it.
  static let bad: [(FormID, FieldID, String, MessageCode)] = [
    (.customer, .corporateName, "한국", .rmg0068), (.customer, .corporateNameKana, "漢字", .rmg0075),
    (.customer, .department, "😀", .rmg0069), (.customer, .address, "😀", .rmg0070),
    (.customer, .building, "😀", .rmg0071), (.customer, .administratorName, "😀", .rmg0072),
    (.customer, .administratorNameKana, "漢字", .rmg0076), (.customer, .administratorEmail, "nobody", .rmg0181),
    (.customer, .postalCode, "ABC", .rmg0015), (.customer, .telephone, "abc", .rmg0015),
    (.customer, .fax, "abc", .rmg0015), (.customer, .uniqueName, "名前", .rmg0015),
    (.customer, .country, "JPN", .rmg0029), (.customer, .installationSite, "😀", .rmg0073),
    (.customer, .installationBuilding, "😀", .rmg0074), (.customer, .engineerEmail, "@a", .rmg0181),
    (.internetEnvironment, .smtpServer, "東京", .rmg0015), (.internetEnvironment, .smtpPort, "70000", .rmg0016),
    (.internetEnvironment, .senderEmail, "a@", .rmg0181), (.internetEnvironment, .userID, "", .rmg0031),
    (.internetEnvironment, .password, "", .rmg0031), (.internetEnvironment, .splitSize, "63", .rmg0208),
    (.pointToPointEnvironment, .smtpServer, "", .rmg0028), (.schedule, .endTime, "09:00", .rmg0048),
    (.customer, .corporateName, "", .rmg0036),
  ]

  @Test(arguments: bad)
  func `bad input gets its code, the cursor, and is not lost`(
    id: FormID, field: FieldID, text: String, code: MessageCode
  ) throws {
    var answers = ScreenGallery.sample
    answers[field] = text
    var form = Form(id, answers: answers, buttons: [.back, .next])
    #expect(form.update(.next) == .left)
    #expect(form.focusedField == field)
    let problem = try #require(form.problems[field])
    #expect(problem.code == code)
    #expect(form.answers[field] == text)
    for language in Language.allCases {
      #expect(form.message(Words(language)).hasPrefix(code.rawValue + ": "))
    }
  }

  @Test func `a password never shows`() {
    let form = internet(.password, [.password: "topsecret"])
    let texts = form.rows(Words(.ja), columns: 80).flatMap(\.pieces).map(\.text)
    #expect(!texts.joined().contains("topsecret"))
    #expect(texts.contains("*********".padded(columns: 52)))
  }

  @Test func `what is wrong is told in whole sentences, and a space is called one`() throws {
    var answers = ScreenGallery.sample
    func text(_ field: FieldID, _ value: String, in form: FormID, _ language: Language) throws -> String {
      answers[field] = value
      let problem = try #require(form.problems(in: answers).first { $0.field == field }, "\(value)")
      return Words(language).problem(problem)
    }
    let place = FormID.internetEnvironment
    #expect(
      try text(.smtpServer, "a b!", in: place, .en).hasSuffix(
        #" Character 2, a space, cannot be used. Character 4, "!" (U+0021), cannot be used."#))
    #expect(try text(.smtpServer, "a b!", in: place, .ja).hasSuffix("2文字目の空白は使えません。4文字目の「!」(U+0021)は使えません。"))
    // Its characters are right, its form is not.
    #expect(try text(.postalCode, "2110", in: .customer, .en).hasSuffix("wrong length. Example: 105-0011"))
    #expect(try text(.smtpServer, "127.0", in: place, .ja).contains("例: mail.example.co.jp"))
    for (field, value, form) in [
      (FieldID.smtpServer, "a\u{E000}b", place), (.smtpServer, "\u{FFFD}", place),
      (.smtpPort, "70000", place),
      (.corporateName, "𠀀", .customer),
    ] {
      #expect(try text(field, value, in: form, .en).last == ".", "\(value)")
      #expect(try text(field, value, in: form, .ja).last == "。", "\(value)")
    }
  }
}
