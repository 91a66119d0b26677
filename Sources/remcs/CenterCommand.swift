internal import ArgumentParser
internal import Localization
internal import RemcsConsole
internal import RemcsCore

/// `remcs center`: which center, from which list, trusted by whom (manual 3.2.3, 5.3).
struct CenterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "center", abstract: abstract(.commandCenterAbstract),
    subcommands: [Show.self, Select.self, ReplaceList.self, Trust.self], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: abstract(.commandCenterShow))
    @OptionGroup var options: ServiceOptions
    @Flag(help: help(.commandOptionJson)) var json = false

    struct Row: Encodable {
      let name: String
      let mailAddress: String
      let selected: Bool
    }

    func run() throws {
      try options.run { service, language in
        let current = try service.status().center
        let rows = try service.centers().map {
          Row(name: $0.name, mailAddress: $0.mailAddress, selected: $0.name == current)
        }
        if json { return try CommandOutput.printJSON(rows) }
        for row in rows { print("\(row.selected ? "*" : " ") \(row.name.harmless())  \(row.mailAddress.harmless())") }
      }
    }
  }

  struct Select: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "select", abstract: abstract(.commandCenterSelect))
    @OptionGroup var options: ServiceOptions
    @Argument(help: help(.commandCenterName)) var name: String

    func run() throws {
      try options.run { service, language in
        var answers = Answers()
        answers[.center] = name
        let wasRegistered = try service.isRegistered()
        try service.set(answers)
        let code: MessageCode = wasRegistered ? .rmg0102 : .rmg0101
        print("\(code.rawValue): \(code.text(in: language))")
      }
    }
  }

  struct ReplaceList: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "replace-list", abstract: abstract(.commandCenterReplaceList))
    @OptionGroup var options: ServiceOptions
    @Argument(help: help(.commandCenterList), completion: .file()) var file: String

    func run() throws {
      try options.run { service, language in
        let preview = try service.replaceCenterList(try NamedFile.bytes(of: file))
        print(CenterListText.lines(of: preview, in: language).joined(separator: "\n"))
        print(text(.commandCenterListReplaced, in: language, String(preview.names.count)))
      }
    }
  }

  struct Trust: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "trust", abstract: abstract(.commandCenterTrust))
    @OptionGroup var options: ServiceOptions
    @Argument(help: help(.commandCenterAuthorities), completion: .file()) var file: String

    func run() throws {
      try options.run { service, language in
        try service.trust(try NamedFile.bytes(of: file))
        print("\(MessageCode.rmg0213.rawValue): \(MessageCode.rmg0213.text(in: language))")
        print(text(.commandCenterTrusted, in: language, service.store.home.trusted))
      }
    }
  }
}
