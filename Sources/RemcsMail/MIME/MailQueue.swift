internal import RemcsCore

/// The mails of several reports in their order. One can be made ahead while the server still stores the one before: that
/// is a quarter of the time that a small mail takes.
final class MailQueue {
  /// One mail, and what it is a part of.
  struct Item {
    let report: Report
    let plan: MailPlan
    /// Which of the report's mails, from 1.
    let number: Int
    let mail: MailText
    /// Whether the report is complete with it.
    var isLast: Bool { number == plan.count }
  }

  private var reports: ArraySlice<Report>
  private let plan: (Report) throws(TransportFailure) -> MailPlan
  private var current: (report: Report, plan: MailPlan, number: Int)?
  private var ahead: Result<Item?, TransportFailure>?

  init(_ reports: [Report], _ plan: @escaping (Report) throws(TransportFailure) -> MailPlan) {
    self.reports = reports[...]
    self.plan = plan
  }

  /// Makes the next mail now, and its beginning; what fails is told by ``next()``.
  func prepare() {
    guard ahead == nil else { return }
    do throws(TransportFailure) {
      let item = try make()
      item?.mail.prepare()
      ahead = .success(item)
    } catch {
      ahead = .failure(error)
    }
  }

  /// The next mail; nil when there are no more.
  func next() throws(TransportFailure) -> Item? {
    guard let ahead else { return try make() }
    self.ahead = nil
    return try ahead.get()
  }

  private func make() throws(TransportFailure) -> Item? {
    if let (report, plan, number) = current, number < plan.count { return try item(report, plan, number + 1) }
    guard let report = reports.popFirst() else { return nil }
    return try item(report, try plan(report), 1)
  }

  private func item(_ report: Report, _ plan: MailPlan, _ number: Int) throws(TransportFailure) -> Item {
    current = (report, plan, number)
    return Item(report: report, plan: plan, number: number, mail: try plan.mail(number))
  }
}
