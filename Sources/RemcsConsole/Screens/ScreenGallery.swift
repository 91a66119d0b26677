internal import FoundationEssentials
internal import Glibc
internal import Localization
public import RemcsCore

/// Every screen filled with sample data, for `remcs screens`, the docs and the golden frames.
public enum ScreenGallery {
  /// A picture: a screen, or one of its states.
  public struct Picture: Sendable {
    /// Its name, such as `customer` or `customer-error`.
    public let name: String
    /// The figures or tables of the manual that it is, such as `3.20, 4.13`; empty for what the manual does not show.
    public let figure: String
    /// The same one by one.
    public var figures: [String] { figure.split(separator: ", ").map(String.init) }
    /// What it looks like.
    public let frame: @Sendable (ViewContext) -> Frame
  }

  /// All screens, in the order of the manual.
  public static let screens: [Picture] = [
    picture(.language, "3.4, 3.5, 3.6, 3.7, 5.5") { LanguageScreen(selected: .ja) },
    picture(.welcome, "3.10") { TextScreen.welcome() },
    picture(.center, "3.11, 5.4") { FormScreen.center(answers: sample, centers: ["OSC", "OSC-TEST"]) },
    picture(.initialSettings, "3.12, 4.6") { FormScreen.initialSettings(answers: sample) },
    picture(.internetEnvironment, "3.13, 4.2") { FormScreen.internetEnvironment(answers: sample) },
    picture(.pointToPointEnvironment, "3.14, 4.3") { FormScreen.pointToPointEnvironment(answers: sample) },
    picture(.schedule, "3.15, 4.4") { FormScreen.schedule(answers: sample, deviceID: deviceID) },
    picture(.customer, "3.16") { FormScreen.customer(answers: sample) },
    picture(.review, "3.17") { TextScreen.review(answers: sample) },
    picture(.consent, "3.18") { TextScreen.consent() },
    picture(.registering, "6.29") { progress(.registering, ActionProgress(.stage(.content), percent: 62)) },
    picture(.registrationResult, "3.19") { TextScreen.registrationResult(.done(ServiceError(.rmg0086))) },
    picture(.connectionCheck, "3.20, 4.13, 4.14") { FormScreen.connectionCheck(answers: sample) },
    picture(.checking, "6.29") { progress(.checking, ActionProgress(.stage(.authentication), percent: 30)) },
    picture(.connectionCheckResult, "3.21, 4.15") { TextScreen.connectionCheckResult(.done(ServiceError(.rmg0058))) },
    picture(.importFiles, "3.22") { FormScreen.importFiles(answers: sample) },
    picture(.importPreview, "") { TextScreen.importPreview(SampleImport.preview) },
    picture(.importRefused, "") { TextScreen.importRefused(SampleImport.refusal) },
    Picture(name: "import-personal-information", figure: "3.23") { context in
      var frame = TextScreen.importPreview(SampleImport.preview).view(context)
      let question = PopUp(
        .personalInformation, .own(.personalInformation), [.deleteInformation, .keepInformation, .cancel], focus: 1)
      question.put(into: &frame, rows: Page.bodyRows(context.size), words: Words(context.language))
      return frame
    },
    picture(.automaticCheck, "3.24") { FormScreen.connectionCheck(answers: sample, isAutomatic: true) },
    picture(.automaticConsent, "3.25") { TextScreen.consent(isAutomatic: true) },
    picture(.automaticResult, "3.26") { TextScreen.automaticResult(.done(ServiceError(.rmg0039))) },
    picture(.diagnosis, "") { diagnosis(nil) },
    picture(.menu, "4.1") { MenuScreen() },
    picture(.export, "4.5") { FormScreen.export(answers: sample) },
    picture(.certificate, "4.7, 4.8, 4.9") { CertificateScreen(centerCertificates) },
    picture(.certificateReplacement, "3.27, 4.10") { FormScreen.certificateReplacement(answers: sample) },
    picture(.certificateConfirmation, "3.28, 4.11") { TextScreen.certificateConfirmation(inspectedCertificate) },
    picture(.certificateRestoration, "4.12") {
      TextScreen.certificateRestoration(centerCertificates.previous ?? centerCertificates.inUse)
    },
    picture(.pause, "4.16") { TextScreen.pause() },
    picture(.resume, "4.17") { TextScreen.resume() },
    picture(.hardwareReading, "") { ProgressScreen(.hardwareReading) },
    picture(.logCollecting, "") { ProgressScreen(.logCollecting) },
    picture(.hardware, "4.18") { TextScreen.hardware(SampleHardware.configuration) },
    picture(.sending, "6.29") { progress(.sending, ActionProgress(.stage(.content), percent: 62)) },
    picture(.actionFailed, "") { TextScreen.failure(.actionFailed, failedPause) },
    picture(.eventLog, "") { EventLogScreen(reports) },
    picture(.suppression, "") { SuppressionScreen(heldBack) },
    picture(.report, "") { TextScreen.report(reports[1]) },
    picture(.logCollection, "") { FormScreen.logCollection(answers: sample) },
    picture(.ceMenu, "3.3, 3.8, 3.9, 5.1, 5.7") { MenuScreen(.ce) },
    picture(.internetDetail, "5.2") { FormScreen.environmentDetail(.internet, answers: sample) },
    picture(.pointToPointDetail, "5.3") { FormScreen.environmentDetail(.vpn, answers: sample) },
    picture(.displayName, "5.6") {
      TextScreen.displayName(id: deviceID, uniqueName: sample[.uniqueName])
    },
    picture(.centerListReplacement, "") { FormScreen.centerListReplacement(answers: sample) },
    picture(.centerListConfirmation, "") { TextScreen.centerListConfirmation(centerList) },
    picture(.serverCertificate, "5.8") { TextScreen.serverCertificate(certificate) },
    picture(.consoleInUse, "8.1") { TextScreen.consoleInUse(by: occupant) },
    picture(.help, "") { TextScreen.help(about: HelpPlace(.customer, field: .corporateName)) },
  ]

