public import RemcsCore

extension TimeZoneChange {
  /// What changed, and what that means for the schedule (manual chapter 8).
  public func sentence(in language: Language) -> String {
    text(.timeZoneChanged, in: language, now, told)
  }

  /// The same for a line of a command: with what to do, or that it waits already.
  public func notice(in language: Language) -> String {
    sentence(in: language) + (language == .ja ? "" : " ") + text(isQueued ? .timeZoneQueued : .timeZoneCommand, in: language)
  }
}
