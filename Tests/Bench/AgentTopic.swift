import CSQLite
import Foundation
import RemcsCore
import RemcsMail
import TestSupport

/// What the agent promises: a report is on the disk when its reporter hears so, a long queue costs nothing, and waiting
/// costs next to nothing. Beside it what the machine itself needs, and a mail handed to a Postfix on loopback, which is
/// on the disk too when curl hears so.
func measureAgent(_ programs: Installation) throws -> Table {
  var table = Table("The agent", "median", "min")
  let place = try AgentPlace(programs)
  try measureReporting(place, &table)
  try measureLongQueue(place, &table)
  try measureWaiting(place, &table)
  return table
}

/// Milliseconds for one fault, and seconds for a thousand.
private func measureReporting(_ place: AgentPlace, _ table: inout Table) throws {
  let home = try place.programs.activeHome()
  try place.programs.remcs(["suppression", "time", "0"], home: home)
  var subjects: [(name: String, run: () throws -> Double)] = [
    ("a sync of 4 KB, ms", { try place.sync() }),
    ("remcs --version, ms", { try place.run(["--version"]) }),
    ("remcs report fault, refused without a home, ms", { try place.run(AgentPlace.fault("/dev/null/home"), 77) }),
    ("remcs report fault, ms", { try place.run(AgentPlace.fault(home)) }),
  ]
  let peers = MailPeers.canRun ? try MailPeers(authority: .shared, kinds: [.open]) : nil
  defer { peers?.stop() }
  if let peers {
    subjects.append(("a mail by curl to Postfix, ms", { try place.curl(peers) }))
  } else {
    table.note("not measured: Postfix needs root")
  }
  let times = try place.inTurns(subjects.map(\.run))
  let limit = 1.5 * times[0].median + times[1].median
  for (index, subject) in subjects.enumerated() {
    table.add(
      subject.name, limit: index == 3 ? Table.decimals(limit, 1) : "",
      [times[index].median, times[index].least].map { Table.decimals($0, 1) })
  }
  table.note("the limit of a report: 1.5 syncs and the start of the program, as measured above")
  let service = try Service(
    home: Home(place.programs.activeHome()), transport: SMTPTransport(systemStore: false),
    device: DeviceIdentity(series: "S", model: "M", checkCode: "C", serial: "1"))
  try service.setSuppressionTime(minutes: 0)
  let start = ContinuousClock.now
  for number in 1...1000 {
    _ = try service.report(Fault(unit: "U\(number)", level: .error, code: "E1", text: "broken"))
  }
  let elapsed = start.duration(to: .now) / .seconds(1)
  table.add("1,000 faults of one process, s", limit: "2", [Table.decimals(elapsed, 2), ""])
}

/// Milliseconds with 100,000 reports in the queue.
private func measureLongQueue(_ place: AgentPlace, _ table: inout Table) throws {
  let count = 100_000
  let (short, long) = (try place.programs.activeHome(), try place.programs.activeHome())
  for home in [short, long] { try place.programs.remcs(["suppression", "time", "0"], home: home) }
  try place.fill(long, with: count)
  func pass(_ home: String) throws -> Double {
    try place.programs.remcs(Array(AgentPlace.fault(home).dropLast(2)), home: home)
    return try place.run(["agent", "--pass=" + AgentPlace.nothingDue, "--home", home])
  }
  let subjects: [(name: String, limit: String, run: () throws -> Double)] = [
    ("remcs status, 100,000 wait, ms", "50", { try place.run(["status", "--json", "--home", long]) }),
    ("... nothing waits", "", { try place.run(["status", "--json", "--home", short]) }),
    ("a pass that sends a fault before 100,000 that wait, ms", "", { try pass(long) }),
    ("... nothing else waits", "", { try pass(short) }),
  ]
  let times = try place.inTurns(subjects.map(\.run))
  for (subject, time) in zip(subjects, times) {
    table.add(subject.name, limit: subject.limit, [time.median, time.least].map { Table.decimals($0, 1) })
  }
  table.add("... what the 100,000 add", limit: "50", [Table.decimals(times[2].median - times[3].median, 1), ""])
}

/// What waiting costs, after a fault was sent.
private func measureWaiting(_ place: AgentPlace, _ table: inout Table) throws {
  let home = try place.programs.activeHome()
  let agent = Process()
  agent.executableURL = URL(fileURLWithPath: place.programs.path("remcs"))
  agent.arguments = ["agent", "--home", home]
  agent.standardError = FileHandle.nullDevice
  try agent.run()
  defer {
    agent.terminate()
    agent.waitUntilExit()
  }
  Thread.sleep(forTimeInterval: 3)
  try place.programs.remcs(Array(AgentPlace.fault(home).dropLast(2)), home: home)
  Thread.sleep(forTimeInterval: 3)
  let before = try Wakefulness(agent.processIdentifier)
  let seconds = 20.0
  Thread.sleep(forTimeInterval: seconds)
  let after = try Wakefulness(agent.processIdentifier)
  let limit = 16 * 1024
  table.add(
    "an idle agent, kB resident (and private)", limit: "\(limit)", ["\(after.resident)", "\(after.anonymous)"],
    after.resident > limit ? .over : .ok)
  let wakes = after.switches - before.switches
  table.add("... wake-ups in \(Int(seconds)) s", limit: "0", ["\(wakes)", ""], wakes > 0 ? .over : .ok)
}

