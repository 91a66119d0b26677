/// Every field that a person or a file can fill in. The raw value is its name in `remcs validate`, `remcs settings`,
/// the definition files and the store.
public enum FieldID: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  // Customer information, table 3.5.
  case corporateName, corporateNameKana, department, address, building
  case administratorName, administratorNameKana, administratorEmail
  case postalCode, telephone, fax, uniqueName, country
  case installationSite, installationBuilding, engineerEmail, deletePersonalInformation
  // Environment, tables 3.1, 3.2, 5.1, 5.2.
  case timeout, retryCount, retryInterval
  case smtpServer, smtpPort, encryption, senderEmail
  case authenticationType, authenticationMechanism, userID, password
  case popServer, popPort, popWait
  case splitMethod, splitSize, addressPreference
  // Periodic connection, table 3.3.
  case connectionCycle, connectionWeekday, startTime, endTime
  // Center and connection type, figures 3.11 and 3.12.
  case center, connectionType
  // Connection check, figure 3.20.
  case notifyAdministrator, notifyEngineer, notifyEngineerEmail
  // Figures 3.22, 3.27, 4.5 and 4.10, the center list of the CE menu (5.3), and chapter 7: asked for, used, and never
  // stored.
  case certificateFile, exportDirectory, exportPassphrase, centerListFile, logDirectory
  case environmentFile, customerFile, importPassphrase

  /// The fields whose answers go with the personal information: those of table 3.5, and the address that the connection
  /// check asks for, which is the engineer's.
  public static let personal: [FieldID] = allCases.filter { Field.of($0).isPersonal } + [.notifyEngineerEmail]

  /// The fields that are only asked for: no setting, no file and no draft ever holds them.
  public static let transient: Set<FieldID> = [
    .certificateFile, .exportDirectory, .exportPassphrase, .centerListFile, .environmentFile, .customerFile,
    .importPassphrase, .logDirectory,
  ]
}
