import Foundation
import RemcsCore
import TestSupport

/// Mail to one Postfix, beside the programs that people send mail with. Encryption is part of what is measured, except
/// where a row says otherwise.
func measureMail(_ programs: Installation) throws -> Table {
  guard MailPeers.canRun else {
    var table = Table("Mail to Postfix on loopback", "")
    table.note("not measured: Postfix needs root")
    return table
  }
  let peers = try MailPeers(authority: .shared, kinds: [.open, .auth])
  defer { peers.stop() }
  let place = try MailPlace(peers)
  var table = Table("Mail to Postfix on loopback, medians of \(MailPlace.rounds) rounds in turns", "", "resident, kB")
  try measureMany(place, &table)
  try measureLarge(place, &table)
  return table
}

/// Many small reports: mails a second.
private func measureMany(_ place: MailPlace, _ table: inout Table) throws {
  for isProtected in [false, true] {
    let what = isProtected ? "STARTTLS, AUTH PLAIN" : "plain"
    let subjects: [(name: String, count: Int, run: () throws -> ProcessCost)] = [
      ("remcs, 200 over one connection", 200, { try place.remcs(isProtected, count: 200, place.small) }),
      ("curl, 200 over one connection, encrypted before", 200, { try place.curlMany(isProtected) }),
      ("openssl cms | curl, a process each", 10, { try place.pipe(isProtected, place.curl) }),
      ("openssl cms | msmtp, a process each", 10, { try place.pipe(isProtected, place.msmtp) }),
    ]
    let costs = try MailPlace.inTurns(subjects.map(\.run))
    let rates = zip(subjects, costs).map { subject, cost in Double(subject.count) / cost.elapsed }
    for (index, subject) in subjects.enumerated() {
      let limit = index == 0 ? (isProtected ? ">= 400" : ">= 500") : ""
      table.add(
        "10 KB, \(what): \(subject.name), a second", limit: limit,
        [Table.decimals(rates[index], 1), "\(costs[index].memory)"])
    }
    let factor = rates[0] / (rates.last ?? 1)
    table.add("  remcs to openssl cms | msmtp", limit: ">= 20x", [Table.decimals(factor, 1) + "x", ""])
  }
}

/// One large report: seconds.
private func measureLarge(_ place: MailPlace, _ table: inout Table) throws {
  for isProtected in [false, true] {
    let what = isProtected ? "STARTTLS, AUTH PLAIN" : "plain"
    let costs = try MailPlace.inTurns([
      { try place.remcs(isProtected, count: 1, place.large) },
      { try place.pipe(isProtected, place.curl, count: 1, place.large) },
    ])
    table.add(
      "20 MB, \(what): remcs, s", limit: "", [Table.decimals(costs[0].elapsed, 3), "\(costs[0].memory)"],
      costs[0].memory > MailPlace.memoryLimit ? .over : .ok)
    table.add("20 MB, \(what): openssl cms -stream | curl, s", [Table.decimals(costs[1].elapsed, 3), ""])
    let ratio = costs[0].elapsed / costs[1].elapsed
    table.add("  remcs to openssl cms -stream | curl", limit: "<= 1.3x", [Table.decimals(ratio, 2) + "x", ""])
  }
  let huge = try place.remcs(true, count: 1, place.huge)
  table.add(
    "200 MB, STARTTLS, AUTH PLAIN: remcs, s", limit: "\(MailPlace.memoryLimit) kB",
    [Table.decimals(huge.elapsed, 2), "\(huge.memory)"], huge.memory > MailPlace.memoryLimit ? .over : .ok)
}

/// The files, and the command lines of the other programs.
private final class MailPlace {
  static let rounds = 5
  /// 24 MiB (issue of the mail part).
  static let memoryLimit = 24 * 1024

  let small: String
  let large: String
  let huge: String
  private let peers: MailPeers
  private let folder = TestAuthority.shared.directory.path
  private let place: TemporaryDirectory

