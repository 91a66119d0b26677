/// Numbers of a device that have not come, although a later one has.
public struct Gap: Sendable, Equatable {
  /// The device id.
  public let device: String
  /// The numbers.
  public let numbers: ClosedRange<Int>
}

extension Inbox {
  /// What is missing between the reports of each device. Numbers on a device have no gaps, so each of these is a report
  /// that was lost or is late; numbers that the device says it has canceled do not count.
  ///
  /// - Parameter reports: what was received.
  /// - Returns: gaps by device and number.
  public static func gaps(in reports: [ReceivedReport]) -> [Gap] {
    var numbers: [String: Set<Int>] = [:]
    for report in reports {
      guard let device = report.device, let sequence = report.sequence else { continue }
      numbers[device, default: []].insert(sequence)
      let canceled = (try? ManifestSummary.read(report.manifest))?.canceled ?? []
      for number in canceled where number > 0 && number < sequence { numbers[device, default: []].insert(number) }
    }
    var gaps: [Gap] = []
    for (device, known) in numbers.sorted(by: { $0.key < $1.key }) {
      var next = 1
      for number in known.sorted() {
        if number > next { gaps.append(Gap(device: device, numbers: next...(number - 1))) }
        // A stranger may send the largest number there is.
        next = number == .max ? number : number + 1
      }
    }
    return gaps
  }
}
