/// What reads the hardware. `RemcsHardware` implements it; tests put their own in its place.
public protocol HardwareSource: Sendable {
  /// Reads all of the hardware. Blocks the calling thread, and answers `cancellation` within 0.2 s where it waits.
  ///
  /// - Parameters:
  ///   - setting: whom to ask.
  ///   - cancellation: stops it.
  /// - Returns: what is known, and for the rest why it is not.
  /// - Throws: why nothing at all is known.
  func inventory(
    from setting: HardwareSourceSetting, cancellation: Cancellation
  ) throws(HardwareFailure) -> HardwareInventory
}

/// Whom to ask about the hardware (`remcs hardware-source`).
public enum HardwareSourceSetting: Sendable, Equatable {
  /// The operating system of this machine.
  case machine
  /// A Redfish service.
  case redfish(RedfishAddress, password: String)
}

/// Where a Redfish service is and how to log in, without the password, which is kept apart.
public struct RedfishAddress: Sendable, Equatable, Codable {
  /// `https://HOST[:PORT]`, without a path.
  public let url: String
  /// The name to log in with; empty to ask without a login.
  public let user: String
  /// Certificates of authorities that are believed besides the system's, PEM; empty if none.
  public let authorities: String

  /// An address; nil unless it is `https://` with a host, and perhaps a port, and nothing else behind it. A user is at
  /// most 128 ASCII characters, none of which is a control character or a colon.
  public init?(url: String, user: String = "", authorities: String = "") {
    let scheme = "https://"
    guard url.lowercased().hasPrefix(scheme) else { return nil }
    var rest = url.dropFirst(scheme.count)
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    guard Self.isHost(String(rest)) else { return nil }
    guard user.unicodeScalars.count <= 128,
      user.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) && $0 != ":" })
    else { return nil }
    self.url = scheme + rest
    self.user = user
    self.authorities = authorities
  }

  /// A name or an address, and perhaps a port.
  private static func isHost(_ text: String) -> Bool {
    var host = Substring(text)
    var port: Substring?
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return false }
      let behind = host[host.index(after: end)...]
      guard behind.isEmpty || behind.hasPrefix(":") else { return false }
      port = behind.isEmpty ? nil : behind.dropFirst()
      host = host[host.index(after: host.startIndex)..<end]
      guard !host.isEmpty, host.utf8.allSatisfy({ "0123456789abcdefABCDEF:.".utf8.contains($0) }) else { return false }
    } else {
      if let colon = host.firstIndex(of: ":") {
        port = host[host.index(after: colon)...]
        host = host[..<colon]
      }
      let isName = host.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2D || $0 == 0x2E
      }
      guard !host.isEmpty, host.utf8.count <= 253, isName, !host.hasPrefix("-") else { return false }
    }
    guard let port else { return true }
    guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(port) else { return false }
    return (1...65535).contains(number)
  }
}

/// Why the hardware could not be read at all.
public enum HardwareFailure: Error, Sendable, Equatable {
  /// A person stopped it.
  case canceled
  /// It failed.
  case failed(HardwareRemark)
}

/// What went wrong while the hardware was read, as a code and what fills the holes of its text; front ends have the
/// words.
public struct HardwareRemark: Sendable, Codable, Equatable {
  /// What it is. The arguments are named behind each code.
  public enum Code: String, Sendable, Codable, CaseIterable {
    /// Nothing on this machine tells about its hardware: where was looked.
    case nothingTold
    /// Nobody could be reached: the address, the reason.
    case unreachable
    /// No answer in time: the address, the seconds.
    case timedOut
    /// The certificate is not to be trusted, or there is no encryption: the address, the reason.
    case notTrusted
    /// Name or password are wrong, or may not do this: the address.
    case notAllowed
    /// The service answered with an error: the path, the status.
    case refused
    /// It is no Redfish service, or its answer cannot be read: the path, the reason.
    case notUnderstood
    /// It answers without end: which limit was reached.
    case endless
    /// libcurl is not installed: the name that it was looked for under.
    case noLibrary
    /// Memory ran out.
    case memory
  }

  /// What it is.
  public let code: Code
  /// What fills the holes of its text, harmless.
  public let arguments: [String]

  /// A remark; arguments from outside are made harmless here.
  public init(_ code: Code, _ arguments: String...) {
    self.code = code
    self.arguments = arguments.map { $0.harmless(maximum: 200) }
  }

  /// Whether the same may work later without a change.
  public var isTemporary: Bool { [.unreachable, .timedOut, .memory].contains(code) }
}
