/// The two files that carry settings from device to device (manual 3.3, 4.2.5): lines `key=value` in UTF-8, a header
/// that says what wrote them, `#` before remarks.
public struct DefinitionFile: Sendable, Equatable {
  /// Which of the two.
  public enum Kind: String, Sendable, CaseIterable {
    /// `rm_bkenv.def`: connection, environment, schedule.
    case environment
    /// `rm_bkcus.def`: customer information.
    case customer

    /// The name that the manual gives it.
    public var fileName: String { self == .environment ? "rm_bkenv.def" : "rm_bkcus.def" }

    /// The manual's message for a file of this kind with errors.
    public var errorCode: MessageCode { self == .environment ? .rmg0143 : .rmg0144 }

    /// The fields that it may hold.
    public var fields: [FieldID] {
      switch self {
      case .environment:
        [.center, .connectionType] + FormID.internetDetail.fields + FormID.schedule.fields
      case .customer: FormID.customer.fields
      }
    }
  }

  /// A field whose typed text was repaired, for the person to see.
  public struct Repair: Sendable, Equatable {
    /// The line, from 1.
    public let line: Int
    /// The field.
    public let field: FieldID
    /// Before and after.
    public let before: String, after: String
  }

  /// Which of the two.
  public let kind: Kind
  /// The format version of the header.
  public static let formatVersion = 1
  /// What wrote it, as its header says.
  public private(set) var model = ""
  /// Its fields, repaired.
  public private(set) var answers = Answers()
  /// What was repaired.
  public private(set) var repairs: [Repair] = []
  private var typed = Answers()
  private var lines: [FieldID: Int] = [:]

  /// Reads a file. Every error is listed, each with its line and field, and nothing is changed by reading.
  ///
  /// - Parameters:
  ///   - kind: which of the two it must be.
  ///   - bytes: its contents.
  ///   - supplied: answers that come from elsewhere, as a password from a file of its own; they are not missed.
  /// - Throws: RMG_0143 or RMG_0144 with details; RMG_0032 for a file that is none of the two kinds.
  public init(_ kind: Kind, bytes: [UInt8], supplied: Answers = Answers()) throws(ServiceError) {
    self.kind = kind
    guard let text = String(validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]) else {
      throw ServiceError(.rmg0032, [], details: [.init(code: .rmg0032, text: "not UTF-8")])
    }
    var details: [ServiceError.Detail] = []
    var header: [String: String] = [:]
    for (index, raw) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = index + 1
      let content = String(Substring(raw)).trimmed
      if content.isEmpty || content.unicodeScalars.first == "#" { continue }
      let parts = content.unicodeScalars.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = String(Substring(parts[0])).trimmed
      guard parts.count == 2 else {
        // Only the first word: what follows may be a password.
        let word = content.prefix { !" :\t\u{3000}".contains($0) }
        details.append(.init(line: line, code: kind.errorCode, text: "no '=': \(word)".harmless(maximum: 40)))
        continue
      }
      let value = String(Substring(parts[1])).trimmed
      if ["format", "kind", "model", "version"].contains(key) {
        if header[key] != nil { details.append(.init(line: line, code: kind.errorCode, text: "twice: \(key)")) }
        header[key] = value
      } else if let field = FieldID(rawValue: key), kind.fields.contains(field) {
        if typed.contains(field) {
          details.append(.init(line: line, field: field, code: kind.errorCode, text: "twice"))
        } else {
          typed[field] = value
          lines[field] = line
        }
      } else {
        details.append(.init(line: line, code: .rmg0032, text: "unknown key: \(key)".harmless(maximum: 60)))
      }
    }
    if header["kind"] ?? kind.rawValue != kind.rawValue { throw ServiceError(.rmg0032) }
    guard header["format"].map({ Int($0) == Self.formatVersion }) ?? true else {
      throw ServiceError(
        .rmg0032, [], details: [.init(code: .rmg0032, text: "format \(header["format"] ?? "")".harmless())])
    }
    model = (header["model"] ?? "").harmless(maximum: 60)
    details += judge()
    details += missing(besides: details, supplied)
    if !details.isEmpty {
      throw ServiceError(kind.errorCode, details: details.sorted { ($0.line ?? .max) < ($1.line ?? .max) })
    }
  }

  /// The line that a field stands on, from 1.
  public func line(of field: FieldID) -> Int? { lines[field] }

  /// Takes over what was typed, each field judged in its form beside the others: a postal code by its country.
  private mutating func judge() -> [ServiceError.Detail] {
    var details: [ServiceError.Detail] = []
    for field in typed.fields {
      // An empty value means "nothing"; whether it is required is told with the form.
      guard !typed[field].isEmpty else {
        answers[field] = ""
        continue
      }
      let form = forms.first { $0.fields.contains(field) }
      let declared = Field.of(field)
      let verdict = form?.verdict(of: field, in: typed) ?? declared.verdict(typed[field])
      answers[field] = verdict.value
      switch verdict.outcome {
      case .accept: break
      case .repair:
        let before = declared.isSecret ? "***" : typed[field]
        let after = declared.isSecret ? "***" : verdict.value
        repairs.append(Repair(line: lines[field] ?? 0, field: field, before: before, after: after))
      case .reject:
        let problem = FieldProblem(field: field, code: verdict.code ?? kind.errorCode, verdict: verdict)
        details.append(.init(line: lines[field], field: field, code: problem.code, text: problem.summary))
      }
    }
    repairs.sort { $0.line < $1.line }
    return details
  }

  /// The forms that its fields belong to.
  private var forms: [FormID] {
    switch kind {
    case .customer: [.customer]
    case .environment:
      FormID.storedForms(connectionType: ConnectionType(rawValue: typed[.connectionType]) ?? .internet)
        .filter { $0 != .customer }
    }
  }

  /// What the forms miss, besides the fields that already have an error.
  private func missing(besides details: [ServiceError.Detail], _ supplied: Answers) -> [ServiceError.Detail] {
    let known = Set(details.compactMap(\.field))
    var answers = self.answers
    answers.merge(supplied)
    // A file need not name the weekday: the device draws one (table 3.3).
    if !answers.contains(.connectionWeekday) { answers[.connectionWeekday] = Weekday.monday.rawValue }
    // A file need not name the center either: the device has one.
    return forms.filter { $0 != .center }.flatMap { form in
      form.problems(in: form.completed(answers)).filter { !known.contains($0.field) }
        .map { .init(field: $0.field, code: $0.code, text: $0.summary) }
    }
  }
}

extension StringProtocol {
  /// Without blanks at both ends (space, tab, full-width space).
  var trimmed: String {
    let blanks: Set<Unicode.Scalar> = [" ", "\t", "\u{3000}", "\r"]
    var rest = unicodeScalars[...]
    while let first = rest.first, blanks.contains(first) { rest.removeFirst() }
    while let last = rest.last, blanks.contains(last) { rest.removeLast() }
    return String(String.UnicodeScalarView(rest))
  }
}

extension String {
  /// Text from bytes that must be UTF-8.
  init?(validating bytes: some Sequence<UInt8>) {
    self.init(validating: Array(bytes), as: UTF8.self)
  }
}
