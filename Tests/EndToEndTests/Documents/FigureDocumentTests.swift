import Foundation
import RemcsConsole
import Testing

/// docs/screens/README.md: which screen each figure of the manual is.
struct FigureDocumentTests {
  /// A figure of the manual, and what is to be said about it.
  struct Figure: Sendable {
    let number: String, title: String
    /// The golden frame that shows it, if it is not the screen's own.
    let golden: String?
    let remark: String
  }

  static let figures: [Figure] = {
    let text = (try? DocumentFiles.text("Tests/EndToEndTests/Fixtures/figures.tsv")) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) + ["", "", ""]
      return Figure(number: cells[0], title: cells[1], golden: cells[2].isEmpty ? nil : cells[2], remark: cells[3])
    }
  }()

  /// The screens that show a figure, as the gallery declares them.
  private static func screens(of figure: String) -> [String] {
    ScreenGallery.screens.filter { $0.figures.contains(figure) }.map(\.name)
  }

  @Test func `the list of the manual is whole`() {
    #expect(Self.figures.count == 53)
    #expect(Set(Self.figures.map(\.number)).count == 53)
    let chapters = Dictionary(grouping: Self.figures) { $0.number.prefix(1) }.mapValues(\.count)
    #expect(chapters == ["3": 26, "4": 18, "5": 8, "8": 1])
  }

  @Test func `every figure of a screen is one of the manual, and every figure has one screen at most`() {
    let known = Set(Self.figures.map(\.number))
    for picture in ScreenGallery.screens {
      // Table 6.29 has no figure; its screens name the table.
      for figure in picture.figures where figure != "6.29" { #expect(known.contains(figure), "\(picture.name)") }
    }
    for figure in Self.figures { #expect(Self.screens(of: figure.number).count <= 1, "\(figure.number)") }
  }

  @Test func `every picture that is linked is there`() throws {
    for figure in Self.figures {
      for name in Self.screens(of: figure.number) + (figure.golden.map { [$0] } ?? []) {
        for language in ["ja", "en"] {
          _ = try DocumentFiles.text("Tests/RemcsConsoleTests/Goldens/\(name).\(language).txt")
        }
      }
    }
  }

  @Test func `the document is up to date`() throws {
    try DocumentFiles.compare("docs/screens/README.md", with: Self.markdown)
  }

  private static var markdown: String {
    var lines = [
      "# Screens and figures", "",
      "Written by `make docs` from the figures that `ScreenGallery` declares; a test keeps it so. Every figure of the",
      "manual from 3.3 to 8.1 with the screen that it is here. `remcs screens NAME` prints a screen, in both languages;",
      "the pictures are the frames that the tests compare. The manual's figures show a web browser: its window, the",
      "address line and the frames around a page are no screen here. What the browser shows in a window of its own, a",
      "question or a notice, lies over the screen that asked.", "",
      "| figure | title in the manual | screen | picture | remark |", "|---|---|---|---|---|",
    ]
    lines += figures.map { figure in
      guard let screen = screens(of: figure.number).first else {
        return "| \(figure.number) | \(figure.title) | | | **open: there is no such screen yet** |"
      }
      let golden = figure.golden ?? screen
      let links = ["ja", "en"].map { "[\($0)](../../Tests/RemcsConsoleTests/Goldens/\(golden).\($0).txt)" }
      return "| \(figure.number) | \(figure.title) | `\(screen)` | \(links.joined(separator: " ")) | \(figure.remark) |"
    }
    let others = ScreenGallery.screens.filter { picture in !figures.contains { picture.figures.contains($0.number) } }
    lines += ["", "Screens without a figure in the manual:", ""]
    lines += others.map { picture in
      "- `\(picture.name)`" + (picture.figures.isEmpty ? "" : " (table \(picture.figures.joined(separator: ", ")))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
