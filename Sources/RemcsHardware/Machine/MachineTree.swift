internal import Glibc
internal import RemcsCore

/// The files in which a system tells about its hardware, below a root that tests replace. Nothing here can block or
/// grow without end: only regular files are read, up to a bound, and folders are read up to a bound.
struct MachineTree {
  /// What is in a file.
  enum Content {
    case bytes([UInt8])
    /// There is no such file, or it is none that can be read.
    case missing
    /// It is there, and not for us.
    case notPermitted
    /// It is larger than it can be, or the system failed to read it.
    case unreadable
  }

  /// The most entries of a folder that are looked at.
  static let mostEntries = 16384

  /// Where everything lies, without a slash at the end; empty for the system itself.
  let root: String

  init(root: String) { self.root = root.hasSuffix("/") ? String(root.dropLast()) : root }

  /// The bytes of a file, as far as it has no more than `maximum`.
  func content(_ path: String, maximum: Int = 4096) -> Content {
    // A file of another kind could block or end never: it is opened without waiting, and not read.
    let descriptor = open(root + path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return [EACCES, EPERM].contains(errno) ? .notPermitted : .missing }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .missing }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: min(maximum + 1, 65536))
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      // Some drivers refuse to say what they do not know: that is no damage.
      guard count >= 0 else {
        return [ENODEV, ENXIO, EINVAL, EOPNOTSUPP, ENODATA].contains(errno) ? .missing : .unreadable
      }
      if count == 0 { return .bytes(bytes) }
      bytes += buffer.prefix(count)
      if bytes.count > maximum { return .unreadable }
    }
  }

  /// The first line of a small file, harmless; nil if there is nothing in it.
  func text(_ path: String) -> String? {
    guard case .bytes(let bytes) = content(path) else { return nil }
    return MakerText.meaningful(String(decoding: bytes.prefix { $0 != 10 && $0 != 0 }, as: UTF8.self))
  }

  /// The number in a small file, decimal, or hexadecimal behind `0x`.
  func number(_ path: String) -> Int? {
    guard let text = text(path) else { return nil }
    return text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
  }

  /// The names in a folder in order, without hidden ones; nil if it cannot be read.
  func entries(_ path: String) -> [String]? {
    guard let folder = opendir(root + path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while names.count < Self.mostEntries, let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// Whether there is anything under a name.
  func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

  /// What a symbolic link says; nil if it is none.
  func link(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink(root + path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The last name of what a symbolic link leads to.
  func linkName(_ path: String) -> String? { link(path)?.split(separator: "/").last.map(String.init) }
}

/// Texts that makers write into tables.
enum MakerText {
  /// What boards say when their maker wrote nothing.
  private static let nothing: Set<String> = [
    "", "none", "null", "n/a", "na", "unknown", "not specified", "not provided", "not available", "not applicable",
    "no dimm", "empty", "undefined", "default string", "default_string", "system product name", "system manufacturer",
    "system version", "system serial number", "base board serial number", "chassis serial number",
    "chassis manufacture",
    "to be filled by o.e.m.", "to be filled by o.e.m", "o.e.m.", "oem", "[empty]", "<out of spec>", "<bad index>",
    "asset tag", "no asset tag", "no asset information", "not set", "unspecified", "fill by oem",
    "0123456789", "1234567890", "123456789", "9876543210",
  ]

  /// The text without control characters; nil if it says nothing.
  static func meaningful(_ text: String) -> String? {
    let harmless = text.harmless(maximum: HardwareItem.longestText)
    let lower = harmless.lowercased()
    // Asset tags that were never given: `Dimm0_AssetTag`.
    guard !nothing.contains(lower), !lower.hasSuffix("assettag"), !lower.hasSuffix("asset_tag") else { return nil }
    // Zeros, dots or dashes alone are no number of anything; one digit may be one.
    let isFiller = harmless.count > 1 && Set(harmless).count == 1 && "0.-_xXFf".contains(harmless.first ?? "0")
    return isFiller ? nil : harmless
  }
}
