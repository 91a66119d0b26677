internal import RemcsCore

/// What was read and shown, and is put in place, or sent, if the person agrees: the very same, whatever happens to the file
/// meanwhile; one thing at a time.
enum Material: Sendable {
  /// The bytes of a certificate file.
  case certificate([UInt8])
  /// The bytes of a center list, and what it changes.
  case centerList([UInt8], CenterListPreview)
  /// What definition files change.
  case definitionFiles(ImportPreview)
  /// The hardware.
  case hardware(HardwareConfiguration)
  /// The archive of the logs.
  case logs(LogArchive)
  /// A report of the event log.
  case report(Report)

  /// The report, if it is one.
  var report: Report? { if case .report(let report) = self { report } else { nil } }
}
