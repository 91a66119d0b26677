import Foundation
import Testing

@testable import RemcsCore

/// A time zone as another library knows it (Fixtures/zones.tsv), so that nothing of ours and nothing of this machine
/// proves itself.
struct ZoneTable {
  /// From when on, in seconds since 1970, and how many seconds the wall is ahead of UTC then.
  typealias Entry = (start: Int, offset: Int)

  let name: String
  let entries: [Entry]

  /// The moments at which the clock is set, from 2009 to 2032.
  var changes: [Int] { entries.dropFirst().map(\.start) }

  init(_ name: String) throws {
    self.name = name
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/zones.tsv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    entries = lines.map { $0.split(separator: "\t") }.filter { $0.first == name[...] }
      .compactMap { parts in
        guard let start = Int(parts[1]), let offset = Int(parts[2]) else { return nil }
        return (start, offset)
      }
    try #require(!entries.isEmpty)
  }

  /// The same for a part of the time only, which is quicker to ask.
  private init(_ name: String, _ entries: [Entry]) {
    self.name = name
    self.entries = entries
  }

  func around(_ moment: Int, days: Int) -> ZoneTable {
    let first = entries.lastIndex { $0.start <= moment - days * 86400 } ?? 0
    return ZoneTable(name, entries[first...].filter { $0.start <= moment + days * 86400 })
  }

  func offset(_ moment: Int) -> Int {
    (entries.last { $0.start <= moment } ?? entries[0]).offset
  }

  var calendar: LocalCalendar { LocalCalendar { offset($0) } }

  /// What the wall shows, counted in minutes from 1970.
  func wall(_ moment: Date) -> Int {
    let seconds = Int(moment.timeIntervalSince1970)
    return (seconds + offset(seconds)) / 60
  }
}
