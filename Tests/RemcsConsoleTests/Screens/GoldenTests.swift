import Foundation
@testable import RemcsConsole
import RemcsCore
import Testing

/// Frames as files in Goldens/. `REMCS_UPDATE_GOLDENS=1 swift test --filter GoldenTests` writes them anew; then read
/// the difference before it is committed.
@Suite struct GoldenTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Goldens")
  static let pictures = ScreenGallery.screens + Pictures.states

  @Test(arguments: pictures.map(\.name), Language.allCases)
  func `a screen looks as it did`(name: String, language: Language) throws {
    try compare(name, language, size: .standard, suffix: "")
  }

  @Test(arguments: ["customer", "internet-environment", "consent", "help"], Language.allCases)
  func `a larger window shows more of a screen`(name: String, language: Language) throws {
    try compare(name, language, size: Frame.Size(columns: 100, rows: 30), suffix: ".100x30")
  }

  private func compare(_ name: String, _ language: Language, size: Frame.Size, suffix: String) throws {
    let picture = try #require(Self.pictures.first { $0.name == name })
    let frame = picture.frame(ScreenGallery.context(name, language: language, size: size))
    var text = frame.lines.joined(separator: "\n") + "\n"
    // The cursor is part of a picture: it must never get lost.
    if let cursor = frame.cursor { text += "cursor \(cursor.row) \(cursor.column)\n" } else { text += "no cursor\n" }
    let file = Self.folder.appending(path: "\(name)\(suffix).\(language.rawValue).txt")
    if ProcessInfo.processInfo.environment["REMCS_UPDATE_GOLDENS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden, "\(file.lastPathComponent) differs")
  }

  @Test(arguments: pictures.map(\.name), Language.allCases)
  func `no row is wider than the screen, and the cursor stands on it`(name: String, language: Language) throws {
    let picture = try #require(Self.pictures.first { $0.name == name })
    let frame = picture.frame(ScreenGallery.context(name, language: language))
    #expect(frame.lines.count == 24)
    for line in frame.lines { #expect(line.columns <= 80, "\(line)") }
    let cursor = try #require(frame.cursor, "every screen has a cursor")
    #expect((0..<24).contains(cursor.row) && (0..<80).contains(cursor.column))
  }

  @Test(arguments: pictures.map(\.name))
  func `Japanese screens use only characters of one width, English ones only ASCII`(name: String) throws {
    let picture = try #require(Self.pictures.first { $0.name == name })
    // What a person typed may be anything; these are the only typed characters of the samples outside of the set.
    let typed = Set("😀髙ﾃｽﾄ".unicodeScalars)
    for line in picture.frame(ScreenGallery.context(name, language: .ja)).lines {
      for scalar in line.unicodeScalars where !typed.contains(scalar) {
        #expect(Self.isOfOneWidth(scalar), "\(scalar) in \(line)")
      }
    }
    if name.hasPrefix("language") || name.hasPrefix("menu") || name.hasPrefix("welcome") {
      for line in picture.frame(ScreenGallery.context(name, language: .en)).lines {
        #expect(line.utf8.count == line.unicodeScalars.count, "\(line)")
      }
    }
  }

  private static func isOfOneWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0x3000...0x3002, 0x3005...0x3015, 0x301C, 0x3041...0x3093, 0x30A1...0x30F6, 0x30FB, 0x30FC: true
    case 0x4E00...0x9FFF, 0xFF01...0xFF5D: true
    default: false
    }
  }

  @Test func `every screen has a title in both languages`() {
    for screen in ScreenID.allCases {
      for language in Language.allCases {
        let words = Words(language)
        #expect(words.find("screen.\(screen.rawValue).title") != nil, "\(screen)")
      }
    }
  }

  @Test func `every field has a label, and every choice a name`() {
    for field in FieldID.allCases {
      let words = Words(.ja)
      #expect(words.label(field) != field.rawValue, "\(field)")
      #expect(!words.help(field).isEmpty, "\(field)")
      if case .choice(let options) = Field.of(field).kind {
        for option in options { #expect(words.option(field, option) != option, "\(field) \(option)") }
      }
    }
  }

  @Test func `every screen of the protocol is in the gallery`() {
    let screens = Set(ScreenID.allCases.map(\.rawValue))
    let pictures = ScreenGallery.screens
    #expect(screens.subtracting(pictures.map(\.name)).isEmpty)
    // What is no screen of its own is a pop-up that the manual shows as one.
    for picture in pictures where !screens.contains(picture.name) { #expect(!picture.figures.isEmpty) }
  }

  @Test(arguments: [("README.md", Language.en), ("README.ja.md", .ja)])
  func `the picture in the README is a real screen`(file: String, language: Language) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let golden = try String(
      contentsOf: root.appending(path: "Tests/RemcsConsoleTests/Goldens/customer-suggestion.\(language.rawValue).txt"),
      encoding: .utf8)
    let picture = golden.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.hasPrefix("cursor ") }.joined(separator: "\n")
    #expect(try String(contentsOf: root.appending(path: file), encoding: .utf8).contains("```\n\(picture)\n```"))
  }
}
