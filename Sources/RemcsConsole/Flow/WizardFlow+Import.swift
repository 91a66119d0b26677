internal import RemcsCore

/// An automatic registration (manual 3.3): everything from files, nothing stored before somebody has agreed.
struct AutomaticRegistration: Sendable {
  /// What is registered.
  var answers: Answers
  /// Whom the center tells; known once the form of figure 3.24 is filled in.
  var check = Answers()
  /// What was stored before.
  let stored: Answers
  /// Whether the registration went out, so that only the connection check is left.
  var isRegistered = false

  /// Where a walk goes on that was interrupted here: files can be named again, a registration must not go out twice.
  var resumeScreen: ScreenID { isRegistered ? .connectionCheck : .initialSettings }
}

/// Settings from files, and the automatic registration (manual 3.3); another certificate before the registration (3.5).
extension WizardFlow {
  /// Screens beside the walk, whose Cancel leads back to where they were opened.
  var isAside: Bool { [.importFiles, .certificateReplacement, .automaticCheck].contains(screen.id) }

  /// What Next asks on these screens; nil for all others.
  mutating func confirmImport() -> [Effect]? {
    switch screen.id {
    case .importFiles: return readDefinitionFiles(isAutomatic: false)
    case .importPreview:
      if automatic != nil {
        popUp = PopUp(
          .personalInformation, .own(.personalInformation), [.deleteInformation, .keepInformation, .cancel], focus: 1)
      } else if case .definitionFiles(let preview) = material, preview.changesAnything {
        popUp = PopUp(.importSettings, .own(.importSettings), [.ok, .cancel])
      } else {
        popUp = PopUp(.notice, .own(.importNothing), [.ok])
      }
    case .automaticCheck:
      if var prepared = automatic {
        prepared.check = checkAnswers
        prepared.check[.administratorEmail] = prepared.answers[.administratorEmail]
        automatic = prepared
      }
      return go(to: .automaticConsent)
    case .certificateReplacement:
      return [.readCertificate(path: answers[.certificateFile], center: answers[.center])]
    case .certificateConfirmation: popUp = .question(.certificate, .rmg0216)
    default: return nil
    }
    return []
  }

  /// Reads what the form of figure 3.22 names.
  mutating func readDefinitionFiles(isAutomatic: Bool) -> [Effect] {
    // Said before the questions, not after them.
    if isAutomatic, let refusal = MenuItem.register.refusal(context.status) {
      popUp = .notice(refusal)
      return []
    }
    return [
      .readDefinitionFiles(
        environment: answers[.environmentFile], customer: answers[.customerFile],
        passphrase: answers[.importPassphrase], isAutomatic: isAutomatic)
    ]
  }

  mutating func show(_ preview: ImportPreview, registering answers: Answers?) {
    material = .definitionFiles(preview)
    automatic = answers.map { AutomaticRegistration(answers: $0, stored: stored) }
    history.append(screen.id)
    screen = TextScreen.importPreview(preview)
  }

  /// One reason fits over the form, many need a screen.
  mutating func refuseImport(_ error: ServiceError) {
    guard error.details.count > 1 else {
      popUp = .notice(error)
      return
    }
    history.append(screen.id)
    screen = TextScreen.importRefused(error)
  }

  /// The files were taken over: on with the initial settings (3.3, by hand). What was typed elsewhere stays.
  mutating func follow(_ preview: ImportPreview, _ result: ImportResult) -> [Effect] {
    for field in preview.rows.map(\.field) {
      if stored.contains(field) { answers[field] = stored[field] } else { answers.remove(field) }
    }
    popUp = PopUp(.notice, .own(.imported(result)), [.ok])
    return goToInitialSettings()
  }

  /// To figure 3.12, from where the walk goes on as always.
  mutating func goToInitialSettings() -> [Effect] {
    material = nil
    for field in FieldID.transient { answers.remove(field) }
    context.status.connectionType = ConnectionType(rawValue: answers[.connectionType]) ?? context.status.connectionType
    history = isRegistered ? [] : path(to: .initialSettings)
    return go(to: .initialSettings, remembering: false)
  }

  // MARK: - Automatic registration

  var importPreviewScreen: TextScreen {
    guard case .definitionFiles(let preview) = material else { return TextScreen.welcome(note: start.note) }
    return TextScreen.importPreview(preview)
  }

  /// Figure 3.24, with the address of the file. Its answers are those of the walk: only the check's are changed there.
  var automaticCheckScreen: FormScreen {
    FormScreen.connectionCheck(
      answers: Self.forCheck(answers, engineer: automatic?.answers[.engineerEmail]), isAutomatic: true,
      administrator: automatic?.answers[.administratorEmail] ?? "")
  }

  /// The answer to figure 3.23.
  mutating func chosePersonalInformation(isDeleted: Bool) -> [Effect] {
    automatic?.answers[.deletePersonalInformation] = isDeleted ? "yes" : "no"
    return go(to: .automaticCheck)
  }

  /// Whoever leaves these screens gives the automatic registration up, and the agreement to it.
  mutating func leaveAutomatic(for id: ScreenID) {
    guard automatic != nil, ![.importPreview, .automaticCheck, .automaticConsent].contains(id) else { return }
    automatic = nil
    consent = nil
  }

  mutating func retryAutomatic() -> [Effect] {
    guard let automatic, let consent else { return go(to: .importFiles, remembering: false) }
    return automatic.isRegistered ? startCheck() : startRegistration(consent)
  }

  /// A part of an automatic registration is over: on to the connection check, or to the result. Nil for the end of
  /// something else.
  mutating func endAutomatic(_ action: Action, _ failure: ActionFailure?) -> [Effect]? {
    guard let automatic else { return nil }
    // Settings are stored with the registration, even if it does not get through: the walk goes on with them.
    if stored != automatic.stored {
      let check = automatic.check
      answers = stored
      for field in FormID.connectionCheck.fields { answers[field] = check[field] }
    }
    if case .registration = action, failure == nil {
      isRegistered = true
      self.automatic?.isRegistered = true
      return startCheck()
    }
    hasSucceeded = failure == nil
    let result: ActionResult =
      switch failure?.ofAutomaticRegistration {
      case nil: .done(ServiceError(.rmg0039))
      case .canceled(let isQueued): .canceled(isQueued: isQueued)
      case .failed(let error, _, _): .failed(error)
      }
    screen = TextScreen.automaticResult(result, remarks: remarks)
    return saved()
  }
}
