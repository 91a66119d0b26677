import Foundation
import RemcsCore
import TestSupport

/// Resident memory on a screen (design 3: 20 MiB).
func measureMemory(_ programs: Installation) throws -> Table {
  var table = Table("Memory on a screen, kB resident (VmRSS)", "VmRSS", "of it private")
  let limit = 20 * 1024
  func add(_ name: String, _ terminal: PseudoTerminal, limit: Int?) throws {
    // A person rests: what the screen does then belongs to it.
    terminal.settle(quiet: .seconds(1))
    let memory = try residentMemory(terminal.process)
    let verdict = limit.map { memory.resident > $0 ? Table.Verdict.over : .ok } ?? .none
    table.add(name, limit: limit.map { "\($0)" } ?? "", ["\(memory.resident)", "\(memory.anonymous)"], verdict)
  }
  let walk = try Walk(programs, .ja, home: programs.preparedHome(nil, mailServer: "127.0.0.1", port: programs.mailPort))
  try walk.see(.language)
  try add("remcs, first screen", walk.terminal, limit: limit)
  try walk.chooseLanguage()
  try walk.goToCustomer()
  try walk.typeCustomer()
  try add("remcs, customer form filled in", walk.terminal, limit: limit)
  try walk.register()
  try add("remcs, after the registration", walk.terminal, limit: limit)
  for specimen in Specimen.allCases {
    let terminal = try specimen.start()
    guard terminal.wait(until: Specimen.isReady) else { throw Installation.Failure(description: "\(terminal)") }
    try add(specimen.rawValue, terminal, limit: nil)
  }
  return table
}

private func residentMemory(_ process: pid_t) throws -> (resident: Int, anonymous: Int) {
  let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
  func value(_ key: String) -> Int {
    let line = status.split(separator: "\n").first { $0.hasPrefix(key + ":") }
    return line?.split { !$0.isNumber }.first.flatMap { Int($0) } ?? .max
  }
  return (value("VmRSS"), value("RssAnon"))
}
