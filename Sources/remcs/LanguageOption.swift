public import ArgumentParser
internal import Glibc
internal import Localization
public import RemcsCore

extension Language: ExpressibleByArgument {}

/// `--lang ja|en`, the same in every command.
struct LanguageOption: ParsableArguments {
  @Option(name: .customLong("lang"), help: help(.commandOptionLanguage))
  var language: Language?

  /// The language to speak, given the one in the settings of the device, if it has any yet.
  func resolved(stored: Language? = nil) -> Language {
    Language.chosen(asked: language, stored: stored, terminal: .ofTerminal())
  }
}

extension Language {
  /// What was asked for, else what the device is set to, else what the terminal speaks. A terminal that says nothing
  /// speaks English, in which a new device starts (manual 3.2.1).
  static func chosen(asked: Language?, stored: Language?, terminal: Language) -> Language {
    asked ?? stored ?? terminal
  }

  /// The language of the locale: the first of LC_ALL, LC_MESSAGES and LANG that says anything. `environment` gives
  /// the value of a variable.
  static func ofTerminal(environment: (String) -> String? = { getenv($0).map { String(cString: $0) } }) -> Language {
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      guard let value = environment(name), !value.isEmpty else { continue }
      return value.hasPrefix("ja") ? .ja : .en
    }
    return .en
  }

  /// The language of the help, which is written before the options are read.
  static func ofHelp(arguments: [String] = CommandLine.arguments) -> Language {
    for (index, argument) in arguments.enumerated().reversed() {
      if argument.hasPrefix("--lang="), let language = Language(rawValue: String(argument.dropFirst(7))) {
        return language
      }
      if argument == "--lang", index + 1 < arguments.count, let language = Language(rawValue: arguments[index + 1]) {
        return language
      }
    }
    return ofTerminal()
  }
}

/// A line of help from the catalogues.
func help(_ key: TextKey) -> ArgumentHelp { ArgumentHelp(text(key, in: .ofHelp())) }

/// A description of a command from the catalogues.
func abstract(_ key: TextKey) -> String { text(key, in: .ofHelp()) }
