internal import FoundationEssentials
internal import Localization
public import RemcsCore

/// The units whose faults are held back (manual 1.2.1): since when, until when, how many, and what would break through.
/// Enter on one asks whether it works again.
struct SuppressionScreen: Screen {
  let id = ScreenID.suppression
  private let held: HeldBack
  private var cursor: ListCursor

  init(_ held: HeldBack) {
    self.held = held
    cursor = ListCursor(count: held.units.count)
  }

  var place: String { "suppression.\(cursor.index)" }

  mutating func update(_ command: Command) -> Intent {
    if cursor.update(command) { return .stay }
    switch command {
    case .activate, .open: return held.units.isEmpty ? .back : .endSuppression(held.units[cursor.index])
    case .dismiss: return .back
    default: return command.intent
    }
  }

  func view(_ context: ViewContext) -> Frame {
    let words = Words(context.language)
    var heading = BodyRow(words(.suppressionUnit))
    heading.put(words(.suppressionLevel), at: 27)
    heading.put(words(.suppressionSince), at: 36)
    heading.put(words(.suppressionUntil), at: 49)
    heading.put(words(.suppressionCount), at: 62)
    heading.put(words(.suppressionAbove), at: 69)
    var rows = held.units.enumerated().map { index, unit in
      var row = BodyRow(unit.place.prefix(columns: 24))
      row.put(words(unit.level.key), at: 27)
      row.put(unit.since.toTheMinuteOfTheYear, at: 36)
      row.put(unit.until?.toTheMinuteOfTheYear ?? words(.suppressionUntilCleared), at: 49)
      row.put("\(unit.held)", at: 62)
      row.put(unit.breaksThrough.first.map { words($0.key) + (unit.breaksThrough.count > 1 ? "+" : "") } ?? "-", at: 69)
      if index == cursor.index { row.focus(cursor: 2) }
      return row
    }
    if rows.isEmpty {
      heading = BodyRow()
      rows = [BodyRow(words(.suppressionNone))]
      rows[0].cursor = 2
    }
    let message = words(held.units.isEmpty ? .suppressionTime : .suppressionHelp, "\(held.minutes)")
    return Page(id: id, rows: [heading] + rows, message: message).frame(context)
  }
}

extension Date {
  /// Such as `11-24 10:00`, by the clock on this wall.
  fileprivate var toTheMinuteOfTheYear: String { String(toTheMinute.dropFirst(5)) }
}

/// What is held back, and for how long it is.
public struct HeldBack: Sendable, Equatable {
  /// By unit.
  public let units: [Suppression]
  /// How long a unit is held back, in minutes.
  public let minutes: Int

  /// What is held back now.
  public init(units: [Suppression], minutes: Int) {
    self.units = units
    self.minutes = minutes
  }
}
