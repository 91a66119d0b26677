import Foundation
import RemcsCore
import Testing

/// Two devices and a directory between them.
struct ExchangeHome {
  let here: TestHome, there: TestHome
  let source: Service, target: Service
  let directory: String

  /// The center list, made once a run: keys take their time.
  private static let list: Result<TestHome, any Error> = Result {
    let home = try TestHome()
    try home.signCenterList()
    return home
  }

  init() throws {
    here = try TestHome()
    there = try TestHome()
    for home in [here, there] {
      for name in ["ca.pem", "centers.p7m"] {
        try FileManager.default.copyItem(atPath: Self.list.get().path + "/" + name, toPath: home.path + "/" + name)
      }
    }
    source = try here.service()
    target = try there.service()
    directory = here.path + "/exchange"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  /// Writes a file into the directory and gives its path.
  @discardableResult
  func write(_ text: String, to kind: DefinitionFile.Kind) throws -> String {
    try write(Data(text.utf8), to: kind)
  }

  @discardableResult
  func write(_ bytes: Data, to kind: DefinitionFile.Kind) throws -> String {
    let path = directory + "/" + kind.fileName
    try bytes.write(to: URL(fileURLWithPath: path))
    return path
  }

  /// An environment file alone, as a source.
  func environment(_ text: String) throws -> DefinitionSource {
    .files(environment: try write(text, to: .environment), customer: nil)
  }

  /// Every byte that lies in the directory.
  func bytes() throws -> Data {
    try FileManager.default.contentsOfDirectory(atPath: directory).reduce(into: Data()) {
      $0 += FileManager.default.contents(atPath: directory + "/" + $1) ?? Data()
    }
  }

  func text(_ kind: DefinitionFile.Kind) throws -> String {
    try String(contentsOfFile: directory + "/" + kind.fileName, encoding: .utf8)
  }

  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }
}

/// Settings with something hard in every field, by a seed.
func oddAnswers(seed: Int, type: ConnectionType) -> Answers {
  func pick<Value>(_ values: [Value], _ salt: Int) -> Value { values[(seed &* 31 &+ salt) % values.count] }
  var answers = sampleAnswers()
  answers[.connectionType] = type.rawValue
  let wide = ["株式会社　日本橋", "＝＃　＝", "＃先頭", "ー〜―", "龠熙凜"]
  for (index, field) in [FieldID.corporateName, .department, .address, .building, .installationSite].enumerated() {
    answers[field] = pick(wide, index)
  }
  answers[.installationBuilding] = pick(["", "東館　７階"], 7)
  answers[.administratorName] = pick(["山田　太郎", "＝　＝"], 1)
  answers[.corporateNameKana] = pick(["カブシキガイシャ　ニホン", "ア"], 2)
  answers[.uniqueName] = pick(["a=b#c", "#first", "===", "x"], 3)
  answers[.administratorEmail] = pick(["a=b@example.jp", "#x@example.jp"], 4)
  answers[.fax] = pick(["", "03-1"], 5)
  answers[.deletePersonalInformation] = pick(["yes", "no"], 1)
  answers[.timeout] = pick(["60", "3600"], 2)
  answers[.retryCount] = pick(["0", "99"], 3)
  answers[.smtpPort] = pick(["25", "465"], 1)
  answers[.encryption] = pick(Encryption.allCases, 0).rawValue
  answers[.splitMethod] = pick(SplitMethod.allCases, 1).rawValue
  answers[.splitSize] = answers[.splitMethod] == "mail" ? "64" : "128"
  answers[.connectionCycle] = pick(ConnectionCycle.allCases, 0).rawValue
  answers[.endTime] = "24:00"
  if type == .internet {
    let authentication = pick(AuthenticationType.allCases, 0)
    answers[.authenticationType] = authentication.rawValue
    answers[.userID] = pick(["user=#1", "#=", "encrypted:x"], 1)
    answers[.password] = pick(["p=#\"\\'1", "#secret#", "encrypted:1:x"], 2)
    answers[.popServer] = "pop.example.jp"
    answers[.addressPreference] = pick(AddressPreference.allCases, 1).rawValue
  }
  return answers
}
