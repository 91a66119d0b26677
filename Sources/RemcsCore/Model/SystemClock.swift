public import FoundationEssentials
internal import Glibc

/// What time it is and where: a value that tests replace.
public struct SystemClock: Sendable {
  /// Now.
  public let now: @Sendable () -> Date
  /// The name of the system's time zone, for example Asia/Tokyo.
  public let timeZone: @Sendable () -> String

  /// A clock from its parts.
  public init(now: @escaping @Sendable () -> Date, timeZone: @escaping @Sendable () -> String) {
    self.now = now
    self.timeZone = timeZone
  }

  /// The machine's own clock and zone.
  public static let system = SystemClock(now: { Date() }, timeZone: systemTimeZone)

  private static func systemTimeZone() -> String {
    // The C library reads the zone once; a console may stand there for days, and its clock is to follow.
    tzset()
    if let set = getenv("TZ"), set.pointee != 0 {
      let name = String(cString: set)
      return name.hasPrefix(":") ? String(name.dropFirst()) : name
    }
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/etc/localtime", &buffer, buffer.count - 1)
    if count > 0 {
      let path = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
      // .../zoneinfo/Asia/Tokyo
      let parts = path.split(separator: "/")
      if let folder = parts.lastIndex(of: "zoneinfo") { return parts[(folder + 1)...].joined(separator: "/") }
    }
    // A copy instead of a link tells no name; where it was made by hand, this file often does.
    if let bytes = try? Files.read("/etc/timezone", maximum: 256) {
      let name = String(decoding: bytes, as: UTF8.self).harmless(maximum: 100)
      if !name.isEmpty { return name }
    }
    return "UTC"
  }
}

extension Date {
  /// ISO 8601 with the offset of the system's time zone: `2026-11-24T10:00:00+09:00`.
  public var localISO8601: String {
    var seconds = time_t(timeIntervalSince1970.rounded(.down))
    var parts = tm()
    localtime_r(&seconds, &parts)
    let offset = parts.tm_gmtoff / 60
    let sign = offset < 0 ? "-" : "+"
    return
      "\(Self.pad(Int(parts.tm_year) + 1900, 4))-\(Self.pad(Int(parts.tm_mon) + 1))-\(Self.pad(Int(parts.tm_mday)))"
      + "T\(Self.pad(Int(parts.tm_hour))):\(Self.pad(Int(parts.tm_min))):\(Self.pad(Int(parts.tm_sec)))"
      + "\(sign)\(Self.pad(abs(offset) / 60)):\(Self.pad(abs(offset) % 60))"
  }

  private static func pad(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
