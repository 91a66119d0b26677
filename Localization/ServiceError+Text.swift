internal import Glibc
public import RemcsCore

extension ServiceError {
  /// One line for a message line or a log: the message behind its code, and what really happened behind that.
  ///
  /// For example `RMG_0085: New registration failed. RMG_2003: (SMTP) Communication timed out. ... RL:3,ML:4`. Of the
  /// root cause only the first line and the lines with particulars are told; ``report(in:)`` tells all.
  public func sentence(in language: Language) -> String {
    let particulars = root.failure.map { [$0.particulars(in: language)] } ?? []
    guard let cause else { return ([line(in: language)] + particulars).joined(separator: " ") }
    let lines = template(in: language).lines(with: arguments).map(\.text)
    let summary = cause.error.root.summary(in: language)
    return ([Self.joined(labelled(lines)), Self.joined(summary)] + particulars).joined(separator: " ")
  }

  /// Lines for standard error: the message behind its code, then what to do about what really happened; then where a
  /// connection broke and why, and the findings, each with line, field, code and text; then the chain of causes.
  public func report(in language: Language) -> [String] {
    var result = [line(in: language)]
    if let remedy = remedy(in: language) { result.append(remedy) }
    result += findings(in: language)
    var next = cause?.error
    while let error = next {
      result.append(Localization.text(.errorCause, in: language, error.line(in: language)))
      result += error.findings(in: language)
      next = error.cause?.error
    }
    return result
  }

  /// What to do about what really happened: advice on the connection that failed, else what the message says.
  public func remedy(in language: Language) -> String? {
    // It says itself what stands in the way; another try, or a call to the support center, helps nobody.
    if root.impossibility != nil { return nil }
    if root.code == .rmg0150, root.systemNumber == ENOSPC { return Localization.text(.adviceDiskFull, in: language) }
    if root.code == .rmg0150, root.systemNumber == EROFS { return Localization.text(.adviceDiskReadOnly, in: language) }
    if root.code == .rmg0150, root.systemNumber == EIO { return Localization.text(.adviceDiskBroken, in: language) }
    if root.code == .rmg0150, root.systemNumber == EEXIST { return Localization.text(.adviceFileExists, in: language) }
    return root.failure?.advice?.text(in: language) ?? root.code.remedy(in: language, variant: root.variant)
      ?? code.remedy(in: language, variant: variant)
  }

  /// The findings, indented; one that only adds particulars to the message itself without the message again.
  private func findings(in language: Language) -> [String] {
    let connection = failure.map { ["  " + $0.particulars(in: language)] } ?? []
    return connection
      + details.map { detail in
        "  " + detail.line(in: language, under: code)
      }
  }

  private func template(in language: Language) -> Template { code.template(in: language, variant: variant) }

  /// The whole message in one line behind its code.
  private func line(in language: Language) -> String {
    Self.joined(labelled(template(in: language).lines(with: arguments).map(\.text)))
  }

  /// The first line, and the lines that hold particulars.
  private func summary(in language: Language) -> [String] {
    let lines = template(in: language).lines(with: arguments)
    return labelled(lines.prefix(1).map(\.text) + lines.dropFirst().filter(\.hasHoles).map(\.text))
  }

  private func labelled(_ lines: [String]) -> [String] {
    guard !code.label.isEmpty, let first = lines.first else { return lines }
    return ["\(code.label): \(first)"] + lines.dropFirst()
  }

  /// Lines in one: Japanese sentences follow each other without a space.
  private static func joined(_ lines: [String]) -> String {
    var result = ""
    for line in lines where !line.isEmpty {
      if !result.isEmpty, result.last != "。" || line.utf8.first.map({ $0 < 0x80 }) == true { result += " " }
      result += line
    }
    return result
  }
}

extension ServiceError.Detail {
  /// The finding in one line: `line 7: Corporate name (corporateName): RMG_0068: ... U+9AD9 in column 3`.
  ///
  /// Under an error of the same code the message itself is not said again, if there are particulars.
  public func line(in language: Language, under parent: MessageCode? = nil) -> String {
    var parts: [String] = []
    if let line { parts.append(Localization.text(.errorLine, in: language, String(line))) }
    if let field { parts.append(Self.name(of: field, in: language)) }
    let words = words(in: language)
    if code == parent, !words.isEmpty { return (parts + [words]).joined(separator: ": ") }
    if !code.label.isEmpty { parts.append(code.label) }
    let message = code.text(in: language).split(separator: "\n").joined(separator: " ")
    parts.append(words.isEmpty ? message : message + " " + words)
    return parts.joined(separator: ": ")
  }

  /// The particulars: the text as it is, then what was found out.
  public func words(in language: Language) -> String {
    let found: String? =
      switch reason {
      case .transport(let remark): remark.text(in: language)
      case .certificate(let finding): finding.text(in: language)
      case .file(let remark): remark.text(in: language)
      case .queue(let refusal): refusal.text(in: language)
      case .hardware(let remark): remark.text(in: language)
      case .impossible(let reason): reason.text(in: language)
      case nil: nil
      }
    return [text, found ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The label of a field with its name behind it, which is what stands in a definition file.
  private static func name(of field: FieldID, in language: Language) -> String {
    let label = field.label(in: language)
    return label == field.rawValue ? label : "\(label) (\(field.rawValue))"
  }
}
