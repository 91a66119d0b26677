/// The REMCS port (保守用ポート, manual 2.2.1, 2.2.2, 3.1): what `set maintenance_ip` sets. While it is set, mail leaves
/// through it alone, servers are named by addresses in digits, and no DNS is asked.
public struct MaintenancePort: Sendable, Equatable, Codable {
  /// The port's own IPv4 address.
  public let address: String
  /// Its subnet mask.
  public let netmask: String
  /// The gateway; nil for a P-P connection, where the manual writes 0.0.0.0.
  public let gateway: String?
  /// The SMTP server behind it; nil for a P-P connection.
  public let mailServer: String?
  /// The interface that it is, where the address alone does not say enough; nil if it does.
  public let interface: String?

  /// A port from the four arguments of the manual's command, and an interface.
  ///
  /// - Throws: RMG_0015 (no address) or RMG_0016 (out of range), with one detail for each argument that is wrong.
  public init(
    address: String, netmask: String, gateway: String, mailServer: String, interface: String? = nil
  ) throws(ServiceError) {
    var details: [ServiceError.Detail] = []
    func refuse(_ text: String, _ code: MessageCode = .rmg0015) {
      details.append(.init(code: code, text: text.harmless(maximum: 80)))
    }
    let number = Self.number(address)
    if number == nil || number == 0 { refuse("ip address: \(address)") }
    let mask = Self.number(netmask)
    // A mask is ones and then zeros.
    let isMask = mask.map { $0 != 0 && ~$0 & (~$0 &+ 1) == 0 } ?? false
    if !isMask { refuse("netmask: \(netmask)", mask == nil ? .rmg0015 : .rmg0016) }
    let gate = Self.number(gateway)
    if gate == nil { refuse("gateway address: \(gateway)") }
    if let gate, gate != 0, let number, let mask, isMask, gate & mask != number & mask || gate == number {
      refuse("gateway address: \(gateway) is not in the network of \(address)/\(netmask)", .rmg0016)
    }
    if Self.number(mailServer) == nil { refuse("SMTP address: \(mailServer)") }
    let isInterface = interface.map { (1...15).contains($0.utf8.count) && $0.utf8.allSatisfy(Self.isNameByte) } ?? true
    if !isInterface { refuse("interface: \(interface ?? "")") }
    if let first = details.first { throw ServiceError(first.code, details: details) }
    self.address = address
    self.netmask = netmask
    self.gateway = gate == 0 ? nil : gateway
    self.mailServer = Self.number(mailServer) == 0 ? nil : mailServer
    self.interface = interface
  }

  /// Whether a host is an address in digits, the only thing that the port can call.
  public static func isNumeric(_ host: String) -> Bool { HostRule.isIPv4(host) || HostRule.isIPv6(host) }

  /// Makes sure that the port can call every server of an environment.
  /// - Throws: RMG_0015 with a detail for each server that is a name.
  static func check(_ answers: Answers, of form: FormID) throws(ServiceError) {
    let names = [FieldID.smtpServer, .popServer].filter {
      form.requirement(of: $0, in: answers) != .inactive && !answers[$0].isEmpty && !isNumeric(answers[$0])
    }
    guard !names.isEmpty else { return }
    throw ServiceError(
      .rmg0015,
      details: names.map {
        .init(field: $0, code: .rmg0015, reason: .transport(TransportRemark(.digitsOnly, answers[$0])))
      })
  }

  /// An IPv4 address as a number; nil if it is none.
  private static func number(_ text: String) -> UInt32? {
    guard HostRule.isIPv4(text) else { return nil }
    return text.split(separator: ".").reduce(0) { $0 << 8 | (UInt32($1) ?? 0) }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "/") && byte != UInt8(ascii: ":")
  }
}
