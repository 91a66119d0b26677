public import RemcsCore

extension QueueRefusal {
  /// Why it is not possible, and what would be.
  public func text(in language: Language) -> String {
    guard let state else { return Localization.text(.queueRefusalUnknown, in: language, String(sequence)) }
    let name = Localization.text(state.key, in: language)
    return switch decision {
    case .retry: Localization.text(.queueRefusalRetry, in: language, String(sequence), name)
    case .cancel: Localization.text(.queueRefusalCancel, in: language, String(sequence), name)
    case nil: ""
    }
  }
}
