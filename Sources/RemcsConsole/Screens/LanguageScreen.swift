internal import Localization
internal import RemcsCore

/// Figures 3.4 and 3.5: Japanese or English.
struct LanguageScreen: Screen {
  var id: ScreenID { .language }

  private static let order: [Language] = [.ja, .en]
  /// The marked language.
  private(set) var selected: Language
  private var row: Int?
  private var buttons = ButtonRow([.setting, .cancel])

  /// The screen with a language marked, which need not be the one it is shown in.
  init(selected: Language) {
    self.selected = selected
    row = Self.order.firstIndex(of: selected)
  }

  mutating func update(_ command: Command) -> Intent {
    switch command {
    case .next: return .setLanguage(selected)
    case .leave: return .leave
    case .help: return .help
    default: break
    }
    if let row { return updateRow(command, row) }
    switch command {
    case .left: _ = buttons.move(by: -1)
    case .right: _ = buttons.move(by: 1)
    case .nextField: if !buttons.move(by: 1) { focusRow(Self.order.firstIndex(of: selected)) }
    case .previousField: if !buttons.move(by: -1) { focusRow(Self.order.firstIndex(of: selected)) }
    case .up: focusRow(Self.order.count - 1)
    case .activate, .open: return buttons.focused == .setting ? .setLanguage(selected) : .next
    default: break
    }
    return .stay
  }

  private mutating func updateRow(_ command: Command, _ row: Int) -> Intent {
    switch command {
    case .open: selected = Self.order[row]
    case .activate:
      selected = Self.order[row]
      focusRow(nil)
    case .nextField: focusRow(nil)
    case .previousField: focusRow(nil, button: 1)
    case .down, .right: focusRow(row + 1 < Self.order.count ? row + 1 : nil)
    case .up, .left: focusRow(max(0, row - 1))
    default: break
    }
    return .stay
  }

  private mutating func focusRow(_ row: Int?, button: Int = 0) {
    self.row = row
    buttons.focus = row == nil ? button : nil
  }

  func view(_ context: ViewContext) -> Frame {
    let words = Words(context.language)
    var rows = BodyRow.paragraph(words(.languageIntro), columns: context.size.columns) + [BodyRow()]
    for (index, language) in Self.order.enumerated() {
      // Each language in its own name as well: whoever reads only one of them finds it.
      let name = language == .ja ? words(.languageJapanese) : words(.languageEnglish)
      var line = BodyRow((selected == language ? "(*) " : "( ) ") + name)
      if index == row { line.focus(cursor: 3) }
      rows.append(line)
    }
    return Page(id: id, rows: rows, message: words(.languageHelp), buttons: buttons).frame(context)
  }
}
