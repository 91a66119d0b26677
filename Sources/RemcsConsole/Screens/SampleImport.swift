internal import RemcsCore

/// What definition files would change, for pictures.
enum SampleImport {
  static let preview = ImportPreview(
    sources: [
      .init(kind: .environment, model: "PRIMEQUEST 3000", version: "1.0"),
      .init(kind: .customer, model: "PRIMEQUEST 3000", version: "1.0"),
    ],
    rows: [
      .init(.connectionType, before: "internet", after: "internet", change: .unchanged, line: 6),
      .init(.smtpServer, before: "mail.example.co.jp", after: "relay.example.co.jp", change: .changed, line: 7),
      .init(.smtpPort, before: "587", after: "587", change: .absent),
      .init(.password, before: Field.mask, after: "", change: .removed),
      .init(.corporateName, before: "試験株式会社", after: "試験株式会社", change: .unchanged, line: 5),
      .init(.department, before: "情報システム部", after: "情報システム部", change: .absent),
      .init(.building, before: "", after: "試験ビル三階", change: .added, line: 9),
    ],
    remarks: [FileRemark(.passwordForgotten)], missing: [.password], stateBefore: .active, stateAfter: .unused)

  static let refusal = ServiceError(
    .rmg0143,
    details: [
      .init(line: 7, field: .smtpPort, code: .rmg0015, text: "1:U+FF15"),
      .init(line: 12, code: .rmg0143, reason: .file(FileRemark(.unknownKey, "smtpSever"))),
    ])
}
