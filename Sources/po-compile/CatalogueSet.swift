/// All catalogues together, with everything that can be wrong between them.
struct CatalogueSet {
  /// The languages, sorted.
  let languages: [String]
  /// The keys of texts that are not messages, in the order of the files.
  private(set) var textKeys: [String] = []
  /// The keys of the area `messages`, in the order of the file.
  private(set) var messageKeys: [String] = []
  /// Every problem; nothing is written while there is one.
  private(set) var errors: [CatalogueError] = []
  private var places: [String: [String: (path: String, entry: Entry)]] = [:]

  /// The area whose keys are message codes.
  static let messageArea = "messages"

  /// The set of these files.
  init(_ catalogues: [Catalogue]) {
    languages = Set(catalogues.map(\.language)).sorted()
    for catalogue in catalogues { collect(catalogue) }
    var isPaired = true
    for area in Set(catalogues.map(\.area)).sorted() {
      let files = catalogues.filter { $0.area == area }
      for language in languages where !files.contains(where: { $0.language == language }) {
        isPaired = false
        errors.append(
          CatalogueError(path: files[0].path, line: 1, reason: "there is no \(area).\(language).po beside it"))
      }
    }
    // A whole file that is missing need not be told again key by key.
    if isPaired { for key in messageKeys + textKeys { compareLanguages(key) } }
    checkNames()
    for key in messageKeys { checkMessage(key) }
  }

  /// The text of a key; empty only if the set has errors.
  func text(_ key: String, _ language: String) -> String { places[key]?[language]?.entry.text ?? "" }

  /// The tables of a message, declared in one language only.
  func tables(_ key: String) -> String? {
    languages.lazy.compactMap { places[key]?[$0]?.entry.tables }.first
  }

  private mutating func collect(_ catalogue: Catalogue) {
    for entry in catalogue.entries {
      if let first = places[entry.key]?[catalogue.language] {
        let place = "\(first.path):\(first.entry.line)"
        errors.append(
          CatalogueError(
            path: catalogue.path, line: entry.line, reason: "\"\(entry.key)\" is already declared at \(place)"))
        continue
      }
      if places[entry.key] == nil {
        if catalogue.area == Self.messageArea { messageKeys.append(entry.key) } else { textKeys.append(entry.key) }
      }
      places[entry.key, default: [:]][catalogue.language] = (catalogue.path, entry)
    }
  }

  private mutating func report(_ key: String, _ language: String? = nil, _ reason: String) {
    guard let texts = places[key],
      let place = language.flatMap({ texts[$0] }) ?? texts.min(by: { $0.key < $1.key })?.value
    else { return }
    errors.append(CatalogueError(path: place.path, line: place.entry.line, reason: reason))
  }

  private mutating func compareLanguages(_ key: String) {
    guard let texts = places[key] else { return }
    for language in languages where texts[language] == nil { report(key, nil, "\"\(key)\" is missing in \(language)") }
    guard let first = languages.first(where: { texts[$0] != nil }), let model = texts[first] else { return }
    for language in languages {
      guard let other = texts[language], other.entry.holes != model.entry.holes else { continue }
      let place = "\(model.path):\(model.entry.line)"
      report(key, language, "\"\(key)\" has other holes (%1 to %9) than in \(first) at \(place)")
    }
  }

  /// Every text key has to become a case name of its own.
  private mutating func checkNames() {
    var owners: [String: String] = [:]
    for key in textKeys {
      let name = SwiftName.caseName(of: key)
      if !SwiftName.isUsable(name) {
        report(key, nil, "\"\(key)\" cannot become the name of a case")
      } else if let owner = owners.updateValue(key, forKey: name) {
        report(key, nil, "\"\(key)\" and \"\(owner)\" both become the case \(name)")
      }
    }
  }

  private mutating func checkMessage(_ key: String) {
    guard let message = MessageKey(key) else {
      return report(key, nil, "\"\(key)\" is not CODE, CODE.remedy, CODE.alternate or CODE.alternate.remedy")
    }
    let declared = languages.filter { places[key]?[$0]?.entry.tables != nil }
    if message.isRemedy {
      if places[message.owner] == nil { report(key, nil, "\"\(key)\" has no message \"\(message.owner)\"") }
      if let language = declared.first { report(key, language, "the tables belong to the message, not to its remedy") }
    } else if declared.count != 1 {
      report(key, declared.last, "\"\(key)\" needs its tables of the manual as \"#. 6.1,6.2\" in exactly one language")
    }
    if message.isAlternate, places[message.code] == nil { report(key, nil, "there is no message \"\(message.code)\"") }
  }
}

/// A key of the area `messages`, taken apart.
struct MessageKey: Equatable {
  /// `RMG_0036`, or the name of the one message without a code.
  let code: String
  /// Whether it is the other text of a code that has two.
  let isAlternate: Bool
  /// Whether it says what to do.
  let isRemedy: Bool

  /// The key of the message itself.
  var owner: String { isAlternate ? code + ".alternate" : code }

  /// The parts of a key, or nil if it is none.
  init?(_ key: String) {
    var parts = key.split(separator: ".", omittingEmptySubsequences: false)
    isRemedy = parts.last == "remedy"
    if isRemedy { parts.removeLast() }
    isAlternate = parts.last == "alternate"
    if isAlternate { parts.removeLast() }
    guard parts.count == 1, let code = parts.first else { return nil }
    let digits = code.dropFirst(4)
    let isCode = code.hasPrefix("RMG_") && digits.count == 4 && digits.allSatisfy { $0.isASCII && $0.isNumber }
    guard isCode || code == "exportDone" else { return nil }
    self.code = String(code)
  }
}
