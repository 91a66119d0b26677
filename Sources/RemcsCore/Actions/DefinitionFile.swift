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
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let line = index + 1
      let content = raw.trimmed
      if content.isEmpty || content.first == "#" { continue }
      guard let equals = content.firstIndex(of: "=") else {
        details.append(.init(line: line, code: kind.errorCode, text: "no '=': \(content)".harmless(maximum: 60)))
        continue
      }
      let key = content[..<equals].trimmed
      let value = String(content[content.index(after: equals)...])
      if ["format", "kind", "model", "version"].contains(key) {
        header[key] = value.trimmed
      } else if let field = FieldID(rawValue: key), kind.fields.contains(field) {
        take(value, for: field, line: line, &details)
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
    details += missing(besides: details, supplied)
    if !details.isEmpty {
      throw ServiceError(kind.errorCode, details: details.sorted { ($0.line ?? .max) < ($1.line ?? .max) })
    }
  }

  private mutating func take(
    _ value: String, for field: FieldID, line: Int, _ details: inout [ServiceError.Detail]
  ) {
    if answers.contains(field) {
      details.append(.init(line: line, field: field, code: kind.errorCode, text: "twice"))
      return
    }
    let declared = Field.of(field)
    // An empty optional value means "nothing"; whether it is required is told with the form below.
    let verdict = value.trimmed.isEmpty ? Verdict(.accept, value: "") : declared.verdict(value)
    answers[field] = verdict.value
    switch verdict.outcome {
    case .accept: break
    case .repair:
      let isSecret = if case .secret = declared.kind { true } else { false }
      repairs.append(
        Repair(line: line, field: field, before: isSecret ? "***" : value, after: isSecret ? "***" : verdict.value))
    case .reject:
      let code = verdict.code ?? kind.errorCode
      details.append(
        .init(
          line: line, field: field, code: code,
          text: FieldProblem(field: field, code: code, verdict: verdict).summary))
    }
  }

  /// What the forms miss, besides the fields that already have an error.
  private func missing(besides details: [ServiceError.Detail], _ supplied: Answers) -> [ServiceError.Detail] {
    let forms: [FormID] =
      switch kind {
      case .customer: [.customer]
      case .environment:
        FormID.storedForms(connectionType: ConnectionType(rawValue: answers[.connectionType]) ?? .internet)
          .filter { $0 != .customer && $0 != .center }
      }
    let known = Set(details.compactMap(\.field))
    var answers = self.answers
    answers.merge(supplied)
    // A file need not name the weekday: the device draws one (table 3.3).
    if !answers.contains(.connectionWeekday) { answers[.connectionWeekday] = Weekday.monday.rawValue }
    return forms.flatMap { form in
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
