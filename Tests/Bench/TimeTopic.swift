import Foundation
import RemcsCore
import TestSupport

/// From the start of the process to the last byte of the first frame (design 3: 12 ms).
func measureTimes(_ programs: Installation) throws -> Table {
  let runs = 31
  var table = Table("Start to first frame, ms, \(runs) runs on a warm cache, xterm", "median", "min", "processor")
  let isReady = { (screen: ScreenEmulator) in screen.lines[23].hasPrefix("F1 ") }
  let prepared = try programs.preparedHome(.en)
  let registered = try programs.registeredHome()
  let subjects: [(String, () throws -> PseudoTerminal, (ScreenEmulator) -> Bool)] = [
    ("remcs, existing home (welcome)", { try programs.console(prepared) }, isReady),
    ("remcs, registered (menu)", { try programs.console(registered) }, isReady),
    ("remcs, no home yet (language)", { try programs.console(programs.freshHome()) }, isReady),
    ("dialog, form of six fields", { try Specimen.dialog.start() }, Specimen.isReady),
    ("whiptail, input box", { try Specimen.whiptail.start() }, Specimen.isReady),
  ]
  // In turns, so that a busy moment of the machine meets all of them.
  var found = [[Sample]](repeating: [], count: subjects.count)
  for run in 0...runs {
    for (index, subject) in subjects.enumerated() {
      let sample = try measureStart(subject.1, subject.2)
      if run > 0 { found[index].append(sample) }
    }
  }
  for (index, subject) in subjects.enumerated() {
    let times = found[index].map(\.elapsed).sorted()
    let processor = found[index].map(\.processor).min() ?? 0
    let values = [times[runs / 2], times[0], processor].map { Table.decimals($0, 1) }
    table.add(subject.0, limit: index < 3 ? "12" : "", values)
  }
  table.note("processor: the least time that the program itself computed; the rest is waiting, on a busy machine more")
  return table
}

/// Milliseconds.
private struct Sample {
  let elapsed: Double
  let processor: Double
}

private func measureStart(
  _ start: () throws -> PseudoTerminal, _ isReady: (ScreenEmulator) -> Bool
) throws -> Sample {
  let began = ContinuousClock.now
  let terminal = try start()
  guard terminal.wait(until: isReady) else { throw Installation.Failure(description: "\(terminal)") }
  terminal.settle(quiet: .milliseconds(40))
  let elapsed = began.duration(to: terminal.lastArrival)
  let usage = try String(contentsOfFile: "/proc/\(terminal.process)/schedstat", encoding: .utf8)
  let nanoseconds = usage.split(separator: " ").first.flatMap { Double($0) } ?? 0
  return Sample(elapsed: elapsed / .milliseconds(1), processor: nanoseconds / 1_000_000)
}
