import Foundation

/// The commands of a program as the parser knows them, and as the section of a manual page (mdoc).
enum ManualPage {
  /// A command with its arguments and those below it.
  struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let superCommands: [String]?
    let subcommands: [Command]?
    let arguments: [Argument]?
    let shouldDisplay: Bool?

    /// As it is typed: `remcs certificate show`.
    var name: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }

    /// It and all below it, without the parser's own help.
    var all: [Command] {
      [self] + (subcommands ?? []).filter { $0.commandName != "help" && $0.shouldDisplay != false }.flatMap(\.all)
    }

    /// The whole tree of a program, as the parser tells it.
    init(of program: String) throws {
      struct Dump: Decodable { let command: Command }
      let dump = try Programs.run(program, ["--experimental-dump-help"])
      self = try JSONDecoder().decode(Dump.self, from: Data(dump.output.utf8)).command
    }

    /// The arguments of its own: what all have is told once.
    var own: [Argument] {
      (arguments ?? []).filter { $0.shouldDisplay != false && !ManualPage.common.contains($0.label) }
    }
  }

  /// An argument of a command.
  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let kind: String
    let names: [Name]?
    let preferredName: Name?
    let valueName: String?
    let isOptional: Bool?
    let isRepeating: Bool?
    let abstract: String?
    let defaultValue: String?
    let allValues: [String]?
    let shouldDisplay: Bool?

    /// `--json`, or for a positional one the name of its value.
    var label: String {
      guard kind != "positional", let name = preferredName else { return valueName ?? "" }
      return (name.kind == "long" ? "--" : "-") + name.name
    }

    /// In mdoc: `Fl -json`, `Fl -home Ar home`, `Ar file`.
    var macro: String {
      let value = "Ar " + (valueName ?? "value")
      switch kind {
      case "positional": return value
      case "option": return "Fl " + label.dropFirst() + " " + value
      default: return "Fl " + label.dropFirst()
      }
    }
  }

  /// What every command has; the handwritten part tells it.
  static let common: Set<String> = ["--help", "--version", "--home", "--lang"]

  /// The section with every command.
  static func commands(of root: Command) -> String {
    root.all.filter {
      $0.superCommands?.isEmpty == false && ($0.subcommands ?? []).allSatisfy { $0.commandName == "help" }
    }
    .map(section).joined()
  }

  private static func section(_ command: Command) -> String {
    var lines = [".Ss " + command.name, ".Nm " + command.name]
    for argument in command.own {
      let dots = argument.isRepeating == true ? " ..." : ""
      lines.append((argument.isOptional == false ? "." : ".Op ") + argument.macro + dots)
    }
    lines.append(".Pp")
    lines += sentences(command.abstract ?? "") + sentences(command.discussion ?? "")
    if !command.own.isEmpty {
      lines.append(".Bl -tag -width Ds")
      for argument in command.own {
        lines.append(".It " + argument.macro)
        lines += sentences(argument.abstract ?? "")
        if let values = argument.allValues, !values.isEmpty {
          lines.append("One of: \(values.joined(separator: ", ")).")
        }
        if let value = argument.defaultValue, argument.kind == "option" {
          lines.append("Without it: \(escaped(value)).")
        }
      }
      lines.append(".El")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One sentence a line, as mdoc wants it.
  private static func sentences(_ text: String) -> [String] {
    text.replacing(". ", with: ".\n").split(separator: "\n").map { escaped(String($0)) }
  }

  private static func escaped(_ text: String) -> String {
    let text = text.replacing("\\", with: "\\e").replacing("--", with: "\\-\\-")
    return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
  }
}
