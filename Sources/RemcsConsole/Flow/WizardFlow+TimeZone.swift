internal import RemcsCore

/// A change of the system's time zone (manual chapter 8): said at a menu, where nothing is being typed, and sent if the
/// person agrees.
extension WizardFlow {
  /// Takes note of a change; once is enough for one that the person wants nothing to do about now, and for one that
  /// waits to be sent.
  mutating func noticeTimeZone(_ change: TimeZoneChange) {
    guard !change.isQueued, change != declinedTimeZone else { return }
    timeZoneChange = change
    showNextPopUp()
  }

  /// The question, if there is one and this is the place for it.
  mutating func timeZoneQuestion() -> PopUp? {
    guard screen is MenuScreen, running == nil, let change = timeZoneChange else { return nil }
    timeZoneChange = nil
    return PopUp(.timeZone(change), .own(.timeZone(change)), [.send, .cancel])
  }
}
