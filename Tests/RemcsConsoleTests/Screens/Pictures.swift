@testable import RemcsConsole
import RemcsCore

/// The states of screens that have a golden frame besides the plain screens of the gallery.
enum Pictures {
  static let states: [ScreenGallery.Picture] = [
    picture("customer-error") {
      typing("ＡＢＣ😀Ｄ", into: .corporateName).view($0)
    },
    picture("customer-repair") {
      typing("ABC ﾃｽﾄ", into: .corporateName).view($0)
    },
    picture("customer-suggestion") {
      typing("髙橋商事", into: .corporateName).view($0)
    },
    picture("customer-suggestion-taken") {
      var screen = typing("髙橋商事", into: .corporateName)
      _ = screen.update(.takeSuggestion)
      return screen.view($0)
    },
    picture("customer-second-page") {
      FormScreen.customer(answers: ScreenGallery.sample, focus: .engineerEmail).view($0)
    },
    picture("customer-empty") {
      var answers = Answers()
      answers.merge(FormID.customer.initialAnswers(weekday: .monday))
      var screen = FormScreen.customer(answers: answers)
      _ = screen.update(.next)
      return screen.view($0)
    },
    picture("internet-environment-choice-open") {
      var screen = FormScreen.internetEnvironment(answers: ScreenGallery.sample, focus: .authenticationType)
      _ = screen.update(.open)
      _ = screen.update(.up)
      return screen.view($0)
    },
    picture("internet-environment-inactive") {
      var answers = ScreenGallery.sample
      answers[.authenticationType] = "none"
      answers[.splitMethod] = "none"
      return FormScreen.internetEnvironment(answers: answers).view($0)
    },
    picture("connection-check-brief") {
      var answers = ScreenGallery.sample
      answers.remove(.administratorEmail)
      answers[.notifyEngineer] = "brief"
      answers[.notifyEngineerEmail] = "ce@example.com"
      return FormScreen.connectionCheck(answers: answers, focus: .notifyEngineerEmail).view($0)
    },
    picture("leave-pop-up") {
      var flow = flow($0)
      _ = flow.update(.leave)
      return flow.view()
    },
    picture("resume-pop-up") {
      flow($0, draft: Draft(screen: "customer", answers: ScreenGallery.sample, field: .address)).view()
    },
    picture("registering-retry") {
      var screen = ProgressScreen(.registering)
      let failure = TransportFailure(
        .notRunning, at: .connection, TransportRemark(.nobodyListens, "192.0.2.25:25", "Connection refused"))
      screen.show(ActionProgress(.stage(.connection), percent: 14))
      screen.show(
        ActionProgress(
          .retrying(attempt: 2, of: 5, seconds: 27, failure: failure.serviceError ?? ServiceError(.rmg2006)), percent: 0
        ))
      return screen.view($0)
    },
    picture("registration-failed") {
      let failure = TransportFailure(
        .authentication, at: .authentication, reply: 535, text: "535 5.7.8 Authentication credentials invalid")
      return TextScreen.registrationResult(
        .failed(ServiceError(.rmg0085, ["RMG_2011"], cause: failure.serviceError))
      ).view($0)
    },
    picture("diagnosis-running") {
      var screen = DiagnosisScreen(leadsToCheck: true)
      screen.show(SampleDiagnosis.running)
      return screen.view($0)
    },
    picture("diagnosis-failed") {
      ScreenGallery.diagnosis(
        TransportFailure(
          .authentication, at: .authentication, reply: 535, text: "535 5.7.8 Authentication credentials invalid"),
        leadsToCheck: true
      ).view($0)
    },
    picture("diagnosis-silent") {
      ScreenGallery.diagnosis(
        TransportFailure(.timeOut, at: .connection, TransportRemark(.silence, "60")), leadsToCheck: true
      ).view($0)
    },
    picture("diagnosis-details") {
      var screen = ScreenGallery.diagnosis(nil)
      _ = screen.update(.left)
      _ = screen.update(.activate)
      screen.fit($0)
      return screen.view($0)
    },
    picture("internet-environment-mail-split") {
      var answers = ScreenGallery.sample
      answers[.splitMethod] = "mail"
      answers[.splitSize] = "64"
      return FormScreen.internetEnvironment(answers: answers, focus: .splitMethod).view($0)
    },
    picture("report-failed") { TextScreen.report(failedReport).view($0) },
    picture("report-retry-pop-up") {
      var flow = eventLog($0)
      for command in [Command.activate, .left, .left, .activate] { _ = flow.update(command) }
      return flow.view()
    },
    picture("report-cancel-pop-up") {
      var flow = eventLog($0)
      for command in [Command.activate, .left, .activate] { _ = flow.update(command) }
      return flow.view()
    },
    picture("menu-logs-collected") {
      var flow = registered($0)
      _ = flow.startAction(.collectLogs)
      _ = flow.receive(
        .logsCollected(
          LogArchive(
            path: "/media/usb/remcs-logs-00-AAAAA-AAAA-AC-00001-2026-11-24T100000.tar.gz", size: 48213)))
      _ = flow.receive(.finished)
      return flow.view()
    },
    picture("menu-trouble") {
      var context = $0
      context.status.alarm = .trouble(ServiceError(.rmg2006))
      return registered(context).view()
    },
    picture("menu-trouble-help") {
      var context = $0
      context.status.alarm = .trouble(
        TransportFailure(.authentication, at: .authentication, reply: 535, text: "535 5.7.8 no").serviceError
          ?? ServiceError(.rmg2011))
      var flow = registered(context)
      _ = flow.update(.help)
      return flow.view()
    },
    picture("menu-time-zone-pop-up") {
      var flow = registered($0)
      _ = flow.receive(
        .timeZoneChanged(TimeZoneChange(told: "Asia/Tokyo", now: "America/Argentina/Buenos_Aires", isQueued: false)))
      return flow.view()
    },
    picture("certificate-unchanged") {
      CertificateScreen(CenterCertificates(center: "OSC", inUse: ScreenGallery.centerCertificates.inUse)).view($0)
    },
    picture("certificate-previous") {
      var screen = CertificateScreen(ScreenGallery.centerCertificates)
      _ = screen.update(.left)
      _ = screen.update(.activate)
      return screen.view($0)
    },
    picture("help-menu") {
      var context = $0
      context.status.state = .paused
      var menu = MenuScreen()
      for command in [Command.right, .down, .down] { _ = menu.update(command) }
      return TextScreen.help(about: HelpPlace(on: menu, .init(device: "", state: .paused, connectionType: nil))).view(
        context)
    },
    picture("help-point-to-point") {
      let form = FormScreen.pointToPointEnvironment(answers: ScreenGallery.sample)
      return TextScreen.help(about: HelpPlace(on: form, .init(device: "", state: .unused, connectionType: nil))).view(
        $0)
    },
    picture("center-list-lost") {
      let list = ScreenGallery.centerList
      return TextScreen.centerListConfirmation(
        CenterListPreview(rows: list.rows, selected: "OSC-TEST", needsCheck: false)
      ).view($0)
    },
    picture("small-values") {
      var context = $0
      context.status = .init(
        device: "00-PRIMEQUEST3000SERIES-MCX0ABCDEFGHIJKLMN-AC-00000000000000000001", state: .maintenancePaused,
        connectionType: .internet, waiting: 12)
      var answers = Answers()
      answers[.country] = "J"
      return FormScreen.customer(answers: answers, focus: .country).view(context)
    },
  ]

