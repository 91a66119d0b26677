import Localization
import RemcsCore
import TestSupport

/// What goes over the line (design 7).
func measureBytes(_ programs: Installation) throws -> Table {
  let types = ["vt100", "vt220", "xterm", "linux"]
  var table = Table("Bytes to the line, 80x24", "vt100", "vt220", "xterm", "linux")
  for language in [Language.en, .ja] {
    let acts = try types.map { try Acts(programs, $0, language) }
    let ticks = try types.map { try measureTick(programs, $0, language) }
    let walks = try types.map { try measureWalk(programs, $0, language) }
    func row(_ name: String, _ limit: Int?, _ value: (Acts) -> Int) {
      table.add("\(language.rawValue)  \(name)", limit: limit, acts.map(value))
    }
    func ratio(_ name: String, _ paint: (Acts) -> Acts.Paint) {
      row(name, nil) { paint($0).bytes }
      row("  least possible", nil) { paint($0).bound }
      let ratios = acts.map { Double(paint($0).bytes) / Double(paint($0).bound) }
      table.add("\(language.rawValue)    times that", limit: 1.6, ratios: ratios)
    }
    ratio("program starts, welcome", \.welcome)
    ratio("form for internet mail (13 rows) opens", \.form)
    ratio("the same, Ctrl-L", \.repaint)
    ratio("form for the customer (13 rows) opens", \.customer)
    row("ASCII key in a field", 1, \.key)
    row("kanji in a field", 3, \.kanji)
    row("next field, of the form for internet mail", 45, \.nextField)
    row("  the dearest of its fields", nil, \.dearestField)
    row("  its help, when someone stays", nil, \.help)
    row("pop-up opens", 140, \.popUp)
    row("pop-up closes", nil, \.popUpClosed)
    table.add("\(language.rawValue)  progress step", limit: 15, ticks)
    table.add("\(language.rawValue)  whole wizard, language to result", limit: nil, walks)
    let seconds = walks.map { Table.decimals(Double($0) / 960, 1) }
    table.add("\(language.rawValue)    seconds at 9600 baud", seconds)
    for specimen in Specimen.allCases {
      let costs = try types.map { try measure(specimen, $0, language) }
      let name = "\(language.rawValue)  \(specimen.rawValue)"
      table.add("\(name): first screen", limit: nil, costs.map(\.first))
      table.add("\(name): ASCII key", limit: nil, costs.map(\.key))
      table.add("\(name): \(specimen == .dialog ? "next field" : "next (the button)")", limit: nil, costs.map(\.next))
    }
  }
  table.note("dialog shows the six text fields of the form for internet mail, remcs its 13 rows with choices and help;")
  table.note("whiptail has no form of several fields: an input box with the first label is its nearest")
  return table
}

/// What single acts cost on one terminal.
private struct Acts {
  struct Paint {
    let bytes: Int
    let bound: Int

    init(_ screen: ScreenEmulator) { (bytes, bound) = (screen.byteCount, screen.lowerBound) }
  }

  let welcome: Paint
  let form: Paint
  let repaint: Paint
  let customer: Paint
  let key: Int
  let kanji: Int
  let nextField: Int
  let dearestField: Int
  let help: Int
  let popUp: Int
  let popUpClosed: Int

  init(_ programs: Installation, _ type: String, _ language: Language) throws {
    let walk = try Walk(programs, language, home: try programs.preparedHome(language), type: type)
    let terminal = walk.terminal
    try walk.see(.welcome)
    terminal.settle()
    welcome = Paint(terminal.screen)
    try walk.press("\u{E}", toSee: .center)
    try walk.press("\u{E}", toSee: .initialSettings)
    terminal.settle()
    terminal.screen.resetCount()
    try walk.press("\u{E}", toSee: .internetEnvironment)
    terminal.settle()
    form = Paint(terminal.screen)
    key = try walk.cost("a") { $0.contains("mail.example.co.jpa ") }
    // Down to the last field; those that do not apply are passed over.
    let fields = try [5, 6, 7, 8, 14, 15, 16].map { row in
      try walk.cost("\t") { $0.row == row && $0.lines[row].hasPrefix(">") }
    }
    nextField = fields[0]
    dearestField = fields.max() ?? 0
    help = try walk.cost("") { $0.byteCount > 0 }
    repaint = try {
      _ = try walk.cost("\u{C}") { $0.received.contains(UInt8(ascii: "J")) && $0.lines[23].hasPrefix("F1 ") }
      return Paint(terminal.screen)
    }()
    popUp = try walk.cost("\u{18}") { $0.contains("RMG_0035") }
    popUpClosed = try walk.cost("\u{1B}[C\r") { !$0.contains("RMG_0035") }
    try walk.press("\u{E}", toSee: .schedule)
    terminal.settle()
    terminal.screen.resetCount()
    try walk.press("\u{E}", toSee: .customer)
    terminal.settle()
    customer = Paint(terminal.screen)
    kanji = try walk.cost("日") { $0.contains("[日 ") }
    guard terminal.screen.unknown.isEmpty else {
      throw Installation.Failure(description: "not understood: \(terminal.screen.unknown)")
    }
  }
}

/// A second that passes while a registration waits for its next try: the dearest of three.
private func measureTick(_ programs: Installation, _ type: String, _ language: Language) throws -> Int {
  let home = try programs.preparedHome(language, mailServer: "127.0.0.1", port: 1)
  try programs.remcs(["settings", "set"] + Walk.customer.map { "\($0.0.rawValue)=\($0.1)" }, home: home)
  let walk = try Walk(programs, language, home: home, type: type)
  try walk.see(.welcome)
  try walk.goToCustomer()
  try walk.goToConsent()
  walk.agree()
  guard walk.terminal.wait(until: { $0.contains("RMG_2006") }) else {
    throw Installation.Failure(description: "\(walk.terminal)")
  }
  walk.terminal.settle(quiet: .milliseconds(250))
  return try (0..<3).map { _ in try walk.cost("") { $0.byteCount > 0 } }.max() ?? 0
}

/// The whole wizard, every key painted before the next.
private func measureWalk(_ programs: Installation, _ type: String, _ language: Language) throws -> Int {
  let home = try programs.preparedHome(nil, mailServer: "127.0.0.1", port: programs.mailPort)
  let walk = try Walk(programs, language, home: home, type: type)
  try walk.see(.language)
  try walk.chooseLanguage()
  try walk.goToCustomer()
  try walk.typeCustomer()
  try walk.register()
  try walk.check()
  walk.terminal.settle()
  return walk.terminal.screen.byteCount
}

private func measure(
  _ specimen: Specimen, _ type: String, _ language: Language
) throws -> (first: Int, key: Int, next: Int) {
  let terminal = try specimen.start(type: type, language)
  guard terminal.wait(until: Specimen.isReady) else { throw Installation.Failure(description: "\(terminal)") }
  terminal.settle()
  let first = terminal.screen.byteCount
  // The first key also undoes what the start left behind; the second is the usual one.
  let keys = try (0..<2).map { _ in try terminal.cost(of: "a") { $0.byteCount > 0 } }
  return (first, keys[1], try terminal.cost(of: specimen.nextKey) { $0.byteCount > 0 })
}
