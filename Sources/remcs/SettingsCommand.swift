internal import ArgumentParser
internal import Localization
internal import RemcsCore

/// `remcs settings`: every field by its name.
struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings", abstract: abstract(.commandSettingsAbstract),
    subcommands: [Show.self, Set.self], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: abstract(.commandSettingsShow))
    @OptionGroup var options: ServiceOptions
    @Flag(help: help(.commandOptionJson)) var json = false

    func run() throws {
      try options.run { service, language in
        let answers = try service.answers()
        var shown: [String: String] = [:]
        for field in answers.fields {
          shown[field.rawValue] = Field.of(field).shown(answers[field])
        }
        if json { return try CommandOutput.printJSON(shown) }
        for field in answers.fields { print("\(field.rawValue)=\((shown[field.rawValue] ?? "").harmless())") }
      }
    }
  }

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set", abstract: abstract(.commandSettingsSet),
      discussion: abstract(.commandSettingsDevice))
    @OptionGroup var options: ServiceOptions
    @Argument(help: help(.commandSettingsChanges)) var changes: [String]

    func run() throws {
      try options.run { service, language in
        var answers = Answers()
        var device = try service.device()
        var deviceChanged = false
        for change in changes {
          guard let equals = change.firstIndex(of: "=") else { throw usage(change, language) }
          let key = String(change[..<equals])
          var value = String(change[change.index(after: equals)...])
          if let identity = device.changed(key, to: value) {
            device = identity
            deviceChanged = true
            continue
          }
          guard let field = FieldID(rawValue: key) else { throw usage(key, language) }
          guard !answers.contains(field) else {
            CommandOutput.printError(text(.commandSettingsTwice, in: language, key))
            throw ExitCode(64)
          }
          if field == .password, value == "-" { value = readLine() ?? "" }
          answers[field] = value
        }
        if !answers.fields.isEmpty { try service.set(answers) }
        if deviceChanged { try service.setDevice(device) }
        for field in answers.fields {
          let note = TextKey(rawValue: "choice.\(field.rawValue).\(answers[field]).note")
          if let note { CommandOutput.printError(text(note, in: language)) }
        }
        let isCustomer =
          !deviceChanged && !answers.fields.isEmpty && answers.fields.allSatisfy(FormID.customer.fields.contains)
        let code: MessageCode = isCustomer ? .rmg0078 : .rmg0023
        print("\(code.rawValue): \(code.text(in: language))")
      }
    }

    private func usage(_ key: String, _ language: Language) -> ExitCode {
      CommandOutput.printError(text(.commandSettingsUnknown, in: language, key.harmless(maximum: 60)))
      return ExitCode(64)
    }
  }
}

extension DeviceIdentity {
  /// The identity with one part changed; nil if `key` is no part.
  fileprivate func changed(_ key: String, to value: String) -> DeviceIdentity? {
    switch key {
    case "deviceSeries": DeviceIdentity(series: value, model: model, checkCode: checkCode, serial: serial)
    case "deviceModel": DeviceIdentity(series: series, model: value, checkCode: checkCode, serial: serial)
    case "deviceCheckCode": DeviceIdentity(series: series, model: model, checkCode: value, serial: serial)
    case "deviceSerial": DeviceIdentity(series: series, model: model, checkCode: checkCode, serial: value)
    default: nil
    }
  }
}
