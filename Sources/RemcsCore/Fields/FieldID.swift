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
  // Figures 3.27, 4.5 and 4.10: asked for, used, and never stored.
  case certificateFile, exportDirectory, exportPassphrase
  // Chapter 7: likewise.
  case logDirectory

  /// The fields that are only asked for: no setting, no file and no draft ever holds them.
  public static let transient: Set<FieldID> = [.certificateFile, .exportDirectory, .exportPassphrase, .logDirectory]
}
