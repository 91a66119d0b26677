internal import RemcsCore

/// What an answer changes in other fields.
enum FormDefaults {
  /// The initial 分割サイズ in KB of a 分割方式 (table 3.1).
  static func splitSize(_ method: String) -> String {
    switch SplitMethod(rawValue: method) {
    case .mail: "64"
    case .event: "512"
    case .some(.none), nil: ""
    }
  }

  /// The answers that follow from a new answer: another split method brings its own size, if nobody touched the old.
  static func consequences(of field: FieldID, from before: Answers, to after: Answers) -> [(FieldID, String)] {
    guard field == .splitMethod else { return [] }
    let untouched = ["", splitSize("mail"), splitSize("event")]
    let size = splitSize(after[.splitMethod])
    return !size.isEmpty && untouched.contains(before[.splitSize]) ? [(.splitSize, size)] : []
  }
}
