internal import Glibc

/// Where definition files are (figure 3.22).
public enum DefinitionSource: Sendable, Equatable {
  /// A directory that holds both under the manual's names.
  case directory(String)
  /// Files under names of their own; nil for one that is not wanted.
  case files(environment: String?, customer: String?)

  /// What a person typed for the two files on the screen of figure 3.22: a directory stands for the file of the
  /// manual's name in it, and for both files if nothing else was typed.
  ///
  /// - Parameters:
  ///   - environment: the path of the environment file, or empty.
  ///   - customer: the path of the customer file, or empty.
  public init(environment: String, customer: String) {
    let typed = [environment, customer].filter { !$0.isEmpty }
    if typed.count == 1, Directory.isThere(typed[0]) {
      self = .directory(typed[0])
    } else {
      func file(_ path: String, _ kind: DefinitionFile.Kind) -> String? {
        guard !path.isEmpty else { return nil }
        return Directory.isThere(path) ? Directory.path(of: kind.fileName, in: path) : path
      }
      self = .files(environment: file(environment, .environment), customer: file(customer, .customer))
    }
  }

  /// The paths, environment first.
  /// - Throws: RMG_0036 for a name with nothing in it, RMG_0015 for one with control characters.
  func paths() throws(ServiceError) -> [(kind: DefinitionFile.Kind, path: String)] {
    switch self {
    case .directory(let directory):
      try Directory.check(directory)
      return DefinitionFile.Kind.allCases.map { ($0, Directory.path(of: $0.fileName, in: directory)) }
    case .files(let environment, let customer):
      var result: [(kind: DefinitionFile.Kind, path: String)] = []
      for (kind, path) in [(DefinitionFile.Kind.environment, environment), (.customer, customer)] {
        guard let path else { continue }
        try Directory.checkName(path)
        result.append((kind, path))
      }
      if result.isEmpty { throw ServiceError(.rmg0036) }
      return result
    }
  }

  /// The files' bytes.
  /// - Throws: the codes of table 6.9: RMG_0033 if there is no such directory, RMG_0142 if the file is not in it,
  ///   RMG_0032 if it cannot be a definition file, RMG_0118 if the system does not let us read it.
  func read() throws(ServiceError) -> [(kind: DefinitionFile.Kind, bytes: [UInt8])] {
    var result: [(kind: DefinitionFile.Kind, bytes: [UInt8])] = []
    var missing: [ServiceError.Detail] = []
    for (kind, path) in try paths() {
      do { result.append((kind, try Files.read(path, maximum: DefinitionFile.maximumSize))) } catch {
        switch error.number {
        case ENOENT, ENOTDIR:
          try Directory.check(Directory.containing(path))
          missing.append(.init(code: .rmg0142, text: error.message))
        case EFBIG:
          let remark = FileRemark(.tooLarge, String(DefinitionFile.maximumSize))
          throw ServiceError(
            .rmg0032, details: [.init(code: .rmg0032, reason: .file(remark))], systemNumber: error.number)
        case EISDIR:
          throw ServiceError(
            .rmg0032, details: [.init(code: .rmg0032, text: error.message)], systemNumber: error.number)
        default: throw ServiceError(.rmg0118, [error.message], systemNumber: error.number)
        }
      }
    }
    if !missing.isEmpty { throw ServiceError(.rmg0142, details: missing) }
    return result
  }
}

/// Directories that a person named.
enum Directory {
  /// Makes sure that something is named, by a name that can be one.
  static func checkName(_ path: String) throws(ServiceError) {
    guard !path.trimmed.isEmpty else { throw ServiceError(.rmg0036) }
    guard path.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw ServiceError(.rmg0015)
    }
  }

  /// Makes sure that there is such a directory.
  /// - Throws: RMG_0033.
  static func check(_ path: String) throws(ServiceError) {
    try checkName(path)
    var status = stat()
    let isThere = stat(path, &status) == 0
    let isDirectory = isThere && status.st_mode & S_IFMT == S_IFDIR
    if isThere, !isDirectory { errno = ENOTDIR }
    guard isDirectory else {
      let text = "\(path.harmless(maximum: 200)): \(systemMessage())"
      throw ServiceError(.rmg0033, details: [.init(code: .rmg0033, text: text)], systemNumber: errno)
    }
  }

  /// Whether there is such a directory.
  static func isThere(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The path of a file in it.
  static func path(of name: String, in directory: String) -> String {
    directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }

  /// The directory of a path.
  static func containing(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
