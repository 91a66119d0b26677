extension FormID {
  /// The answers with the initial values of the fields that were never answered.
  public func completed(_ answers: Answers) -> Answers {
    var complete = initialAnswers(weekday: .monday)
    complete.merge(answers)
    return complete
  }
}
