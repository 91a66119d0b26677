internal import ArgumentParser
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// `remcs screens [NAME] [--size 80x24] [--list] [--lang ja|en]`: the screens as text, filled with sample data.
struct ScreensCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "screens", abstract: abstract(.commandScreens))

  @Argument(help: help(.commandScreensName))
  var name: String?
  @Option(help: help(.commandScreensSize))
  var size = ScreenSize(columns: 80, rows: 24)
  @Flag(help: help(.commandScreensList))
  var list = false
  @OptionGroup var options: ServiceOptions

  func run() throws {
    let language = options.language
    if list {
      for picture in ScreenGallery.screens { print(picture.name.padded(columns: 28) + picture.figure) }
      return
    }
    let pictures = ScreenGallery.screens.filter { name == nil || $0.name == name }
    guard !pictures.isEmpty else {
      throw ValidationError(text(.commandScreensUnknown, in: language, (name ?? "").harmless()))
    }
    for picture in pictures {
      if name == nil { print("== \(picture.name)" + (picture.figure.isEmpty ? "" : " (\(picture.figure))")) }
      let size = Frame.Size(columns: size.columns, rows: size.rows)
      let frame = picture.frame(ScreenGallery.context(picture.name, language: language, size: size))
      print(frame.lines.joined(separator: "\n"))
    }
  }
}

/// `80x24`: columns and rows, not smaller than that and not larger than anyone's window.
struct ScreenSize: ExpressibleByArgument {
  let columns: Int
  let rows: Int

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1] else { return nil }
    guard (80...500).contains(columns), (24...200).contains(rows) else { return nil }
    self.init(columns: columns, rows: rows)
  }

  var defaultValueDescription: String { "\(columns)x\(rows)" }
}