  /// The context that pictures are made for: the states that the manual's figures show.
  public static func context(_ name: String, language: Language, size: Frame.Size = .standard) -> ViewContext {
    let isActive = name.hasPrefix("menu") || name == ScreenID.connectionCheckResult.rawValue
    var context = ViewContext(
      size: size, language: language,
      status: .init(
        device: deviceID, state: isActive ? .active : .unused, connectionType: .internet))
    context.now = morning
    return context
  }

  private static let deviceID = "00-AAAAA-AAAA-AC-00001"

  /// The answers of the samples.
  static let sample: Answers = {
    var answers = Answers()
    for form in FormID.allCases { answers.merge(form.initialAnswers(weekday: .wednesday)) }
    let values: [FieldID: String] = [
      .center: "OSC", .connectionType: "internet",
      .smtpServer: "mail.example.co.jp", .smtpPort: "587", .encryption: "starttls",
      .senderEmail: "mmb@example.co.jp", .authenticationType: "auth", .authenticationMechanism: "auto",
      .userID: "mmb", .password: "secret-password",
      .corporateName: "試験株式会社", .corporateNameKana: "シケンカブシキガイシャ", .department: "情報システム部",
      .address: "神奈川県川崎市中原区一丁目２番３号", .building: "試験ビル", .administratorName: "山田　太郎",
      .administratorNameKana: "ヤマダ　タロウ", .administratorEmail: "yamada@example.co.jp",
      .postalCode: "211-0000", .telephone: "044-000-0000", .uniqueName: "rack7-node3", .country: "JP",
      .engineerEmail: "engineer@example.com",
    ]
    for (field, value) in values { answers[field] = value }
    return answers
  }()

  private static func picture(
    _ id: ScreenID, _ figure: String, _ make: @escaping @Sendable () -> any Screen
  ) -> Picture {
    Picture(name: id.rawValue, figure: figure) { make().view($0) }
  }

  /// A pause that the mail server did not take.
  private static let failedPause: ServiceError = {
    let failure = TransportFailure(
      .notRunning, at: .connection, TransportRemark(.nobodyListens, "192.0.2.25:587", "Connection refused"))
    return ServiceError(.rmg0041, ["RMG_2006"], cause: failure.serviceError)
  }()

  /// Ten o'clock on the clock of this machine, so that pictures are the same in every zone.
  private static let morning: Date = {
    var parts = tm(
      tm_sec: 0, tm_min: 0, tm_hour: 10, tm_mday: 24, tm_mon: 10, tm_year: 126, tm_wday: 0, tm_yday: 0,
      tm_isdst: -1, tm_gmtoff: 0, tm_zone: nil)
    return Date(timeIntervalSince1970: Double(mktime(&parts)))
  }()

