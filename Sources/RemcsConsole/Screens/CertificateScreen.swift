internal import Localization
internal import RemcsCore

/// Figures 4.7 to 4.9: the certificate of the center that is in use, and after a replacement the one before as well.
struct CertificateScreen: Screen {
  var id: ScreenID { .certificate }
  /// What it shows.
  let certificates: CenterCertificates
  /// Whether it is the previous one that shows.
  private(set) var showsPrevious = false
  private var page: TextScreen

  init(_ certificates: CenterCertificates) {
    self.certificates = certificates
    page = Self.page(certificates, previous: false, focus: nil)
  }

  var place: String { "certificate.\(showsPrevious)" }

  mutating func fit(_ context: ViewContext) { page.fit(context) }

  mutating func update(_ command: Command) -> Intent {
    if command == .back { return .back }
    guard [.activate, .open].contains(command), page.focused != .finish else {
      let intent = page.update(command)
      return intent == .next ? .back : intent
    }
    showsPrevious.toggle()
    page = Self.page(certificates, previous: showsPrevious, focus: 0)
    return .stay
  }

  func view(_ context: ViewContext) -> Frame { page.view(context) }

  /// The manual has a choice and a button [表示]; here one button shows the other certificate.
  private static func page(_ certificates: CenterCertificates, previous: Bool, focus: Int?) -> TextScreen {
    var buttons: [Button] = [.finish]
    if certificates.previous != nil { buttons.insert(previous ? .certificateInUse : .previousCertificate, at: 0) }
    let shown = (previous ? certificates.previous : nil) ?? certificates.inUse
    return TextScreen(
      .certificate, buttons: buttons, focus: focus ?? buttons.count - 1, primary: .finish
    ) { words, columns in
      CertificateText.lines(of: shown, isPrevious: previous, in: words.language)
        .flatMap { BodyRow.paragraph($0, columns: columns) }
    }
  }
}

extension TextScreen {
  /// Figures 3.28 and 4.11: the certificate that was read, before it is taken. Next wants the question of RMG_0216,
  /// Cancel and Back go back.
  static func certificateConfirmation(_ inspected: InspectedCertificate) -> TextScreen {
    certificate(.certificateConfirmation) { words in
      // What is weak comes first: nobody should have to scroll for it.
      [words(.certificateConfirmationIntro, inspected.center.harmless(maximum: 60))]
        + CertificateText.warnings(about: inspected, in: words.language) + [""]
        + CertificateText.lines(of: CenterCertificate(pem: inspected.pem), in: words.language).dropFirst()
    }
  }

  /// Figure 4.12: the previous certificate, before it is restored. Next wants the question of RMG_0216, Cancel and Back
  /// go back.
  static func certificateRestoration(_ previous: CenterCertificate) -> TextScreen {
    certificate(.certificateRestoration) { words in
      [words(.certificateRestorationIntro), "", words(.certificateHeading, words(.certificateRestored))]
        + CertificateText.lines(of: previous, isPrevious: true, in: words.language).dropFirst()
    }
  }

  private static func certificate(
    _ id: ScreenID, lines: @escaping @Sendable (Words) -> [String]
  ) -> TextScreen {
    var screen = TextScreen(
      id, buttons: [.next, .cancel], primary: .next
    ) { words, columns in
      lines(words).flatMap { BodyRow.paragraph($0, columns: columns) }
    }
    screen.cancelIntent = .back
    return screen
  }
}

extension FormScreen {
  /// Figures 3.27 and 4.10: the file with the new certificate.
  static func certificateReplacement(answers: Answers) -> FormScreen {
    FormScreen(
      id: .certificateReplacement, step: nil, primary: .next,
      form: Form(
        .certificateReplacement, design: FormDesign(intro: [.screenCertificateReplacementIntro]), answers: answers,
        buttons: [.next, .cancel]))
  }

  /// Figure 4.5: where the two definition files go, and what hides the password in them.
  static func export(answers: Answers) -> FormScreen {
    FormScreen(
      id: .export, step: nil, primary: .next,
      form: Form(
        .export, design: FormDesign(intro: [.exportIntro]), answers: answers, buttons: [.next, .cancel]))
  }
}
