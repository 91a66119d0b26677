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
  /// Tell the center that the device stops talking to it, or talks to it again; answered by progress and an end.
  case pause, resume
  /// Read the hardware; answered by ``ActionEvent/hardware(_:)`` and an end.
  case readHardware
  /// Tell the center about the hardware as it was shown; answered by progress and an end.
  case sendHardware(HardwareConfiguration)
  /// Change the schedule and tell the center; answered by progress and an end.
  case changeSchedule(Answers)
  /// Tell the center the schedule as it is stored; answered by progress and an end.
  case sendSchedule
  /// Change the connection information; answered by ``ActionEvent/changed(_:)`` or a notice.
  case changeEnvironment(Answers, FormID)
  /// Change the connection type; answered likewise.
  case changeConnectionType(ConnectionType)
  /// Select a center; answered likewise.
  case selectCenter(String)
  /// Choose what screens call the device; answered likewise.
  case setDisplayName(isUniqueName: Bool)
  /// Look up the certificate of the center; answered by ``ActionEvent/certificates(_:isRestoration:)`` or a notice.
  case showCertificate(isRestoration: Bool)
  /// Read a certificate file; answered by ``ActionEvent/certificateRead(_:_:)`` or a notice.
  case readCertificate(path: String, center: String)
  /// Put what was read in place; answered by ``ActionEvent/changed(_:)`` or a notice.
  case replaceCertificate([UInt8], center: String)
  /// Put the previous one back; answered likewise.
  case restoreCertificate
  /// Read definition files; answered by ``ActionEvent/importPreview(_:registering:)`` or
  /// ``ActionEvent/importRefused(_:)``.
  case readDefinitionFiles(environment: String, customer: String, passphrase: String, isAutomatic: Bool)
  /// Store what a preview showed; answered by ``ActionEvent/imported(_:)`` or a notice.
  case importSettings(ImportPreview)
  /// Read a center list; answered by ``ActionEvent/centerListRead(_:_:)`` or a notice.
  case readCenterList(path: String)
  /// Put what was read in place; answered by ``ActionEvent/changed(_:)`` or a notice.
  case replaceCenterList([UInt8])
  /// Write the definition files; answered by ``ActionEvent/exported(_:)``, a notice, or that files are there already.
  case export(directory: String, passphrase: String, overwriting: Bool)
  /// Collect the logs, as an action that can be stopped; tells ``ActionEvent/logsCollected(_:)`` before its end.
  case collectLogs(directory: String)
  /// Look up the newest reports; answered by ``ActionEvent/eventLog(_:)`` or a notice.
  case showEventLog
  /// Look up what is held back; answered by ``ActionEvent/heldBack(_:)`` or a notice.
  case showSuppressions
  /// End the suppression of a unit; answered by ``ActionEvent/suppressionEnded(_:_:)`` or a notice.
  case endSuppression(Suppression)
  /// Decide about a report; answered by ``ActionEvent/eventLogChanged(_:)``, then ``ActionEvent/reportDecided(_:_:)`` or
  /// a notice.
  case decideReport(QueueDecision, Int)
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
  /// The running action found something that may fail later, to be told with its result.
  case remark(TransportRemark)
  /// The running staged check has come so far.
  case diagnosis(Diagnosis)
  /// What the forms of the menus begin with from now on: what is stored, and initial values where nothing is.
  case stored(Answers)
  /// The system's time zone is another one than the center was told; comes when a menu shows.
  case timeZoneChanged(TimeZoneChange)
  /// A small change was made.
  case changed(Change)
  /// The certificates of the center, to be shown, or to have the previous one restored.
  case certificates(CenterCertificates, isRestoration: Bool)
  /// What a certificate file holds, and its bytes.
  case certificateRead(InspectedCertificate, [UInt8])
  /// What definition files would change, and with them everything that an automatic registration would register.
  case importPreview(ImportPreview, registering: Answers?)
  /// They cannot be taken over.
  case importRefused(ServiceError)
  /// They were taken over.
  case imported(ImportPreview, ImportResult)
  /// What a center list would change, and its bytes.
  case centerListRead(CenterListPreview, [UInt8])
  /// The definition files were written.
  case exported(ExportResult)
  /// They are there already, and were not touched.
  case exportExists
  /// The logs were collected.
  case logsCollected(LogArchive)
  /// The reports that were looked up, oldest first.
  case eventLog([Report])
  /// The reports as they are now, for the event log that shows.
  case eventLogChanged([Report])
  /// What is held back.
  case heldBack(HeldBack)
  /// The suppression of a unit was ended, and what is held back now.
  case suppressionEnded(Suppression, HeldBack)
  /// It was decided so about the report of this number.
  case reportDecided(QueueDecision, Int)
  /// The certificate that was looked up.
  case serverCertificate(KeptCertificate)
  /// The hardware that was read, and what has changed.
  case hardware(HardwareConfiguration)
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

extension ActionEvent {
  /// What an action tells of itself.
  init(_ progress: ActionProgress) {
    self = if case .remark(let remark) = progress.step { .remark(remark) } else { .progress(progress) }
  }
}

/// A small change of the menus, and what follows from it.
public enum Change: Sendable, Equatable {
  /// 接続情報, 環境詳細情報.
  case environment(FormID)
  /// 接続形態の変更.
  case connectionType(ConnectionType)
  /// 接続先 REMCS センター, on a device that was registered or not.
  case center(wasRegistered: Bool)
  /// 装置名表示の切替え.
  case displayName
  /// 接続先センターリストの入れ替え.
  case centerList(CenterListPreview)
  /// 証明書の入れ替え, 前証明書への復元: the message for which.
  case certificate(MessageCode)
}
