internal import Localization
internal import RemcsCore

/// The table of all messages for docs/messages.md: their texts, and where they come from or why they cannot.
enum MessageTable {
  /// The document.
  static var markdown: String {
    let rows = MessageCode.allCases.flatMap { code in code.variants.map { Row(code: code, variant: $0) } }
    let occurring = rows.filter { if case .occurs = $0.origin { true } else { false } }
    let codes = MessageCode.allCases.filter { $0 != .exportDone }.count
    var lines = [
      "# Messages", "",
      "Written by `remcs messages --markdown` (`make docs`); a test keeps it so. Chapter 6 of the manual has \(codes) codes"
        + " with \(rows.count) texts.",
      "Of these, \(occurring.count) occur in this program and \(rows.count - occurring.count) cannot. *Tables* are the"
        + " manual's; *screens* are names of `remcs screens`,",
      "also where it is a notice over one; *commands* stand behind `remcs`. Those named are the usual ones. What to do about"
        + " a message: `remcs messages CODE`.", "",
      "## Those that occur", "",
      "| code | ja | en | tables | where |", "|---|---|---|---|---|",
    ]
    lines += occurring.map(\.line)
    lines += ["", "## Those that cannot occur", ""]
    for absence in MessageAbsence.allCases {
      let absent = rows.filter { $0.origin == .cannotOccur(absence) }
      guard !absent.isEmpty else { continue }
      lines += [absence.summary, "", "| code | ja | en | tables |", "|---|---|---|---|"] + absent.map(\.line) + [""]
    }
    return lines.joined(separator: "\n")
  }

  /// One text of a code.
  private struct Row {
    let code: MessageCode
    let variant: MessageVariant

    var origin: MessageOrigin { code.origin(variant: variant) }

    var line: String {
      var cells = [code.rawValue] + [Language.ja, .en].map { Self.cell(code.pattern(in: $0, variant: variant)) }
      cells.append(code.tables(variant: variant).joined(separator: " "))
      if case .occurs(let situation) = origin { cells.append(Self.cell(situation.place)) }
      return "| " + cells.joined(separator: " | ") + " |"
    }

    private static func cell(_ text: String) -> String {
      text.split(separator: "\n").joined(separator: "<br>").split(separator: "|", omittingEmptySubsequences: false)
        .joined(separator: "\\|")
    }
  }
}

extension MessageSituation {
  /// The situation with its screens and commands.
  fileprivate var place: String {
    let parts = [("screens", screens), ("commands", commands)].filter { !$0.1.isEmpty }
    return ([summary] + parts.map { "*\($0.0)* " + $0.1.joined(separator: ", ") }).joined(separator: "\n")
  }
}
