internal import FoundationEssentials

/// A setting that is not a field: the closed list of keys.
enum SettingKey: String {
  case language, state, registered, displayName, nextSequence
  case deviceSeries, deviceModel, deviceCheckCode, deviceSerial
  /// Seconds after which a console that nobody uses closes.
  case idleTimeout
  case maintenancePort, serverCertificate, centerCertificates
  /// Whom the hardware is read from, without and with the secret.
  case hardwareSource, hardwarePassword
  /// Whether an encryption other than none was ever stored (table 3.6, note of case 2).
  case encryptionWasSet
  /// Trouble on the way to the center, and when it is tried again.
  case contactTrouble
  /// How the duties of the agent went.
  case duties
  /// Where the sources of events stand.
  case eventPositions
  /// Seconds that further events of a unit are held back.
  case suppressionTime
  /// When the device checked in last by itself.
  case lastContact
  /// That something was deleted whose bytes may still stand in free pages or in the log: see ``Store/shred()``. The
  /// value is one of ``Store/Erasure``.
  case shredPending
  /// The time zone that the center was told last (manual chapter 8).
  case toldTimeZone
  /// Where a damaged store lies that was put aside, until the device is registered again (RMG_0188).
  case damagedStore
  /// The staged check that was made last (manual chapter 7).
  case lastDiagnosis
}

extension Store {
  func setting(_ key: SettingKey) throws(ServiceError) -> String? {
    try read { connection throws(SQLiteError) in try Self.setting(key, connection) }
  }

  static func setting(_ key: SettingKey, _ connection: SQLiteConnection) throws(SQLiteError) -> String? {
    var value: String?
    try connection.run("SELECT value FROM setting WHERE key = ?", [.text(key.rawValue)]) { value = $0[0].text }
    return value
  }

  /// Hands on those of some settings that are there, in one question.
  func settings(_ keys: SettingKey..., body: (SettingKey, String) -> Void) throws(ServiceError) {
    try read { connection throws(SQLiteError) in
      try connection.run("SELECT key, value FROM setting WHERE key IN (\(Self.list(keys)))") {
        if let key = $0[0].text.flatMap(SettingKey.init), let value = $0[1].text { body(key, value) }
      }
    }
  }

  func set(_ key: SettingKey, _ value: String) throws(ServiceError) {
    try write { connection in try Self.set(key, value, connection) }
  }

  static func set(_ key: SettingKey, _ value: String, _ connection: SQLiteConnection) throws(SQLiteError) {
    try connection.run(
      "INSERT INTO setting(key, value) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
      [.text(key.rawValue), .text(value)])
  }

  /// The stored answers of every form.
  func answers() throws(ServiceError) -> Answers {
    try read { connection throws(SQLiteError) in try Self.answers(connection) }
  }

  /// The stored answer of one field; empty if there is none.
  func answer(_ field: FieldID) throws(ServiceError) -> String {
    try read { connection throws(SQLiteError) in
      var value = ""
      try connection.run("SELECT value FROM answer WHERE field = ?", [.text(field.rawValue)]) {
        value = $0[0].text ?? ""
      }
      return value
    }
  }

  static func answers(_ connection: SQLiteConnection) throws(SQLiteError) -> Answers {
    var answers = Answers()
    try connection.run("SELECT field, value FROM answer") { row in
      if let field = row[0].text.flatMap(FieldID.init(rawValue:)) { answers[field] = row[1].text ?? "" }
    }
    return answers
  }

  /// A password that gives way to another one must not be found any more.
  private static func forget(
    _ field: FieldID, unless value: String, _ connection: SQLiteConnection
  ) throws(SQLiteError) {
    var isForgotten = false
    try connection.run("SELECT value FROM answer WHERE field = ?", [.text(field.rawValue)]) {
      isForgotten = $0[0].text != value
    }
    if isForgotten { try markErasing(.something, connection) }
  }

  /// Replaces the stored answers of `fields`: those that `answers` lacks are forgotten.
  static func replace(
    _ fields: [FieldID], with answers: Answers, _ connection: SQLiteConnection
  ) throws(SQLiteError) {
    for field in fields {
      if case .secret = Field.of(field).kind { try forget(field, unless: answers[field], connection) }
      if answers.contains(field) {
        try connection.run(
          "INSERT INTO answer(field, value) VALUES(?, ?) ON CONFLICT(field) DO UPDATE SET value = excluded.value",
          [.text(field.rawValue), .text(answers[field])])
      } else {
        try connection.run("DELETE FROM answer WHERE field = ?", [.text(field.rawValue)])
      }
    }
    if fields.contains(.encryption), answers.contains(.encryption), answers[.encryption] != Encryption.none.rawValue {
      try set(.encryptionWasSet, "yes", connection)
    }
  }

  // MARK: Draft and consent

  func draft() throws(ServiceError) -> Draft? {
    let document = try read { connection throws(SQLiteError) in
      var document: [UInt8]?
      try connection.run("SELECT document FROM draft") { document = $0[0].blob }
      return document
    }
    // A draft of an older version that no longer fits is no reason to refuse to start.
    return document.flatMap { try? JSONDecoder().decode(Draft.self, from: Data($0)) }
  }

  func save(_ draft: Draft) throws(ServiceError) {
    try write { connection in try Self.save(draft, connection) }
  }

  static func save(_ draft: Draft, _ connection: SQLiteConnection) throws {
    try connection.run("INSERT OR REPLACE INTO draft(id, document) VALUES(1, ?)", [.blob(try json(draft))])
  }

  func discardDraft() throws(ServiceError) {
    try erase { connection in try connection.run("DELETE FROM draft") }
  }

  func record(_ consent: Consent) throws(ServiceError) {
    try write { connection in try Self.record(consent, connection) }
  }

  static func record(_ consent: Consent, _ connection: SQLiteConnection) throws {
    try connection.run("INSERT INTO consent(document) VALUES(?)", [.blob(try json(consent))])
  }

  /// Every decision about the consent text, oldest first.
  public func consents() throws(ServiceError) -> [Consent] {
    let documents = try read { connection throws(SQLiteError) in
      var documents: [[UInt8]] = []
      try connection.run("SELECT document FROM consent ORDER BY id") { documents.append($0[0].blob ?? []) }
      return documents
    }
    return documents.compactMap { try? JSONDecoder().decode(Consent.self, from: Data($0)) }
  }

  static func json(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }
}
