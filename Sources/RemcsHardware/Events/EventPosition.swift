internal import FoundationEssentials
internal import Glibc
internal import RemcsCore

/// A position as a source of events understands it, as text and back.
protocol EventPosition: Codable, Equatable {}

extension EventPosition {
  /// Reads a position; nil if there is none, or one that is not ours.
  init?(_ text: String?) {
    guard let text, let position = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
    self = position
  }

  /// The position as text; the same position has the same text.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

extension MachineTree {
  /// The names in a folder; none if there is no such folder.
  /// - Throws: that it is there and cannot be read.
  func folder(_ path: String) throws(EventSourceFailure) -> [String] {
    if let names = entries(path) { return names }
    guard exists(path) else { return [] }
    throw EventSourceFailure("\(path): cannot be read")
  }
}

extension MachineTree {
  /// Whether there is a folder under a name.
  func isFolder(_ path: String) -> Bool { status(path)?.isFolder ?? false }

  /// When what is under a name was changed last, in seconds since 1970; 0 if there is nothing.
  func changed(_ path: String) -> Int { status(path)?.changed ?? 0 }

  private func status(_ path: String) -> (isFolder: Bool, changed: Int)? {
    var status = stat()
    // A link could lead in circles.
    guard lstat(root + path, &status) == 0 else { return nil }
    return (status.st_mode & S_IFMT == S_IFDIR, status.st_mtim.tv_sec)
  }
}
