internal import FoundationEssentials
internal import Localization
internal import RemcsCore

/// What the flow wants done, and who does it: the core at once, or on a thread of its own if it takes long.
extension Console {
  func carryOut(_ effects: [Effect]) {
    for effect in effects {
      for event in answer(effect) { carryOut(flow.receive(event)) }
    }
  }

  private func answer(_ effect: Effect) -> [ActionEvent] {
    do throws(ServiceError) {
      switch effect {
      case .save(let draft): return save(draft)
      case .discardDraft: try service.discardDraft()
      case .setLanguage(let language):
        try service.setLanguage(language)
        return [.status(ViewContext.Status(try service.status())), .languageSet(language)]
      case .decide(let agreed, let language, let version, let sum):
        let consent = Consent(agreed: agreed, language: language, version: version, sha256: sum, time: Date())
        // An agreement is written down together with the registration that it allows.
        if !agreed { try service.record(consent) }
        return [.status(ViewContext.Status(try service.status())), .stored(try storedAnswers()), .decided(consent)]
      case .register(let answers, let consent):
        start { service, post, cancellation throws(ActionFailure) in
          try service.register(
            answers, consent: consent, observer: { post(ActionEvent($0)) }, cancellation: cancellation)
        }
      case .checkConnection(let answers):
        start { service, post, cancellation throws(ActionFailure) in
          try service.checkConnection(answers, observer: { post(ActionEvent($0)) }, cancellation: cancellation)
        }
      case .diagnose:
        start { service, post, cancellation throws(ActionFailure) in
          do throws(ServiceError) {
            _ = try service.diagnose(observer: { post(.diagnosis($0)) }, cancellation: cancellation)
          } catch { throw .failed(error, temporary: false) }
        }
      case .pause:
        start { service, post, cancellation throws(ActionFailure) in
          try service.pause(observer: { post(ActionEvent($0)) }, cancellation: cancellation)
        }
      case .resume:
        start { service, post, cancellation throws(ActionFailure) in
          try service.resume(observer: { post(ActionEvent($0)) }, cancellation: cancellation)
        }
      case .readHardware:
        start { service, post, cancellation throws(ActionFailure) in
          post(.hardware(try service.previewHardware(cancellation: cancellation)))
        }
      case .sendHardware(let configuration):
        start { service, post, cancellation throws(ActionFailure) in
          try service.sendHardware(
            configuration, observer: { post(ActionEvent($0)) }, cancellation: cancellation)
        }
      case .changeSchedule(let answers):
        start { service, post, cancellation throws(ActionFailure) in
          try service.changeSchedule(answers, observer: { post(ActionEvent($0)) }, cancellation: cancellation)
        }
      case .sendSchedule:
        start { service, post, cancellation throws(ActionFailure) in
          try service.sendSchedule(observer: { post(ActionEvent($0)) }, cancellation: cancellation)
        }
      case .changeEnvironment(let answers, let form):
        try service.changeEnvironment(answers, of: form)
        return try changed(.environment(form))
      case .changeConnectionType(let type):
        try service.changeConnectionType(type)
        return try changed(.connectionType(type))
      case .selectCenter(let name):
        let wasRegistered = try service.isRegistered()
        var answers = Answers()
        answers[.center] = name
        try service.set(answers)
        return try changed(.center(wasRegistered: wasRegistered))
      case .setDisplayName(let isUniqueName):
        try service.setDisplayName(isUniqueName: isUniqueName)
        return try changed(.displayName)
      case .showCertificate(let isRestoration):
        return [.certificates(try service.centerCertificate(), isRestoration: isRestoration)]
      case .readCertificate(let path, let center):
        let bytes = try CertificateFile.read(path)
        return [.certificateRead(try service.inspect(bytes, for: center), bytes)]
      case .replaceCertificate(let bytes, let center):
        _ = try service.replaceCenterCertificate(bytes, for: center)
        return try changed(.certificate(.rmg0219))
      case .restoreCertificate:
        _ = try service.restoreCenterCertificate()
        return try changed(.certificate(.rmg0222))
      case .readDefinitionFiles(let environment, let customer, let passphrase, let isAutomatic):
        let source = DefinitionSource(environment: environment, customer: customer)
        return read(source, passphrase, isAutomatic: isAutomatic)
      case .importSettings(let preview):
        let result = try service.importSettings(preview)
        return [
          .status(ViewContext.Status(try service.status())), .stored(try storedAnswers()), .imported(preview, result),
        ]
      case .readCenterList(let path):
        let bytes = try CertificateFile.read(path)
        return [.centerListRead(try service.inspectCenterList(bytes), bytes)]
      case .replaceCenterList(let bytes):
        let preview = try service.replaceCenterList(bytes)
        centers = preview.names
        return try changed(.centerList(preview))
      case .export(let directory, let passphrase, let overwriting):
        return try export(to: directory, passphrase, overwriting)
      case .collectLogs(let directory):
        start { service, post, cancellation throws(ActionFailure) in
          post(
            .logsCollected(
              try service.collectLogs(
                into: .directory(directory), readme: LogReadme.inEachLanguage, libraries: ConsoleLibrary.versions,
                cancellation: cancellation)))
        }
      case .showEventLog: return [.eventLog(try service.store.reportsToLookAt(EventLogScreen.most))]
      case .showSuppressions: return [.heldBack(try heldBack())]
      case .endSuppression(let unit):
        try service.endSuppression(of: unit)
        return [.suppressionEnded(unit, try heldBack())]
      case .decideReport(let decision, let number): return try decide(decision, number)
      case .showServerCertificate: return [.serverCertificate(try service.serverCertificate())]
      case .cancelAction: action?.cancellation.raise()
      case .deletePersonalInformation:
        try service.deletePersonalInformation()
        return [.stored(try storedAnswers()), .personalInformationDeleted]
      case .leave: isLeaving = true
      }
    } catch {
      return [.notice(error)]
    }
    return []
  }

