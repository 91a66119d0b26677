internal import RemcsCore

/// The options of a command line in its plain form, `--name value` each: the lines that a machine in trouble, or a person at
/// the line, waits for are read without the parser, which takes longer than it takes to do what they ask
/// (docs/decisions.md).
struct PlainWords {
  private var pairs: [(name: String, value: String)] = []
  /// Whether the flag is among them.
  private(set) var hasFlag = false

  /// Nil where a value is missing, is empty or looks like an option, which is for the parser to judge.
  /// - Parameters:
  ///   - words: what stands behind the command.
  ///   - flag: the one option without a value.
  init?(_ words: ArraySlice<String>, flag: String? = nil) {
    var rest = words
    while let name = rest.popFirst() {
      if name == flag {
        hasFlag = true
        continue
      }
      guard let value = rest.popFirst(), !value.isEmpty, !value.hasPrefix("-") else { return nil }
      pairs.append((name, value))
    }
  }

  /// Whether everything was taken. What is unknown, or stands there twice, is left.
  var isEmpty: Bool { pairs.isEmpty }

  /// Takes out the value of an option.
  mutating func take(_ name: String) -> String? {
    guard let index = pairs.firstIndex(where: { $0.name == name }) else { return nil }
    return pairs.remove(at: index).value
  }

  /// Takes out the home and the language; nil where there is no such language.
  mutating func takeContext() -> ServiceContext? {
    let home = take("--home")
    guard let name = take("--lang") else { return ServiceContext(home: home) }
    return Language(rawValue: name).map { ServiceContext(home: home, asked: $0) }
  }
}

extension ServiceContext {
  /// What a command line says that asks for the console alone: nothing but a home and a language. Nil for every other line.
  init?(plain arguments: [String]) {
    guard var words = PlainWords(arguments[...]), let context = words.takeContext(), words.isEmpty else { return nil }
    self = context
  }
}

extension FaultRequest {
  /// What `report fault` says. Nil for every other line, and for one that is to be refused or explained.
  init?(plain arguments: [String]) {
    guard arguments.starts(with: ["report", "fault"]),
      var words = PlainWords(arguments.dropFirst(2), flag: "--json"), let context = words.takeContext(),
      let unit = words.take("--unit"), let level = words.take("--level").flatMap(FaultLevel.init),
      let code = words.take("--code"), let text = words.take("--text")
    else { return nil }
    let partition = words.take("--partition")
    var logs: [String] = []
    while let log = words.take("--log") { logs.append(log) }
    guard words.isEmpty else { return nil }
    self.init(
      context: context, unit: unit, level: level, code: code, words: text, partition: partition, logs: logs,
      json: words.hasFlag)
  }
}
