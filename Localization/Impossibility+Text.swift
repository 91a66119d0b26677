public import RemcsCore

extension Impossibility {
  /// Why it is not possible.
  public func text(in language: Language) -> String {
    switch self {
    case .state(let state):
      Localization.text(.impossibleState, in: language, Localization.text(state.key, in: language))
    case .noPreviousCertificate: Localization.text(.impossibleNoPreviousCertificate, in: language)
    }
  }
}
