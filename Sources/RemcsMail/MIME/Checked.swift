internal import RemcsCore

/// What must be true of every text before it becomes part of a command or a header: no line break, no NUL, nothing
/// beyond ASCII. The forms check their fields too; this is the last door before the wire, and it is always shut.
enum Checked {
  /// An address for MAIL FROM, RCPT TO and the headers.
  static func address(_ text: String) throws(TransportFailure) -> String {
    let bytes = Array(text.utf8)
    guard bytes.count <= 254, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3C && $0 != 0x3E }),
      let at = bytes.lastIndex(of: 0x40), at > 0, at < bytes.count - 1
    else { throw TransportFailure(.address, at: .preparing, TransportRemark(.addressUnusable, text)) }
    return text
  }

  /// A user name or password.
  static func secret(_ text: String, at stage: TransportStage) throws(TransportFailure) {
    // The text itself is a secret: no word of it in the failure.
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
      throw TransportFailure(.authentication, at: stage, TransportRemark(.secretUnusable))
    }
  }

  /// A server's name or address and its port.
  static func server(_ name: String, port: Int, at stage: TransportStage) throws(TransportFailure) {
    guard !name.isEmpty, name.utf8.count <= 255, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      (1...65535).contains(port)
    else { throw TransportFailure(.name, at: stage, TransportRemark(.nameUnknown, "\(name):\(port)")) }
  }

  /// The value of a header.
  static func header(_ value: String) throws(TransportFailure) {
    guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), value.utf8.count < 900 else {
      throw TransportFailure(.address, at: .preparing, TransportRemark(.addressUnusable, value))
    }
  }

  /// A file name for a header: what does not belong there becomes an underscore. `part.json` has the real one.
  static func fileName(_ name: String) -> String {
    let kept = name.utf8.prefix(100).map { byte -> UInt8 in
      switch byte {
      case 0x22, 0x2F, 0x5C, ..<0x20, 0x7F...: 0x5F
      default: byte
      }
    }
    return kept.isEmpty ? "_" : String(decoding: kept, as: UTF8.self)
  }
}
