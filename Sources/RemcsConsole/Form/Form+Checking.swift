internal import RemcsCore

/// Verdicts, repairs and suggestions.
extension Form {
  /// Notes everything that keeps the form from being stored; the cursor goes to the first.
  mutating func show(_ found: [FieldProblem]) {
    problems = [:]
    for problem in found.reversed() { problems[problem.field] = problem }
    for problem in found { warned[problem.field] = answers[problem.field] }
    if let first = found.first { enter(.field(first.field)) }
  }

  /// Looks at a text that is being left: repairs it or notes what is wrong. An empty field is not wrong before Next.
  mutating func check(_ field: FieldID) -> Bool {
    guard editors[field] != nil, isActive(field) else { return false }
    problems[field] = nil
    guard !answers[field].isEmpty else { return false }
    mend(field)
    problems[field] = id.problems(in: answers).first { $0.field == field }
    return problems[field] != nil
  }

  /// Puts a repaired text into its field, where the person sees it; whether there was something to repair.
  @discardableResult
  mutating func mend(_ field: FieldID) -> Bool {
    let before = answers[field]
    let verdict = id.verdict(of: field, in: answers)
    guard verdict.outcome == .repair, !before.unicodeScalars.elementsEqual(verdict.value.unicodeScalars) else {
      // What is odd without being wrong is told once for each text.
      if verdict.outcome == .accept, !verdict.notes.isEmpty, noted[field] != before {
        noted[field] = before
        repair = Repair(field: field, before: before, after: before, notes: verdict.notes)
      }
      return false
    }
    answers[field] = verdict.value
    editors[field]?.replace(with: verdict.value)
    repair = Repair(field: field, before: before, after: verdict.value, notes: verdict.notes)
    return true
  }

  /// Brings the typed text back and the cursor into its field.
  mutating func takeBack(_ repair: Repair) -> Outcome {
    _ = editors[repair.field]?.apply(.undo)
    answers[repair.field] = editors[repair.field]?.text ?? repair.before
    problems[repair.field] = nil
    self.repair = nil
    enter(.field(repair.field))
    return .stay
  }

  /// Puts the next suggestion into the field; what was typed can be brought back with undo.
  mutating func takeSuggestion(_ field: FieldID) -> Outcome {
    if offer == nil {
      // The field may not have been left yet: then what is wrong is found out now.
      if problems[field] == nil { _ = check(field) }
      guard let all = problems[field]?.verdict?.suggestions, !all.isEmpty else { return .stay }
      offer = Offer(field: field, suggestions: all)
    }
    guard var offer else { return .stay }
    offer.taken += 1
    self.offer = offer
    answers[field] = offer.suggestions[offer.current]
    editors[field]?.replace(with: answers[field])
    problems[field] = nil
    return .stay
  }

  /// Checks everything; the cursor goes to the first problem. A repair made by this very key, or
  /// something odd that nobody has seen yet, is shown first.
  mutating func finish() -> Outcome {
    for field in fields where isActive(field) && editors[field] != nil && !answers[field].isEmpty {
      let shown = repair
      if mend(field) || repair != shown {
        enter(.field(field))
        return .left
      }
    }
    let found = id.problems(in: answers)
    show(found)
    return found.isEmpty ? .complete : .left
  }
}
