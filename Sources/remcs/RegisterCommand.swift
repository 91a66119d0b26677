internal import ArgumentParser
internal import FoundationEssentials
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// `remcs register`: what the wizard does, without a screen (manual 3.3).
struct RegisterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register",
    abstract: abstract(.commandRegisterAbstract),
    discussion: abstract(.commandRegisterDiscussion))

  @OptionGroup var options: ServiceOptions
  @OptionGroup var files: DefinitionFileOptions
  @Option(help: help(.commandRegisterPasswordFile), completion: .file())
  var passwordFile: String?
  @Flag(help: help(.commandRegisterAgreeHelp)) var agree = false
  @Flag(help: help(.commandRegisterShowAgreement)) var showAgreement = false
  @Flag(help: help(.commandRegisterDeletePersonalInformation))
  var deletePersonalInformation = false
  @OptionGroup var notification: NotificationOptions

  func run() throws {
    if showAgreement {
      print(ConsentText.text(in: options.language))
      return
    }
    try options.run { service, language in
      guard agree else {
        CommandOutput.printError(text(.commandRegisterAgree, in: language))
        throw ExitCode(64)
      }
      var supplied = Answers()
      if let passwordFile { supplied[.password] = try NamedFile.firstLine(passwordFile) }
      var answers: Answers
      if let source = files.source {
        let result = try service.registrationAnswers(
          from: source, passphrase: try files.passphrase(), supplied: supplied)
        files.tell(result.preview, language)
        answers = result.answers
        CommandOutput.printError(ServiceError(.rmg0038).sentence(in: language))
      } else {
        answers = try service.startingAnswers(centers: try service.centers().map(\.name))
        answers.merge(supplied)
      }
      if deletePersonalInformation { answers[.deletePersonalInformation] = "yes" }
      // The address is needed for the check, which comes after personal information may be gone.
      let administrator = answers[.administratorEmail]
      let consent = ConsentText.agreement(in: language, at: Date())
      let isUpdate = try service.isRegistered()
      let progress = ProgressPrinter(language)
      let cancellation = Interruption.cancellation()
      var check = notification.answers(engineer: answers[.engineerEmail])
      if !check.contains(.administratorEmail) { check[.administratorEmail] = administrator }
      do throws(ActionFailure) {
        try service.register(answers, consent: consent, observer: progress.show, cancellation: cancellation)
        progress.finish(isUpdate ? .rmg0089 : .rmg0086)
        try service.checkConnection(check, observer: progress.show, cancellation: cancellation)
        progress.finish(.rmg0058)
      } catch {
        throw files.source == nil ? error : error.ofAutomaticRegistration
      }
      if files.source != nil { progress.finish(.rmg0039) }
    }
  }
}

/// Whom the center tells the result of a connection check (figure 3.20).
struct NotificationOptions: ParsableArguments {
  @Option(help: help(.commandNotifyAdministrator)) var notifyAdministrator: YesNo = .yes
  @Option(help: help(.commandNotifyAdministratorAddress))
  var administrator: String?
  @Option(help: help(.commandNotifyEngineer)) var notifyEngineer: String?
  @Flag(help: help(.commandNotifyBrief)) var brief = false

  func validate() throws {
    if brief, notifyEngineer == nil { throw ValidationError(text(.commandNotifyBriefAlone, in: .ofHelp())) }
  }

  /// As the form of figure 3.20.
  func answers(engineer: String) -> Answers {
    var answers = Answers()
    answers[.notifyAdministrator] = notifyAdministrator.rawValue
    if let administrator { answers[.administratorEmail] = administrator }
    let form: EngineerNotification = notifyEngineer == nil ? .none : brief ? .brief : .normal
    answers[.notifyEngineer] = form.rawValue
    answers[.notifyEngineerEmail] = notifyEngineer ?? ""
    return answers
  }
}

/// Yes or no, as the manual's commands spell it.
enum YesNo: String, ExpressibleByArgument {
  case yes, no
}
