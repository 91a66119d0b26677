/// The name of a file or directory, as the system takes it: anything but control characters.
struct PathRule: TextRule {
  func repair(_ draft: inout TextDraft) {}

  func finding(in draft: TextDraft) -> Finding? {
    let problems = draft.problems(unless: { $0.properties.generalCategory != .control })
    return problems.isEmpty ? nil : Finding(problems: problems)
  }
}