  private static func picture(_ name: String, _ frame: @escaping @Sendable (ViewContext) -> Frame)
    -> ScreenGallery.Picture
  {
    .init(name: name, figure: "", frame: frame)
  }

  /// The customer screen after a text was typed into a field that was empty, and the field was left.
  private static func typing(_ text: String, into field: FieldID) -> FormScreen {
    var answers = ScreenGallery.sample
    answers[field] = ""
    var screen = FormScreen.customer(answers: answers, focus: field)
    for scalar in text.unicodeScalars { _ = screen.update(scalar == " " ? .open : .insert(scalar)) }
    _ = screen.update(.activate)
    return screen
  }

  /// A report that the mail server refused for good.
  private static let failedReport = Report(
    id: "6a3f1c52-7b1e-4c8e-9a34-0d5f2f8e7c15", sequence: 5, kind: .fault, created: ScreenGallery.reports[0].created,
    manifest: Array(#"{"kind":"fault","sequence":5}"#.utf8), state: .failed, tries: 1, lastError: .rmg2011)

  /// The event log, whose newest report failed.
  private static func eventLog(_ context: ViewContext) -> WizardFlow {
    var flow = flow(context)
    _ = flow.receive(.eventLog(ScreenGallery.reports + [failedReport]))
    return flow
  }

  private static func registered(_ context: ViewContext) -> WizardFlow {
    WizardFlow(
      WizardStart(
        language: context.language, isLanguageChosen: true, suggestedLanguage: .ja, status: context.status,
        isRegistered: true, answers: ScreenGallery.sample, centers: ["OSC"], size: context.size))
  }

  private static func flow(_ context: ViewContext, draft: Draft? = nil) -> WizardFlow {
    WizardFlow(
      WizardStart(
        language: context.language, isLanguageChosen: true, suggestedLanguage: .ja, status: context.status,
        answers: ScreenGallery.sample, centers: ["OSC"], draft: draft, size: context.size))
  }
}
