public import RemcsCore

extension LogReadme {
  /// The words in each language: nobody knows who will open the archive.
  public static let inEachLanguage = Language.allCases.map { language in
    LogReadme(introduction: text(.logsReadme, in: language)) { text($0.key, in: language) }
  }
}

extension LogFile {
  /// What the file is.
  fileprivate var key: TextKey {
    switch self {
    case .readme: .logsFileReadme
    case .versions: .logsFileVersions
    case .status: .logsFileStatus
    case .settings: .logsFileSettings
    case .diagnosis: .logsFileDiagnosis
    case .history: .logsFileHistory
    case .queue: .logsFileQueue
    case .logs: .logsFileLogs
    }
  }
}
