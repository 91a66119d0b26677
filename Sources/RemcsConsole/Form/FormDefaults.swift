internal import RemcsCore

/// What an answer changes in other fields.
enum FormDefaults {
  /// The answers that follow from a new answer: another split method brings its own initial size (table 3.1), unless
  /// the person has typed one.
  static func consequences(of field: FieldID, from before: Answers, to after: Answers) -> [(FieldID, String)] {
    guard field == .splitMethod, let size = SplitMethod(rawValue: after[.splitMethod])?.initialSize else { return [] }
    let untouched = SplitMethod.allCases.compactMap(\.initialSize).map { String($0) } + [""]
    return untouched.contains(before[.splitSize]) ? [(.splitSize, String(size))] : []
  }
}