  private func read(_ source: DefinitionSource, _ passphrase: String, isAutomatic: Bool) -> [ActionEvent] {
    do throws(ServiceError) {
      let secret = passphrase.isEmpty ? nil : try Passphrase(passphrase)
      guard isAutomatic else {
        return [.importPreview(try service.previewImport(from: source, passphrase: secret), registering: nil)]
      }
      let (answers, preview) = try service.registrationAnswers(from: source, passphrase: secret)
      return [.importPreview(preview, registering: answers)]
    } catch {
      return [.importRefused(error)]
    }
  }

  private func export(
    to directory: String, _ passphrase: String, _ overwriting: Bool
  ) throws(ServiceError) -> [ActionEvent] {
    do throws(ServiceError) {
      let secret = passphrase.isEmpty ? nil : try Passphrase(passphrase)
      return [.exported(try service.export(to: directory, overwriting: overwriting, passphrase: secret))]
    } catch {
      guard error.details.contains(where: { $0.fileRemark?.code == .exists }) else { throw error }
      return [.exportExists]
    }
  }

  /// Done or refused, the list shows how the reports stand now.
  private func decide(_ decision: QueueDecision, _ number: Int) throws(ServiceError) -> [ActionEvent] {
    var last = ActionEvent.reportDecided(decision, number)
    do throws(ServiceError) { try service.decide(decision, about: number) } catch { last = .notice(error) }
    let status = ViewContext.Status(try service.status())
    return [.status(status), .eventLogChanged(try service.store.reportsToLookAt(EventLogScreen.most)), last]
  }

  /// A small change, with what is stored and shown now.
  private func changed(_ change: Change) throws(ServiceError) -> [ActionEvent] {
    [.status(ViewContext.Status(try service.status())), .stored(try storedAnswers()), .changed(change)]
  }

  private func heldBack() throws(ServiceError) -> HeldBack {
    HeldBack(units: try service.suppressions(), minutes: Int(try service.suppressionTime() / 60))
  }

  /// What the forms of the menus begin with.
  func storedAnswers() throws(ServiceError) -> Answers { try service.startingAnswers(centers: centers) }

  /// Saving goes on to be tried, but a full disk is told only once.
  private func save(_ draft: Draft) -> [ActionEvent] {
    do {
      try service.save(draft)
      return []
    } catch {
      defer { toldSaveFailure = true }
      return toldSaveFailure ? [] : [.notice(error)]
    }
  }

  private func start(_ work: @escaping ActionThread.Work) {
    action = ActionThread(service: service, mailbox: mailbox, work: work)
    if action == nil { mailbox.post(.failed(.failed(ServiceError(.rmg2001), temporary: true))) }
  }

  /// Ends the running action, if there is one; it answers within 0.2 s.
  func stopAction() {
    action?.cancellation.raise()
    action?.join()
    action = nil
  }
}

extension ActionEvent {
  /// Whether the running action is over.
  var isEnd: Bool {
    switch self {
    case .finished, .failed: true
    default: false
    }
  }
}

extension ViewContext.Status {
  /// What a status line shows of the service.
  init(_ status: ServiceStatus) {
    self.init(
      device: status.displayName, state: status.state, connectionType: status.connectionType, waiting: status.waiting,
      alarm: status.failed > 0
        ? .failed(status.failed) : (status.damage ?? status.trouble?.error).map { .trouble($0) })
    canRestoreCertificate = status.canRestoreCertificate
  }
}
