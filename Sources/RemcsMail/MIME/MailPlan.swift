internal import Glibc
internal import RemcsCore
internal import RemcsCryptography

/// The mails that carry one report, decided before the first byte is sent, so that their number and sizes are known;
/// their bytes are made one mail at a time.
final class MailPlan {
  /// How many mails.
  let count: Int
  /// The size of all of them on the wire, in bytes.
  let size: Int
  /// The size of the largest, in bytes.
  let largest: Int
  private let make: (Int) throws(TransportFailure) -> MailText

  /// The largest part number that sizes are reckoned with.
  private static let most = 99_999

  /// The mail with that number, from 1. They must be asked for in order, each read to its end.
  func mail(_ number: Int) throws(TransportFailure) -> MailText { try make(number) }

  /// Decides how a report is sent to the center with that certificate. Missing or changed files, and a split that
  /// cannot be as small as that, are found here.
  init(
    _ report: Report, header: MailHeader, split: Environment.Split, for certificate: Certificate,
    _ sizer: EnvelopedData.Sizer
  ) throws(TransportFailure) {
    for attachment in report.attachments { try Self.check(attachment) }
    let content = ReportContent(report, device: header.device)
    let items = report.attachments.map(ReportContent.Item.init)
    switch split {
    case .none, .mail:
      let slices = items.map { ReportContent.Slice(item: $0, offset: 0, length: $0.size) }
      let inside = try content.content(part: 1, of: 1, slices, manifest: true)
      let head = try header.envelope(part: 1, of: 1)
      let whole = try MailText.envelopeSize(header: head.count, content: inside.length, sizer)
      if case .mail(let kilobytes) = split, whole > kilobytes * 1024 {
        let token = Self.token()
        let longest = try header.piece(Self.most, of: Self.most, token: token).count
        guard
          let counts = PartialText.counts(
            size: whole, head: head.count, lineLength: Base64.LineEncoder.lineLength, header: longest,
            limit: kilobytes * 1024)
        else {
          throw TransportFailure(.size, at: .preparing, TransportRemark(.splitTooSmall, String(kilobytes)))
        }
        let heads = try Self.map(counts.indices) { index throws(TransportFailure) in
          try header.piece(index + 1, of: counts.count, token: token)
        }
        var text: PartialText?
        count = counts.count
        let sizes = zip(heads, counts).map { $0.count + $1 }
        size = sizes.reduce(0, +)
        self.largest = sizes.max() ?? 0
        make = { number throws(TransportFailure) in
          let source: PartialText
          if let text {
            source = text
          } else {
            source = PartialText(try .envelope(header: head, content: inside, for: [certificate], sizer))
            text = source
          }
          return source.piece(header: heads[number - 1], count: counts[number - 1])
        }
        return
      }
      count = 1
      size = whole
      largest = whole
      make = { _ throws(TransportFailure) in
        try .envelope(header: head, content: inside, for: [certificate], sizer)
      }
    case .event(let kilobytes):
      let (parts, manifest) = try Self.parts(content, items, header, kilobytes * 1024, sizer)
      let contents = try Self.map(parts.indices) { index throws(TransportFailure) in
        try content.content(part: index + 1, of: parts.count, parts[index], manifest: manifest)
      }
      count = parts.count
      let sizes = try Self.map(contents.indices) { index throws(TransportFailure) in
        let head = try header.envelope(part: index + 1, of: contents.count).count
        return try MailText.envelopeSize(header: head, content: contents[index].length, sizer)
      }
      size = sizes.reduce(0, +)
      largest = sizes.max() ?? 0
      make = { number throws(TransportFailure) in
        let head = try header.envelope(part: number, of: contents.count)
        return try .envelope(header: head, content: contents[number - 1], for: [certificate], sizer)
      }
    }
  }

  // MARK: Event split

  /// Which pieces go into which mail, and whether every mail has the whole manifest. One that would fill more than
  /// half of a mail travels in pieces, as the first file.
  private static func parts(
    _ content: ReportContent, _ items: [ReportContent.Item], _ header: MailHeader, _ limit: Int,
    _ sizer: EnvelopedData.Sizer
  ) throws(TransportFailure) -> (parts: [[ReportContent.Slice]], manifest: Bool) {
    let budget = try budget(limit, header, sizer)
    let whole = try content.content(part: most, of: most, [], manifest: true).length
    let manifest = whole <= budget / 2 || (items.isEmpty && whole <= budget)
    let fixed = manifest ? whole : try content.content(part: most, of: most, [], manifest: false).length
    let all = manifest ? items : [ReportContent.Item(manifest: content.report.manifest)] + items

    var parts: [[ReportContent.Slice]] = []
    var current: [ReportContent.Slice] = []
    var room = budget - fixed
    for item in all {
      let overhead = try content.overhead(of: item)
      var offset = 0
      repeat {
        let left = item.size - offset
        // A piece of a few bytes is not worth its header.
        if !current.isEmpty, room < overhead + min(left, 4096) {
          parts.append(current)
          current = []
          room = budget - fixed
        }
        let length = min(left, room - overhead)
        guard length > 0 || (left == 0 && length == 0) else {
          throw TransportFailure(.size, at: .preparing, TransportRemark(.splitTooSmall, String(limit / 1024)))
        }
        current.append(ReportContent.Slice(item: item, offset: offset, length: length))
        offset += length
        room -= overhead + length
      } while offset < item.size
    }
    parts.append(current)
    return (parts, manifest)
  }

  /// How long a content may be so that its mail is no larger than `limit`.
  private static func budget(
    _ limit: Int, _ header: MailHeader, _ sizer: EnvelopedData.Sizer
  ) throws(TransportFailure) -> Int {
    let head = try header.envelope(part: most, of: most).count
    var low = 0
    var high = limit
    while low < high {
      let middle = (low + high + 1) / 2
      if try MailText.envelopeSize(header: head, content: middle, sizer) <= limit {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low
  }

  // MARK: Help

  /// A missing or changed file is found before anybody is called.
  private static func check(_ attachment: Attachment) throws(TransportFailure) {
    do throws(TransportFailure) {
      close(try MailContent.open(attachment.path, size: attachment.size))
    } catch {
      throw TransportFailure(.file, at: .preparing, error.remark)
    }
  }

  /// What one try calls its pieces.
  private static func token() -> String {
    var generator = SystemRandomNumberGenerator()
    return String(generator.next() as UInt64, radix: 36)
  }

  /// `map` with a typed error.
  private static func map<Element>(
    _ indices: Range<Int>, _ make: (Int) throws(TransportFailure) -> Element
  ) throws(TransportFailure) -> [Element] {
    var result: [Element] = []
    for index in indices { result.append(try make(index)) }
    return result
  }
}
