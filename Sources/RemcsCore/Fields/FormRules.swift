extension FormID {
  /// Its fields in the order of the screen.
  public var fields: [FieldID] {
    switch self {
    case .center: [.center]
    case .connectionType: [.connectionType]
    case .internetEnvironment:
      [
        .smtpServer, .smtpPort, .encryption, .senderEmail, .authenticationType, .authenticationMechanism, .userID,
        .password, .popServer, .popPort, .splitMethod, .splitSize, .addressPreference,
      ]
    case .pointToPointEnvironment: [.smtpServer, .senderEmail, .splitMethod, .splitSize]
    case .schedule: [.connectionCycle, .connectionWeekday, .startTime, .endTime]
    case .customer:
      [
        .corporateName, .corporateNameKana, .department, .address, .building, .administratorName,
        .administratorNameKana, .administratorEmail, .postalCode, .telephone, .fax, .uniqueName, .country,
        .installationSite, .installationBuilding, .engineerEmail, .deletePersonalInformation,
      ]
    case .connectionCheck: [.notifyAdministrator, .notifyEngineer, .notifyEngineerEmail]
    case .internetDetail:
      [
        .timeout, .retryCount, .retryInterval, .smtpServer, .smtpPort, .encryption, .authenticationType,
        .authenticationMechanism, .userID, .password, .popServer, .popPort, .popWait, .addressPreference,
        .senderEmail, .splitMethod, .splitSize,
      ]
    case .pointToPointDetail:
      [
        .timeout, .retryCount, .retryInterval, .smtpServer, .smtpPort, .encryption, .addressPreference, .senderEmail,
        .splitMethod, .splitSize,
      ]
    case .certificateReplacement: [.certificateFile]
    case .export: [.exportDirectory, .exportPassphrase]
    case .importFiles: [.environmentFile, .customerFile, .importPassphrase]
    case .centerListReplacement: [.centerListFile]
    case .logCollection: [.logDirectory]
    }
  }

  /// What its fields hold before anyone has typed: the manual's initial values. Fields without one are left out.
  /// `weekday` is the 接続曜日, which the manual draws by lot from Monday to Friday.
  public func initialAnswers(weekday: Weekday) -> Answers {
    var answers = Answers()
    for field in fields {
      if let initial = Field.of(field).initialValue { answers[field] = initial }
    }
    if fields.contains(.connectionWeekday) { answers[.connectionWeekday] = weekday.rawValue }
    return answers
  }

  /// The answers with the initial value of every field of this form that was never answered; of the split size, the
  /// one of the chosen method. A field that was answered with nothing stays so, and the weekday has no value to take.
  public func completed(_ answers: Answers) -> Answers {
    var result = answers
    for field in fields where !result.contains(field) {
      if field == .splitSize {
        if let size = Self.splitMethod(in: result)?.initialSize { result[field] = String(size) }
      } else if let initial = Field.of(field).initialValue {
        result[field] = initial
      }
    }
    return result
  }

  /// The answers with another split method, and with that method's initial size (table 3.1).
  public func choosing(_ method: SplitMethod, in answers: Answers) -> Answers {
    var result = answers
    guard SplitMethod(rawValue: answers[.splitMethod]) != method else { return result }
    result[.splitMethod] = method.rawValue
    if let size = method.initialSize { result[.splitSize] = String(size) }
    return result
  }

  /// Whether `field` must be filled in, may be, or has no meaning, given the other answers.
  public func requirement(of field: FieldID, in answers: Answers) -> Requirement {
    guard fields.contains(field) else { return .inactive }
    let isActive: Bool
    switch field {
    case .userID, .password: isActive = Self.authentication(in: answers) != AuthenticationType.none
    case .authenticationMechanism: isActive = Self.authentication(in: answers) == .authSMTP
    case .popServer, .popPort, .popWait: isActive = Self.authentication(in: answers) == .popBeforeSMTP
    case .splitSize: isActive = Self.splitMethod(in: answers) != SplitMethod.none
    case .connectionWeekday: isActive = Self.choice(ConnectionCycle.self, .connectionCycle, answers) == .weekly
    case .notifyEngineerEmail:
      isActive =
        Self.choice(EngineerNotification.self, .notifyEngineer, answers) != EngineerNotification.none
    default: isActive = true
    }
    guard isActive else { return .inactive }
    return Field.of(field).isRequired ? .required : .optional
  }

  /// What becomes of the answer of one field in this form, given the other answers: the verdict that a screen shows
  /// when the field is left.
  public func verdict(of field: FieldID, in answers: Answers) -> Verdict {
    let context = FieldContext(
      isRequired: requirement(of: field, in: answers) == .required,
      requiredCode: requiredCode(of: field, in: answers),
      country: Self.country(in: answers), splitMethod: Self.splitMethod(in: answers))
    return Field.of(field).verdict(answers[field], context)
  }

  /// Everything that keeps these answers from being stored, in the order of the fields; empty if nothing does. A text
  /// that only needs a repair is no problem.
  public func problems(in answers: Answers) -> [FieldProblem] {
    var result: [FieldProblem] = []
    for field in fields where requirement(of: field, in: answers) != .inactive {
      let verdict = verdict(of: field, in: answers)
      if verdict.outcome == .reject {
        result.append(FieldProblem(field: field, code: verdict.code ?? .rmg0015, verdict: verdict))
      } else if let code = crossProblem(of: field, in: answers) {
        result.append(FieldProblem(field: field, code: code))
      }
    }
    return result
  }

  /// The answers as they would be stored: repaired, without those of inactive fields. What cannot be repaired stays as
  /// it is, and so do answers of other forms.
  public func repaired(_ answers: Answers) -> Answers {
    var result = answers
    for field in fields where answers.contains(field) {
      if requirement(of: field, in: answers) == .inactive {
        result.remove(field)
      } else {
        let verdict = verdict(of: field, in: answers)
        if verdict.outcome == .repair { result[field] = verdict.value }
      }
    }
    return result
  }

  /// Puts this form's answers, as they would be stored, in place of what `answers` held for its fields: what has no
  /// meaning is gone, and answers of other forms stay as they are.
  func store(from complete: Answers, in answers: inout Answers) {
    let own = repaired(complete)
    for field in fields {
      if own.contains(field) { answers[field] = own[field] } else { answers.remove(field) }
    }
  }

  // MARK: Between fields

  /// RMG_0028 on the P-P screen, RMG_0030 and RMG_0031 for what an authentication needs; nil for the field's own.
  private func requiredCode(of field: FieldID, in answers: Answers) -> MessageCode? {
    if self == .pointToPointEnvironment { return .rmg0028 }
    switch field {
    case .userID, .password, .popServer:
      return switch Self.authentication(in: answers) {
      case .popBeforeSMTP: .rmg0030
      case .authSMTP: .rmg0031
      default: nil
      }
    default: return nil
    }
  }

  /// What is wrong with a field that is right by itself.
  private func crossProblem(of field: FieldID, in answers: Answers) -> MessageCode? {
    switch (self, field) {
    case (.schedule, .endTime):
      let start = verdict(of: .startTime, in: answers)
      let end = verdict(of: .endTime, in: answers)
      // Both are HH:MM, so the order of the texts is that of the times.
      return start.outcome != .reject && end.value <= start.value ? .rmg0048 : nil
    case (.connectionCheck, .notifyAdministrator):
      let nobody =
        verdict(of: .notifyAdministrator, in: answers).value == "no"
        && Self.choice(EngineerNotification.self, .notifyEngineer, answers) == EngineerNotification.none
      return nobody ? .rmg0182 : nil
    // One of the two is enough.
    case (.importFiles, .environmentFile):
      return answers[.environmentFile].isEmpty && answers[.customerFile].isEmpty ? .rmg0036 : nil
    default: return nil
    }
  }

  /// A choice as it would be stored; the initial value if there is none or it is not one of the choices.
  private static func choice<Choice: RawRepresentable<String>>(
    _: Choice.Type, _ field: FieldID, _ answers: Answers
  ) -> Choice? {
    let declaration = Field.of(field)
    return Choice(rawValue: answers[field]) ?? Choice(rawValue: declaration.verdict(answers[field]).value)
      ?? declaration.initialValue.flatMap(Choice.init)
  }

  private static func authentication(in answers: Answers) -> AuthenticationType? {
    choice(AuthenticationType.self, .authenticationType, answers)
  }

  private static func splitMethod(in answers: Answers) -> SplitMethod? {
    choice(SplitMethod.self, .splitMethod, answers)
  }

  private static func country(in answers: Answers) -> String {
    let verdict = Field.of(.country).verdict(answers[.country])
    return verdict.outcome == .reject ? "JP" : verdict.value
  }
}