  /// A unit and a partition that were reported.
  static let heldBack = HeldBack(
    units: [
      Suppression(
        unit: "DIMM-0A1", partition: nil, level: .warning, since: morning, until: morning + 86400, report: 7, held: 12,
        lastHeld: morning + 3600),
      Suppression(
        unit: "CPU-1", partition: "P0", level: .error, since: morning + 600, until: nil, report: 9, held: 0,
        lastHeld: nil),
    ], minutes: 1440)

  /// Somebody at another terminal.
  private static let occupant: ConsoleSession.Occupant = {
    var occupant = ConsoleSession.Occupant(user: "yamada", terminal: "/dev/ttyS0", since: morning)
    occupant.screen = ScreenID.customer.rawValue
    return occupant
  }()

  /// Reports of an event log, oldest first.
  static let reports: [Report] = [
    report(1, .registration, .relayed, tries: 1), report(2, .connectionCheck, .relayed, tries: 2),
    report(3, .pause, .canceled, tries: 6, error: .rmg2003), report(4, .agentInformation, .waiting),
  ]

  private static func report(
    _ sequence: Int, _ kind: ReportKind, _ state: ReportState, tries: Int = 0, error: MessageCode? = nil
  ) -> Report {
    let id = "6a3f1c52-7b1e-4c8e-9a34-0d5f2f8e7c\(10 + sequence)"
    let manifest =
      #"{"created":"2026-11-24T10:00:00+09:00","id":"\#(id)","kind":"\#(kind.rawValue)","sequence":\#(sequence)}"#
    return Report(
      id: id, sequence: sequence, kind: kind, created: morning,
      manifest: Array(manifest.utf8), state: state, tries: tries, lastError: error)
  }

  /// A staged check at its end.
  static func diagnosis(_ failure: TransportFailure?, leadsToCheck: Bool = false) -> DiagnosisScreen {
    var screen = DiagnosisScreen(leadsToCheck: leadsToCheck)
    screen.show(SampleDiagnosis.make(failure))
    screen.end()
    return screen
  }

  /// A mail server's certificate, made for pictures: nobody has its key any more.
  static let certificate = KeptCertificate(
    shown: ShownCertificate(
      pem: SampleCertificate.pem, host: "mail.example.co.jp",
      refusal: TransportRemark(
        .issuerUnknown, "C = JP, O = Example, CN = mail.example.co.jp", "C = JP, O = Example, CN = Example Authority")),
    time: "2026-11-24T10:00:00+09:00")

  /// The certificates of a center after a replacement, and a file that holds another.
  static let centerCertificates = CenterCertificates(
    center: "OSC", inUse: CenterCertificate(pem: SampleCertificate.center, replaced: "2026-11-24T10:00:00+09:00"),
    previous: CenterCertificate(pem: SampleCertificate.formerCenter))
  static let inspectedCertificate = InspectedCertificate(
    center: "OSC", pem: SampleCertificate.center, warnings: [CertificateFinding(.expiresSoon, "12")])

  /// A center list that changes the certificate of the center in use, brings a center and takes one away.
  static let centerList = CenterListPreview(
    rows: [
      .init(
        name: "OSC", before: .init(mailAddress: "osc@center.example", thumbprint: thumbprint("CA8DF7B0DF5DC386")),
        after: .init(mailAddress: "osc@center.example", thumbprint: thumbprint("79F5E1321B70B40C"))),
      .init(
        name: "LGWAN", before: nil,
        after: .init(mailAddress: "lgwan@center.example", thumbprint: thumbprint("46672958B4BB4C30"))),
      .init(
        name: "OSC-TEST", before: .init(mailAddress: "test@center.example", thumbprint: thumbprint("EDD5733DE84238EA")),
        after: nil),
    ], selected: "OSC", needsCheck: true)

  private static func thumbprint(_ digits: String) -> String { String(repeating: digits, count: 4) }

  private static func progress(_ id: ScreenID, _ progress: ActionProgress) -> ProgressScreen {
    var screen = ProgressScreen(id)
    screen.show(progress)
    return screen
  }
}
