extension Manifest {
  /// The document of an event, as `JSONEncoder` writes it with sorted keys; nil for a report that says more. The encoder
  /// needs a millisecond for its first document, a tenth of what it takes until an event is on the disk.
  var plainText: String? {
    guard let fault, registration == nil, connectionCheck == nil, periodic == nil, hardwareConfiguration == nil,
      suppressed == nil, dropped == nil
    else { return nil }
    var json = JSONText()
    json.object {
      $0.object("agent") {
        $0.string("name", agent.name)
        $0.string("version", agent.version)
      }
      $0.array("attachments", of: attachments) { json, file in
        json.object {
          $0.string("name", file.name)
          $0.string("sha256", file.sha256)
          $0.number("size", file.size)
        }
      }
      $0.array("canceled", of: canceled) { $0.number(nil, $1) }
      $0.string("created", created)
      $0.object("device") {
        $0.string("checkCode", device.checkCode)
        $0.string("id", device.id)
        $0.string("model", device.model)
        $0.string("serial", device.serial)
        $0.string("series", device.series)
        $0.string("uniqueName", device.uniqueName)
      }
      $0.object("fault") {
        $0.string("code", fault.code)
        $0.string("level", fault.level.rawValue)
        $0.string("partition", fault.partition)
        $0.string("text", fault.text)
        $0.string("time", fault.time)
        $0.string("unit", fault.unit)
      }
      $0.string("format", format)
      $0.string("id", id)
      $0.string("kind", kind.rawValue)
      $0.string("language", language.rawValue)
      if let late { $0.array("late", of: late) { $0.string(nil, $1) } }
      $0.number("sequence", sequence)
      $0.number("version", version)
    }
    return json.text
  }
}

/// A JSON text that is written from its beginning to its end.
private struct JSONText {
  private(set) var text = ""
  /// Whether a value stands before the place where the next one goes.
  private var follows = false

  mutating func object(_ name: String? = nil, _ members: (inout JSONText) -> Void) {
    begin(name)
    text += "{"
    follows = false
    members(&self)
    text += "}"
    follows = true
  }

  mutating func array<Element>(_ name: String, of elements: [Element], _ write: (inout JSONText, Element) -> Void) {
    begin(name)
    text += "["
    follows = false
    for element in elements { write(&self, element) }
    text += "]"
    follows = true
  }

  mutating func number(_ name: String?, _ value: Int) {
    begin(name)
    text += String(value)
  }

  /// A member is left out where it has no value.
  mutating func string(_ name: String?, _ value: String?) {
    guard let value else { return }
    begin(name)
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{8}": text += "\\b"
      case "\t": text += "\\t"
      case "\n": text += "\\n"
      case "\u{C}": text += "\\f"
      case "\r": text += "\\r"
      case "\u{0}"..."\u{1F}":
        text += (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private mutating func begin(_ name: String?) {
    if follows { text += "," }
    follows = true
    if let name { text += "\"\(name)\":" }
  }
}