  init(_ peers: MailPeers) throws {
    self.peers = peers
    place = try TemporaryDirectory("remcs-bench")
    small = place.path("small")
    large = place.path("large")
    huge = place.path("huge")
    for (file, size) in [(small, 10 << 10), (large, 20 << 20), (huge, 200 << 20)] {
      _ = try ProcessCost("/bin/sh", ["-c", "head -c \(size) /dev/urandom > '\(file)'"])
    }
    let mail = place.path("mail")
    _ = try ProcessCost("/bin/sh", ["-c", encrypt(small) + " | sed 's/$/\\r/' > '\(mail)'"])
    for isProtected in [false, true] {
      let one =
        "url = \(address(isProtected))\nupload-file = \(mail)\nmail-from = board@device.example\n"
        + "mail-rcpt = osc@center.test\nsilent\nno-progress-meter\n"
        + (isProtected
          ? "ssl-reqd\ncacert = \(folder)/ca.pem\nlogin-options = AUTH=PLAIN\nuser = \"\(MailPeers.user):\(MailPeers.password)\"\n"
          : "")
      try place.write(
        Array(repeating: one, count: 200).joined(separator: "next\n"), to: "curl-\(isProtected)")
    }
  }

  private func port(_ isProtected: Bool) -> Int { peers.port(isProtected ? .auth : .open) }
  private func address(_ isProtected: Bool) -> String { "smtp://127.0.0.1:\(port(isProtected))" }

  /// The medians of several runs in turns, so that a busy moment of the machine meets all of them.
  static func inTurns(_ subjects: [() throws -> ProcessCost]) throws -> [(elapsed: Double, memory: Int)] {
    var found = [[ProcessCost]](repeating: [], count: subjects.count)
    for round in 0...rounds {
      for (index, subject) in subjects.enumerated() {
        let cost = try subject()
        // The first is to warm up.
        if round > 0 { found[index].append(cost) }
      }
    }
    return found.map { costs in
      (costs.map(\.elapsed).sorted()[rounds / 2], costs.map(\.memory).max() ?? 0)
    }
  }

  func remcs(_ isProtected: Bool, count: Int, _ file: String) throws -> ProcessCost {
    let job = MailJob(
      port: port(isProtected), encryption: isProtected ? .startTLS : .none, login: isProtected, count: count,
      file: file, folder: folder)
    return try ProcessCost("/proc/self/exe", job.arguments)
  }

  func curlMany(_ isProtected: Bool) throws -> ProcessCost {
    try ProcessCost("/usr/bin/curl", ["-K", place.path("curl-\(isProtected)")])
  }

  /// Encrypts a file and hands it to a sender, a process for each step of each mail.
  func pipe(
    _ isProtected: Bool, _ sender: (Bool) -> String, count: Int = 10, _ file: String? = nil
  ) throws -> ProcessCost {
    let line = encrypt(file ?? small) + " | " + sender(isProtected) + " || exit 1"
    return try ProcessCost("/bin/sh", ["-c", Array(repeating: line, count: count).joined(separator: "\n")])
  }

  private func encrypt(_ file: String) -> String {
    "openssl cms -encrypt -stream -binary -aes-256-cbc -from board@device.example -to osc@center.test -subject bench"
      + " -in '\(file)' '\(folder)/center.pem'"
  }

  func curl(_ isProtected: Bool) -> String {
    "curl --silent --crlf --mail-from board@device.example --mail-rcpt osc@center.test -T - '\(address(isProtected))'"
      + (isProtected
        ? " --ssl-reqd --cacert '\(folder)/ca.pem' --login-options AUTH=PLAIN"
          + " --user '\(MailPeers.user):\(MailPeers.password)'"
        : "")
  }

  func msmtp(_ isProtected: Bool) -> String {
    "msmtp --file=/dev/null --host=127.0.0.1 --port=\(port(isProtected)) --from=board@device.example"
      + (isProtected
        ? " --tls=on --tls-starttls=on --tls-trust-file='\(folder)/ca.pem' --auth=plain --user=\(MailPeers.user)"
          + " --passwordeval=\"echo '\(MailPeers.password)'\""
        : " --tls=off --auth=off") + " osc@center.test"
  }
}