/// Where it is measured.
private final class AgentPlace {
  let programs: Installation
  private static let runs = 21
  /// Duties whose time is far away, so that a pass only sends.
  static let nothingDue = [
    "controllerLog", "hardwareChange", "hardwareErrors", "housekeeping", "kernelCrash", "memoryErrors", "redfishLog",
    "timeZone",
  ].map { "\($0)=0/\(Date().timeIntervalSince1970 + 86400)" }.joined(separator: ",")
  private let folder: TemporaryDirectory
  private let file: Int32
  private let mail: String
  /// Nothing to read, and no end: a pass ends with its input.
  private let endless: Int32

  init(_ programs: Installation) throws {
    self.programs = programs
    folder = try TemporaryDirectory("remcs-bench-agent")
    file = open(folder.path("sync"), O_RDWR | O_CREAT, 0o600)
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Installation.Failure(description: "no pipe") }
    endless = ends[0]
    mail = try folder.write("Subject: fault\r\n\r\nE1 broken\r\n", to: "mail")
  }

  deinit { close(file) }

  static func fault(_ home: String) -> [String] {
    ["report", "fault", "--unit", "U1", "--level", "error", "--code", "E1", "--text", "broken", "--home", home]
  }

  /// Milliseconds that a program takes to an exit status.
  func run(_ arguments: [String], _ status: Int32 = 0) throws -> Double {
    try ProcessCost(programs.path("remcs"), arguments, isSilent: true, status: status, input: endless).elapsed * 1000
  }

  func curl(_ peers: MailPeers) throws -> Double {
    try ProcessCost(
      "/usr/bin/curl",
      [
        "-s", "--url", "smtp://127.0.0.1:\(peers.port(.open))", "--mail-from", "board@device.example", "--mail-rcpt",
        "osc@center.test", "-T", mail,
      ]
    ).elapsed * 1000
  }

  /// Milliseconds that the disk takes for 4 KB more in a file.
  func sync() throws -> Double {
    let page = [UInt8](repeating: 1, count: 4096)
    let start = ContinuousClock.now
    guard write(file, page, page.count) == page.count, fdatasync(file) == 0 else {
      throw Installation.Failure(description: "the disk cannot be written")
    }
    return start.duration(to: .now) / .milliseconds(1)
  }

  /// In turns, so that a busy moment of the machine meets all of them; the first turn is to warm up.
  func inTurns(_ subjects: [() throws -> Double]) throws -> [(median: Double, least: Double)] {
    var found = [[Double]](repeating: [], count: subjects.count)
    for turn in 0...Self.runs {
      for (index, subject) in subjects.enumerated() {
        let time = try subject()
        if turn > 0 { found[index].append(time) }
      }
    }
    return found.map { times in (times.sorted()[Self.runs / 2], times.min() ?? 0) }
  }

  /// Puts reports into the queue of a home that are tried again in an hour.
  func fill(_ home: String, with count: Int) throws {
    var database: OpaquePointer?
    guard sqlite3_open_v2(home + "/remcs.sqlite", &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else {
      throw Installation.Failure(description: "no store in \(home)")
    }
    defer { sqlite3_close_v2(database) }
    // Farther ahead would be a clock that was set back.
    let later = Date().timeIntervalSince1970 + 3600
    let statement = """
      WITH RECURSIVE number(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM number WHERE n < \(999 + count))
      INSERT INTO report(sequence, id, kind, created, manifest, fingerprint, state, importance, next_try)
      SELECT n, 'bench-' || n, 'fault', 0, zeroblob(400), '', 'waiting', 0, \(later) FROM number
      """
    guard sqlite3_exec(database, statement, nil, nil, nil) == SQLITE_OK else {
      throw Installation.Failure(description: String(cString: sqlite3_errmsg(database)))
    }
  }
}

/// How often a process was woken, and what it holds, in kB.
private struct Wakefulness {
  let switches: Int, resident: Int, anonymous: Int

  init(_ process: pid_t) throws {
    let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    func value(_ key: String) -> Int {
      let line = status.split(separator: "\n").first { $0.hasPrefix(key + ":") }
      return line?.split { !$0.isNumber }.first.flatMap { Int($0) } ?? .max
    }
    var switches = 0
    for thread in try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task") {
      let status = try String(contentsOfFile: "/proc/\(process)/task/\(thread)/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
      switches += line?.split { !$0.isNumber }.first.flatMap { Int($0) } ?? 0
    }
    self.switches = switches
    resident = value("VmRSS")
    anonymous = value("RssAnon")
  }
}
