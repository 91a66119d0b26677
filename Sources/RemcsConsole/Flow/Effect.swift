public import RemcsCore

/// What the flow wants done; whoever runs it answers with ``ActionEvent``s.
public enum Effect: Sendable, Equatable {
  /// Keep the walk.
  case save(Draft)
  /// Forget the walk.
  case discardDraft
  /// Set the language; answered by ``ActionEvent/languageSet(_:)`` or ``ActionEvent/notice(_:)``.
  case setLanguage(Language)
  /// Write down a decision about the consent text, with the time; answered by ``ActionEvent/decided(_:)``.
  case decide(agreed: Bool, language: Language, version: String, sha256: String)
  /// Begin to register; answered by progress and an end.
  case register(Answers, Consent)
  /// Begin the connection check; answered by progress and an end.
  case checkConnection(Answers)
  /// Begin the staged check; answered by ``ActionEvent/diagnosis(_:)`` and an end.
  case diagnose
  /// Look up the mail server's certificate; answered by ``ActionEvent/serverCertificate(_:)`` or a notice.
  case showServerCertificate
  /// Stop what is running.
  case cancelAction
  /// Delete the personal information; answered by ``ActionEvent/personalInformationDeleted`` or a notice.
  case deletePersonalInformation
  /// Leave the program.
  case leave
}

/// What the flow is told.
public enum ActionEvent: Sendable, Equatable {
  /// The running action tells how far it is.
  case progress(ActionProgress)
  /// The running staged check has come so far.
  case diagnosis(Diagnosis)
  /// The certificate that was looked up.
  case serverCertificate(KeptCertificate)
  /// The running action did what it should.
  case finished
  /// The running action ended otherwise.
  case failed(ActionFailure)
  /// The status line shows this from now on.
  case status(ViewContext.Status)
  /// The language was set.
  case languageSet(Language)
  /// The decision was written down.
  case decided(Consent)
  /// The personal information is gone.
  case personalInformationDeleted
  /// Something small failed, for example saving the draft; a pop-up says so.
  case notice(ServiceError)
}
