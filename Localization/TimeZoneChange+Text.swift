public import RemcsCore

extension TimeZoneChange {
  /// What changed, and what that means for the schedule (manual chapter 8).
  private func sentence(in language: Language) -> String {
    text(.timeZoneChanged, in: language, now, told)
  }

  /// The same, and whether to send the schedule.
  public func question(in language: Language) -> String { sentence(in: language, before: .timeZoneQuestion) }

  /// The same for a line of a command: with what to do, or that it waits already.
  public func notice(in language: Language) -> String {
    sentence(in: language, before: isQueued ? .timeZoneQueued : .timeZoneCommand)
  }

  /// Japanese sentences follow each other without a space.
  private func sentence(in language: Language, before next: TextKey) -> String {
    [sentence(in: language), text(next, in: language)].joined(separator: language == .ja ? "" : " ")
  }
}
