internal import Glibc
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// A program for the tests of ``Terminal`` in a pty: a form of six fields as the screens have it, painted and edited by
/// the real parts, and ways to go wrong. `terminal-probe form|keys ja|en`.
@main
struct Probe {
  static func main() {
    let arguments = CommandLine.arguments + ["form", "en"]
    let terminal: Terminal
    do {
      terminal = try Terminal()
    } catch {
      print(error.text(in: .en))
      exit(69)
    }
    var form = ProbeForm(
      language: arguments[2] == "ja" ? .ja : .en, showsKeys: arguments[1] == "keys", notice: terminal.notice)
    var timeout: Duration?
    while true {
      if !terminal.hasPendingInput { terminal.paint(form.view(terminal.size)) }
      switch terminal.next(timeout: timeout) {
      case .lineLost: leave(terminal, form, code: 75)
      case .resized(let size): form.message = "size \(size.columns)x\(size.rows)"
      case .wake:
        form.message = timeout == nil ? "woken" : "time is over"
        timeout = nil
      case .key(let key):
        if form.showsKeys { form.message = "\(key)" }
        switch (key, KeyTable.command(for: key)) {
        case (.control("]"), _): trap([])
        case (.control("\\"), _): abort()
        case (.control("^"), _): _ = overflow(1)
        case (.control("G"), _): exit(3)
        case (.control("W"), _): timeout = .milliseconds(50)
        case (.control("Y"), _): usleep(2_000_000)  // As long as a screen takes at 9600 baud.
        case (.control("R"), _):
          let waker = terminal.waker
          Task.detached { waker.wake() }
        case (_, .leave): leave(terminal, form, code: 0)
        case (_, .repaint): terminal.repaint()
        case (_, let command?): form.update(command)
        case (_, nil): break
        }
      }
    }
  }

  private static func leave(_ terminal: Terminal, _ form: ProbeForm, code: Int32) -> Never {
    terminal.close()
    if let path = getenv("PROBE_SAVE"), let file = fopen(path, "w") {
      fputs(form.fields.map(\.text).joined(separator: "\n"), file)
      fclose(file)
    }
    exit(code)
  }

  private static func trap(_ numbers: [Int]) { print(numbers[numbers.count]) }

  private static func overflow(_ depth: Int) -> Int {
    depth == 0 ? 0 : overflow(depth + 1) + 1
  }
}

struct ProbeForm {
  let language: Language
  let showsKeys: Bool
  var fields: [LineEditor]
  var focus = 0
  var showsPopUp = false
  var progress = 0
  var message: String

  init(language: Language, showsKeys: Bool, notice: TerminalNotice?) {
    self.language = language
    self.showsKeys = showsKeys
    let texts = ["", "25", "", "", "120", "30"]
    fields = texts.map { LineEditor(text: $0, width: $0.isEmpty ? 48 : 5, maximum: 64) }
    message = notice?.text(in: .en) ?? ""
  }

  mutating func update(_ command: Command) {
    guard fields[focus].apply(command) == .notMine else { return }
    switch command {
    case .nextField, .down, .activate: focus = (focus + 1) % fields.count
    case .previousField, .up: focus = (focus + fields.count - 1) % fields.count
    case .help: showsPopUp.toggle()
    case .dismiss: showsPopUp = false
    case .pageDown: progress += 1
    default: break
    }
  }

  private var labels: [String] {
    language == .ja
      ? ["ＳＭＴＰサーバ", "ポート番号", "送信元アドレス", "ユーザＩＤ", "タイムアウト", "リトライ間隔"]
      : ["SMTP server", "Port number", "Sender address", "User ID", "Timeout", "Retry interval"]
  }

  func view(_ size: Frame.Size) -> Frame {
    var frame = Frame(size: size)
    frame.put("REMCS  [*]Connection  [>]Environment  [ ]Customer  [ ]Registration  [ ]Check", row: 0, column: 0)
    frame.rule(row: 1)
    frame.put(language == .ja ? "環境設定" : "Environment", row: 2, column: 0)
    for (index, label) in labels.enumerated() {
      let editor = fields[index]
      frame.put((index == focus ? "> " : "  ") + label.padded(columns: 19), row: 4 + index, column: 0)
      frame.put("[", row: 4 + index, column: 21)
      frame.put(editor.view.text, row: 4 + index, column: 22)
      frame.put("]", row: 4 + index, column: 22 + editor.width)
    }
    if progress > 0 {
      frame.put("[" + String(repeating: "#", count: progress % 50).padded(columns: 50) + "]", row: 12, column: 2)
      frame.put("\(progress)%", row: 12, column: 56)
    }
    frame.put(message, row: 18, column: 0)
    frame.put("[ < Back ]  [ Next > ]", row: 20, column: 0)
    frame.rule(row: 21)
    frame.put("00-PQ-MCH3AC00-1A2B-0001234567", row: 22, column: 0)
    frame.put(KeyTable.keyLine(columns: 79, language: language), row: 23, column: 0)
    frame.cursor = Frame.Position(row: 4 + focus, column: 22 + fields[focus].view.cursorColumn)
    if progress > 0 { frame.cursor = nil }
    if showsPopUp { putPopUp(&frame) }
    return frame
  }

  /// Small, because on a terminal without REP every dash of its rules costs a byte.
  private func putPopUp(_ frame: inout Frame) {
    frame.clear(row: 8, column: 24, rows: 5, columns: 28)
    frame.put("+" + String(repeating: "-", count: 26) + "+", row: 8, column: 24)
    frame.put("+" + String(repeating: "-", count: 26) + "+", row: 12, column: 24)
    frame.put(language == .ja ? "入力を取り消しますか" : "Discard what was typed?", row: 9, column: 26)
    frame.put("[ Yes ]  [ No ]", row: 11, column: 26)
    frame.cursor = Frame.Position(row: 11, column: 35)
  }
}
