extension DefinitionFile {
  /// Reads a file. Every error is listed, each with its line and field, and nothing is changed by reading.
  ///
  /// - Parameters:
  ///   - kind: which of the two it must be.
  ///   - bytes: its contents.
  ///   - purpose: whether required fields may be missing.
  ///   - passphrase: opens an encrypted password.
  ///   - supplied: answers that come from elsewhere, as a password from a file of its own; they are not missed.
  /// - Throws: RMG_0143 or RMG_0144 with details; RMG_0032 for a file that is none of the two kinds; RMG_0096 for a
  ///   connection type that we do not have; RMG_0194 for a customer file that only lacks something for a registration.
  public init(
    _ kind: Kind, bytes: [UInt8], purpose: Purpose = .settings, passphrase: Passphrase? = nil,
    supplied: Answers = Answers()
  ) throws(ServiceError) {
    self.init(kind)
    guard bytes.count <= Self.maximumSize else { throw Self.refused(.tooLarge, String(Self.maximumSize)) }
    guard let text = String(validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]),
      !text.utf8.contains(0)
    else { throw Self.refused(.notText) }
    var details = try parse(text)
    details += openPassword(passphrase, supplied)
    details += judge()
    let isWellFormed = details.isEmpty
    let problems = missing(besides: details, purpose, supplied)
    details += problems.map {
      .init(line: lines[$0.field], field: $0.field, code: $0.code, text: $0.summary)
    }
    guard !details.isEmpty else { return }
    details.sort { ($0.line ?? .max) < ($1.line ?? .max) }
    if details.count > Self.mostErrors {
      let rest = details.count - Self.mostErrors
      details =
        details.prefix(Self.mostErrors) + [
          .init(code: kind.errorCode, reason: .file(FileRemark(.moreErrors, String(rest))))
        ]
    }
    let onlyLacks = isWellFormed && problems.allSatisfy { $0.verdict?.value.isEmpty ?? false }
    var code = kind.errorCode
    if details.contains(where: { $0.code == .rmg0096 }) { code = .rmg0096 }
    if kind == .customer, purpose == .registration, onlyLacks { code = .rmg0194 }
    throw ServiceError(code, details: details)
  }

  /// RMG_0032, and why.
  private static func refused(_ code: FileRemark.Code, _ argument: String = "") -> ServiceError {
    ServiceError(.rmg0032, details: [.init(code: .rmg0032, reason: .file(FileRemark(code, argument)))])
  }

  /// Takes the lines apart.
  private mutating func parse(_ text: String) throws(ServiceError) -> [ServiceError.Detail] {
    var details: [ServiceError.Detail] = []
    var header: [HeaderKey: String] = [:]
    for (index, raw) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = index + 1
      let content = String(Substring(raw)).trimmed
      if content.isEmpty || content.unicodeScalars.first == "#" { continue }
      func blame(_ code: MessageCode, _ field: FieldID? = nil, _ remark: FileRemark) {
        details.append(.init(line: line, field: field, code: code, reason: .file(remark)))
      }
      let parts = content.unicodeScalars.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = String(Substring(parts[0])).trimmed
      guard parts.count == 2 else {
        // Only the first word: what follows may be a password.
        let word = String(content.prefix { !" :\t\u{3000}".contains($0) })
        blame(kind.errorCode, nil, FileRemark(.noEqualsSign, word.harmless(maximum: 40)))
        continue
      }
      let value = String(Substring(parts[1])).trimmed
      if let name = HeaderKey(rawValue: key) {
        if header[name] != nil { blame(kind.errorCode, nil, FileRemark(.twice, key)) }
        header[name] = value
      } else if let field = FieldID(rawValue: key), kind.fields.contains(field) {
        if typed.contains(field) {
          blame(kind.errorCode, field, FileRemark(.twice, key))
        } else {
          typed[field] = value
          lines[field] = line
        }
      } else {
        blame(.rmg0032, nil, FileRemark(.unknownKey, key.harmless(maximum: 60)))
      }
    }
    try take(header)
    return details
  }

  /// What the header says; a file without one may be written by hand, but must then have something that we know.
  private mutating func take(_ header: [HeaderKey: String]) throws(ServiceError) {
    if let other = header[.kind], other != kind.rawValue { throw Self.refused(.otherKind, other) }
    if let format = header[.format], Int(format) != Self.formatVersion { throw Self.refused(.unknownFormat, format) }
    if header.isEmpty, typed.fields.isEmpty { throw Self.refused(.nothingKnown) }
    model = (header[.model] ?? "").harmless(maximum: 60)
    version = (header[.version] ?? "").harmless(maximum: 60)
    encryptionWasSet = header[.encryptionWasSet].flatMap { ["yes": true, "no": false][$0] }
  }

  /// Puts the password itself in place of an encrypted one, unless another comes from elsewhere.
  private mutating func openPassword(_ passphrase: Passphrase?, _ supplied: Answers) -> [ServiceError.Detail] {
    let value = typed[.password]
    guard value.hasPrefix(Passphrase.mark) else { return [] }
    var remark = FileRemark(.passphraseNeeded)
    if let passphrase {
      switch passphrase.opened(value) {
      case .success(let password):
        typed[.password] = password
        return []
      case .failure(.wrong): remark = FileRemark(.passphraseWrong)
      case .failure(.damaged): remark = FileRemark(.passwordDamaged)
      }
    } else if supplied.contains(.password) {
      typed[.password] = supplied[.password]
      return []
    }
    // What cannot be read is not judged as a password, and not missed either.
    typed.remove(.password)
    return [.init(line: lines[.password], field: .password, code: kind.errorCode, reason: .file(remark))]
  }

  private var connectionType: ConnectionType { ConnectionType(rawValue: answers[.connectionType]) ?? .internet }

  /// Takes over what was typed, each field judged in its form beside the others: a postal code by its country.
  private mutating func judge() -> [ServiceError.Detail] {
    var details: [ServiceError.Detail] = []
    // The connection type decides which forms the others are judged in.
    let type = Field.of(.connectionType).verdict(typed[.connectionType])
    let forms = kind.forms(connectionType: ConnectionType(rawValue: type.value) ?? .internet)
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
        repairs.append(
          Repair(
            line: lines[field] ?? 0, field: field, before: declared.shown(typed[field]),
            after: declared.shown(verdict.value)))
      case .reject:
        let problem = FieldProblem(field: field, code: verdict.code ?? kind.errorCode, verdict: verdict)
        // The manual has a message of its own for a connection type of another kind of device.
        let isType = field == .connectionType
        details.append(
          .init(
            line: lines[field], field: field, code: isType ? .rmg0096 : problem.code,
            text: isType ? typed[field].harmless(maximum: 40) : problem.summary))
      }
    }
    repairs.sort { $0.line < $1.line }
    return details
  }

  /// What the forms miss, besides the fields that already have an error: for a registration everything, otherwise only
  /// what the file itself leaves empty or gets wrong.
  private func missing(
    besides details: [ServiceError.Detail], _ purpose: Purpose, _ supplied: Answers
  ) -> [FieldProblem] {
    let known = Set(details.compactMap(\.field))
    var answers = self.answers
    answers.merge(supplied)
    // A file need not name the weekday: the device draws one (table 3.3).
    if !answers.contains(.connectionWeekday) { answers[.connectionWeekday] = Weekday.monday.rawValue }
    // A file need not name the center either: the device has one.
    return kind.forms(connectionType: connectionType).filter { $0 != .center }.flatMap { form in
      form.problems(in: form.completed(answers)).filter {
        !known.contains($0.field) && (purpose == .registration || typed.contains($0.field))
      }
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
